"""Forecasts of open deals, as a document, as a line and as JSON: in plain words, never surer than they are.

Whole tenths where few deals were learned from, steps of five percent from 200 on. Works nothing out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import safe
from ..judging.algebra import Covariance
from ..judging.forecast import (
    DealSum,
    Expected,
    Forecast,
    Reason,
    deal_sum,
    sums_by,
    tenths,
    twentieths,
)
from ..judging.portfolio import Held
from ..judging.team_sums import quarter_of
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.calibration_file import Calibration
from ..model.local_texts import text_in
from ..model.naming import aside, deal_name, titles_of
from ..words import Lang, say
from .calibration import error_text, rates, reliability, why_silent
from .doc import Block, Doc, Heading, Items, ListItem, Span, Table, TableRow, paragraph, row, spans

FORMAT = 1
NAMED = 3
"""So many unknowns are named."""
GROUPS: Mapping[str, Callable[[Assessment], str]] = {
    "quarter": lambda deal: quarter_of(deal.close_date),
    "owner": lambda deal: deal.owner,
}
"""By what the deals are added up."""


class Foreseen(NamedTuple):
    """Open deals, the likeliest first, or without forecasts (`because` says why) the best by their count.

    `most` are shown one by one; sums are of all. `looked_at`: how many closed deals are beside them, and how
    many of those were won.
    """

    held: Sequence[Held]
    calibration: Calibration | None
    because: str | None
    covariance: Covariance | None
    banks: Sequence[Bank]
    most: int | None = None
    looked_at: tuple[int, int] = (0, 0)

    @property
    def forecasts(self) -> Sequence[tuple[Held, Forecast]]:
        """The deals that have one."""
        return [(each, each.forecast) for each in self.held if each.forecast is not None]


def likely(key: str, lang: Lang, **params: str | int) -> str:
    """A text of the area `forecast`."""
    return say(f"forecast.{key}", lang, **params)


def said(forecast: Forecast, lang: Lang) -> str:
    """The probability and how far it can be pinned, as a sentence."""
    return likely("said", lang, p=about(forecast, lang), n=forecast.deals, range=_between(forecast, lang))


def about(forecast: Forecast, lang: Lang) -> str:
    """The probability in a few words."""
    if forecast.is_rough:
        return likely("tenths", lang, n=tenths(forecast.probability))
    return likely("percent", lang, p=twentieths(forecast.probability))


def _between(forecast: Forecast, lang: Lang) -> str:
    """The ends of the interval, rounded outwards; an end that is none is not said."""
    parts, step, key = (10, 1, "tenths") if forecast.is_rough else (20, 5, "percent")
    low, high = math.floor(forecast.low * parts), math.ceil(forecast.high * parts)
    bounds = ("between", "at_most", "at_least", "anywhere")[(low == 0) + 2 * (high == parts)]
    return likely(f"{bounds}.{key}", lang, low=low * step, high=high * step)


def page(value: Foreseen, lang: Lang) -> Doc:
    """Each deal with what speaks for and against it; then what all of them may bring."""
    held = value.held[: value.most]
    titles = titles_of(value.banks, lang)
    blocks: list[Block] = [Heading(likely("title", lang, n=len(value.held)), 1)]
    if value.because is not None:
        blocks += [paragraph(Span(silence(value.because, value.calibration, value.looked_at, lang), "doubt"))]
        items = [_counted(each, lang) for each in held]
    else:
        items = [_item(each, value.banks, titles, lang) for each in held]
        blocks += sums(value, lang)
    blocks.append(Heading(likely("deals" if value.because is None else "by_count", lang)))
    left = len(value.held) - len(held)
    more = say("portfolio.left_out", lang, n=left) if left else ""
    blocks += (
        [Items(tuple(items), numbered=True, more=more)] if items else [paragraph(likely("no_open", lang))]
    )
    made = value.calibration
    if value.because is None and made is not None and made.accuracy is not None:
        blocks.append(paragraph(error_text(made.accuracy, lang), " ", likely("meaning", lang)))
    return Doc(lang, tuple(blocks))


def silence(because: str, made: Calibration | None, looked_at: tuple[int, int], lang: Lang) -> str:
    """Why there is no forecast; `looked_at` are the closed deals that are here, and how many were won."""
    deals, won = (made.deals, made.won) if made else looked_at
    return why_silent(because, lang, deals=deals, won=won)


def pictures(value: Foreseen, lang: Lang) -> Iterator[Block]:
    """How good the forecasts are, and how often the closed deals that they come from were won."""
    made = value.calibration
    if made is not None and made.accuracy is not None:
        yield paragraph(error_text(made.accuracy, lang))
        yield from reliability(made.reliability, lang)
        yield from rates(made, value.banks, lang)


def _counted(held: Held, lang: Lang) -> ListItem:
    counts = held.card.counts
    text = likely("counted", lang, plus=counts.plus, minus=counts.minus, n=counts.open)
    return ListItem(spans(Span(deal_name(held.assessment, held.file), "strong"), f"  {text}"))


def _item(held: Held, banks: Sequence[Bank], titles: Mapping[str, str], lang: Lang) -> ListItem:
    forecast = held.forecast
    if forecast is None:
        return _counted(held, lang)
    head = spans(Span(deal_name(held.assessment, held.file), "strong"), f"  {about(forecast, lang)}")
    below = [spans(_between(forecast, lang))]
    join = say("scorecard.join", lang)
    for key, given in (("for", forecast.reasons_for), ("against", forecast.reasons_against)):
        if given:
            named = join.join(_reason(each, banks, titles, lang) for each in given)
            below.append(spans(likely(key, lang, names=named)))
    below += [spans(each) for each in _unknown(held, forecast, titles, lang)]
    below += [spans(Span(each, "bad")) for each in loud(forecast, titles, lang)]
    return ListItem(head, tuple(below))


def _unknown(held: Held, forecast: Forecast, titles: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """What is not known, in the scorecard's order, and what one of it may be worth: the same for each."""
    if forecast.if_plus is None or forecast.if_minus is None:
        return
    ends = [about(forecast._replace(probability=p), lang) for p in (forecast.if_plus, forecast.if_minus)]
    ordered = [id for id in held.card.next_questions if id in forecast.unknown]
    names = [titles.get(id, id) for id in ordered[:NAMED]]
    left = len(forecast.unknown) - len(names)
    more = [say("scorecard.next.more", lang, n=left)] if left else []
    listed = say("scorecard.then", lang).join([say("scorecard.join", lang).join(names), *more])
    key = "if_known" if ends[0] != ends[1] else "if_known_little"
    yield likely(key, lang, n=len(forecast.unknown), names=listed, good=ends[0], bad=ends[1])


