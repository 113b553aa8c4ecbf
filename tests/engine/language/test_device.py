"""Devices: torch stays out of processes that need no GPU."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import DeviceUnavailable
from engine.language.device import choose_device

ROOT = Path(__file__).resolve().parents[3]
_ENCODE = """
import sys
from pathlib import Path
from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.encoder import load_encoder
root = Path(sys.argv[1])
load_encoder(find_model("minilm", root=root), device="cpu").encode(["text"])
load_tagger(find_model("ner", root=root), device="cpu").tag("Ada met Grace Hopper .")
print([name for name in ("torch", "transformers", "optimum", "onnx") if name in sys.modules])
"""


def test_models_run_on_a_cpu_without_torch(tiny_models: Path) -> None:
    command = [sys.executable, "-c", _ENCODE, str(tiny_models)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)

    assert done.stdout.strip() == "[]"


def test_cpu_is_always_there() -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device("auto") in ("cpu", "cuda")


def test_unknown_device_is_refused() -> None:
    with pytest.raises(DeviceUnavailable) as caught:
        choose_device("tpu")
    assert caught.value.params == {"device": "tpu"}


def test_cuda_by_name_is_refused_where_there_is_none() -> None:
    if choose_device("auto") == "cuda":
        pytest.skip("this computer has one")
    with pytest.raises(DeviceUnavailable):
        choose_device("cuda")
