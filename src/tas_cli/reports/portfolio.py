"""A team's deals in words: the views of `tas portfolio`, each as blocks.

Adds nothing up (see `judging.portfolio`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from ..judging.judgements import tone
from ..judging.portfolio import (
    BUCKETS,
    FEWEST_CLOSED,
    DealLine,
    Movement,
    by_competitor,
    commonly_missing,
    concentration,
    expectations,
    owner_shares,
    spot,
    steps,
    stuck,
    totals,
)
from ..model.assessment import STATUS_QUO
from ..model.bank import Bank, rating_bank, text_in
from ..words import Lang, say
from .doc import (
    Block,
    Doc,
    Facts,
    Heading,
    Items,
    ListItem,
    Span,
    Spans,
    Table,
    TableRow,
    paragraph,
    spans,
    toned,
)

SHOWN = 40
"""So many deals a terminal is shown; files get all."""
NAMED = 12
"""So many criteria are named as commonly missing."""


class Portfolio(NamedTuple):
    """All that is told: the deals in order, what moved since `since` (None: not asked), and what to show.

    `left_out` says how many deals are not among `lines`; `has_past`: whether git knew anything.
    """

    lines: Sequence[DealLine]
    today: date
    banks: Sequence[Bank]
    stages: Sequence[str]
    norms: Mapping[str, float]
    movement: Movement | None = None
    since: str = ""
    has_past: bool = False
    left_out: int = 0
    us: str = ""
    group: str = ""
    views: tuple[str, ...] = ()

    def shown(self, views: Sequence[str]) -> Portfolio:
        """The same, of which these views are to be shown."""
        return self._replace(views=tuple(views))

    def cut(self) -> Portfolio:
        """What a terminal is shown: the first deals, and how many more there are."""
        return self._replace(lines=self.lines[:SHOWN], left_out=max(0, len(self.lines) - SHOWN))

    @property
    def bank(self) -> Bank | None:
        """The bank whose ratings give the verdicts."""
        return rating_bank(self.banks)


def label(key: str, lang: Lang, **params: str | int) -> str:
    """A text of the area `portfolio`."""
    return say(f"portfolio.{key}", lang, **params)


def page(value: Portfolio, lang: Lang) -> Doc:
    """The views of a portfolio that are asked for, one below the other."""
    views = value.views
    blocks: list[Block] = [Heading(label("title", lang, n=len(value.lines) + value.left_out), 1)]
    for view in views:
        if len(views) > 1:
            blocks.append(Heading(label(f"view.{view}", lang)))
        blocks += VIEWS[view](value, lang)
    return Doc(lang, tuple(blocks))


def named(line: DealLine) -> str:
    """Customer and opportunity, or the file of a deal that has neither."""
    deal = line.held.assessment
    return " - ".join(filter(None, (deal.customer, deal.opportunity))) or line.held.file


def money(amount: Decimal | None, currency: str) -> str:
    """An amount as people read it; "" for none."""
    return "" if amount is None else f"{amount:,.0f} {currency}".strip()


Head = Literal[
    "deal", "stage", "amount", "close", "verdict", "cells", "age", "what", "deals", "criterion",
    "deals_in_order", "in_stage", "norm", "over", "position", "attractiveness", "quarter", "owner", "from",
    "to", "closed", "won", "share", "competitor", "lost_to", "lost_else",
]  # fmt: skip
HEADS: tuple[Head, ...] = get_args(Head)
"""What heads a column."""


def _heads(lang: Lang, *names: Head) -> tuple[str, ...]:
    return tuple(label(f"head.{name}", lang) for name in names)


def _verdict(line: DealLine, lang: Lang) -> Span:
    card = line.held.card
    if not line.held.is_open:
        return Span(say(f"scorecard.outcome.{line.held.assessment.outcome}", lang))
    text = say(f"scorecard.verdict.{card.verdict or 'none'}", lang)
    if card.to_yes:
        text += f" ({label('to_yes', lang, n=card.to_yes)})"
    return Span(text, toned(tone("verdict", card.verdict)))


def _attention(line: DealLine, lang: Lang) -> str:
    return say("scorecard.join", lang).join(label(f"attention.{id}", lang) for id in line.attention)


def _standing(line: DealLine, lang: Lang) -> Spans:
    best = line.strongest
    if best is None:
        return spans("")
    name = line.held.assessment.competitors.get(best.party) or best.party
    shown = Span(say(f"scorecard.standing.{best.standing}", lang), toned(tone("standing", best.standing)))
    return spans(f"{name} ", shown)


def _step(line: DealLine) -> str:
    step = line.next_step
    if step is None:
        return ""
    when = f"{step.due} " if step.due else ""
    who = f" ({step.owner})" if step.owner else ""
    return f"{when}{step.what}{who}"


def _cells(line: DealLine) -> str:
    counts = line.counts
    return f"+{counts.plus} -{counts.minus} ?{counts.unknown} .{counts.unrated}"


def _close(line: DealLine) -> str:
    day, moves = line.held.assessment.close_date, line.held.moves
    moved = f" ({moves.slips}×)" if moves and moves.slips else ""
    return f"{day}{moved}" if day else ""


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
                    spans(_stage(line, lang)),
                    spans(money(line.held.assessment.amount, line.held.assessment.currency)),
                    spans(_close(line)),
                    (_verdict(line, lang),),
                    spans(_cells(line)),
                ),
                _more_of(line, lang),
            )
            for line in lines
        )
        yield Table(
            _heads(lang, "deal", "stage", "amount", "close", "verdict", "cells"), rows, right=frozenset({2})
        )
        yield from _sums(lines, lang)
    yield from _more(value, lang)


def _more_of(line: DealLine, lang: Lang) -> Spans:
    """What else there is to say of a deal: what it is about, whose it is, the strongest rival, what calls."""
    deal, age = line.held.assessment, _days(line.days_since_assessed, lang)
    parts = [spans(text) for text in (deal.opportunity, deal.owner) if text]
    parts += [_standing(line, lang)] if line.strongest else []
    parts += [spans(f"{label('head.age', lang)}: {age}")] if age else []
    parts += [spans(_attention(line, lang))] if line.attention else []
    joint = Span(say("scorecard.then", lang))
    return tuple(piece for i, part in enumerate(parts) for piece in ((joint,) if i else ()) + part)


def _grouped(value: Portfolio) -> dict[str, list[DealLine]]:
    groups: dict[str, list[DealLine]] = {}
    for line in value.lines:
        groups.setdefault(group_of(line, value.group), []).append(line)
    return groups


def group_of(line: DealLine, group: str) -> str:
    """The group of a deal: a field, a team's own field (`custom.NAME`), or its mode; "" for none."""
    deal = line.held.assessment
    if not group:
        return ""
    if group == "mode":
        return line.held.card.mode or ""
    if group.startswith("custom."):
        return str(deal.custom.get(group.removeprefix("custom."), ""))
    return str(getattr(deal, group) or "")


