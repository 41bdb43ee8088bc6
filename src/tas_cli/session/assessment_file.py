"""An assessment on disk: opened, saved, and merged by meaning when somebody else wrote it meanwhile.

The one place where `tas assess`, `tas rate` and every other writer of an assessment meet the disk. Decides
nothing about answers: conflicts are handed back to whoever can ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..changes.merge import Conflict, merge
from ..errors import TasError
from ..model.assessment import Assessment, Reading, read_assessment, usable
from ..model.bank import Bank
from ..model.layout import new_text, patched
from ..storage import files

ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What the disk holds as we last saw it. `reading` is None while there is no file yet."""

    path: str
    reading: Reading | None

    @property
    def assessment(self) -> Assessment:
        """The assessment on disk; an empty one while there is none."""
        return (self.reading and self.reading.assessment) or Assessment()


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save: what the disk holds now, and what nobody could decide.

    `theirs` is what somebody else had written meanwhile, None when nobody had.
    """

    seen: FileSeen
    conflicts: tuple[Conflict, ...] = ()
    theirs: Assessment | None = None


def open_existing(path: str) -> FileSeen:
    """The assessment at `path` (`-`: standard input). BadFile or TasError when it cannot be used."""
    reading = read_assessment(files.read_text(path), path)
    usable(reading)
    return FileSeen(path, reading)


def open_or_new(path: str) -> FileSeen:
    """The assessment at `path`, or the promise of one where there is no file yet."""
    if not Path(path).exists() and not Path(path).is_symlink():
        return FileSeen(path, None)
    return open_existing(path)


def save(seen: FileSeen, wanted: Assessment, banks: Mapping[str, Bank]) -> Saved:
    """Make the disk say `wanted`; what others wrote since `seen` is merged in and never overwritten.

    Where both changed one fact the disk keeps theirs, and the conflict is in the result. Nothing is
    written when nothing changed. TasError when the disk refuses.
    """
    base = seen.assessment
    conflicts: tuple[Conflict, ...] = ()
    theirs: Assessment | None = None
    for _ in range(ATTEMPTS):
        text = patched(seen.reading, wanted, banks) if seen.reading else new_text(wanted, banks)
        standing = seen.reading.text if seen.reading else None
        try:
            if text != standing:
                files.write_text(seen.path, text, expected=standing)
                seen = FileSeen(seen.path, read_assessment(text, seen.path))
            return Saved(seen, conflicts, theirs)
        except files.ChangedOnDisk:
            seen = open_or_new(seen.path)
            theirs = seen.assessment if seen.reading else base
            merged = merge(base, wanted, theirs)
            wanted, conflicts, base = merged.assessment, (*conflicts, *merged.conflicts), theirs
    raise TasError("files.changed", file=seen.path)
