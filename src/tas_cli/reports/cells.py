"""Text measured in a terminal's cells, the one engine for all: width, clipping, padding, wrapping.

What is measured is what a reader takes for one sign, however many characters make it: a letter with its
accents, a flag, a family of emoji. Makes user text harmless on the way. Imports nothing heavy.

Front ends may import `width, clipped, padded, centered, wrapped, harmless`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from ..safe import terminal

Align = Literal["left", "center", "right"]
ELLIPSIS = "…"
SHORT = 200
"""Characters of a text worth remembering: names and words come again, a page of evidence does not."""

_JOINER, _EMOJI_LOOK = "\u200d", "\ufe0f"
_FLAG = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
# Formatting characters that are drawn all the same: a soft hyphen, signs that stand under numbers.
_DRAWN = {0xAD, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Korean letters that complete the syllable before them.
_COMPLETING = {*range(0x1160, 0x1200), *range(0xD7B0, 0xD800)}

_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_WIDE += "\U00020000-\U0003ffff"
_OPENING = "（「『《【〈“‘"
_CLOSING = "，。、：；？！）」』》】〉”’…"
# What may not be torn apart: a word, or one wide character with the punctuation that clings to it.
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])[{_CLOSING}]*")


def width(text: str) -> int:
    """How many cells `text` takes on one line."""
    if text.isascii():
        return len(text)
    return _measured_once(text) if len(text) <= SHORT else _measured(text)


def _measured(text: str) -> int:
    return sum(cells for _, cells in signs(text))


_measured_once = lru_cache(maxsize=4096)(_measured)


@cache
def _cells_of(character: str) -> int:
    """The cells of a character by itself; 0 for one that joins the sign before it."""
    code, category = ord(character), unicodedata.category(character)
    if category in ("Mn", "Me") or code in _COMPLETING or (category == "Cf" and code not in _DRAWN):
        return 0
    if category == "Cn":
        # Not known to this Python's tables: wide where Unicode keeps room for ideographs and emoji.
        return 2 if 0x1F300 <= code <= 0x1FAFF or 0x20000 <= code <= 0x3FFFD else 1
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") or code in _FLAG else 1


def signs(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where each sign of `text` from `start` on ends, and how many cells it takes."""
    cells, before, lonely_flag = 0, "", False
    for place in range(start, len(text)):
        character = text[place]
        own = _cells_of(character)
        is_flag = ord(character) in _FLAG
        if before and (own == 0 or _joins(before, character, cells) or (is_flag and lonely_flag)):
            if character == _EMOJI_LOOK and _may_look_like_emoji(before):
                cells = 2
            lonely_flag = lonely_flag and own == 0
        else:
            if before:
                yield place, cells
            cells, lonely_flag = own, is_flag
        before = character
    if before:
        yield len(text), cells


def _joins(before: str, character: str, cells: int) -> bool:
    """Whether `character`, which has cells of its own, belongs to a sign that ends in `before`."""
    if cells != 2:
        return False
    return ord(character) in _SKIN or (before == _JOINER and unicodedata.category(character) in ("So", "Cn"))


def _may_look_like_emoji(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sm") or character in "#*0123456789‼⁉ℹ"


def harmless(text: str) -> str:
    """`text` on one line with nothing in it that a terminal would obey; blanks stay as they are."""
    return terminal(text).replace("\n", " ").replace("\t", " ")


@lru_cache(maxsize=4096)
def clipped(text: str, cells: int) -> str:
    """`text` on one line of at most `cells` cells; what does not fit ends in an ellipsis."""
    text = harmless(text)
    if width(text) <= cells:
        return text
    return text[: _fitting(text, 0, cells - 1)] + ELLIPSIS if cells > 0 else ""


def padded(text: str, cells: int, align: Align = "left") -> str:
    """`text` clipped to `cells` cells and filled up with blanks."""
    short = clipped(text, cells)
    spare = max(0, cells - width(short))
    before = {"left": 0, "center": spare // 2, "right": spare}[align]
    return " " * before + short + " " * (spare - before)


def centered(text: str, cells: int) -> str:
    """`text` clipped to `cells` cells and put in their middle."""
    return padded(text, cells, "center")


@lru_cache(maxsize=512)
def wrapped(text: str, cells: int) -> tuple[str, ...]:
    """`text` in lines of at most `cells` cells, nothing of it left out; at least one line.

    Breaks between words and between Chinese characters, but never before or behind punctuation that clings,
    and inside a word only where it fills a line. `cells` under 2 counts as 2.
    """
    text = harmless(text)
    return tuple(text[start:end] for start, end in breaks(text, cells))


def breaks(text: str, cells: int) -> list[tuple[int, int]]:
    """Where the lines of a harmless `text` start and end if each takes at most `cells` cells."""
    cells = max(2, cells)
    if len(text) <= cells and width(text) <= cells:
        return [(0, len(text.rstrip()))]
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    for found in _PIECE.finditer(text):
        piece, ends = found[0], found.end()
        is_blank, needs = piece.isspace(), width(piece)
        if used + needs <= cells:
            if not (is_blank and used == 0 and lines):
                used, end = used + needs, end if is_blank else ends
                continue
        elif end > start:
            lines.append((start, end))
        start, end, used = (ends, ends, 0) if is_blank else (found.start(), ends, needs)
        while used > cells:
            cut = _cut(text, start, cells)
            lines.append((start, cut))
            used -= width(text[start:cut])
            start = cut
    return [*lines, (start, end)] if end > start or not lines else lines


def _cut(text: str, start: int, cells: int) -> int:
    """Where to cut a word that fills its line; not before `::`, which log runners obey at a start."""
    cut = _fitting(text, start, cells)
    if not text.startswith("::", cut):
        return cut
    return max((start + end for end, _ in signs(text[start:cut]) if start + end < cut), default=cut)


def _fitting(text: str, start: int, cells: int) -> int:
    """Where the signs of `text` from `start` on that fit into `cells` cells end."""
    if text[start : start + cells + 1].isascii():
        return min(start + cells, len(text))
    used, fits = 0, start
    for end, needs in signs(text, start):
        used += needs
        if used > cells:
            break
        fits = end
    return fits
