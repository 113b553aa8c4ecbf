"""How fast the stages go and how long they still need.

Input: what each unit of work was and how long it took, and what is still to be done, a ``Backlog``.
Output: an ``IndexProgress`` with a rate and the seconds left.

The models' work is counted in passages, which are of about the same number of tokens in any language.
How many passages there are in files that wait is foretold from their sizes, by what their names end with.
What a passage costs to understand is measured against what it costs to embed at the same time: when the
computer becomes slower or faster, both do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.events import Activity, IndexProgress
from engine.records import Reason, SourceFile, Stage, StageProgress
from engine.store.backlog import Backlog, Waiting, suffix

_RATE_WINDOW_S = 30.0
_COST_WINDOW_S = 60.0
_COST_WINDOW_SHARE = 0.25
"""Half of a cost is of the last minute of work, or of the last quarter where that is longer."""

_UNDERSTANDING_COSTS = 1.2
"""Times as much as embedding, measured with the shipped models; counts as this many passages:"""
_UNDERSTANDING_WEIGHT = 60
_SAMPLED = 5
"""One second of understanding for so many of embedding tells in time what it costs."""
_BESIDE_READING = 0.2
"""How much counts what the models did beside the readers: it was not of all texts."""
_SHARED_COSTS = 1.3
"""Times as much do the models cost while readers or OCR share caches and cores with them; measured on two
hardware threads: 1.35."""

_GOLDEN = 0.618034
"""Steps of this part of a line fall evenly on all of it."""

_PLAIN = (1.4e-3, 2e-6)
_PACKED = (1e-4, 1e-6)
_OTHER = (2e-5, 2e-7)
_KINDS = {
    **dict.fromkeys(
        ("txt", "md", "rst", "org", "tex", "csv", "xml", "json", "srt", "log", "py", "c", "java", "js"),
        _PLAIN,
    ),
    **dict.fromkeys(
        ("pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "epub", "doc", "rtf", "eml", "html"), _PACKED
    ),
}
"""What to expect of a file before any of its kind was read: passages, and seconds of reading, a byte."""
_PICTURES = frozenset(("png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp", "webp"))
"""Each of them is a page for OCR, most of them just one."""
_OCR_PAGES_OF_PDF = 0.3
_SOON_FILES = 4
"""What is expected of pages for OCR weighs as much as so many files."""
_PASSAGES_OF_OCR_PAGE = 1.5
"""A dense page has three, a photo none."""
_FILE_S = 0.003
_OCR_PAGE_S = 4.0
"""What to expect of a page before any was read off a picture."""
_SOON_BYTES, _LATE_BYTES = 1e5, 1e6
"""What is expected of passages and of seconds weighs as much as so many bytes; readers start slowly."""

_ACTIVITY_STAGE = {
    Activity.SCANNING: Stage.NAMES,
    Activity.READING: Stage.TEXT,
    Activity.OCR: Stage.OCR,
    Activity.LISTENING: Stage.OCR,
    Activity.EMBEDDING: Stage.VECTORS,
    Activity.TAGGING: Stage.KNOWLEDGE,
}


class _Decaying:
    """Units and the seconds they took, of which older ones count less and less."""

    def __init__(self, window_s: float, share: float = 0.0) -> None:
        self._window_s = window_s
        self._share = share
        self.units = 0.0
        self.seconds = 0.0
        self.all_s = 0.0

    def add(self, units: float, seconds: float) -> None:
        self.all_s += seconds
        keep = 0.5 ** (seconds / max(self._window_s, self._share * self.all_s))
        self.units = self.units * keep + units
        self.seconds = self.seconds * keep + seconds


@dataclass(slots=True)
class _Kind:
    """What was read of one kind of file; begins with what is to be expected of it."""

    n_passages: float
    of_bytes: float
    seconds: float
    in_bytes: float
    n_ocr_pages: float
    in_files: float

    @classmethod
    def of(cls, ending: str) -> _Kind:
        passages, seconds = _KINDS.get(ending, _OTHER)
        ocr_pages = 1.0 if ending in _PICTURES else _OCR_PAGES_OF_PDF if ending == "pdf" else 0.0
        return cls(
            n_passages=passages * _SOON_BYTES,
            of_bytes=_SOON_BYTES,
            seconds=seconds * _LATE_BYTES,
            in_bytes=_LATE_BYTES,
            n_ocr_pages=ocr_pages * _SOON_FILES,
            in_files=_SOON_FILES,
        )


@dataclass(frozen=True, slots=True)
class _Foretold:
    """What reading the files that wait will take, and what work it will give."""

    reading_s: float
    n_passages: float
    n_ocr_pages: float


class ProgressMeter:
    """Learns what each kind of work costs, and tells how long what is left will take."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rates: dict[Stage, _Decaying] = {}
        self._costs = {
            stage: _Decaying(_COST_WINDOW_S, _COST_WINDOW_SHARE)
            for stage in (Stage.TEXT, Stage.OCR, Stage.VECTORS, Stage.KNOWLEDGE)
        }
        self._kinds: dict[str, _Kind] = {}
        self._relative = _UNDERSTANDING_COSTS * _UNDERSTANDING_WEIGHT
        self._n_understood = float(_UNDERSTANDING_WEIGHT)
        self._at = 0.0
        self._backlog: Backlog | None = None
        self._looked_at = 0.0

    def add(
        self,
        stage: Stage,
        *,
        n_units: int,
        seconds: float,
        work: float = 0.0,
        processor_s: float | None = None,
    ) -> None:
        """Note that ``stage`` did ``n_units`` in ``seconds``.

        ``work`` is what it costs by: passages, or for reading the seconds that the readers took side by side.
        ``processor_s`` is what a model really worked of that time: beside readers it waits for its turn, and
        will not when they are done.
        """
        self._rates.setdefault(stage, _Decaying(_RATE_WINDOW_S)).add(n_units, seconds)
        if not work or stage not in self._costs:
            return
        is_model = stage in (Stage.VECTORS, Stage.KNOWLEDGE)
        weight, cost_s = 1.0, seconds
        if is_model and self._is_reading:
            weight = _BESIDE_READING
            cost_s = cost_s if processor_s is None else min(cost_s, processor_s)
        if is_model and self._is_shared:
            cost_s /= _SHARED_COSTS
        embedding = self._cost(Stage.VECTORS)
        if stage is Stage.KNOWLEDGE and embedding:
            self._relative += weight * cost_s / embedding
            self._n_understood += weight * work
        self._costs[stage].add(weight * work, weight * cost_s)

    def add_file(self, file: SourceFile, *, n_passages: int, seconds: float, n_ocr_pages: int = 0) -> None:
        """Note that one file was read, in ``seconds`` of one reader, and what it gave."""
        kind = self._kinds.setdefault(suffix(file.path), _Kind.of(suffix(file.path)))
        kind.of_bytes += file.size_bytes
        kind.in_bytes += file.size_bytes
        kind.n_passages += n_passages
        kind.n_ocr_pages += n_ocr_pages
        kind.in_files += 1
        kind.seconds += max(0.0, seconds - _FILE_S)

    def sample(self) -> float | None:
        """Return, of 0 to 1, where among all that waits the next document is to be understood.

        None while enough was understood to tell what it costs. Neighbours are of one kind and cost alike.
        """
        if self._costs[Stage.KNOWLEDGE].all_s * _SAMPLED >= self._costs[Stage.VECTORS].all_s:
            return None
        self._at = (self._at + _GOLDEN) % 1.0
        return self._at

    def rate(self, stage: Stage) -> float | None:
        """Units a second, or None while unknown."""
        done = self._rates.get(stage)
        return done.units / done.seconds if done and done.seconds > 0 else None

    @property
    def _is_reading(self) -> bool:
        return self._backlog is not None and bool(self._backlog.files)

    @property
    def _is_shared(self) -> bool:
        """Whether readers or OCR work beside the models."""
        return self._is_reading or (self._backlog is not None and self._backlog.n_ocr_pages > 0)

    def look(self, backlog: Backlog) -> None:
        """Note what is to be done now."""
        self._backlog = backlog
        self._looked_at = self._clock()

    def left_s(self) -> float | None:
        """Seconds until all is done, None while unknown; the lanes run side by side."""
        if self._backlog is None:
            return None
        foretold = self._foretell(self._backlog.files)
        n_ocr_pages = self._backlog.n_ocr_pages + foretold.n_ocr_pages
        to_come = foretold.n_passages
        if self._cost(Stage.VECTORS):  # else there may be none but pictures
            to_come += n_ocr_pages * _PASSAGES_OF_OCR_PAGE
        models_s = self._models_s(self._backlog, to_come)
        if models_s is None:
            return None
        ocr_s = n_ocr_pages * (self._cost(Stage.OCR) or _OCR_PAGE_S)
        beside_s = max(foretold.reading_s, ocr_s)
        models_s += (_SHARED_COSTS - 1) * min(beside_s, models_s)
        return max(0.0, max(beside_s, models_s) - (self._clock() - self._looked_at))

    def report(
        self,
        activity: Activity,
        stages: Mapping[str, StageProgress],
        *,
        current_path: str = "",
        restraint: Reason | None = None,
    ) -> IndexProgress:
        """Put counts, rate and time left into one event."""
        stage = _ACTIVITY_STAGE.get(activity)
        return IndexProgress(
            activity=activity,
            stages=stages,
            rate=(self.rate(stage) or 0.0) if stage else 0.0,
            left_s=self.left_s(),
            current_path=current_path,
            restraint=restraint,
        )

    def _foretell(self, files: Mapping[str, Waiting]) -> _Foretold:
        reader_s = n_passages = n_ocr_pages = 0.0
        for ending, waiting in files.items():
            kind = self._kinds.get(ending) or _Kind.of(ending)
            reader_s += waiting.n_files * _FILE_S + waiting.n_bytes * kind.seconds / kind.in_bytes
            n_passages += waiting.n_bytes * kind.n_passages / kind.of_bytes
            n_ocr_pages += waiting.n_files * kind.n_ocr_pages / kind.in_files
        done = self._costs[Stage.TEXT]
        side_by_side = done.seconds / done.units if done.units else 1.0
        return _Foretold(reader_s * side_by_side, n_passages, n_ocr_pages)

    def _models_s(self, backlog: Backlog, to_come: float) -> float | None:
        to_embed, to_understand = backlog.n_unembedded + to_come, backlog.n_not_understood + to_come
        embedding, understanding = self._cost(Stage.VECTORS), self._cost(Stage.KNOWLEDGE)
        if embedding and (to_embed or not understanding):
            understanding = embedding * self._relative / self._n_understood
        if (to_embed and not embedding) or (to_understand and not understanding):
            return None
        return to_embed * (embedding or 0.0) + to_understand * (understanding or 0.0)

    def _cost(self, stage: Stage) -> float | None:
        """Seconds a passage, for OCR a page."""
        done = self._costs[stage]
        return done.seconds / done.units if done.units else None
