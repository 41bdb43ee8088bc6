"""A sound text → where everything in it stands: nodes, entries and comments, as positions in the text.

For those who change a text: `patching.py` and `tidying.py`. Only for a text that `reading.py` found
nothing wrong with; judges and changes nothing. Positions are character indexes of a text without BOM.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from . import events
from .shapes import Data

Kind: TypeAlias = Literal["scalar", "map", "list"]

_COLON = re.compile(r"\s*:")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANKS = " \t\r\n"


@dataclass(slots=True)
class Node:
    """A value: its span, and its text and style or its items. An empty value has an empty span."""

    kind: Kind
    start: int
    end: int
    text: str | None = None
    style: str = ""
    flow: bool = False
    items: list[Item] = field(default_factory=list)

    def data(self) -> Data:
        if self.kind == "map":
            return {item.name: item.value.data() for item in self.items}
        return self.text if self.kind == "scalar" else [item.value.data() for item in self.items]

    @property
    def is_block(self) -> bool:
        """Whether this is a literal or folded text."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Item:
    """An entry of a map or list: from its key (or `?`, or dash) to the end of its value.

    `colon` is where the value may begin: behind the colon or dash, -1 where there is none.
    """

    begin: int
    key: Node | None
    colon: int
    value: Node
    end: int

    @property
    def name(self) -> str:
        return (self.key.text or "") if self.key else ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its # to the end of its line; `own` if nothing else stands on that line."""

    start: int
    end: int
    own: bool


class Tree:
    """Everything in a text: `root` (None if it holds no document) and `comments` in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._get: Any = events.parser(text).get_event
        self._spans: list[tuple[int, int]] = []
        self.body = 0
        root = self._document()
        self.comments = list(self._find_comments())
        self._starts = [comment.start for comment in self.comments]
        self.masked = self._mask()
        self.root = root
        if root:
            self._locate(root, self.body)

    def line_start(self, index: int) -> int:
        """Where the line of `index` begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the line of `index` ends, before its line end."""
        found = _LINE_END.search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Where the line after that of `index` begins, the end of the text if there is none."""
        found = _LINE_END.search(self.text, index)
        return found.end() if found else len(self.text)

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line(self, index: int) -> int:
        """The line of `index`, from 1."""
        return 1 + sum(1 for _ in _LINE_END.finditer(self.text, 0, index))

    def blank_lines(self) -> Iterator[int]:
        """Where each line begins that holds nothing but blanks and belongs to no text."""
        begin = 0
        for found in _LINE_END.finditer(self.text):
            if not self.text[begin : found.start()].strip(_BLANKS) and not self._end_of_text_at(begin):
                yield begin
            begin = found.end()

    def comments_between(self, start: int, end: int) -> list[Comment]:
        return self.comments[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _document(self) -> Node | None:
        get = self._get
        get()
        begin = get()
        if not isinstance(begin, DocumentStartEvent):
            return None
        self.body = _index(begin.end_mark) if begin.explicit else 0
        return self._node(get())

    def _node(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            style = event.style or ""
            if style in ("|", ">"):
                end = self._block_end(start, end)
            text = event.value if event.value or style else None
            if end > start:
                self._spans.append((start, end))
            return Node("scalar", start, end, text, style)
        if isinstance(event, MappingStartEvent):
            return self._map(Node("map", start, end, flow=bool(event.flow_style)))
        return self._list(Node("list", start, end, flow=bool(event.flow_style)))

    def _map(self, node: Node) -> Node:
        while not isinstance(event := self._get(), MappingEndEvent):
            key = self._node(event)
            value = self._node(self._get())
            node.items.append(Item(key.start, key, -1, value, value.end))
        node.end = _index(event.end_mark)
        return node

    def _list(self, node: Node) -> Node:
        while not isinstance(event := self._get(), SequenceEndEvent):
            value = self._node(event)
            node.items.append(Item(value.start, None, -1, value, value.end))
        node.end = _index(event.end_mark)
        return node

    def _block_end(self, start: int, end: int) -> int:
        """The end of a block text without the line end and the blank lines that do not belong to it."""
        raw = self.text[start:end]
        if "+" in raw[:3]:
            return start + len(raw.removesuffix("\n").removesuffix("\r"))
        stripped = start + len(raw.rstrip(_BLANKS))
        return min(self.line_end(stripped), end)

    def _find_comments(self) -> Iterator[Comment]:
        """Every # that is in no text, directive or other comment, up to the end of its line."""
        at = self.text.find("#")
        while at >= 0:
            past = self._end_of_text_at(at)
            if not past:
                past = self.line_end(at)
                begin = self.line_start(at)
                if at > self.body or self.text[begin] != "%":
                    yield Comment(at, past, not self.text[begin:at].strip(_BLANKS))
            at = self.text.find("#", past)

    def _end_of_text_at(self, index: int) -> int:
        """The end of the text that holds `index`, 0 if none does; the head of a block text holds nothing."""
        place = bisect_left(self._spans, (index,)) - 1
        if place < 0 or self._spans[place][1] <= index:
            return 0
        start, end = self._spans[place]
        if self.text[start] in ("|", ">") and index < self.line_end(start):
            return 0
        return end

    def _mask(self) -> str:
        """The text with blanks in place of comments."""
        parts, last = [], 0
        for comment in self.comments:
            parts += [self.text[last : comment.start], " " * (comment.end - comment.start)]
            last = comment.end
        return "".join([*parts, self.text[last:]])

    def _locate(self, node: Node, low: int) -> None:
        """Find the marks that belong to the items of `node`: `?`, dash, colon, and their ends."""
        for item in node.items:
            if item.key:
                self._locate_entry(item, low)
            elif not node.flow:
                item.begin = self.masked.rfind("-", low, item.value.start)
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

    def _locate_entry(self, item: Item, low: int) -> None:
        assert item.key  # noqa: S101
        if "?" in (before := self.masked[low : item.key.start]):
            item.begin = low + before.rindex("?")
        if self.masked[item.key.end : item.key.end + 1] == ":":
            item.colon = item.key.end + 1
        elif colon := _COLON.match(self.masked, item.key.end):
            item.colon = colon.end()


def _index(mark: Any) -> int:
    return int(mark.index)


def split_bom(text: str) -> tuple[str, str]:
    """A leading BOM, or nothing, and the rest."""
    return (text[:1], text[1:]) if text.startswith("\ufeff") else ("", text)


def line_ending(text: str) -> str:
    """The line end that most lines of `text` have; LF where there is none."""
    crlf = text.count("\r\n")
    alone = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    best = max(alone.values())
    return next(end for end in ("\n", "\r\n", "\r") if alone[end] == best)
