"""The terminal: one module per sub-command, all over ``Library``, all with ``--json``."""

from engine.cli.command import run

__all__ = ["run"]
