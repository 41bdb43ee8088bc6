"""A portfolio for machines: JSON, a line of JSON a deal, CSV. Ids and numbers as the files say them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ..judging.portfolio import DealLine, totals
from ..model.bank import Bank
from ..safe import json as harmless
from ..safe import spreadsheet
from ..words import Lang
from .agreement import agreement_data
from .portfolio import Portfolio

if TYPE_CHECKING:
    from ..judging.forecast import Forecast

FORMAT = 1
COLUMNS = (
    "file", "crm_id", "customer", "opportunity", "owner", "stage", "days_in_stage", "amount", "currency",
    "close_date", "close_date_moves", "outcome", "custom", "verdict", "to_yes", "sections", "counts",
    "strongest", "mode", "next_step", "days_since_assessed", "errors", "warnings", "attention",
)  # fmt: skip
"""What there is of a deal, in the order in which it is written."""


def written(value: Portfolio, _lang: Lang) -> str:
    """One object: the deals in the order shown, sums by currency, and what changed where that was asked."""
    made = {
        "format": FORMAT,
        "deals": [deal_data(line) for line in value.lines],
        "totals": [
            {"currency": each.currency or None, "deals": each.deals, "amount": number(each.amount)}
            for each in totals(line.held.assessment for line in value.lines if line.held.is_open)
        ],
        "changes": _changes(value),
        "agreement": agreement_data(value.agreement),
    }
    return harmless(json.dumps(made, indent=2))


class RowTexts(NamedTuple):
    """Deals as `row_text` has them, in the order in which they are written."""

    texts: Sequence[str]
    banks: Sequence[Bank]


def row_text(line: DealLine) -> str:
    """A deal as a line of JSON."""
    return json.dumps(deal_data(line))


def lines(value: Portfolio | RowTexts, _lang: Lang) -> Iterator[str]:
    """One deal a line, line by line: they may be many."""
    texts = value.texts if isinstance(value, RowTexts) else map(row_text, value.lines)
    return (f"{harmless(text)}\n" for text in texts)


def deal_data(line: DealLine) -> dict[str, object]:
    """A deal as plain data; what is absent is None."""
    deal, card, counts = line.held.assessment, line.held.card, line.counts
    step = line.next_step
    return {
        "file": line.held.file,
        "crm_id": deal.crm_id or None,
        "customer": deal.customer,
        "opportunity": deal.opportunity,
        "owner": deal.owner or None,
        "stage": deal.stage or None,
        "days_in_stage": line.days_in_stage,
        "amount": number(deal.amount),
        "currency": deal.currency or None,
        "close_date": str(deal.close_date) if deal.close_date else None,
        "close_date_moves": line.held.moves.slips if line.held.moves else None,
        "outcome": deal.outcome,
        "custom": dict(deal.custom),
        "verdict": card.verdict,
        "to_yes": card.to_yes,
        "sections": {
            f"{bank}.{section.id}": section.verdict
            for bank, sections in card.by_bank.items()
            for section in sections
        },
        "counts": {
            "plus": counts.plus,
            "minus": counts.minus,
            "unknown": counts.unknown,
            "unrated": counts.unrated,
        },
        "strongest": {"party": line.strongest.party, "standing": line.strongest.standing}
        if line.strongest
        else None,
        "mode": card.mode,
        **_forecast(line.held.forecast),
        "next_step": {
            "what": step.what,
            "due": str(step.due) if step.due else None,
            "owner": step.owner or None,
        }
        if step
        else None,
        "days_since_assessed": line.days_since_assessed,
        "errors": line.held.errors,
        "warnings": line.held.warnings,
        "attention": list(line.attention),
    }


def _forecast(forecast: Forecast | None) -> dict[str, object]:
    """How likely a deal is won; without a forecast the key is left out."""
    if forecast is None:
        return {}
    ends = ("probability", "low", "high")
    return {"forecast": {end: round(getattr(forecast, end), 4) for end in ends}}


def _changes(value: Portfolio) -> dict[str, object] | None:
    moved = value.movement
    if moved is None:
        return None
    return {
        "since": value.since,
        "buckets": [
            {
                "id": each.id,
                "deals": each.deals,
                "currency": each.currency or None,
                "amount": number(each.amount),
            }
            for each in moved.buckets
        ],
        "verdicts": [{"file": each.file, "old": each.old, "new": each.new} for each in moved.turned],
    }


def number(amount: Decimal | None) -> int | float | None:
    """An amount as a number of JSON."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def sheet(value: Portfolio | RowTexts, _lang: Lang) -> Iterator[str]:
    """One deal a row, a column for each key of the JSON; nothing in it is a formula to a spreadsheet."""
    texts = value.texts if isinstance(value, RowTexts) else list(map(row_text, value.lines))
    # A row is made twice, once for its columns, rather than that of ten thousand all are held at once.
    more = dict.fromkeys(key for text in texts for key in flat(json.loads(text)))
    heads = list(dict.fromkeys((*columns(value), *more)))
    yield _row(heads)
    for text in texts:
        row = flat(json.loads(text))
        yield _row([_cell(row.get(key)) for key in heads])


def _row(cells: Sequence[object]) -> str:
    paper_ = io.StringIO()
    csv.writer(paper_, lineterminator="\r\n").writerow(cells)
    return paper_.getvalue()


def _cell(value: object) -> object:
    """A number as it is, no text as a formula, nothing as nothing."""
    return "" if value is None else spreadsheet(value) if isinstance(value, str) else value


def columns(value: Portfolio | RowTexts) -> Iterator[str]:
    """The columns that are there whatever the deals are."""
    keys: dict[str, Sequence[str]] = {
        "sections": [
            f"{bank.id}.{section.id}" for bank in value.banks for section in bank.sections if section.ratings
        ],
        "custom": (),
        "counts": ("plus", "minus", "unknown", "unrated"),
        "strongest": ("party", "standing"),
        "next_step": ("what", "due", "owner"),
    }
    for key in COLUMNS:
        yield from (f"{key}.{inner}" for inner in keys[key]) if key in keys else (key,)


def flat(data: Mapping[str, object]) -> dict[str, object]:
    """Nested values side by side, as `counts.plus`; a list as one text."""
    flat: dict[str, object] = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": each for inner, each in value.items()}
        elif isinstance(value, list):
            flat[key] = " ".join(map(str, value))
        elif key not in ("strongest", "next_step"):
            flat[key] = value
    return flat
