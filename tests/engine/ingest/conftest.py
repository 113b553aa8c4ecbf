"""Makes the hand-made files of ``sample_files`` importable from every test of this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
