"""Replace one file whole: atomically, durably, and never over what somebody else wrote at the same moment.

Bytes in, bytes out; what the disk refuses is an OSError. Knows no text and no messages (see `files`).
"""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SILENCE = 1.0
"""Seconds of waiting before a word is said about it."""
PAUSE = 0.1
"""Seconds after which a file that was found half-written is looked at again."""
LOOKS = 20
AT_ONCE = 1 << 16
"""Bytes asked for at once: room for a whole megabyte costs more than reading a usual file."""

patience = 10.0
"""Seconds that another tas may hold a folder before we give up; a session on a screen has less."""

_numbers = itertools.count(1)
cleaned: set[str] = set()
"""The files beside which this process has looked for what a killed tas left."""


def _say_nothing(_folder: str) -> None:
    pass


on_wait: Callable[[str], None] = _say_nothing
"""Told the folder, once, when the wait for it has become noticeable. Whoever shows things sets it."""


class ChangedOnDisk(Exception):
    """Somebody else wrote the file since it was read; theirs stands, and nothing of ours."""


class FolderLocked(OSError):
    """Another program holds the folder, and went on holding it."""


def replace(target: Path, data: bytes, expected: bytes | None) -> None:
    """The file at `target` made `data`, if it is `expected` (None: if there is none); else ChangedOnDisk.

    Synced before it is compared, compared right before it takes the file's place; and then the file that it
    replaced, kept open, is looked at once more: whoever was just writing into that one gets it back.
    """
    with locked(target.parent):
        late = swapped(target, data, expected)
        if late is None:
            return
        with contextlib.suppress(ChangedOnDisk):
            swapped(target, late, data)
    raise ChangedOnDisk(str(target))


def overwrite(target: Path, data: bytes | Iterator[bytes]) -> None:
    """The file at `target` made `data`, whatever stands there."""
    with locked(target.parent), contextlib.ExitStack() as opened:
        old = _opened(target, opened)
        temporary = _written(target, data, old)
        with _removed_on_failure(temporary):
            temporary.replace(target)
    sync_folder(target.parent)


def settled(read: Callable[[], bytes | None]) -> bytes | None:
    """What `read` gives once it gives the same twice, a moment apart: nobody is in the middle of writing."""
    found = read()
    for _ in range(LOOKS):
        time.sleep(PAUSE)
        again = read()
        if again == found:
            break
        found = again
    return found


def swapped(target: Path, data: bytes, expected: bytes | None) -> bytes | None:
    """`data` put in the place of `expected`; what somebody put there at the same moment, or None."""
    return put_in_place(
        target, prepared(target, data, expected), expected, lambda: sync_folder(target.parent)
    )


def prepared(target: Path, data: bytes, expected: bytes | None, *, safe: bool = True) -> Path:
    """A file beside `target` that holds `data`, to take its place; `safe` on the disk, or only written."""
    with contextlib.ExitStack() as opened:
        old = _opened(target, opened)
        if (old is None) != (expected is None):
            raise ChangedOnDisk(str(target))
        return _written(target, data, old, safe=safe)


def put_in_place(
    target: Path, temporary: Path, expected: bytes | None, sync: Callable[[], None] = lambda: None
) -> bytes | None:
    """`temporary` put in the place of `expected`; what somebody put there at the same moment, or None."""
    with contextlib.ExitStack() as opened:
        with _removed_on_failure(temporary):
            old = _opened(target, opened)
            if old is None and expected is None:
                _put(temporary, target)
            elif old is None or _read(old) != expected or not _is_at(target, old):
                raise ChangedOnDisk(str(target))
            elif trade_places(temporary, target):
                old = _opened(temporary, opened)
                temporary.unlink()
        late = _late(old, expected)
        sync()
        return _late(old, expected) if late is None else late


def trade_places(temporary: Path, target: Path) -> bool:
    """`temporary` put in the place of `target`; whether that one now goes by the name of `temporary`.

    Where the system can swap two names in one step, nobody can slip in between the last look and this.
    """
    swap = _swap()
    try:
        if swap is not None:
            swap(os.fsencode(temporary), os.fsencode(target))
            return True
    except FileNotFoundError:
        raise ChangedOnDisk(str(target)) from None
    except OSError:  # a file system that cannot
        pass
    temporary.replace(target)
    return False


