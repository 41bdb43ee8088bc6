"""Which deal each row is of, by the CRM's id alone, and what the deal says then. Pure: writes nothing.

The mapped fields are the CRM's; of a deal that is there nothing else is touched. An empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..findings import Finding
from ..model.assessment import NEEDED, Assessment, with_fields
from ..model.field_types import shown
from ..model.fields import FIELDS
from ..model.import_checks import OWN
from .cells import same_id
from .rows import ImportRow


class KnownDeal(NamedTuple):
    """A deal that is there: what an import has to know of it. `values` are its mapped fields."""

    path: str
    crm_id: str
    line: int
    names: tuple[str, ...]
    outcome: str
    values: Mapping[str, Any]


class Update(NamedTuple):
    """A deal that is to say something else: its path, and the fields with their new values."""

    path: str
    values: Mapping[str, Any]


class Matched(NamedTuple):
    """What becomes of an export: deals to change, rows of new deals, how many say what is known.

    `gone` are deals with an id that no row has, `alike` those without one that are named like a new row's.
    """

    updates: Sequence[Update]
    new: Sequence[tuple[ImportRow, Mapping[str, Any]]]
    same: int
    findings: Sequence[Finding]
    gone: Sequence[KnownDeal]
    alike: Sequence[tuple[str, ImportRow]]


def known_deal(path: str, line: int, deal: Assessment, fields: Iterable[str]) -> KnownDeal:
    """What an import that sets `fields` has to know of a deal."""
    names = tuple(getattr(deal, name) for name in NEEDED)
    return KnownDeal(
        path, deal.crm_id, line, names, deal.outcome, {name: _value(deal, name) for name in fields}
    )


def _value(deal: Assessment, name: str) -> Any:
    return deal.custom.get(name.removeprefix(OWN), "") if name.startswith(OWN) else getattr(deal, name)


def matched(rows: Sequence[ImportRow], deals: Sequence[KnownDeal], file: str) -> Matched:
    """Each row with the deal that it is of."""
    by_key, findings = _by_key(deals)
    nameless = {deal.names: deal.path for deal in deals if not deal.crm_id}
    updates, new, alike = (
        list[Update](),
        list[tuple[ImportRow, Mapping[str, Any]]](),
        list[tuple[str, ImportRow]](),
    )
    for row in sorted(rows, key=lambda each: each.key):
        deal = by_key.get(row.key)
        values = heard(row, deal.outcome if deal else "open")
        if deal is None:
            lacking = [name for name in NEEDED if not values.get(name)]
            findings += [
                Finding("TAS607", "error", file, row.line, params={"name": name, "value": shown(row.id)})
                for name in lacking
            ]
            new.append((row, values))
            if (path := nameless.get(tuple(values.get(name, "") for name in NEEDED))) is not None:
                alike.append((path, row))
            continue
        changed = {name: value for name, value in values.items() if deal.values.get(name) != value}
        changed |= _reopened(row, deal)
        if changed:
            updates.append(Update(deal.path, changed))
    said = {row.key for row in rows}
    gone = [deal for key, deal in by_key.items() if key not in said]
    updates.sort(key=lambda each: each.path)
    return Matched(updates, new, len(rows) - len(updates) - len(new), findings, gone, alike)


def _by_key(deals: Sequence[KnownDeal]) -> tuple[dict[str, KnownDeal], list[Finding]]:
    found: dict[str, KnownDeal] = {}
    faults = []
    for deal in deals:
        if deal.crm_id and (first := found.setdefault(same_id(deal.crm_id), deal)) is not deal:
            params = {"name": shown(deal.crm_id), "first": first.path}
            faults.append(Finding("TAS608", "error", deal.path, deal.line, params=params))
    return found, faults


def heard(row: ImportRow, outcome: str) -> dict[str, Any]:
    """What a row says of a deal, by field; `outcome` is the deal's where the row tells none."""
    state = "open" if (row.outcome or outcome) == "open" else "closed"
    return {said.field: said.value for said in row.said if said.when in ("", state)}


def _reopened(row: ImportRow, deal: KnownDeal) -> dict[str, Any]:
    """The CRM's own words about an end that it takes back: a deal that is open again was not closed."""
    if row.outcome != "open" or deal.outcome == "open":
        return {}
    ours = ("closed_on", "reason")
    return {name: FIELDS[name].nothing for name in ours if deal.values.get(name)}


def saying(deal: Assessment, values: Mapping[str, Any]) -> Assessment:
    """A copy of a deal that says `values`; no other field can be reached from here."""
    own = {name.removeprefix(OWN): value for name, value in values.items() if name.startswith(OWN)}
    plain = {name: value for name, value in values.items() if not name.startswith(OWN)}
    if own:
        plain["custom"] = {**deal.custom, **own}
    return with_fields(deal, **plain)
