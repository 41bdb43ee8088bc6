"""Steps of a session that reconcile: with what the file became meanwhile, and with an earlier mind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..changes.merge import Conflict, Side, merge, now_saying, reverted, settled
from ..model.assessment import Assessment
from .state import Notice, Session, refused, rewalked


def undo(session: Session) -> Session:
    """The last change taken back, whatever else has changed since."""
    if not session.trail:
        return refused(session, "nothing_to_undo")
    *trail, (at, before, after) = session.trail
    restored = reverted(session.assessment, before, after)
    undone = replace(session, assessment=restored, trail=tuple(trail), at=min(at, len(session.walk)))
    if restored.parties != session.assessment.parties:
        undone = rewalked(undone)
    return replace(undone, notice=Notice("undone"))


def changed(session: Session, base: Assessment, theirs: Assessment) -> Session:
    """What the file says now merged in; where both sides changed the same, conflicts."""
    merged = merge(base, session.assessment, theirs)
    pending = _still_open(session.conflicts, theirs)
    new = replace(session, assessment=merged.assessment, conflicts=(*pending, *merged.conflicts))
    if new.assessment.parties != session.assessment.parties:
        new = rewalked(new)
    return replace(new, notice=Notice("merged"))


def _still_open(conflicts: Iterable[Conflict], theirs: Assessment) -> Iterator[Conflict]:
    """Conflicts nobody settled yet, with what the others say now; those where they came to agree are gone."""
    for conflict in conflicts:
        now = now_saying(conflict, theirs)
        if now.theirs != now.ours:
            yield now


def resolve(session: Session, side: Side) -> Session:
    """The first conflict settled for one side."""
    if not session.conflicts:
        return session
    first, *rest = session.conflicts
    before = session.assessment
    after = settled(before, first, side)
    resolved = replace(session, assessment=after, conflicts=tuple(rest))
    if after != before:
        resolved = replace(resolved, trail=(*session.trail, (session.at, before, after)))
    return rewalked(resolved) if after.parties != before.parties else resolved
