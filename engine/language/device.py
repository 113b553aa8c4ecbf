"""Which device models run on; never loads torch only to find that there is no GPU."""

from __future__ import annotations

import ctypes.util
import importlib.util
import sys
from pathlib import Path

from engine.errors import DeviceUnavailable

CPU, CUDA = "cpu", "cuda"
_NEEDED = ("torch", "transformers", "safetensors", "onnx")


def choose_device(wanted: str) -> str:
    """Return ``"cpu"`` or ``"cuda"`` for ``"auto"``, ``"cpu"`` or ``"cuda"``.

    Raises:
        DeviceUnavailable: CUDA was asked for by name and cannot run, or ``wanted`` is none of the three.
    """
    if wanted not in ("auto", CPU, CUDA):
        raise DeviceUnavailable(device=wanted)
    if wanted == CPU or (wanted == "auto" and not _has_driver()):
        return CPU
    if _can_use_cuda():
        return CUDA
    if wanted == CUDA:
        raise DeviceUnavailable(device=CUDA)
    return CPU


def _has_driver() -> bool:
    if sys.platform == "win32":
        return ctypes.util.find_library("nvcuda") is not None
    return Path("/dev/nvidiactl").exists() or Path("/dev/dxg").exists()


def _can_use_cuda() -> bool:
    # transformers builds the network; its weights lie in safetensors or in an ONNX graph.
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        return False
    import torch

    return bool(torch.cuda.is_available())
