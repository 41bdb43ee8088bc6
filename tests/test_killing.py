"""Some of the kills of `killing.py`: a command that dies while it writes leaves the old file or the new one."""

from __future__ import annotations

import pytest

from killing import can_kill, faults

pytestmark = pytest.mark.skipif(not can_kill(), reason="strace is not here, or may not trace")


@pytest.mark.parametrize(("name", "stride"), [("rate", 3), ("assess", 9), ("merge -o", 2), ("import", 60)])
def test_a_kill_loses_nothing(name: str, stride: int) -> None:
    kills, found = faults(name, stride)
    assert found == []
    assert kills > 1
