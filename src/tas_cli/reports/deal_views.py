"""The views of `tas portfolio` that go through the deals one by one, as blocks. Adds nothing up.

Where only the first deals are listed, what is said of all of them stays true of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..judging.portfolio import DealLine, steps, totals
from ..judging.team_sums import commonly_missing, spot
from ..model.bank import Bank
from ..model.local_texts import text_in
from ..words import Lang, say
from .doc import Block, FactList, Heading, Items, ListItem, Span, Spans, Table, TableRow, paragraph, spans
from .portfolio import (
    NAMED,
    Portfolio,
    cells_text,
    close_text,
    facts_text,
    group_of,
    headed,
    heads,
    label,
    money,
    named,
    reasons,
    rest_of_deal,
    share_text,
    stage_text,
    step_text,
    verdict_span,
)


def table(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """One row a deal, with sums by currency."""
    groups: dict[str, list[DealLine]] = {}
    for line in value.lines:
        groups.setdefault(group_of(line, value.group), []).append(line)
    listed = {line.held.file for line in value.first(value.lines)}
    columns = heads(lang, "deal", "stage", "amount", "close", "verdict", "cells")
    for name, lines in groups.items():
        if value.group:
            yield Heading(name or label("group.none", lang), 3)
        rows = tuple(_row(line, value.banks, lang) for line in lines if line.held.file in listed)
        if rows:
            yield Table(columns, rows, right=frozenset({2}))
        yield from _sums(lines, lang)
    yield from _more(value, value.lines, lang)


def _row(line: DealLine, banks: Sequence[Bank], lang: Lang) -> TableRow:
    deal = line.held.assessment
    cells = (
        *_name(line),
        spans(stage_text(line, lang)),
        spans(money(deal.amount, deal.currency)),
        spans(close_text(line, lang)),
        (verdict_span(line, lang),),
        spans(cells_text(line)),
    )
    return TableRow(cells, rest_of_deal(line, banks, lang))


def _name(line: DealLine) -> tuple[Spans]:
    """The cell that names a deal short, by its customer."""
    return (spans(Span(line.held.assessment.customer or named(line), "strong")),)


def _about(line: DealLine) -> Spans:
    """What it is about, below it."""
    deal = line.held.assessment
    return spans(deal.opportunity) if deal.customer and deal.opportunity else ()


def _sums(lines: Iterable[DealLine], lang: Lang) -> Iterator[Block]:
    sums = totals(line.held.assessment for line in lines if line.held.is_open)
    texts = []
    for each in sums:
        text = label("total", lang, n=each.deals, amount=money(each.amount, each.currency))
        texts.append(text + (f" ({label('without_amount', lang, n=each.unknown)})" if each.unknown else ""))
    if texts:
        yield paragraph(say("scorecard.then", lang).join(texts))


def _more(value: Portfolio, lines: Sequence[DealLine], lang: Lang) -> Iterator[Block]:
    """How many of `lines` are not listed."""
    left = len(lines) - len(value.first(lines))
    if left:
        yield paragraph(label("left_out", lang, n=left))


def attention(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """The deals that need somebody, each with the reason."""
    calling = [line for line in value.lines if line.attention]
    if not calling:
        yield paragraph(label("nothing_calls", lang))
        return
    items = [
        ListItem(
            _told(line, facts_text(line, lang), lang),
            (
                spans(reasons(line, lang)),
                *((spans(headed("step", step_text(line), lang)),) if line.next_step else ()),
            ),
        )
        for line in value.first(calling)
    ]
    yield Items(tuple(items), numbered=True)
    yield from _more(value, calling, lang)


def grid(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """A row of signs a deal, in the order of the criteria, and what is commonly missing."""
    bank = value.bank
    if bank is None:
        yield paragraph(label("no_ratings", lang))
        return
    rows = []
    for line in value.first(value.opened):
        deal = line.held.assessment
        signs = ([deal.rating(bank.id, each.id) or "." for each in s.ratings] for s in bank.sections)
        rows.append(TableRow((*_name(line), *(spans(" ".join(each)) for each in signs)), _about(line)))
    titles = [text_in(section.title, lang) for section in bank.sections]
    yield Table((*heads(lang, "deal"), *titles), tuple(rows))
    yield from _more(value, value.opened, lang)
    join = say("scorecard.join", lang)
    criteria = (join.join(text_in(each.title, lang) for each in section.ratings) for section in bank.sections)
    yield FactList(tuple((title, spans(each)) for title, each in zip(titles, criteria, strict=True)))
    yield from missing(value, lang)


def missing(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """The criteria that most open deals lack."""
    bank = value.bank
    found = commonly_missing([line.held for line in value.lines], bank)[:NAMED] if bank else []
    if bank and found:
        titles = {f"{bank.id}.{id}": text_in(each.title, lang) for id, each in bank.by_id.items()}
        told = [(each, label("of_deals", lang, some=each.unknown, all=each.deals)) for each in found]
        yield Heading(label("commonly_missing", lang), 3)
        yield FactList(tuple((titles[each.question], spans(text)) for each, text in told))


def next_steps(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Next steps: overdue, this week, later, on no day, missing."""
    found = steps(value.lines, value.today)
    parts = {
        f"steps.{key}": [
            (line, step_text(line) or line.held.assessment.owner) for line in getattr(found, key)
        ]
        for key in ("overdue", "this_week", "later", "undated", "missing")
    }
    yield from _parts(value, parts, lang)


