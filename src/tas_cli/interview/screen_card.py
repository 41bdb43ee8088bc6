"""The lower half of the screen as styled lines: the question in hand, a dispute, the summary, help. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..judging.judgements import tone
from ..reports.cells import clipped, padded, width, wrapped
from ..session.views import Dispute, QuestionCard, SessionView, WalkSummary
from ..words import Lang, say
from .lines import done_text

StyledLine = list[tuple[str, str]]


def card_lines(view: SessionView, columns: int, lang: Lang) -> list[StyledLine]:
    """The question in hand: what it asks, what + and - mean, what is written already."""
    card = view.card
    if card is None:
        return []
    lines = [_head(card, columns, lang), *_poles(card, columns, lang), *_choices(card, columns)]
    lines += _notes(card, columns, lang)
    for ask in card.asks:
        lines += _bullet(ask, columns)
    lines += [[("class:why", " " + text)] for text in wrapped(card.why, columns - 2) if text]
    return lines


def _head(card: QuestionCard, columns: int, lang: Lang) -> StyledLine:
    last = f"{say('session.previous', lang)}: {card.previous} " if card.previous else ""
    last = clipped(last, columns // 2)
    name = card.question if card.choices else f"{card.question} · {card.party}"
    return [("class:question", " " + padded(name, columns - width(last) - 1)), ("class:previous", last)]


def _poles(card: QuestionCard, columns: int, lang: Lang) -> Iterator[StyledLine]:
    if card.choices or not (card.plus or card.minus):
        return
    plus = say("session.means", lang, sign="+", text=card.plus)
    minus = say("session.means", lang, sign="-", text=card.minus)
    half = columns // 2 - 2
    if width(plus) <= half and width(minus) <= half:
        yield [("class:plus", f" {padded(plus, min(half, width(plus) + 4))}"), ("class:minus", minus)]
    else:
        yield [("class:plus", " " + clipped(plus, columns - 1))]
        yield [("class:minus", " " + clipped(minus, columns - 1))]


def _choices(card: QuestionCard, columns: int) -> Iterator[StyledLine]:
    for choice in card.choices:
        style = "class:chosen" if choice.chosen else ""
        sign = ">" if choice.chosen else " "
        yield [(style, f" {sign} {choice.label}  {clipped(choice.title, columns - 7)}")]


def _notes(card: QuestionCard, columns: int, lang: Lang) -> Iterator[StyledLine]:
    for note, text in (("evidence", card.evidence), ("next_step", card.next_step)):
        if text:
            label = f" {say(f'session.note.{note}', lang)}: "
            yield [("class:label", label), ("", clipped(text, columns - width(label)))]


def _bullet(text: str, columns: int) -> Iterator[StyledLine]:
    for number, part in enumerate(wrapped(text, columns - 4)):
        yield [("", (" - " if number == 0 else "   ") + part)]


def dispute_lines(dispute: Dispute, columns: int, lang: Lang) -> list[StyledLine]:
    """A conflict: what both changed, and what each side says."""
    more = say("session.dispute.more", lang, n=dispute.more) if dispute.more else ""
    lines: list[StyledLine] = [
        [("class:question", " " + clipped(say("session.dispute", lang, what=dispute.what), columns - 1))]
    ]
    for key, side, text in (("o", "ours", dispute.ours), ("t", "theirs", dispute.theirs)):
        label = f" {key}  {say(f'session.dispute.{side}', lang)}: "
        for number, part in enumerate(wrapped(text, columns - width(label))):
            lines.append([("class:label", label if number == 0 else " " * width(label)), ("", part)])
    return [*lines, [("", " " + clipped(more, columns - 1))]]


def summary_lines(view: SessionView, columns: int, lang: Lang) -> list[StyledLine]:
    """The end of the walk: the sections' verdicts, what to be careful about, what to find out next."""
    lines: list[StyledLine] = [
        [],
        [("class:question", " " + clipped(done_text(view, lang), columns - 1))],
        [],
    ]
    for row in view.rows:
        if row.kind == "section" and row.level:
            lines.append(
                [
                    ("", f"   {padded(row.title, 36)}"),
                    (f"class:tone.{tone('section', row.level)}", clipped(row.note, 30)),
                ]
            )
    if view.summary:
        lines += _cautions(view.summary, columns)
        lines += _next_questions(view.summary, columns, lang)
    return lines


def _cautions(summary: WalkSummary, columns: int) -> Iterator[StyledLine]:
    if summary.cautions:
        yield []
    for caution in summary.cautions:
        for number, part in enumerate(wrapped(caution, columns - 4)):
            yield [("class:caution", (" ! " if number == 0 else "   ") + part)]


def _next_questions(summary: WalkSummary, columns: int, lang: Lang) -> Iterator[StyledLine]:
    if not summary.next_questions:
        return
    yield []
    yield [("class:section", " " + clipped(say("session.next_questions", lang), columns - 1))]
    for title, ask in summary.next_questions:
        head = clipped(f" - {title}", columns)
        yield [("", head), ("class:why", clipped(f"  {ask}", columns - width(head)))]
    if summary.more:
        yield [("", "   " + clipped(say("session.more_questions", lang, n=summary.more), columns - 3))]


def help_lines(columns: int, lang: Lang) -> list[StyledLine]:
    """What the keys do."""
    lines: list[StyledLine] = [[]]
    lines += [[("", " " + clipped(text, columns - 1))] for text in say("session.help", lang).split("\n")]
    return lines
