"""reStructuredText, Org, LaTeX and AsciiDoc read as text; their headers are stated."""

from pathlib import Path

import pytest

from engine.ingest.formats import sniff
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText

_EXTENSIONS = {"rst": ".rst", "org": ".org", "latex": ".tex", "asciidoc": ".adoc"}


def _read(tmp_path: Path, form: str, text: str) -> RawText:
    path = (tmp_path / "x").with_suffix(_EXTENSIONS[form])
    path.write_bytes(text.encode())
    assert sniff(path) == form
    return read(path, form, limits=Limits())


def _lines(raw: RawText) -> list[str]:
    return [line.strip() for line in raw.pages[0].split("\n") if line.strip()]


def test_restructured_text(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "rst",
        """\
.. a comment
   gone

========
知识 图谱
========

:Author: Ada
:Date: 2024

Intro to **bold** *it* ``co*de*`` `shown <http://x>`_ :doc:`~a.b` ref_ and |sub| [1]_.

Part
----

.. note:: Take care
   of this.

.. code-block:: python
   :linenos:

   x = "**kept**"

   y = 1

.. image:: x.png
   :alt: a picture

.. _target: http://x

+---+---+
| a | b |
+===+===+
| 1 | 2 |
+---+---+

Example::

    raw *text*

.. [1] A note.
""",
    )
    assert raw.title == "知识 图谱"
    assert raw.attributes == {"author": "Ada", "date": "2024"}
    assert _lines(raw) == [
        "知识 图谱", "Intro to bold it co*de* shown a.b ref and sub.", "Part", "Take care", "of this.",
        'x = "**kept**"', "y = 1", "a picture", "a\tb", "1\t2", "Example:", "raw *text*", "A note.",
    ]  # fmt: skip


def test_org(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "org",
        """\
#+TITLE: 研究笔记
#+AUTHOR: Ada
#+FILETAGS: :work:
#+OPTIONS: toc:nil
# comment
* TODO [#A] First *part* :读书:
:PROPERTIES:
:ID: 1
:END:
See [[https://x.org][the page]] and [[note]], /slanted/ =code= a/b.[fn:1]
#+BEGIN_SRC python
# kept
#+END_SRC
| a | b |
|---+---|
| 1 | 2 |
""",
    )
    assert raw.title == "研究笔记"
    assert raw.attributes == {"author": "Ada", "tags": "work; 读书"}
    assert _lines(raw) == ["First part", "See the page and note, slanted code a/b.", "# kept", "a\tb", "1\t2"]


def test_latex(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "latex",
        r"""\documentclass{article} % gone
\usepackage[utf8]{inputenc}
\title{On \emph{Engines}}\author{Ada \and Bob}
\newcommand{\foo}[1]{gone}
\begin{document}
\maketitle
\section[short]{引言 of \textbf{X}}\label{sec:x}
Caf\'e, \"Uber, \c{c}a, Erd\H{o}s, \v{S}, na\"{\i}ve, \ss{} --- ``q'' 50\% % gone
as $a_1 + \frac{b}{c}$ shows~\cite{k}.\footnote{Aside.}

\begin{itemize}
\item one
\item[two] three
\end{itemize}
\begin{equation}
E = mc^2 % kept
\end{equation}
\begin{tabular}{l|l} a & b \\ \hline 1 & 2 \end{tabular}
\begin{verbatim}
\kept{%}
\end{verbatim}
\href{http://x}{link} \url{http://y} \unknown{kept}
\end{document}
gone
""",
    )
    assert raw.title == "On Engines"
    assert raw.attributes == {"author": "Ada Bob"}
    text = " ".join(_lines(raw))
    for shown in (
        "引言 of X", "Café, Über, ça, Erdős, Š, naïve, ß — “q” 50%", r"as $a_1 + \frac{b}{c}$ shows",
        "(Aside.)",
        "- one - two three", "E = mc^2 % kept", r"\kept{%}", "link http://y kept",
    ):  # fmt: skip
        assert shown in text
    assert "a \t b" in raw.pages[0]
    assert "gone" not in text
    assert "inputenc" not in text


def test_latex_without_a_preamble(tmp_path: Path) -> None:
    assert _lines(_read(tmp_path, "latex", "\\chapter{第一章}\n内容 costs \\$5.\n")) == [
        "第一章",
        "内容 costs $5.",
    ]


def test_asciidoc(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "asciidoc",
        """\
= 手册 Guide
Ada Lovelace <a@x.org>
v1.0, 2024-01-31
:toc: left
:keywords: a, b

// gone
[[intro]]
== Part

.Steps
* See https://x.org[the site], <<intro,above>> and `code`.
[source,c]
----
// kept *x*
----
////
gone
////
|===
|a |b

|1 |2
|===
image::x.png[A map]
""",
    )
    assert raw.title == "手册 Guide"
    assert raw.attributes == {"author": "Ada Lovelace", "date": "2024-01-31", "keywords": "a, b"}
    assert _lines(raw) == [
        "手册 Guide", "Part", "Steps", "* See the site, above and code.", "// kept *x*", "a\tb", "1\t2",
        "A map",
    ]  # fmt: skip


@pytest.mark.parametrize("form", list(_EXTENSIONS))
@pytest.mark.parametrize(
    "part",
    ["{", "\\title{", "[[", "*a ", "`a ", "\\item[", "$a", "\\begin{equation}", ".. a::\n",
     "|", "= ", "=", "<<a", "\\"]
)  # fmt: skip
def test_repeated_marks_take_no_harm(tmp_path: Path, form: str, part: str) -> None:
    assert isinstance(_read(tmp_path, form, part * (40_000 // len(part))).pages[0], str)
