"""What the page of a team's deals is made of besides blocks: numbers, drawings, the table, the grid; as HTML.

Every text in it went through `html.text`. Adds nothing up (see `judging`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..judging.movement import Movement
from ..judging.portfolio import DealLine, totals
from ..judging.team_sums import spot
from ..model.bank import Bank
from ..model.judgements import Tone, ids, shape, tone
from ..model.local_texts import text_in
from ..words import Lang, say
from .changes import mode_title
from .deal_views import missing
from .doc import Block, Doc
from .html import SIGNS, html, text, words
from .html import spans as inline
from .portfolio import (
    Head,
    Portfolio,
    cells_text,
    change,
    days_text,
    facts_text,
    findings_text,
    headed,
    label,
    money,
    moves_text,
    named,
    standing_spans,
    step_text,
    to_yes_text,
    verdict_span,
)
from .portfolio_views import VIEWS
from .svg import Bubble, Fall, bubble_map, lone_shape, share_bar, waterfall

MOST_CALLING, MOST_ROWS = 12, 2000
SIGNS_OF: Mapping[Tone, str] = {"good": "+", "bad": "-", "doubt": "?", "neutral": "."}
"""What a judgement is taken for, as a sign."""
MARKS: Mapping[Tone, str] = {"good": "good", "bad": "bad", "doubt": "doubt", "neutral": "soft"}
"""The colour of the style sheet for it."""
VERDICTS: Mapping[str, str | None] = {**{id: id for id in reversed(ids("verdict"))}, "none": None}
"""By its class on the page each verdict that a deal can have, the best first."""
COLUMNS: tuple[Head, ...] = (
    "deal", "owner", "stage", "amount", "close", "verdict", "sections", "cells", "competitor", "mode", "step",
    "age", "findings",
)  # fmt: skip
"""What the table of all deals has."""
NAMED_CELLS: tuple[Head, ...] = ("close", "step", "age")
"""What does not speak for itself without its column."""

Anchors = Mapping[str, str]
"""By file the anchor of a deal's section, of those that have one."""


def view_html(name: str, shown: Portfolio, lang: Lang) -> str:
    """A view of the portfolio."""
    return blocks_html(VIEWS[name](shown, lang), lang)


def blocks_html(blocks: Iterable[Block], lang: Lang) -> str:
    """Blocks that stand in a section of the page."""
    return html(Doc(lang, tuple(blocks)))


def numbers(shown: Portfolio, lang: Lang) -> str:
    """The three numbers to begin with: what is open, what to pursue, what calls for attention."""
    lines = shown.opened
    pursued = [line for line in lines if line.held.card.verdict == "pursue"]
    called = [line for line in lines if line.attention]
    items = []
    for key, group in (("open", lines), ("pursue", pursued), ("attention", called)):
        amounts = totals(line.held.assessment for line in group)
        sums = " + ".join(money(each.amount, each.currency) for each in amounts)
        name = text(label(f"page.number.{key}", lang))
        items.append(f"<li><b>{len(group)}</b> {name} <span>{text(sums)}</span></li>")
    return f'<ul class="numbers">{"".join(items)}</ul>'


def calling(shown: Portfolio, places: Anchors, lang: Lang) -> str:
    """The first deals that call for attention, each with its reasons, and how many more do."""
    called = [line for line in shown.lines if line.attention]
    if not called:
        return view_html("attention", shown, lang)
    items = []
    for line in called[:MOST_CALLING]:
        why = "".join(f"<li>{text(label(f'attention.{id}', lang))}</li>" for id in line.attention)
        step = f"<p>{words(headed('step', step_text(line), lang))}</p>"
        name, facts = link(line, places, named(line)), words(facts_text(line, lang))
        items.append(
            f'<li><p>{name} <span class="facts">{facts}</span></p>'
            f'<ul class="why">{why}</ul>{step if line.next_step else ""}</li>'
        )
    more = len(called) - MOST_CALLING
    after = f'<p><a href="#deals">{text(label("page.more", lang, n=more))}</a></p>' if more > 0 else ""
    return f'<ol class="calling">{"".join(items)}</ol>{after}'


def link(line: DealLine, places: Anchors, name: str) -> str:
    """What a deal is called; a link where it has a section."""
    file = line.held.file
    return f'<a href="#{places[file]}">{text(name)}</a>' if file in places else f"<b>{text(name)}</b>"


