"""Faults of writing the graph to a file or taking one in."""

from __future__ import annotations

from engine.errors.asking import RequestError
from engine.errors.storing import DiskFull


class PlaceFull(DiskFull):
    """No room is left where something is to be written (``path``)."""

    code = "store.place_full"


class PlaceWatched(RequestError):
    """``path`` lies in the watched ``folder``: what is written there would be read as a document."""

    code = "request.place_watched"


class FolderForeign(RequestError):
    """The folder ``path`` holds files, and no earlier export."""

    code = "request.folder_foreign"


class ImportUnknown(RequestError):
    """There is no imported graph ``graph_id``."""

    code = "request.import_unknown"


class GraphFileInvalid(RequestError):
    """A file to import is no graph in a form that is known (``path``, ``line``, ``detail``)."""

    code = "request.graph_invalid"


class GraphFileUnsafe(GraphFileInvalid):
    """It declares a document type, with which XML can be made to explode (``path``, ``line``)."""

    code = "request.graph_unsafe"


class GraphFileTooLarge(GraphFileInvalid):
    """It, or a value in it, has more than ``limit`` bytes or characters (``path``, ``line``)."""

    code = "request.graph_too_large"


class GraphColumnMissing(GraphFileInvalid):
    """A row or an element lacks ``column`` (``path``, ``line``)."""

    code = "request.graph_column_missing"


class GraphEndMissing(GraphFileInvalid):
    """A relation names an entity ``name`` that the file does not have (``path``, ``line``)."""

    code = "request.graph_end_missing"
