"""Notes as a text to quote from: whether words stand in them just so, in whose turn, and what is around them.

One Unicode spelling and one kind of white space; beyond that nothing is taken for anything else. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

LEAST, LEAST_HAN = 12, 6
"""Characters that a quote has at least; or so many of them Chinese."""

MOST_PLACES = 50
"""What is said so often says nothing by standing in yet another place."""

_LABEL = re.compile(r"(?:[\[(]?\d+(?::\d+)*[\])]?\s+)?([^\s:：][^:：]{0,60}?)\s*[:：](?:\s|$|(?<=：))")
_JOINS = ".,'’-‐‑"
_DENIES = frozenset(("not", "no", "never", "without", "neither", "nor", "hardly", "cannot"))
_DENIES_HAN = frozenset("不没未非无别勿")
_NOT_SPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def folded(text: str) -> str:
    """`text` as it is compared: in one spelling, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_long_enough(quote: str) -> bool:
    """Whether a quote says enough to be looked for."""
    return len(quote) >= LEAST or len(_HAN.findall(quote)) >= LEAST_HAN


class Around(NamedTuple):
    """The lines that a quote stands in, and those before and after them."""

    before: tuple[str, ...]
    within: tuple[str, ...]
    after: tuple[str, ...]


class Notes:
    """The notes of one call. A quote may run over line ends."""

    def __init__(self, text: str) -> None:
        self._lines = [folded(line) for line in text.splitlines()]
        said = [line for line in self._lines if line]
        self._numbers = [number for number, line in enumerate(self._lines) if line]
        self._text = " ".join(said)
        self._starts = list(accumulate((len(line) + 1 for line in said), initial=0))[:-1]
        self._speakers = list(_speakers(self._lines))

    def places(self, quote: str) -> Iterator[int]:
        """Where the words of a quote (folded) stand."""
        at = self._text.find(quote)
        for _ in range(MOST_PLACES):
            if at < 0:
                return
            yield at
            at = self._text.find(quote, at + 1)

    def is_cut(self, at: int, quote: str) -> bool:
        """Whether a quote begins or ends within a word or number, or leaves out the `not` right before it."""
        text, end = self._text, at + len(quote)
        if _is_within(text, at) or _is_within(text, end):
            return True
        before = text[max(0, at - 12) : at]
        if _HAN.match(quote) and before[-1:] in _DENIES_HAN:
            return True
        return before.endswith(" ") and before.split(" ")[-2].casefold() in _DENIES

    def speaker(self, at: int) -> str:
        """Whose turn it is there: what stands before the colon of that paragraph; "" for nobody."""
        return self._speakers[self._numbers[bisect_right(self._starts, at) - 1]]

    def around(self, quote: str, lines: int = 2) -> Around | None:
        """The lines around the first place where a quote stands uncut; None where it does not."""
        quote = folded(quote)
        for at in self.places(quote) if quote else ():
            if not self.is_cut(at, quote):
                first = bisect_right(self._starts, at) - 1
                last = bisect_right(self._starts, at + len(quote) - 1) - 1
                said = [self._lines[number] for number in self._numbers]
                behind = last + 1
                return Around(
                    tuple(said[max(0, first - lines) : first]),
                    tuple(said[first:behind]),
                    tuple(said[behind : behind + lines]),
                )
        return None


def _speakers(lines: Iterable[str]) -> Iterator[str]:
    """For each line who speaks in its paragraph so far."""
    who = ""
    for line in lines:
        found = _LABEL.match(line)
        who = found[1] if found else who if line else ""
        yield who


def _is_within(text: str, at: int) -> bool:
    """Whether the place before character `at` lies within a word or number."""
    left, right = text[at - 1 : at] if at else "", text[at : at + 1]
    if not left or not right:
        return False
    if unicodedata.combining(right) or (_is_word(left) and _is_word(right)):
        return True
    if right in _JOINS:
        return _is_word(left) and _is_word(text[at + 1 : at + 2])
    return left in _JOINS and _is_word(right) and at > 1 and _is_word(text[at - 2])


def _is_word(character: str) -> bool:
    """Whether a character is part of a word in a script that puts blanks between words."""
    return bool(character) and (character.isalnum() or character == "_") and not _NOT_SPACED.match(character)
