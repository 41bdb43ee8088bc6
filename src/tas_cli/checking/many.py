"""Many files judged, over several processes when that pays; the result is the same for any number of them.

Decides nothing about a file (see `gate`). Results come in the order of the files, and no more of them wait
in memory than a pipe holds.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from functools import partial
from typing import IO, Any, TypeVar

from ..files import STDIN
from .gate import Gate
from .prepared import Judged

T = TypeVar("T")

CHUNK = 25
"""Files judged at a time by one process."""

WORTH_A_FORK = 200
WORTH_A_START = 3000
"""Below so many files a second process costs more than it saves: a copy of this one, or a fresh one."""

MOST = 8
FORKS = sys.platform == "linux"
"""Whether a copy of this process is safe and cheap; elsewhere a fresh one is started."""


def judge_all(paths: Sequence[str], gate: Gate, jobs: int | None, then: Callable[[Judged], T]) -> Iterator[T]:
    """What `then` makes of every file of `paths`, judged, in that order.

    `jobs` processes; None: as many as are worth it. `then` runs where the file was judged, so it shares the
    work; it has to be picklable.
    """
    # What was loaded so far lives until the end: no collection of garbage needs to look at it again.
    gc.freeze()
    processes = processes_for(len(paths), jobs)
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    if processes < 2 or len(chunks) < 2 or STDIN in paths:
        yield from (then(gate.judge(path)) for path in paths)
    elif FORKS:
        yield from _by_copies(chunks, gate, min(processes, len(chunks)), then)
    else:
        yield from _by_fresh_ones(chunks, gate.today, min(processes, len(chunks)), then)


def processes_for(files: int, jobs: int | None) -> int:
    """How many processes to judge so many files with."""
    if jobs is not None:
        return max(1, jobs)
    return 1 if files < (WORTH_A_FORK if FORKS else WORTH_A_START) else min(_cores(), MOST)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _by_copies(
    chunks: Sequence[Sequence[str]], gate: Gate, number: int, then: Callable[[Judged], T]
) -> Iterator[T]:
    """Copies of this process take every `number`-th chunk each and hand the results over by a pipe."""
    with ExitStack() as stack:
        pipes = [stack.enter_context(_copy(chunks[i::number], gate, then, stack)) for i in range(number)]
        for i in range(len(chunks)):
            yield from _handed(pipes[i % number])


def _copy(
    chunks: Sequence[Sequence[str]], gate: Gate, then: Callable[[Judged], T], stack: ExitStack
) -> IO[bytes]:
    """Start a copy; the end of the pipe where its results arrive."""
    reading, writing = os.pipe()
    import pickle

    child = os.fork()
    if child:
        os.close(writing)
        stack.callback(os.waitpid, child, 0)
        return os.fdopen(reading, "rb")
    # Nothing of the parent's may run in the copy: neither its clean-up nor its unwritten output.
    with suppress(BaseException), os.fdopen(writing, "wb") as pipe:
        os.close(reading)
        for chunk in chunks:
            pickle.dump(_judged_or_trouble(gate, chunk, then), pipe)
            pipe.flush()
    os._exit(0)


def _judged_or_trouble(gate: Gate, chunk: Sequence[str], then: Callable[[Judged], T]) -> list[T] | Exception:
    try:
        return [then(gate.judge(path)) for path in chunk]
    except Exception as trouble:
        return trouble


def _handed(pipe: IO[bytes]) -> list[Any]:
    import pickle

    try:
        handed: list[Any] | Exception = pickle.load(pipe)  # noqa: S301 - our own copy wrote it
    except EOFError:
        raise RuntimeError("a process that judged files ended before it was done") from None
    if isinstance(handed, Exception):
        raise handed
    return handed


def _by_fresh_ones(
    chunks: Sequence[Sequence[str]], today: date, number: int, then: Callable[[Judged], T]
) -> Iterator[T]:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    with context.Pool(number, _begin, (today,)) as pool:
        for handed in pool.imap(partial(_judge, then), chunks):
            yield from handed


_gates: list[Gate] = []


def _begin(today: date) -> None:
    """In a fresh process: its own gate."""
    _gates[:] = [Gate(today)]


def _judge(then: Callable[[Judged], T], paths: Sequence[str]) -> list[T]:
    return [then(_gates[0].judge(path)) for path in paths]
