"""What Satchel reads of a folder of real files, beside what reference tools read of them.

    .venv/bin/python tests/compare_readers.py --data ../shared/data/documents --python REFERENCE_PYTHON

The folder is indexed for real, until no file waits; the references (pdftotext, antiword, catdoc, unrtf,
odt2txt, w3m, LibreOffice, and libraries of the Python named by ``--python``) are asked one process a file.
"Read" means at least ten letters of text or title. Printed are a table by kind of file, each file that only a
reference reads with Satchel's reason, the files of which Satchel has clearly fewer words, and the files of
known encodings (see ``encodings_of_files.tsv``) whose text is right. Pictures, archives, audio and video are
counted apart, and so are the kinds that Satchel does not claim to read. ``--answers FILE`` keeps the
references' answers for the next time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from known_encodings import Decoded, judge_encodings, print_encodings  # noqa: E402
from references import APART, LEAST_LETTERS, REFERENCES, Answer, References, n_letters, words  # noqa: E402

from engine.cli.sentences import sentence  # noqa: E402
from engine.errors import Cancelled  # noqa: E402
from engine.ingest.formats import sniff, supported_formats  # noqa: E402
from engine.ingest.scan import to_os_path  # noqa: E402
from engine.library import Library  # noqa: E402
from engine.records import FileStatus  # noqa: E402

_FEW_WORDS_SHARE = 0.7
# Their plain text has marks, times and addresses in it, which are no loss.
_MARKED_UP = frozenset(("md", "json", "vtt", "srt", "org", "rst", "xlf", "tmx", "svg", "xml", "rdf", "xmp"))
_N_WORKERS = 2
# Looked at by eye: what the reference reads of them is no text of theirs.
_RUBBISH = {
    "opf_format_corpus/testIBMDisplayWrite40.doc": "bytes of a binary file as letters",
    "opf_format_corpus/testIBMDisplayWrite42.doc": "bytes of a binary file as letters",
    "opf_format_corpus/testIBMDisplayWrite50.doc": "bytes of a binary file as letters",
    "tika/testODTEncrypted.odt": "encrypted bytes as letters",
    "tika/testODTEmbeddedImageLink.odt": "the tool's own word for a picture",
    "tika/testWPSAttachment.doc": "the tool's own word for a picture, nine times",
    "tika/testWORD_phonetic.doc": "the code of a field",
    "tika/testPPT_EmbeddedPDF.ppt": "the name of the theme",
    "tika/testPPT_autodate.ppt": "the name of the theme",
    "tika/testPPT_macros.ppt": "the name of the theme",
    "tika/testPPT_oleWorkbook.ppt": "the name of the theme",
    "encodings_chardet/plane1-utf-16le.html": "UTF-16 taken byte by byte",
    "encodings_chardet/plane1-utf-32be.html": "UTF-32 taken byte by byte",
    "unstructured/fake-email-utf-16-le.eml": "UTF-16 taken byte by byte",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One file: what became of it here and with the references."""

    path: str
    kind: str
    format: str
    status: str
    code: str
    reason: str
    is_ours: bool
    is_theirs: bool
    tool: str
    failures: list[str]
    n_our_words: int
    n_their_words: int
    shared: float
    """Which share of their words is found in ours, counting each as often as it stands."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: str
    code: str
    reason: str
    text: str
    title: str


def main() -> int:
    """Compare, print, and say by the exit status whether every file got its status."""
    options = _options()
    data = Path(options.data).resolve()
    outcomes = _index(data)
    files = sorted(path for path in data.rglob("*") if path.is_file())
    references = References(options.python)
    answers = _ask(references, files, data, Path(options.answers) if options.answers else None)
    rows = [_row(path, data, outcomes, answers) for path in files]
    decoded = judge_encodings(data, {name: outcome.text for name, outcome in outcomes.items()})
    n_lost = sum(row.status in ("", FileStatus.WAITING) for row in rows)
    if options.json:
        figures = {"files": [asdict(row) for row in rows], "encodings": [asdict(one) for one in decoded]}
        sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(rows, decoded, references, n_lost)
    return 1 if n_lost else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", required=True, help="the folder of real files")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the reference libraries")
    parser.add_argument("--answers", help="keep the references' answers in this file, and take them from it")
    parser.add_argument("--json", action="store_true", help="print everything as one object")
    return parser.parse_args()


def _index(data: Path) -> dict[str, _Outcome]:
    """Index ``data`` until no file waits; return what became of each, by its path below it."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "compared.satchel", models_root=ROOT / "resources" / "models")
        with library:
            library.add_folder(data)
            seen = False

            def is_read() -> bool:
                nonlocal seen
                counts = library.status().files
                seen = seen or sum(counts.values()) > 0
                return seen and not counts.get(FileStatus.WAITING, 0)

            with contextlib.suppress(Cancelled):
                library.index(cancelled=is_read)
            outcomes = {}
            for row in library.files(limit=1_000_000):
                text = title = ""
                if row.document_id is not None:
                    view = library.document(row.document_id)
                    text, title = view.text, view.title
                code = row.reason.code if row.reason else ""
                reason = sentence(row.reason.code, row.reason.params) if row.reason else ""
                path = Path(to_os_path(row.path))
                if path.is_relative_to(data):
                    outcomes[str(path.relative_to(data))] = _Outcome(row.status, code, reason, text, title)
    return outcomes


