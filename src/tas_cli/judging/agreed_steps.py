"""The steps agreed with the customer, counted back from the day they need it. Pure.

Knows of a deal only what may be sent, which is all that it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..model.field_types import WHOLE, is_day
from ..model.kinds import is_ticked
from ..model.sendable import Sendable
from .worksheets import AGREED, NEEDED_BY

_LONGEST = 36_500
"""Days, a hundred years: what lies further back is no plan."""


class AgreedStep(NamedTuple):
    """A step: its day (None for none), how many days before they need it that is, and who does it."""

    what: str
    day: date | None
    days_before: int | None
    ours: str
    theirs: str
    is_done: bool


class AgreedPlan(NamedTuple):
    """The day they need it, None where nobody said it, and the steps up to it, those without a day last."""

    needed_by: date | None
    steps: tuple[AgreedStep, ...]


def agreement(sent: Sendable) -> AgreedPlan:
    """What is agreed. A step without a day of its own stands so many days before they need it."""
    said = sent.texts.get(".".join(NEEDED_BY), "")
    needed_by = date.fromisoformat(said) if is_day(said) else None
    steps = sorted(_steps(sent, needed_by), key=lambda step: step.day or date.max)
    return AgreedPlan(needed_by, tuple(steps))


def _steps(sent: Sendable, needed_by: date | None) -> Iterator[AgreedStep]:
    for id, said in sent.rows.get(".".join(AGREED), {}).items():
        day = date.fromisoformat(said["by_when"]) if is_day(said.get("by_when", "")) else None
        before = said.get("days_before", "")
        days = int(before) if WHOLE.fullmatch(before) and int(before) < _LONGEST else None
        if day is None and needed_by is not None and days is not None and needed_by.toordinal() > days:
            day = needed_by - timedelta(days=days)
        if day is not None and needed_by is not None:
            days = (needed_by - day).days
        who = (said.get("ours", ""), said.get("theirs", ""))
        yield AgreedStep(said.get("what", id), day, days, *who, is_ticked(said.get("done")))
