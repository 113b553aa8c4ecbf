"""Markup within a paragraph of Markdown: what is shown stays, what only points or adorns goes.

Input:  a paragraph. Output: its text as a person reads it; tags and the pages that
it links to are collected on the way. Code and formulas are left as they are.
"""

from __future__ import annotations

import html
import re

_KEPT = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`{1,8})(?!`)(?P<code_text>[\s\S]{1,2000}?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$[^$]{1,4000}\$\$|(?<![\w$\\])\$(?=[^\s$])[^$\n]{0,400}(?<=[^\s\\])\$(?![\d$]))"
    r"|(?P<escaped>\\[!-/:-@\[-`{-~])"
)
_WIKI = re.compile(r"!?\[\[([^\[\]|\n]{0,500})(?:\|([^\[\]\n]{0,500}))?\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\](?!:)|\^\[(?=[^\]])")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000}+)\]"
    r"(?:\(((?:[^()\s<>]|\([^()\s]{0,500}\)|<[^<>\n]{0,2000}>|[ \t\n](?![ \t\n])){0,2000}+)\)"
    r"|\[[^\[\]]{0,300}\])"
)
_AUTO_LINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,200})>")
_HTML_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_HTML_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|big|blockquote|body|button|center|cite|code|col|colgroup|dd|del|details"
    r"|dfn|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd"
    r"|label|li|link|main|mark|meta|nav|ol|p|picture|pre|q|rp|rt|ruby|s|samp|script|section|small|source|span"
    r"|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr)"
    r"(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(?<!\*)\*{1,3}(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*{1,3}(?!\*)")
_UNDERLINED = re.compile(
    r"(?<![\w_])_{1,3}(?=[^\s_])((?:[^_\n]|(?<=[^\W_])_(?=[^\W_])){1,1000}+)(?<=[^\s_])_{1,3}(?![\w_])"
)
_STRUCK = re.compile(r"(~~|==)(?=\S)([^~=\n]{1,1000}?)(?<=\S)\1")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*+\{[#.:][^{}\n]{0,200}\}[ \t]*$", re.MULTILINE)
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9-]{1,60}[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"(?:^|(?<=[\s(\[（【，。、；：,]))#([^\W_][\w/-]{0,80}|_[\w/-]{1,80})")
_MARKED = re.compile(r"[`$\\\[\]^<&{#*_~=\U000f0000-\U000ffffd]")
"""What every kind of markup here has one of."""

# Private characters stand for what is not to be touched while the rest is.
_FIRST_MARK = 0xF0000
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_EMPHASIS = re.compile("[*~\U000f0000-\U000ffffd]+|==")
_MOST_KEPT = 0xFFFD
_MOST_COLLECTED = 2000


class Inline:
    """Reads paragraphs of one text.

    Attributes:
        tags: Tags so far, without ``#``, in order.
        links: What links point to so far, in order, each with the text that is shown for it.
    """

    def __init__(self) -> None:
        self.tags: dict[str, None] = {}
        self.links: dict[str, str] = {}

    def read(self, source: str) -> str:
        """Return the text of a paragraph."""
        if not _MARKED.search(source):
            return source
        kept: list[str] = []

        def keep(match: re.Match[str]) -> str:
            if len(kept) >= _MOST_KEPT:
                return match[0]
            shown = match["code_text"] if match["code"] else match[0]
            kept.append(shown[1:] if match["escaped"] else shown)
            return chr(_FIRST_MARK + len(kept) - 1)

        text = _KEPT.sub(keep, _MARK.sub("\ufffd", source))
        text = _WIKI.sub(self._wiki, text)
        text = _FOOTNOTE.sub(lambda match: " (" if match[0] == "^[" else "", text)
        text = self._without_links(text)
        text = _without_html(text)
        text = _BLOCK_ID.sub("", _ATTRIBUTES.sub("", text))
        for match in _TAG.finditer(text):
            if not match[1].isdecimal() and len(self.tags) < _MOST_COLLECTED:
                self.tags.setdefault(match[1])
        for _ in range(2):  # one kind of emphasis within another
            text = _STRUCK.sub(r"\2", _UNDERLINED.sub(r"\1", _STRONG.sub(r"\1", text)))
        return _MARK.sub(lambda match: kept[ord(match[0]) - _FIRST_MARK], text) if kept else text

    def _wiki(self, match: re.Match[str]) -> str:
        target, shown = match[1].strip().rstrip("\\"), (match[2] or "").strip()
        page, *parts = (part.strip() for part in target.split("#"))
        if match[0][0] == "!" and re.fullmatch(r"\d+(?:x\d+)?", shown):  # the size of a picture
            shown = ""
        parts = [part for part in parts if not part.startswith("^")]
        shown = shown or " > ".join(part for part in (page, *parts) if part)
        self.note_link(page, shown)
        return shown

    def note_link(self, target: str, shown: str) -> None:
        """Keep what a link points to; one that points into its own text is none."""
        if target and target[0] != "#" and len(self.links) < _MOST_COLLECTED:
            self.links.setdefault(target.replace("|", "%7C"), " ".join(shown.split()))

    def stated_links(self) -> list[str]:
        """Return the links as the attribute ``links`` has them, parted by semicolons."""
        links = [
            target if shown in ("", target) else f"{target}|{shown}" for target, shown in self.links.items()
        ]
        return [link.replace("; ", ";") for link in links]

    def _without_links(self, text: str) -> str:
        if "](" not in text and "][" not in text:
            return text
        for _ in range(2):  # a picture within a link
            text = _LINK.sub(self._shown, text)
        return text

    def _shown(self, match: re.Match[str]) -> str:
        if target := (match[2] or "").strip():
            bare = target[1:].partition(">")[0] if target[0] == "<" else target.split()[0]
            self.note_link(bare, _EMPHASIS.sub("", match[1]))
        return match[1]


def _without_html(text: str) -> str:
    if "<" in text:
        text = _AUTO_LINK.sub(r"\1", text)
        text = _HTML_TAG.sub("", _HTML_BREAK.sub("\n", _HTML_CELL.sub("\t", text)))
    return html.unescape(text) if "&" in text else text
