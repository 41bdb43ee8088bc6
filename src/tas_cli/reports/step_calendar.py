"""The dated next steps of open deals as a calendar: a whole day each, which never makes anybody busy.

Events, because Google and Outlook take no notice of tasks. The same step has the same UID every time, so a
calendar that reads the file again moves it instead of adding one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from ..judging.worksheets import ACTIONS, AGREED, rows
from ..model.assessment import Assessment
from ..model.field_types import is_day
from ..model.kinds import is_ticked
from ..safe import terminal
from ..words import Lang
from .formats import extra_part
from .plan_parts import PlannedDeal
from .portfolio import Portfolio, label

_SHOWN = re.compile("<[0-9A-F]+>")


class DatedStep(NamedTuple):
    """Something to be done on a day: what it is called in the file, the words, and who does it."""

    place: tuple[str, ...]
    day: date
    what: str
    who: str


def written(value: Portfolio, lang: Lang) -> str:
    """The next steps of open deals as an iCalendar file. TasError without the library that writes it."""
    deals = ((line.held.file, line.held.assessment) for line in value.opened)
    return _calendar(((file, deal, _steps(deal)) for file, deal in deals), value.today, lang)


def planned(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> str:
    """The same of deals with their plans: with the actions in them, and what is agreed with the customer."""
    scored = [deal.scored for deal, _ in value]
    today = next((each.today for each in scored if each.today), date.min)
    deals = ((each.file, each.assessment) for each in scored)
    return _calendar(((file, deal, (*_steps(deal), *_plans(deal))) for file, deal in deals), today, lang)


def _steps(deal: Assessment) -> Iterator[DatedStep]:
    """The next steps that have a day."""
    for bank, of_bank in deal.answers.items():
        for question, answer in of_bank.items():
            step = answer.next_step
            if step is not None and step.due is not None:
                yield DatedStep((bank, question), step.due, step.what, step.owner)


def _plans(deal: Assessment) -> Iterator[DatedStep]:
    """The actions of the plan, and the steps agreed with the customer, that are still to be done."""
    for where, who in ((ACTIONS, "who"), (AGREED, "ours")):
        for id, said in rows(deal, where).items():
            if is_day(said.get("by_when", "")) and not is_ticked(said.get("done")):
                day = date.fromisoformat(said["by_when"])
                yield DatedStep((*where, id), day, said.get("what", id), said.get(who, ""))


def _calendar(deals: Iterable[tuple[str, Assessment, Iterable[DatedStep]]], today: date, lang: Lang) -> str:
    ical = extra_part("icalendar", "calendar")
    calendar = ical.Calendar()
    calendar.add("prodid", "-//tas//next steps//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", label("calendar", lang))
    stamp = datetime.combine(today, time(), UTC)
    for file, deal, dated in deals:
        for each in dated:
            event = ical.Event()
            event.add("uid", _uid(deal.crm_id or file.rpartition("/")[2], *each.place))
            event.add("dtstamp", stamp)
            event.add("dtstart", each.day)
            event.add("dtend", each.day + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            event.add("summary", _harmless(f"{deal.customer or file}: {each.what}"))
            more = filter(None, (deal.opportunity, each.who or deal.owner))
            event.add("description", _harmless("\n".join(more)))
            event.add("categories", [".".join(each.place[:2])])
            calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made.decode("utf-8")


def _uid(deal: str, *place: str) -> str:
    made = hashlib.sha256("\0".join((deal, *place)).encode("utf-8", "replace"))
    return f"{made.hexdigest()[:32]}@tas"


def _harmless(text: str) -> str:
    """Text without a control character; a line end within it stays one."""
    return "".join(each for each in text if each == "\n" or not _SHOWN.fullmatch(terminal(each)))
