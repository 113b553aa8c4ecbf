"""The engine process: owns the library, answers requests, tells events.

Queries run on two threads, pages are drawn on one, changes run on one, indexing on its own. A newer search
overtakes one that has not been started. Only here is an unforeseen exception
caught: it is logged and answered as ``InternalError``.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine import requests
from engine.background import BackgroundIndex
from engine.carried import Transferred
from engine.errors import Cancelled, EngineError, InternalError, TrainingUnderWay
from engine.events import ChangeKind, EngineFailed, EngineReady, Event, TrainingFinished
from engine.library import Library
from engine.offline import forbid_network
from engine.records import Span
from engine.requests import Reply
from engine.search.search import View

_log = logging.getLogger(__name__)


def serve(incoming: Connection, outgoing: Connection, library_path: Path, models_root: Path | None) -> None:
    """Run until the other end of ``incoming`` closes."""
    forbid_network()
    speaker = _Speaker(outgoing)
    try:
        library = Library.open(library_path, models_root=models_root)
    except EngineError as error:
        speaker.tell(EngineFailed(code=error.code, params=error.params))
        return
    with library:
        speaker.tell(EngineReady(library_path=str(library_path)))
        background = library.start(speaker.tell)
        library.models.encoder_if_loaded()
        Service(library, background, speaker).run(incoming)


class _Speaker:
    """The one way out of the process, safe to use from all its threads."""

    def __init__(self, outgoing: Connection) -> None:
        self._outgoing = outgoing
        self._lock = threading.Lock()

    def tell(self, message: Reply | Event) -> None:
        """Send, unless nobody listens any more."""
        with self._lock:
            try:
                self._outgoing.send(message)
            except OSError:
                _log.debug("nobody listens")


class Service:
    """Hands requests to the library and its answers back."""

    def __init__(self, library: Library, background: BackgroundIndex, speaker: _Speaker) -> None:
        self._speaker = speaker
        self._latest_search = 0
        self._school = _School(library, speaker)
        self._handlers = {
            **_queries(library),
            **_changes(library, background),
            **_transfers(library, background, speaker),
            **self._school.handlers(),
        }

    def run(self, incoming: Connection) -> None:
        """Answer until the client goes away; a training run ends with it."""
        with (
            ThreadPoolExecutor(2, "query") as queries,
            ThreadPoolExecutor(1, "page") as pages,
            ThreadPoolExecutor(1, "change") as changes,
            closing(self._school),
        ):
            while True:
                try:
                    request_id, request = incoming.recv()
                except EOFError:
                    return
                if isinstance(request, requests.Search):
                    self._latest_search = request_id
                pool = queries if isinstance(request, requests.QUERY_TYPES) else changes
                if isinstance(request, requests.GetPage):
                    pool = pages
                pool.submit(self._answer, request_id, request)

    def _answer(self, request_id: int, request: requests.Request) -> None:
        try:
            if isinstance(request, requests.Search) and request_id != self._latest_search:
                raise Cancelled  # noqa: TRY301 - answered like any other fault
            reply = Reply(request_id, self._handlers[type(request)](request), None)
        except EngineError as error:
            reply = Reply(request_id, None, error)
        except Exception:  # noqa: BLE001 - the edge of the engine
            _log.exception("request failed: %s", type(request).__name__)
            reply = Reply(request_id, None, InternalError(traceback=traceback.format_exc()))
        self._speaker.tell(reply)


class _School:
    """Runs one training at a time on a thread of its own and tells how it goes."""

    def __init__(self, library: Library, speaker: _Speaker) -> None:
        self._library = library
        self._speaker = speaker
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_running = False

    def handlers(self) -> _Handlers:
        """Return what answers the requests about training."""
        return {requests.Train: self.start, requests.CancelTraining: lambda r: self._cancelled.set()}

    def start(self, request: requests.Train) -> None:
        """Begin a run.

        Raises:
            TrainingUnderWay: One has not ended.
        """
        if self._is_running:
            raise TrainingUnderWay
        self._is_running = True
        self._cancelled.clear()
        self._thread = threading.Thread(target=self._run, args=(request,), name="training")
        self._thread.start()

    def close(self) -> None:
        """Stop a run under way and wait for its end."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, request: requests.Train) -> None:
        try:
            report = self._library.learning.train(
                corpora=[Path(path) for path in request.corpora],
                options=request.options,
                on_progress=self._speaker.tell,
                cancelled=self._cancelled.is_set,
            )
            finished = TrainingFinished(report=report)
        except EngineError as error:
            finished = TrainingFinished(code=error.code, params=error.params)
        except Exception:  # noqa: BLE001 - the edge of the engine
            _log.exception("training failed")
            finished = TrainingFinished(code=InternalError.code, params={"traceback": traceback.format_exc()})
        self._is_running = False  # before it is told: whoever hears of it may begin the next
        self._speaker.tell(finished)


