"""What people read for each code that the engine tells: reasons of files, faults, what holds work up."""

from __future__ import annotations

from collections.abc import Mapping

from gui.translatable import QT_TRANSLATE_NOOP

# A sentence may use the code's params; ``_bytes`` params come out as sizes, numbers with separators.
SENTENCES: Mapping[str, str] = {
    "engine": QT_TRANSLATE_NOOP("Texts", "Something went wrong. Try again."),
    "engine.gone": QT_TRANSLATE_NOOP("Texts", "The engine stopped unexpectedly. Your library is safe."),
    "internal": QT_TRANSLATE_NOOP("Texts", "Something unexpected happened in the engine. This is a bug."),
    "file": QT_TRANSLATE_NOOP("Texts", "This file could not be read."),
    "file.unreadable": QT_TRANSLATE_NOOP(
        "Texts", "The system would not open this file. Close what holds it, or check that you may read it."
    ),
    "file.unsupported": QT_TRANSLATE_NOOP("Texts", "This is {format}. Satchel cannot read it yet."),
    "file.too_large": QT_TRANSLATE_NOOP(
        "Texts", "At {size_bytes} the file is over the limit of {limit_bytes}."
    ),
    "file.too_many_pixels": QT_TRANSLATE_NOOP(
        "Texts", "The picture is too large to be read: {n_pixels} pixels; the limit is {limit_pixels}."
    ),
    "file.encrypted": QT_TRANSLATE_NOOP("Texts", "The file asks for a password. Save a copy without one."),
    "file.damaged": QT_TRANSLATE_NOOP(
        "Texts", "The file is damaged. Open it in its own program and save it again."
    ),
    "file.empty": QT_TRANSLATE_NOOP("Texts", "The file is empty."),
    "file.encoding_unknown": QT_TRANSLATE_NOOP("Texts", "Its content is not text in any known encoding."),
    "reader.timed_out": QT_TRANSLATE_NOOP("Texts", "Reading stopped after {limit_s} s without progress."),
    "reader.crashed": QT_TRANSLATE_NOOP(
        "Texts", "The reader broke down on this file. Everything else is unharmed."
    ),
    "reader.out_of_memory": QT_TRANSLATE_NOOP(
        "Texts", "Reading it would take more than {limit_bytes} of memory."
    ),
    "store": QT_TRANSLATE_NOOP("Texts", "The library file cannot be used."),
    "store.too_new": QT_TRANSLATE_NOOP(
        "Texts", "A newer Satchel wrote this library. Update Satchel to open it."
    ),
    "store.locked": QT_TRANSLATE_NOOP("Texts", "Another Satchel is writing to this library. Close it first."),
    "store.corrupt": QT_TRANSLATE_NOOP(
        "Texts", "The library file {path} is damaged. Your own files are unharmed."
    ),
    "store.missing": QT_TRANSLATE_NOOP("Texts", "There is no library at {path}."),
    "store.disk_full": QT_TRANSLATE_NOOP("Texts", "The disk is full. Free some room, then resume."),
    "store.place_full": QT_TRANSLATE_NOOP(
        "Texts", "No room is left on the disk of {path}. Nothing was written."
    ),
    "store.disk_low": QT_TRANSLATE_NOOP(
        "Texts", "The disk is almost full ({free_bytes} left). Free some room."
    ),
    "store.migration_failed": QT_TRANSLATE_NOOP(
        "Texts", "The library could not be brought up to date; it stays as it was."
    ),
    "model": QT_TRANSLATE_NOOP("Texts", "A model cannot be used."),
    "model.missing": QT_TRANSLATE_NOOP(
        "Texts", "The model “{name}” is missing. Search by words still works."
    ),
    "model.corrupt": QT_TRANSLATE_NOOP("Texts", "A file of the model “{name}” is damaged. Install it again."),
    "model.device_unavailable": QT_TRANSLATE_NOOP("Texts", "The device “{device}” cannot run models here."),
    "model.unsafe": QT_TRANSLATE_NOOP(
        "Texts",
        "“{file}” of the model “{name}” could run code when opened. Save the weights as safetensors or ONNX.",
    ),
    "model.runs_code": QT_TRANSLATE_NOOP(
        "Texts",
        "The model “{name}” needs code of its own ({file}), which is never run. Choose one of a standard kind.",
    ),
    "model.unsupported": QT_TRANSLATE_NOOP("Texts", "The model “{name}” cannot be used: {detail}."),
    "model.speech_missing": QT_TRANSLATE_NOOP(
        "Texts",
        "“{file}” is not in {path}. Choose the folder of a Whisper model in Hugging Face layout. Nothing was "
        "changed.",
    ),
    "model.speech_unsupported": QT_TRANSLATE_NOOP(
        "Texts",
        "The model in {path} cannot write recordings down. It takes a Whisper model in Hugging Face layout, its "
        "weights in one model.safetensors of up to 2 GB (tiny, base or small). Nothing was changed.",
    ),
    "model.speech_extra_missing": QT_TRANSLATE_NOOP(
        "Texts",
        "Writing recordings down needs more than is installed ({package}). Install it once, in a terminal: "
        'python -m pip install ".[speech]"',
    ),
    "training": QT_TRANSLATE_NOOP("Texts", "Training cannot go on."),
    "training.corpus_invalid": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: {detail}. Nothing was changed; correct the line and try again."
    ),
    "training.corpus_undecodable": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8 and try again."
    ),
    "training.corpus_empty": QT_TRANSLATE_NOOP(
        "Texts", "{path}: nothing labelled was found in it. Check that this is the right file."
    ),
    "training.corpus_tag_wrong": QT_TRANSLATE_NOOP(
        "Texts",
        "{path}, line {line}: the tag “{tag}” is wrong. A tag is O, B-LABEL, or I-LABEL after a B-LABEL.",
    ),
    "training.corpus_span_wrong": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: the span {start} to {end} does not fit its text or overlaps another."
    ),
    "training.corpus_line_too_long": QT_TRANSLATE_NOOP(
        "Texts",
        "{path}, line {line}: longer than {limit_chars} characters. Put one sentence or paragraph on a line.",
    ),
    "training.too_few_examples": QT_TRANSLATE_NOOP(
        "Texts",
        "{n_found} labelled sentences are too few; at least {n_needed} are needed. Correct some more.",
    ),
    "training.extra_missing": QT_TRANSLATE_NOOP(
        "Texts", "Training needs more than is installed ({package})."
    ),
    "training.plan_invalid": QT_TRANSLATE_NOOP(
        "Texts", "“{name}” takes a number from {minimum} to {maximum}, not {value}."
    ),
    "training.trainer_died": QT_TRANSLATE_NOOP(
        "Texts", "Training ended unexpectedly, for lack of memory perhaps. Nothing was changed."
    ),
    "training.under_way": QT_TRANSLATE_NOOP("Texts", "Training is under way already."),
    "request": QT_TRANSLATE_NOOP("Texts", "That is no longer there."),
    "request.folder_missing": QT_TRANSLATE_NOOP("Texts", "{path} is not a folder that can be read."),
    "request.file_not_in_library": QT_TRANSLATE_NOOP("Texts", "No text of {path} is in the library."),
    "request.entity_unknown": QT_TRANSLATE_NOOP("Texts", "Nothing in the library goes by “{name}”."),
    "request.span_outside": QT_TRANSLATE_NOOP("Texts", "That is no part of the text."),
    "request.file_unwritable": QT_TRANSLATE_NOOP(
        "Texts", "{path} cannot be written ({detail}). Choose another place."
    ),
    "request.place_watched": QT_TRANSLATE_NOOP(
        "Texts", "{path} lies in the watched folder {folder}. Choose a place outside."
    ),
    "request.folder_foreign": QT_TRANSLATE_NOOP(
        "Texts", "{path} holds files that Satchel did not write. Choose an empty or a new folder."
    ),
    "request.import_unknown": QT_TRANSLATE_NOOP("Texts", "That imported graph is no longer there."),
    "request.graph_invalid": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: this is no graph that can be read ({detail})."
    ),
    "request.graph_unsafe": QT_TRANSLATE_NOOP(
        "Texts",
        "{path}, line {line}: the file declares a document type (DTD) and is refused. Remove that line.",
    ),
    "request.graph_too_large": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: more than {limit} cannot be taken in at once. Split the file."
    ),
    "request.graph_column_missing": QT_TRANSLATE_NOOP("Texts", "{path}, line {line}: “{column}” is missing."),
    "request.graph_end_missing": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: the file has no “{name}”, which a relation names."
    ),
    "request.correction_unknown": QT_TRANSLATE_NOOP("Texts", "There is nothing to undo."),
    "request.decision_unknown": QT_TRANSLATE_NOOP("Texts", "There is nothing to undo."),
    "request.nothing_to_merge": QT_TRANSLATE_NOOP("Texts", "Choose two entities or more to merge them."),
    "request.nothing_to_part": QT_TRANSLATE_NOOP("Texts", "Some of the names must stay and some must leave."),
    "request.name_empty": QT_TRANSLATE_NOOP("Texts", "A name must not be blank."),
    "request.setting_unknown": QT_TRANSLATE_NOOP("Texts", "There is no setting “{name}”."),
    "request.setting_invalid": QT_TRANSLATE_NOOP("Texts", "“{name}” can be {allowed}, not “{value}”."),
    "request.version_unknown": QT_TRANSLATE_NOOP("Texts", "There is no model “{name}”."),
    "request.no_earlier_version": QT_TRANSLATE_NOOP(
        "Texts", "No other model was in use before “{name}”: there is nothing to go back to."
    ),
    "request.search_unknown": QT_TRANSLATE_NOOP("Texts", "There is no saved search “{name}”."),
    "request.search_name_taken": QT_TRANSLATE_NOOP("Texts", "Another saved search is called “{name}”."),
    "query.date": QT_TRANSLATE_NOOP(
        "Texts", "“{value}” is no date, and was left out. Write 2024, 2024-03, 2024-03-15 or today."
    ),
    "query.size": QT_TRANSLATE_NOOP(
        "Texts", "“{value}” is no size, and was left out. Write >10mb, <1gb or 10mb..20mb."
    ),
    "query.type": QT_TRANSLATE_NOOP("Texts", "No type of file is called “{value}”, and no name ends so."),
    "query.language": QT_TRANSLATE_NOOP(
        "Texts", "“{value}” is no language, and was left out. Write en or zh."
    ),
    "query.entity": QT_TRANSLATE_NOOP("Texts", "Nobody and nothing goes by “{value}”."),
    "query.folder": QT_TRANSLATE_NOOP("Texts", "No folder is called “{value}”."),
    "query.wildcard": QT_TRANSLATE_NOOP(
        "Texts", "“{value}” was taken for words: a * or ? needs two letters before it."
    ),
    "cancelled": QT_TRANSLATE_NOOP("Texts", "Stopped."),
    "partial": QT_TRANSLATE_NOOP("Texts", "Only part of this file was read."),
    "partial.text_limit": QT_TRANSLATE_NOOP("Texts", "Only the first {limit_chars} characters were read."),
    "partial.page_limit": QT_TRANSLATE_NOOP(
        "Texts", "Only the first {limit_pages} of {n_pages} pages were read."
    ),
    "partial.timed_out": QT_TRANSLATE_NOOP(
        "Texts", "Reading took too long; what comes after page {page} is missing."
    ),
    "partial.parts_damaged": QT_TRANSLATE_NOOP(
        "Texts", "Damaged slides or sheets were left out ({n_parts})."
    ),
    "partial.repeats": QT_TRANSLATE_NOOP(
        "Texts", "Cells that repeat very often were written out a limited number of times."
    ),
    "partial.no_text": QT_TRANSLATE_NOOP(
        "Texts", "No text was found in it. Perhaps it is a scan or a picture."
    ),
    "partial.ocr_waiting": QT_TRANSLATE_NOOP(
        "Texts", "Pages that are pictures and wait to be read: {n_waiting} of {n_pages}."
    ),
    "partial.ocr_failed": QT_TRANSLATE_NOOP(
        "Texts", "Pages that are pictures and could not be read: {n_failed} of {n_pages}."
    ),
    "partial.ocr_off": QT_TRANSLATE_NOOP(
        "Texts", "Its pages are pictures ({n_pages}), and reading pictures is switched off in the settings."
    ),
    "partial.ocr_missing": QT_TRANSLATE_NOOP(
        "Texts", "Its pages are pictures ({n_pages}), which cannot be read on this computer."
    ),
    "partial.speech_waiting": QT_TRANSLATE_NOOP(
        "Texts", "Recording still waits to be written down: {n_waiting} of {n_pages} half minutes."
    ),
    "partial.speech_failed": QT_TRANSLATE_NOOP(
        "Texts", "Half minutes of this recording that could not be written down: {n_failed} of {n_pages}."
    ),
    "partial.speech_off": QT_TRANSLATE_NOOP(
        "Texts",
        "Half minutes of this recording that are not written down: {n_waiting} of {n_pages}. No speech model is "
        "chosen in the settings, or it cannot be used.",
    ),
    "partial.speech_limit": QT_TRANSLATE_NOOP(
        "Texts", "Only the first {limit_hours} hours of this recording are written down."
    ),
    "partial.no_speech": QT_TRANSLATE_NOOP("Texts", "No speech was found in this recording."),
    "partial.too_deep": QT_TRANSLATE_NOOP(
        "Texts", "It is nested very deeply; only the first {limit_levels} levels were read."
    ),
    "partial.damaged": QT_TRANSLATE_NOOP(
        "Texts", "The file is damaged or cut short; what could be read of it was kept."
    ),
    "partial.attachments": QT_TRANSLATE_NOOP(
        "Texts", "Attachments that could not be read: {n_attachments} ({names})."
    ),
    "partial.mail_limit": QT_TRANSLATE_NOOP(
        "Texts", "Some of this mail was left out: it nests too deep, or has too many or too long parts."
    ),
    "partial.words_only": QT_TRANSLATE_NOOP("Texts", "Of its tables the words were read, not the numbers."),
    "partial.chapters": QT_TRANSLATE_NOOP(
        "Texts", "Chapters that could not be read: {n_chapters} of {n_all}."
    ),
    "partial.archive_limit": QT_TRANSLATE_NOOP(
        "Texts", "Only the first {n_members} files of this archive were read; the limit is {limit}."
    ),
    "partial.archive_bytes": QT_TRANSLATE_NOOP(
        "Texts",
        "Only the first {n_members} files of this archive were read: it unpacks to more than is safe "
        "({limit_bytes}).",
    ),
    "partial.archive_text": QT_TRANSLATE_NOOP(
        "Texts",
        "Only the first {n_members} files of this archive were read: together they have more than "
        "{limit_chars} characters.",
    ),
    "partial.archive_stopped": QT_TRANSLATE_NOOP(
        "Texts", "Reading stopped at {name}; that file and those after it are missing."
    ),
    "pace.disk": QT_TRANSLATE_NOOP(
        "Texts",
        "The disk is almost full ({free_bytes} left). Free some room; reading then goes on by itself.",
    ),
    "pace.memory": QT_TRANSLATE_NOOP(
        "Texts", "Memory is nearly full. Reading goes on by itself when other programs need less."
    ),
    "pace.battery_low": QT_TRANSLATE_NOOP(
        "Texts", "The battery is below {limit_percent} %. Reading goes on when the computer is plugged in."
    ),
    "pace.battery_pause": QT_TRANSLATE_NOOP("Texts", "Reading goes on when the computer is plugged in."),
    "pace.battery_slow": QT_TRANSLATE_NOOP("Texts", "Slower while on battery"),
    "pace.hot": QT_TRANSLATE_NOOP("Texts", "Slower while the computer is hot"),
    "pace.busy": QT_TRANSLATE_NOOP("Texts", "Slower while other programs are busy"),
    "why.words": QT_TRANSLATE_NOOP("Texts", "contains {words}"),
    "why.pinyin": QT_TRANSLATE_NOOP("Texts", "{words}, which is read “{asked}”"),
    "why.spelling": QT_TRANSLATE_NOOP("Texts", "{words}, for “{asked}”"),
    "why.same_sound": QT_TRANSLATE_NOOP("Texts", "{words}, which sounds like “{asked}”"),
    "why.entity": QT_TRANSLATE_NOOP("Texts", "mentions {name}"),
    "why.meaning_very": QT_TRANSLATE_NOOP("Texts", "very close in meaning"),
    "why.meaning": QT_TRANSLATE_NOOP("Texts", "close in meaning"),
    "why.meaning_loosely": QT_TRANSLATE_NOOP("Texts", "loosely related in meaning"),
    "why.name": QT_TRANSLATE_NOOP("Texts", "file name"),
    "ignored": QT_TRANSLATE_NOOP("Texts", "Left out by a rule."),
    "ignored.rule": QT_TRANSLATE_NOOP("Texts", "Left out by the rule “{rule}”."),
    "ignored.recording_unread": QT_TRANSLATE_NOOP(
        "Texts",
        "This is {format} of a kind that is not read (WAV, FLAC, Ogg, Opus and MP3 are). It is found by its name "
        "only.",
    ),
    "ignored.recording_enclosed": QT_TRANSLATE_NOOP(
        "Texts", "This is {format} in an archive, where none is written down. It is found by its name only."
    ),
    "ignored.no_speech_model": QT_TRANSLATE_NOOP(
        "Texts", "This is {format}, and there is no speech model. It is found by its name only."
    ),
    "related": QT_TRANSLATE_NOOP("Texts", "They belong together."),
    "related.version": QT_TRANSLATE_NOOP("Texts", "Nearly the same text"),
    "related.names": QT_TRANSLATE_NOOP("Texts", "{label} in common ({n}): {names}"),
    "related.meaning": QT_TRANSLATE_NOOP("Texts", "Close in meaning"),
    "related.words": QT_TRANSLATE_NOOP("Texts", "Words in common: {words}"),
    "related.folder": QT_TRANSLATE_NOOP("Texts", "In the same folder"),
    "related.predicate": QT_TRANSLATE_NOOP("Texts", "A fact joins them"),
    "related.company": QT_TRANSLATE_NOOP("Texts", "In the same company, both with ({n}): {names}"),
    "related.neighbours": QT_TRANSLATE_NOOP("Texts", "Both with ({n}): {names}"),
    "related.documents": QT_TRANSLATE_NOOP("Texts", "Documents in common: {n}"),
    "because": QT_TRANSLATE_NOOP("Texts", "It may be worth a look."),
    "because.opened": QT_TRANSLATE_NOOP("Texts", "Because you opened “{title}”. In both ({n}): {names}"),
    "because.close": QT_TRANSLATE_NOOP("Texts", "Close in meaning to “{title}”, which you opened"),
    "because.searched": QT_TRANSLATE_NOOP("Texts", "Close to what you searched: {query}"),
    "because.followed": QT_TRANSLATE_NOOP("Texts", "Mentions what you follow: {names}"),
    "because.looked_at": QT_TRANSLATE_NOOP("Texts", "Mentions what you looked at: {names}"),
    "because.new_in_folder": QT_TRANSLATE_NOOP("Texts", "New in a folder where you work"),
    "because.new": QT_TRANSLATE_NOOP("Texts", "Changed lately"),
    "because.latest": QT_TRANSLATE_NOOP("Texts", "One of the files that were changed last"),
    "because.central": QT_TRANSLATE_NOOP("Texts", "Mentions what much of your library is about: {names}"),
}