def _stage(line: DealLine, lang: Lang) -> str:
    stage = line.held.assessment.stage
    return f"{stage} ({_days(line.days_in_stage, lang)})" if line.days_in_stage is not None else stage


def _days(days: int | None, lang: Lang) -> str:
    return "" if days is None else label("days", lang, n=days)


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
        heads = _heads(lang, "what", "deals", "amount")
        yield Table(heads, tuple(rows), right=frozenset({1, 2}))
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
            spans(Span(named(line), "strong"), f"  {_facts(line)}"),
            (spans(_attention(line, lang)), *((spans(_step(line)),) if line.next_step else ())),
        )
        for line in calling
    ]
    if not items:
        yield paragraph(label("nothing_calls", lang))
        return
    yield Items(tuple(items), numbered=True)
    yield from _more(value, lang)


def _facts(line: DealLine) -> str:
    deal = line.held.assessment
    return ", ".join(filter(None, (deal.owner, deal.stage, money(deal.amount, deal.currency), _close(line))))


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
                    ListItem(
                        spans(Span(named(line), "strong"), f"  {_step(line) or line.held.assessment.owner}")
                    )
                    for line in lines
                )
            )


def _stages_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Where deals stand, and for how long against that stage's norm."""
    if not value.has_past:
        yield paragraph(label("no_git", lang))
    heads = _heads(lang, "stage", "deals", "in_stage", "norm", "over")
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
    yield Table(heads, tuple(rows), right=frozenset({1, 2, 3, 4}))
    longest = [line for line in value.lines if "stuck" in line.attention]
    if longest:
        yield Heading(label("stuck", lang), 3)
        yield Items(
            tuple(ListItem(spans(Span(named(line), "strong"), f"  {_stage(line, lang)}")) for line in longest)
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
            told = " → ".join(days) if key == "moved" else _close(line)
            items.append(ListItem(spans(Span(named(line), "strong"), f"  {told}")))
        if items:
            yield Items(tuple(items))


def _map_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Position against the strongest competitor and attractiveness, each from -1 to 1."""
    heads = _heads(lang, "deal", "position", "attractiveness", "amount", "verdict")
    rows = []
    for line in value.lines:
        if line.held.is_open:
            where = spot(line.held, value.banks)
            rows.append(
                TableRow(
                    (
                        spans(Span(named(line), "strong")),
                        spans(_share(where.position)),
                        spans(_share(where.attractiveness)),
                        spans(money(where.amount, line.held.assessment.currency)),
                        (_verdict(line, lang),),
                    )
                )
            )
    yield Table(heads, tuple(rows), right=frozenset({1, 2, 3}))


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _quarter_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What the quarters may bring, as a range, by owner."""
    heads = _heads(lang, "quarter", "owner", "deals", "from", "to")
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
    yield Table(heads, tuple(rows), right=frozenset({2, 3, 4}))
    yield paragraph(label("quarter_how", lang))


def _owners_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How owners rate, beside how their closed deals ended; nobody is ranked on a few."""
    shares = owner_shares(line.held for line in value.lines)
    if not shares:
        yield paragraph(label("too_few_closed", lang, n=FEWEST_CLOSED))
        return
    heads = _heads(lang, "owner", "closed", "won", "share")
    rows = []
    for each in shares:
        cells = max(1, each.plus + each.minus + each.unknown)
        share = " ".join(
            f"{sign} {round(100 * n / cells)} %"
            for sign, n in (("+", each.plus), ("-", each.minus), ("?", each.unknown))
        )
        won = label("of_deals", lang, some=each.won, all=each.closed)
        rows.append(TableRow((spans(each.owner), spans(str(each.closed)), spans(won), spans(share))))
    yield Table(heads, tuple(rows), right=frozenset({1}))


def _outcomes_view(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Won and lost by competitor, with the reasons that were written down."""
    against = by_competitor((line.held for line in value.lines), STATUS_QUO, say("session.do_nothing", lang))
    if not against:
        yield paragraph(label("nothing_closed", lang))
        return
    heads = _heads(lang, "competitor", "won", "lost_to", "lost_else")
    yield Table(
        heads,
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
