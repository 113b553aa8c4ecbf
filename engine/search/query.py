"""Takes a query apart: one box for words, meaning and structure, in English and Chinese alike.

Grammar, where operators are upper-case English or single Chinese words::

    query  = joined*                          all of them
    joined = near ((OR | 或) near)*            any of them; binds closer than standing side by side
    near   = item ((NEAR/5 | 近/5 | ~5) item)*  at most so many words apart
    item   = (- | NOT | 非) item | ( query ) | field:value,value | "a phrase" | wild* | words

What is no syntax is words, and none is lost. Words and phrases rank; fields, and whatever is excluded,
filter. A query of filters only asks for the newest that pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from engine.search.fields import LABEL_NAMES, NotUnderstood, condition
from engine.search.file_types import is_known
from engine.search.lexer import QUOTES, Kind, Token, tokens_of
from engine.searches import Notice
from engine.store.query_tree import AllOf, AnyOf, Near, Node, Not, Query, asks_words, leaves
from engine.store.terms import STOP_WORDS, Term, has_cjk, tokens

_BORDER = re.compile(r"[,;!?()\[\]{}<>|，、。；：！？（）【】《》〈〉…—]+")
# A question mark is a letter only between letters: most stand at the end of a question.
_WILD = re.compile(r"[^\W\d_]{2}[^\W_]*(?:(?:\*|\?(?=[^\W_*]))[^\W_]*)+")
_SHORT_WILD = re.compile(r"[^\W\d_]?\*[^\W\d_]+|[^\W\d_]\*")
_EDGES = ",;!?()[]{}<>|，、。；：！？（）【】《》〈〉…—"
_MAX_DEPTH = 20


def parse(query: str, *, today: date | None = None) -> Query:
    """Take a query apart; no input is an error.

    Args:
        query: What was typed.
        today: What "yesterday" is counted from; by default this day.
    """
    normal = unicodedata.normalize("NFC", query)
    parser = _Parser(list(tokens_of(normal)), today or date.today())
    nodes = parser.query()
    units = [node for node in nodes if asks_words(node)]
    filters = tuple(node for node in nodes if not asks_words(node))
    terms = _telling(list(dict.fromkeys(unit for unit in units if isinstance(unit, Term))))
    units = list(dict.fromkeys(unit for unit in units if not isinstance(unit, Term) or unit in terms))
    asked = [leaf for unit in units for leaf in leaves(unit)]
    every = dict.fromkeys(
        term for leaf in asked for term in (leaf.terms if isinstance(leaf, Near) else (leaf,))
    )
    wanted = tuple(term for term in every if isinstance(term, Term))
    return Query(
        text=re.sub(f"[{QUOTES}]", " ", normal).strip() if parser.is_plain else " ".join(parser.words),
        terms=wanted,
        units=tuple(units),
        filters=filters,
        notices=tuple(parser.notices),
        is_open=bool(wanted) and units[-1] is wanted[-1] and parser.ends_open and not normal[-1].isspace(),
    )


def _telling(terms: list[Term]) -> list[Term]:
    """Leave out stop words, unless there is nothing else."""
    return [term for term in terms if term.is_quoted or term.text.lower() not in STOP_WORDS] or terms


class _Parser:
    """Reads tokens once from left to right.

    Attributes:
        words: Pieces of the query that are words, for what is compared as a whole.
        is_plain: Whether no token was syntax.
        ends_open: Whether the last token was words.
    """

    def __init__(self, found: list[Token], today: date) -> None:
        self._tokens = found
        self._today = today
        self._at = 0
        self._depth = 0
        self._excluding = 0
        self.words: list[str] = []
        self.notices: list[Notice] = []
        self.is_plain = not any(token.kind is Kind.FIELD for token in found)
        self.ends_open = bool(found) and found[-1].kind is Kind.WORDS

    def query(self) -> list[Node]:
        """Return what stands side by side, up to the end or a closing parenthesis."""
        nodes: list[Node] = []
        while (token := self._next()) is not None:
            if token.kind is Kind.CLOSE and self._depth:
                break
            if token.kind is Kind.AND and nodes and self._begins_item(1):
                self._at += 1
                self.is_plain = False
            nodes += self._joined()
        return nodes

    def _next(self, ahead: int = 0) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _begins_item(self, ahead: int) -> bool:
        token = self._next(ahead)
        return token is not None and token.kind not in (Kind.CLOSE, Kind.OR, Kind.AND, Kind.NEAR)

    def _joined(self) -> list[Node]:
        """Return what OR joins as one node, or else what stands there."""
        branches = [self._near()]
        while branches[0] and (token := self._next()) and token.kind is Kind.OR and self._begins_item(1):
            self._at += 1
            self.is_plain = False
            branches.append(self._near())
        parts = [_all(nodes) for nodes in branches if nodes]
        return branches[0] if len(branches) == 1 else [_any(parts)]

    def _near(self) -> list[Node]:
        nodes = self._item()
        while (token := self._next()) and token.kind is Kind.NEAR and nodes and self._begins_item(1):
            start = self._at
            self._at += 1
            following = self._item()
            joined = _near_of(nodes[-1], following[0] if following else None, token.distance)
            if joined is None:
                return [*nodes, *self._as_words(self._tokens[start]), *following]
            self.is_plain = False
            nodes = [*nodes[:-1], joined, *following[1:]]
        return nodes

    def _item(self) -> list[Node]:
        token = self._next()
        if token is None:
            return []
        self._at += 1
        if token.kind is Kind.NOT and self._begins_item(0) and self._excluding < _MAX_DEPTH:
            return self._excluded()
        if token.kind is Kind.OPEN and self._depth < _MAX_DEPTH:
            return self._group()
        if token.kind is Kind.FIELD:
            return self._field(token)
        if token.kind is Kind.QUOTE:
            self._keep(token.text)
            return [Term(token.text, is_quoted=True)] if tokens(token.text) else []
        return self._as_words(token)

    def _excluded(self) -> list[Node]:
        self.is_plain = False
        self._excluding += 1
        nodes = self._item()
        self._excluding -= 1
        if self._next() is None:
            self.ends_open = False
        return [Not(_all(nodes))] if nodes else []

    def _group(self) -> list[Node]:
        self._depth += 1
        nodes = self.query()
        self._depth -= 1
        if (token := self._next()) is not None and token.kind is Kind.CLOSE:
            self._at += 1
        return nodes

    def _field(self, token: Token) -> list[Node]:
        place = {"start": token.start, "end": token.end}
        key = "label" if token.key == "tag" and set(token.values) <= set(LABEL_NAMES) else token.key
        try:
            node = condition(key, token.values, today=self._today, **place)
        except NotUnderstood as error:
            self.notices.append(Notice(code=error.code, params={"value": error.value}, **place))
            return []
        for value in token.values if key == "type" else ():
            if value != "*" and not is_known(value):
                self.notices.append(Notice(code="query.type", params={"value": value}, **place))
        return [node]

    def _as_words(self, token: Token) -> list[Node]:
        """Return the terms of a run of words."""
        self._keep(token.text)
        core = token.text.strip(_EDGES)
        if _WILD.fullmatch(core) and not has_cjk(core):
            self.is_plain = False
            return [Term(core.lower(), is_wild=True)]
        if _SHORT_WILD.fullmatch(core):
            self.notices.append(
                Notice(code="query.wildcard", params={"value": core}, start=token.start, end=token.end)
            )
        return [Term(text) for text in _BORDER.split(token.text) if tokens(text)]

    def _keep(self, text: str) -> None:
        if not self._excluding and text:
            self.words.append(text)


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))


def _near_of(left: Node, right: Node | None, distance: int) -> Near | None:
    """Return two terms as near each other; None where one is no term that can be."""
    chain = left.terms if isinstance(left, Near) else (left,)
    if right is None or not all(_has_place(node) for node in (*chain, right)):
        return None
    widest = max(distance, left.distance) if isinstance(left, Near) else distance
    return Near(tuple(node for node in (*chain, right) if isinstance(node, Term)), widest)


def _has_place(node: Node) -> bool:
    """Whether it is a term with a fixed number of words, or the beginning of one word."""
    return isinstance(node, Term) and (not node.is_wild or node.text.find("*") == len(node.text) - 1)
