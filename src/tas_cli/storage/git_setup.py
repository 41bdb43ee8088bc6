"""What tas asks git to do rather than to tell: set this clone's drivers, merge three files line by line.

Everything that only reads is in `git`. Nothing here runs a program that a repository names.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..errors import TasError

# What git runs to merge a deal. 1 is a conflict that stands in the file already. Any other code but 0 comes
# from a shell that finds no tas, or from a tas that could not end: then git's own way, and where that is none
# either (no text at all) both texts between markers, so that theirs is never just left out. Git before 2.44
# passes on %X, %S and %Y as they stand.
_DRIVER = (
    "tas merge %O %A %B -o %A --path %P -L %X -L %S -L %Y || {"
    " [ $? -gt 1 ] || exit 1;"
    " git merge-file -L ours -L base -L theirs %A %O %B; s=$?;"
    " [ $s -lt 128 ] && exit $s;"
    " { echo '<<<<<<< ours'; cat %A; echo; echo =======; cat %B; echo; echo '>>>>>>> theirs'; } >%A.both"
    " && mv %A.both %A; exit 1; }"
)

# What git shows of a deal instead of its text; the text itself where there is no tas or it cannot. git hands
# the file over as the last word.
_TEXTCONV = 'f() { tas textconv "$1" 2>/dev/null || cat "$1"; }; f'

Setting = tuple[str, str]
MERGE: tuple[Setting, ...] = (
    ("merge.tas.name", "three-way merge of opportunity assessments by meaning"),
    ("merge.tas.driver", _DRIVER),
    ("mergetool.tas.cmd", 'tas resolve "$MERGED"'),
    ("mergetool.tas.trustExitCode", "true"),
)
DIFF: tuple[Setting, ...] = (
    ("diff.tas.textconv", _TEXTCONV),
    ("diff.tas.cachetextconv", "true"),
)


_MOST_CONFLICTS = 127
"""`git merge-file` ends with the number of conflicts, up to this one; anything above is a failure."""


def version() -> str:
    """What git says of itself. TasError where there is none."""
    return _git(["--version"], Path()).stdout.decode("utf-8", "replace").strip()


def unset_drivers(folder: Path, settings: Sequence[Setting]) -> list[Setting]:
    """Those of `settings` that the clone in `folder` has not. TasError where there is no clone."""
    found = []
    for name, value in settings:
        done = _git(["config", "--local", "--get", name], folder)
        if done.returncode not in (0, 1):
            raise TasError("init.no_repository")
        if done.stdout.decode("utf-8", "replace").rstrip("\n") != value:
            found.append((name, value))
    return found


def set_drivers(folder: Path, settings: Sequence[Setting]) -> None:
    """Write settings into the configuration of the clone in `folder`."""
    for name, value in settings:
        done = _git(["config", "--local", name, value], folder)
        if done.returncode:
            raise TasError("git.failed", reason=done.stderr.decode("utf-8", "replace").strip() or "-")


def merge_lines(base: str, ours: str, theirs: str, labels: tuple[str, str]) -> tuple[bytes, int]:
    """The paths of three files merged as git merges text, and the number of conflicts left in it.

    What is no text for git either stands there twice, as one conflict: theirs is never just left out.
    """
    arguments = ["merge-file", "-p", "-L", labels[0], "-L", "base", "-L", labels[1], "--", ours, base, theirs]
    try:
        done = _git(arguments, Path())
        if done.returncode <= _MOST_CONFLICTS:
            return done.stdout, done.returncode
    except TasError:
        pass  # no git: then nobody can
    marks = [f"{sign} {label}\n".encode() for sign, label in zip(("<<<<<<<", ">>>>>>>"), labels, strict=True)]
    sides = [_ended(Path(side).read_bytes()) for side in (ours, theirs)]
    return marks[0] + sides[0] + b"=======\n" + sides[1] + marks[1], 1


def _ended(data: bytes) -> bytes:
    return data if not data or data.endswith(b"\n") else data + b"\n"


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
