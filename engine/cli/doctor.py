"""``doctor``: check that this computer, the models and the library are sound and offline."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import socket
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError, StoreMissing
from engine.ingest.ocr_text import is_ocr_installed
from engine.language.catalog import list_models
from engine.language.device import choose_device
from engine.models import RESOURCES
from engine.store.connection import Store

HELP = "check models, library and that nothing leaves this computer"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing besides the common options."""
    parser.set_defaults()


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Run every check; the exit status is 1 when one fails."""
    checks: dict[str, Callable[[], str]] = {
        "computer": lambda: (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}"
        ),
        "models": lambda: ", ".join(
            f"{card.id} ({card.licence})" for card in list_models(RESOURCES / "models")
        ),
        "device": lambda: choose_device("auto"),
        "training": lambda: "installed" if importlib.util.find_spec("torch") else "not installed (optional)",
        "OCR": lambda: "installed" if is_ocr_installed() else "not installed: pictures are not read",
        "network": _network_is_refused,
        "library": lambda: _library_is_sound(options),
    }
    answer: dict[str, Any] = {"checks": [], "exit_status": 0}
    for name, check in checks.items():
        try:
            result = {"name": name, "ok": True, "detail": check()}
        except StoreMissing:
            result = {"name": name, "ok": True, "detail": "none yet"}
        except EngineError as error:
            result = {"name": name, "ok": False, "detail": str(error)}
            answer["exit_status"] = 1
        answer["checks"].append(result)
    return answer


class _NetworkOpen(EngineError):
    """A connection beyond this computer was not refused."""

    code = "doctor.network_open"


def _network_is_refused() -> str:
    # 192.0.2.1 is reserved for documentation (RFC 5737): nothing ever answers there.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except PermissionError:
            return "refused, as it should be"
    raise _NetworkOpen


def _library_is_sound(options: argparse.Namespace) -> str:
    store = Store.open(options.library, is_read_only=True)
    try:
        store.check()
    finally:
        store.close()
    return f"{options.library} is sound"


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    return "\n".join(
        f"{'ok ' if check['ok'] else 'BAD'}  {check['name']:<9} {check['detail']}"
        for check in answer["checks"]
    )
