"""A reader process: takes one request at a time, gives up its rights first, never trusts a file.

Input:  JSON requests on one pipe. Output: JSON messages on another, one a page
or chunk, so that what came before a hang or a crash is kept; a picture follows its
message as raw bytes. Only JSON crosses: pickles from here could run code there.

Started by ``engine.ingest.sandbox``; importing this loads no reader.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import FileDamaged, FileUnreadable, InputError, ReaderOutOfMemory
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.records import Reason

_T = TypeVar("_T")

_NICENESS = 10
_PR_SET_PDEATHSIG = 1
_FORBIDDEN_EVENTS = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.chown", "os.link", "os.symlink",
    "shutil.",
)  # fmt: skip
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def encode(message: Mapping[str, Any]) -> bytes:
    """Return a message as bytes; strings may hold lone surrogates (file names, damaged text)."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Any:
    """Return the message that ``encode`` was given."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def serve(
    incoming: Connection, outgoing: Connection, parent_pid: int, memory_bytes: int, limits: Mapping[str, int]
) -> None:
    """Answer requests until the pipe closes."""
    _give_up_rights(parent_pid, memory_bytes)
    _send(outgoing, {"ready": True})
    while True:
        try:
            request = decode(incoming.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            _answer(outgoing, request, Limits(**limits))
        except InputError as error:
            _send(outgoing, {"failed": error.code, "params": error.params})
        except MemoryError:
            _send(outgoing, {"failed": ReaderOutOfMemory.code, "params": {"limit_bytes": memory_bytes}})
        except RecursionError:
            _send(outgoing, {"failed": FileDamaged.code, "params": {"detail": "nested too deeply"}})
        except OSError as error:
            detail = error.strerror or str(error)
            _send(outgoing, {"failed": FileUnreadable.code, "params": {"detail": detail}})


def _answer(outgoing: Connection, request: Mapping[str, Any], limits: Limits) -> None:
    path = Path(request["path"])
    if request["do"] == "read":
        from engine.ingest.readers.registry import stream

        for piece in stream(path, request["format"], limits=limits, is_retry=request["is_retry"]):
            _send(outgoing, _to_message(piece))
        _send(outgoing, {"done": True})
        return
    from engine.ingest.readers import pdf_view

    if request["do"] == "locate":
        boxes = pdf_view.locate(path, **{name: request[name] for name in ("page", "text", "start", "end")})
        _send(outgoing, {"boxes": boxes})
    else:
        picture = pdf_view.render(path, page=request["page"], scale=request["scale"])
        _send(outgoing, {"n_bytes": len(picture)})
        outgoing.send_bytes(picture)


def _to_message(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, str):
        return {"text": piece}
    if isinstance(piece, Head):
        return {
            "is_paged": piece.is_paged,
            "is_typeset": piece.is_typeset,
            "title": piece.title,
            "attributes": dict(piece.attributes),
        }
    return {"partial": piece.code, "params": dict(piece.params)}


def to_piece(message: Mapping[str, Any]) -> Piece:
    """Return the piece that a message carries.

    Raises:
        KeyError, TypeError: It is none; the reader process is not to be trusted any more.
    """
    if "text" in message:
        return _checked(message["text"], str)
    if "partial" in message:
        return Reason(code=_checked(message["partial"], str), params=_checked(message["params"], dict))
    attributes = _checked(message["attributes"], dict)
    return Head(
        is_paged=_checked(message["is_paged"], bool),
        is_typeset=_checked(message["is_typeset"], bool),
        title=None if message["title"] is None else _checked(message["title"], str),
        attributes={_checked(name, str): _checked(value, str) for name, value in attributes.items()},
    )


def _checked(value: Any, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _send(outgoing: Connection, message: Mapping[str, Any]) -> None:
    outgoing.send_bytes(encode(message))


def _give_up_rights(parent_pid: int, memory_bytes: int) -> None:
    """Die with the parent, run at low priority in bounded memory, and refuse what no reader needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    sys.dont_write_bytecode = True
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:  # it died before the call
            sys.exit(1)
    if sys.platform != "win32":
        import resource

        os.nice(_NICENESS)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    else:
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # C libraries print
    os.dup2(silence, 2)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no network, no programs, no writing."""
    if event == "open":
        _, mode, flags = arguments
        is_writing = (
            any(letter in mode for letter in "wax+") if isinstance(mode, str) else flags & _WRITE_FLAGS
        )
        if is_writing:
            raise PermissionError(event)
    elif event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(event)