_Handlers = Mapping[type[Any], Callable[[Any], object]]


def _queries(library: Library) -> _Handlers:
    return _graph_queries(library) | {
        requests.Search: lambda r: library.search(
            r.query,
            limit=r.limit,
            is_typing=r.is_typing,
            waits_for_encoder=False,
            view=View(offset=r.offset, sort=r.sort, has_facets=r.has_facets, has_context=r.has_context),
        ),
        requests.CompleteQuery: lambda r: library.searches.complete(r.text, r.cursor),
        requests.ListSavedSearches: lambda r: library.searches.saved(),
        requests.GetDocument: lambda r: library.document(r.document_id),
        requests.GetPage: lambda r: library.viewer.picture(
            r.document_id, r.page, width=r.width, spans=[Span(*span) for span in r.spans]
        ),
        requests.ListAttributes: lambda r: library.graph.attributes(r.document_id, kind=r.kind),
        requests.GetStatus: lambda r: library.status(),
        requests.ListCorrections: lambda r: library.corrections(),
        requests.GetReview: lambda r: library.review(limit=r.limit),
        requests.ListProposals: lambda r: library.curator.proposals(limit=r.limit),
        requests.ListForms: lambda r: library.curator.forms(r.entity_id),
        requests.ListDecisions: lambda r: library.curator.decisions(),
        requests.ListModels: lambda r: library.learning.models(),
        requests.ListRuns: lambda r: library.learning.runs(),
        requests.ListSettings: lambda r: library.settings_table(),
        requests.ListFiles: lambda r: library.files(
            status=r.status, contains=r.contains, offset=r.offset, limit=r.limit
        ),
        requests.GetRelated: lambda r: library.interests.related(r.document_id, limit=r.limit),
        requests.GetRelatedEntities: lambda r: library.interests.related_entities(r.entity_id, limit=r.limit),
        requests.GetRecommendations: lambda r: library.interests.recommended(
            limit=r.limit, waits_for_encoder=False
        ),
        requests.ListActivity: lambda r: library.interests.activity(offset=r.offset, limit=r.limit),
        requests.ListFollowed: lambda r: library.interests.followed(),
        requests.ListNews: lambda r: library.interests.news(limit=r.limit),
    }


def _graph_queries(library: Library) -> dict[type[Any], Callable[[Any], object]]:
    graph = library.graph
    return {
        requests.ListEntities: lambda r: graph.entities(
            prefix=r.prefix, label=r.label, limit=r.limit, order=r.order
        ),
        requests.GetEntity: lambda r: graph.entity(r.entity_id, n_mentions=r.n_mentions),
        requests.GetNeighbourhood: lambda r: graph.neighbourhood(
            r.entity_ids, budget=r.budget, placed=r.placed, filter=r.filter
        ),
        requests.GetEvidence: lambda r: graph.evidence(
            r.entity_id, r.other_id, limit=r.limit, filter=r.filter
        ),
        requests.GetPaths: lambda r: graph.paths(
            r.entity_id, r.other_id, n_paths=r.n_paths, max_steps=r.max_steps,
            is_by_evidence=r.is_by_evidence, filter=r.filter,
        ),
        requests.GetOverview: lambda r: graph.overview(limit=r.limit, filter=r.filter),
        requests.GetCommunity: lambda r: graph.community(
            r.entity_id, budget=r.budget, limit=r.limit, filter=r.filter
        ),
        requests.GetGrowth: lambda r: graph.growth(),
        requests.GetTimeline: lambda r: graph.timeline(r.entity_id, limit=r.limit),
        requests.GetLinks: lambda r: graph.links(r.document_id),
    }  # fmt: skip


