"""Text in characters that a terminal and the screen library count alike, so that nothing lands a cell beside.

A terminal joins a family of emoji, a flag or a heap of accents into one sign; the library counts characters.
Only what is drawn is changed, never what is kept.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.utils import get_cwidth

from ..reports.cells import breaks, signs, width

FLAG_A, FLAG_Z = 0x1F1E6, 0x1F1FF
MOST_ACCENTS = 2
MOST_BROKEN = 4000
"""A longer line is broken anywhere: breaking it between words at every key would be felt."""


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
    """Shows a text being typed in such characters, one for one, its lines broken between words.

    The library breaks a line where it is full; behind its last word it is made exactly that.
    """

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments: StyleAndTextTuples = [
            (each[0], "".join(map(one_for_one, each[1]))) for each in transformation_input.fragments
        ]
        blanks = blanks_before(fragment_list_to_text(fragments), transformation_input.width)
        if not blanks:
            return Transformation(fragments)
        shown: StyleAndTextTuples = []
        places: list[int] = []
        for place, fragment in enumerate(explode_text_fragments(fragments)):
            more = blanks.get(place, 0)
            shown = shown[:more] if more < 0 else [*shown, *[("", " ")] * more]
            places = [min(each, len(shown)) for each in places] if more < 0 else places
            places.append(len(shown))
            shown.append(fragment)
        places.append(len(shown))
        return Transformation(
            shown,
            source_to_display=lambda place: places[min(place, len(places) - 1)],
            display_to_source=lambda place: max(0, bisect_right(places, place) - 1),
        )


def blanks_before(text: str, cells: int) -> dict[int, int]:
    """How many blanks fill up a line of `cells` cells, by the places in `text` where the next is to begin.

    Fewer than none where the blanks behind a word would not fit into its line.
    """
    if cells < 2 or len(text) > MOST_BROKEN or not text.isprintable() or width(text) <= cells:
        return {}
    starts = [start for start, _ in breaks(text, cells)]
    return {start: cells - width(text[before:start]) for before, start in pairwise([0, *starts[1:]])}
