"""Git, asked by its own program: objects by name, what kind of clone this is, and why something is not there.

Reads only, and never by way of a program that a repository's configuration names: hooks, filters, pagers,
signature checks, file monitors, remotes. Knows nothing of assessments and decides nothing about them.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, NamedTuple, cast

from ..errors import TasError
from .files import MAX_BYTES

ObjectKind = Literal["blob", "tree", "commit", "tag"]
HEAD = "HEAD"
LINK_MODE = "120000"
MAX_TREE = 1 << 26
_KINDS: Mapping[bytes, ObjectKind] = {b"blob": "blob", b"tree": "tree", b"commit": "commit", b"tag": "tag"}
_CHUNK = 1 << 16
_AT_ONCE = 8
_LONGEST = 4000

# What a cloned repository may have set and what must not happen because of it.
_SETTINGS = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "log.showSignature=false",
    "log.showRoot=true",
    "diff.relative=false",
    f"diff.orderFile={os.devnull}",
    "i18n.logOutputEncoding=UTF-8",
)
_SURROUNDINGS = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # Older versions of git fetch what a partial clone lacks all the same: no way to any remote, then.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PAGER": "cat",
}
_UNSET = frozenset(
    "GIT_EXTERNAL_DIFF GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS GIT_LITERAL_PATHSPECS"
    " LANGUAGE".split()
)


class Object(NamedTuple):
    """An object of a repository. Of a blob, `data` ends one byte after the size that any file may have."""

    id: str
    kind: ObjectKind
    data: bytes


class Entry(NamedTuple):
    """A file in a tree: its path from there, and the id of its blob. `is_link`: the blob names a target."""

    path: str
    id: str
    is_link: bool


def folder_for(path: str | Path) -> Path:
    """The folder in which git is to be run about a file or folder: its own, so that its repository answers.

    With GIT_DIR set (in a hook) that repository is the one meant, and it is told from where we stand.
    """
    if os.environ.get("GIT_DIR"):
        return Path.cwd()
    real = Path(os.path.realpath(path))
    folder = real if real.is_dir() else real.parent
    while not folder.is_dir():
        folder = folder.parent
    return folder


def name_from(folder: Path, path: str | Path) -> str:
    """The name that git, run in `folder`, knows a path by: `./` and on."""
    relative = os.path.relpath(os.path.realpath(path), folder).replace(os.sep, "/")
    return "./" if relative == "." else f"./{relative}"


class Objects:
    """A repository's objects by name, all through one process. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._git = _started(folder, ["cat-file", "--batch", "--follow-symlinks"], self._errors)
        except TasError:
            self._errors.close()
            raise
        self._asks, self._hears = cast(IO[bytes], self._git.stdin), cast(IO[bytes], self._git.stdout)

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        for pipe in (self._asks, self._hears):
            with contextlib.suppress(OSError):
                pipe.close()
        self._git.wait()
        self._errors.close()

    def find(self, name: str) -> Object | None:
        """The object called `name` (an id, `REV`, `REV:path`), or None where there is none."""
        return next(self.find_all([name]))

    def find_all(self, names: Sequence[str]) -> Iterator[Object | None]:
        """The same for many names, in their order. Take all of them before asking for anything else."""
        # A few at a time, less than a pipe holds: git must never wait for us while we wait for it.
        for start in range(0, len(names), _AT_ONCE):
            asked = [_line(name) for name in names[start : start + _AT_ONCE]]
            self._ask(b"".join(asked))
            for each in asked:
                yield self._heard() if each else None

    def _heard(self) -> Object | None:
        """The answer to the oldest question."""
        head = self._hears.readline()
        if not head:
            raise self._ended()
        words = head.rstrip(b"\n").rsplit(b" ", 2)
        if words[-1] in (b"missing", b"ambiguous"):
            return None
        size = int(words[-1])
        kind = _KINDS.get(words[-2])
        data = self._content(size, MAX_TREE if kind == "tree" else MAX_BYTES + 1)
        # Of no kind is a link that leads out of the repository, in a circle or nowhere.
        return Object(words[0].decode("ascii"), kind, data) if kind else None

    def files(self, tree: Object, under: str = "") -> Iterator[Entry]:
        """All files in a tree and the trees in it, but not in those whose names begin with a dot."""
        width = len(tree.id) // 2
        at = 0
        while at < len(tree.data):
            mode, _, rest = tree.data[at : tree.data.index(b"\0", at)].partition(b" ")
            start = at + len(mode) + len(rest) + 2
            id, at = tree.data[start : start + width].hex(), start + width
            path = under + rest.decode("utf-8", "surrogateescape")
            if mode == b"40000":
                inner = None if rest.startswith(b".") else self.find(id)
                if inner is not None:
                    yield from self.files(inner, path + "/")
            elif mode != b"160000":
                yield Entry(path, id, mode.decode("ascii") == LINK_MODE)

    def lacking(self, revision: str, path: str) -> TasError:
        """Why `REVISION:path` is not to be had."""
        if self.find(f"{revision}^{{tree}}") is not None:
            return TasError("git.no_path", revision=revision, path=path)
        any_commit = ["rev-list", "--all", "--max-count=1"]
        if self.find(HEAD) is None and (
            revision in (HEAD, "@") or not output_of(self._folder, any_commit).strip()
        ):
            return TasError("git.unborn")
        shallow = "_shallow" if clone(self._folder).is_shallow else ""
        return TasError(f"git.no_revision{shallow}", revision=revision)

    def _ask(self, lines: bytes) -> None:
        try:
            self._asks.write(lines)
            self._asks.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _ended(self) -> TasError:
        """Why git is gone."""
        self._git.wait()
        return _trouble(_text_of(self._errors), self._folder)

    def _content(self, size: int, most: int) -> bytes:
        data = self._hears.read(min(size, most))
        left = size - len(data) + 1
        while left > 0 and (more := self._hears.read(min(left, _CHUNK))):
            left -= len(more)
        return data


