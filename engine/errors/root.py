"""The root of every fault that the engine knows, and what is none of its branches."""

from __future__ import annotations

from typing import Any, ClassVar

from engine.records import Reason


class EngineError(Exception):
    """Root of the tree.

    Attributes:
        code: Stable text that names the fault.
        params: Data for the sentence, JSON values only.
    """

    code: ClassVar[str] = "engine"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.params)

    @property
    def reason(self) -> Reason:
        """The same fault as a record."""
        return Reason(code=self.code, params=self.params)


def _rebuild(kind: type[EngineError], params: dict[str, Any]) -> EngineError:
    return kind(**params)


class Cancelled(EngineError):
    """The user stopped the work."""

    code = "cancelled"


class InternalError(EngineError):
    """A bug of ours, caught at the edge of the engine (``traceback``)."""

    code = "internal"
