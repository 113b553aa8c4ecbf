"""A file of weights in safetensors form, looked at without any of it being run or loaded.

Layout: 8 bytes, the length of a JSON header, the header, the numbers; see
https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

from engine.errors import ModelCorrupt, ModelUnsafe

PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle")
"""How files are called that run code when they are opened."""
_MOST_HEADER_BYTES = 100_000_000


def check_tensors(path: Path, name: str) -> None:
    """Make sure that the file begins as safetensors do: the length of its header, then JSON.

    Raises:
        ModelUnsafe: It is a pickle under another name.
        ModelCorrupt: It is something else.
    """
    with path.open("rb") as stream:
        head = stream.read(9)
    is_header = len(head) == 9 and head[8:] == b"{" and _header_length(head) < path.stat().st_size
    if is_header:
        return
    if head.startswith(b"PK") or (head[:1] == b"\x80" and head[1:2] in b"\x02\x03\x04\x05" and len(head) > 1):
        raise ModelUnsafe(name=name, file=path.name)
    raise ModelCorrupt(name=name, file=path.name)


def tensor_shapes(path: Path, name: str) -> dict[str, tuple[int, ...]]:
    """Return what the header of a file says of its tensors, by name; errors as for ``check_tensors``."""
    check_tensors(path, name)
    try:
        with path.open("rb") as stream:
            length = _header_length(stream.read(8))
            if length > _MOST_HEADER_BYTES:
                raise ModelCorrupt(name=name, file=path.name)
            header = json.loads(stream.read(length))
        return {
            key: tuple(int(side) for side in entry["shape"])
            for key, entry in header.items()
            if key != "__metadata__"
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelCorrupt(name=name, file=path.name) from error


def n_numbers(shapes: dict[str, tuple[int, ...]]) -> int:
    """Return how many numbers tensors of these shapes hold."""
    return sum(math.prod(shape) for shape in shapes.values())


def _header_length(head: bytes) -> int:
    length: int = struct.unpack("<Q", head[:8])[0]
    return length
