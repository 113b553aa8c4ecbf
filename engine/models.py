"""The models a library uses, loaded when first needed and only once.

Loading takes some tenths of a second each, so searching by words never waits
for it: ``encoder_if_loaded`` answers at once and starts the loading.
"""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from engine.annotate.gazetteer import Gazetteer
from engine.language.catalog import find_model
from engine.settings import Models

if TYPE_CHECKING:
    from engine.annotate.tag import Tagger
    from engine.language.encoder import Encoder

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class ModelShelf:
    """Encoder, tagger and gazetteer of one library; safe to use from several threads."""

    def __init__(self, settings: Models, *, models_root: Path | None = None) -> None:
        root = models_root or RESOURCES / "models"
        self._settings = settings
        self._lock = threading.RLock()
        self.encoder_card = find_model(settings.encoder, root=root)
        self.tagger_card = find_model(settings.tagger, root=root)
        self._encoder: Encoder | None = None
        self._tagger: Tagger | None = None
        self._loading: threading.Thread | None = None

    @property
    def encoder(self) -> Encoder:
        """The encoder; the first caller waits for it."""
        with self._lock:
            if self._encoder is None:
                from engine.language.encoder import load_encoder

                self._encoder = load_encoder(
                    self.encoder_card, device=self._settings.device, n_threads=self._settings.n_threads
                )
            return self._encoder

    @property
    def tagger(self) -> Tagger:
        """The tagger; the first caller waits for it."""
        with self._lock:
            if self._tagger is None:
                from engine.annotate.tag import load_tagger

                self._tagger = load_tagger(
                    self.tagger_card, device=self._settings.device, n_threads=self._settings.n_threads
                )
            return self._tagger

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Well-known names."""
        return Gazetteer.load(RESOURCES / "lexicons")

    def encoder_if_loaded(self) -> Encoder | None:
        """Return the encoder if it is there; else begin to load it and return None."""
        if self._encoder is None and (self._loading is None or not self._loading.is_alive()):
            self._loading = threading.Thread(target=lambda: self.encoder, name="load-encoder")
            self._loading.start()
        return self._encoder

    @property
    def n_encoder_calls(self) -> int:
        """How many times the encoder ran since it was loaded."""
        return self._encoder.n_calls if self._encoder else 0

    @property
    def n_tagger_calls(self) -> int:
        """How many times the tagger ran since it was loaded."""
        return self._tagger.n_calls if self._tagger else 0
