"""Which reference tools read which kind of file, and how each is asked.

Every question is a process of its own with a limit on time. A tool that is not installed is told as missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_SCRIPT = Path(__file__).with_name("reference_reader.py")
_LIMIT_S = 60.0
_MISSING = 3
LEAST_LETTERS = 10
"""A text with fewer letters counts as not read."""

_TO_TEXT = "office:txt:Text (encoded):UTF8"
_ASKED = {
    "txt md csv tsv json jsonl srt vtt rst org tex adoc yaml yml toml ini log py c po svg xlf tmx rdf m "
    "nls noext": ("python:text",),
    "xml rss opml xmp": ("python:xml", "python:text"),
    "html htm xhtml": ("python:html", "w3m"),
    "pdf": ("pdftotext",),
    "doc dot": ("antiword", _TO_TEXT, "catdoc"),
    "docx docm dotx dotm": ("python:docx", _TO_TEXT),
    "rtf": (_TO_TEXT, "unrtf"),
    "xlsx xlsm xltx xltm": ("python:xlsx", "office:csv"),
    "xls xlt": ("python:xls", "office:csv", "xls2csv"),
    "pptx pptm ppsx potx ppsm": ("python:pptx", "office:pdf"),
    "ppt pps": ("office:pdf", "catppt"),
    "odt ott": (_TO_TEXT, "odt2txt", "python:odf"),
    "ods ots": ("python:odf", "office:csv", "odt2txt"),
    "odp otp": ("python:odf", "office:pdf", "odt2txt"),
    "eml mht mhtml": ("python:eml",),
    "mbox": ("python:mbox",),
    "msg": ("python:msg",),
    "epub": ("python:epub",),
    "ipynb": ("python:ipynb",),
    "sxw wpd wp wps wri pages hwp fodt vor sdw": (_TO_TEXT,),
    "xlsb sxc fods dbf wk1 wk3 wk4 wb1 wb2 wb3 wq1 wq2 qpw xlr numbers sdc": ("office:csv",),
    "sxi sxd odg key vsd vsdx pub shw": ("office:pdf",),
}
REFERENCES = {extension: tools for names, tools in _ASKED.items() for extension in names.split()}
"""Tools by what people call a file: its extension. What is not here is asked of nobody."""
_APART = {
    "picture": "png jpg jpeg gif tif tiff bmp webp heic psd ico ppm pcx pct bpg dng cr2 emf wmf",
    "archive": "zip 7z rar tar gz bz2 xz zst tbz2 tgz zlib5 sz z01 warc jar p7z svgz xlz oxt",
    "audio": "mp3 wav flac ogg oga opus m4a wma aif aiff",
    "video": "mp4 mov wmv avi mkv flv",
}
APART = {extension: kind for kind, names in _APART.items() for extension in names.split()}
"""Kinds counted for themselves: a picture's text is a matter of recognition, an archive's of its files."""


@dataclass(slots=True)
class Answer:
    """What the reference tools made of one file: the text of the first that read it, and which that was."""

    text: str = ""
    tool: str = ""
    failures: list[str] = field(default_factory=list)


class References:
    """Asks the reference tools; ``python`` is the interpreter that has the reference libraries."""

    def __init__(self, python: str = sys.executable) -> None:
        self.missing: set[str] = set()
        self._python = python
        self._office = threading.Lock()  # one at a time has the profile

    def read(self, path: Path, kind: str) -> Answer:
        """Ask the tools for ``kind`` one after the other until one reads a text."""
        answer = Answer()
        for tool in REFERENCES.get(kind, ()):
            text = self._ask(tool, path, answer.failures)
            if n_letters(text) >= LEAST_LETTERS:
                answer.text, answer.tool = text, tool
                break
        return answer

    def _ask(self, tool: str, path: Path, failures: list[str]) -> str:
        name, _, argument = tool.partition(":")
        if name == "python":
            return self._run([self._python, str(_SCRIPT), argument, str(path)], tool, failures)
        if name == "office":
            return self._convert(path, argument, failures)
        text = self._run(_COMMANDS[name](str(path)), name, failures)
        # unrtf tells of itself, and of pictures.
        return re.sub(r"(?m)^(?:###.*|-{17})$", "", text) if name == "unrtf" else text

    def _convert(self, path: Path, form: str, failures: list[str]) -> str:
        with self._office, tempfile.TemporaryDirectory() as folder:
            profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/satchel-reference-office"
            command = [
                "soffice",
                profile,
                "--headless",
                "--norestore",
                "--convert-to",
                form,
                "--outdir",
                folder,
            ]
            self._run([*command, str(path)], "soffice", failures)
            made = [file for file in Path(folder).iterdir() if file.suffix != ".lock"]
            if not made:
                return ""
            if made[0].suffix == ".pdf":
                return self._run(_COMMANDS["pdftotext"](str(made[0])), "pdftotext", failures)
            return made[0].read_text("utf-8", "replace")

    def _run(self, command: list[str], tool: str, failures: list[str]) -> str:
        if shutil.which(command[0]) is None:
            self.missing.add(command[0])
            return ""
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=_LIMIT_S, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired:
            failures.append(f"{tool}: too slow")
            return ""
        if done.returncode == _MISSING and tool.startswith("python:"):
            self.missing.add(tool)
        elif done.returncode:
            failures.append(f"{tool}: {done.stderr.decode('utf-8', 'replace').strip()[-120:]}")
        return done.stdout.decode("utf-8", "replace")


_COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "pdftotext": lambda path: ["pdftotext", "-enc", "UTF-8", path, "-"],
    "antiword": lambda path: ["antiword", "-m", "UTF-8.txt", path],
    "catdoc": lambda path: ["catdoc", "-d", "utf-8", path],
    "unrtf": lambda path: ["unrtf", "--text", "--nopict", path],
    "xls2csv": lambda path: ["xls2csv", "-d", "utf-8", path],
    "catppt": lambda path: ["catppt", "-d", "utf-8", path],
    "odt2txt": lambda path: ["odt2txt", "--encoding=UTF-8", path],
    "w3m": lambda path: ["w3m", "-dump", "-T", "text/html", "-O", "UTF-8", path],
}

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]|[^\W_\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]+"
)


def n_letters(text: str) -> int:
    """Count the letters of any script."""
    return sum(1 for _ in _LETTER.finditer(text.replace("\ufffd", "")))


def words(text: str) -> list[str]:
    """Return the words of a text, the characters of Chinese, Japanese and Korean one by one."""
    return _WORD.findall(text.lower())
