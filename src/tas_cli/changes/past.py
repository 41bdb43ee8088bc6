"""What git knows of many deals at once: for each file its earlier versions and the days of their commits.

One `git log` and one `git cat-file` whatever the number of deals. The main line counts: what a merge brought
in is dated by the merge. What moved between the versions of one deal is told by `timeline`. Shows nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..model.assessment import Assessment, read_assessment
from ..storage import files
from ..storage.git import Objects, Step, folder_for, log_all

PATTERN = f"**/*{files.SUFFIX}"


class Dated(NamedTuple):
    """A version of a deal and the day of its commit; `assessment` is None where nobody could read it."""

    day: date
    assessment: Assessment | None


Past = Sequence[Dated]
"""The versions of one deal, oldest first; none for a file that git does not know."""


def pasts(paths: Iterable[str], *, revision: str = "HEAD") -> Mapping[str, Past]:
    """The past of each of these files up to `revision`. TasError where there is no git to ask."""
    found: dict[str, Past] = {}
    by_top: dict[Path, dict[str, str]] = {}
    for path in paths:
        top = _top(path)
        if top is None:
            raise TasError("git.no_repository")
        by_top.setdefault(top, {})[os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")] = path
    for top, names in by_top.items():
        found |= _in_one(top, names, revision)
    return found


def _top(path: str) -> Path | None:
    """The top of the repository that a file is in."""
    folder = folder_for(path)
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _in_one(top: Path, names: Mapping[str, str], revision: str) -> dict[str, Past]:
    """The pasts of the files of one repository, given by their names from its top."""
    with Objects(top) as objects:
        start = objects.find(f"{revision}^{{commit}}")
        if start is None:
            raise objects.lacking(revision, "")
        blobs = _blobs(log_all(top, PATTERN, start.id), names)
        wanted = list(dict.fromkeys(id for versions in blobs.values() for _, id in versions))
        read = {
            id: _read(blob.data if blob else b"")
            for id, blob in zip(wanted, objects.find_all(wanted), strict=True)
        }
    return {names[name]: [Dated(day, read[id]) for day, id in versions] for name, versions in blobs.items()}


def _blobs(steps: Iterable[Step], names: Iterable[str]) -> dict[str, list[tuple[date, str]]]:
    """Day and blob of every version of each name, oldest first; a file goes by its later name all along."""
    found: dict[str, list[tuple[date, str]]] = {name: [] for name in names}
    called = {name: name for name in found}
    for step in steps:
        day = date.fromisoformat(step.date[:10])
        moved: dict[str, str] = {}
        for path, was, after in step.touched:
            name = called.get(path)
            if name is not None and after is not None:
                found[name].append((day, after))
                if was != path:
                    moved[was] = name
                    del called[path]
        # What was renamed away from here before that is another deal's past.
        gone = {each.was for each in step.touched if each.was != each.path}
        called = {path: name for path, name in called.items() if path not in gone} | moved
    return {name: versions[::-1] for name, versions in found.items()}


def _read(data: bytes) -> Assessment | None:
    try:
        return read_assessment(files.decoded(data, "-"), "-").assessment if data else None
    except TasError:
        return None
