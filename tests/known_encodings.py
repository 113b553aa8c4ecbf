"""Whether the text of files in known encodings came out right.

``encodings_of_files.tsv`` says which encoding each file of ``encodings_chardet`` is in: its folder in the
tests of chardet 5.2, which the collected copy lacks. Right means that what was read is what the same file,
written anew in UTF-8, would have given.
"""

from __future__ import annotations

import codecs
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError
from engine.ingest.clean import clean
from engine.ingest.formats import sniff
from engine.ingest.readers import registry
from engine.ingest.readers.pieces import Limits
from engine.settings import Indexing

_FOLDER = "encodings_chardet"
_TABLE = Path(__file__).with_name("encodings_of_files.tsv")
# What the left is called decodes alike with the right, which has more characters.
_WIDER = {
    "gb2312": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252",
    "iso8859-9": "cp1254", "ascii": "cp1252", "tis-620": "cp874",
}  # fmt: skip
_DECLARED = re.compile(r"""(<\?xml[^>]*?\sencoding\s*=\s*["'])[^"']*""")
_META = re.compile(r"""(<meta[^>]{0,300}?charset\s*=\s*["']?\s*)[\w.:-]+""", re.IGNORECASE)
_SETTINGS = Indexing()
_LIMITS = Limits(
    max_file_bytes=_SETTINGS.max_file_bytes,
    max_text_chars=_SETTINGS.max_text_chars,
    max_pages=_SETTINGS.max_pages,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """One file of a known encoding; ``is_right`` is None where Python has no such codec."""

    path: str
    encoding: str
    is_right: bool | None


def judge_encodings(data: Path, texts: Mapping[str, str]) -> list[Decoded]:
    """Compare ``texts``, by path below ``data``, with those of the same files in UTF-8."""
    judged = []
    for name, encoding in _known_files():
        path = data / _FOLDER / name
        if path.is_file():
            text = texts.get(f"{_FOLDER}/{name}", "")
            judged.append(Decoded(path=name, encoding=encoding, is_right=_is_right(path, encoding, text)))
    return judged


def print_encodings(judged: list[Decoded]) -> None:
    """Print the files that came out right by encoding, and those that did not by name."""
    known = [one for one in judged if one.is_right is not None]
    n_right = sum(bool(one.is_right) for one in known)
    sys.stdout.write(
        f"\nEncodings: {n_right} of {len(known)} files right ({n_right / max(1, len(known)):.1%})\n"
    )
    for encoding, n_all in sorted(Counter(one.encoding for one in judged).items()):
        of_it = [one for one in judged if one.encoding == encoding]
        wrong = [one.path for one in of_it if not one.is_right]
        note = "" if of_it[0].is_right is not None else "  (unknown to Python)"
        sys.stdout.write(f"  {encoding:24}{n_all - len(wrong):4} of {n_all:3}  {' '.join(wrong)}{note}\n")


def _known_files() -> Iterator[tuple[str, str]]:
    for line in _TABLE.read_text("utf-8").splitlines():
        name, _, encoding = line.partition("\t")
        yield name, encoding


def _codec(encoding: str) -> str | None:
    """The Python codec for the name of a folder, such as ``windows-1250-polish``."""
    for name in (encoding, encoding.rpartition("-")[0]):
        try:
            codec = codecs.lookup(name).name
        except LookupError:
            continue
        return _WIDER.get(codec, codec)
    return None


def _is_right(path: Path, encoding: str, text: str) -> bool | None:
    codec = _codec(encoding)
    if codec is None:
        return None
    plain = path.read_bytes().decode(codec, "replace").removeprefix("\ufeff")
    plain = _META.sub(r"\1utf-8", _DECLARED.sub(r"\1utf-8", plain))
    with tempfile.TemporaryDirectory() as folder:
        anew = Path(folder) / path.name
        anew.write_bytes(codecs.BOM_UTF8 + plain.encode("utf-8", "replace"))
        try:
            wanted = clean(registry.read(anew, sniff(anew) or "text", limits=_LIMITS)).text
        except InputError:
            return None
    return bool(wanted) and text == wanted
