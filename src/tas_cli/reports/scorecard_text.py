"""A scorecard for people at a terminal: readable without colour, from 40 columns up, in any script.

The verdict first with its cautions in one frame, then a table for each bank, then what to do. Lays out a
Card; works nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.panel import Panel
from rich.text import Text

from ..judging.judgements import Tone, tone
from ..words import say
from .card import BankPart, Card, LeadPart, ModePart, SectionPart
from .console import Cell, boxed, clean, paragraph, printed, row
from .formats import Paper

_TONES: Mapping[Tone, str] = {"good": "green", "bad": "red", "doubt": "yellow", "neutral": ""}
_SIGNS = {"+": "green", "+!": "green", "-": "red", "?": "yellow", ".": "dim", "n/a": "dim"}
_TITLE = 24
_SIGN = 3
_GAP = 2


def laid_out(cards: Sequence[Card], paper: Paper) -> str:
    """The cards one after the other."""
    return "\n".join(scorecard_text(each, **paper._asdict()) for each in cards)


def scorecard_text(card: Card, *, width: int, color: bool, plain: bool) -> str:
    """The card as text of at most `width` columns; `plain` does without box-drawing characters."""
    return printed(_parts(card, width, plain), width=width, color=color)


def _parts(card: Card, width: int, plain: bool) -> Iterator[Text | Panel]:
    yield from paragraph(card.title, width, "bold")
    if card.facts:
        yield from paragraph(" | ".join(card.facts), width)
    yield boxed(_verdict(card, width - 4), width, _headline(card), plain=plain)
    for bank in card.banks:
        yield Text()
        yield from _bank(card, bank, width)
    yield from _contested(card, width)
    yield from _next(card, width)


def _say(card: Card, key: str) -> str:
    return say(f"scorecard.{key}", card.lang)


def _headline(card: Card) -> str:
    return f"bold {_TONES[tone('verdict', card.verdict_id)]}".rstrip()


def _verdict(card: Card, width: int) -> Iterator[Text]:
    yield from paragraph(card.verdict.upper(), width, _headline(card))
    for reason in card.reasons:
        yield from paragraph(reason, width)
    for note in card.cautions:
        style = "bold red" if note.serious else "yellow"
        label = _say(card, "warning" if note.serious else "caution") + _say(card, "after")
        yield from paragraph(label + note.text, width, style)
    for mode in card.modes:
        yield from paragraph(_say(card, "mode") + _say(card, "after") + mode, width)
    if card.next:
        titles = _say(card, "then").join(each.title for each in card.next)
        more = say("scorecard.aside", card.lang, text=card.more) if card.more else ""
        yield from paragraph(_say(card, "next") + _say(card, "after") + titles + more, width)


def _bank(card: Card, bank: BankPart, width: int) -> Iterator[Text]:
    yield from paragraph(f"{bank.title} - {bank.rated}", width, "bold underline")
    if bank.sections:
        yield from _ratings(card, bank.sections, width)
        yield from _legend(card, width)
    if bank.leads:
        yield Text()
        yield from _leads(card, bank, width)
    if bank.choices:
        yield from _choices(card, bank, width)
    if bank.mode:
        yield from _mode(card, bank.mode, width)
    elif bank.score:
        yield from paragraph(say("scorecard.mode.score", card.lang, score=bank.score), width)


def _ratings(card: Card, sections: Sequence[SectionPart], width: int) -> Iterator[Text]:
    """The criteria by party: by name where all names fit, else by number, in several tables if need be."""
    names = [clean(name) for name in card.parties]
    room = width - 2 - min(_TITLE, width // 3)
    widths = [max(_SIGN, cell_len(name)) for name in names]
    if sum(widths) + _GAP * len(widths) <= room:
        yield from _table(sections, list(range(len(names))), names, widths, width)
        return
    labels = [names[0] if cell_len(names[0]) <= _SIGN else "0", *map(str, range(1, len(names)))]
    for label, name in zip(labels, names, strict=True):
        if label != name:
            yield from paragraph(name, width, "dim", first=f"  {label} = ")
    step = max(1, room // (_SIGN + _GAP) - 1)
    for start in range(1, max(2, len(names)), step):
        if start > 1:
            yield Text()
        shown = [0, *range(start, min(start + step, len(names)))]
        yield from _table(sections, shown, labels, [_SIGN] * len(names), width)


def _table(
    sections: Sequence[SectionPart], shown: list[int], labels: list[str], widths: list[int], width: int
) -> Iterator[Text]:
    """Rows of criteria for the parties whose indexes are `shown`."""
    titles = [clean(each.title) for section in sections for each in section.rows]
    needed = max(cell_len(title) for title in titles) + 2
    title = min(needed, width - 2 - sum(widths[i] + _GAP for i in shown))
    yield from row(
        [Cell("", title), *(Cell(labels[i], widths[i], "bold", "center") for i in shown)], indent=2
    )
    for section in sections:
        yield from _section_head(section, title + 2, width)
        for each in section.rows:
            signs = [Cell(each.signs[i], widths[i], _SIGNS[each.signs[i]], "center") for i in shown]
            name = f"{each.title} *" if each.required else each.title
            yield from row([Cell(name, title), *signs], indent=2)


def _section_head(section: SectionPart, title: int, width: int) -> list[Text]:
    verdict = f"{section.verdict}  {section.scores[0]}"
    style = _TONES[tone("section", section.verdict_id)]
    name = min(max(title, cell_len(section.title)), width - _GAP - cell_len(verdict))
    return row([Cell(section.title, name, "bold"), Cell(section.verdict, cell_len(section.verdict), style),
                Cell(section.scores[0], cell_len(section.scores[0]))])  # fmt: skip


def _legend(card: Card, width: int) -> Iterator[Text]:
    yield from paragraph(_say(card, "then").join(card.legend), width, "dim")


def _leads(card: Card, bank: BankPart, width: int) -> Iterator[Text]:
    yield from paragraph(_say(card, "leads") + bank.leads_over, width, "bold")
    standing = max(cell_len(each.standing) for each in bank.leads)
    score = max(cell_len(each.score) for each in bank.leads)
    room = width - 2 - standing - score - 2 * _GAP
    name = min(room, max(cell_len(clean(each.party)) for each in bank.leads))
    for each in bank.leads:
        yield from _lead(each, name, standing, score)


def _lead(lead: LeadPart, name: int, standing: int, score: int) -> list[Text]:
    cells = [
        Cell(lead.party, name),
        Cell(lead.standing, standing, _TONES[tone("standing", lead.standing_id)]),
        Cell(lead.score, score),
    ]
    return row(cells, indent=2)


def _choices(card: Card, bank: BankPart, width: int) -> Iterator[Text]:
    """Item, points and answer; without the points in a bank that has none."""
    item, points, answer = (_say(card, key) for key in ("item", "points", "answer"))
    titles = [cell_len(clean(each.title)) for each in bank.choices]
    first = min(max(cell_len(item), *titles), (width - 2) // 2)
    second = cell_len(points) if bank.score else 0
    last = width - 2 - first - second - _GAP * (2 if bank.score else 1)
    rows = [
        (item, points, answer, "dim"),
        *((each.title, each.points, each.answer, "") for each in bank.choices),
    ]
    for title, value, text, style in rows:
        middle = [Cell(value, second, style, "right")] if bank.score else []
        yield from row(
            [Cell(title, first, style), *middle, Cell(text, last, _SIGNS.get(text, style))], indent=2
        )


def _mode(card: Card, mode: ModePart, width: int) -> Iterator[Text]:
    title = _say(card, "after") + mode.title + mode.certainty if mode.title else ""
    yield from paragraph(_say(card, "mode") + title, width, "bold")
    for line in mode.lines:
        yield from paragraph(line, width, first="  ")


def _contested(card: Card, width: int) -> Iterator[Text]:
    if not card.contested:
        return
    yield Text()
    yield from paragraph(_say(card, "contested"), width, "bold")
    for title, parties in card.contested:
        yield from paragraph(
            title + _say(card, "after") + _say(card, "join").join(parties), width, first="  - "
        )


def _next(card: Card, width: int) -> Iterator[Text]:
    if not card.next:
        return
    yield Text()
    yield from paragraph(_say(card, "next"), width, "bold")
    for i, each in enumerate(card.next, 1):
        yield from paragraph(each.title, width, first=f"  {i}. ")
        for ask in each.asks:
            yield from paragraph(ask, width, first="     - ")
        if each.step:
            yield from paragraph(
                say("scorecard.next.step", card.lang, text=each.step), width, first="     > "
            )
    if card.more:
        yield from paragraph(card.more, width, first="  ")
