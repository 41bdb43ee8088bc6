"""The dated next steps of open deals as a calendar: a whole day each, which never makes anybody busy.

Events, because Google and Outlook take no notice of tasks. The same step has the same UID every time, so a
calendar that reads the file again moves it instead of adding one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from ..model.answers import NextStep
from ..safe import terminal
from ..words import Lang
from .formats import extra_part
from .portfolio import Portfolio, label

_SHOWN = re.compile("<[0-9A-F]+>")


def written(value: Portfolio, lang: Lang) -> str:
    """An iCalendar file. TasError without the library that writes it."""
    ical = extra_part("icalendar", "calendar")
    calendar = ical.Calendar()
    calendar.add("prodid", "-//tas//next steps//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", label("calendar", lang))
    for event in _events(value, ical):
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made.decode("utf-8")


def _events(value: Portfolio, ical: Any) -> Iterator[Any]:
    stamp = datetime.combine(value.today, time(), UTC)
    for line in value.opened:
        deal = line.held.assessment
        for bank, of_bank in deal.answers.items():
            for question, answer in of_bank.items():
                step = answer.next_step
                if step is None or step.due is None:
                    continue
                event = ical.Event()
                event.add("uid", _uid(deal.crm_id or line.held.file.rpartition("/")[2], bank, question))
                event.add("dtstamp", stamp)
                event.add("dtstart", step.due)
                event.add("dtend", step.due + timedelta(days=1))
                event.add("transp", "TRANSPARENT")
                event.add("summary", _harmless(f"{deal.customer or line.held.file}: {step.what}"))
                event.add("description", _harmless("\n".join(_more(deal.opportunity, deal.owner, step))))
                event.add("categories", [f"{bank}.{question}"])
                yield event


def _more(opportunity: str, owner: str, step: NextStep) -> Iterator[str]:
    yield from filter(None, (opportunity, step.owner or owner))


def _uid(deal: str, bank: str, question: str) -> str:
    made = hashlib.sha256("\0".join((deal, bank, question)).encode("utf-8", "replace"))
    return f"{made.hexdigest()[:32]}@tas"


def _harmless(text: str) -> str:
    """Text without a control character; a line end within it stays one."""
    return "".join(each for each in text if each == "\n" or not _SHOWN.fullmatch(terminal(each)))
