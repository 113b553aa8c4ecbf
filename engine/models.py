"""The models a library uses, loaded when needed and unloaded when nothing used them for a while.

Loading takes some tenths of a second each, so searching by words never waits
for it: ``encoder_if_loaded`` answers at once and starts the loading.

A name is looked up among the library's own models first, which lie beside its
file, then among the shipped ones.
"""

from __future__ import annotations

import ctypes
import logging
import math
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from engine.annotate.gazetteer import Gazetteer
from engine.errors import ModelError, ModelUnsupported
from engine.language.catalog import CARD, ModelCard, find_model
from engine.records import Reason
from engine.settings import Models, Profile
from engine.teaching import ModelRow

if TYPE_CHECKING:
    from engine.annotate.relater import Relater
    from engine.annotate.tag import Tagger
    from engine.language.encoder import Encoder

_log = logging.getLogger(__name__)

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
FAST, BALANCED, BEST = "ner-fast", "ner", "ner-best"
BY_PROFILE: Mapping[Profile, str] = {"fast": FAST, "balanced": BALANCED, "best": BEST}
"""The tagger of each profile; ``BEST`` is made on demand, see ``Learning.make_best``."""
RELATER = "relater"


def own_models_folder(library: Path) -> Path:
    """Return where the models made in the library at ``library``, and its training runs, are kept."""
    return library.with_name(f"{library.name}-models")


