"""The views of `tas portfolio` that tell what the deals come to together, as blocks. Adds nothing up itself.

They are of all deals, however few are listed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ..judging.agreement import FEWEST_SETTLED
from ..judging.movement import BUCKETS, Movement
from ..judging.portfolio import FEWEST_STAYS, Money
from ..judging.team_sums import (
    FEWEST_CLOSED,
    LARGEST,
    Expectation,
    OwnerShare,
    by_competitor,
    concentration,
    expectations,
    owner_shares,
    stuck,
)
from ..model.assessment import STATUS_QUO
from ..model.judgements import tone
from ..model.naming import aside, titles_of
from ..words import Lang, say
from .agreement import agreement_blocks
from .deal_views import long_in_stage
from .doc import Block, Heading, Items, ListItem, Span, Style, Table, TableRow, paragraph, row, spans, toned
from .portfolio import Portfolio, change, days_text, heads, label, money


def changes(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What became of every deal since last time; start and changes are the end."""
    moved = value.movement
    if moved is None:
        yield paragraph(label("no_since", lang))
        return
    yield paragraph(label("since", lang, since=value.since))
    for currency in moved.currencies:
        rows = (
            _end("start", _of(moved.start, currency), currency, lang),
            *(
                row((label(f"bucket.{each.id}", lang), str(each.deals), change(each.amount, currency)))
                for each in moved.buckets
                if each.currency == currency
            ),
            _end("end", _of(moved.end, currency), currency, lang),
        )
        yield Table(heads(lang, "what", "deals", "amount"), rows, right=frozenset({1, 2}))
    yield paragraph(label("adds_up" if moved.adds_up else "adds_not_up", lang))
    for won in moved.won:
        text = label("won_since", lang, n=won.deals, amount=money(won.amount, won.currency))
        yield paragraph(text, tight=True)
    if moved.won:
        yield paragraph(label("won_how", lang), tight=True)
    yield from _turned(value, moved, lang)
    yield from _by_bucket(value, moved, lang)


def _of(amounts: tuple[Money, ...], currency: str) -> Money:
    return next((each for each in amounts if each.currency == currency), Money(currency, 0, Decimal(0)))


def _end(key: str, sum: Money, currency: str, lang: Lang) -> TableRow:
    return row((label(key, lang), str(sum.deals), money(sum.amount, currency)))


def _turned(value: Portfolio, moved: Movement, lang: Lang) -> Iterator[Block]:
    """Verdicts that are other ones now."""
    items = []
    for each in moved.turned:
        old, new = (say(f"scorecard.verdict.{verdict or 'none'}", lang) for verdict in (each.old, each.new))
        name = value.names.get(each.file, each.file)
        after = say("scorecard.after", lang)
        items.append(ListItem(spans(f"{name}{after}{old} → ", Span(new, toned(tone("verdict", each.new))))))
    if items:
        yield Heading(label("turned", lang), 3)
        yield Items(tuple(items))


def _by_bucket(value: Portfolio, moved: Movement, lang: Lang) -> Iterator[Block]:
    """Which deals those are; the many that are the same are not named."""
    items = []
    for id in BUCKETS[:-1]:
        names = [
            value.names.get(file, file) + _by(became.changes, lang)
            for file, became in moved.where.items()
            if became.bucket == id
        ]
        if names:
            said = say("scorecard.after", lang), say("scorecard.then", lang).join(names)
            items.append(ListItem(spans(Span(label(f"bucket.{id}", lang), "strong"), *said)))
    if items:
        yield Items(tuple(items))


def _by(changes: Sequence[tuple[str, Decimal]], lang: Lang) -> str:
    """By how much the open amount of a deal changed, as an aside."""
    said = [change(amount, currency) for currency, amount in changes if amount]
    return aside(say("scorecard.join", lang).join(said), lang) if said else ""