def _changes(library: Library, background: BackgroundIndex) -> _Handlers:
    return {
        requests.SaveSearch: lambda r: library.searches.save(r.name, r.query),
        requests.RenameSearch: lambda r: library.searches.rename(r.name, r.new_name),
        requests.RemoveSearch: lambda r: library.searches.remove(r.name),
        requests.NoteSearchSeen: lambda r: library.searches.note_seen(r.name),
        requests.AddFolder: lambda r: library.add_folder(Path(r.path)),
        requests.RemoveFolder: lambda r: library.remove_folder(Path(r.path)),
        requests.Rescan: lambda r: background.rescan(),
        requests.RetryFiles: lambda r: library.retry_files(r.file_ids),
        requests.PauseIndexing: lambda r: background.pause(),
        requests.ResumeIndexing: lambda r: background.resume(),
        requests.HurryIndexing: lambda r: library.hurry(r.for_s),
        requests.ChangeSetting: lambda r: library.change_setting(r.name, r.value),
        requests.CorrectMention: lambda r: library.correct(r.document_id, r.start, r.end, r.label),
        requests.LabelOccurrences: lambda r: library.label_occurrences(
            r.document_id, r.start, r.end, r.label
        ),
        requests.UndoCorrection: lambda r: library.undo_correction(r.correction_id),
        requests.MergeEntities: lambda r: library.curator.merge(r.entity_ids),
        requests.KeepApart: lambda r: library.curator.keep_apart(r.entity_id, r.other_id),
        requests.SplitEntity: lambda r: library.curator.split(r.entity_id, r.refs),
        requests.RenameEntity: lambda r: library.curator.rename(r.entity_id, r.name),
        requests.RetypeEntity: lambda r: library.curator.retype(r.entity_id, r.label),
        requests.RejectEntity: lambda r: library.curator.reject(r.entity_id),
        requests.UndoDecision: lambda r: library.curator.undo(r.decision_id),
        requests.UseModel: lambda r: library.learning.use(r.name),
        requests.RollBackModel: lambda r: library.learning.roll_back(),
        requests.NoteOpened: lambda r: library.interests.note_opened(r.document_id),
        requests.NoteLookedAt: lambda r: library.interests.note_looked_at(r.entity_id),
        requests.NoteSearched: lambda r: library.interests.note_searched(r.query),
        requests.EraseActivity: lambda r: library.interests.erase(r.activity_id, since_ms=r.since_ms),
        requests.Follow: lambda r: library.interests.follow(r.entity_id, query=r.query),
        requests.Unfollow: lambda r: library.interests.unfollow(r.followed_id),
        requests.NoteNewsSeen: lambda r: library.interests.note_news_seen(),
    }


def _transfers(library: Library, background: BackgroundIndex, speaker: _Speaker) -> _Handlers:
    transfer = library.graph.transfer

    def take_in(request: requests.ImportGraph) -> Transferred:
        done = transfer.import_graph(Path(request.path), on_progress=speaker.tell)
        background.note_change(ChangeKind.KNOWLEDGE)
        return done

    def remove(request: requests.RemoveImport) -> None:
        transfer.remove_import(request.graph_id)
        background.note_change(ChangeKind.KNOWLEDGE)

    return {
        requests.ExportGraph: lambda r: transfer.export(
            Path(r.path), r.form, selection=r.selection, on_progress=speaker.tell
        ),
        requests.CancelTransfer: lambda r: transfer.cancel(),
        requests.ListImports: lambda r: transfer.imports(),
        requests.GetImported: lambda r: transfer.imported_relations(r.entity_id),
        requests.ImportGraph: take_in,
        requests.RemoveImport: remove,
    }
