"""One typed table of settings: unit, bounds and default of each.

Kept as JSON with a ``schema_version``. Unknown keys are kept when the file is
written again; a value of the wrong type or out of bounds is replaced by its
default and reported in ``Settings.replaced``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from engine.errors import SettingInvalid, SettingUnknown

SCHEMA_VERSION = 1
Profile = Literal["fast", "balanced", "best"]
OnBattery = Literal["full", "slow", "pause"]
Ocr = Literal["all", "pdf", "off"]
Switch = Literal["on", "off"]
Value = bool | int | float | str


def number(default: float, *, unit: str, minimum: float, maximum: float, is_at_start: bool = False) -> Any:
    """Declare a field that takes a number within bounds; ``is_at_start`` if it is looked at only then."""
    bounds = {"unit": unit, "minimum": minimum, "maximum": maximum, "is_at_start": is_at_start}
    return field(default=default, metadata=bounds)


def name_at_start(default: str) -> Any:
    """Declare a field that takes any text, and is looked at when a library is opened."""
    return field(default=default, metadata={"is_at_start": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexing:
    """Limits and rhythm of reading files.

    Attributes:
        ocr: Whose pictures of text are read: all files', only the pages of PDF files, or nobody's.
    """

    max_file_bytes: int = number(500_000_000, unit="bytes", minimum=1_000_000, maximum=10_000_000_000)
    max_text_chars: int = number(50_000_000, unit="code points", minimum=100_000, maximum=500_000_000)
    max_pages: int = number(20_000, unit="pages", minimum=10, maximum=1_000_000)
    reader_idle_s: float = number(20, unit="s", minimum=1, maximum=600)
    reader_total_s: float = number(120, unit="s", minimum=1, maximum=3600)
    reader_memory_bytes: int = number(
        1_500_000_000, unit="bytes", minimum=200_000_000, maximum=16_000_000_000, is_at_start=True
    )
    n_readers: int = number(2, unit="processes", minimum=1, maximum=16, is_at_start=True)
    passage_size: int = number(900, unit="quarter tokens", minimum=100, maximum=1800, is_at_start=True)
    alike_from: float = number(0.8, unit="Jaccard similarity", minimum=0.5, maximum=1)
    rescan_every_s: float = number(600, unit="s", minimum=5, maximum=86_400)
    includes_hidden: bool = False
    ocr: Ocr = field(default="all", metadata={"choices": get_args(Ocr)})
    ocr_memory_bytes: int = number(
        3_000_000_000, unit="bytes", minimum=1_500_000_000, maximum=16_000_000_000, is_at_start=True
    )
    ocr_page_s: float = number(120, unit="s", minimum=5, maximum=3600)
    speech_memory_bytes: int = number(
        8_000_000_000, unit="bytes", minimum=3_000_000_000, maximum=64_000_000_000, is_at_start=True
    )
    speech_window_s: float = number(300, unit="s", minimum=10, maximum=3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Which models run, and where.

    Attributes:
        profile: Which tagger runs where none is named: a small quick one, the usual one, or its exact form.
        tagger: Its name; empty = by ``profile``.
        speech: The folder of the model that writes recordings down; empty = none does.
        relations: Whether a model looks for relations beside the patterns.
    """

    profile: Profile = field(default="balanced", metadata={"choices": get_args(Profile)})
    encoder: str = name_at_start("minilm")
    tagger: str = name_at_start("")
    speech: str = ""
    relations: Switch = field(default="on", metadata={"choices": get_args(Switch)})
    device: str = name_at_start("auto")
    n_threads: int = number(
        0, unit="threads, 0 = half the cores, at least one", minimum=0, maximum=256, is_at_start=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """How a query is answered."""

    rrf_k: int = number(60, unit="ranks", minimum=1, maximum=1000)
    leg_depth: int = number(200, unit="passages", minimum=10, maximum=100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What indexing in the background leaves to the computer's user.

    Attributes:
        on_battery: What to do while on battery.
        battery_percent: On battery with less charge than this, indexing is paused; 0 = never.
        busy_percent: Slowed while other programs take more of all cores; 100 = never.
        slow_percent: Most that indexing takes of all cores while it is slowed.
        hot_celsius: Slowed while the processor is hotter.
        memory_free_bytes: Paused while less memory is available.
        disk_free_bytes: Stopped while the library's disk has less room than this,
        disk_free_percent: or than this share of it, of which no more than 5 GB are asked for.
        unload_after_s: Models leave memory when nothing used them for so long.
    """

    on_battery: OnBattery = field(default="slow", metadata={"choices": get_args(OnBattery)})
    battery_percent: float = number(30, unit="% of charge", minimum=0, maximum=100)
    busy_percent: float = number(50, unit="% of all cores", minimum=5, maximum=100)
    slow_percent: float = number(20, unit="% of all cores", minimum=1, maximum=100)
    hot_celsius: float = number(88, unit="°C", minimum=40, maximum=120)
    memory_free_bytes: int = number(500_000_000, unit="bytes", minimum=50_000_000, maximum=64_000_000_000)
    disk_free_bytes: int = number(500_000_000, unit="bytes", minimum=100_000_000, maximum=1_000_000_000_000)
    disk_free_percent: float = number(2, unit="% of the disk", minimum=0, maximum=50)
    unload_after_s: float = number(300, unit="s", minimum=10, maximum=86_400)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is remembered of what the user did, in the library and nowhere else.

    Attributes:
        keep: Whether anything is; if not, what is there already does not count either.
        days: After so long it is erased.
    """

    keep: bool = True
    days: int = number(180, unit="days", minimum=1, maximum=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All sections, and what was wrong with the file they came from."""

    indexing: Indexing = field(default_factory=Indexing)
    models: Models = field(default_factory=Models)
    searching: Searching = field(default_factory=Searching)
    resources: Resources = field(default_factory=Resources)
    history: History = field(default_factory=History)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting, ready to be shown.

    Attributes:
        minimum: Least value of a number, None for anything else; ``maximum`` is the greatest.
        choices: What a text may be; empty = anything.
        is_pending: The value counts from the next start on.
    """

    name: str
    value: Value
    default: Value
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    is_pending: bool = False


_SECTIONS: Mapping[str, type[Any]] = {
    "indexing": Indexing,
    "models": Models,
    "searching": Searching,
    "resources": Resources,
    "history": History,
}


def path_beside(library: Path) -> Path:
    """Return where the settings of a library are kept: beside it."""
    return library.with_name(f"{library.name}-settings.json")


def load(path: Path) -> Settings:
    """Read settings from ``path``; a missing or unreadable file gives the defaults."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        return Settings(replaced=("*",))
    return from_json(stored)


def save(settings: Settings, path: Path) -> None:
    """Write ``settings`` so that a crash leaves either the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(to_json(settings), indent=2, ensure_ascii=False) + "\n", "utf-8")
    draft.replace(path)


def change(settings: Settings, name: str, text: str) -> Settings:
    """Return ``settings`` with the one called ``section.key`` set to what ``text`` says.

    Raises:
        SettingUnknown: There is none of that name.
        SettingInvalid: It cannot have that value.
    """
    item = _item(name)
    try:
        value = text if isinstance(item.default, str) else json.loads(text)
    except ValueError:
        value = None
    return with_value(settings, name, value)


def with_value(settings: Settings, name: str, value: Value | None) -> Settings:
    """Return ``settings`` with another value.

    Raises:
        SettingUnknown, SettingInvalid: As ``change``.
    """
    item = _item(name)
    if not _fits(item, value):
        raise SettingInvalid(name=name, value=value, allowed=allowed(item))
    section, _, key = name.partition(".")
    return replace(settings, **{section: replace(getattr(settings, section), **{key: value})})


def default_of(name: str) -> Value:
    """Return the value that a setting has when nobody has changed it.

    Raises:
        SettingUnknown: There is none of that name.
    """
    return _default(_item(name))


def in_force(opened_with: Settings, kept: Settings) -> Settings:
    """Return ``kept``, but what counts from the next start on as it was when the library was opened."""
    for name, value, item in rows(opened_with):
        if item.metadata.get("is_at_start"):
            kept = with_value(kept, name, value)
    return kept


def table(kept: Settings, used: Settings) -> tuple[SettingRow, ...]:
    """Return every setting as it is kept; pending where another value is in use."""
    values = {name: value for name, value, _ in rows(used)}
    return tuple(
        SettingRow(
            name=name,
            value=value,
            default=_default(item),
            unit=item.metadata.get("unit", ""),
            minimum=item.metadata.get("minimum"),
            maximum=item.metadata.get("maximum"),
            choices=item.metadata.get("choices", ()),
            is_pending=value != values[name],
        )
        for name, value, item in rows(kept)
    )


def allowed(item: Field[Any]) -> str:
    """Say what a setting can be: its choices, or its bounds and unit."""
    if isinstance(item.default, bool):
        return "true, false"
    if isinstance(item.default, str):
        return ", ".join(item.metadata.get("choices", ("any text",)))
    bounds = item.metadata
    return f"{bounds['minimum']:,} to {bounds['maximum']:,} {bounds['unit']}"


def rows(settings: Settings) -> Iterator[tuple[str, Any, Field[Any]]]:
    """Yield name, value and field of every setting."""
    for section, kind in _SECTIONS.items():
        for item in fields(kind):
            yield f"{section}.{item.name}", getattr(getattr(settings, section), item.name), item


def to_json(settings: Settings) -> dict[str, Any]:
    """Return the JSON object that ``from_json`` reads back unchanged."""
    sections: dict[str, Any] = {name: asdict(getattr(settings, name)) for name in _SECTIONS}
    for name, extra in settings.unknown.items():
        sections[name] = {**sections.get(name, {}), **extra} if name in _SECTIONS else extra
    return {"schema_version": SCHEMA_VERSION, **sections}


def from_json(stored: Any) -> Settings:
    """Build settings from a JSON value, taking defaults for what does not fit."""
    if not isinstance(stored, dict):
        return Settings(replaced=("*",))
    built: dict[str, Any] = {}
    unknown: dict[str, Any] = {
        k: v for k, v in stored.items() if k not in _SECTIONS and k != "schema_version"
    }
    replaced: list[str] = []
    for name, kind in _SECTIONS.items():
        given = stored.get(name, {})
        if not isinstance(given, dict):
            given = {}
            replaced.append(name)
        known = {item.name: item for item in fields(kind)}
        good = {key: value for key, value in given.items() if key in known and _fits(known[key], value)}
        replaced += [f"{name}.{key}" for key in given if key in known and key not in good]
        extra = {key: value for key, value in given.items() if key not in known}
        if extra:
            unknown[name] = extra
        built[name] = replace(kind(), **good)
    return Settings(**built, unknown=unknown, replaced=tuple(replaced))


def _item(name: str) -> Field[Any]:
    section, _, key = name.partition(".")
    known = {item.name: item for item in fields(_SECTIONS[section])} if section in _SECTIONS else {}
    if key not in known:
        raise SettingUnknown(name=name)
    return known[key]


def _default(item: Field[Any]) -> Value:
    value: Any = item.default
    assert isinstance(value, bool | int | float | str)
    return value


def _fits(item: Field[Any], value: Any) -> bool:
    if isinstance(item.default, bool) or isinstance(value, bool):
        return isinstance(item.default, bool) and isinstance(value, bool)
    if isinstance(item.default, str):
        return isinstance(value, str) and value in item.metadata.get("choices", (value,))
    if item.type == "int" and not isinstance(value, int):
        return False
    return isinstance(value, int | float) and item.metadata["minimum"] <= value <= item.metadata["maximum"]
