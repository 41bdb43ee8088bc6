"""Another program that saves at the same moment as we do: none of its saves is lost in silence, no deal destroyed.

`TAS_RACES=20000 pytest tests/test_concurrent_saves.py -s` tries more and prints the counts.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import LIBRARY, rated, with_rating
from tas_cli.model.assessment import with_fields
from tas_cli.session.assessment_file import open_existing, save

RACES = int(os.environ.get("TAS_RACES", "60"))
FILE = "a.tas.yaml"


def in_place(text: str) -> None:
    """As `>` and most editors save."""
    with open(FILE, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)


def in_two_pieces(text: str) -> None:
    """As whatever writes block by block."""
    with open(FILE, "w", encoding="utf-8", buffering=1) as file:  # noqa: PTH123
        file.write(text[: len(text) // 2])
        file.flush()
        file.write(text[len(text) // 2 :])


def by_renaming(text: str) -> None:
    """As careful editors save."""
    Path("theirs").write_text(text, encoding="utf-8")
    Path("theirs").replace(FILE)


def removed_first(text: str) -> None:
    """As git checks a file out."""
    Path(FILE).unlink()
    Path(FILE).write_text(text, encoding="utf-8")


class SomebodyElse:
    """Another process, which saves when it is told to, about as long after as it takes us to save."""

    def __init__(self, write: Callable[[str], None], text: str) -> None:
        here, there = os.pipe()
        back, done = os.pipe()
        self.go, self.done = there, back
        self.child = os.fork()
        if self.child == 0:
            os.close(there)
            chance = random.Random(os.getpid())
            while os.read(here, 1):
                until = time.perf_counter() + chance.random() * float(
                    os.environ.get("TAS_RACE_SPAN", "0.004")
                )
                while time.perf_counter() < until:
                    pass
                write(text)
                os.write(done, b".")
            os._exit(0)
        os.close(here)
        os.close(done)

    def close(self) -> None:
        os.close(self.go)
        os.waitpid(self.child, 0)
        os.close(self.done)


BASE = rated("?" * 20, "-" * 20, owner="maria")
THEIRS = with_fields(BASE, stage="proposal")


def outcome() -> str:
    """Whose words are in the file now; "destroyed" when something nobody touched is not."""
    now = open_existing(FILE).assessment
    theirs, ours = now.stage == "proposal", now.rating("tas", "compelling_event") == "+"
    untouched = with_rating(with_fields(now, stage=""), "tas", "compelling_event", "us", "?") == BASE
    return f"theirs {theirs}, ours {ours}" if untouched else "destroyed"


@pytest.mark.parametrize("write", [in_place, in_two_pieces, by_renaming, removed_first])
def test_no_save_of_another_program_is_lost(
    write: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(FILE).touch()
    start = save(open_existing(FILE), BASE, LIBRARY).seen
    text = start.saying(THEIRS, LIBRARY)
    other = SomebodyElse(write, text)
    counts: Counter[str] = Counter()
    for _ in range(RACES // 4):
        Path(FILE).write_text(start.standing or "", encoding="utf-8")
        seen = open_existing(FILE)
        os.write(other.go, b".")
        save(seen, with_rating(BASE, "tas", "compelling_event", "us", "+"), LIBRARY)
        os.read(other.done, 1)
        counts[outcome()] += 1
    other.close()
    print(f"\n{write.__name__}: {dict(sorted(counts.items()))}")
    # A program that looks at nothing may save over us; we may never save over it.
    assert set(counts) <= {"theirs True, ours True", "theirs True, ours False"}
