"""Steps of a session that reconcile: with what the file became meanwhile, and with an earlier mind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..changes.merge import (
    Conflict,
    FactPath,
    Merge,
    SideName,
    facts,
    group_of,
    merge,
    now_saying,
    reverted,
    settled,
    with_fact,
)
from ..model.assessment import Assessment
from .events import AnswerCell
from .state import Notice, Session, all_cells, dated, gone_to, refused, saying


def undo(session: Session) -> Session:
    """The last change taken back, whatever else has changed since."""
    if not session.trail:
        return refused(session, "nothing_to_undo")
    *trail, (cell, before, after) = session.trail
    restored = reverted(session.assessment, before, after)
    undone = saying(replace(session, trail=tuple(trail)), restored)
    if cell and before.answer(cell.bank, cell.question) != after.answer(cell.bank, cell.question):
        still = {each: value for each, value in undone.settled.items() if each != cell}
        undone = replace(undone, settled=still)
    if cell is None or cell in set(all_cells(undone)):
        undone = gone_to(undone, cell)
    if facts(restored) == facts(session.assessment):
        return refused(undone, "undone_nothing")
    return replace(undone, notice=Notice("undone", paths=_told_paths(session.assessment, restored)))


def answered(session: Session) -> dict[FactPath, object]:
    """The facts that this session said last, or brought back; each was on disk before the next key."""
    found: dict[FactPath, object] = {}
    for _, before, after in session.trail:
        said = facts(after)
        found |= {path: said.get(path) for path in changed_paths(before, after)}
    return {path: value for path, value in found.items() if path[0] in ("answers", "competitors")}


def changed_paths(before: Assessment, after: Assessment) -> set[FactPath]:
    """The facts that two versions do not share."""
    was, now = facts(before), facts(after)
    return {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)}


def _told_paths(before: Assessment, after: Assessment) -> tuple[FactPath, ...]:
    """The facts that two versions do not share, parties first, without those that follow from the others."""
    found = [path for path in changed_paths(before, after) if path[0] not in ("assessed_on", "banks")]
    return tuple(sorted(found, key=lambda path: (path[0] != "competitors", path)))


def merged(session: Session, base: Assessment, ours: Assessment, theirs: Assessment) -> Merge:
    """The merge of a session with its file: what this session said and the file has lost is asked about."""
    plain = merge(base, ours, theirs)
    was, said, stands = facts(base), facts(ours), facts(theirs)
    asked = {path for each in (*session.conflicts, *plain.conflicts) for path in each.paths}
    mine = answered(session)
    gone = [path for path in sorted(mine.keys() - asked) if said.get(path) == mine[path] == was.get(path)]
    gone = [path for path in gone if path in said and path not in stands]
    needed = [party for party in ours.competitors if any(party in path[3:] for path in gone)]
    lost = [("competitors", party) for party in needed if party not in theirs.competitors]
    groups: dict[FactPath, dict[FactPath, object]] = {}
    for path in dict.fromkeys((*lost, *gone)):
        groups.setdefault(group_of(path), {})[path] = said[path]
    asking = [Conflict(key, {}, facts, {}) for key, facts in groups.items()]
    return Merge(plain.assessment, (*plain.conflicts, *asking))


def changed(session: Session, base: Assessment, theirs: Assessment) -> Session:
    """What the file says now taken in; where both sides changed the same, conflicts.

    Where they changed what this session had said before, theirs is the later word, and undo brings ours back.
    """
    ours = session.assessment
    now = merged(session, base, ours, theirs)
    pending = tuple(_still_open(session.conflicts, theirs))
    new = replace(session, conflicts=(*pending, *now.conflicts))
    mine = _replaced(session, now.assessment, {path for each in new.conflicts for path in each.paths})
    if mine:
        change = session.cell, _with(now.assessment, ours, mine), now.assessment
        new = replace(new, trail=(*session.trail, change))
    new = saying(new, now.assessment)
    paths = _told_paths(base, theirs)
    notice = Notice("merged", {"n": len(paths), "mine": len(mine)}, paths=paths) if paths else None
    return replace(new, notice=notice, moved=session.moved or _leads_elsewhere(session, new))


def _leads_elsewhere(before: Session, now: Session) -> bool:
    """Whether a key meant for `before` would mean something else in `now`."""
    if now.conflicts != before.conflicts or _ahead(now) != _ahead(before):
        return True
    return now.cell is not None and now.value(now.cell) != before.value(now.cell)


def _ahead(session: Session) -> tuple[AnswerCell | None, ...]:
    """Where keys typed now would go: the current cell, and the walk from there."""
    if session.cell in session.walk:
        return session.walk[session.walk.index(session.cell) :]
    return session.cell, *session.walk


def _replaced(session: Session, now: Assessment, asked: set[FactPath]) -> set[FactPath]:
    """The facts that this session had said and that say something else now, but for those asked about."""
    said, stands = facts(session.assessment), facts(now)
    mine = answered(session).keys() - asked
    return {path for path in mine if path in said and stands.get(path) != said[path]}


def _with(assessment: Assessment, source: Assessment, paths: Iterable[FactPath]) -> Assessment:
    said = facts(source)
    for path in paths:
        assessment = with_fact(assessment, path, said[path])
    return assessment


def _still_open(conflicts: Iterable[Conflict], theirs: Assessment) -> Iterator[Conflict]:
    """Conflicts nobody settled yet, with what the others say now; those where they came to agree are gone."""
    for conflict in conflicts:
        now = now_saying(conflict, theirs)
        if now.theirs != now.ours:
            yield now


def resolve(session: Session, side: SideName, every: bool) -> Session:
    """The first conflict settled for one side, or every one."""
    resolved = session
    while resolved.conflicts:
        resolved = _settled(resolved, side)
        if not every:
            break
    return resolved


def _settled(session: Session, side: SideName) -> Session:
    first, *rest = session.conflicts
    before = session.assessment
    after = settled(before, first, side)
    resolved = replace(session, conflicts=tuple(rest))
    if after == before:
        return resolved
    after = dated(after, session.today)
    return saying(replace(resolved, trail=(*session.trail, (session.cell, before, after))), after)
