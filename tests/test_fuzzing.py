"""The first few executions of every fuzzing target; `python tests/fuzzing.py` goes on from there."""

from __future__ import annotations

import os

import pytest

from fuzzing import TARGETS, executed

EXECUTIONS = int(os.environ.get("TAS_FUZZ", "300"))


@pytest.mark.parametrize("target", TARGETS)
def test_whatever_is_thrown_at_it(target: str) -> None:
    assert executed(target, 1, range(EXECUTIONS)) == []


def test_a_fault_is_found_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(_: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setitem(TARGETS, "reader", faulty)
    found = executed("reader", 7, [3])
    assert len(found) == 1
    assert found[0].startswith("reader --seed 7 --start 3\n")
    assert "a defect" in found[0]
