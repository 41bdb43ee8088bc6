"""A sound text → where everything in it stands: nodes, items and comments, as positions in the text.

For those who change a text: only for one that `reading.py` found nothing wrong with, and without its BOM.
Positions are character indexes, rows are lines from 0. Judges and changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from . import parsing
from .document import ABSENT, one_spelling

_COLON = re.compile(r"\s*:")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANKS = " \t\r\n"


@dataclass(slots=True)
class TextNode:
    """A value: its span, and its text and style or its items. An empty value has an empty span."""

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    text: str | None = None
    style: str = ""
    flow: bool = False
    items: list[Item] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether this is a literal or folded text."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Item:
    """What a map or list holds: from its key (or `?`, or dash) to the end of its value.

    `colon` is where the value may begin: behind the colon or dash, -1 where there is none.
    """

    begin: int
    key: TextNode | None
    colon: int
    value: TextNode
    end: int

    @property
    def name(self) -> str:
        return one_spelling(self.key.text or "") if self.key else ""


class Trivia(NamedTuple):
    """A comment from its #, or a blank line, which has no text; `own` if nothing else is on the line."""

    start: int
    text: str
    own: bool


class TextTree:
    """Everything in a text: `root` (None if it holds no document), `trivia` and `comments` in order.

    `body` is where an explicit document begins, `foot` the row behind its last one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._get: Any = parsing.parser(text).get_event
        self._spans: list[tuple[int, int]] = []
        self.body, self.foot = 0, len(self.starts)
        self.root = self._document()
        self.trivia = list(self._find_trivia())
        self.comments = [trivia for trivia in self.trivia if trivia.text]
        self._masked = self._mask()
        if self.root:
            self._locate(self.root, self.body)

    def row(self, index: int) -> int:
        """The line of `index`, from 0."""
        return bisect_right(self.starts, index) - 1

    def row_start(self, row: int) -> int:
        """Where a line begins; the end of the text for one that is not there."""
        return self.starts[row] if row < len(self.starts) else len(self.text)

    def line_start(self, index: int) -> int:
        """Where the line of `index` begins."""
        return self.starts[self.row(index)]

    def line_end(self, index: int) -> int:
        """Where the line of `index` ends, before its line end."""
        row = self.row(index)
        return self.starts[row] + len(self.text[self.starts[row] : self.row_start(row + 1)].rstrip("\r\n"))

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def is_first_on_line(self, index: int) -> bool:
        """Whether only blanks stand before `index` on its line."""
        return not self.text[self.line_start(index) : index].strip(_BLANKS)

    def _document(self) -> TextNode | None:
        get = self._get
        get()
        begin = get()
        if not isinstance(begin, DocumentStartEvent):
            return None
        self.body = _end(begin) if begin.explicit else 0
        root = self._node(get())
        end = get()
        self.foot = end.start_mark.line if end.explicit else len(self.starts)
        return root

    def _node(self, event: Any) -> TextNode:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, MappingStartEvent):
            return self._map(TextNode("map", start, end, flow=bool(event.flow_style)))
        if not isinstance(event, ScalarEvent):
            return self._list(TextNode("list", start, end, flow=bool(event.flow_style)))
        text = event.value if event.style or event.value not in ABSENT else None
        node = TextNode("scalar", start, end, text, event.style or "")
        if node.is_block:
            node.end = self._block_end(start, end)
        if node.end > start:
            # A comment may stand behind the head of a block.
            self._spans.append((self.line_end(start) if node.is_block else start, node.end))
        return node

    def _map(self, node: TextNode) -> TextNode:
        while not isinstance(event := self._get(), MappingEndEvent):
            key = self._node(event)
            value = self._node(self._get())
            node.items.append(Item(key.start, key, -1, value, value.end))
        node.end = _end(event)
        return node

    def _list(self, node: TextNode) -> TextNode:
        while not isinstance(event := self._get(), SequenceEndEvent):
            value = self._node(event)
            node.items.append(Item(value.start, None, -1, value, value.end))
        node.end = _end(event)
        return node

    def _block_end(self, start: int, end: int) -> int:
        """The end of a block text without the line end and the blank lines that do not belong to it."""
        raw = self.text[start:end]
        if "+" in raw[:3]:
            return start + len(raw.removesuffix("\n").removesuffix("\r"))
        return min(self.line_end(start + len(raw.rstrip(_BLANKS))), end)

    def _find_trivia(self) -> Iterator[Trivia]:
        """Every line that is blank, and every # up to the end of its line, where no text or directive is."""
        for start, after in zip(self.starts, [*self.starts[1:], len(self.text)], strict=True):
            line = self.text[start:after].rstrip(_BLANKS)
            if not line and start < after and not self._end_of_text_at(start):
                yield Trivia(start, "", True)
            at = self.text.find("#", start, after)
            while at >= 0 and (past := self._end_of_text_at(at)):
                at = self.text.find("#", past, after)
            if at >= 0 and (at > self.body or line[0] != "%"):
                yield Trivia(at, line[at - start :], self.is_first_on_line(at))

    def _end_of_text_at(self, index: int) -> int:
        """The end of the text that holds `index`, 0 if none does."""
        place = bisect_right(self._spans, (index, len(self.text))) - 1
        return self._spans[place][1] if place >= 0 and self._spans[place][1] > index else 0

    def _mask(self) -> str:
        """The text with blanks in place of comments."""
        parts, last = [], 0
        for comment in self.comments:
            parts += [self.text[last : comment.start], " " * len(comment.text)]
            last = comment.start + len(comment.text)
        return "".join([*parts, self.text[last:]])

    def _locate(self, node: TextNode, low: int) -> None:
        """Find the marks that belong to the items of `node`: `?`, dash, colon, and their ends."""
        for item in node.items:
            if item.key:
                self._locate_key(item, item.key, low)
            elif not node.flow:
                item.begin = self._masked.rfind("-", low, item.value.start)
                item.colon = item.begin + 1
            if item.value.kind == "scalar":
                if item.value.end == item.value.start:
                    item.end = max(item.colon, item.key.end if item.key else item.begin)
            else:
                self._locate(item.value, item.colon if item.colon >= 0 else low)
                item.end = item.value.end
            low = item.end
        if node.items and not (node.flow and self.text[node.start] in "{["):
            node.end = node.items[-1].end

    def _locate_key(self, item: Item, key: TextNode, low: int) -> None:
        if "?" in (before := self._masked[low : key.start]):
            item.begin = low + before.rindex("?")
        if colon := _COLON.match(self._masked, key.end):
            item.colon = colon.end()


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def split_bom(text: str) -> tuple[str, str]:
    """A leading BOM, or nothing, and the rest."""
    return (text[:1], text[1:]) if text.startswith("\ufeff") else ("", text)


def line_ending(text: str) -> str:
    """The line end that most lines of `text` have; LF where there is none."""
    crlf = text.count("\r\n")
    alone = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    best = max(alone.values())
    return next(end for end in ("\n", "\r\n", "\r") if alone[end] == best)
