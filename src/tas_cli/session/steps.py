"""The step of a session: which event goes where. Pure; what each event does is said in the other files."""

from __future__ import annotations

from dataclasses import replace

from .answering import add, answered, choose, rate, write
from .events import (
    AddCompetitor,
    Changed,
    Choose,
    Clear,
    End,
    Event,
    Find,
    Move,
    Rate,
    Resolve,
    Seen,
    Undo,
    Walk,
    Write,
)
from .moving import end, find, move, walk
from .reconciling import changed, resolve, undo
from .state import Notice, Session


def step(session: Session, event: Event) -> Session:
    """The session after `event`. An event that does not fit leaves all as it is but for a notice."""
    if isinstance(event, Seen):
        return replace(session, moved=False, dropped=0)
    if session.moved and not isinstance(event, Changed | End):
        return replace(session, dropped=session.dropped + 1)
    if session.conflicts and not isinstance(event, Resolve | Changed | End):
        return replace(session, notice=Notice("resolve_first", refused=True))
    # A save between the halves of a `——` may find the file changed; that must not make it two ratings.
    quiet = replace(session, notice=None, dash=session.dash and isinstance(event, Changed))
    if isinstance(event, Rate):
        return rate(quiet, event.sign, session.dash)
    return _changing(quiet, event) or _moving(quiet, event)


def _changing(session: Session, event: Event) -> Session | None:
    """The session after an event that may change what is known; None for any other event."""
    match event:
        case Choose(option):
            return choose(session, option)
        case Clear():
            return answered(session, None, 0)
        case Write(note, text):
            return write(session, note, text)
        case AddCompetitor(name, id):
            return add(session, name, id)
        case Undo():
            return undo(session)
        case Resolve(side, every):
            return resolve(session, side, every)
        case Changed(base, theirs):
            return changed(session, base, theirs)
    return None


def _moving(session: Session, event: Event) -> Session:
    """The session after an event that only leads elsewhere."""
    match event:
        case Walk(steps):
            return walk(session, steps)
        case Move(rows, columns):
            return move(session, rows, columns)
        case Find(text):
            return find(session, text)
        case End():
            return end(session)
    raise TypeError(event)
