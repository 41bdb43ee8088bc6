"""The step of a session: which event goes where. Pure; what each event does is said in the other files."""

from __future__ import annotations

from dataclasses import replace

from . import events
from .answering import add, choose, clear, fill, rate, remove, remove_row, rename, set_aside, write
from .moving import end, find, go_to_picked, move, next_open, pick, walk
from .quotes import explain
from .reconciling import changed, resolve, undo
from .state import Notice, Session


def step(session: Session, event: events.SessionEvent) -> Session:
    """The session after `event`. An event that does not fit leaves all as it is but for a notice."""
    if isinstance(event, events.ChangeSeen):
        return replace(session, moved=False, dropped=0)
    if session.moved and not isinstance(event, events.Changed | events.End):
        return replace(session, dropped=session.dropped + 1)
    if session.conflicts and not isinstance(event, events.Resolve | events.Changed | events.End):
        return replace(session, notice=Notice("resolve_first", refused=True))
    quiet = replace(session, notice=None)
    if isinstance(event, events.Write | events.Explain | events.Changed):
        return _writing(quiet, event)
    quiet = replace(quiet, latest=None, asks_why=None)
    return _answering(quiet, event) or _moving(quiet, event)


def _writing(session: Session, event: events.Write | events.Explain | events.Changed) -> Session:
    """The session after an event that leaves it known which cell was answered right before."""
    if isinstance(event, events.Changed):
        return changed(session, event.base, event.theirs)
    session = replace(session, asks_why=None)
    if isinstance(event, events.Explain):
        return explain(session, event.cell, event.text)
    return write(session, event.note, event.text, event.cell)


def _answering(session: Session, event: events.SessionEvent) -> Session | None:
    """The session after an event by which somebody says something; None for any other event."""
    match event:
        case events.Rate(sign):
            return rate(session, sign)
        case events.Choose(option):
            return choose(session, option)
        case events.Fill(text, cell):
            return fill(session, text, cell)
        case events.SetAside():
            return set_aside(session)
        case events.RemoveRow():
            return remove_row(session)
        case events.Clear():
            return clear(session)
        case events.AddCompetitor(name, id):
            return add(session, name, id)
        case events.RenameCompetitor(party, name):
            return rename(session, party, name)
        case events.RemoveCompetitor(party):
            return remove(session, party)
    return None


def _moving(session: Session, event: events.SessionEvent) -> Session:
    """The session after an event that reconciles, or only leads elsewhere."""
    match event:
        case events.Undo():
            return undo(session)
        case events.Resolve(side, every):
            return resolve(session, side, every)
        case events.Walk(steps):
            return walk(session, steps)
        case events.Move(rows, columns):
            return move(session, rows, columns)
        case events.NextOpen():
            return next_open(session)
        case events.Find(text):
            return find(session, text)
        case events.Pick(steps):
            return pick(session, steps)
        case events.GoToPicked():
            return go_to_picked(session)
        case events.End():
            return end(session)
    raise TypeError(event)
