"""The history of one assessment, fetched: its commits and versions from git, its working copy from the disk.

Three git processes whatever the number of commits, and every version is read once. What it all means is
worked out in `timeline`. Shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..errors import TasError
from ..model.assessment import read_assessment, usable
from ..place import Place
from ..storage import files
from ..storage.git import HEAD, Objects, clone, name_from, skipped
from ..storage.git_log import Commit, log
from .compare import order_of
from .sources import Side, same_blob
from .timeline import HistoryRow, Version, VersionStep, timeline

WORKING = "working copy"


class Trace(NamedTuple):
    """The rows of a file's history, newest first. `is_cut`: the clone is shallow, and more came before."""

    rows: tuple[HistoryRow, ...]
    is_cut: bool


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
    rows = timeline(steps, versions, place.outline, order_of(place.library.banks.values()))
    return Trace((*_now(rows, versions[now] if now else None, place), *rows), kind.is_shallow)


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
