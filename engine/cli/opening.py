"""Open the library that the command line names."""

from __future__ import annotations

import argparse

from engine.library import Library


def open_library(options: argparse.Namespace, *, is_read_only: bool = True) -> Library:
    """Open ``--library`` with the models of ``--models``, read-only unless told otherwise."""
    return Library.open(options.library, is_read_only=is_read_only, models_root=options.models)
