"""Many files replaced as one: all new bytes safe on the disk before the first of them takes its place.

How one of them is replaced is said in `replacing`. Bytes in, bytes out; what the disk refuses is an OSError.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from .replacing import ChangedOnDisk, cleaned, locked, prepared, put_in_place, swapped, sync_folder

WORTH_ONE_SYNC = 20
"""From so many new files on, the file system is asked once to have them all safe, instead of for each."""


class Replacement(NamedTuple):
    """A file that is to be `data`, if it is `expected` (None: if there is none)."""

    target: Path
    data: bytes
    expected: bytes | None


def replace_all(wanted: Sequence[Replacement]) -> list[Replacement]:
    """Each file made its data; those that somebody else changed meanwhile are given back, and theirs stand.

    All new bytes are safe on the disk, beside their targets, before the first takes its place: what the disk
    refuses leaves everything as it was. A kill between two of them leaves each file whole.
    """
    folders = sorted({each.target.parent for each in wanted})
    for folder in folders:
        with locked(folder):
            _clean(folder, {each.target.name for each in wanted if each.target.parent == folder})
    cleaned.update(str(each.target) for each in wanted)
    changed, ready = list[Replacement](), list[tuple[Replacement, Path]]()
    try:
        for each in wanted:
            try:
                ready.append((each, prepared(*each, safe=False)))
            except ChangedOnDisk:
                changed.append(each)
        _make_safe([temporary for _, temporary in ready], folders)
        # Only now: whoever saves a deal in one of these folders does not wait for all the writing.
        with contextlib.ExitStack() as held:
            for folder in folders:
                held.enter_context(locked(folder))
            while ready:
                each, temporary = ready.pop()
                if not _given_place(each, temporary):
                    changed.append(each)
    finally:
        for _, temporary in ready:
            with contextlib.suppress(OSError):
                temporary.unlink()
        for folder in folders:
            sync_folder(folder)
    return changed


def _make_safe(written: Sequence[Path], folders: Sequence[Path]) -> None:
    """Have what was written safe on the disk: at once where the system can, which is many times faster."""
    sync = _sync_at_once() if len(written) >= WORTH_ONE_SYNC else None
    for path in folders if sync else written:
        descriptor = os.open(path, os.O_RDONLY if sync else os.O_RDWR)
        try:
            (sync or os.fsync)(descriptor)
        finally:
            os.close(descriptor)


@functools.cache
def _sync_at_once() -> Callable[[int], None] | None:
    """The whole file system of an open folder made safe; None on a system that has no such call."""
    try:
        import ctypes

        call = ctypes.CDLL(None, use_errno=True).syncfs

        def sync(descriptor: int) -> None:
            if call(descriptor):
                raise OSError(number := ctypes.get_errno(), os.strerror(number))

        return sync
    except (ImportError, OSError, TypeError, AttributeError):
        return None


def _given_place(wanted: Replacement, temporary: Path) -> bool:
    """A prepared file put in place; whether nobody else had written there."""
    try:
        late = put_in_place(wanted.target, temporary, wanted.expected)
    except ChangedOnDisk:
        return False
    if late is not None:
        with contextlib.suppress(ChangedOnDisk):
            swapped(wanted.target, late, wanted.data)
    return late is None


def _clean(folder: Path, names: Collection[str]) -> None:
    """What a killed tas left beside these files of a folder goes; the folder is looked through once."""
    left = re.compile(r"\.(.+)\.[0-9]+-[0-9]+\.tmp")
    with contextlib.suppress(OSError):
        for each in list(os.scandir(folder)):
            if (found := left.fullmatch(each.name)) and found[1] in names:
                Path(each.path).unlink()
