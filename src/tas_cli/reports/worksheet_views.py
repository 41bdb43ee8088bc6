"""The views of `tas portfolio` that rest on worksheets and on own fields, as blocks. Adds nothing up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..judging.activity_figures import FEW, ActivityFigures, activity_figures, dates_kept
from ..judging.team_sums import segmented
from ..judging.worksheets import RECORD
from ..model.bank import Option, question_in
from ..model.local_texts import text_in
from ..words import Lang
from .doc import Block, Span, Table, TableRow, paragraph, row, spans
from .portfolio import Portfolio, heads, label, money


def activities(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Key figures of what was done and of what was forecast, each with the number of records behind it."""
    figures = activity_figures(line.held for line in value.lines)
    if figures.records:
        yield from _done(value, figures, lang)
    else:
        yield paragraph(label("no_activities", lang))
    yield from _forecasts(value, lang)


def are_recorded(value: Portfolio) -> bool:
    """Whether any activity is recorded in any deal."""
    return activity_figures(line.held for line in value.lines).records > 0


def _done(value: Portfolio, figures: ActivityFigures, lang: Lang) -> Iterator[Block]:
    told = label("activities", lang, n=figures.records, deals=figures.deals, all=len(value.lines))
    yield paragraph(told)
    if figures.per_week is not None:
        span = {"first": str(figures.first), "last": str(figures.last), "n": f"{figures.per_week:.1f}"}
        yield paragraph(label("per_week", lang, **span), tight=True)
    if figures.records < FEW:
        yield paragraph(Span(label("too_few", lang), "doubt"), tight=True)
    yield from _levels(value, figures, lang)
    yield from _effects(value, figures, lang)
    yield from _costs(figures, lang)


def _forecasts(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """How forecasts met what happened: the days first said, and the probabilities where there are any."""
    from .calibration import error_text

    kept = dates_kept((line.held for line in value.lines), value.today)
    if kept.deals >= FEW:
        yield paragraph(label("kept", lang, **kept._asdict()))
    elif value.has_past:
        yield paragraph(Span(label("kept.too_few", lang, n=kept.deals, least=FEW), "doubt"))
    made = value.foreseen.calibration if value.foreseen else None
    if made is not None and made.speaks and made.accuracy is not None:
        told = label("forecast_error", lang, n=made.deals, error=error_text(made.accuracy, lang))
        yield paragraph(told, tight=True)


def _options(value: Portfolio, column: str) -> Sequence[Option]:
    question = question_in(value.library, *RECORD)
    found = question.column(column) if question else None
    return found.options if found else ()


def _levels(value: Portfolio, figures: ActivityFigures, lang: Lang) -> Iterator[Block]:
    """Contacts by level, and what share of them each has."""
    known = sum(figures.levels.values())
    rows = [
        row((text_in(each.title, lang), str(n), f"{n / known:.0%}", _weekly(figures, each)))
        for each in _options(value, "level")
        if (n := figures.levels.get(each.id, 0))
    ]
    if rows:
        columns = heads(lang, "level", "contacts", "part", "weekly")
        yield Table(columns, tuple(rows), right=frozenset({1, 2, 3}))


def _weekly(figures: ActivityFigures, level: Option) -> str:
    return f"{figures.weekly[level.id]:.1f}" if level.id in figures.weekly else ""


def _effects(value: Portfolio, figures: ActivityFigures, lang: Lang) -> Iterator[Block]:
    """What came of each type of activity."""
    effects = _options(value, "effect")
    rows = []
    for each in _options(value, "type"):
        counted = figures.effects.get(each.id)
        if counted:
            numbers = (str(counted.get(effect.id, 0)) for effect in effects)
            rows.append(row((text_in(each.title, lang), *numbers)))
    if rows:
        columns = (*heads(lang, "type"), *(text_in(each.title, lang) for each in effects))
        yield Table(columns, tuple(rows), right=frozenset(range(1, len(columns))))


def _costs(figures: ActivityFigures, lang: Lang) -> Iterator[Block]:
    rows = []
    for each in figures.costs:
        per_deal = money(each.total / each.deals, each.currency)
        per_won = money(each.total / each.won, each.currency) if each.won else ""
        cells = (money(each.total, each.currency), per_deal, str(each.deals), per_won, str(each.won))
        rows.append(row(cells))
    if rows:
        columns = heads(lang, "cost", "per_deal", "deals", "per_won", "won")
        yield Table(columns, tuple(rows), right=frozenset(range(5)))


def segments(value: Portfolio, lang: Lang) -> Iterator[Block]:
    """Customers by what they may buy and how much of it is ours."""
    if value.segments is None:
        yield paragraph(label("no_segments", lang))
        return
    rows = []
    for each in value.first(segmented((line.held for line in value.lines), value.segments)):
        said = Span(label(f"segment.{each.segment or 'unknown'}", lang), "strong" if each.segment else "")
        cells = (spans(each.customer), (said,), *map(spans, (each.potential, each.share, str(each.deals))))
        rows.append(TableRow(cells))
    columns = heads(lang, "customer", "segment", "potential", "our_share", "deals")
    yield Table(columns, tuple(rows), right=frozenset({4}))
