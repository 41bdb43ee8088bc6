"""Keys or text? What comes at once is looked at together, so that a paste is never run as keys.

A key is a character or a name. Knows no terminal library and does nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

DASH = "—"
LINE_ENDS = ("enter", "c-j", "tab")
LONG = 200
"""So many characters at once are no typing, even where they end in a single Enter."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that came at once."""

    text: str


def arranged(keys: Sequence[str], *, typing: bool) -> Iterator[str | Pasted]:
    """Keys that came at once as they are meant: text among them in one piece, the two halves of `——` as one.

    `typing`: whether a text is being typed, so that single characters are its own.
    """
    for is_text, run in groupby(_without_alt(keys), key=_may_be_text):
        if is_text:
            yield from _run(list(run), typing=typing)
        else:
            yield from run


def typed_before(keys: Sequence[str]) -> list[str]:
    """Keys typed before there was a screen to see, one by one; none of them where they may be a text.

    A terminal that nobody had taken over yet makes another line end of Enter.
    """
    if any(isinstance(each, Pasted) for each in arranged(keys, typing=False)):
        return []
    return ["enter" if key == "c-j" else key for key in paired(_without_alt(keys))]


def _without_alt(keys: Sequence[str]) -> Iterator[str]:
    """A character that comes with an Esc is Alt and that character, and no command."""
    escaped = False
    for key in keys:
        if escaped and key == "enter":
            yield "c-j"
        elif escaped and len(key) == 1:
            yield f"Alt-{key}"
        else:
            if escaped:
                yield "escape"
            if key != "escape":
                yield key
        escaped = key == "escape" and not escaped
    if escaped:
        yield "escape"


def _may_be_text(key: str) -> bool:
    return len(key) == 1 or key in LINE_ENDS


def _run(keys: list[str], *, typing: bool) -> Iterator[str | Pasted]:
    if typing:
        yield from _typed(keys)
    elif _is_commands(keys):
        yield from paired(keys)
    elif all(is_rating(key) or key in LINE_ENDS or key.isspace() for key in keys):
        yield from paired(key for key in keys if is_rating(key))
    else:
        yield Pasted(_text(keys))


def _typed(keys: list[str]) -> Iterator[str | Pasted]:
    """In a text: a line end with more behind it came with the text and does not end it."""
    inner = [key for key in keys[:-1] if key in LINE_ENDS]
    if len(keys) > 1 and (inner or len(keys) > LONG):
        yield Pasted(_text(keys))
    else:
        yield from keys


def _is_commands(keys: list[str]) -> bool:
    """Whether these are keys of somebody who is ahead of the screen: one, one held down, ratings or moves."""
    if len(set(keys)) == 1:
        return True
    if all(key in LINE_ENDS or key == " " for key in keys):
        return True
    *before, last = keys
    return all(map(is_rating, before)) and last not in LINE_ENDS and not last.isspace()


def is_rating(key: str) -> bool:
    """Whether a key rates or chooses: a sign in any spelling, the number of an option."""
    return key == DASH or unicodedata.normalize("NFKC", key) in ("+", "-", "?", *"123456789")


def paired(keys: Iterable[str]) -> Iterator[str]:
    """The keys, two dashes side by side as one: that is how a Chinese keyboard writes one."""
    for is_dash, run in groupby(keys, key=lambda key: key == DASH):
        together = list(run)
        yield from together[::2] if is_dash else together


def _text(keys: list[str]) -> str:
    return "".join({"enter": "\n", "c-j": "\n", "tab": "\t"}.get(key, key) for key in keys)


def ratings_in(text: str) -> list[str] | None:
    """The signs of a pasted text that is nothing but signs; None for any other text."""
    signs = [character for character in text if not character.isspace()]
    return list(paired(signs)) if signs and all(map(is_rating, signs)) else None
