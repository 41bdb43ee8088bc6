"""Files on disk: read and replace them without ever losing what was there.

Text in, text out. Knows nothing of YAML or assessments. How a file is replaced is said in `replacing`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import NamedTuple, cast

from ..errors import TasError
from . import replacing, replacing_many
from .replacing import AT_ONCE
from .replacing import ChangedOnDisk as ChangedOnDisk

SUFFIX = ".tas.yaml"
PROPOSALS = ".proposals.yaml"
"""What the name of a file of proposals ends in; it lies beside its deal."""
MAX_BYTES = 1 << 20
BOM = "\ufeff"
STDIN = STDOUT = "-"


class PutAway:
    """Texts kept for later, however many: on the disk, in a file without a name, and not in memory.

    Where the disk has no folder or no room for them, in memory after all.
    """

    def __init__(self) -> None:
        from tempfile import TemporaryFile

        self._ends = array("Q", [0])
        self._file: RawIOBase | BytesIO = BytesIO()
        with contextlib.suppress(OSError):
            self._file = cast(RawIOBase, TemporaryFile(buffering=0))  # noqa: SIM115

    def __del__(self) -> None:
        self._file.close()

    def put(self, text: str) -> int:
        """The number of a text that is added. To be asked for only once all are there."""
        data, end = text.encode("utf-8"), self._ends[-1]
        if not self._has_taken(data):
            self._file.seek(0)
            with self._file as full:
                self._file = BytesIO()
                self._file.write(full.read(end) or b"")
            self._file.write(data)
        self._ends.append(end + len(data))
        return len(self._ends) - 1

    def _has_taken(self, data: bytes) -> bool:
        """Whether there was room for all of it."""
        try:
            return self._file.write(data) == len(data)
        except OSError:
            return False

    def get(self, number: int) -> str:
        """The text of a number."""
        start = self._ends[number - 1]
        self._file.seek(start)
        return (self._file.read(self._ends[number] - start) or b"").decode("utf-8")


def beside(deal: str) -> str:
    """The path of the file of proposals that belongs to the deal at this path."""
    suffix = next((each for each in (SUFFIX, ".yaml", ".yml") if deal.endswith(each)), "")
    return deal.removesuffix(suffix) + PROPOSALS


def decoded(data: bytes, name: str, most: int = MAX_BYTES) -> str:
    """`data` as text, a BOM kept. TasError for more bytes than `most`, or for no UTF-8, with the line."""
    if len(data) > most:
        raise TasError("files.too_large", file=name, line=1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise TasError("files.not_utf8", file=name, line=line) from None


def read_text(path: str | Path, most: int = MAX_BYTES) -> str:
    """The text of the file at `path`; `-` is standard input. Line ends and a BOM stay as they are.

    TasError for a file of more bytes than `most`.
    """
    try:
        data = sys.stdin.buffer.read(most + 1) if str(path) == STDIN else _bytes(path, most)
    except OSError as trouble:
        raise unusable(path, trouble) from None
    return decoded(data, str(path), most)


def _bytes(path: str | Path, most: int) -> bytes:
    """The file at `path`, one byte more than `most` at most; a pipe or device is refused, not waited for."""
    if "\0" in str(path):  # a name out of a file; no system knows such a one
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        found, room = b"", most + 1
        while room > len(found) and (more := os.read(descriptor, min(AT_ONCE, room - len(found)))):
            found = found + more if found else more
        return found
    finally:
        os.close(descriptor)


def unusable(path: str | Path, trouble: OSError) -> TasError:
    """The TasError that says why the file at `path` cannot be used."""
    known = {
        errno.ENOENT: "files.missing",
        errno.EACCES: "files.no_permission",
        errno.EPERM: "files.no_permission",
        errno.EROFS: "files.read_only",
        errno.ENOSPC: "files.disk_full",
        errno.EDQUOT: "files.disk_full",
        errno.EISDIR: "files.is_folder",
        errno.EINVAL: "files.not_regular",
    }
    id = known.get(trouble.errno or 0, "files.trouble")
    return TasError(id, file=str(path), reason=trouble.strerror or str(trouble))


def write_text(path: str | Path, text: str, *, expected: str | None, most: int = MAX_BYTES) -> None:
    """Replace the file at `path` by `text`, atomically and durably; ChangedOnDisk when it is not `expected`.

    `expected` is the text last read from there, None when there was no file. A link is followed; owner and
    permissions are kept where that is allowed. Raises TasError when the disk refuses, or when nobody could
    read the file again because it holds more bytes than `most`; the old file is whole then.
    """
    data = _encoded(text, path)
    if len(data) > most:
        raise TasError("files.grown_too_large", file=str(path))
    standing = None if expected is None else _encoded(expected, path)
    with refusals_told(path):
        replacing.replace(_target(path), data, standing)


def rewrite(path: str | Path, text: str, *, expected: str | None) -> None:
    """The same where nothing is to be made of what somebody else wrote meanwhile: that is a TasError."""
    try:
        write_text(path, text, expected=expected)
    except ChangedOnDisk:
        raise TasError("files.changed", file=str(path)) from None


class NewText(NamedTuple):
    """A file that is to hold `text`, if it still holds `expected` (None: if there is none)."""

    path: str
    text: str
    expected: str | None


def write_all(wanted: Sequence[NewText]) -> list[str]:
    """The same for many files at once; the paths of those that somebody changed meanwhile, which stand.

    Everything is written beside its target before the first file is replaced: TasError, and all is as it was,
    when the disk refuses.
    """
    paths: dict[str, str] = {}
    made = []
    for each in wanted:
        data = _encoded(each.text, each.path)
        if len(data) > MAX_BYTES:
            raise TasError("files.grown_too_large", file=each.path)
        standing = None if each.expected is None else _encoded(each.expected, each.path)
        made.append(replacing_many.Replacement(_target(each.path), data, standing))
        paths[str(made[-1].target)] = each.path
    if not made:
        return []
    with refusals_told(os.path.dirname(wanted[0].path) or "."):  # noqa: PTH120
        changed = replacing_many.replace_all(made)
    return sorted(paths[str(each.target)] for each in changed)


def overwrite(path: str | Path, text: str | bytes | Iterator[bytes]) -> None:
    """The same whatever stands there, and of any size: for results, which are not read again."""
    data = _encoded(text, path) if isinstance(text, str) else text
    with refusals_told(path):
        replacing.overwrite(_target(path), data)


def remove(path: str | Path, *, expected: str) -> None:
    """Remove the file at `path`; ChangedOnDisk when it is not `expected`. One that is gone is as good."""
    with refusals_told(path):
        target = _target(path)
        if target.exists() and target.read_bytes() != _encoded(expected, path):
            raise ChangedOnDisk(target)
        target.unlink(missing_ok=True)


def settled_text(path: str | Path) -> str | None:
    """The text of the file at `path`, None for no file, once it reads the same twice a moment apart.

    For a file that looks as if somebody is in the middle of writing it.
    """
    with refusals_told(path):
        data = replacing.settled(lambda: _bytes_if_any(path))
    return None if data is None else decoded(data, str(path))


def _bytes_if_any(path: str | Path) -> bytes | None:
    try:
        return _bytes(path, MAX_BYTES)
    except FileNotFoundError:
        return None


Stamp = tuple[int, int, int]


def stamp(path: str | Path) -> Stamp | None:
    """What changes whenever somebody writes the file: its number, its time, its size. None for no file."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _encoded(text: str, path: str | Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise TasError("files.not_text", file=str(path)) from None


def _target(path: str | Path) -> Path:
    """The file that `path` means: what a link leads to."""
    return Path(os.path.realpath(path))


@contextlib.contextmanager
def refusals_told(path: str | Path) -> Iterator[None]:
    """What the disk refuses within is a TasError about `path`."""
    try:
        yield
    except replacing.FolderLocked:
        raise TasError("files.locked", file=str(path)) from None
    except OSError as trouble:
        raise unusable(path, trouble) from None
