"""Asks the engine process over its pipes and waits for what comes back."""

from __future__ import annotations

from typing import Any

from engine import requests
from engine.client import EngineClient, Reply


class Asker:
    """Sends one request and collects everything that arrives until its reply."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.events: list[object] = []

    def ask(self, request: requests.Request) -> Any:
        request_id = self.client.ask(request)
        while True:
            received = self.client.receive(60)
            assert received is not None, "the engine did not answer"
            if isinstance(received, Reply) and received.request_id == request_id:
                if received.error is not None:
                    raise received.error
                return received.result
            self.events.append(received)

    def wait_for(self, kind: type[Any], **values: Any) -> Any:
        while True:
            received = self.client.receive(60)
            assert received is not None, f"no {kind.__name__} came"
            self.events.append(received)
            if isinstance(received, kind) and all(getattr(received, k) == v for k, v in values.items()):
                return received