@functools.cache
def _swap() -> Callable[[bytes, bytes], None] | None:
    """Two names swapped in one step; None on a system that has no such call."""
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        here = ctypes.c_int(-100)
        call = libc.renameat2

        def swap(one: bytes, other: bytes) -> None:
            if call(here, one, here, other, ctypes.c_uint(2)):
                raise OSError(number := ctypes.get_errno(), os.strerror(number))

        return swap
    except (ImportError, OSError, TypeError, AttributeError):
        return None


def _opened(target: Path, opened: contextlib.ExitStack) -> int | None:
    """The file that stands at `target`, open as long as `opened` is; None when there is none."""
    try:
        old = os.open(target, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    opened.callback(os.close, old)
    if not stat.S_ISREG(os.fstat(old).st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    # Somebody may have taken the file away since: that is no refusal.
    if not os.access(target, os.W_OK) and _is_at(target, old):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return old


def _put(temporary: Path, target: Path) -> None:
    """A new file given its name, unless somebody else took that name first."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise ChangedOnDisk(str(target)) from None
    except OSError:  # a file system without links: the moment between looking and renaming remains
        if target.exists():
            raise ChangedOnDisk(str(target)) from None
        temporary.replace(target)
    else:
        temporary.unlink()


def _written(target: Path, data: bytes | Iterator[bytes], old: int | None, *, safe: bool = True) -> Path:
    """A file beside `target` that holds `data`, `safe` on the disk, with the owner and rights of `old`."""
    _clean(target)
    temporary = target.parent / f".{target.name}.{os.getpid()}-{next(_numbers)}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, 0o666 if old is None else 0o600)
    with _removed_on_failure(temporary), os.fdopen(descriptor, "wb") as file:
        if old is not None:
            _take_after(descriptor, old)
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        if safe:
            os.fsync(descriptor)
    return temporary


@contextlib.contextmanager
def _removed_on_failure(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _clean(target: Path) -> None:
    """What a killed tas left beside `target` goes, once in the life of a process: we hold the folder."""
    if str(target) in cleaned:
        return
    cleaned.add(str(target))
    with contextlib.suppress(OSError):
        left = [each for each in os.scandir(target.parent) if each.name.startswith(f".{target.name}.")]
        for each in left:
            if each.name.endswith(".tmp"):
                Path(each.path).unlink()


def _take_after(new: int, old: int) -> None:
    """Owner, group, rights and attributes of `old` for `new`, as far as we may set them."""
    was, now = os.fstat(old), os.fstat(new)
    if hasattr(os, "fchown"):
        if was.st_gid != now.st_gid:
            with contextlib.suppress(OSError):
                os.fchown(new, -1, was.st_gid)
        if was.st_uid != now.st_uid:
            with contextlib.suppress(OSError):
                os.fchown(new, was.st_uid, -1)
        os.fchmod(new, stat.S_IMODE(was.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(old):
                with contextlib.suppress(OSError):
                    os.setxattr(new, name, os.getxattr(old, name))


def _read(descriptor: int) -> bytes:
    """All that an open file holds."""
    found, at = b"", 0
    os.lseek(descriptor, 0, os.SEEK_SET)
    while more := os.read(descriptor, AT_ONCE):
        found, at = found + more, at + len(more)
    return found


def _is_at(target: Path, old: int) -> bool:
    """Whether the open file is still the one that goes by the name `target`."""
    try:
        return os.path.samestat(target.stat(), os.fstat(old))
    except FileNotFoundError:
        return False


def _late(old: int | None, expected: bytes | None) -> bytes | None:
    """What somebody has written into a file since it was `expected`; None for nothing.

    Whoever emptied it is about to write, and gets a moment for that; an empty file says nothing.
    """
    if old is None or _read(old) == expected:
        return None
    found = settled(lambda: _read(old))
    return found if found and found.strip() and found != expected else None


def sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Other tas processes wait while one compares and renames; where locks do not exist, nobody waits."""
    try:
        import fcntl
    except ImportError:  # Windows: the comparison alone, a window of microseconds
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _wait(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB), folder)
        yield
    finally:
        os.close(descriptor)


def _wait(lock: Callable[[], None], folder: Path) -> None:
    """Try to lock until it works or patience ends; a file system that knows no locks is no obstacle."""
    began, told = time.monotonic(), False
    while True:
        try:
            lock()
            return
        except BlockingIOError:
            waited = time.monotonic() - began
        except OSError:
            return
        if waited >= patience:
            raise FolderLocked(errno.EAGAIN, os.strerror(errno.EAGAIN))
        if waited >= SILENCE and not told:
            told = True
            on_wait(str(folder))
        time.sleep(0.02)
