"""Work shared with copies of this process: the same results in the same order, whoever did what."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.gate.sharing import MOST_CHUNKS, MOST_WAITING, shared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work is shared by fork on Linux only")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    yield
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@given(st.integers(1, 60), st.integers(2, 5))
def test_results_come_in_order_whoever_worked(chunks: int, processes: int) -> None:
    assert list(shared(lambda i: i * i, chunks, processes)) == [i * i for i in range(chunks)]


def test_as_many_chunks_as_there_may_be() -> None:
    assert sum(shared(lambda i: i, MOST_CHUNKS, 3)) == sum(range(MOST_CHUNKS))


def test_results_may_be_larger_than_a_pipe() -> None:
    for i, result in enumerate(shared(lambda i: bytes([i]) * 1_000_000, 12, 3)):
        assert result == bytes([i]) * 1_000_000


def test_both_work() -> None:
    assert len(set(meeting(2))) == 2


def meeting(processes: int) -> Iterator[int]:
    """The process that did each of two chunks, when neither ends before the other has begun."""
    ends = [os.pipe() for _ in range(2)]

    def work(i: int) -> int:
        os.write(ends[i][1], b"x")
        os.read(ends[1 - i][0], 1)
        return os.getpid()

    yield from shared(work, 2, processes)
    for pair in ends:
        for end in pair:
            os.close(end)


def test_trouble_is_raised_when_its_turn_comes() -> None:
    def work(i: int) -> int:
        if i == 7:
            raise ValueError("seven")
        return i

    seen: list[int] = []
    with pytest.raises(ValueError, match="seven"):
        seen.extend(shared(work, 30, 3))
    assert seen == list(range(7))


def test_a_copy_that_is_killed_is_no_silence() -> None:
    here = os.getpid()
    reading, writing = os.pipe()

    def work(i: int) -> int:
        if os.getpid() != here:
            os.write(writing, b"x")
            os.kill(os.getpid(), signal.SIGKILL)
        if i < 2:
            os.read(reading, 1)
        return i

    with pytest.raises(RuntimeError, match="ended before"):
        list(shared(work, 3 * MOST_WAITING, 2))
    os.close(reading)
    os.close(writing)


def test_whoever_stops_listening_ends_the_work() -> None:
    with closing(shared(lambda i: str(i) * 100_000, 500, 3)) as results:  # type: ignore[type-var]
        assert next(results) == "0" * 100_000
