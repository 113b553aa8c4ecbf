"""What every package of Office Open XML has: relationships and core properties (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from engine.errors import FileDamaged
from engine.ingest.readers.archive_parts import Parts

_PROPERTIES = {
    "title": "title", "creator": "author", "created": "created", "modified": "modified", "subject": "subject",
    "keywords": "keywords", "description": "description", "language": "language",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relationship:
    """One part's link to another: what for (``kind``, such as ``slide``) and to which part."""

    kind: str
    target: str


def relationships(parts: Parts, name: str) -> dict[str, Relationship]:
    """Return the links of part ``name`` ("" for the package) by their id, without those that lead out."""
    folder, _, file = name.rpartition("/")
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    reader = _Links(folder)
    if listed in parts:
        parts.parse(listed, reader)
    return reader.found


def main_part(parts: Parts, *, default: str) -> str:
    """Return the name of the part that the package begins with.

    Raises:
        FileDamaged: There is none.
    """
    found = [link.target for link in relationships(parts, "").values() if link.kind == "officeDocument"]
    for candidate in (*found, default):
        if candidate in parts:
            return candidate
    raise FileDamaged(detail=f"no {default}")


def core_properties(parts: Parts) -> dict[str, str]:
    """Return title, author, dates and the like of docProps/core.xml (Dublin Core)."""
    reader = _Properties()
    if "docprops/core.xml" in parts:
        try:
            parts.parse("docprops/core.xml", reader)
        except FileDamaged:
            return {}
    return {name: value.strip() for name, value in reader.values.items() if value.strip()}


class _Links:
    def __init__(self, folder: str) -> None:
        self.found: dict[str, Relationship] = {}
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/").lower()
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = Relationship(kind, path)

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Properties:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._path: list[str] = []

    def start(self, name: str, _: dict[str, str]) -> None:
        self._path.append(name.rpartition(" ")[2])

    def end(self, _: str) -> None:
        self._path.pop()

    def characters(self, data: str) -> None:
        name = _PROPERTIES.get(self._path[-1])
        if name and len(self._path) == 2:
            self.values[name] = self.values.get(name, "") + data
