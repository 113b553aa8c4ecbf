"""How much memory a process has held."""

from __future__ import annotations

import sys
from pathlib import Path


def peak_memory_bytes() -> int:
    """Return the most memory that this process has held so far."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":
        # What getrusage says begins with the memory of the parent, from before exec.
        for line in Path("/proc/self/status").read_text("ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)