def _line(name: str) -> bytes:
    """The question for an object; nothing for a name that no object can have."""
    line = name.encode("utf-8", "surrogateescape")
    return b"" if not line or b"\n" in line or b"\0" in line or len(line) > _LONGEST else line + b"\n"


class Clone(NamedTuple):
    """What kind of copy of a repository we stand in: with all of its history, with files to work on?"""

    is_shallow: bool
    has_files: bool


def clone(folder: Path) -> Clone:
    """The kind of copy that `folder` belongs to."""
    said = output_of(folder, ["rev-parse", "--is-shallow-repository", "--is-inside-work-tree"]).split()
    return Clone(said[0] == b"true", said[1:] == [b"true"])


def stages(folder: Path, path: str) -> tuple[bytes | None, bytes | None, bytes | None]:
    """The base, ours and theirs of a file whose merge is not finished; None for a side without the file."""
    with Objects(folder) as objects:
        base, ours, theirs = (objects.find(f":{number}:{path}") for number in (1, 2, 3))
    return base and base.data, ours and ours.data, theirs and theirs.data


def skipped(folder: Path, path: str) -> dict[str, str]:
    """The files below `path` that a sparse checkout leaves out: name from `path` on → id of its blob."""
    arguments = ["ls-files", "-t", "-s", "-z", "--", f":(literal){path}"]
    found = {}
    for entry in output_of(folder, arguments).decode("utf-8", "surrogateescape").split("\0"):
        tag, _, rest = entry.partition(" ")
        if tag == "S":
            about, _, name = rest.partition("\t")
            below = os.path.relpath(name, path).replace(os.sep, "/")
            found[below] = about.split(" ")[1]
    return found


def merge_base(folder: Path, one: str, other: str) -> str | None:
    """The id of the best commit that two commits come from; None where they share none."""
    try:
        return (
            output_of(folder, ["merge-base", "--end-of-options", one, other]).decode("ascii").strip() or None
        )
    except TasError as trouble:
        if trouble.params.get("reason") == "-":
            return None
        raise


def output_of(folder: Path, arguments: list[str]) -> bytes:
    """What git prints. TasError where it fails."""
    with tempfile.TemporaryFile() as errors:
        git = _started(folder, arguments, errors)
        output, _ = git.communicate()
        if git.returncode != 0:
            raise _trouble(_text_of(errors), folder)
    return output


def _started(folder: Path, arguments: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name not in _UNSET} | _SURROUNDINGS
    feeds = arguments[0] == "cat-file"
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *settings, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE if feeds else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    except FileNotFoundError:
        raise TasError("git.not_installed") from None
    except OSError as trouble:
        raise TasError("git.failed", reason=trouble.strerror or str(trouble)) from None


def _text_of(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read(_CHUNK).decode("utf-8", "replace")


def _trouble(said: str, folder: Path) -> TasError:
    """What git's complaint means; its first line where it means nothing we know."""
    if "not a git repository" in said:
        return TasError("git.no_repository")
    if "dubious ownership" in said:
        # "detected dubious ownership in repository at '...'"
        named = said.partition("repository at '")[2].partition("'")[0]
        return TasError("git.unsafe", folder=named or folder.name)
    first = next((line for line in said.splitlines() if line.strip()), "")
    return TasError("git.failed", reason=first.removeprefix("fatal: ") or "-")
