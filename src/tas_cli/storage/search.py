"""Which assessments lie in a folder, and what there nearly is one: nothing is passed over without a word.

Hidden folders and links to folders are not entered. Opens no file and knows no workspace.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from .files import PROPOSALS, STDIN, SUFFIX, refusals_told

HitKind = Literal["deal", "proposals", "left_out", "name", "linked_folder", "hidden_folder"]
"""What was found: an assessment, proposals beside one, an assessment left out on purpose, or what for some
reason is not taken for one."""

_NEARLY = (SUFFIX, ".tas.yml")
_NEVER_DEALS = frozenset((".git",))


class SearchHit(NamedTuple):
    """A path that was come across. Its `real` path is the same for whatever leads to the same file."""

    path: str
    what: HitKind
    real: str = ""


def nothing_left_out(_: str) -> bool:
    """Leaves nothing out."""
    return False


def find_assessments(paths: list[str]) -> Iterator[str]:
    """The files that `paths` mean, sorted within each folder: folders are searched, files taken as named.

    A folder that cannot be read is a TasError, never silence. A path named twice comes once.
    """
    seen: set[str] = set()
    for path in paths:
        is_folder = path != STDIN and Path(path).is_dir()
        for found in (each.path for each in search(path) if each.what == "deal") if is_folder else [path]:
            if found not in seen:
                seen.add(found)
                yield found


def loose_deals() -> list[str]:
    """The assessments that lie right where we stand, in order: those of whoever has no workspace."""
    return sorted(name for name in os.listdir() if name.endswith(SUFFIX) and not name.startswith("."))  # noqa: PTH208


def search(folder: str, leaves_out: Callable[[str], bool] = nothing_left_out) -> Iterator[SearchHit]:
    """All that is or nearly is an assessment in `folder` and below, sorted by name within each folder.

    What `leaves_out` says of a path is left out: a file as such, a folder with all in it, once for each file.
    """
    top = os.path.realpath(folder)
    yield from _walk(folder, top, top, leaves_out)


def _walk(folder: str, real: str, top: str, leaves_out: Callable[[str], bool]) -> Iterator[SearchHit]:
    with refusals_told(folder), os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        path = entry.path.removeprefix("./")
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _walk(entry.path, f"{real}{os.sep}{entry.name}", top, leaves_out)
            elif entry.name not in _NEVER_DEALS and _holds_deals(entry.path) and not leaves_out(path):
                yield SearchHit(path, "hidden_folder")
        elif entry.name.endswith(SUFFIX) and not (entry.is_symlink() and entry.is_dir()):
            there = os.path.realpath(path) if entry.is_symlink() else f"{real}{os.sep}{entry.name}"
            yield SearchHit(path, "left_out" if leaves_out(path) else "deal", there)
        elif entry.is_symlink() and entry.is_dir():
            if not leaves_out(path) and not _is_below(os.path.realpath(path), top):
                yield SearchHit(path, "linked_folder")
        elif entry.name.endswith(PROPOSALS) and not leaves_out(path):
            yield SearchHit(path, "proposals", path)
        elif entry.name.lower().endswith(_NEARLY) and not leaves_out(path):
            yield SearchHit(path, "name")


def _holds_deals(folder: str) -> bool:
    """Whether a folder that is not entered has assessments in it; no for one that nobody may look into."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.lower().endswith(_NEARLY) for entry in entries)
    except OSError:
        return False


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
