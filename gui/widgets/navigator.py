"""Where the user wants to go: panels say it here, the main window goes there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.records import Span


class Navigator(QObject):
    """A small switchboard between panels, so that none needs to know another."""

    document_wanted = Signal(int, object)
    entity_wanted = Signal(int)
    correction_wanted = Signal(int, str)
    graph_wanted = Signal(object)
    search_wanted = Signal(str)
    folder_wanted = Signal(str)
    screen_wanted = Signal(str)
    back_wanted = Signal()
    forward_wanted = Signal()

    def open_document(self, document_id: int, span: Span | None = None) -> None:
        """Show a document, at ``span`` of its text if one is given."""
        self.document_wanted.emit(document_id, span)

    def open_entity(self, entity_id: int) -> None:
        """Show an entity's dossier."""
        self.entity_wanted.emit(entity_id)

    def correct_entity(self, entity_id: int, act: str) -> None:
        """Show an entity's dossier, ready for an act of ``gui.widgets.entity_menu.ACTS``."""
        self.correction_wanted.emit(entity_id, act)

    def open_graph(self, entity_ids: tuple[int, ...]) -> None:
        """Show the graph around these entities."""
        self.graph_wanted.emit(entity_ids)

    def search(self, text: str) -> None:
        """Search for ``text``."""
        self.search_wanted.emit(text)

    def show_in_folder(self, path: str) -> None:
        """Show where a file lies in the system's file manager."""
        self.folder_wanted.emit(path)

    def open_screen(self, name: str) -> None:
        """Show a screen of the left rail: search, entities, graph, folders or settings."""
        self.screen_wanted.emit(name)

    def back(self) -> None:
        """Go to where the user was before."""
        self.back_wanted.emit()

    def forward(self) -> None:
        """Undo ``back``."""
        self.forward_wanted.emit()
