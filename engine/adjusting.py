"""A setting changed while its library is open: kept beside it, and in force at once where that can be."""

from __future__ import annotations

from pathlib import Path

from engine import ocr_lane
from engine.background import BackgroundIndex
from engine.errors import FileUnwritable
from engine.events import ChangeKind
from engine.ingest.speech_model import SPEECH, need_speech_model, usable_speech_model
from engine.models import ModelShelf
from engine.pacer import Pacer
from engine.settings import Settings, Value, default_of, in_force, load, path_beside, save, with_value
from engine.store import ledger, retries
from engine.store.connection import Store
from engine.store.models import taggers


def adjust(
    used: Settings,
    name: str,
    value: Value | None,
    *,
    store: Store,
    models: ModelShelf,
    pacer: Pacer,
    background: BackgroundIndex | None,
) -> Settings:
    """Set what is called ``name``, None = its default, and return the settings in use from now on.

    Raises:
        SettingUnknown: There is none of that name.
        SettingInvalid: It cannot have that value.
        ModelMissing: The profile's model is not there.
        ModelError: The speech model cannot be used; nothing was changed.
        FileUnwritable: It cannot be kept beside the library.
    """
    path = path_beside(store.path)
    kept = with_value(load(path), name, default_of(name) if value is None else value)
    fresh = in_force(used, kept)
    if name == SPEECH and fresh.models.speech:
        need_speech_model(Path(fresh.models.speech))
    with store.read() as db:
        is_chosen = bool(taggers(db))
    has_other = models.adopt(fresh.models, unload_after_s=fresh.resources.unload_after_s, is_chosen=is_chosen)
    _keep(kept, path)
    if fresh.resources != used.resources:
        pacer.adopt(fresh.resources)
    if fresh.indexing != used.indexing or fresh.models.speech != used.models.speech:
        _read_by(fresh, store, background)
    elif background is not None:
        background.wake()
    if has_other and background is not None:
        background.note_change(ChangeKind.MODELS, ChangeKind.KNOWLEDGE)
    return fresh


def _keep(settings: Settings, path: Path) -> None:
    try:
        save(settings, path)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or str(error)) from error


def _read_by(settings: Settings, store: Store, background: BackgroundIndex | None) -> None:
    """Let what other limits kept out be read again, and folders be compared under other rules."""
    speech = usable_speech_model(settings.models.speech)
    if background is not None:  # first, or it would read what waits by the settings before
        background.adopt(settings.indexing, speech=speech)
    with store.write() as db:
        kept_out = retries.over_limits(db)
        if kept_out:
            ledger.retry(db, kept_out)
        ocr_lane.expect_again(db, settings.indexing, speech=speech)
    if background is not None:
        background.wake()
