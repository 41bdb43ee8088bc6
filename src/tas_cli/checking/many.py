"""Many files judged, over several processes when that pays; the result is the same for any number of them.

Decides nothing about a file (see `gate`).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date

from ..files import STDIN
from .gate import Gate
from .prepared import Judged

CHUNK = 50
"""Files that a process is handed at a time."""

WORTH_A_FORK = 300
WORTH_A_START = 3000
"""Below so many files a second process costs more than it saves: a copy of this one, or a fresh one."""


def judge_all(paths: Sequence[str], gate: Gate, jobs: int | None = None) -> Iterator[Judged]:
    """Every file of `paths` judged, in that order. `jobs` processes; None: as many as are worth it."""
    processes = processes_for(len(paths), jobs)
    if processes < 2 or STDIN in paths:
        yield from map(gate.judge, paths)
        return
    context = multiprocessing.get_context(_way())
    common = gate if _way() == "fork" else gate.today
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    with context.Pool(min(processes, len(chunks)), _begin, (common,)) as pool:
        for judged in pool.imap(_judge, chunks):
            yield from judged


def processes_for(files: int, jobs: int | None) -> int:
    """How many processes to judge so many files with."""
    if jobs is not None:
        return max(1, jobs)
    worth = WORTH_A_FORK if _way() == "fork" else WORTH_A_START
    return 1 if files < worth else min(_cores(), 8)


def _way() -> str:
    """A copy of this process where that is safe and cheap, a fresh one elsewhere."""
    return "fork" if sys.platform == "linux" else "spawn"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_gates: list[Gate] = []


def _begin(common: Gate | date) -> None:
    """In a new process: the gate that was copied with it, or one of its own for that day."""
    _gates[:] = [common if isinstance(common, Gate) else Gate(common)]


def _judge(paths: Sequence[str]) -> list[Judged]:
    return [_gates[0].judge(path) for path in paths]
