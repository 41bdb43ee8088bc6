"""The screen laid out: a SessionView and a size become styled lines and the place of the cursor. Pure.

Knows widths and styles, no keys and no terminal. The grid is in `screen_grid`, what stands under it in
`screen_card`.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.utils import get_cwidth

from ..reports.cells import breaks, clipped, padded, signs, width, wrapped
from ..session.views import SessionView
from ..words import Lang, say
from .screen_card import StyledLine, card_lines, dispute_lines, done_lines
from .screen_grid import grid_lines, least_room

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


RULED = 12
LEADS_SHOWN = 22
SMALLEST_CARD = 5
MOST_MESSAGE_LINES = 5


@dataclass(frozen=True, slots=True)
class DrawnScreen:
    """What to draw: lines of (style, text), and the cursor as (cell in its line, line).

    So many lines of the help are `hidden` for want of room.
    """

    lines: tuple[StyledLine, ...]
    cursor: tuple[int, int]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """Something to tell above the keys, and whether it is bad news."""

    text: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is drawn around the session: a word on saving, messages, hints on keys with their ranks, the help.

    Of the help so many lines are `scrolled` away; None where it is not up.
    """

    status: str = ""
    messages: Sequence[ScreenMessage] = ()
    hints: Sequence[tuple[int, str]] = ()
    help: Sequence[StyledLine] | None = None
    scrolled: int = 0


def drawn(view: SessionView, columns: int, rows: int, lang: Lang, around: Surroundings) -> DrawnScreen:
    """The whole screen for `view`. Never taller than `rows` nor wider than `columns`, however small."""
    foot = [*_messages(around.messages, columns, rows), _footer(around.hints, columns)]
    head = [_title(view, around.status, columns), *_verdict(view, columns, lang)]
    if view.leads and rows >= LEADS_SHOWN:
        head.append(_leads(view, columns, lang))
    foot = foot[1:] if around.help is not None and foot[:1] == [[]] else foot
    head = head[: max(0, rows - len(foot) - 1)]
    room = max(0, rows - len(foot) - len(head))
    cursor = (0, max(0, rows - 1))
    hidden = max(0, len(around.help or ()) - room)
    if around.help is not None:
        body = list(around.help[around.scrolled : around.scrolled + room])
        # Where all of it is in sight there is nothing to scroll.
        foot = foot if hidden else [*foot[:-1], _footer([e for e in around.hints if not e[0]], columns)]
    elif view.done is not None and view.dispute is None:
        body, line = done_lines(view, columns, room, lang)
        cursor = (1, len(head) + line)
    else:
        body, (x, line), foot = _grid_and_card(view, columns, room, lang, foot)
        cursor = (x, len(head) + line)
    body = (body + [[] for _ in range(room)])[: rows - len(head) - len(foot)]
    lines = [_fitted(line, columns) for line in (*head, *body, *foot)][:rows]
    return DrawnScreen(
        tuple(lines), (min(cursor[0], max(0, columns - 1)), min(cursor[1], max(0, rows - 1))), hidden
    )


def _grid_and_card(
    view: SessionView, columns: int, room: int, lang: Lang, foot: list[StyledLine]
) -> tuple[list[StyledLine], tuple[int, int], list[StyledLine]]:
    """The grid and what stands under it: that gets the lines it needs, the grid all others.

    Where they are not enough it takes the line of the foot in which there is nothing to tell.
    """
    ruled = int(room >= RULED)
    free = max(1, room - ruled)
    most = min(max(min(SMALLEST_CARD, free // 2), free - least_room(view, columns)), free - 1)
    lower = (
        dispute_lines(view.dispute, columns, lang) if view.dispute else card_lines(view, columns, lang, most)
    )
    card = min(len(lower), most)
    lines, cursor = grid_lines(view, columns, free - card)
    lines = (lines + [[] for _ in range(free)])[: free - card]
    rule: list[StyledLine] = [[("class:rule", "─" * columns)]] if ruled else []
    if card < len(lower) and foot[:1] == [[]]:
        card, foot = card + 1, foot[1:]
    return [*lines, *rule, *_cut(lower, card, columns)], cursor, foot


def _cut(lines: list[StyledLine], count: int, columns: int) -> list[StyledLine]:
    """The first `count` lines; where more would follow, the last of them says so."""
    if count >= len(lines) or count < 1:
        return lines[:count]
    *before, last = lines[:count]
    room = min(columns - 1, sum(width(text) for _, text in last))
    return [*before, [*_fitted(last, room), ("class:why", "…")]]


def _fitted(line: StyledLine, columns: int) -> StyledLine:
    """`line`, cut where it would not fit; only the smallest of terminals get that far."""
    used, kept = 0, []
    for style, text in line:
        kept.append((style, clipped(text, max(0, columns - used))))
        used += width(text)
    return kept


def _title(view: SessionView, status: str, columns: int) -> StyledLine:
    """Whose deal it is; on the right, which never goes, how far we are and whether it is saved.

    At least a third is left for whose deal it is; what is not saved is said elsewhere too.
    """
    whole = " · ".join(filter(None, (status, view.progress)))
    right = next((each for each in (whole, view.progress) if width(each) <= columns * 2 // 3), view.left)
    room = max(0, columns - width(right) - 3)
    return [("class:title", clipped(f" {padded(view.title, room)} {right} ", columns))]


def _verdict(view: SessionView, columns: int, lang: Lang) -> list[StyledLine]:
    """The verdict, and the mode beside it or below it."""
    verdict = clipped(f" {view.verdict}", columns)
    style = f"class:verdict class:tone.{view.verdict_tone}"
    mode = say("session.mode", lang, mode=view.mode) if view.mode else ""
    if not mode or width(verdict) + 3 + width(mode) <= columns:
        return [[(style, verdict), ("", f"   {mode}" if mode else "")]]
    return [[(style, verdict)], [("", clipped(f" {mode}", columns))]]


def _leads(view: SessionView, columns: int, lang: Lang) -> StyledLine:
    head, shown = f" {say('session.leads', lang)}", list(view.leads.values())
    text = head + "   ".join(shown)
    if width(text) > columns:
        # There is no room for all: the competitor in hand comes first, and whoever does not fit is left out.
        here = view.leads.get(view.columns[view.column or 0][0])
        text, *others = [head + here if here else head, *(lead for lead in shown if lead != here)]
        for number, lead in enumerate(others, 1):
            more = f"{text}{'' if text == head else '   '}{lead}"
            if width(more) + 2 * (number < len(others)) > columns:
                text += " …"
                break
            text = more
    return [("class:lead", clipped(text, columns))]


def _messages(messages: Sequence[ScreenMessage], columns: int, rows: int) -> list[StyledLine]:
    """What is to be told, in as many lines as it takes; one line is kept for it."""
    lines: list[StyledLine] = []
    for message in messages:
        style = "class:bad" if message.bad else "class:notice"
        lines += [[(style, f" {part}")] for part in wrapped(message.text, columns - 1)]
    most = max(1, min(MOST_MESSAGE_LINES, rows // 3))
    return lines[:most] or [[]]


def _footer(hints: Sequence[tuple[int, str]], columns: int) -> StyledLine:
    """As many hints as fit; those ranked highest go first, those ranked 0 never."""
    kept = list(hints)
    while kept and width("  ".join(text for _, text in kept)) + 2 > columns:
        worst = max(rank for rank, _ in kept)
        if worst == 0:
            break
        last = max(place for place, (rank, _) in enumerate(kept) if rank == worst)
        del kept[last]
    return [("class:keys", padded(" " + "  ".join(text for _, text in kept), columns))]
