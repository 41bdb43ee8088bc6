"""Keys or text: what comes at once is told apart, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.interview.pasting import LONG, Pasted, arranged, ratings_in, typed_before


def keys(text: str) -> list[str]:
    return [{"\r": "enter", "\t": "tab", "\x1b": "escape"}.get(each, each) for each in text]


@pytest.mark.parametrize(
    "text", ["+", "q", "+-?" * 7, "＋－？", "2222?", "+e", "++q", "-u", "uuu", "\r\r\r", "   ", "\t\t", "oo"]
)
def test_what_somebody_types_ahead_of_the_screen_stays_keys(text: str) -> None:
    assert list(arranged(keys(text), typing=False)) == keys(text)


@pytest.mark.parametrize("text", ["hi", "About quick wins", "q\r", "a\rb\r", "+1 for us", "- budget", "e\r+"])
def test_a_run_that_is_neither_ratings_nor_moves_is_text(text: str) -> None:
    assert list(arranged(keys(text), typing=False)) == [Pasted(text.replace("\r", "\n"))]


def test_ratings_with_line_ends_are_ratings() -> None:
    assert list(arranged(keys("+\r-\r?\r"), typing=False)) == ["+", "-", "?"]


def test_keys_typed_before_the_screen_are_keys_one_by_one_or_none() -> None:
    assert typed_before(keys("\r+\r")) == ["enter", "+", "enter"]
    assert typed_before(["c-j", "+"]) == ["enter", "+"]
    assert typed_before(keys("/funds\r")) == []


def test_a_pair_of_dashes_is_one_and_two_by_themselves_are_two() -> None:
    assert list(arranged(["—", "—", "+", "—", "—", "—"], typing=False)) == ["—", "+", "—", "—"]
    assert list(arranged(["—"], typing=False)) == ["—"]


def test_named_keys_part_runs() -> None:
    assert list(arranged(["+", "down", "-", "up", "e"], typing=False)) == ["+", "down", "-", "up", "e"]


def test_an_escape_with_a_character_is_alt() -> None:
    assert list(arranged(["escape", "q"], typing=False)) == ["Alt-q"]
    assert list(arranged(["escape"], typing=False)) == ["escape"]
    assert list(arranged(["escape", "escape"], typing=False)) == ["escape"]
    assert list(arranged(["escape", "enter"], typing=True)) == ["c-j"]


def test_in_a_text_a_line_end_with_more_behind_it_belongs_to_the_text() -> None:
    assert list(arranged(keys("so\r"), typing=True)) == ["s", "o", "enter"]
    assert list(arranged(keys("so\rit is\r"), typing=True)) == [Pasted("so\nit is\n")]
    long = "x" * LONG + "\r"
    assert list(arranged(keys(long), typing=True)) == [Pasted("x" * LONG + "\n")]


@pytest.mark.parametrize(("text", "signs"), [("+ -\n?", ["+", "-", "?"]), ("——\n—", ["—", "—"]), ("", None)])
def test_a_pasted_text_of_signs_alone_rates(text: str, signs: list[str] | None) -> None:
    assert ratings_in(text) == signs
    assert ratings_in(f"{text} so") is None


@given(
    st.lists(st.sampled_from([*"+-?qeu—x 1金", "enter", "tab", "up", "escape"]), max_size=20), st.booleans()
)
def test_nothing_that_was_typed_is_lost_and_no_command_hides_in_a_text(
    typed: list[str], typing: bool
) -> None:
    meant = list(arranged(typed, typing=typing))
    commands = [each for each in meant if isinstance(each, str) and each in ("q", "e", "u", "x")]
    alone = [each.removeprefix("Alt-") for each in meant if isinstance(each, str)]
    text = "".join(each.text for each in meant if isinstance(each, Pasted))
    for character in "qeux金":
        assert text.count(character) + alone.count(character) == typed.count(character)
    if not typing and len(set(commands)) > 1:
        # Two different commands come from one read only with a named key between them.
        assert {"up", "escape"} & set(typed)
