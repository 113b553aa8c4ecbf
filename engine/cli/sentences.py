"""English sentences for codes, as the terminal prints them (the window has its own in ``gui.texts``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "file": "The file cannot be turned into text.",
    "file.unreadable": "The file cannot be read ({detail}). Close what holds it, or check that you may open it.",
    "file.unsupported": "This is {format}: what is in it is not read yet, but its name can be found.",
    "ignored.no_speech_model": "This is {format}, and there is no speech model: it is found by its name only.",
    "ignored.recording_unread": "This is {format} of a kind that is not read (WAV, FLAC, Ogg, Opus and MP3 are): it is found by its name only.",
    "ignored.recording_enclosed": "This is {format} in an archive, where none is written down: it is found by its name only.",
    "file.empty": "The file is empty.",
    "file.too_large": "The file is too large ({size_bytes} bytes; the limit is {limit_bytes}).",
    "file.too_many_pixels": "The picture is too large to be read ({n_pixels} pixels; the limit is {limit_pixels}).",
    "file.encrypted": "The file asks for a password. Save a copy without one to have it read.",
    "file.damaged": "The file is damaged or not what its name says ({detail}).",
    "file.encoding_unknown": "The file is in no text encoding that is known, or not text at all.",
    "reader.timed_out": "Reading took too long without progress ({limit_s} s) and was stopped.",
    "reader.crashed": "The reader process ended unexpectedly ({exit_code}).",
    "reader.out_of_memory": "Reading needs more memory than allowed ({limit_bytes} bytes).",
    "partial.text_limit": "Only the first {limit_chars} characters were read.",
    "partial.page_limit": "Only the first {limit_pages} of {n_pages} pages were read.",
    "partial.timed_out": "Reading took too long; only the text up to page {page} was kept.",
    "partial.parts_damaged": "Damaged slides or sheets were left out ({n_parts}).",
    "partial.repeats": "Cells that repeat very often were written out a limited number of times.",
    "partial.no_text": "No text was found in it (a scan or a picture, perhaps).",
    "partial.ocr_waiting": "Pages that are pictures and still wait to be read: {n_waiting} of {n_pages}.",
    "partial.ocr_failed": "Pages that are pictures and could not be read: {n_failed} of {n_pages}.",
    "partial.ocr_off": "Pages that are pictures are not read ({n_pages}), as the setting 'indexing.ocr' says.",
    "partial.ocr_missing": "Pages that are pictures cannot be read on this computer ({n_pages}): text recognition "
    "is not installed. Install it once: python -m pip install rapidocr",
    "partial.speech_waiting": "Half minutes of this recording that still wait to be written down: {n_waiting} of {n_pages}.",
    "partial.speech_failed": "Half minutes of this recording that could not be written down: {n_failed} of {n_pages}.",
    "partial.speech_off": "Half minutes of this recording that are not written down ({n_waiting} of {n_pages}): no speech "
    "model is set that can be used. Set one: settings models.speech=FOLDER",
    "partial.speech_limit": "Only the first {limit_hours} hours of this recording are written down.",
    "partial.no_speech": "No speech was found in this recording.",
    "partial.too_deep": "It is nested very deeply; only the first {limit_levels} levels were read.",
    "partial.damaged": "The file is damaged or cut short; what could be read of it was kept.",
    "partial.attachments": "Attachments that could not be read: {n_attachments} ({names}).",
    "partial.mail_limit": "Some of this mail was left out: it nests too deep, or has too many or too long parts.",
    "partial.words_only": "Of its tables the words were read, not the numbers.",
    "partial.chapters": "Chapters that could not be read: {n_chapters} of {n_all}.",
    "partial.archive_limit": "Only the first {n_members} files of this archive were read; the limit is {limit}.",
    "partial.archive_bytes": "Only the first {n_members} files of this archive were read: it unpacks to more "
    "than is safe ({limit_bytes} bytes).",
    "partial.archive_text": "Only the first {n_members} files of this archive were read: together they have "
    "more than {limit_chars} characters.",
    "partial.archive_stopped": "Reading stopped at {name}; that file and those after it are missing.",
    "pace.disk": "The disk is almost full ({free_bytes} bytes left). Free some room; reading then goes on by itself.",
    "pace.memory": "Memory is nearly full. Reading goes on by itself when other programs need less.",
    "pace.battery_low": "The battery is below {limit_percent} %. Reading goes on when the computer is plugged in.",
    "pace.battery_pause": "Reading goes on when the computer is plugged in.",
    "pace.battery_slow": "Slower while on battery.",
    "pace.hot": "Slower while the computer is hot.",
    "pace.busy": "Slower while other programs are busy.",
    "ignored.rule": "Left out by the rule '{rule}'.",
    "why.words": "contains {words}",
    "why.pinyin": "{words}, which is read '{asked}'",
    "why.spelling": "{words}, for '{asked}'",
    "why.same_sound": "{words}, which sounds like '{asked}'",
    "why.entity": "mentions {name}",
    "why.meaning_very": "very close in meaning",
    "why.meaning": "close in meaning",
    "why.meaning_loosely": "loosely related in meaning",
    "why.name": "file name",
    "searched.instead": "'{asked}' is nowhere in the library. Showing what holds {meant}.",
    "searched.beside": "Also showing what holds {meant}, which is read '{asked}'.",
    "searched.proposed": "Did you mean {meant}?",
    "store": "The library cannot be used.",
    "store.too_new": "A newer Satchel wrote this library (version {found}; this one knows {supported}).",
    "store.locked": "Another Satchel is writing to this library. Close it, or use another library: {path}",
    "store.corrupt": "This is not a library, or it is damaged ({detail}): {path}",
    "store.missing": "There is no library here yet: {path}. Make one with: index FOLDER",
    "store.disk_full": "No room is left on the library's disk: {path}",
    "store.place_full": "No room is left on the disk of {path}. Nothing was written; free some room, or choose another place.",
    "store.disk_low": "Only {free_bytes} bytes are left on the library's disk, and {limit_bytes} are needed to go on "
    "safely. What was done is kept; free some room and try again.",
    "store.migration_failed": "The library could not be brought to version {version} ({detail}).",
    "model": "A model cannot be used.",
    "model.missing": "The model '{name}' is not installed.",
    "model.corrupt": "The model '{name}' is damaged ({file}). Install it again.",
    "model.device_unavailable": "The device '{device}' cannot run models here.",
    "model.unsafe": "'{file}' of the model '{name}' could run code when opened and is refused. Save the weights "
    "as .safetensors or .onnx and try again.",
    "model.runs_code": "The model '{name}' needs program code of its own ({file}), which is never run. Choose a "
    "model of a standard kind (BERT, RoBERTa, DistilBERT, ELECTRA, DeBERTa).",
    "model.unsupported": "The model '{name}' cannot be used: {detail}.",
    "model.speech_missing": "'{file}' is not in {path}. Name the folder of a Whisper model in Hugging Face layout. "
    "Nothing was changed.",
    "model.speech_unsupported": "The model in {path} cannot write recordings down: {detail}. It takes a Whisper model in "
    "Hugging Face layout, its weights in one model.safetensors of up to 2 GB in float32 (tiny, base, small). Nothing was "
    "changed.",
    "model.speech_extra_missing": "Writing recordings down needs more than is installed ({package}). Install it once: "
    'python -m pip install ".[speech]"',
    "training": "Training cannot go on.",
    "training.corpus_invalid": "{path}, line {line}: {detail}. Nothing was changed; correct the line and try again.",
    "training.corpus_undecodable": "{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8 and try again.",
    "training.corpus_empty": "{path}: nothing labelled was found in it. Check that this is the right file.",
    "training.corpus_tag_wrong": "{path}, line {line}: the tag '{tag}' is wrong. A tag is O, B-LABEL or I-LABEL, and "
    "I-LABEL goes on from a B-LABEL. Correct it and try again.",
    "training.corpus_span_wrong": "{path}, line {line}: the span {start} to {end} does not fit its text of {length} "
    "characters, or overlaps another. Correct it and try again.",
    "training.corpus_line_too_long": "{path}, line {line}: the line is longer than {limit_chars} characters. Is this "
    "the right file? Put one sentence or paragraph on a line.",
    "training.too_few_examples": "{n_found} labelled sentences are too few to learn from and to judge by; at least "
    "{n_needed} are needed. Correct some more, or add a corpus.",
    "training.extra_missing": "Training needs more than is installed ({package}). Install it once: "
    'python -m pip install ".[train]"',
    "training.plan_invalid": "'{name}' cannot be {value}: it takes a number from {minimum} to {maximum}. See: "
    "train --help",
    "training.trainer_died": "The training process ended unexpectedly ({exit_code}), for lack of memory perhaps. "
    "Nothing was changed.",
    "training.under_way": "A training run is under way already. Wait for it to end, or cancel it.",
    "request": "That is not in the library.",
    "request.folder_missing": "This is not a folder that can be read: {path}",
    "request.file_not_in_library": "This file has no text in the library: {path}. Index its folder first.",
    "request.entity_unknown": "Nobody and nothing goes by '{name}'. Close: {near}",
    "request.span_outside": "{start} to {end} is no part of the text, which has {length} characters.",
    "request.file_unwritable": "{path} cannot be written ({detail}). Choose another place.",
    "request.place_watched": "{path} lies in the watched folder {folder}, where it would be read as a document. Choose a place outside.",
    "request.folder_foreign": "The folder {path} holds files that no export of Satchel's has written. Choose an empty or a new one.",
    "request.import_unknown": "There is no imported graph {graph_id}. See them: import-graph --list",
    "request.graph_invalid": "{path}, line {line}: this is no graph that can be read ({detail}). Give a GraphML file, or entities and relations as CSV. Nothing was changed.",
    "request.graph_unsafe": "{path}, line {line}: the file declares a document type (DTD) and is refused, because such files can be traps. Remove the line that begins with <!DOCTYPE.",
    "request.graph_too_large": "{path}, line {line}: more than {limit} in one go are not taken in. Split the file.",
    "request.graph_column_missing": "{path}, line {line}: '{column}' is missing. An entity needs an id or a name, a relation a source and a target. Nothing was changed.",
    "request.graph_end_missing": "{path}, line {line}: the file has no entity '{name}', which a relation names. Add it, or remove the relation. Nothing was changed.",
    "request.correction_unknown": "There is no such correction to undo.",
    "request.decision_unknown": "There is no such decision to undo.",
    "request.nothing_to_merge": "Name two entities or more to merge them.",
    "request.nothing_to_part": "Some of an entity's names must stay and some must leave; see `curate --names`.",
    "request.name_empty": "A name must not be blank.",
    "request.setting_unknown": "There is no setting '{name}'. See them all: settings",
    "request.setting_invalid": "'{name}' cannot be '{value}'. It can be: {allowed}",
    "request.version_unknown": "There is no model '{name}'. Installed: {known}",
    "request.search_unknown": "There is no saved search '{name}'. See them all: search --saved",
    "request.search_name_taken": "Another saved search is called '{name}'.",
    "query.date": "'{value}' is no date, and was left out. Write 2024, 2024-03, 2024-03-15, today or \"last week\".",
    "query.size": "'{value}' is no size, and was left out. Write >10mb, <1gb or 10mb..20mb.",
    "query.type": "No type of file is called '{value}', and no name ends so.",
    "query.language": "'{value}' is no language, and was left out. Write en, zh or another code.",
    "query.entity": "Nobody and nothing goes by '{value}'.",
    "query.folder": "No folder is called '{value}'.",
    "query.wildcard": "'{value}' was taken for words: a * or ? needs two letters before it.",
    "request.no_earlier_version": "No other model was in use before '{name}': there is nothing to go back to.",
    "related": "They belong together.",
    "related.version": "Nearly the same text.",
    "related.names": "{label} in common ({n}): {names}.",
    "related.meaning": "Close in meaning.",
    "related.words": "Words in common: {words}.",
    "related.folder": "In the same folder: {folder}.",
    "related.predicate": "Joined by: {predicate}.",
    "related.company": "In the same company, of the same kind. Both with ({n}): {names}.",
    "related.neighbours": "Both with ({n}): {names}.",
    "related.documents": "Documents in common: {n}.",
    "because": "It may be worth a look.",
    "because.opened": "Because you opened '{title}'. In both ({n}): {names}.",
    "because.close": "Close in meaning to '{title}', which you opened.",
    "because.searched": "Close to what you searched: {query}.",
    "because.followed": "Mentions what you follow: {names}.",
    "because.looked_at": "Mentions what you looked at: {names}.",
    "because.new_in_folder": "New in a folder where you work: {folder}.",
    "because.new": "Changed lately.",
    "because.latest": "One of the files that were changed last.",
    "because.central": "Mentions what much of your library is about: {names}.",
    "cancelled": "Cancelled.",
    "internal": "Something went wrong in Satchel itself:\n{traceback}",
    "engine": "Something went wrong.",
}

KINDS: Mapping[str, str] = {
    "picture": "a picture",
    "audio": "a recording",
    "video": "a video",
    "archive": "an archive",
    "database": "a database",
    "drawing": "a drawing or a 3D model",
    "pages": "a document of printed pages (PostScript, DjVu)",
    "certificate": "a key, a certificate or signed data",
    "font": "a font",
    "program": "a program",
    "form_data": "the data of a PDF form",
    "help": "a help file",
    "mailbox": "an Outlook mailbox",
    "iwork": "an iWork document (Pages, Numbers, Keynote)",
    "onenote": "a OneNote notebook",
    "document": "a document of an old or rare program",
    "spreadsheet": "a spreadsheet of an old or rare program",
    "presentation": "a presentation of an old or rare program",
    "data": "measured or computed data",
    "project": "a project plan",
    "map": "a map",
    "compound": "a compound document of an unknown program",
}
"""Words for the kinds of ``engine.ingest.kinds``."""


_LABELS: Mapping[str, str] = {
    "PER": "People", "ORG": "Organisations", "LOC": "Places", "MISC": "Others", "EVENT": "Events",
    "PRODUCT": "Products", "WORK": "Works", "DATE": "Dates",
}  # fmt: skip


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Return the sentence of ``code``; an unknown code stands for itself."""
    readable = {
        name: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for name, v in params.items()
    }
    if "format" in readable:
        readable["format"] = _kind(str(readable["format"]))
    if "label" in readable:
        readable["label"] = _LABELS.get(str(readable["label"]), readable["label"])
    return SENTENCES.get(code, code).format_map(_Lenient(readable))


def _kind(name: str) -> str:
    return KINDS.get(name, f"a file of the kind '{name}'" if name else "a file of an unknown kind")
