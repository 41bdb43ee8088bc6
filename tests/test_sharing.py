"""Work shared by several processes: the same results in the same order, whoever did what and whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import TODAY
from tas_cli.boundary import run
from tas_cli.errors import TasError
from tas_cli.gate import Gate, JudgedFile, all_files, judge_all

NAMES = [f"{i}.tas.yaml" for i in range(400)]
"""Files that are not there: judging them costs nothing, and is a finding."""

HERE = os.getpid()
OURS, THEIRS = 8 * all_files.CHUNK, 9 * all_files.CHUNK
"""Of two processes, the first file of a share of this one, and of one of the other."""


def name_of(judged: JudgedFile) -> str:
    return judged.file


def worker(_: JudgedFile) -> int:
    return os.getpid()


def dying(judged: JudgedFile) -> str:
    if os.getpid() != HERE and judged.file == NAMES[THEIRS]:
        os.kill(os.getpid(), signal.SIGKILL)
    return judged.file


def failing(judged: JudgedFile, at: int) -> str:
    if judged.file == NAMES[at]:
        raise ValueError(f"at {at}")
    return judged.file


@given(st.integers(1, 300), st.integers(1, 4))
def test_results_come_in_order_whoever_worked(files: int, processes: int) -> None:
    names = NAMES[:files]
    assert list(judge_all(names, Gate(TODAY), processes, name_of)) == names


def test_this_process_begins_and_takes_its_turn_and_others_do_the_rest() -> None:
    workers = list(judge_all(NAMES, Gate(TODAY), 3, worker))
    mine = [name for name, each in zip(NAMES, workers, strict=True) if each == HERE]
    assert mine == [name for i, name in enumerate(NAMES) if i // all_files.CHUNK % 3 == 0]
    assert 2 <= len(set(workers)) <= 3
    assert set(judge_all(NAMES, Gate(TODAY), 1, worker)) == {HERE}


@pytest.mark.parametrize("at", [OURS, THEIRS])
def test_trouble_is_raised_when_its_turn_comes(at: int) -> None:
    seen: list[str] = []
    with pytest.raises(ValueError, match=f"at {at}"):
        seen.extend(judge_all(NAMES, Gate(TODAY), 2, partial(failing, at=at)))
    assert seen == NAMES[:at]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed otherwise elsewhere")
def test_a_process_that_is_killed_is_no_silence() -> None:
    with pytest.raises(TasError) as trouble:
        list(judge_all(NAMES, Gate(TODAY), 2, dying))
    assert trouble.value.id == "check.process_died"
    assert trouble.value.exit_code == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed otherwise elsewhere")
def test_a_killed_process_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES[:60]:
        Path(name).write_text("customer: A\nopportunity: B\n", encoding="utf-8")

    def killed(_: Gate, path: str) -> JudgedFile:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return JudgedFile(path)

    monkeypatch.setattr(Gate, "judge", killed)
    assert run(["check", ".", "-j", "2"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tas: a process that judged files ended before it was done")
    assert len(err.splitlines()) == 2


def test_whoever_stops_listening_ends_the_work() -> None:
    with closing(judge_all(NAMES * 10, Gate(TODAY), 3, name_of)) as results:  # type: ignore[type-var]
        assert next(results) == NAMES[0]


def test_where_processes_cannot_be_copied_fresh_ones_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_files, "FORKS", False)
    assert list(judge_all(NAMES[:60], Gate(TODAY), 2, name_of)) == NAMES[:60]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_an_interrupt_ends_all_of_them_without_a_trace(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from tas_cli.boundary import run\n"
        "from tas_cli.gate import Gate, JudgedFile\n"
        "def judge(self, path):\n"
        "    if path.startswith('59'):\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "    return JudgedFile(path)\n"
        "Gate.judge = judge\n"
        "sys.exit(run(['check', '.', '-j', '2']))\n"
    )
    for name in NAMES[:60]:
        (tmp_path / name).write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path, start_new_session=True, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
