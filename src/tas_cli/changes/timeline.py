"""How an assessment moved through its commits: one row for each that changed its meaning. Pure.

Gets commits and versions, asks a judge for outlines. Runs no git and chooses no words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..errors import TasError
from ..judging.scorecard import Outline
from ..model.answers import US
from ..model.assessment import Assessment
from ..storage.git_log import Commit
from .compare import Change, ChangeKind, changes_in_order

RowStatus = Literal["now", "created", "added_again", "changed", "merged", "removed", "unreadable"]


class Version(NamedTuple):
    """A version of the file: its assessment, or the trouble that keeps it from being read."""

    assessment: Assessment | None
    trouble: TasError | None = None


class VersionStep(NamedTuple):
    """From which versions to which one a commit led, by id; None: no file. No commit: the working copy."""

    commit: Commit | None
    before: tuple[str | None, ...]
    after: str | None


class HistoryRow(NamedTuple):
    """A commit and what it changed; `commit` is None for the working copy.

    The row "now" says how the file stands where no other row does, after a merge of what others did, say.
    `version` is what it left, None when it removed the file; `outline` is of a readable one.
    Of a merge `changes` are only those that none of its parents had made.
    """

    commit: Commit | None
    status: RowStatus
    changes: tuple[Change, ...]
    version: Version | None
    outline: Outline | None = None


class Event(NamedTuple):
    """One turn in the story of a question: who was rated, what it was and is, and on what evidence.

    `kind` is None when only evidence or a next step changed; that is `note`. In a table it is about what
    stands `at_row` and `at_column`.
    """

    row: HistoryRow
    party: str | None
    kind: ChangeKind | None
    old: str | None
    new: str | None
    evidence: str
    note: str | None = None
    at_row: str | None = None
    at_column: str | None = None


NOTHING = Version(Assessment())


def timeline(
    steps: Sequence[VersionStep],
    versions: Mapping[str, Version],
    judged: Callable[[Assessment], Outline],
    order: Mapping[str, int],
) -> list[HistoryRow]:
    """The rows for `steps`, in their order (newest first); `versions` has every version by its id."""
    rows: list[HistoryRow] = []
    judged = _once(judged)
    last: Version | None = None
    is_gone = False
    for step in reversed(steps):
        olds = [versions[id] if id else None for id in step.before]
        new = versions[step.after] if step.after else None
        row = _row(step.commit, olds, new, last, order)
        if row and row.status == "created" and is_gone and last and new:
            row = row._replace(status="added_again", changes=_changes(last, new, order))
        if row:
            rows.append(row._replace(outline=judged(new.assessment)) if new and new.assessment else row)
        last = new if new and new.assessment else last
        is_gone = new is None
    return rows[::-1]


def _once(judged: Callable[[Assessment], Outline]) -> Callable[[Assessment], Outline]:
    """The same, asked only once about each assessment; git goes back and forth between a few."""
    known: dict[int, Outline] = {}

    def remembered(assessment: Assessment) -> Outline:
        if id(assessment) not in known:
            known[id(assessment)] = judged(assessment)
        return known[id(assessment)]

    return remembered


def _row(
    commit: Commit | None,
    olds: Sequence[Version | None],
    new: Version | None,
    last: Version | None,
    order: Mapping[str, int],
) -> HistoryRow | None:
    """What a commit did; None when it left the meaning as it was."""
    if new is None:
        return HistoryRow(commit, "removed", (), None)
    if new.trouble:
        return HistoryRow(commit, "unreadable", (), new)
    if len(olds) > 1:
        return _merge_row(commit, [old or NOTHING for old in olds], new, order)
    if olds[0] is None:
        return HistoryRow(commit, "created", _changes(NOTHING, new, order), new)
    # After a version that nobody could read, what changed is told against the last one that was readable.
    old = (last or NOTHING) if olds[0].trouble else olds[0]
    found = _changes(old, new, order)
    return HistoryRow(commit, "changed", found, new) if found or olds[0].trouble else None


def _changes(old: Version, new: Version, order: Mapping[str, int]) -> tuple[Change, ...]:
    """What changed between two versions that can be read."""
    return changes_in_order(old.assessment or Assessment(), new.assessment or Assessment(), order)


def _merge_row(
    commit: Commit | None, olds: Sequence[Version], new: Version, order: Mapping[str, int]
) -> HistoryRow | None:
    each = [_changes(old, new, order) for old in olds if not old.trouble]
    if not each:
        return HistoryRow(commit, "merged", (), new)
    shared = set.intersection(*({change.what for change in found} for found in each))
    own = tuple(change for change in each[0] if change.what in shared)
    return HistoryRow(commit, "merged", own, new) if own else None


def story(rows: Sequence[HistoryRow], question: str) -> Iterator[Event]:
    """What happened to one question ("bank.id"), for all parties, in the order of the rows."""
    bank, _, id = question.partition(".")
    for row in rows:
        told = [change for change in row.changes if change.question == question]
        rated = {change.party or US for change in told if change.kind}
        deal = row.version.assessment if row.version else None
        for change in told:
            party = change.party or US
            said = deal.answer(bank, id).evidence_text(party) if deal else ""
            if change.kind:
                where = None, change.row, change.column
                yield Event(row, change.party, change.kind, change.old, change.new, said, *where)
            elif not ((change.field or "").startswith("evidence") and party in rated and change.new):
                yield Event(row, change.party, None, change.old, change.new, "", change.field)