def stages(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Where deals stand, and for how long against that stage's norm."""
    columns = heads(lang, "stage", "deals", "in_stage", "norm", "over")
    rows = []
    for each in stuck(value.lines, value.stages, value.norms):
        days = (days_text(n, lang) for n in (each.days, each.norm))
        over = "" if each.norm is None else str(each.over)
        cells = (each.stage or label("no_stage", lang), str(each.deals), *days, over)
        rows.append(row(cells))
    yield Table(columns, tuple(rows), right=frozenset({1, 2, 3, 4}))
    yield paragraph(label("norm_how", lang, n=FEWEST_STAYS))
    yield from long_in_stage(value, lang)


def quarter(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What the quarters may bring, as a range: each as a whole, then by owner."""
    rows = []
    found = expectations(line.held for line in value.lines)
    for (name, currency), group in groupby(found, lambda each: (each.quarter, each.currency)):
        owners = list(group)
        whole = Expectation(
            name, "", currency,
            sum(each.deals for each in owners),
            sum((each.low for each in owners), Decimal(0)),
            sum((each.high for each in owners), Decimal(0)),
        )  # fmt: skip
        rows.append(_expected(whole, name or label("no_date", lang), label("all_owners", lang)))
        rows += [_expected(each, "", each.owner or label("group.none", lang)) for each in owners]
    yield Table(
        heads(lang, "quarter", "owner", "deals", "from", "to"), tuple(rows), right=frozenset({2, 3, 4})
    )
    yield paragraph(label("quarter_how", lang))


def _expected(each: Expectation, quarter: str, owner: str) -> TableRow:
    style: Style = "strong" if quarter else ""
    low, high = money(each.low, each.currency), money(each.high, each.currency)
    return TableRow(tuple(spans(Span(text, style)) for text in (quarter, owner, str(each.deals), low, high)))


def forecast(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """What the open deals may bring, by what was learned from closed ones."""
    from ..judging.closed_deals import closed_and_won
    from .forecast import pictures, silence, sums

    shown = value.foreseen
    if shown is None or shown.because is not None:
        because = "none" if shown is None or shown.because is None else shown.because
        looked_at = closed_and_won(line.held.assessment for line in value.lines)
        yield paragraph(silence(because, shown.calibration if shown else None, looked_at, lang))
        return
    yield from sums(shown, lang)
    yield from pictures(shown, lang)


def owners(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How owners rate, beside how their closed deals ended; nobody is ranked on a few.

    And how people agree with the notes of their calls, which is about criteria and about no owner.
    """
    shares = owner_shares(line.held for line in value.lines)
    yield from (
        _shares(shares, lang) if shares else [paragraph(label("too_few_closed", lang, n=FEWEST_CLOSED))]
    )
    if value.agreement:
        titles = titles_of(value.banks, lang)
        yield paragraph(say("agreement.with_notes", lang, n=value.settled))
        yield from agreement_blocks(value.agreement, titles, lang, value.most)
    elif value.settled:
        yield paragraph(say("agreement.too_few", lang, n=value.settled, least=FEWEST_SETTLED))


def _shares(shares: Sequence[OwnerShare], lang: Lang) -> Iterator[Block]:
    rows = []
    for each in shares:
        cells = max(1, each.plus + each.minus + each.unknown)
        counts = (("+", each.plus), ("-", each.minus), ("?", each.unknown))
        share = " ".join(f"{sign} {round(100 * n / cells)} %" for sign, n in counts)
        won = label("of_deals", lang, some=each.won, all=each.closed)
        rows.append(row((each.owner, str(each.closed), won, share)))
    yield Table(heads(lang, "owner", "closed", "won", "share"), tuple(rows), right=frozenset({1}))


def outcomes(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Won and lost by competitor, with the reasons that were written down."""
    against = by_competitor((line.held for line in value.lines), STATUS_QUO, say("session.do_nothing", lang))
    if not against:
        yield paragraph(label("nothing_closed", lang))
        return
    rows = (row((each.name, *map(str, (each.won, each.lost_to, each.lost_else)))) for each in against)
    columns = heads(lang, "competitor", "won", "lost_to", "lost_else")
    yield Table(columns, tuple(rows), right=frozenset({1, 2, 3}))
    given = [each for each in against if each.reasons]
    if given:
        yield Heading(label("reasons", lang), 3)
        told = (ListItem(spans(Span(each.name, "strong")), tuple(map(spans, each.reasons))) for each in given)
        yield Items(tuple(told))


def largest(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How much hangs on the largest deals."""
    for each in concentration(line.held for line in value.lines):
        share = round(100 * each.amount / each.total) if each.total else 0
        listed = say("scorecard.join", lang).join(value.names[file] for file in each.largest)
        total, n = money(each.total, each.currency), len(each.largest)
        key = "hangs_on" if n == LARGEST else "all_hangs_on"
        yield paragraph(label(key, lang, n=n, share=share, total=total, names=listed))
