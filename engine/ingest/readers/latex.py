"""LaTeX: the text of its document environment as it reads, formulas as they stand.

A scanner with a stack, no tree: a group may have something to put behind it, and
that is all that is remembered. Macros are not expanded; of a command that is not
known, what it is given is kept. Title, author and date come from their commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ingest.readers.decoded import gathered, whole
from engine.ingest.readers.latex_symbols import ACCENTS, SYMBOLS, accented
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.text import read_text
from engine.ingest.source import Source

_TOKEN = re.compile(
    r"(?P<comment>%[^\n]*\n?[ \t]*)|\\(?P<environment>begin|end)[ \t]*\{(?P<name>[^{}\n]{1,60})\}"
    r"|\\(?P<command>[a-zA-Z@]+)\*?[ \t]*\n?[ \t]*|\\(?P<sign>[^a-zA-Z@])|(?P<math>\$\$?)|(?P<brace>[{}])"
    r"|(?P<special>~|&|---?|``|'')|(?P<text>[^\\%${}~&\-`']+|.)",
    re.DOTALL,
)
_BEGIN = re.compile(r"^([^%\n]*?)\\begin[ \t]*\{document\}", re.MULTILINE)
_STATED = re.compile(r"\\(title|author|date|keywords)[ \t]*(?:\[[^\]\n]{0,300}\])?[ \t\n]*\{")
_OPTION = re.compile(r"[ \t]*\[[^\[\]{}]{0,500}(?:\{[^{}]{0,500}\}[^\[\]{}]{0,500}){0,10}\]")
_REFERENCE = re.compile(r"\\[a-zA-Z]*(?:cite|ref)[a-z]*\*?[ \t]*[\[{]")
_LONGEST_FORMULA = 4000
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_MATH = frozenset({
    "equation", "align", "gather", "multline", "math", "displaymath", "eqnarray", "alignat", "flalign",
    "dmath", "tikzpicture",
})  # fmt: skip
_VERBATIM = frozenset({"verbatim", "lstlisting", "minted", "Verbatim", "alltt", "comment", "filecontents"})
_WITH_ARGUMENTS = {
    "tabular": 1, "array": 1, "tabularx": 2, "tabulary": 2, "longtable": 1, "minipage": 1, "multicols": 1,
    "thebibliography": 1, "wrapfigure": 2, "minted": 1, "list": 2, "adjustwidth": 2, "spacing": 1, "CJK": 2,
    "column": 1,
}  # fmt: skip
# What these are given is for the machine: how many arguments go.
_DROPPED = {
    "label": 1, "ref": 1, "eqref": 1, "pageref": 1, "autoref": 1, "cref": 1, "Cref": 1, "nameref": 1,
    "cite": 1,
    "citep": 1, "citet": 1, "citealp": 1, "citeauthor": 1, "citeyear": 1, "parencite": 1, "textcite": 1,
    "autocite": 1, "nocite": 1, "footcite": 1, "includegraphics": 1, "vspace": 1, "hspace": 1,
    "usepackage": 1, "documentclass": 1, "bibliographystyle": 1, "bibliography": 1, "addbibresource": 1,
    "input": 1, "include": 1, "pagestyle": 1, "thispagestyle": 1, "pagenumbering": 1, "setlength": 2,
    "addtolength": 2, "setcounter": 2, "addtocounter": 2, "newcommand": 2, "renewcommand": 2,
    "providecommand": 2, "newenvironment": 3, "renewenvironment": 3, "newtheorem": 2,
    "DeclareMathOperator": 2,
    "definecolor": 3, "color": 1, "textcolor": 1, "colorbox": 1, "fontsize": 2, "selectlanguage": 1,
    "index": 1,
    "hypersetup": 1, "graphicspath": 1, "cline": 1, "cmidrule": 1, "multicolumn": 2, "multirow": 2,
    "rule": 2, "phantom": 1, "vphantom": 1, "hphantom": 1, "raisebox": 1, "scalebox": 1, "rotatebox": 1,
    "resizebox": 2, "parbox": 1, "foreignlanguage": 1, "href": 1, "bibitem": 1, "hyperref": 0,
    "usetikzlibrary": 1,
    "addcontentsline": 3, "markboth": 2, "linespread": 1, "title": 1, "author": 1, "date": 1, "keywords": 0,
    "lstset": 1, "crefrange": 2, "zihao": 1, "setCJKmainfont": 1, "setmainfont": 1,
}  # fmt: skip
_BLOCKS = frozenset({
    "part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph", "caption",
    "frametitle", "subtitle",
})  # fmt: skip
_LINES = {
    "par": "\n\n", "newline": "\n", "linebreak": "\n", "hline": "", "newpage": "\n\n", "clearpage": "\n\n",
    "quad": " ", "qquad": " ", "maketitle": "",
}  # fmt: skip
_SPECIAL = {"~": " ", "&": "\t", "--": "\u2013", "---": "\u2014", "``": "\u201c", "''": "\u201d"}


def read_latex(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a LaTeX file; one too large to hold as plain text.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    text = whole(path, limits)
    if text is None:
        yield from read_text(path, limits=limits)
        return
    stated: dict[str, str] = {}
    for match in _STATED.finditer(text):
        if match[1] in stated:
            continue
        end = _group_end(text, match.end() - 1)
        value = " ".join("".join(LatexText(text[match.end() : end - 1]).read()).split())
        stated[match[1]] = value
    title = stated.pop("title", None)
    yield Head(title=title or None, attributes={name: value for name, value in stated.items() if value})
    begin = _BEGIN.search(text)
    body = text[begin.end() :] if begin else text
    yield from gathered(LatexText(body).read())


class LatexText:
    """Reads a piece of LaTeX."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._behind: list[str] = []  # what comes behind each open group
        self._next_behind = ""

    def read(self) -> Iterator[str]:
        """Yield the text."""
        while match := _TOKEN.match(self._source, self._at):
            self._at = match.end()
            kind = match.lastgroup
            if kind == "name":
                if match["name"] == "document":
                    return
                yield self._environment(match["environment"], match["name"].rstrip("*"), match.start())
            elif kind == "command":
                yield self._command(match)
            elif kind == "sign":
                yield self._sign(match["sign"], match.start())
            elif kind == "math":
                yield self._formula(match["math"], match.start())
            elif kind == "brace":
                yield self._brace(match["brace"])
            elif kind == "special":
                is_before_reference = match["special"] == "~" and _REFERENCE.match(self._source, self._at)
                yield "" if is_before_reference else _SPECIAL[match["special"]]
            elif kind == "text":
                yield match["text"]

    def _brace(self, brace: str) -> str:
        if brace == "{":
            self._behind.append(self._next_behind)
            self._next_behind = ""
            return ""
        return self._behind.pop() if self._behind else ""

    def _environment(self, what: str, name: str, start: int) -> str:
        if name in _MATH and what == "begin":
            return "\n" + self._until(f"\\end{{{name}", start).rstrip() + self._until("}", self._at) + "\n"
        if name in _VERBATIM and what == "begin":
            self._skip_options()
            self._skip_arguments(_WITH_ARGUMENTS.get(name, 0))
            code = self._until(f"\\end{{{name}", self._at).removesuffix(f"\\end{{{name}")
            self._until("}", self._at)
            return "" if name == "comment" else f"\n{code.strip(chr(10))}\n"
        if what == "begin":
            self._skip_options()
            self._skip_arguments(_WITH_ARGUMENTS.get(name, 0))
        return "\n\n"

    def _command(self, match: re.Match[str]) -> str:
        name = match["command"]
        if name in SYMBOLS:  # the space behind it only ends it
            self._at += 2 * self._source.startswith("{}", self._at)
            return SYMBOLS[name]
        if name in ACCENTS:
            return self._accent(ACCENTS[name])
        if name in ("verb", "item"):
            return self._verb() if name == "verb" else self._item()
        if name in _LINES:
            return _LINES[name]
        self._skip_options()
        self._skip_arguments(_DROPPED.get(name, 0))
        if name in _BLOCKS or name == "footnote":
            before, self._next_behind = (" (", ")") if name == "footnote" else ("\n\n", "\n\n")
            return before
        # The line end or space that went with an unknown name may part two words.
        return (
            ""
            if self._source[self._at : self._at + 1] in "{[" or name in _DROPPED
            else " " * match[0][-1].isspace()
        )

    def _verb(self) -> str:
        mark = self._source[self._at : self._at + 1]
        self._at += 1
        return self._until(mark, self._at).removesuffix(mark) if mark else ""

    def _item(self) -> str:
        option = _OPTION.match(self._source, self._at)
        self._at = option.end() if option else self._at
        term = "".join(LatexText(option[0].strip()[1:-1]).read()) if option else ""
        return f"\n- {term}"

    def _sign(self, sign: str, start: int) -> str:
        if sign in "([":
            return self._until("\\)" if sign == "(" else "\\]", start)
        if sign == "\\":
            self._skip_options()
            return "\n"
        if sign in ACCENTS:
            return self._accent(ACCENTS[sign])
        if sign in ",;: \n":
            return " "
        return "" if sign in "-/!@" else sign

    def _accent(self, mark: str) -> str:
        at = _SPACE.match(self._source, self._at)
        begin = at.end() if at else self._at
        letter = re.compile(r"\{?\\?([a-zA-Z])(?:[ \t]*\})?|\{([^{}\\]{0,4})\}|(\S)").match(
            self._source, begin
        )
        if letter is None:
            return ""
        self._at = letter.end()
        return accented(next((group for group in letter.groups() if group), ""), mark)

    def _skip_options(self) -> None:
        while option := _OPTION.match(self._source, self._at):
            self._at = option.end()

    def _skip_arguments(self, n_arguments: int) -> None:
        for _ in range(n_arguments):
            space = _SPACE.match(self._source, self._at)
            begin = space.end() if space else self._at
            if self._source[begin : begin + 1] == "\\":  # \newcommand\name
                token = _TOKEN.match(self._source, begin)
                self._at = token.end() if token else begin
            elif self._source[begin : begin + 1] == "{":
                self._at = _group_end(self._source, begin)
            self._skip_options()

    def _formula(self, mark: str, start: int) -> str:
        end = self._source.find(mark, self._at, self._at + _LONGEST_FORMULA)
        if end < 0 or "\n\n" in self._source[self._at : end]:  # a dollar
            return mark
        return self._until(mark, start)

    def _until(self, mark: str, start: int) -> str:
        """Go on behind ``mark`` and return everything from ``start`` on as it stands."""
        end = self._source.find(mark, self._at)
        self._at = len(self._source) if end < 0 else end + len(mark)
        return self._source[start : self._at]


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def _group_end(text: str, start: int) -> int:
    """Return the offset behind the group that begins at ``start``."""
    depth = 0
    for brace in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth and brace[0] == "}":
            return brace.end()
    return len(text)
