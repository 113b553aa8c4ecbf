"""The network is refused, loopback and local sockets are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(code: str) -> str:
    program = f"import socket\nfrom engine.offline import forbid_network\nforbid_network()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket().connect(('192.0.2.1', 80))",
        "socket.create_connection(('example.org', 80), 1)",
        "socket.getaddrinfo('example.org', 443)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
    ],
)
def test_reaching_out_is_refused(code: str) -> None:
    assert "works offline" in run(code)


def test_this_computer_may_be_talked_to() -> None:
    code = """
server = socket.create_server(('127.0.0.1', 0))
socket.create_connection(server.getsockname()).close()
a, b = socket.socketpair()
"""
    assert run(code) == ""