class ModelShelf:
    """Encoder, tagger, relater and gazetteer of one library; safe to use from several threads.

    Attributes:
        shipped_root: Folder of the shipped models.
        own_root: Folder of the models made in this library, None where there can be none.
        fault: Why the tagger that was asked for, by name or by profile, is not in use but the shipped one;
            None when it is.
        on_encoder: Called when an encoder that ``encoder_if_loaded`` could not give has come.
    """

    def __init__(
        self,
        settings: Models,
        *,
        models_root: Path | None = None,
        own_root: Path | None = None,
        tagger: str = "",
        unload_after_s: float = math.inf,
    ) -> None:
        self.shipped_root = models_root or RESOURCES / "models"
        self.own_root = own_root
        self.fault: Reason | None = None
        self._settings = settings
        self.on_encoder: Callable[[], None] = lambda: None
        self._unload_after_s = unload_after_s
        self._lock = threading.RLock()
        self._state = threading.Condition(self._lock)
        self._used_at = 0.0
        self._unloader: threading.Thread | None = None
        self.encoder_card = self.find(settings.encoder)
        self._usual = settings.tagger or BALANCED
        self._tagger_card = self._choose(tagger or settings.tagger or BY_PROFILE[settings.profile])
        self._relater_card = self._find_relater()
        self._encoder: Encoder | None = None
        self._tagger: Tagger | None = None
        self._relater: Relater | None = None
        self._loading: threading.Thread | None = None

    @property
    def tagger_card(self) -> ModelCard:
        """The card of the tagger in use."""
        return self._tagger_card

    @property
    def relater_card(self) -> ModelCard | None:
        """The card of the relater in use; None where there is none, or none is wanted."""
        return self._relater_card if self._settings.relations == "on" else None

    def find(self, name: str) -> ModelCard:
        """Return the card of model ``name``, an own one before a shipped one.

        Raises:
            ModelMissing: There is none.
            ModelCorrupt: It is damaged.
        """
        is_own = self.own_root is not None and (self.own_root / name / CARD).exists()
        return find_model(name, root=self.own_root if is_own else self.shipped_root)

    def rows(self) -> tuple[ModelRow, ...]:
        """Return every sound model, the shipped ones first; damaged ones are left out."""
        roots = [root for root in (self.shipped_root, self.own_root) if root is not None]
        folders = [path.parent for root in roots for path in sorted(root.glob(f"*/{CARD}"))]
        return tuple(row for folder in folders if (row := self._row(folder)) is not None)

    def use_tagger(self, card: ModelCard) -> None:
        """Let ``card`` be the tagger from the next document on.

        Raises:
            ModelUnsupported: It is no tagger.
        """
        if card.kind != "tagger":
            raise ModelUnsupported(name=card.name, detail="no tagger")
        with self._lock:
            self._tagger_card, self._tagger, self.fault = card, None, None

    def adopt(self, settings: Models, *, unload_after_s: float, is_chosen: bool) -> bool:
        """Go by other settings; tell whether another tagger serves now, which none does that ``is_chosen``.

        Raises:
            ModelMissing, ModelCorrupt: The profile's tagger cannot be used; nothing was changed.
        """
        has_other = settings.profile != self._settings.profile and not (is_chosen or settings.tagger)
        card = self.find(BY_PROFILE[settings.profile]) if has_other else None
        with self._lock:
            self._settings, self._unload_after_s = settings, unload_after_s
            self._state.notify_all()
        if card is not None:
            self.use_tagger(card)
        return has_other

    def _row(self, folder: Path) -> ModelRow | None:
        try:
            card = find_model(folder.name, root=folder.parent)
        except ModelError:
            return None
        return ModelRow(
            name=card.name,
            id=card.id,
            kind=card.kind,
            licence=card.licence,
            languages=card.languages,
            labels=card.labels,
            size_bytes=sum((folder / file).stat().st_size for file in card.files),
            is_shipped=folder.parent == self.shipped_root,
            is_in_use=card.id in {used.id for used in self._in_use()},
            metrics=card.metrics,
        )

    def _in_use(self) -> tuple[ModelCard, ...]:
        more = () if self.relater_card is None else (self.relater_card,)
        return (self._tagger_card, self.encoder_card, *more)

    def _find_relater(self) -> ModelCard | None:
        """Find the relater; a library does without rather than not open."""
        try:
            card = self.find(RELATER)
        except ModelError as error:
            _log.info("no relater (%s); patterns alone find relations", error)
            return None
        return card if card.kind == "relater" else None

    def _choose(self, name: str) -> ModelCard:
        """Find the tagger ``name``; a library opens with the shipped one rather than not at all."""
        try:
            return self.find(name)
        except ModelError as error:
            if name == self._usual:
                raise
            self.fault = error.reason
            _log.info("tagger %s cannot be used (%s); the shipped one serves", name, error)
        return find_model(self._usual, root=self.shipped_root)

    @property
    def encoder(self) -> Encoder:
        """The encoder; the first caller waits for it."""
        with self._lock:
            if self._encoder is None:
                from engine.language.encoder import load_encoder

                self._encoder = load_encoder(
                    self.encoder_card, device=self._settings.device, n_threads=self._settings.n_threads
                )
            self._note_use()
            return self._encoder

    @property
    def tagger(self) -> Tagger:
        """The tagger; the first caller waits for it."""
        with self._lock:
            if self._tagger is None:
                from engine.annotate.tag import load_tagger

                self._tagger = load_tagger(
                    self._tagger_card, device=self._settings.device, n_threads=self._settings.n_threads
                )
            self._note_use()
            return self._tagger

    @property
    def relater(self) -> Relater | None:
        """The relater, if one is in use and can be read; the first caller waits for it."""
        with self._lock:
            card = self.relater_card
            if card is None:
                return None
            if self._relater is None:
                from engine.annotate.relater import load_relater

                try:
                    self._relater = load_relater(
                        card, device=self._settings.device, n_threads=self._settings.n_threads
                    )
                except ModelError as error:
                    _log.warning("relater %s cannot be used (%s)", card.name, error)
                    self._relater_card = None
                    return None
            self._note_use()
            return self._relater

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Well-known names."""
        return Gazetteer.load(RESOURCES / "lexicons")

    def encoder_if_loaded(self) -> Encoder | None:
        """Return the encoder if it is there; else begin to load it and return None."""
        encoder = self._encoder
        if encoder is not None:
            self._used_at = time.monotonic()
        elif self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(target=self._load_encoder, name="load-encoder")
            self._loading.start()
        return encoder

    def unload(self) -> None:
        """Let go of the models; who is using one keeps it until done, and the next to need one waits."""
        with self._lock:
            was_any = self._is_any_loaded()
            self._encoder = self._tagger = self._relater = None
            self._state.notify_all()
        if was_any:
            _trim_heap()

    def close(self) -> None:
        """Wait for a model on its way, and let go of all."""
        if self._loading is not None:
            self._loading.join()
        self.unload()

    def _load_encoder(self) -> None:
        if self.encoder:
            self.on_encoder()

    def _note_use(self) -> None:
        self._used_at = time.monotonic()
        if self._unloader is None and self._unload_after_s < math.inf:
            self._unloader = threading.Thread(target=self._unload_unused, name="unload-models", daemon=True)
            self._unloader.start()

    def _unload_unused(self) -> None:
        """Wait, four times in the time allowed, for models that nothing has used; ends with them."""
        n_calls = 0
        with self._lock:
            while self._is_any_loaded():
                n_before, n_calls = n_calls, self._n_calls()
                if n_calls != n_before:  # one long document may keep a model at work
                    self._used_at = time.monotonic()
                left_s = self._used_at + self._unload_after_s - time.monotonic()
                if left_s <= 0:
                    _log.debug("models unloaded")
                    self.unload()
                else:
                    self._state.wait(min(left_s, self._unload_after_s / 4))
            self._unloader = None

    def _is_any_loaded(self) -> bool:
        return any(model is not None for model in (self._encoder, self._tagger, self._relater))

    def _n_calls(self) -> int:
        judged = self._relater.n_calls if self._relater else 0
        return self.n_encoder_calls + self.n_tagger_calls + judged

    @property
    def n_encoder_calls(self) -> int:
        """How many times the encoder ran since it was loaded."""
        return self._encoder.n_calls if self._encoder else 0

    @property
    def n_tagger_calls(self) -> int:
        """How many times the tagger ran since it was loaded."""
        return self._tagger.n_calls if self._tagger else 0


def _trim_heap() -> None:
    """Give back to the system what is free: glibc keeps most of it (measured: 86 of 101 MB)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library has no such function
            ctypes.CDLL(None).malloc_trim(0)
