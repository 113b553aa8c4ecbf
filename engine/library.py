"""The facade: everything that can be asked of, or done to, one library.

The terminal, the service and the tests all go through here. Reading is possible
while another process writes; only one process may write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from engine import correcting, ocr_lane
from engine.adjusting import adjust
from engine.annotate.keys import query_keys
from engine.background import BackgroundIndex
from engine.curating import Curator
from engine.errors import FileNotInLibrary, FolderMissing
from engine.events import ChangeKind, Event, IndexProgress
from engine.graph.queries import GraphQueries
from engine.indexer import Counts
from engine.ingest.scan import to_text_path
from engine.ingest.speech_model import usable_speech_model
from engine.interests import Interests
from engine.models import ModelShelf, own_models_folder
from engine.pacer import Pacer
from engine.pipeline import READ_STAMP
from engine.records import DocumentView, FileRow, FileStatus, LibraryStatus
from engine.search.saved import Searches
from engine.search.search import BY_RELEVANCE, View, search
from engine.searches import SearchResult
from engine.sensors import Sensors
from engine.settings import SettingRow, Settings, Value, load, path_beside, table
from engine.store import corrections, documents, ledger, ocr, profiles, status, vectors
from engine.store.connection import Store
from engine.store.models import taggers
from engine.teaching import Correction, ReviewRow
from engine.training.material.lessons import corrected_texts
from engine.training.material.uncertain import uncertain_mentions
from engine.viewing import PageViewer

if TYPE_CHECKING:
    from engine.learning import Learning


class Library:
    """One open library file.

    Attributes:
        path: The library file.
        counts: Work done by this object since it was opened.
        graph: Entities, their dossiers and neighbours.
        curator: What people decide of entities.
        searches: Saved searches, and what may come next in a query.
        viewer: Pages as they look.
        interests: What is related, recommended and followed, and the user's history.
    """

    def __init__(
        self, store: Store, *, settings: Settings, models_root: Path | None, pacer: Pacer | None = None
    ) -> None:
        self.path = store.path
        self.counts = Counts()
        with store.read() as db:
            chosen = taggers(db)
        self.models = ModelShelf(
            settings.models,
            models_root=models_root,
            own_root=own_models_folder(store.path),
            tagger=chosen[-1] if chosen else "",
            unload_after_s=settings.resources.unload_after_s,
        )
        self.models.on_encoder = self._note_encoder
        self._store = store
        self.settings = settings
        self._pacer = pacer or Pacer(settings.resources, Sensors(store.path))
        self._background: BackgroundIndex | None = None
        self.graph = GraphQueries(store, self.models)
        self.curator = Curator(store, on_change=self._note_knowledge)
        self.searches = Searches(store)
        self.viewer = PageViewer(store, settings.indexing)
        self.interests = Interests(store, self.models, lambda: self.settings)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        is_read_only: bool = False,
        settings: Settings | None = None,
        models_root: Path | None = None,
        pacer: Pacer | None = None,
    ) -> Self:
        """Open, and unless read-only create or migrate, the library at ``path``.

        Without ``settings`` those kept beside the library count; see ``engine.settings``.
        ``pacer`` decides how fast indexing may go, by default from what is measured.

        Raises:
            StoreError: It is locked by another process, too new, damaged or missing.
            ModelError: A model folder is missing or damaged.
        """
        store = Store.open(path, is_read_only=is_read_only)
        try:
            settings = settings or load(path_beside(path))
            library = cls(store, settings=settings, models_root=models_root, pacer=pacer)
            if not is_read_only:
                card = library.models.encoder_card
                with store.write() as db:
                    vectors.ensure(db, model_id=card.id, dimension=card.dimension)
                    profiles.fill(db)
                    ledger.reread_stale(db, read_stamp=READ_STAMP)
                    ocr_lane.expect_again(db, settings.indexing, speech=library.speech)
        except BaseException:
            store.close()
            raise
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop all work and close the file."""
        if self._background is not None:
            self._background.close()
            self._background = None
        self.viewer.close()
        self.models.close()
        self._store.close()

    @property
    def speech(self) -> str:
        """The folder of the speech model that writes recordings down; empty where none can."""
        return usable_speech_model(self.settings.models.speech)

    @cached_property
    def learning(self) -> Learning:
        """Training runs, model versions and their figures."""
        from engine.learning import Learning  # only who trains or lists models pays for it

        return Learning(self._store, self.models, self.settings, on_change=self._note_new_model)

    # Queries

    def search(
        self,
        query: str,
        *,
        limit: int = 30,
        is_typing: bool = False,
        waits_for_encoder: bool = True,
        view: View = BY_RELEVANCE,
    ) -> SearchResult:
        """Answer a query by words, meaning, entities and names, fused; see ``engine.search.query``."""
        encoder = self.models.encoder if waits_for_encoder else self.models.encoder_if_loaded()
        with self._store.read() as db:
            return search(
                db, query, limit=limit, view=view, encoder=encoder, entity_keys=query_keys,
                settings=self.settings.searching, is_typing=is_typing,
            )  # fmt: skip

    def document(self, document_id: int) -> DocumentView:
        """Return everything that is known of one document.

        Raises:
            FileNotInLibrary: There is no such document (any more).
        """
        with self._store.read() as db:
            return documents.view(db, document_id)

    def document_at(self, path: Path) -> DocumentView:
        """Return the document of the file at ``path``.

        Raises:
            FileNotInLibrary: It is not in the library or has no text.
        """
        wanted = to_text_path(str(path.absolute()))
        with self._store.read() as db:
            document_id = ledger.document_of(db, wanted)
            if document_id is None:
                raise FileNotInLibrary(path=wanted)
            return documents.view(db, document_id)

    def status(self) -> LibraryStatus:
        """Return what the library holds, how far its stages are, and what holds them up."""
        models = {"encoder": self.models.encoder_card.id, "tagger": self.models.tagger_card.id}
        with self._store.read() as db:
            held = status.library_status(db, path=self.path, models=models)
        return replace(held, restraint=self._pacer.look().reason)

    def files(
        self, *, status: FileStatus | None = None, contains: str = "", offset: int = 0, limit: int = 200
    ) -> tuple[FileRow, ...]:
        """Return one page of the ledger, by path."""
        with self._store.read() as db:
            return ledger.list_files(db, status=status, contains=contains, offset=offset, limit=limit)

    def settings_table(self) -> tuple[SettingRow, ...]:
        """Return every setting, and which count from the next start on only."""
        return table(load(path_beside(self.path)), self.settings)

    # Changes

    def change_setting(self, name: str, value: Value | None) -> None:
        """Keep a setting, None for its default; it counts at once where it can.

        Raises:
            SettingUnknown, SettingInvalid, ModelError, FileUnwritable: See ``engine.adjusting``.
        """
        self.settings = adjust(
            self.settings, name, value, store=self._store, models=self.models, pacer=self._pacer,
            background=self._background,
        )  # fmt: skip

    def add_folder(self, folder: Path) -> None:
        """Watch ``folder``; its files are indexed by ``index`` or in the background.

        Raises:
            FolderMissing: It is not a folder.
        """
        if not folder.is_dir():
            raise FolderMissing(path=str(folder))
        path = to_text_path(str(folder.resolve()))
        with self._store.write() as db:
            ledger.add_folder(db, path)
        if self._background is not None:
            self._background.add_folder(path)

    def remove_folder(self, folder: Path) -> None:
        """Stop watching ``folder`` and forget what it held; its files stay as they are."""
        path = to_text_path(str(folder))
        if self._background is not None:
            self._background.remove_folder(path)
        with self._store.write() as db:
            ledger.remove_folder(db, path)
        if self._background is not None:
            self._background.note_change(ChangeKind.FOLDERS, ChangeKind.FILES, ChangeKind.TEXT)

    def retry_files(self, file_ids: Sequence[int] = ()) -> None:
        """Read these files again; none given means every failed one."""
        with self._store.write() as db:
            ocr.forgive(db, file_ids)
            ledger.retry(db, file_ids)
        if self._background is not None:
            self._background.wake()

    def _note_encoder(self) -> None:
        if self._background is not None:  # what was searched without it may be searched again
            self._background.note_change(ChangeKind.MODELS)
            self._store.forget_reader()  # its thread ends

    def _note_new_model(self) -> None:
        if self._background is not None:
            self._background.note_change(ChangeKind.MODELS, ChangeKind.KNOWLEDGE)

    # Corrections

    def correct(self, document_id: int, start: int, end: int, label: str | None) -> Correction:
        """Say that the truth at a span is ``label``, None for nothing; the graph shows it at once.

        Raises:
            FileNotInLibrary: There is no such document (any more).
            SpanOutside: The span is no part of its text, or blank.
        """
        made = correcting.correct(self._store, self.models, document_id, start, end, label)
        self.interests.note_corrected(document_id)
        self._note_knowledge()
        return made

    def label_occurrences(
        self, document_id: int, start: int, end: int, label: str | None
    ) -> tuple[Correction, ...]:
        """Say the same wherever the name at a span stands as a word, in all documents; one act.

        Raises:
            FileNotInLibrary, SpanOutside: As ``correct``.
        """
        made = correcting.label_occurrences(self._store, self.models, document_id, start, end, label)
        self.interests.note_corrected(document_id)
        self._note_knowledge()
        return made

    def undo_correction(self, correction_id: int | None = None) -> tuple[Correction, ...]:
        """Take back the whole act that a correction is part of, the latest by default.

        Raises:
            CorrectionUnknown: There is no such correction (any more).
        """
        undone = correcting.undo(self._store, self.models, correction_id)
        self._note_knowledge()
        return undone

    def corrections(self) -> tuple[Correction, ...]:
        """Return all corrections in the order they were made, also those that hold nowhere now."""
        with self._store.read() as db:
            return corrections.every(db)

    def export_corrections(self, path: Path, form: str) -> int:
        """Write the corrected sentences as a corpus; return how many.

        Raises:
            FileUnwritable: It cannot be written there.
        """
        from engine.training.material.corpora.write import write_texts

        with self._store.read() as db:
            texts = corrected_texts(db)
        write_texts(texts, path, form=form)
        return len(texts)

    def review(self, *, limit: int = 20) -> tuple[ReviewRow, ...]:
        """Return the mentions to look at next, most useful first."""
        with self._store.read() as db:
            return uncertain_mentions(db, limit=limit)

    def _note_knowledge(self) -> None:
        if self._background is not None:
            self._background.note_change(ChangeKind.KNOWLEDGE)

    # Indexing

    def index(
        self,
        *,
        on_progress: Callable[[IndexProgress], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        is_gentle: bool = False,
    ) -> None:
        """Bring the library wholly in step with its folders, at full speed unless ``is_gentle``.

        Raises:
            Cancelled: ``cancelled`` turned true; all that was done is kept.
            DiskLow: The library's disk is almost full; all that was done is kept.
        """

        def on_event(event: Event) -> None:
            if on_progress is not None and isinstance(event, IndexProgress):
                on_progress(event)

        with self._make_background(on_event, watches=False) as background:
            if not is_gentle:
                background.hurry()
            background.run_to_end(cancelled=cancelled)

    def start(self, on_event: Callable[[Event], None], *, watches: bool = True) -> BackgroundIndex:
        """Index in the background from now on, telling ``on_event`` (from other threads)."""
        self._background = self._make_background(on_event, watches=watches)
        self._background.start()
        return self._background

    def hurry(self, for_s: float | None = None) -> None:
        """Index at full speed for some seconds, or until all is done; only a full disk can hold it up."""
        if self._background is not None:
            self._background.hurry(for_s)

    def _make_background(self, on_event: Callable[[Event], None], *, watches: bool) -> BackgroundIndex:
        return BackgroundIndex(
            self._store, self.models, self.settings.indexing, speech=self.speech, pacer=self._pacer,
            counts=self.counts, on_event=on_event, watches=watches,
        )  # fmt: skip
