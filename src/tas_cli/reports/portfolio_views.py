"""The views of `tas portfolio`, each as blocks. Adds nothing up (see `judging.team_sums`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from ..judging.judgements import tone
from ..judging.movement import BUCKETS, Movement
from ..judging.portfolio import (
    DealLine,
    steps,
    totals,
)
from ..judging.team_sums import (
    FEWEST_CLOSED,
    by_competitor,
    commonly_missing,
    concentration,
    expectations,
    owner_shares,
    spot,
    stuck,
)
from ..model.assessment import STATUS_QUO
from ..model.bank import text_in
from ..words import Lang, say
from .doc import (
    Block,
    Doc,
    Facts,
    Heading,
    Items,
    ListItem,
    Span,
    Table,
    TableRow,
    paragraph,
    spans,
    toned,
)
from .portfolio import (
    NAMED,
    Portfolio,
    cells_text,
    close_text,
    facts_text,
    group_of,
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


def page(value: Portfolio, lang: Lang) -> Doc:
    """The views of a portfolio that are asked for, one below the other."""
    views = value.views
    blocks: list[Block] = [Heading(label("title", lang, n=len(value.lines) + value.left_out), 1)]
    for view in views:
        if len(views) > 1:
            blocks.append(Heading(label(f"view.{view}", lang)))
        blocks += VIEWS[view](value, lang)
    return Doc(lang, tuple(blocks))


def _table(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """One row a deal, with sums by currency."""
    groups = _grouped(value)
    for name, lines in groups.items():
        if value.group:
            yield Heading(name or label("group.none", lang), 3)
        rows = tuple(
            TableRow(
                (
                    spans(Span(line.held.assessment.customer or line.held.file, "strong")),
                    spans(stage_text(line, lang)),
                    spans(money(line.held.assessment.amount, line.held.assessment.currency)),
                    spans(close_text(line)),
                    (verdict_span(line, lang),),
                    spans(cells_text(line)),
                ),
                rest_of_deal(line, lang),
            )
            for line in lines
        )
        yield Table(
            heads(lang, "deal", "stage", "amount", "close", "verdict", "cells"), rows, right=frozenset({2})
        )
        yield from _sums(lines, lang)
    yield from _more(value, lang)


def _grouped(value: Portfolio) -> dict[str, list[DealLine]]:
    groups: dict[str, list[DealLine]] = {}
    for line in value.lines:
        groups.setdefault(group_of(line, value.group), []).append(line)
    return groups


def _sums(lines: Iterable[DealLine], lang: Lang) -> Iterator[Block]:
    sums = totals(line.held.assessment for line in lines if line.held.is_open)
    texts = []
    for each in sums:
        text = label("total", lang, n=each.deals, amount=money(each.amount, each.currency))
        texts.append(text + (f" ({label('without_amount', lang, n=each.unknown)})" if each.unknown else ""))
    if texts:
        yield paragraph(say("scorecard.then", lang).join(texts))


def _more(value: Portfolio, lang: Lang) -> Iterator[Block]:
    if value.left_out:
        yield paragraph(label("left_out", lang, n=value.left_out))


def _changes(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What became of every deal since last time; start and changes are the end."""
    moved = value.movement
    if moved is None:
        yield paragraph(label("no_since", lang))
        return
    yield paragraph(label("since", lang, since=value.since))
    named_in = (*moved.start, *moved.end)
    currencies = (*(each.currency for each in named_in), *(each.currency for each in moved.buckets))
    for currency in dict.fromkeys(currencies):
        start = next((each for each in moved.start if each.currency == currency), None)
        end = next((each for each in moved.end if each.currency == currency), None)
        rows = [
            _row(
                label("start", lang),
                start.deals if start else 0,
                start.amount if start else Decimal(0),
                currency,
            )
        ]
        rows += [
            _row(label(f"bucket.{each.id}", lang), each.deals, each.amount, currency, signed=True)
            for each in moved.buckets
            if each.currency == currency
        ]
        rows.append(
            _row(
                label("end", lang),
                end.deals if end else 0,
                end.amount if end else Decimal(0),
                currency,
            )
        )
        columns = heads(lang, "what", "deals", "amount")
        yield Table(columns, tuple(rows), right=frozenset({1, 2}))
    yield paragraph(label("adds_up" if moved.adds_up else "adds_not_up", lang))
    for won in moved.won:
        yield paragraph(
            label("won_since", lang, n=won.deals, amount=money(won.amount, won.currency)), tight=True
        )
    yield from _turned(value, moved, lang)
    listed = [
        ListItem(spans(f"{label(f'bucket.{id}', lang)}: ", say("scorecard.join", lang).join(files)))
        for id in BUCKETS
        if id != "same" and (files := _files_in(value, moved, id))
    ]
    if listed:
        yield Items(tuple(listed))


