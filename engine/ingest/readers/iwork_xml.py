"""The text in the XML of iWork '09 and before: paragraphs, cells of tables, slides."""

from __future__ import annotations

_UNSHOWN = frozenset({
    "stylesheet", "theme-list", "section-prototypes", "version-history", "view-state", "ui-state",
    "calc-engine",
})  # fmt: skip
_BREAKS = frozenset(("br", "lnbr", "crbr", "pgbr", "sectbr", "contbr", "selfpage"))
_STATED = {"title": "title", "authors": "author", "keywords": "keywords", "comment": "description"}


class OldWork:
    """Collects the text of one document.

    Attributes:
        pages: One text for each slide, or the whole.
        stated: Title, author and the like.
        has_begun: Whether it is XML at all.
    """

    def __init__(self, *, is_paged: bool) -> None:
        self.stated: dict[str, str] = {}
        self.has_begun = False
        self._finished: list[str] = []
        self._is_paged = is_paged
        self._lines: list[str] = []
        self._open: list[list[str]] = []  # paragraphs, one may stand in another
        self._n_unshown = 0
        self._fact: str | None = None

    @property
    def pages(self) -> list[str]:
        """What has been read so far."""
        return self._finished if self._is_paged else ["\n".join(self._lines)]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.has_begun = True
        local = name.rpartition(" ")[2]
        if self._n_unshown or local in _UNSHOWN:
            self._n_unshown += 1
        elif local == "p":
            self._open.append([])
        elif local == "tab" and self._open:
            self._open[-1].append("\t")
        elif local in _BREAKS and self._open:
            self._open[-1].append("\n")
        elif local in ("ct", "n"):
            # Cells say their words and numbers in an attribute.
            self._add(_value(attributes, "s") if local == "ct" else _plain(_value(attributes, "v")))
        elif local in _STATED:
            self._fact = _STATED[local]
        elif local == "string" and self._fact and (value := _value(attributes, "string").strip()):
            self.stated.setdefault(self._fact, value)

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition(" ")[2]
        if self._n_unshown:
            self._n_unshown -= 1
        elif local == "p" and self._open:
            self._add("".join(self._open.pop()))
        elif local == "slide" and self._is_paged:
            self._finished.append("\n".join(self._lines))
            self._lines.clear()
        elif local in _STATED:
            self._fact = None

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._open and not self._n_unshown:
            self._open[-1].append(data)

    def _add(self, text: str) -> None:
        if text.strip():
            self._lines.append(text.strip("\n"))


def _value(attributes: dict[str, str], local: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")


def _plain(number: str) -> str:
    """Return a number as people write it: the file has seventeen digits."""
    try:
        return f"{float(number):.12g}"
    except ValueError:
        return ""
