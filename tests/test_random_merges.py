"""Merges by chance: nothing is lost, nothing unreadable, and the sides do not matter.

`TAS_MERGES=100000 pytest tests/test_random_merges.py` looks harder.
"""

from __future__ import annotations

import os

from random_merges import count


def test_no_merge_loses_a_word_however_its_conflicts_are_settled() -> None:
    broken, seeds = count(int(os.environ.get("TAS_MERGES", "120")), 0)
    assert not broken, (broken, seeds[:10])
