"""Steps of a session that record what somebody says: ratings, options, notes, competitors. Pure."""

from __future__ import annotations

from dataclasses import replace

from ..model.answers import Note
from ..model.assessment import with_note, with_value
from ..model.field_types import canonical_rating
from ..model.fields import MOST_COMPETITORS
from .competitors import with_competitor
from .state import Session, arrived, refused, rewalked, with_assessment

DASH = "—"


def rate(session: Session, sign: str, half_dash: bool) -> Session:
    """The current cell rated; the other half of a `——` is no second rating."""
    dash = sign == DASH
    if dash and half_dash:
        return session
    rating = canonical_rating(sign)
    if session.cell is None:
        return replace(refused(session, "walk_done"), dash=dash)
    if rating not in ("+", "-", "?"):
        return refused(session, "no_rating", text=sign)
    if rating not in (*session.question(session.cell).kind.offered(()), "?"):
        return replace(refused(session, "choose_option"), dash=dash)
    return replace(answered(session, rating, 1), dash=dash)


def choose(session: Session, text: str) -> Session:
    """The current choice answered by an option's id or its label."""
    if session.cell is None:
        return refused(session, "walk_done")
    question = session.question(session.cell)
    if not question.options:
        return refused(session, "no_rating", text=text)
    option = question.typed(text)
    if option is None:
        return refused(session, "no_option", text=text, options=", ".join(question.offers))
    return answered(session, option.id, 1)


def answered(session: Session, value: str | None, steps: int) -> Session:
    """The current cell answered by a value already known to fit, and on by `steps`."""
    cell = session.cell
    if cell is None:
        return refused(session, "walk_done")
    new = with_value(session.assessment, cell.bank, session.question(cell), cell.party, value)
    return arrived(with_assessment(session, new), session.at + steps)


def write(session: Session, note: Note, text: str) -> Session:
    """The evidence or next step of the current cell written; empty text removes it."""
    cell = session.cell
    if cell is None:
        return refused(session, "walk_done")
    text = text.strip()
    return with_assessment(
        session, with_note(session.assessment, cell.bank, cell.question, cell.party, note, text)
    )


def add(session: Session, name: str, id: str | None) -> Session:
    """One more competitor, whose cells join the walk."""
    name = " ".join(name.split())
    there = session.assessment.competitors
    if not name:
        return refused(session, "no_name")
    if name in there.values() or id in there:
        return refused(session, "already_there", name=name)
    if len(there) >= MOST_COMPETITORS:
        return refused(session, "too_many_competitors", most=MOST_COMPETITORS)
    new = with_competitor(session.assessment, name, id)
    return rewalked(with_assessment(session, new))
