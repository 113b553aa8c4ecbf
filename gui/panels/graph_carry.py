"""Carries what the Graph screen shows, or more of the graph, elsewhere: the export strip's wishes, done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from engine.carried import Selection
from engine.errors import EngineError
from engine.neighbours import GraphFilter
from engine.requests import ExportGraph, GetNeighbourhood, ImportGraph
from gui.engine_bridge import EngineBridge
from gui.panels.graph_export import PICTURE_FORMS, write_picture
from gui.panels.graph_page import GraphPage

_BUDGET = 60


class GraphCarrier(QObject):
    """Runs exports and imports of one page.

    Args:
        bridge: Who is asked.
        page: What is shown.
        middle: Gives the entity in the middle of attention, None in the overview.
        filter_in_force: Gives the filter of what is around it.
    """

    def __init__(
        self,
        bridge: EngineBridge,
        page: GraphPage,
        *,
        middle: Callable[[], int | None],
        filter_in_force: Callable[[], GraphFilter],
    ) -> None:
        super().__init__(page)
        self._bridge, self._page = bridge, page
        self._middle, self._filter = middle, filter_in_force
        self._transfer = page.tools.transfer
        imports = page.overview.imports
        page.tools.export.wanted.connect(self.export)
        imports.import_wanted.connect(lambda path: self._begin(ImportGraph(path=path)))
        self._transfer.ended.connect(self._end)

    def export(self, form: str, part: str, path: str) -> None:
        """Write ``part`` ("all", "shown" or "around") of the graph, or a picture, to ``path``."""
        if form in PICTURE_FORMS:
            self._draw(path, form)
            return
        middle = self._middle()
        if part == "around" and middle is not None:
            request = GetNeighbourhood(entity_ids=(middle,), budget=_BUDGET, filter=self._filter())
            self._bridge.ask(
                self,
                request,
                lambda found: self._run(form, path, [node.entity_id for node in found.nodes]),
                self._transfer.show_error,
            )
        else:
            shown = self._page.view.scene.shown_nodes() if part == "shown" else ()
            self._run(form, path, [node.entity_id for node in shown])

    def _draw(self, path: str, form: str) -> None:
        try:
            write_picture(self._page.picture, path, form)
        except EngineError as error:
            self._transfer.show_error(error)
        else:
            self._transfer.show_written(path)

    def _run(self, form: str, path: str, entity_ids: Iterable[int]) -> None:
        selection = Selection(entity_ids=tuple(entity_ids))
        self._begin(ExportGraph(path=path, form=form, selection=selection))

    def _begin(self, request: ExportGraph | ImportGraph) -> None:
        self._set_busy(True)
        self._transfer.run(request)

    def _end(self) -> None:
        self._set_busy(False)
        self._page.overview.imports.read()

    def _set_busy(self, is_busy: bool) -> None:
        """One at a time: nothing else can be begun meanwhile."""
        self._page.tools.export.button.setDisabled(is_busy)
        self._page.overview.imports.add_button.setDisabled(is_busy)
