"""The one engine of widths: as terminals draw, nothing lost, nothing wider than asked."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.reports.cells import breaks, centered, clipped, harmless, padded, width, wrapped

BY_CELLS = {
    0: ("\u200d",),
    1: (
        "a", "é", "e\u0301", "o\u0302\u0323", "ｱ", "א\u05b0", "…", "—", "“", "❤", "\u00ad",
        "·", "▌", "├", "●", "─", "▁", "█",
    ),
    2: (
        "中", "Ａ", "カ\u3099", "한", "\u1112\u1161\u11ab", "👍", "👍🏽", "👨‍👩‍👧", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "🇩🇪",
        "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🫨", "𠀀",
    ),
    4: ("🇩🇪🇫🇷",),
}  # fmt: skip
SIGNS = [sign for signs in BY_CELLS.values() for sign in signs]
people = st.lists(st.sampled_from([*SIGNS, " ", "，", "（", "”", "::", "\x1b[31m"]), max_size=40).map("".join)
any_text = people | st.text(max_size=60)


@pytest.mark.parametrize("cells", BY_CELLS)
def test_a_sign_is_as_wide_as_terminals_draw_it(cells: int) -> None:
    assert {sign: width(sign) for sign in BY_CELLS[cells]} == dict.fromkeys(BY_CELLS[cells], cells)


@given(
    st.lists(st.sampled_from([each for each in SIGNS if each != "\u200d" and "🇩" not in each]), max_size=20)
)
def test_signs_side_by_side_are_as_wide_as_each_by_itself(signs: list[str]) -> None:
    assert width("".join(signs)) == sum(map(width, signs))


@given(any_text, st.integers(2, 30))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, cells: int) -> None:
    lines = wrapped(text, cells)
    assert "".join("".join(lines).split()) == "".join(harmless(text).split())
    assert all(width(line) <= cells for line in lines)
    assert len(lines) == 1 or all(line.strip() for line in lines)


@given(any_text, st.integers(2, 30))
def test_no_sign_is_torn_apart(text: str, cells: int) -> None:
    whole = harmless(text)
    for start, end in breaks(whole, cells):
        assert width(whole[:start]) + width(whole[start:]) == width(whole)
        assert width(whole[:end]) + width(whole[end:]) == width(whole)


@given(any_text, st.integers(0, 30))
def test_clipped_and_padded_fit(text: str, cells: int) -> None:
    assert width(clipped(text, cells)) <= cells
    for filled in (padded(text, cells), padded(text, cells, "right"), centered(text, cells)):
        assert width(filled) == cells
    assert clipped(text, 400) == harmless(text)


def test_lines_break_between_words_and_between_chinese_characters() -> None:
    assert wrapped("find out first", 8) == ("find out", "first")
    assert wrapped("abc 金蝶软件，股份", 12) == ("abc 金蝶软", "件，股份")
    assert wrapped("金蝶软，件", 6) == ("金蝶", "软，件")
    assert wrapped("见（金蝶）", 5) == ("见", "（金", "蝶）")
    assert wrapped("abcdefgh", 3) == ("abc", "def", "gh")
    assert wrapped("", 3) == ("",)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert clipped("Nordlicht Software", 10) == "Nordlicht…"
    assert clipped("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 5) == "👨‍👩‍👧👨‍👩‍👧…"
    assert clipped("金蝶软", 5) == "金蝶…"
    assert clipped("a\x1b[2J", 40) == "a<1B>[2J"


@pytest.mark.parametrize("sign", ["x", "é", "e\u0301", "中", "\u0301"])
def test_a_word_without_end_costs_no_more_than_its_length(sign: str) -> None:
    """What is left of it is neither measured nor remembered anew for each line."""
    text = sign * 100_000
    tracemalloc.start()
    try:
        lines = breaks(text, 80)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "".join(text[start:end] for start, end in lines) == text
    assert peak < 30 * len(text)
