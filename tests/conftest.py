"""What every test gets: no network, no hub, no display, one hypothesis profile, tiny models."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("satchel", deadline=None, derandomize=True)
settings.load_profile("satchel")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to anything but this computer."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            pytest.fail(f"a test tried to connect to {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _calm_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of this process depend on how busy, hot or full the computer is."""
    from engine.governor import Readings
    from engine.sensors import Sensors

    monkeypatch.setattr(Sensors, "read", lambda self: Readings())


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a models folder with a tiny ``minilm`` and a tiny ``ner``; see ``tiny_models.py``."""
    from tiny_models import make_tiny_encoder, make_tiny_tagger

    root = tmp_path_factory.mktemp("models")
    make_tiny_encoder(root / "minilm")
    make_tiny_tagger(root / "ner")
    return root


@pytest.fixture(scope="session")
def tiny_relater(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny relater; see ``tiny_models.py``."""
    from tiny_models import make_tiny_relater

    return make_tiny_relater(tmp_path_factory.mktemp("relaters") / "relater").folder


@pytest.fixture(scope="session")
def tiny_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny speech model; see ``tiny_whisper.py``."""
    from tiny_whisper import make_tiny_whisper

    return make_tiny_whisper(tmp_path_factory.mktemp("speech") / "tiny-whisper")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a GPU where there is none, without loading torch to find out."""
    if not any(item.get_closest_marker("gpu") for item in items):
        return
    from engine.language.device import choose_device

    if choose_device("auto") != "cuda":
        for item in items:
            if item.get_closest_marker("gpu"):
                item.add_marker(pytest.mark.skip(reason="needs a CUDA device"))
