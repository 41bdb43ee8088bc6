"""Many files judged, over several processes when that pays; the result is the same for any number of them.

Decides nothing about a file (see `gate`), and not how processes share their work (see `sharing`).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from ..storage.files import STDIN
from .judging_files import Gate
from .prepared import Judged
from .sharing import MOST_CHUNKS, shared

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
    size = max(CHUNK, -(-len(paths) // MOST_CHUNKS))
    chunks = [paths[i : i + size] for i in range(0, len(paths), size)]
    processes = min(processes_for(len(paths), jobs), len(chunks))
    if processes < 2 or STDIN in paths:
        yield from (then(gate.judge(path)) for path in paths)
    elif FORKS:
        for told in shared(lambda i: [then(gate.judge(path)) for path in chunks[i]], len(chunks), processes):
            yield from told
    else:
        yield from _by_fresh_ones(chunks, gate.today, processes, then)


def processes_for(files: int, jobs: int | None) -> int:
    """How many processes to judge so many files with."""
    if jobs is not None:
        return max(1, jobs)
    return 1 if files < (WORTH_A_FORK if FORKS else WORTH_A_START) else min(_cores(), MOST)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
