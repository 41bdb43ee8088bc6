"""Which closed deals are learned from, each as it stood at a comparable moment. Pure.

An open deal is forecast while much of it is unknown, so a closed one is looked at as it stood then, not as it
ended. Is given the earlier versions of each deal and asks no git; learns nothing (see `calibration`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from ..model.assessment import Assessment
from .calibration import ClosedDeal

_DAYS = re.compile(r"([0-9]{1,4})d")
Versions = Sequence[tuple[date, Assessment | None]]
"""The versions of a deal with the days on which they were made, oldest first."""
Moment = Literal["days", "close", "stage"]


class AsOf(NamedTuple):
    """When deals are looked at: so many `days` before they closed, just before that, or last in a `stage`."""

    moment: Moment
    days: int = 0
    stage: str = ""

    @property
    def text(self) -> str:
        """As it was asked for: 30d, close, or the stage."""
        return {"days": f"{self.days}d", "close": "close", "stage": self.stage}[self.moment]


def as_of(text: str, open_deals: Iterable[Assessment]) -> AsOf | None:
    """The moment that a text means; None for none. `stage` is that of most of the open deals."""
    if found := _DAYS.fullmatch(text):
        return AsOf("days", int(found[1]))
    if text == "close":
        return AsOf("close")
    stages = Counter(deal.stage for deal in open_deals if deal.stage)
    if text != "stage" or not stages:
        return None
    return AsOf("stage", stage=max(sorted(stages), key=stages.__getitem__))


class Told(NamedTuple):
    """Closed deals as they are looked at, with the days on which they closed, and how they were come by.

    `left_out` counts by reason: an outcome that is neither won nor lost, or "unrated". `as_now` deals had no
    version of that moment and stand as they do now; of all, `hindsight` were rated only after they had
    closed.
    """

    deals: Sequence[ClosedDeal]
    days: Sequence[date | None]
    left_out: Mapping[str, int]
    as_now: int
    hindsight: int


def closed_and_won(deals: Iterable[Assessment]) -> tuple[int, int]:
    """How many of these deals were won or lost and are rated, and how many of those were won."""
    outcomes = [deal.outcome for deal in deals if deal.answers and deal.outcome in ("won", "lost")]
    return len(outcomes), outcomes.count("won")


def told(
    closed: Sequence[tuple[Assessment, Versions]], moment: AsOf, *, no_decision_is_lost: bool = False
) -> Told:
    """The deals to learn from, out of all that are closed, each with its versions."""
    deals, days = list[ClosedDeal](), list[date | None]()
    left_out: Counter[str] = Counter()
    as_now = hindsight = 0
    for deal, versions in closed:
        lost = deal.outcome == "lost" or (no_decision_is_lost and deal.outcome == "no_decision")
        then = _comparable(deal, versions, moment)
        used = then or _while_open(deal, versions) or deal
        if deal.outcome != "won" and not lost:
            left_out[deal.outcome] += 1
        elif not used.answers:
            left_out["unrated"] += 1
        else:
            deals.append(ClosedDeal(used, deal.outcome == "won"))
            days.append(closing_day(deal, versions))
            as_now += then is None
            hindsight += used is deal and _is_hindsight(deal, versions)
    return Told(deals, days, left_out, as_now, hindsight)


def closing_day(deal: Assessment, versions: Versions) -> date | None:
    """The day on which a deal closed: as its file says, else that of the version that closed it."""
    if deal.closed_on is not None:
        return deal.closed_on
    found = None
    for day, version in versions:
        if version is not None and version.outcome == "open":
            found = None
        elif version is not None:
            found = found or day
    return found


def _rated(deal: Assessment, versions: Versions) -> Iterator[tuple[date, Assessment]]:
    """The versions before the deal closed in which something was answered, the latest first."""
    closed = closing_day(deal, versions)
    for day, version in reversed(versions):
        if version is None or not version.answers or version.outcome != "open":
            continue
        if closed is None or day <= closed:
            yield day, version


def _comparable(deal: Assessment, versions: Versions, moment: AsOf) -> Assessment | None:
    """The deal as it stood at that moment; None where nobody knows."""
    closed = closing_day(deal, versions)
    for day, version in _rated(deal, versions):
        if moment.moment == "stage" and version.stage != moment.stage:
            continue
        if moment.moment == "days" and (closed is None or day > closed - timedelta(days=moment.days)):
            continue
        return version
    return None


def _while_open(deal: Assessment, versions: Versions) -> Assessment | None:
    return next((version for _, version in _rated(deal, versions)), None)


def _is_hindsight(deal: Assessment, versions: Versions) -> bool:
    """Whether a deal was rated only when its outcome was known."""
    closed = closing_day(deal, versions)
    if closed is None:
        return False
    first = next((day for day, version in versions if version is not None and version.answers), None)
    return (deal.assessed_on is not None and deal.assessed_on > closed) or (
        first is not None and first > closed
    )
