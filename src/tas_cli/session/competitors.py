"""A competitor as people name it: doing nothing is one of them, by one id in every language."""

from __future__ import annotations

import unicodedata

from ..errors import TasError
from ..model.answers import US, competitor_id
from ..model.assessment import STATUS_QUO, Assessment, with_fields
from ..model.fields import MOST_COMPETITORS
from ..words import LANGUAGES, Lang, say
from .events import AddCompetitor


def with_competitor(assessment: Assessment, name: str, id: str | None = None) -> Assessment:
    """A copy with one more competitor; its id is made from the name unless given (as for *Do nothing*).

    TasError when there are as many as a file may hold.
    """
    if len(assessment.competitors) >= MOST_COMPETITORS:
        raise TasError("session.too_many_competitors", most=MOST_COMPETITORS)
    id = id or competitor_id(name, (*assessment.competitors, STATUS_QUO))
    return with_fields(assessment, competitors={**assessment.competitors, id: name})


def is_called(assessment: Assessment, name: str) -> bool:
    """Whether a party, we among them, goes by that name already, however it is spelled."""
    ours = (US, *(say("scorecard.us", lang) for lang in LANGUAGES))
    return _folded(name) in {_folded(each) for each in ours} or _is_there(assessment, name)


def _is_there(assessment: Assessment, name: str) -> bool:
    there = assessment.competitors
    return _folded(name) in {_folded(each) for each in (*there, *there.values())}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


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
    """A copy with one more competitor; the same where it is there already, by name or by id.

    Who says outright that a competitor is called as we are has one that is. TasError for no name.
    """
    if not added.name:
        raise TasError("session.no_name")
    if added.id in assessment.competitors or _is_there(assessment, added.name):
        return assessment
    return with_competitor(assessment, added.name, added.id)
