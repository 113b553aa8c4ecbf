"""Make sure of an ONNX graph that others made: its operators are standard, its weights are its own.

Reading a graph runs nothing, but an operator of its own would need a library to be
loaded, and weights kept outside may be any file of the computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import ModelCorrupt, ModelMissing, ModelUnsafe, ModelUnsupported
from engine.language.runtime import INPUTS
from engine.training.forms.foreign import MAX_BYTES

_DOMAINS = ("", "ai.onnx", "com.microsoft")
"""ONNX itself and the additions that every ONNX Runtime has."""
_INT64 = 7


def load_graph(path: Path, *, name: str) -> Any:
    """Return the ONNX model at ``path`` with all its weights, those in files beside it included.

    Raises:
        ModelCorrupt: It cannot be read.
        ModelMissing: A file with its weights is not there.
        ModelUnsafe: Its weights lie outside its folder; ``file`` says where.
        ModelUnsupported: It has operators of its own, or asks for other inputs than ours.
    """
    import onnx
    from google.protobuf.message import DecodeError
    from onnx.external_data_helper import load_external_data_for_model

    try:
        model = onnx.load(path, load_external_data=False)
    except DecodeError as error:
        raise ModelCorrupt(name=name, file=path.name) from error
    _check_operators(model, name)
    _check_inputs(model.graph, name)
    _check_places(model, path, name)
    try:
        load_external_data_for_model(model, str(path.parent))
    except (OSError, ValueError, onnx.checker.ValidationError) as error:
        raise ModelCorrupt(name=name, file=path.name) from error
    return model


def is_quantized(model: Any) -> bool:
    """Whether weights of ``model`` are integers already."""
    kinds = {node.op_type for node in _nodes(model)}
    return bool(kinds & {"MatMulInteger", "QLinearMatMul", "DynamicQuantizeMatMul", "DequantizeLinear"})


def _check_operators(model: Any, name: str) -> None:
    if not model.graph.node:
        raise ModelCorrupt(name=name, file="model.onnx")
    own = {function.domain for function in model.functions}
    for node in _nodes(model):
        if node.domain not in (*_DOMAINS, *own):
            raise ModelUnsupported(
                name=name, detail=f"its operator {node.domain}.{node.op_type} is not standard"
            )


def _check_inputs(graph: Any, name: str) -> None:
    stored = {item.name for item in graph.initializer}
    for item in graph.input:
        if item.name in stored:
            continue
        if item.name not in INPUTS or item.type.tensor_type.elem_type != _INT64:
            raise ModelUnsupported(name=name, detail=f"its graph asks for {item.name}")


def _check_places(model: Any, path: Path, name: str) -> None:
    """Refuse weights that are kept anywhere but in the graph's own folder."""
    folder = path.parent.resolve()
    n_bytes = {path: path.stat().st_size}
    for tensor in _tensors(model):
        for entry in tensor.external_data:
            if entry.key != "location":
                continue
            place = Path(entry.value)
            if place.is_absolute() or ".." in place.parts or folder not in (folder / place).resolve().parents:
                raise ModelUnsafe(name=name, file=entry.value)
            n_bytes[folder / place] = _size(folder / place, name)
    if sum(n_bytes.values()) > MAX_BYTES:
        raise ModelUnsupported(name=name, detail=f"it is larger than {MAX_BYTES // 10**9} GB")


def _size(path: Path, name: str) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise ModelMissing(name=name, file=path.name) from error


def _nodes(model: Any) -> Iterator[Any]:
    for nodes in (model.graph.node, *(function.node for function in model.functions)):
        yield from _nested(nodes)


def _nested(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                yield from _nested(graph.node)


def _tensors(model: Any) -> Iterator[Any]:
    yield from model.graph.initializer
    for sparse in model.graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in _nodes(model):
        for attribute in node.attribute:
            yield from (attribute.t, *attribute.tensors)
            for graph in (attribute.g, *attribute.graphs):
                yield from graph.initializer
