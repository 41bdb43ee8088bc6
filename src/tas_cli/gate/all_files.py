"""All files judged, over several processes when that pays; the result is the same for any number of them.

Decides nothing about a file (see `one_file`).
"""

from __future__ import annotations

import copyreg
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeVar, cast

from ..errors import TasError
from ..storage.files import STDIN
from .judged_files import JudgedFile
from .one_file import Gate

T = TypeVar("T")

CHUNK = 25
"""Files judged at a time by one process."""

MOST_CHUNKS = 1000
WORTH_A_FORK = 200
WORTH_A_START = 3000
"""Below so many files a second process costs more than it saves: a copy of this one, or a fresh one."""

MOST = 8
FORKS = sys.platform == "linux"
"""Whether a copy of this process is cheap, and safe while it has no threads; else fresh ones are started."""


def judge_all(
    paths: Sequence[str], gate: Gate, jobs: int | None, then: Callable[[JudgedFile], T]
) -> Iterator[T]:
    """What `then` makes of every file of `paths`, judged, in that order (see `work_all`)."""
    return work_all(paths, gate, jobs, partial(_judged, then))


def _judged(then: Callable[[JudgedFile], T], gate: Gate, path: str) -> T:
    return then(gate.judge(path))


def work_all(
    paths: Sequence[str], gate: Gate, jobs: int | None, work: Callable[[Gate, str], T]
) -> Iterator[T]:
    """What `work` makes of every file of `paths` by a gate, in that order.

    `jobs` processes, this one among them; None: as many as are worth it. What is shared out has to be
    picklable, `work` and what it gives. TasError when a process ends before it is done.
    """
    # What was loaded so far lives until the end: no collection of garbage needs to look at it again.
    gc.freeze()
    size = max(CHUNK, -(-len(paths) // MOST_CHUNKS))
    chunks = [paths[i : i + size] for i in range(0, len(paths), size)]
    processes = min(processes_for(len(paths), jobs), len(chunks))
    if processes < 2 or STDIN in paths:
        yield from (work(gate, path) for path in paths)
    else:
        yield from _shared(chunks, gate, processes, work)


def processes_for(files: int, jobs: int | None) -> int:
    """How many processes to judge so many files with."""
    if jobs is not None:
        return max(1, jobs)
    return 1 if files < (WORTH_A_FORK if FORKS else WORTH_A_START) else min(_cores(), MOST)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shared(
    chunks: Sequence[Sequence[str]], gate: Gate, processes: int, work: Callable[[Gate, str], T]
) -> Iterator[T]:
    # A copy knows what this process has learned from the first files, and this one goes on taking its turn.
    first, *rest = chunks
    yield from [work(gate, path) for path in first]
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    forks = FORKS and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    # A copy has the gate as it is, its workspaces read; a fresh process makes its own.
    given = (gate if forks else gate.afresh(), work)
    with ProcessPoolExecutor(processes - 1, context, _begin, given) as pool:
        try:
            others = pool.map(_work, [each for i, each in enumerate(rest, 1) if i % processes])
            for i, chunk in enumerate(rest, 1):
                mine = i % processes == 0
                yield from [work(gate, path) for path in chunk] if mine else cast(list[T], next(others))
        except BrokenProcessPool:
            raise TasError("check.process_died") from None
        finally:
            pool.shutdown(cancel_futures=True)


_at_work: list[tuple[Gate, Callable[[Gate, str], object]]] = []


def _begin(gate: Gate, work: Callable[[Gate, str], object]) -> None:
    """In another process: what it works with. An interrupt is for the first one, which ends them all."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _at_work[:] = [(gate, work)]


def _frozen(entries: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(entries)


def _taken_apart(view: MappingProxyType[object, object]) -> tuple[object, ...]:
    return _frozen, (dict(view),)


# A frozen map goes from process to process as a copy of what it shows, which pickle cannot make by itself.
copyreg.pickle(MappingProxyType, _taken_apart)  # type: ignore[arg-type]


def _work(paths: Sequence[str]) -> list[object]:
    gate, work = _at_work[0]
    return [work(gate, path) for path in paths]