def deal_map(shown: Portfolio, places: Anchors, lang: Lang) -> str:
    """Shapes where deals can be placed, what the shapes mean, and the same as a table."""
    most = max((line.held.assessment.amount or Decimal(0) for line in shown.opened), default=Decimal(0))
    placed = (_bubble(n, line, shown.banks, most, places, lang) for n, line in enumerate(shown.lines, 1))
    bubbles = [each for each in placed if each]
    if not bubbles:
        return ""
    ends = [label(f"page.end.{end}", lang) for end in ("left", "right", "bottom", "top")]
    drawn = bubble_map(bubbles, label("view.map", lang), (ends[0], ends[1], ends[2], ends[3]))
    kinds = [id for id in VERDICTS if any(each.kind == id for each in bubbles)]
    names = {id: say(f"scorecard.verdict.{id}", lang) for id in kinds}
    shapes = {id: lone_shape(id, shape(VERDICTS[id]), names[id]) for id in kinds}
    legend = "".join(f"<li>{shapes[id]}{text(names[id])}</li>" for id in kinds)
    caption = f'<figcaption><ul class="legend">{legend}</ul>{text(label("page.map", lang))}</figcaption>'
    table = f"<summary>{text(label('page.as_table', lang))}</summary>{view_html('map', shown, lang)}"
    return f"<figure>{drawn}{caption}</figure><details>{table}</details>"


def _bubble(
    number: int, line: DealLine, banks: Sequence[Bank], most: Decimal, places: Anchors, lang: Lang
) -> Bubble | None:
    """An open deal on the map, its area by its share of the largest amount; None where it has no place."""
    deal, where = line.held.assessment, spot(line.held, banks)
    if not line.held.is_open or where.position is None or where.attractiveness is None:
        return None
    verdict = where.verdict or "none"
    said = say(f"scorecard.verdict.{verdict}", lang)
    return Bubble(
        where.position,
        where.attractiveness,
        float((deal.amount or Decimal(0)) / most) if most else 0.0,
        verdict,
        str(number),
        f"{number} {named(line)}: {said}, {money(deal.amount, deal.currency)}",
        f"#{places[line.held.file]}" if line.held.file in places else "",
        deal.customer,
        shape(where.verdict),
    )


def moved(shown: Portfolio, lang: Lang) -> str:
    """What changed since last time, drawn and told; nothing where that was not asked."""
    movement = shown.movement
    if movement is None:
        return ""
    changed = {each.currency for each in movement.buckets if each.amount}
    drawn = [_fall(movement, currency, lang) for currency in movement.currencies if currency in changed]
    return "".join(drawn) + view_html("changes", shown, lang)


def _fall(movement: Movement, currency: str, lang: Lang) -> str:
    start = next((each.amount for each in movement.start if each.currency == currency), Decimal(0))
    falls = [Fall(0, float(start), "level", label("start", lang), money(start, currency))]
    at = start
    for bucket in movement.buckets:
        if bucket.currency == currency and bucket.amount:
            kind, after = "more" if bucket.amount > 0 else "less", at + bucket.amount
            name = label(f"bucket.{bucket.id}", lang)
            falls.append(Fall(float(at), float(after), kind, name, change(bucket.amount)))
            at = after
    falls.append(Fall(0, float(at), "level", label("end", lang), money(at, currency)))
    title = f"{label('view.changes', lang)} {currency}".strip()
    return f"<figure>{waterfall(falls, title)}</figure>"


def heat(shown: Portfolio, places: Anchors, lang: Lang) -> str:
    """Open deals by criterion as a table of signs, and what is commonly missing."""
    bank = shown.bank
    if bank is None or not shown.opened:
        return ""
    sections = [(section, section.ratings) for section in bank.sections if section.ratings]
    top = "".join(
        f'<th scope="colgroup" colspan="{len(asked)}">{text(text_in(section.title, lang))}</th>'
        for section, asked in sections
    )
    criteria = [question for _, asked in sections for question in asked]
    titles = "".join(
        f'<th scope="col"><span>{text(text_in(each.title, lang))}</span></th>' for each in criteria
    )
    rows = []
    for number, line in enumerate(shown.lines[:MOST_ROWS], 1):
        if line.held.is_open:
            signs = [line.held.assessment.rating(bank.id, each.id) or "." for each in criteria]
            cells = "".join(f'<td class="{SIGNS[sign]}">{text(sign)}</td>' for sign in signs)
            name = link(line, places, f"{number} {named(line)}")
            rows.append(f'<tr class="deal v-{filter_of(line)}"><th scope="row">{name}</th>{cells}</tr>')
    head = f"<thead><tr><td></td>{top}</tr><tr><td></td>{titles}</tr></thead>"
    table = f'<table class="heat">{head}<tbody>{"".join(rows)}</tbody></table>'
    scroll = f'<div class="wide" tabindex="0" role="region" aria-label="{text(label("view.grid", lang))}">'
    return f"{scroll}{table}</div>{blocks_html(missing(shown, lang), lang)}"


class Filter(NamedTuple):
    """What the deals can be narrowed to."""

    id: str
    title: str


def filters(lang: Lang) -> list[Filter]:
    """The verdicts, the best first, and the deals that are over."""
    named_so = [Filter(id, say(f"scorecard.verdict.{id}", lang)) for id in VERDICTS]
    return [*named_so, Filter("closed", label("head.closed", lang))]


