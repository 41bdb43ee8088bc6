"""What stands under the grid or in its place, as styled lines: question, conflict, end, help. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator

from ..reports.cells import clipped, padded, width, wrapped
from ..reports.doc import RangeRow
from ..reports.drawing import bar
from ..session.notices import Dispute
from ..session.question_card import QuestionCard
from ..session.views import DonePage, SessionView
from ..words import Lang, say
from .key_map import KeyMode, uses

StyledLine = list[tuple[str, str]]

BAR = 21
WIDEST = 100
LEAST_LIST = 3
KEYS = 19
"""Cells for what keys are called, where there is room to stand in a column."""
HELP_SIGNS = ("plus", "minus", "unknown", "bare")
HELP_TEXTS = ("ranges", "verdicts", "lead", "saved")


def card_lines(view: SessionView, columns: int, lang: Lang, room: int) -> list[StyledLine]:
    """The question in hand: what the answers mean, what is written already, what it asks.

    What has to be read stands first: where there is little room, the end is left out, and what is around a
    quote before the quote is.
    """
    card = view.card
    if card is None:
        return []
    columns = min(columns, WIDEST)
    head, last = _head(card, columns, lang)
    lines = [*head, *_poles(card, columns, lang), *last, *_choices(card, columns)]
    lines += _quote(card, columns, lang, room - len(lines))
    lines += _notes(card, columns, lang)
    if card.hint:
        lines += _hanging(" → ", "class:hint", card.hint, columns)
    if card.about:
        lines += _hanging(" ", "class:label", card.about, columns)
    for ask in card.asks:
        lines += _hanging(" · ", "", ask, columns)
    if card.why:
        lines += _hanging(" ", "class:why", card.why, columns)
    return lines


def _head(card: QuestionCard, columns: int, lang: Lang) -> tuple[list[StyledLine], list[StyledLine]]:
    """Question and party, and what stood there last time: on that line if there is room, else by itself."""
    last = f"{say('session.previous', lang, value=card.previous)} " if card.previous else ""
    name = f"{card.question} · {card.party}" if card.party else card.question
    if width(name) + width(last) + 3 <= columns:
        name = padded(name, columns - width(last) - 1)
        return [[("class:question", f" {name}"), ("class:previous", last)]], []
    alone: list[StyledLine] = [[("class:previous", clipped(f" {last}", columns))]] if last else []
    return list(_hanging(" ", "class:question", name, columns)), alone


def _poles(card: QuestionCard, columns: int, lang: Lang) -> Iterator[StyledLine]:
    """What + and - mean here, and ?: as many on a line as there is room for; else how to answer."""
    if card.how:
        yield from _hanging(" ", "class:hint", card.how, columns)
    if card.choices or (card.how and not card.plus):
        return
    unknown = say("session.unknown", lang)
    means = (("+", "plus", card.plus), ("-", "minus", card.minus), ("?", "unknown", unknown))
    parts = [(f"class:{style}", f"{sign} {text}") for sign, style, text in means if text]
    line: StyledLine = []
    for style, text in parts:
        if line and sum(width(each) for _, each in line) + width(text) + 3 > columns:
            yield line
            line = []
        if width(text) + 2 > columns:
            yield from _hanging(f" {text[:2]}", style, text[2:], columns, style)
        else:
            line += [("", "   " if line else " "), (style, text)]
    if line:
        yield line


def _choices(card: QuestionCard, columns: int) -> Iterator[StyledLine]:
    for choice in card.choices:
        style = "class:chosen" if choice.chosen else ""
        sign = ">" if choice.chosen else " "
        yield from _hanging(f" {sign} {choice.label}  ", style, choice.title, columns, style)


def _quote(card: QuestionCard, columns: int, lang: Lang, room: int) -> list[StyledLine]:
    """The quote that waits, with what stands around it; what it speaks for is told after the rating."""
    quote = card.quote
    if quote is None:
        return []
    head = list(_hanging(" ", "class:label", quote.told, columns))
    if quote.caution:
        head += _hanging(" ! ", "class:caution", quote.caution, columns)
    said = list(_hanging(" │ ", "class:question", quote.text, columns, "class:aside"))
    next_step: list[StyledLine] = []
    if quote.next_step:
        label = say("session.labelled", lang, label=say("session.quote.next_step", lang))
        next_step += _hanging(f" {label}", "", quote.next_step, columns, "class:label")
    before = [line for text in quote.before for line in _hanging(" │ ", "class:aside", text, columns)]
    after = [line for text in quote.after for line in _hanging(" │ ", "class:aside", text, columns)]
    # What is farthest from the quote goes first.
    free = max(0, room - len(head) - len(said) - len(next_step))
    kept = min(len(before), max(free - len(after), (free + 1) // 2))
    shown = before[len(before) - kept :]
    if shown and shown[0][0][1].isspace():
        shown[0] = [("class:aside", " … "), *shown[0][1:]]
    return [*head, *shown, *said, *after[: free - kept], *next_step]


def _notes(card: QuestionCard, columns: int, lang: Lang) -> Iterator[StyledLine]:
    """Evidence and next step, whole."""
    for key, text in (("session.note.answer", card.text), *card.notes):
        if text:
            label = f" {say('session.labelled', lang, label=say(key, lang))}"
            for number, paragraph in enumerate(text.strip().split("\n")):
                head = label if number == 0 else " " * min(width(label), columns // 3)
                yield from _hanging(head, "", paragraph, columns, "class:label")


def _hanging(head: str, style: str, text: str, columns: int, head_style: str = "") -> Iterator[StyledLine]:
    """`text` in lines behind `head`, the later ones as far in."""
    indent = min(width(head), max(1, columns // 3))
    for number, part in enumerate(wrapped(text, columns - width(head) - 1)):
        first = head if number == 0 else " " * indent
        yield [(head_style or style, first), (style, part)]


def dispute_lines(dispute: Dispute, columns: int, lang: Lang) -> list[StyledLine]:
    """A conflict: what both changed, and what each side says."""
    what = say("session.dispute", lang, what=dispute.what)
    lines: list[StyledLine] = [[("class:question", f" {part}")] for part in wrapped(what, columns - 2)]
    for key, side, text in (("o", "ours", dispute.ours), ("t", "theirs", dispute.theirs)):
        label = say("session.labelled", lang, label=say(f"session.dispute.{side}", lang))
        lines += _hanging(f" {key}  {label}", "", text, columns, "class:label")
    if dispute.more:
        lines.append([("", " " + say("session.dispute.more", lang, n=dispute.more))])
    return lines


def done_lines(view: SessionView, columns: int, room: int, lang: Lang) -> tuple[list[StyledLine], int]:
    """The end of the walk: verdicts, what to be careful about, what to find out next; the line picked."""
    page = view.done
    if page is None:
        return [], 0
    columns = min(columns, WIDEST)
    lines: list[StyledLine] = [[("class:question", f" {part}")] for part in wrapped(page.text, columns - 2)]
    lines += _verdicts(view, columns)
    cautions: list[StyledLine] = []
    for caution in page.cautions:
        cautions += _hanging(" ! ", "", caution, columns, "class:caution")
    left = room - len(lines) - 2 - min(LEAST_LIST, len(page.next_questions))
    kept = cautions[: max(0, left)]
    lines += [*kept[:-1], [*kept[-1], ("", " …")]] if 0 < len(kept) < len(cautions) else kept
    if not page.next_questions:
        return lines, 0
    left = max(1, room - len(lines) - 2)
    listed, picked = _next_questions(page, columns, left)
    # A list that goes on says so.
    count = len(page.next_questions)
    place = f" {page.picked + 1}/{count}" if left < count else ""
    lines += [[], [("class:section", f" {say('session.next_questions', lang)}{place}")]]
    return [*lines, *listed], len(lines) + picked


def _verdicts(view: SessionView, columns: int) -> Iterator[StyledLine]:
    rows = [row for row in view.rows if row.span is not None]
    note = max((width(row.note) for row in rows), default=0) + 1
    title = min(max((width(row.title) for row in rows), default=0), columns - note - 4)
    for row in rows:
        free = columns - note - title - 6
        low, score, high = row.span or (0, 0, 0)
        figure = bar(RangeRow("", low, score, high, ""), max(1, view.reach), BAR) if free >= BAR else ""
        tone = f"class:tone.{row.tone}"
        note_and_bar = f"{figure} {row.note}" if figure else row.note
        yield [("", f"   {padded(row.title, title)} "), (tone, note_and_bar)]


def _next_questions(page: DonePage, columns: int, room: int) -> tuple[list[StyledLine], int]:
    """The list around the question that is picked, each with one thing to ask where there is room."""
    count = len(page.next_questions)
    first = max(0, min(page.picked - room // 2, count - room))
    lines: list[StyledLine] = []
    for index in range(first, min(count, first + room)):
        title, ask = page.next_questions[index]
        here = index == page.picked
        head = clipped(f" {'>' if here else ' '} {title}", columns)
        style = "class:here" if here else ""
        lines.append([(style, head), ("class:why", clipped(f"  {ask}", columns - width(head)))])
    return lines, page.picked - first


def help_lines(mode: KeyMode, columns: int, lang: Lang, *, without: Container[str] = ()) -> list[StyledLine]:
    """What is meant by what one sees, and what the keys do here, `without` those of no use just now."""
    columns = min(columns, WIDEST)
    lines: list[StyledLine] = []
    for sign in HELP_SIGNS:
        text = say(f"session.help.{sign}", lang)
        lines += _hanging(f" {text.split(' ', 1)[0]:<4}", "", text.split(" ", 1)[1], columns, f"class:{sign}")
    lines += [[], [("class:section", f" {say('session.help.keys', lang)}")]]
    for use in (each for each in uses(mode) if each.id not in without):
        text = say(f"session.help.key.{use.id}", lang)
        shown = padded(use.shown, KEYS) if columns >= KEYS * 3 else f"{use.shown} "
        lines += _hanging(f" {shown}", "", text, columns, "class:label")
    for about in HELP_TEXTS:
        lines += [[], *_hanging(" ", "", say(f"session.help.{about}", lang), columns)]
    return lines