def _reason(reason: Reason, banks: Sequence[Bank], titles: Mapping[str, str], lang: Lang) -> str:
    bank, _, id = reason.question.partition(".")
    question = next((each.by_id.get(id) for each in banks if each.id == bank), None)
    option = question.option(reason.answer) if question else None
    title = titles.get(reason.question, reason.question)
    return title + aside(text_in(option.title, lang), lang) if option else f"{title} {reason.answer}"


def loud(forecast: Forecast, titles: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """Where a deal lies outside of what was learned."""
    for each in forecast.warnings:
        yield likely(f"warning.{each.id}", lang, title=titles.get(each.question, each.question))


def sums(value: Foreseen, lang: Lang) -> Iterator[Block]:
    """What the open deals may bring: in all, by owner, by quarter."""
    deals = [(held.assessment, forecast) for held, forecast in value.forecasts]
    if not deals or value.covariance is None:
        return
    whole = deal_sum("", deals, value.covariance)
    won, low, high = _whole(whole.won)
    yield paragraph(Span(likely("sum", lang, n=whole.deals, won=won, low=low, high=high), "strong"))
    for currency, each in whole.amounts.items():
        yield paragraph(likely("amount", lang, **_money(each, currency)), tight=True)
    if whole.without_amount:
        yield paragraph(say("portfolio.without_amount", lang, n=whole.without_amount), tight=True)
    for key, of in GROUPS.items():
        groups = sums_by(of, deals, value.covariance)
        heads = (say(f"portfolio.head.{key}", lang), say("portfolio.head.deals", lang))
        rows = tuple(_sum_row(each, key, lang) for each in groups)
        columns = (*heads, likely("head.won", lang), likely("head.amount", lang))
        yield Table(columns, rows, right=frozenset({1}))


def _whole(each: Expected) -> tuple[int, int, int]:
    """The expected number, and its interval rounded outwards."""
    return round(each.value), math.floor(each.low), math.ceil(each.high)


def _money(each: Expected, currency: str) -> dict[str, str]:
    value, low, high = (f"{rounded(part):,}" for part in (each.value, each.low, each.high))
    return {"value": f"{value} {currency}".strip(), "low": low, "high": high}


def rounded(value: float) -> int:
    """An amount without digits that nobody knows: two that count."""
    if value < 1:
        return 0
    step: int = 10 ** max(0, math.floor(math.log10(value)) - 1)
    return round(value / step) * step


def _sum_row(each: DealSum, key: str, lang: Lang) -> TableRow:
    none = say("portfolio.no_date" if key == "quarter" else "portfolio.group.none", lang)
    won, low, high = _whole(each.won)
    amounts = [likely("amount_short", lang, **_money(of, currency)) for currency, of in each.amounts.items()]
    texts = (
        each.name or none,
        str(each.deals),
        likely("won_short", lang, won=won, low=low, high=high),
        say("scorecard.then", lang).join(amounts),
    )
    return row(texts)


def written(value: Foreseen, lang: Lang) -> str:  # noqa: ARG001
    """One object: the deals in the order shown, and their sums; what nobody can say is null."""
    deals = [(held.assessment, forecast) for held, forecast in value.forecasts]
    made = {
        "format": FORMAT,
        "because": value.because,
        "results": [{"file": each.file, **data(each.forecast)} for each in value.held],
        "sum": _sums_data(deals, value.covariance) if value.covariance else None,
    }
    return safe.as_json(made)


def data(forecast: Forecast | None) -> dict[str, object]:
    """A forecast as plain data; of none everything is null or empty."""
    if forecast is None:
        reasons: dict[str, object] = {"for": [], "against": []}
        nothing = dict.fromkeys(("probability", "low", "high"))
        return {**nothing, "reasons": reasons, "unknown": None, "warnings": []}
    return {
        "probability": round(forecast.probability, 4),
        "low": round(forecast.low, 4),
        "high": round(forecast.high, 4),
        "reasons": {
            "for": [{"question": each.question, "answer": each.answer} for each in forecast.reasons_for],
            "against": [
                {"question": each.question, "answer": each.answer} for each in forecast.reasons_against
            ],
        },
        "unknown": None
        if forecast.if_plus is None or forecast.if_minus is None
        else {
            "questions": list(forecast.unknown),
            "if_good": round(forecast.if_plus, 4),
            "if_bad": round(forecast.if_minus, 4),
        },
        "warnings": [each.id for each in forecast.warnings],
    }


def _sums_data(deals: Sequence[tuple[Assessment, Forecast]], covariance: Covariance) -> dict[str, object]:
    """The sum of all deals, and by quarter and owner."""
    found = _sum_data(deal_sum("", deals, covariance))
    for key, of in GROUPS.items():
        groups = sums_by(of, deals, covariance)
        found[f"{key}s"] = [{key: each.name or None, **_sum_data(each)} for each in groups]
    return found


def _sum_data(each: DealSum) -> dict[str, object]:
    return {
        "deals": each.deals,
        "won": _expected(each.won),
        "amounts": [{"currency": currency or None, **_expected(of)} for currency, of in each.amounts.items()],
        "without_amount": each.without_amount,
    }


def _expected(each: Expected) -> dict[str, float]:
    return {name: round(value, 2) for name, value in each._asdict().items()}
