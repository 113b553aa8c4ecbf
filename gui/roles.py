"""What models and the views that paint them agree on."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

# The row's own record, in every model.
RECORD_ROLE = Qt.ItemDataRole.UserRole

# In the list of hits: whether a row is a further place of the hit above it, and whether a hit's places are
# unfolded (None where it has none).
IS_PLACE_ROLE = Qt.ItemDataRole.UserRole + 1
IS_OPEN_ROLE = Qt.ItemDataRole.UserRole + 2


class LedgerColumn(IntEnum):
    """Columns of the ledger, from left to right."""

    NAME = 0
    FOLDER = 1
    STATUS = 2
    REASON = 3
    SIZE = 4
    MODIFIED = 5