def filter_of(line: DealLine) -> str:
    """Which of them shows a deal."""
    return (line.held.card.verdict or "none") if line.held.is_open else "closed"


def made_style(lang: Lang) -> str:
    """What the style sheet says of verdicts, on the map and in filters, and how it names lone cells."""
    marks = (f".bubble.{id}{{--mark:var(--{MARKS[tone('verdict', each)]})}}" for id, each in VERDICTS.items())
    left_out = (f"body:has(#f-{id}:checked) .deal:not(.v-{id})" for id in (*VERDICTS, "closed"))
    names = {head: headed(head, "", lang) for head in NAMED_CELLS}
    named = (
        f".sortable td:nth-child({COLUMNS.index(head) + 1}):not(:empty)::before"
        f"{{content:{json.dumps(name, ensure_ascii=False)}}}"
        for head, name in names.items()
    )
    narrow = f"@media screen and (max-width:40rem){{{''.join(named)}}}"
    return f"{''.join(marks)}\n{','.join(left_out)}{{display:none}}\n{narrow}"


class DealCell(NamedTuple):
    """A cell of the table: its HTML, what it is sorted by, and its class."""

    html: str
    value: str
    kind: str = ""


class DealRow(NamedTuple):
    """A deal in the table, and what filter shows it."""

    filter: str
    cells: Sequence[DealCell]


def row(number: int, line: DealLine, banks: Sequence[Bank], places: Anchors, lang: Lang) -> DealRow:
    """A deal in the table of all; its cells are in the order of COLUMNS."""
    deal, card, age = line.held.assessment, line.held.card, line.days_since_assessed
    rank = str(ids("verdict").index(card.verdict)) if card.verdict and line.held.is_open else ""
    yes = sum(each.verdict == "yes" for each in card.sections)
    due = line.next_step.due if line.next_step else None
    found, day = line.held.errors * 10**6 + line.held.warnings, str(deal.close_date or "")
    cells = (
        _named(number, line, places),
        _plain(deal.owner),
        DealCell(_about(text(deal.stage), days_text(line.days_in_stage, lang)), deal.stage),
        DealCell(text(money(deal.amount, deal.currency)), _key(deal.amount), "right"),
        DealCell(_about(words(day), moves_text(line, lang)), day),
        DealCell(_about(inline((verdict_span(line, lang),)), to_yes_text(line, lang)), rank),
        DealCell(_section_signs(line, banks, lang), str(yes), "signs"),
        _bar(line),
        DealCell(inline(standing_spans(line, lang)), _key(line.strongest and line.strongest.lead)),
        _plain(mode_title(card.mode, banks, lang) if card.mode else ""),
        DealCell(words(step_text(line)), str(due or ("9999" if line.next_step else ""))),
        DealCell(text(days_text(age, lang)), _key(age), "right"),
        DealCell(text(findings_text(line, lang)), str(found or "")),
    )
    return DealRow(filter_of(line), cells)


def _key(number: float | Decimal | None) -> str:
    """What a number is sorted by; "" for none."""
    return "" if number is None else str(number)


def _named(number: int, line: DealLine, places: Anchors) -> DealCell:
    deal = line.held.assessment
    name = link(line, places, deal.customer or named(line))
    about = f"<br>{_about('', deal.opportunity)}" if deal.customer else ""
    return DealCell(f'<span class="number">{number}</span> {name}{about}', named(line))


def _bar(line: DealLine) -> DealCell:
    """Our answers by sign, drawn and in figures."""
    counts, said = line.counts, cells_text(line)
    numbers = (counts.plus, counts.minus, counts.unknown, counts.unrated)
    bar = share_bar(list(zip(("plus", "minus", "unknown", "none"), numbers, strict=True)), said)
    return DealCell(f"{bar}{text(said)}", str(counts.plus - counts.minus), "bars")


def _about(shown: str, more: str) -> str:
    """What a cell says, and what there is to add to it."""
    return f'{shown} <span class="facts">{text(more)}</span>' if more else shown


def _plain(raw: str) -> DealCell:
    return DealCell(text(raw), raw)


def _section_signs(line: DealLine, banks: Sequence[Bank], lang: Lang) -> str:
    """A sign for the verdict on each key question, with the words for whoever points at it or has it read."""
    titles = {section.id: text_in(section.title, lang) for bank in banks for section in bank.sections}
    made = []
    for each in line.held.card.sections:
        sign, word = SIGNS_OF[tone("section", each.verdict)], say(f"scorecard.section.{each.verdict}", lang)
        kind = "plus" if tone("section", each.verdict) == "good" else SIGNS[sign]
        made.append(
            f'<abbr class="{kind}" title="{text(f"{titles.get(each.id, each.id)} {word}")}">{sign}</abbr>'
        )
    return " ".join(made)
