"""A portfolio for machines: JSON, a line of JSON a deal, CSV. Ids and numbers as the files say them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ..judging.portfolio import DealLine, Money, Price, totals
from ..model.bank import Bank
from ..safe import json as harmless
from ..safe import spreadsheet
from ..words import Lang
from .agreement import agreement_data
from .portfolio import Portfolio

if TYPE_CHECKING:
    from ..judging.agreement import Agreements
    from ..judging.forecast import Forecast

FORMAT = 1
COLUMNS = (
    "file", "crm_id", "customer", "opportunity", "owner", "stage", "days_in_stage", "amount", "currency",
    "close_date", "close_date_moves", "outcome", "custom", "verdict", "to_yes", "sections", "counts",
    "strongest", "mode", "next_step", "days_since_assessed", "errors", "warnings", "attention",
)  # fmt: skip
"""What there is of a deal, in the order in which it is written."""


class RowText(NamedTuple):
    """A deal as a format writes it, which knows nothing of the others.

    In CSV it has `more` cells behind those that every deal has; in JSON an open deal has a price.
    """

    text: str
    more: tuple[str, ...] = ()
    price: Price | None = None


class RowTexts(NamedTuple):
    """Deals as rows of one format, in the order in which they are written, and what is said of them all.

    `columns` are those that every deal has.
    """

    rows: Iterable[RowText]
    columns: Iterable[str]
    more: tuple[str, ...]
    totals: Sequence[Money]
    agreement: Agreements | None = None
    changes: Mapping[str, object] | None = None


def row_of(line: DealLine, format: str, columns: Mapping[str, None]) -> RowText:
    """A deal as a row of JSON, of a line of it or of CSV, where these columns come first."""
    data = deal_data(line)
    if format == "csv":
        cells = flat(data)
        more = tuple(key for key in cells if key not in columns)
        return RowText(_row([_cell(cells.get(key)) for key in (*columns, *more)]), more)
    if format == "jsonl":
        return RowText(f"{harmless(json.dumps(data))}\n")
    deal = line.held.assessment
    price = Price(deal.currency, deal.amount) if line.held.is_open else None
    return RowText(harmless(json.dumps(data, indent=2)).replace("\n", "\n    "), price=price)


def _rows(value: Portfolio | RowTexts, format: str) -> RowTexts:
    """The deals of a portfolio as rows of a format."""
    if isinstance(value, RowTexts):
        return value
    columns = columns_of(value.banks)
    rows = [row_of(line, format, columns) for line in value.lines]
    prices = totals(row.price for row in rows if row.price)
    return RowTexts(
        rows, columns, more_of(row.more for row in rows), prices, value.agreement, _changes(value)
    )


def more_of(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The columns that some deals have, in the order in which they come."""
    return tuple(dict.fromkeys(key for more in dict.fromkeys(rows) for key in more))


def written(value: Portfolio | RowTexts, _lang: Lang) -> Iterator[str]:
    """One object: the deals in the order shown, sums by currency, and what changed where that was asked."""
    made = _rows(value, "json")
    yield f'{{\n  "format": {FORMAT},\n  "deals": ['
    before = ""
    for row in made.rows:
        yield f"{before}\n    {row.text}"
        before = ","
    rest = {
        "totals": [
            {"currency": each.currency or None, "deals": each.deals, "amount": number(each.amount)}
            for each in made.totals
        ],
        "changes": made.changes,
        "agreement": agreement_data(made.agreement),
    }
    after = "\n  " if before else ""
    yield f"{after}],{harmless(json.dumps(rest, indent=2))[1:]}\n"


def lines(value: Portfolio | RowTexts, _lang: Lang) -> Iterator[str]:
    """One deal a line, line by line: they may be many."""
    return (row.text for row in _rows(value, "jsonl").rows)


def sheet(value: Portfolio | RowTexts, _lang: Lang) -> Iterator[str]:
    """One deal a row, a column for each key of the JSON; nothing in it is a formula to a spreadsheet."""
    made = _rows(value, "csv")
    yield _row([*made.columns, *made.more])
    for row in made.rows:
        if row.more == made.more:
            yield row.text
        else:
            said = dict(zip((*made.columns, *row.more), next(csv.reader([row.text])), strict=True))
            yield _row([said.get(key, "") for key in (*made.columns, *made.more)])


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


def _row(cells: Sequence[object]) -> str:
    paper_ = io.StringIO()
    csv.writer(paper_, lineterminator="\r\n").writerow(cells)
    return paper_.getvalue()


def _cell(value: object) -> object:
    """A number as it is, no text as a formula, nothing as nothing."""
    return "" if value is None else spreadsheet(value) if isinstance(value, str) else value


def columns_of(banks: Sequence[Bank]) -> Mapping[str, None]:
    """The columns that are there whatever the deals are, in order."""
    keys: dict[str, Sequence[str]] = {
        "sections": [
            f"{bank.id}.{section.id}" for bank in banks for section in bank.sections if section.ratings
        ],
        "custom": (),
        "counts": ("plus", "minus", "unknown", "unrated"),
        "strongest": ("party", "standing"),
        "next_step": ("what", "due", "owner"),
    }
    named = ([f"{key}.{inner}" for inner in keys[key]] if key in keys else [key] for key in COLUMNS)
    return dict.fromkeys(name for names in named for name in names)


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
