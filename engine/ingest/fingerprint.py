"""The hash of a file's bytes, which is what a document is addressed by."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from engine.errors import FileUnreadable

_DIGEST_BYTES = 16


def content_hash(path: Path) -> str:
    """Return the BLAKE2b-128 of a file, in hex; read in pieces, whatever its size.

    Raises:
        FileUnreadable: It cannot be opened or read, or is a pipe or the like, which may never end.
    """
    try:
        if not path.is_file():
            raise FileUnreadable(detail="no regular file" if path.exists() else os.strerror(errno.ENOENT))
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=_DIGEST_BYTES))
    except OSError as error:
        raise FileUnreadable(detail=error.strerror or str(error)) from error
    return digest.hexdigest()


def hash_of(data: bytes) -> str:
    """Return what ``content_hash`` returns for a file of these bytes."""
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
