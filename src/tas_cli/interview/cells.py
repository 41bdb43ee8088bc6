"""Text measured in terminal cells, where a Chinese character takes two: clipped, padded, wrapped.

Makes user text harmless on the way, so that nothing else of the screen has to remember it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from prompt_toolkit.utils import get_cwidth

from ..safe import terminal

ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many cells `text` takes."""
    return get_cwidth(text)


def harmless(text: str) -> str:
    """`text` on one line with nothing in it that a terminal would obey; blanks stay as they are."""
    return terminal(text).replace("\n", " ").replace("\t", " ")


@lru_cache(maxsize=4096)
def clipped(text: str, cells: int) -> str:
    """`text` on one line of at most `cells` cells; what does not fit ends in an ellipsis."""
    text = harmless(text)
    if width(text) <= cells:
        return text
    kept, used = "", width(ELLIPSIS)
    for character in text:
        used += width(character)
        if used > cells:
            break
        kept += character
    return kept + ELLIPSIS if cells > 0 else ""


def padded(text: str, cells: int) -> str:
    """`text` clipped to `cells` cells and filled up with blanks."""
    short = clipped(text, cells)
    return short + " " * (cells - width(short))


def centered(text: str, cells: int) -> str:
    """`text` clipped to `cells` cells and put in their middle."""
    short = clipped(text, cells)
    spare = max(0, cells - width(short))
    return " " * (spare // 2) + short + " " * (spare - spare // 2)


@lru_cache(maxsize=512)
def wrapped(text: str, cells: int) -> tuple[str, ...]:
    """`text` in lines of at most `cells` cells: broken at blanks, or anywhere where there are none."""
    return tuple(_wrapped(harmless(text), max(2, cells)))


def _wrapped(text: str, cells: int) -> Iterator[str]:
    while width(text) > cells:
        fits = _fitting(text, cells)
        blank = text.rfind(" ", 0, fits + 1)
        # Between Chinese characters any place will do; a Latin word is cut only if it fills the line.
        at = blank if blank > 0 and text[fits - 1].isascii() and text[fits].isascii() else fits
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    yield text


def _fitting(text: str, cells: int) -> int:
    """How many characters of `text` fit into `cells`; at least one."""
    used = 0
    for count, character in enumerate(text):
        used += width(character)
        if used > cells:
            return max(1, count)
    return len(text)
