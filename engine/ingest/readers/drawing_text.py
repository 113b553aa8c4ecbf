"""PresentationML and DrawingML events to blocks of text (ECMA-376 part 1, chapters 19 to 21).

Input:  start, end and character events with names as ``namespace local``.
Output: blocks in the order of the slide, a line a paragraph, a line a table row
with a tab between cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.ingest.readers.archive_parts import attribute

TITLES = frozenset(("title", "ctrTitle"))
FOOTERS = frozenset(("ftr", "dt", "hdr"))
_NO_TEXT = frozenset(("sldNum", "sldImg"))
_SHAPES = frozenset(("sp", "graphicFrame", "cxnSp", "pic", "contentPart"))
# Inside these nothing is text: the fall-back of an alternative, phonetic guides.
_SKIPPED = frozenset(("Fallback", "rt"))


@dataclass(slots=True)
class Block:
    """The text of one shape, or where to find it.

    Attributes:
        kind: Type of the placeholder, such as ``title`` or ``body``; "" for any other shape.
        lines: Its paragraphs and table rows.
        links: Ids of the relationships to charts and diagrams that it shows.
    """

    kind: str = ""
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines, without those that are empty at its ends."""
        return "\n".join(self.lines).strip("\n")


class SlideText:
    """Collects the blocks of a slide or of its notes.

    Attributes:
        blocks: Those that have text or links, in their order.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._block: Block | None = None
        self._paragraph: list[str] | None = None
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._skipped = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        namespace, _, local = name.rpartition(" ")
        if self._skipped or local in _SKIPPED or _is_slide_number(local, attributes):
            self._skipped += 1
        elif local in _SHAPES and "drawingml" not in namespace:
            self._block = Block()
        elif self._block is None:
            return
        elif local == "t":
            self._is_text = True
        elif local == "p" and namespace.endswith("/main"):
            self._paragraph = []
        elif local == "br" and self._paragraph is not None:
            self._paragraph.append("\n")
        elif local == "tr":
            self._row = []
        elif local == "tc":
            self._cell = []
        elif local == "ph":
            self._block.kind = attributes.get("type", "obj")
        elif local == "relIds":
            self._block.links.append(attribute(attributes, "dm"))
        elif local == "chart" and (link := attribute(attributes, "id", namespace="relationships")):
            self._block.links.append(link)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        namespace, _, local = name.rpartition(" ")
        if local == "t":
            self._is_text = False
        elif local == "p" and namespace.endswith("/main") and self._paragraph is not None:
            self._end_paragraph("".join(self._paragraph))
        elif local == "tc" and self._cell is not None:
            if self._row is not None:
                self._row.append(" ".join(self._cell))
            self._cell = None
        elif local == "tr" and self._row is not None and self._block is not None:
            self._block.lines.append("\t".join(self._row).rstrip())
            self._row = None
        elif local in _SHAPES and "drawingml" not in namespace and self._block is not None:
            has_text = self._block.text and self._block.kind not in _NO_TEXT
            if has_text or self._block.links:
                self.blocks.append(self._block)
            self._block = None

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._is_text and not self._skipped and self._paragraph is not None:
            self._paragraph.append(data)

    def _end_paragraph(self, text: str) -> None:
        self._paragraph = None
        if self._cell is not None:
            if text.strip():
                self._cell.append(" ".join(text.split()))
        elif self._block is not None:
            self._block.lines.append(text.rstrip())


class LooseText:
    """Collects the paragraphs of a diagram, a chart or comments, whatever shapes they are in.

    Of a chart, titles and the names of series and categories are text; its numbers are not.

    Attributes:
        lines: Each different line once, in order of appearance.
    """

    def __init__(self) -> None:
        self.lines: dict[str, None] = {}
        self._parts: list[str] = []
        self._is_text = False
        self._n_caches = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        namespace, _, local = name.rpartition(" ")
        self._n_caches += local == "strCache"
        if (local in ("t", "text") and not namespace.endswith("/diagram")) or (
            local == "v" and self._n_caches
        ):
            self._is_text = True

    def end(self, name: str) -> None:
        """An element ends."""
        namespace, _, local = name.rpartition(" ")
        self._n_caches -= local == "strCache"
        if local in ("t", "v", "text"):
            self._is_text = False
        if local in ("v", "text") or (local == "p" and namespace.endswith("/main")):
            if line := " ".join("".join(self._parts).split()):
                self.lines[line] = None
            self._parts.clear()

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._is_text:
            self._parts.append(data)


def _is_slide_number(local: str, attributes: dict[str, str]) -> bool:
    return local == "fld" and attributes.get("type", "").lower() == "slidenum"
