"""Answers that a session could not put into their file, kept in the user's state folder until they can.

Each file has numbered slots, named by a hash of its path, so that no two sessions overwrite each other.
Asks nobody: whether to take the answers over is decided in `interview`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..changes.merge import Conflict, Merge, merge
from ..errors import TasError
from ..model.assessment import Assessment, read_assessment
from ..storage import files

FORMAT = 1
MOST_SLOTS = 100
MOST_BYTES = 8 * files.MAX_BYTES
"""A slot holds an assessment twice, and all of it spelled for JSON."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A recovery file as we last wrote it."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """Answers waiting for their file: what the file said when they were given, and what it was to say."""

    path: Path
    base: Assessment
    wanted: Assessment


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a file: what can be taken over, and recovery files that cannot be used."""

    recoveries: tuple[Recovery, ...]
    unusable: tuple[Path, ...]


def folder() -> Path:
    """Where recovery files live on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tas" / "recovery"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tas" / "recovery"
    state = Path(os.environ.get("XDG_STATE_HOME", ""))
    # The specification says that a relative path there is to be ignored.
    return (state if state.is_absolute() else Path.home() / ".local" / "state") / "tas" / "recovery"


def _slots(file: str) -> list[Path]:
    """All places where answers for `file` may wait, in the order of writing."""
    key = hashlib.sha256(os.fsencode(os.path.realpath(file))).hexdigest()[:20]
    return [folder() / f"{key}-{number}.json" for number in range(1, MOST_SLOTS + 1)]


def keep(file: str, base: str, wanted: str, slot: Slot | None) -> Slot:
    """Keep answers for `file`, durably: in `slot`, or in a free one when it is None or no longer ours.

    `base` and `wanted` are texts of assessments. TasError when the state folder refuses too.
    """
    said = {"format": FORMAT, "file": os.path.realpath(file), "base": base, "wanted": wanted}
    text = json.dumps(said, indent=1, sort_keys=True) + "\n"
    if slot is not None:
        if slot.text == text and slot.path.is_file():
            return slot
        try:
            files.write_text(slot.path, text, expected=slot.text, most=MOST_BYTES)
            return Slot(slot.path, text)
        except files.ChangedOnDisk:
            pass
    with files.refusals_told(folder()):
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in _slots(file):
        try:
            files.write_text(path, text, expected=None, most=MOST_BYTES)
            return Slot(path, text)
        except files.ChangedOnDisk:
            continue
    raise TasError("files.trouble", file=str(folder()), reason="too many recovery files")


def drop(path: Path) -> None:
    """Remove a recovery file; one that is gone already is as good."""
    with files.refusals_told(path):
        path.unlink(missing_ok=True)


def waiting(file: str) -> Waiting:
    """What waits to be taken over into `file`, oldest first."""
    found: list[Recovery] = []
    unusable: list[Path] = []
    for path in _slots(file):
        if path.is_file():
            recovery = _read(path)
            if recovery is None:
                unusable.append(path)
            else:
                found.append(recovery)
    return Waiting(tuple(found), tuple(unusable))


def _read(path: Path) -> Recovery | None:
    try:
        said = json.loads(files.read_text(path, MOST_BYTES))
        if said["format"] != FORMAT:
            return None
        base = read_assessment(str(said["base"] or ""), str(path)).assessment
        wanted = read_assessment(str(said["wanted"]), str(path)).assessment
    except (TasError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Recovery(path, base, wanted) if base is not None and wanted is not None else None


def taken_over(recoveries: Sequence[Recovery], disk: Assessment) -> Merge:
    """What `disk` says with all the waiting answers in it, and the conflicts (`ours` are the answers)."""
    conflicts: list[Conflict] = []
    for recovery in recoveries:
        merged = merge(recovery.base, recovery.wanted, disk)
        disk = merged.assessment
        conflicts += merged.conflicts
    return Merge(disk, tuple(conflicts))
