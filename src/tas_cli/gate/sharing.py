"""Work shared with copies of this process: whoever is free takes the next chunk, results come in order.

Copies are made by `fork` and hand their results over by pipes; this process works too. Knows nothing of what
the work is (see `many`).
"""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any, TypeVar

T = TypeVar("T")

MOST_CHUNKS = 1000
"""So many numbers fit into any pipe at once, and that is where the copies take them from."""

MOST_WAITING = 20
"""So many results may wait for one before them that is late."""

_NUMBER = struct.Struct("=I")
_HEAD = struct.Struct("=IQ")
"""Before a result: the number of its chunk, and how many bytes follow."""


def shared(work: Callable[[int], T], chunks: int, processes: int) -> Iterator[T]:
    """`work(0)`, `work(1)` ... up to `chunks`, in that order, done by so many processes, at least two.

    Whatever `work` raises is raised here, when its turn comes. Results have to be picklable.
    """
    with ExitStack() as stack:
        numbers = _numbers(chunks, stack)
        copies = [_copy(work, numbers, stack) for _ in range(processes - 1)]
        waiting: dict[int, T | Exception] = {}
        due = 0
        while due < chunks:
            number = _next(numbers)
            if number is not None:
                waiting[number] = _done(work, number)
            # To wait for one that is late would be to idle while there is work; but only so much may pile up.
            idle = number is None or len(waiting) > MOST_WAITING
            _receive(waiting, copies, wait=idle and due not in waiting)
            while due in waiting:
                yield _result(waiting.pop(due))
                due += 1


def _numbers(chunks: int, stack: ExitStack) -> int:
    """The end of a pipe where every process takes the number of its next chunk; empty when all are taken."""
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    os.write(writing, b"".join(map(_NUMBER.pack, range(chunks))))
    os.close(writing)
    return reading


def _next(numbers: int) -> int | None:
    packed = os.read(numbers, _NUMBER.size)
    return _NUMBER.unpack(packed)[0] if packed else None


def _done(work: Callable[[int], T], number: int) -> T | Exception:
    try:
        return work(number)
    except Exception as trouble:
        return trouble


def _copy(work: Callable[[int], T], numbers: int, stack: ExitStack) -> int:
    """Start a copy; the end of the pipe where its results arrive."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        stack.callback(os.waitpid, child, 0)
        stack.callback(os.close, reading)
        return reading
    # Nothing of the parent's may run in the copy: neither its clean-up nor its unwritten output.
    with suppress(BaseException):
        os.close(reading)
        while (number := _next(numbers)) is not None:
            result = pickle.dumps(_done(work, number))
            _write(writing, _HEAD.pack(number, len(result)) + result)
    os._exit(0)


def _write(pipe: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(pipe, left) :]


def _result(result: T | Exception) -> T:
    if isinstance(result, Exception):
        raise result
    return result


def _receive(waiting: dict[int, Any], copies: list[int], *, wait: bool) -> None:
    """One result of each copy that has one ready; with `wait`, until one has."""
    from select import select

    if wait and not copies:
        raise RuntimeError("a process that judged files ended before it was done")
    for pipe in select(copies, [], [], None if wait else 0)[0]:
        head = _read(pipe, _HEAD.size)
        if not head:
            copies.remove(pipe)
            continue
        number, size = _HEAD.unpack(head)
        waiting[number] = pickle.loads(_read(pipe, size))  # noqa: S301 - our own copy wrote it


def _read(pipe: int, size: int) -> bytes:
    """So many bytes; none when the copy has ended."""
    parts = []
    while size and (part := os.read(pipe, size)):
        parts.append(part)
        size -= len(part)
    return b"" if size else b"".join(parts)
