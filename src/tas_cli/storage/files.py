"""Files on disk: read and replace them without ever losing what was there.

Text in, text out. Knows nothing of YAML or assessments; the only module besides `gitio` that touches the
outside world.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import TasError

SUFFIX = ".tas.yaml"
MAX_BYTES = 1 << 20
AT_ONCE = 1 << 16
"""Bytes asked for at once: room for a whole megabyte costs more than reading a usual file."""
BOM = "\ufeff"
STDIN = STDOUT = "-"


class ChangedOnDisk(Exception):
    """Somebody else wrote the file since it was read; nothing was written."""


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
        if str(path) == STDIN:
            return decoded(sys.stdin.buffer.read(most + 1), STDIN, most)
        return decoded(_bytes(path, most), str(path), most)
    except OSError as trouble:
        raise unusable(path, trouble) from None


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

    `expected` is the text last read from there, None when there was no file. A link is followed, the
    file's permissions are kept. Raises TasError when the disk refuses, or when nobody could read the file
    again because it holds more bytes than `most`; the old file is whole then.
    """
    data = _encoded(text, path)
    if len(data) > most:
        raise TasError("files.grown_too_large", file=str(path))
    with _open_to_change(path) as target:
        if _standing(target, most) != expected:
            raise ChangedOnDisk(str(path))
        _replace(target, data)


def overwrite(path: str | Path, text: str | bytes) -> None:
    """The same whatever stands there, and of any size: for results, which are not read again."""
    data = text if isinstance(text, bytes) else _encoded(text, path)
    with _open_to_change(path) as target:
        _replace(target, data)


def _encoded(text: str, path: str | Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise TasError("files.not_text", file=str(path)) from None


@contextlib.contextmanager
def _open_to_change(path: str | Path) -> Iterator[Path]:
    """The file that `path` means, while no other tas replaces it; what the disk refuses is a TasError."""
    target = Path(os.path.realpath(path))
    try:
        with _locked(target.parent):
            yield target
    except OSError as trouble:
        raise unusable(path, trouble) from None


def _standing(target: Path, most: int) -> str | None:
    try:
        return decoded(_bytes(target, most), str(target), most)
    except FileNotFoundError:
        return None


def _replace(target: Path, data: bytes) -> None:
    """Temporary file in the same folder, fsync, rename, fsync of the folder."""
    import tempfile  # which brings random and hashlib along: only writers pay for them

    mode = _mode(target)
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).chmod(_new_mode() if mode is None else mode)
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _new_mode() -> int:
    """What the user's umask leaves of a new file's permissions; mkstemp alone would make it private."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Other tas processes wait while one compares and renames; where locks do not exist, nobody waits."""
    try:
        import fcntl
    except ImportError:  # Windows: the comparison alone, a window of microseconds
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
