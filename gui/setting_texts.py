"""The settings that the window shows: in which group, in which unit, in which words.

In: names as ``engine.settings`` has them. Out: texts in the language that is installed at the time of the
call. What is not listed here is for the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from gui.translatable import QT_TRANSLATE_NOOP

_MB, _MINUTE = 1_000_000, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingText:
    """How one setting is shown.

    Attributes:
        unit: What stands behind the number.
        scale: How many of the engine's units are one of those.
        step: What an arrow adds.
        at_minimum: What the least value means, where it means something of its own.
        at_empty: What to show for no folder; a setting that has it is a folder to be chosen.
        choices: The words for what a text setting may be.
        refusals: What to tell, by the error's code, where that code alone says too little.
    """

    title: str
    line: str
    unit: str = ""
    scale: float = 1
    step: float = 1
    at_minimum: str = ""
    at_empty: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)


_MEGABYTES = QT_TRANSLATE_NOOP("Settings", "MB")
_MINUTES = QT_TRANSLATE_NOOP("Settings", "min")
READING: Mapping[str, SettingText] = {
    "indexing.max_file_bytes": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Largest file"),
        line=QT_TRANSLATE_NOOP("Settings", "Larger ones are found by their name only."),
        unit=_MEGABYTES,
        scale=_MB,
        step=50,
    ),
    "indexing.max_pages": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Most pages of a document"),
        line=QT_TRANSLATE_NOOP(
            "Settings", "What comes after them is left out; the file is listed as partial."
        ),
        unit=QT_TRANSLATE_NOOP("Settings", "pages"),
        step=1000,
    ),
    "indexing.reader_total_s": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Longest time for a file"),
        line=QT_TRANSLATE_NOOP("Settings", "Reading stops then. Large files are given more."),
        unit=QT_TRANSLATE_NOOP("Settings", "s"),
        step=10,
    ),
    "indexing.includes_hidden": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Read hidden files"),
        line=QT_TRANSLATE_NOOP(
            "Settings", "Files and folders that your system hides, most of them programs' own."
        ),
    ),
    "indexing.ocr": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Read text in pictures"),
        line=QT_TRANSLATE_NOOP("Settings", "Scans and photos, a few seconds a page, when all else is done."),
        choices={
            "all": QT_TRANSLATE_NOOP("Settings", "In all files"),
            "pdf": QT_TRANSLATE_NOOP("Settings", "In PDF files only"),
            "off": QT_TRANSLATE_NOOP("Settings", "Never"),
        },
    ),
    "indexing.rescan_every_s": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Compare every folder after"),
        line=QT_TRANSLATE_NOOP("Settings", "Most changes are noticed at once; this finds the others."),
        unit=_MINUTES,
        scale=_MINUTE,
        step=5,
    ),
    "indexing.n_readers": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Files read at the same time"),
        line=QT_TRANSLATE_NOOP("Settings", "More is faster and takes more memory."),
    ),
}
RESOURCES: Mapping[str, SettingText] = {
    "resources.on_battery": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "On battery"),
        line=QT_TRANSLATE_NOOP("Settings", "How reading goes on while the computer is not plugged in."),
        choices={
            "full": QT_TRANSLATE_NOOP("Settings", "Full speed"),
            "slow": QT_TRANSLATE_NOOP("Settings", "Slower"),
            "pause": QT_TRANSLATE_NOOP("Settings", "Pause"),
        },
    ),
    "resources.battery_percent": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Pause when the battery is below"),
        line=QT_TRANSLATE_NOOP("Settings", "Reading goes on when the computer is plugged in."),
        unit="%",
        step=5,
        at_minimum=QT_TRANSLATE_NOOP("Settings", "Never"),
    ),
    "resources.busy_percent": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Slow down when other programs take more than"),
        line=QT_TRANSLATE_NOOP("Settings", "Of all processor cores together; 100 % means never."),
        unit="%",
        step=5,
    ),
    "resources.slow_percent": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "While slowed down, take at most"),
        line=QT_TRANSLATE_NOOP("Settings", "Of all processor cores together."),
        unit="%",
        step=5,
    ),
    "resources.hot_celsius": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Slow down when the processor is hotter than"),
        line=QT_TRANSLATE_NOOP("Settings", "Where the system tells its temperature."),
        unit="°C",
    ),
    "resources.memory_free_bytes": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Pause when less memory is free than"),
        line=QT_TRANSLATE_NOOP("Settings", "So that other programs need not wait for it."),
        unit=_MEGABYTES,
        scale=_MB,
        step=100,
    ),
    "resources.disk_free_bytes": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Stop when the library's disk has less room than"),
        line=QT_TRANSLATE_NOOP("Settings", "Nothing overrides this. Searching works all the same."),
        unit=_MEGABYTES,
        scale=_MB,
        step=100,
    ),
    "resources.unload_after_s": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Free the models' memory after"),
        line=QT_TRANSLATE_NOOP(
            "Settings", "Without use. The next search by meaning then takes a moment longer."
        ),
        unit=_MINUTES,
        scale=_MINUTE,
    ),
}
MODELS: Mapping[str, SettingText] = {
    "models.profile": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "How names are recognised"),
        line=QT_TRANSLATE_NOOP(
            "Settings",
            "Another choice has every document gone through again. A model that you trained or chose comes "
            "first.",
        ),
        choices={
            "fast": QT_TRANSLATE_NOOP("Settings", "Fast"),
            "balanced": QT_TRANSLATE_NOOP("Settings", "Balanced"),
            "best": QT_TRANSLATE_NOOP("Settings", "Most exact"),
        },
        refusals={
            "model.missing": QT_TRANSLATE_NOOP(
                "Settings",
                "The most exact one has to be made once, in a terminal: python main.py models --make-best",
            ),
        },
    ),
    "models.relations": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Relations between names"),
        line=QT_TRANSLATE_NOOP(
            "Settings",
            "A model finds more than the fixed patterns do, some of it wrong. Every document is gone through "
            "again.",
        ),
        choices={
            "on": QT_TRANSLATE_NOOP("Settings", "Patterns and a model"),
            "off": QT_TRANSLATE_NOOP("Settings", "Patterns alone"),
        },
    ),
    "models.speech": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Write recordings down with"),
        line=QT_TRANSLATE_NOOP(
            "Settings",
            "The folder of a Whisper model that you have. Each half minute is read when all else is done.",
        ),
        at_empty=QT_TRANSLATE_NOOP("Settings", "Choose a folder…"),
    ),
}
HISTORY: Mapping[str, SettingText] = {
    "history.keep": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Keep a history"),
        line=QT_TRANSLATE_NOOP(
            "Settings",
            "What you open, search, look at and correct. Home suggests from it. Switched off, nothing is "
            "added and nothing of it is used.",
        ),
    ),
    "history.days": SettingText(
        title=QT_TRANSLATE_NOOP("Settings", "Erase it after"),
        line=QT_TRANSLATE_NOOP("Settings", "What is older goes from the library file by itself."),
        unit=QT_TRANSLATE_NOOP("Settings", "days"),
        step=30,
    ),
}


def in_words(text: str) -> str:
    """A title, line, unit or choice in the language in force; what has no words stays as it is."""
    return QCoreApplication.translate("Settings", text) if text else ""