def _files_in(value: Portfolio, moved: Movement, id: str) -> list[str]:
    names = {line.held.file: named(line) for line in value.lines}
    return [names.get(file, file) for file, bucket in moved.where.items() if bucket == id]


def _turned(value: Portfolio, moved: Movement, lang: Lang) -> Iterator[Block]:
    names = {line.held.file: named(line) for line in value.lines}
    items = [
        ListItem(
            spans(
                f"{names.get(each.file, each.file)}: ",
                Span(say(f"scorecard.verdict.{each.old or 'none'}", lang)),
                " → ",
                Span(say(f"scorecard.verdict.{each.new or 'none'}", lang), toned(tone("verdict", each.new))),
            )
        )
        for each in moved.turned
    ]
    if items:
        yield Heading(label("turned", lang), 3)
        yield Items(tuple(items))


def _row(label: str, deals: int, amount: Decimal, currency: str, *, signed: bool = False) -> TableRow:
    shown = f"{amount:+,.0f} {currency}".strip() if signed else money(amount, currency)
    return TableRow((spans(label), spans(str(deals)), spans(shown)))


def _attention_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """The deals that need somebody, each with the reason."""
    calling = [line for line in value.lines if line.attention]
    items = [
        ListItem(
            spans(Span(named(line), "strong"), f"  {facts_text(line)}"),
            (spans(reasons(line, lang)), *((spans(step_text(line)),) if line.next_step else ())),
        )
        for line in calling
    ]
    if not items:
        yield paragraph(label("nothing_calls", lang))
        return
    yield Items(tuple(items), numbered=True)
    yield from _more(value, lang)


def _grid_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """The criteria by deal, and what is commonly missing."""
    bank = value.bank
    if bank is None:
        yield paragraph(label("no_ratings", lang))
        return
    lines = [line for line in value.lines if line.held.is_open]
    rows = []
    for section in bank.sections:
        for question in section.ratings:
            signs = [line.held.assessment.rating(bank.id, question.id) or "." for line in lines]
            rows.append(TableRow((spans(text_in(question.title, lang)), spans(" ".join(signs)))))
    names = [ListItem(spans(f"{number} {named(line)}")) for number, line in enumerate(lines, 1)]
    yield Items(tuple(names))
    yield Table((label("head.criterion", lang), label("head.deals_in_order", lang)), tuple(rows))
    missing = commonly_missing([line.held for line in lines], bank)[:NAMED]
    titles = {f"{bank.id}.{id}": text_in(each.title, lang) for id, each in bank.by_id.items()}
    if missing:
        yield Heading(label("commonly_missing", lang), 3)
        yield Facts(
            tuple(
                (
                    titles[each.question],
                    spans(label("of_deals", lang, some=each.unknown, all=each.deals)),
                )
                for each in missing
            )
        )


def _owner(line: DealLine) -> str:
    return line.held.assessment.owner


def _steps_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Next steps: overdue, this week, missing."""
    found = steps(value.lines, value.today)
    for key, lines in (
        ("overdue", found.overdue),
        ("this_week", found.this_week),
        ("missing", found.missing),
    ):
        yield Heading(label(f"steps.{key}", lang, n=len(lines)), 3)
        if lines:
            yield Items(
                tuple(
                    ListItem(spans(Span(named(line), "strong"), f"  {step_text(line) or _owner(line)}"))
                    for line in lines
                )
            )


def _stages_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Where deals stand, and for how long against that stage's norm."""
    if not value.has_past:
        yield paragraph(label("no_git", lang))
    columns = heads(lang, "stage", "deals", "in_stage", "norm", "over")
    rows = [
        TableRow(
            (
                spans(each.stage or label("no_stage", lang)),
                spans(str(each.deals)),
                spans("" if each.days is None else label("days", lang, n=round(each.days))),
                spans("" if each.norm is None else label("days", lang, n=round(each.norm))),
                spans(
                    str(each.over) if each.norm is not None else "",
                ),
            )
        )
        for each in stuck(value.lines, value.stages, value.norms)
    ]
    yield Table(columns, tuple(rows), right=frozenset({1, 2, 3, 4}))
    longest = [line for line in value.lines if "stuck" in line.attention]
    if longest:
        yield Heading(label("stuck", lang), 3)
        yield Items(
            tuple(
                ListItem(spans(Span(named(line), "strong"), f"  {stage_text(line, lang)}"))
                for line in longest
            )
        )


