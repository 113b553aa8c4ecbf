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
from engine.ingest.readers.member_pieces import (
    ArchivePiece,
    Content,
    Member,
    Tick,
    Verdict,
    to_archive_message,
)
from engine.ingest.readers.pieces import Head, Limits, OcrPage, Piece
from engine.ingest.source import Source
from engine.pages import Box, OcrLine
from engine.records import Reason, Span

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
    if request["do"] == "unpack":
        from engine.ingest.readers.archive import read_archive

        known = [(digest, form) for digest, form in request["known"]]
        options = {"known": known, "includes_hidden": request["includes_hidden"]}
        for part in read_archive(path, request["format"], limits=limits, **options):
            _send(outgoing, _to_message(part))
        _send(outgoing, {"done": True})
        return
    if request["do"] == "read":
        from engine.ingest.readers.registry import stream

        for piece in stream(path, request["format"], limits=limits, is_retry=request["is_retry"]):
            _send(outgoing, _to_message(piece))
        _send(outgoing, {"done": True})
        return
    if request["do"] == "speech":
        from engine.ingest.readers.speech import transcribe

        lines = transcribe(path, page=request["page"], model=Path(request["model"]))
        _send(outgoing, {"lines": [_from_line(line) for line in lines]})
        return
    source: Source = path
    if request["member"]:
        from engine.ingest.readers.archive import member

        source = member(path, request["member"], limits=limits)
    if request["do"] == "ocr":
        from engine.ingest.readers.ocr import recognise

        lines = recognise(source, request["format"], page=request["page"])
        _send(outgoing, {"lines": [_from_line(line) for line in lines]})
        return
    from engine.ingest.readers import pdf_view, picture

    if request["do"] == "locate":
        spans = [Span(start, end) for start, end in request["spans"]]
        boxes = pdf_view.locate(source, page=request["page"], text=request["text"], spans=spans)
        _send(outgoing, {"boxes": [[_from_box(box) for box in lines] for lines in boxes]})
    else:
        view = pdf_view if request["format"] == "pdf" else picture
        png = view.render(source, page=request["page"], width=request["width"])
        _send(outgoing, {"n_bytes": len(png)})
        outgoing.send_bytes(png)


def _to_message(piece: ArchivePiece) -> dict[str, Any]:
    if isinstance(piece, Member | Content | Verdict | Tick):
        return to_archive_message(piece)
    if isinstance(piece, str):
        return {"text": piece}
    if isinstance(piece, Head):
        return {
            "is_paged": piece.is_paged,
            "is_typeset": piece.is_typeset,
            "title": piece.title,
            "attributes": dict(piece.attributes),
        }
    if isinstance(piece, OcrPage):
        return {"ocr_page": piece.number}
    return {"partial": piece.code, "params": dict(piece.params)}


def _from_line(line: OcrLine) -> list[Any]:
    return [line.text, [[start, end, *_from_box(box)] for start, end, box in line.words]]


def _from_box(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


def to_piece(message: Mapping[str, Any]) -> Piece:
    """Return the piece that a message carries.

    Raises:
        KeyError, TypeError: It is none; the reader process is not to be trusted any more.
    """
    if "text" in message:
        return _checked(message["text"], str)
    if "ocr_page" in message:
        return OcrPage(_checked(message["ocr_page"], int))
    if "partial" in message:
        return Reason(code=_checked(message["partial"], str), params=_checked(message["params"], dict))
    attributes = _checked(message["attributes"], dict)
    return Head(
        is_paged=_checked(message["is_paged"], bool),
        is_typeset=_checked(message["is_typeset"], bool),
        title=None if message["title"] is None else _checked(message["title"], str),
        attributes={_checked(name, str): _checked(value, str) for name, value in attributes.items()},
    )


def to_lines(message: Mapping[str, Any]) -> tuple[OcrLine, ...]:
    """Return the lines that a message carries; errors as for ``to_piece``.

    Raises:
        ValueError: A word lies outside of its line.
    """
    lines: list[OcrLine] = []
    for text, words in _checked(message["lines"], list):
        placed = tuple((_checked(start, int), _checked(end, int), to_box(box)) for start, end, *box in words)
        if any(not 0 <= start <= end <= len(text) for start, end, _ in placed):
            raise ValueError("a word outside of its line")
        lines.append(OcrLine(text=_checked(text, str), words=placed))
    return tuple(lines)


def to_box(sides: Any) -> Box:
    """Return the box that four numbers of a message mean, within its page; errors as for ``to_piece``."""
    return Box(*(min(1.0, max(0.0, float(side))) for side in _checked(sides, list)))


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
