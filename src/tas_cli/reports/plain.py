"""Lines laid out by hand: the width of characters, folding, padding, a little colour. Imports nothing heavy.

For reports that a slow start would spoil. Knows nothing of what it lays out and writes nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from .. import safe

Style = Literal["", "red", "green", "yellow", "bold", "dim"]
_CODES = {"red": 31, "green": 32, "yellow": 33, "bold": 1, "dim": 2}
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_OPENING = "（「『《【〈“‘"
_CLOSING = "，。、：；？！）」』》】〉”’…"
# What may not be torn apart: a word, or one wide character with the punctuation that clings to it.
_PIECE = re.compile(rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*")


def cells(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


@cache
def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """`text` with blanks up to `width` columns."""
    return text + " " * (width - cells(text))


def fold(text: str, width: int) -> list[str]:
    """`text` made harmless and broken into lines of at most `width` columns; nothing is left out."""
    width, text = max(2, width), safe.line(text)
    if cells(text) <= width:
        return [text]
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if cells(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _chopped(piece.lstrip(), width)
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines


def _chopped(word: str, width: int) -> list[str]:
    lines = [""]
    for character in word:
        if cells(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def hung(first: str, text: str, width: int, style: Style = "", *, color: bool = False) -> list[str]:
    """`text` folded behind `first`, its other lines indented as far; `first` must be harmless already."""
    lead = cells(first)
    lines = fold(text, width - lead)
    return [f"{' ' * lead if i else first}{paint(line, style, color=color)}" for i, line in enumerate(lines)]


def paint(text: str, style: Style, *, color: bool) -> str:
    """`text` in a style, when there is colour at all."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color and style and text else text
