"""What tas asks git to do rather than to tell: set this clone's drivers, merge three files line by line.

Everything that only reads is in `gitio`. Nothing here runs a program that a repository names.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..errors import TasError

DRIVERS: tuple[tuple[str, str], ...] = (
    ("merge.tas.name", "three-way merge of opportunity assessments by meaning"),
    ("merge.tas.driver", "tas merge %O %A %B -o %A --path %P"),
    ("diff.tas.textconv", "tas textconv"),
)


def unset_drivers(folder: Path) -> list[tuple[str, str]]:
    """Of the settings in DRIVERS, those that the clone in `folder` has not, as (name, value)."""
    found = []
    for name, value in DRIVERS:
        done = _git(["config", "--local", "--get", name], folder)
        if done.returncode not in (0, 1):
            raise TasError("git.no_repository")
        if done.stdout.decode("utf-8", "replace").rstrip("\n") != value:
            found.append((name, value))
    return found


def set_drivers(folder: Path, settings: Sequence[tuple[str, str]]) -> None:
    """Write settings into the configuration of the clone in `folder`."""
    for name, value in settings:
        done = _git(["config", "--local", name, value], folder)
        if done.returncode:
            raise TasError("git.failed", reason=done.stderr.decode("utf-8", "replace").strip() or "-")


def merge_lines(base: str, ours: str, theirs: str, labels: tuple[str, str]) -> tuple[str, int]:
    """The paths of three files merged as git merges text, and the number of conflicts left in it."""
    arguments = ["merge-file", "-p", "-L", labels[0], "-L", "base", "-L", labels[1], "--", ours, base, theirs]
    done = _git(arguments, Path())
    if done.returncode > 127:
        raise TasError("git.failed", reason=done.stderr.decode("utf-8", "replace").strip() or "-")
    return done.stdout.decode("utf-8", "replace"), done.returncode


def _git(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "--no-pager", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise TasError("git.not_installed") from None
