"""Read the weights of a network back from its ONNX graph, as training and a GPU need them.

Input:  a graph made by ``engine.training.forms.quantize``, int8 or float32.
Output: float32 arrays keyed as the ``state_dict`` of the network that it was exported from.

The exporter gives parameters their own names, but for the matrices of linear
layers, which it turns round and numbers. Those are known by their node, whose
name is the path of its module: ``/encoder/layer.0/output/dense/MatMul_quant``.
Parameters of equal content are stored once; ``Identity`` nodes name the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelCorrupt, ModelMissing, TrainingExtraMissing

Weights = dict[str, NDArray[np.float32]]

_LINEAR = re.compile(r"/(?P<module>.+)/MatMul(?:_quant)?")
_QUANTIZED, _SCALE, _ZERO = "_quantized", "_scale", "_zero_point"
_PARAMETER = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")


def read_weights(path: Path) -> Weights:
    """Return the parameters of the graph at ``path`` by name, ``[out, in]`` where they are matrices.

    An int8 weight comes back as ``(q - zero_point) * scale``, with the scale of its channel.

    Raises:
        ModelMissing: There is no such file.
        ModelCorrupt: It is no such graph, or holds a weight that belongs to no parameter.
        TrainingExtraMissing: The package ``onnx`` is not installed.
    """
    graph = _load(path)
    try:
        return _collect(graph.node, _Stored(graph.initializer))
    except (KeyError, ValueError) as error:
        raise ModelCorrupt(name=path.parent.name, file=path.name) from error


def _load(path: Path) -> Any:
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise TrainingExtraMissing(package="onnx") from error
    try:
        return onnx.load(path, load_external_data=False).graph
    except FileNotFoundError as error:
        raise ModelMissing(name=path.parent.name, file=path.name) from error
    except DecodeError as error:
        raise ModelCorrupt(name=path.parent.name, file=path.name) from error


class _Stored:
    """The initializers of a graph, read when asked for."""

    def __init__(self, initializers: Any) -> None:
        self._by_name = {item.name: item for item in initializers}

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def raw(self, name: str) -> NDArray[Any]:
        from onnx import numpy_helper

        item = self._by_name[name]
        if item.external_data:
            raise ValueError(f"{name} lies in another file")
        array: NDArray[Any] = numpy_helper.to_array(item)
        return array

    def exact(self, name: str) -> NDArray[np.float32]:
        """Return the weight stored as ``name``, made float32 where it is quantized."""
        if not name.endswith(_QUANTIZED):
            return self.raw(name).astype(np.float32)
        base = name.removesuffix(_QUANTIZED)
        scale, zero = self.raw(base + _SCALE), self.raw(base + _ZERO)
        steps = self.raw(name).astype(np.int32) - zero.astype(np.int32)
        result: NDArray[np.float32] = steps.astype(np.float32) * scale.astype(np.float32)
        return result


def _collect(nodes: Any, stored: _Stored) -> Weights:
    found: Weights = {}
    used: set[str] = set()
    for node in nodes:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in stored:
            match = _LINEAR.fullmatch(node.name)
            if match is None:
                raise ValueError(f"{node.name} is no linear layer")
            key = match["module"].replace("/", ".") + ".weight"
            _add(found, key, stored.exact(node.input[1]).T)
            used.add(node.input[1])
    for name in stored:
        base = name.removesuffix(_QUANTIZED)
        if name not in used and _PARAMETER.fullmatch(base) and not _is_figure(base, stored):
            _add(found, base, stored.exact(name))
    _add_twins(nodes, found)
    return {name: np.ascontiguousarray(weight) for name, weight in found.items()}


def _is_figure(name: str, stored: _Stored) -> bool:
    """Whether ``name`` is the scale or the zero point of a quantized weight."""
    return any(
        name.endswith(ending) and name.removesuffix(ending) + _QUANTIZED in stored
        for ending in (_SCALE, _ZERO)
    )


def _add_twins(nodes: Any, found: Weights) -> None:
    """Give every parameter that shares its content with a stored one that content."""
    for node in nodes:
        if node.op_type == "Identity" and node.input[0] in found and _PARAMETER.fullmatch(node.output[0]):
            _add(found, node.output[0], found[node.input[0]])


def _add(found: Weights, name: str, weight: NDArray[np.float32]) -> None:
    if name in found and not np.array_equal(found[name], weight):
        raise ValueError(f"two weights for {name}")
    found[name] = weight
