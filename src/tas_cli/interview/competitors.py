"""A competitor as people name it: doing nothing is one of them, by one id in every language."""

from __future__ import annotations

from ..model.assessment import STATUS_QUO, Assessment
from ..session import with_competitor
from ..session.events import AddCompetitor
from ..words import LANGUAGES, Lang, say


def called(name: str) -> AddCompetitor:
    """The event that adds the competitor called `name`."""
    name = " ".join(name.split())
    doing_nothing = {STATUS_QUO, *(say("session.do_nothing", lang).casefold() for lang in LANGUAGES)}
    if name.casefold() in doing_nothing:
        return AddCompetitor(name, STATUS_QUO)
    return AddCompetitor(name)


def doing_nothing(lang: Lang) -> AddCompetitor:
    """The event that adds doing nothing, under its name in `lang`."""
    return AddCompetitor(say("session.do_nothing", lang), STATUS_QUO)


def with_called(assessment: Assessment, added: AddCompetitor) -> Assessment:
    """A copy with one more competitor; the same where it is there already, by name or by id."""
    there = assessment.competitors
    if not added.name or added.id in there or added.name in (*there, *there.values()):
        return assessment
    return with_competitor(assessment, added.name, added.id)