def _parts(
    value: Portfolio, parts: Mapping[str, Sequence[tuple[DealLine, str]]], lang: Lang
) -> Iterator[Block]:
    """Deals with what is to be said of each, part by part; those without a deal together at the end."""
    for key, told in parts.items():
        if told:
            yield Heading(label(key, lang, n=len(told)), 3)
            yield from _named(value, told, lang)
    if empty := [label(key, lang, n=0) for key, told in parts.items() if not told]:
        yield paragraph(say("scorecard.then", lang).join(empty))


def _named(value: Portfolio, told: Sequence[tuple[DealLine, str]], lang: Lang) -> Iterator[Block]:
    yield Items(tuple(ListItem(_told(line, text, lang)) for line, text in value.first(told)))
    yield from _more(value, [line for line, _ in told], lang)


def _told(line: DealLine, text: str, lang: Lang) -> Spans:
    """A deal and what is to be said of it."""
    after = say("scorecard.after", lang) if text else ""
    return spans(Span(named(line), "strong"), f"{after}{text}")


def dates(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Close dates that passed, and those that were moved."""
    overdue = [(line, close_text(line, lang)) for line in value.lines if "overdue" in line.attention]
    moved = [
        (line, line.held.moves.close_dates)
        for line in value.opened
        if line.held.moves and line.held.moves.slips
    ]
    slipped = [(line, " → ".join(str(day) for _, day in days)) for line, days in moved]
    yield from _parts(value, {"dates.overdue": overdue, "dates.moved": slipped}, lang)


def long_in_stage(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Deals that are in their stage for longer than is usual there."""
    told = [(line, stage_text(line, lang)) for line in value.lines if "stuck" in line.attention]
    if told:
        yield Heading(label("stuck", lang), 3)
        yield from _named(value, told, lang)


def places(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Position against the strongest competitor and attractiveness, each from -1 to 1."""
    columns = heads(lang, "deal", "position", "attractiveness", "amount", "verdict")
    rows = []
    for line in value.first(value.opened):
        where = spot(line.held, value.banks)
        cells = (
            *_name(line),
            spans(share_text(where.position)),
            spans(share_text(where.attractiveness)),
            spans(money(where.amount, line.held.assessment.currency)),
            (verdict_span(line, lang),),
        )
        rows.append(TableRow(cells, _about(line)))
    yield Table(columns, tuple(rows), right=frozenset({1, 2, 3}))
    yield from _more(value, value.opened, lang)
