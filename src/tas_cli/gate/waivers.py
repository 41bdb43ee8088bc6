"""Exceptions that a manager granted: which of them hold, and which findings of a deal they reach. Pure.

They reach rules of the policy and findings about the soundness of a deal, never a fault of reading. What a
waiver says is a claim of whoever wrote the file; whether it is granted is seen when the file is reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..errors import Param
from ..findings import Finding, Waived, switchable, usual_level
from ..model.assessment import Reading
from ..model.field_types import nearest
from ..model.fields import Waiver
from ..model.settings import WaiverTerms
from ..policy import Policy

MENTIONED = "deal.waivers"
"""A rule that looks at this is about waivers, and cannot be waived."""


class Waivable(NamedTuple):
    """What can be waived in a workspace, and by whom; without `terms` nothing can."""

    terms: WaiverTerms | None
    ids: frozenset[str]

    @classmethod
    def of(cls, terms: WaiverTerms | None, policy: Policy | None) -> Waivable:
        """What can be waived under these terms and rules."""
        rules = policy.rules if policy is not None else ()
        sound = (id for id in switchable() if id.startswith("TAS2"))
        return cls(
            terms, frozenset((*sound, *(each.rule.id for each in rules if MENTIONED not in each.used)))
        )


def waived(
    found: Iterable[Finding], reading: Reading, file: str, waivable: Waivable, today: date
) -> Iterator[Finding]:
    """The findings of a deal; those waived as notes, and with them what is wrong with its waivers."""
    granted = reading.assessment.waivers if reading.assessment is not None else {}
    if not granted:
        yield from found
        return
    holding = {}
    for id, waiver in granted.items():
        fault = _fault(id, waiver, waivable, today)
        if fault is None:
            holding[id] = Waived(waiver.by, str(waiver.until), waiver.reason)
        else:
            line = reading.document.line(("waivers", id))
            yield Finding(fault[0], usual_level(fault[0]), file, line, params=fault[1])
    for finding in found:
        waiver_of = holding.get(finding.id)
        yield finding._replace(level="note", waived=waiver_of) if waiver_of else finding


def _fault(id: str, waiver: Waiver, waivable: Waivable, today: date) -> tuple[str, dict[str, Param]] | None:
    """Why a waiver does not hold: a finding's id and what fills it; None when it holds."""
    params: dict[str, Param] = {"name": id[:60], "by": waiver.by[:60] or "-", "until": str(waiver.until)}
    terms = waivable.terms
    if terms is None:
        return "TAS401", params
    if id not in waivable.ids:
        return "TAS402", {**params, "near": nearest(id, waivable.ids)}
    if waiver.by not in terms.by:
        return "TAS403", {**params, "known": ", ".join(terms.by)}
    if waiver.until < today:
        return "TAS404", params
    if waiver.until > today + timedelta(days=terms.days):
        return "TAS405", {**params, "days": terms.days}
    return None
