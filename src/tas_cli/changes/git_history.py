"""The history of one assessment, fetched: its commits and versions from git, its working copy from the disk.

Three git processes whatever the number of commits, and every version is read once. What it all means is
worked out in `timeline`. Shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..errors import TasError
from ..model.assessment import read_assessment, usable
from ..place import Place
from ..storage import files
from ..storage.git import HEAD, Commit, Objects, clone, log, name_from
from .compare import order_of
from .sources import Side, same_blob
from .timeline import Row, Step, Version, timeline

WORKING = "working copy"


class Trace(NamedTuple):
    """The rows of a file's history, newest first. `is_cut`: the clone is shallow, and more came before."""

    rows: tuple[Row, ...]
    is_cut: bool


def trace(side: Side, place: Place) -> Trace:
    """The history of the file `side`; TasError when git knows none."""
    revision = HEAD if side.revision is None else side.revision
    path = name_from(side.folder, side.path) if side.revision is None else side.path
    with Objects(side.folder) as objects:
        start = objects.find(f"{revision}^{{commit}}")
        if start is None:
            raise objects.lacking(revision, path)
        commits = log(side.folder, path, start.id)
        if not commits:
            raise TasError("git.no_history", file=side.word)
        kind = clone(side.folder)
        versions = _versions(objects, commits)
        steps = [Step(commit, commit.before, commit.after) for commit in commits]
        if side.revision is None and kind.has_files:
            head = objects.find(f"{start.id}:{path}")
            if head and head.id not in versions:
                versions[head.id] = _read(head.data, path)
            steps[:0] = _working(side.path, head.id if head else None, versions)

    rows = timeline(
        steps,
        versions,
        place.outline,
        order_of(place.library.banks.values()),
    )
    return Trace(tuple(rows), kind.is_shallow)


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


def _working(path: str, head: str | None, versions: dict[str, Version]) -> list[Step]:
    """The step from HEAD to the file on the disk, unless they are the same; its version joins the others."""
    try:
        text = files.read_text(path)
    except TasError as trouble:
        if trouble.id == "files.missing":
            return [Step(None, (head,), None)] if head else []
        versions[WORKING] = Version(None, trouble)
        return [Step(None, (head,), WORKING)]
    if same_blob(head, text):
        return []
    versions[WORKING] = _read(text.encode("utf-8"), path)
    return [Step(None, (head,), WORKING)]