def _ask(references: References, files: list[Path], data: Path, kept: Path | None) -> dict[str, Answer]:
    known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept and kept.exists() else {}

    def ask(path: Path) -> Answer:
        name = str(path.relative_to(data))
        return Answer(**known[name]) if name in known else references.read(path, _kind(path))

    with ThreadPoolExecutor(_N_WORKERS) as threads:
        answers = dict(zip((str(p.relative_to(data)) for p in files), threads.map(ask, files), strict=True))
    if kept is not None:
        kept.write_text(json.dumps({name: asdict(one) for name, one in answers.items()}), "utf-8")
    return answers


def _kind(path: Path) -> str:
    """What people call the file: its extension, or what is in it where that says nothing."""
    extension = path.suffix.lower().lstrip(".")
    if extension in REFERENCES or extension in APART:
        return extension
    return sniff(path) or extension or "none" if path.stat().st_size else extension or "none"


def _row(path: Path, data: Path, outcomes: dict[str, _Outcome], answers: dict[str, Answer]) -> Row:
    name = str(path.relative_to(data))
    ours, theirs = outcomes.get(name, _Outcome("", "", "", "", "")), answers[name]
    text = "" if name in _RUBBISH else theirs.text
    title = "" if ours.title in (path.name, path.stem) else ours.title
    our_words, their_words = Counter(words(f"{title}\n{ours.text}")), Counter(words(text))
    shared = (our_words & their_words).total() / max(1, their_words.total())
    return Row(
        path=name,
        kind=_kind(path),
        format=(sniff(path) if path.stat().st_size else "") or "",
        status=ours.status,
        code=ours.code,
        reason=ours.reason,
        is_ours=n_letters(title + ours.text) >= LEAST_LETTERS,
        is_theirs=n_letters(text) >= LEAST_LETTERS,
        tool=theirs.tool,
        failures=theirs.failures,
        n_our_words=our_words.total(),
        n_their_words=their_words.total(),
        shared=shared,
    )


def _group(row: Row) -> str:
    if row.kind in APART:
        return f"apart: {APART[row.kind]}"
    return "claimed" if row.format in supported_formats() or row.is_ours else "not claimed"


def _print(rows: list[Row], decoded: list[Decoded], references: References, n_lost: int) -> None:
    say = sys.stdout.write
    say(f"{len(rows)} files, {n_lost} without a status\n")
    for status, n_files in Counter(row.status for row in rows).most_common():
        codes = Counter(row.code for row in rows if row.status == status and row.code).most_common()
        say(f"  {status:10}{n_files:6}  " + ", ".join(f"{code} {n}" for code, n in codes) + "\n")
    say("missing references: " + (", ".join(sorted(references.missing)) or "none") + "\n")
    for group in sorted({_group(row) for row in rows}):
        chosen = [row for row in rows if _group(row) == group]
        say(f"\n{group:12} files  ours  ref.  both  only ours  only ref.  neither  both/ref.\n")
        for kind, _ in Counter(row.kind for row in chosen).most_common():
            say(_line(kind, [row for row in chosen if row.kind == kind]))
        say(_line("all", chosen))
    say(_line("\nall but apart", [row for row in rows if not _group(row).startswith("apart")]))
    say("\nRead by a reference only:\n")
    for row in rows:
        if row.is_theirs and not row.is_ours and not _group(row).startswith("apart"):
            say(f"  {row.path} [{row.format}, {row.tool}, {row.n_their_words} words] ")
            say(f"{row.status}: {row.reason}\n")
    say(f"\nLess than {_FEW_WORDS_SHARE:.0%} of the reference's words:\n")
    few = [
        row
        for row in rows
        if row.is_ours
        and row.is_theirs
        and row.shared < _FEW_WORDS_SHARE
        and not (row.tool == "python:text" and row.kind in _MARKED_UP)
    ]
    for row in sorted(few, key=lambda row: row.n_their_words * (row.shared - 1)):
        say(f"  {row.shared:4.0%} {row.n_our_words:7} of {row.n_their_words:7} {row.path} ")
        say(f"[{row.tool}] {row.reason}\n")
    print_encodings(decoded)


def _line(name: str, rows: list[Row]) -> str:
    n_ours, n_theirs = sum(row.is_ours for row in rows), sum(row.is_theirs for row in rows)
    n_both = sum(row.is_ours and row.is_theirs for row in rows)
    n_neither = sum(not row.is_ours and not row.is_theirs for row in rows)
    share = f"{n_both / n_theirs:9.1%}" if n_theirs else "        -"
    return (
        f"{name:12}{len(rows):6}{n_ours:6}{n_theirs:6}{n_both:6}{n_ours - n_both:11}{n_theirs - n_both:11}"
        f"{n_neither:9}  {share}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