def _dates_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Close dates that passed, and those that were moved."""
    if not value.has_past:
        yield paragraph(label("no_git", lang))
    overdue = [line for line in value.lines if "overdue" in line.attention]
    slipped = [
        line for line in value.lines if line.held.is_open and line.held.moves and line.held.moves.slips
    ]
    for key, lines in (("overdue", overdue), ("moved", slipped)):
        yield Heading(label(f"dates.{key}", lang, n=len(lines)), 3)
        items = []
        for line in lines:
            days = [str(day) for _, day in line.held.moves.close_dates] if line.held.moves else []
            told = " → ".join(days) if key == "moved" else close_text(line)
            items.append(ListItem(spans(Span(named(line), "strong"), f"  {told}")))
        if items:
            yield Items(tuple(items))


def _map_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Position against the strongest competitor and attractiveness, each from -1 to 1."""
    columns = heads(lang, "deal", "position", "attractiveness", "amount", "verdict")
    rows = []
    for line in value.lines:
        if line.held.is_open:
            where = spot(line.held, value.banks)
            rows.append(
                TableRow(
                    (
                        spans(Span(named(line), "strong")),
                        spans(share_text(where.position)),
                        spans(share_text(where.attractiveness)),
                        spans(money(where.amount, line.held.assessment.currency)),
                        (verdict_span(line, lang),),
                    )
                )
            )
    yield Table(columns, tuple(rows), right=frozenset({1, 2, 3}))


def _quarter_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What the quarters may bring, as a range, by owner."""
    columns = heads(lang, "quarter", "owner", "deals", "from", "to")
    rows = [
        TableRow(
            (
                spans(each.quarter or label("no_date", lang)),
                spans(each.owner),
                spans(str(each.deals)),
                spans(money(each.low, each.currency)),
                spans(money(each.high, each.currency)),
            )
        )
        for each in expectations(line.held for line in value.lines)
    ]
    yield Table(columns, tuple(rows), right=frozenset({2, 3, 4}))
    yield paragraph(label("quarter_how", lang))


def _owners_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How owners rate, beside how their closed deals ended; nobody is ranked on a few."""
    shares = owner_shares(line.held for line in value.lines)
    if not shares:
        yield paragraph(label("too_few_closed", lang, n=FEWEST_CLOSED))
        return
    columns = heads(lang, "owner", "closed", "won", "share")
    rows = []
    for each in shares:
        cells = max(1, each.plus + each.minus + each.unknown)
        share = " ".join(
            f"{sign} {round(100 * n / cells)} %"
            for sign, n in (("+", each.plus), ("-", each.minus), ("?", each.unknown))
        )
        won = label("of_deals", lang, some=each.won, all=each.closed)
        rows.append(TableRow((spans(each.owner), spans(str(each.closed)), spans(won), spans(share))))
    yield Table(columns, tuple(rows), right=frozenset({1}))


def _outcomes_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Won and lost by competitor, with the reasons that were written down."""
    against = by_competitor((line.held for line in value.lines), STATUS_QUO, say("session.do_nothing", lang))
    if not against:
        yield paragraph(label("nothing_closed", lang))
        return
    columns = heads(lang, "competitor", "won", "lost_to", "lost_else")
    yield Table(
        columns,
        tuple(
            TableRow(
                (spans(each.name), spans(str(each.won)), spans(str(each.lost_to)), spans(str(each.lost_else)))
            )
            for each in against
        ),
        right=frozenset({1, 2, 3}),
    )
    reasons = [
        ListItem(spans(Span(each.name, "strong")), tuple(map(spans, each.reasons)))
        for each in against
        if each.reasons
    ]
    if reasons:
        yield Heading(label("reasons", lang), 3)
        yield Items(tuple(reasons))


def _concentration_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How much hangs on the largest deals."""
    names = {line.held.file: named(line) for line in value.lines}
    for each in concentration(line.held for line in value.lines):
        share = round(100 * each.amount / each.total) if each.total else 0
        listed = say("scorecard.join", lang).join(names[file] for file in each.largest)
        yield paragraph(
            label("hangs_on", lang, share=share, total=money(each.total, each.currency), names=listed)
        )


VIEWS: Mapping[str, Callable[[Portfolio, Lang], Iterator[Block]]] = {
    "changes": _changes,
    "attention": _attention_view,
    "table": _table,
    "grid": _grid_view,
    "steps": _steps_view,
    "stages": _stages_view,
    "dates": _dates_view,
    "map": _map_view,
    "quarter": _quarter_view,
    "owners": _owners_view,
    "outcomes": _outcomes_view,
    "concentration": _concentration_view,
}
"""The views that there are, in the order in which managers ask for them."""


PAST_VIEWS = frozenset({"table", "stages", "dates", "attention", "changes"})
"""Views that show what only git knows."""
