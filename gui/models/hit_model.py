"""Qt list model over search hits; holds no query and asks nothing of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.searches import Hit, Quote
from gui.roles import IS_OPEN_ROLE, IS_PLACE_ROLE, RECORD_ROLE
from gui.texts import AMOUNTS, page, why_found

Index = QModelIndex | QPersistentModelIndex


class _Row(NamedTuple):
    hit: Hit
    is_place: bool = False


class HitModel(QAbstractListModel):
    """One row per hit, best first, and below one that is unfolded a row per further place of its document.

    ``RECORD_ROLE`` gives the row's ``Hit`` itself; that of a place is its hit, moved there.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._rows: list[_Row] = []
        self._open: set[tuple[str, int]] = set()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits, without further places."""
        return self._hits

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Show ``hits`` in place of the current rows; what was unfolded stays so while it is a hit."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._open &= {_key(hit) for hit in hits}
        self._rows = list(self._rows_of(hits))
        self.endResetModel()

    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Show ``hits`` behind the current rows, but for those that are there already."""
        shown = {_key(hit) for hit in self._hits}
        new = tuple(hit for hit in hits if _key(hit) not in shown)
        if not new:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(new) - 1)
        self._hits += new
        self._rows += [_Row(hit) for hit in new]
        self.endInsertRows()

    def row_of(self, wanted: Hit) -> int | None:
        """The row that shows the same place of the same file."""
        keys = (_key(row.hit) for row in self._rows)
        return next((number for number, key in enumerate(keys) if key == _key(wanted)), None)

    def unfold(self, row: int, is_open: bool) -> None:
        """Show the further places of the hit in ``row``, or hide them; nothing where there are none."""
        hit, is_place = self._rows[row]
        if is_place or not hit.context or is_open == (_key(hit) in self._open):
            return
        first, last = row + 1, row + len(hit.context)
        if is_open:
            self._open.add(_key(hit))
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = _places(hit)
            self.endInsertRows()
        else:
            self._open.discard(_key(hit))
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        changed = self.index(row, 0)
        self.dataChanged.emit(changed, changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        hit, is_place = self._rows[index.row()]
        roles: dict[int, Callable[[], Any]] = {
            RECORD_ROLE: lambda: hit,
            IS_PLACE_ROLE: lambda: is_place,
            IS_OPEN_ROLE: lambda: _key(hit) in self._open if hit.context else None,
            Qt.ItemDataRole.DisplayRole: lambda: hit.title,
            Qt.ItemDataRole.ToolTipRole: lambda: _told(hit, is_place=is_place),
            Qt.ItemDataRole.AccessibleTextRole: lambda: _spoken(hit, is_place=is_place),
        }
        return roles[role]() if role in roles else None

    def _rows_of(self, hits: Iterable[Hit]) -> Iterable[_Row]:
        for hit in hits:
            yield _Row(hit)
            if _key(hit) in self._open:
                yield from _places(hit)


def _key(hit: Hit) -> tuple[str, int]:
    return hit.path, hit.start


def _places(hit: Hit) -> list[_Row]:
    return [_Row(_moved(hit, quote), is_place=True) for quote in hit.context]


def _moved(hit: Hit, quote: Quote) -> Hit:
    """The hit as if it had been found where ``quote`` stands."""
    return replace(
        hit, page=quote.page, passage=quote.text, start=quote.start, end=quote.start + len(quote.text),
        highlights=quote.highlights, snippet=quote.text, snippet_start=quote.start, context=(), n_alike=0,
        alike=(),
    )  # fmt: skip


def _told(hit: Hit, *, is_place: bool) -> str:
    return hit.snippet if is_place else "\n".join((hit.path, *hit.alike, *why_found(hit.reasons)))


def _spoken(hit: Hit, *, is_place: bool) -> str:
    if is_place:
        return ". ".join(part for part in (page(hit.page), hit.snippet) if part)
    why = ". ".join(why_found(hit.reasons))
    more = AMOUNTS.more_alike(hit.n_alike) if hit.n_alike else ""
    places = AMOUNTS.more_places(len(hit.context)) if hit.context else ""
    return ". ".join(part for part in (hit.title, page(hit.page), hit.snippet, why, more, places) if part)
