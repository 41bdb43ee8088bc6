"""Text in characters that a terminal and the screen library count alike, so that nothing lands a cell beside.

A terminal joins a family of emoji, a flag or a heap of accents into one sign; the library counts characters.
Only what is drawn is changed, never what is kept.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth

from ..reports.cells import signs

FLAG_A, FLAG_Z = 0x1F1E6, 0x1F1FF
MOST_ACCENTS = 2


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    """`text` as wide as a terminal shows it, each of its signs in characters that say how wide they are."""
    if text.isascii():
        return text
    drawn, start = [], 0
    for end, cells in signs(text):
        drawn.append(_sign(text[start:end], cells))
        start = end
    return "".join(drawn)


def _sign(sign: str, cells: int) -> str:
    if len(sign) == 1 and not _is_flag(sign):
        return sign
    if _is_flag(sign[0]):
        sign = "".join(map(one_for_one, sign))
    else:
        accents = [c for c in sign[1:] if unicodedata.category(c) in ("Mn", "Me") and c not in "\ufe0e\ufe0f"]
        korean = [c for c in sign[1:] if unicodedata.category(c) == "Lo"]
        sign = sign[0] + "".join((accents + korean)[:MOST_ACCENTS])
    return sign + " " * max(0, cells - sum(map(get_cwidth, sign)))


def _is_flag(character: str) -> bool:
    return FLAG_A <= ord(character) <= FLAG_Z


def one_for_one(character: str) -> str:
    """A character, or where it would join its neighbours one that does not: a letter for half a flag."""
    if character in "\u200d\ufe0e\ufe0f":
        return "·"
    return chr(ord(character) - FLAG_A + ord("A")) if _is_flag(character) else character


class Steady(Processor):
    """Shows a text being typed in such characters, one for one."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments = [(each[0], "".join(map(one_for_one, each[1]))) for each in transformation_input.fragments]
        return Transformation(list(fragments))
