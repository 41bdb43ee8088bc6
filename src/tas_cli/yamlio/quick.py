"""Plain text → plain data without the YAML parser: several times as fast, for files as tas lays them out.

Takes only lines that mean the same to every reader: a word for a key, and behind it nothing, a text in
double quotes without escapes, or a plain text that begins with a letter or digit; and comments. The rest is
left to `reading.py`, and so is every file with anything wrong in it. A test holds both to the same outcome.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from .shapes import MAX_DEPTH, Data

MAX_LENGTH = 200_000
"""Longer texts are not of the kind this is for."""

# Of what may stand on a line, all that is neither a control character nor a line end to some reader.
_TAME = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
_QUOTED = rf'"[^"\\{_TAME}]*"'
_PLAIN = rf"[^\W_](?:[^:#{_TAME}]|:(?=[^\s{_TAME}])|(?<=[^ ])#)*(?<! )"
_COMMENT = rf"#[^{_TAME}]*"
_LINE = re.compile(rf"( *)(?:(\w{{1,100}}):(?: +({_QUOTED}|{_PLAIN}))?(?: +{_COMMENT})?|{_COMMENT})?")

Shape = tuple[int, str | None, str | None, str]
Level = tuple[int, dict[str, Data], dict[str, Any]]


@lru_cache(maxsize=8192)
def _shape(line: str) -> Shape | None:
    """Indentation, key (None on a line without), value (None for none) and its quote; None: not plain."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    value = found[3]
    if value is not None and value[0] == '"':
        return len(found[1]), found[2], value[1:-1], '"'
    return len(found[1]), found[2], value, ""


def quick(text: str) -> tuple[dict[str, Data], dict[str, Any]] | None:
    """The data of a text and its marks, as `reading.py` would give them; None when it is not for us.

    A mark is the number of a line, counted from 0.
    """
    if len(text) > MAX_LENGTH:
        return None
    data: dict[str, Data] = {}
    marks: dict[str, Any] = {}
    # The maps that are open, each with its indentation; the innermost one is at hand.
    levels: list[Level] = [(0, data, marks)]
    depth = 0
    last: str | None = None
    for number, line in enumerate(text.split("\n")):
        shape = _shape(line)
        if shape is None:
            return None
        indent, key, value, quote = shape
        if key is None:
            continue
        if indent != depth:
            if not (_opened(levels, indent, last) if indent > depth else _closed(levels, indent)):
                return None
            depth, data, marks = levels[-1]
        if key in data:
            return None
        data[key] = value
        marks[key] = number, quote
        last = key if value is None else None
    _, data, marks = levels[0]
    return (data, marks) if data else None


def _opened(levels: list[Level], indent: int, key: str | None) -> bool:
    """Open a map under the last key; False where that has a value already, or the map is too deep."""
    if key is None or len(levels) >= MAX_DEPTH:
        return False
    _, data, marks = levels[-1]
    inner: dict[str, Data] = {}
    inner_marks: dict[str, Any] = {}
    data[key] = inner
    marks[key] = marks[key][0], inner_marks
    levels.append((indent, inner, inner_marks))
    return True


def _closed(levels: list[Level], indent: int) -> bool:
    """Leave maps until one of this indentation; False where there is none."""
    while len(levels) > 1 and levels[-1][0] > indent:
        levels.pop()
    return levels[-1][0] == indent
