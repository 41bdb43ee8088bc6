"""How an assessment moved through its commits: one row for each that changed its meaning.

`trace` fetches commits and versions from git and the working copy from the disk: three git processes whatever
the number of commits, and every version read once. Asks a judge for outlines; chooses no words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..errors import TasError
from ..judging.scorecard import Outline
from ..model.answers import US
from ..model.assessment import Assessment, read_assessment, usable
from ..model.bank import Bank
from ..place import Place
from ..storage import files
from ..storage.git import HEAD, Objects, clone, name_from, skipped
from ..storage.git_log import Commit, log
from .compare import Change, ChangeKind, changes_in_order, order_of
from .sources import Side, same_blob

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


WORKING = "working copy"


class Trace(NamedTuple):
    """The rows of a file's history, newest first. `is_cut`: the clone is shallow, and more came before.

    `banks` are those that concern any version.
    """

    rows: tuple[HistoryRow, ...]
    is_cut: bool
    banks: Sequence[Bank]


def trace(side: Side, place: Place) -> Trace:
    """The history of the file `side`; TasError when git knows none, or when it is a folder."""
    revision = HEAD if side.revision is None else side.revision
    path = name_from(side.folder, side.path) if side.revision is None else side.path
    with Objects(side.folder) as objects:
        start = objects.find(f"{revision}^{{commit}}")
        if start is None:
            raise objects.lacking(revision, path)
        commits = log(side.folder, path, start.id)
        if not commits:
            raise TasError("git.no_history", file=side.word)
        if _name(commits[0].path) != _name(path):
            raise TasError("changes.history_of_folder", file=side.word)
        kind = clone(side.folder)
        versions = _versions(objects, commits)
        steps = [VersionStep(commit, commit.before, commit.after) for commit in commits]
        # Where there are no files to stand among, git knows no path from here.
        head = objects.find(f"{start.id}:{path if kind.has_files else path.removeprefix('./')}")
        now = head.id if head and head.kind == "blob" else None
        if head and now and now not in versions:
            versions[now] = _read(head.data, path)
        if side.revision is None and kind.has_files:
            working = _working(side, path, now, versions)
            steps[:0] = working
            now = working[0].after if working else now
    banks = place.banks_for(*(each.assessment for each in versions.values() if each.assessment))
    rows = timeline(steps, versions, place.outline, order_of(banks))
    return Trace((*_now(rows, versions[now] if now else None, place), *rows), kind.is_shallow, banks)


def _name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _now(rows: Sequence[HistoryRow], version: Version | None, place: Place) -> Iterator[HistoryRow]:
    """The row that says how the file stands, unless the newest of `rows` does.

    The newest row may stand on a side branch: a merge that only brings both sides together is no row.
    """
    deal = version.assessment if version else None
    newest = rows[0].version if rows else None
    if deal is not None and (newest is None or newest.assessment != deal):
        yield HistoryRow(None, "now", (), version, place.outline(deal))


def _versions(objects: Objects, commits: Iterable[Commit]) -> dict[str, Version]:
    names = {id: commit for commit in commits for id in (*commit.before, commit.after) if id}
    found = {}
    for (id, commit), blob in zip(names.items(), objects.find_all(list(names)), strict=True):
        name = f"{commit.id[:7]}:{commit.path}"
        missing = Version(None, TasError("git.not_here", name=name))
        found[id] = _read(blob.data, name) if blob else missing
    return found


def _read(data: bytes, name: str) -> Version:
    try:
        return Version(usable(read_assessment(files.decoded(data, name), name)))
    except TasError as trouble:
        return Version(None, trouble)


def _working(side: Side, path: str, head: str | None, versions: dict[str, Version]) -> list[VersionStep]:
    """The step from HEAD to the file on the disk, unless they are the same; its version joins the others."""
    try:
        text = files.read_text(side.path)
    except TasError as trouble:
        if trouble.id == "files.missing":
            # What a sparse checkout leaves out is not gone.
            return [VersionStep(None, (head,), None)] if head and not skipped(side.folder, path) else []
        versions[WORKING] = Version(None, trouble)
        return [VersionStep(None, (head,), WORKING)]
    if same_blob(head, text):
        return []
    versions[WORKING] = _read(text.encode("utf-8"), side.path)
    return [VersionStep(None, (head,), WORKING)]
