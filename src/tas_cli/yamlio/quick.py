"""Plain text → plain data without the YAML parser: several times as fast, for files as tas lays them out.

Takes only lines that mean the same to every reader: a word for a key or a dash for an item, and behind it
nothing, a text in quotes without escapes, a plain text that begins with a letter, a digit or the minus of a
number, a list of such texts in brackets, or `|` and a text of several lines; and comments. The rest, and
every file with anything wrong in it, is left to `parsing.py`. A test holds both to the same outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from .document import ABSENT, MAX_DEPTH, Data, one_spelling

MAX_LENGTH = 200_000
"""Longer texts are not of the kind this is for: whoever calls has to look."""

# For lines that are printable: so nothing in them is a line end to some reader, or invisible.
_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
_PLAIN = r"(?:-(?=[0-9]))?[^\W_](?:[^:#]|:(?=[^ ])|(?<=[^ ])#)*(?<! )"
_ITEM = r"(?!(?:null|Null|NULL)[,\]])[^\W_][^:#,\[\]{}?\"']*(?<! )"
_LIST = rf"\[(?:{_ITEM}(?:, {_ITEM})*)?\]"
_LITERAL = r"\|-?"
_COMMENT = r"#.*"
_KEY = r"\w{1,100}(?:\.\w{1,100})?"
_LINE = re.compile(
    rf"( *)(?:(- )?(?:({_KEY}):(?: +({_QUOTED}|{_PLAIN}|{_LIST}|{_LITERAL}))?"
    rf"|(?(2)({_QUOTED}|{_PLAIN})|(?!)))(?: +{_COMMENT})?|{_COMMENT})?"
)

NOTHING, ENTRY, ITEM, ITEM_ENTRY = range(4)
"""What a line is: blank or a comment, `key: value`, `- value`, `- key: value`."""


class Literal(NamedTuple):
    """That a text of several lines follows, and what ends it."""

    end: str


LineShape = tuple[int, int, str, "str | tuple[str, ...] | Literal | None"]
"""What a line is, its indentation, its key and its value: None for none, a tuple for a list in brackets."""

DEEPEST = MAX_DEPTH - 2
"""Levels that may be open when another is begun: a list in brackets can still come inside."""

OpenLevel = tuple[int, Any, Any]
"""A map or list that is open: how far its lines are indented, its data and its marks."""


@lru_cache(maxsize=8192)
def _shape(line: str) -> LineShape | None:
    """What a line is; None when it is not plain."""
    found = _LINE.fullmatch(line) if line.isprintable() else None
    if found is None:
        return None
    indent, dash, key, value, item = found.groups()
    if value in ABSENT or item in ABSENT or (key and key != one_spelling(key)):
        return None
    if key is None:
        return (NOTHING if item is None else ITEM), len(indent), "", _plain(item)
    return (ENTRY if dash is None else ITEM_ENTRY), len(indent), key, _plain(value)


def _plain(value: str | None) -> str | tuple[str, ...] | Literal | None:
    """What a spelled value says."""
    if value is None or value[0] not in "\"'[|":
        return value
    if value[0] == "|":
        return Literal("" if value[1:] else "\n")
    if value[0] != "[":
        return value[1:-1]
    return tuple(value[1:-1].split(", ")) if len(value) > 2 else ()


def quick(text: str) -> tuple[dict[str, Data], dict[str, Any], bool] | None:
    """The data of a text, its marks, and whether a key has no value; None when the text is not for us.

    Data and marks are as `parsing.py` would give them, but a mark is the number of a line, from 0.
    """
    data: Any = {}
    marks: Any = {}
    levels: list[OpenLevel] = [(0, data, marks)]
    depth = 0
    # The key on the line before when nothing stood behind it, and how many such keys have got nothing yet.
    last: str | None = None
    gaps = 0
    lines = text.split("\n")
    numbered = enumerate(lines)
    for number, line in numbered:
        shape = _shape(line)
        if shape is None:
            return None
        kind, indent, key, value = shape
        if kind == NOTHING:
            continue
        if indent != depth or kind != ENTRY:
            gaps -= indent > depth
            if not _placed(levels, number, shape, last):
                return None
            depth, data, marks = levels[-1]
        if kind == ITEM:
            last = None
            continue
        if type(data) is list or key in data:
            return None
        data[key], marks[key], last = value, number, None
        if value is None:
            last = key
            gaps += 1
        elif type(value) is not str and not _filled(data, marks, key, lines, numbered, depth):
            return None
    _, data, marks = levels[0]
    return (data, marks, gaps > 0) if data else None


def _filled(
    data: Any, marks: Any, key: str, lines: Sequence[str], numbered: Iterator[object], depth: int
) -> bool:
    """Give a key its list in brackets, or its text of several lines, which are taken out of `numbered`.

    False where that text is not for us.
    """
    value, number = data[key], marks[key]
    if type(value) is tuple:
        data[key], marks[key] = list(value), (number, [number] * len(value))
        return True
    said = _said(lines, number + 1, depth) if number + 1 < len(lines) else None
    if said is None:
        return False
    data[key] = "\n".join(said).rstrip("\n") + value.end
    for _ in said:
        next(numbered)
    return True


def _said(lines: Sequence[str], start: int, depth: int) -> list[str] | None:
    """The lines from `start` on of a text of several lines in a map of some depth, blank ones at its end too.

    None for one that begins with a blank, or is followed by no whole line.
    """
    indent = len(lines[start]) - len(lines[start].lstrip(" "))
    said: list[str] = []
    if indent <= depth or indent == len(lines[start]):
        return None
    for number in range(start, len(lines)):
        line = lines[number]
        if line.isspace():
            return None
        if line and not line.startswith(" " * indent):
            return said
        if not line.isprintable():
            return None
        said.append(line[indent:])
    return said[:-1] if not lines[-1] else None


def _placed(levels: list[OpenLevel], number: int, shape: LineShape, last: str | None) -> bool:
    """Go to the map or list that a line belongs to, and begin its item; False where there is no place."""
    kind, indent, _, value = shape
    depth, data, marks = levels[-1]
    if indent > depth:
        if last is None or len(levels) > DEEPEST:
            return False
        # A map or list under a key that has no value yet.
        inner: Any = {} if kind == ENTRY else []
        inner_marks: Any = {} if kind == ENTRY else []
        data[last] = inner
        marks[last] = marks[last], inner_marks
        levels.append((indent, inner, inner_marks))
        depth, data = indent, inner
    while depth > indent:
        levels.pop()
        depth, data, _ = levels[-1]
    if kind == ENTRY or depth != indent:
        return depth == indent
    if type(data) is not list or len(levels) > DEEPEST:
        return False
    _item(levels, number, kind, value)
    return True


def _item(levels: list[OpenLevel], number: int, kind: int, value: object) -> None:
    """An item of the list that is open; for one with a key the map that it begins."""
    indent, data, marks = levels[-1]
    if kind == ITEM:
        data.append(value)
        marks.append(number)
        return
    inner: dict[str, Data] = {}
    inner_marks: dict[str, Any] = {}
    data.append(inner)
    marks.append((number, inner_marks))
    levels.append((indent + len("- "), inner, inner_marks))
