"""The layout of the screen alone: any size, any names, all verdicts in sight, no hint that does nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from builders import BANKS, TODAY, rated
from tas_cli.interview.key_map import KEY_MAP, KeyMode, hints, use_of, uses
from tas_cli.interview.screen_card import StyledLine, help_lines
from tas_cli.interview.screen_layout import (
    DrawnScreen,
    ScreenMessage,
    Surroundings,
    blanks_before,
    drawable,
    drawn,
    one_for_one,
)
from tas_cli.model.answers import Evidence
from tas_cli.model.assessment import Assessment, with_evidence, with_fields
from tas_cli.reports.cells import width, wrapped
from tas_cli.session import Session, WalkScope, open_session, step, views
from tas_cli.session.events import Changed, ChangeSeen, Move, Rate, Resolve, Walk
from tas_cli.words import LANGUAGES, Lang

EVERY: tuple[KeyMode, ...] = get_args(KeyMode)
HELPED = [mode for mode in EVERY if any(use.id == "show_help" for use in uses(mode))]


def session(assessment: Assessment, at: int = 0) -> Session:
    return step(open_session(BANKS, assessment, today=TODAY), Walk(at))


def screen(
    here: Session, columns: int, rows: int, lang: Lang = "en", *, helping: bool = False
) -> DrawnScreen:
    around = Surroundings(
        status="saved",
        messages=(ScreenMessage("消息" * 30), ScreenMessage("bad news " * 20, bad=True)),
        hints=hints("rate", lang),
        help=help_lines("rate", columns, lang) if helping else None,
        scrolled=3,
    )
    return drawn(views.view(here, lang), columns, rows, lang, around)


def text(line: StyledLine) -> str:
    return "".join(part for _, part in line)


@given(st.integers(1, 130), st.integers(1, 50), st.integers(0, 70), st.integers(0, 6), st.booleans())
def test_no_size_breaks_the_screen(columns: int, rows: int, at: int, parties: int, helping: bool) -> None:
    names = {"abcdef"[i]: "很长的竞争对手名称" * i or "B" for i in range(parties)}
    here = session(with_fields(rated(""), customer="客户" * 40, competitors=names), at)
    here = step(here, Move(columns=parties))
    shown = screen(here, columns, rows, "zh", helping=helping)
    assert len(shown.lines) <= rows
    assert 0 <= shown.cursor[1] < rows
    if columns >= 40 and rows >= 10:
        assert all(width(text(line)) <= columns for line in shown.lines)
    if columns >= 40 and rows >= 12 and not helping and here.cell:
        line = text(shown.lines[shown.cursor[1]])
        assert line.startswith(">")
        before = 0
        while width(line[:before]) < shown.cursor[0]:
            before += 1
        assert line[before - 1] == "["


@given(
    st.integers(0, 37), st.sampled_from([(80, 24), (120, 40), (40, 20), (60, 18)]), st.sampled_from(LANGUAGES)
)
def test_all_four_verdicts_are_always_in_sight(at: int, size: tuple[int, int], lang: Lang) -> None:
    here = session(rated("+-", "?"), at)
    around = Surroundings(hints=hints("rate", lang))
    shown = drawn(views.view(here, lang), *size, lang, around)
    assert sum("[" in text(line) and ".." in text(line) for line in shown.lines) >= 4


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_and_quit_are_the_last_to_go(columns: int, lang: Lang) -> None:
    for mode in ("rate", "choose", "done", "dispute"):
        around = Surroundings(hints=hints(mode, lang))
        shown = drawn(views.view(session(rated("")), lang), columns, 20, lang, around)
        assert "F1 h" in text(shown.lines[-1])
        assert "q " in text(shown.lines[-1])


def test_whose_deal_it_is_and_how_far_one_is_stand_above_however_narrow() -> None:
    here = session(with_fields(rated("+-+?+-"), customer="华东银行", opportunity="核心系统更换"), 14)
    for columns, says in (
        (40, "华东银行 · 核心系统更换 还剩 22 项"),
        (60, "华东银行 · 核心系统更换 4 个关键问题"),
    ):
        head = drawn(views.view(here, "zh"), columns, 20, "zh", Surroundings(status="已保存")).lines[0]
        assert " ".join(text(head).split()).startswith(says)


def test_twelve_competitors_are_headed_by_numbers_and_named_below() -> None:
    names = {f"c{number}": f"Competitor number {number}" for number in range(1, 13)}
    here = step(session(with_fields(rated(""), competitors=names), 8), Move(columns=3))
    lines = [text(line) for line in drawn(views.view(here, "en"), 80, 30, "en", Surroundings()).lines]
    (head,) = [line for line in lines if line.startswith(" TAS")]
    assert head.split()[-12:] == [str(number) for number in range(1, 13)]
    assert any("3 Competitor number 3" in line for line in lines)
    assert any("· Competitor number 3" in line for line in lines)
    assert head.split()[-13] == "Us"
    legend = lines[lines.index(head) + 1 :]
    assert not any(
        line.endswith((" Competitor", " number")) for line in legend[:5]
    )  # no name runs over a line
    ours = views.view(here, "zh")
    chinese = [text(line) for line in drawn(ours, 80, 30, "zh", Surroundings()).lines]
    (head,) = [line for line in chinese if line.startswith(" TAS")]
    assert head.split()[-13] == "0"
    assert any(line.startswith(" 0 我方  1 Competitor") for line in chinese)
    narrow = [text(line) for line in drawn(views.view(here, "en"), 40, 30, "en", Surroundings()).lines]
    assert "Competitor number 3" in " ".join(" ".join(narrow).split())


def test_names_that_would_be_cut_to_nothing_are_numbers_with_a_legend() -> None:
    names = {"a": "Oracle", "b": "Temenos", "c": "Avaloq", "d": "Finastra", "e": "Mambu", "f": "Backbase"}
    here = session(with_fields(rated(""), competitors=names), 8)
    lines = [text(line) for line in drawn(views.view(here, "en"), 80, 24, "en", Surroundings()).lines]
    (head,) = [line for line in lines if line.startswith(" TAS")]
    assert head.split()[3:] == ["Us", *"123456"]
    assert " 1 Oracle  2 Temenos  3 Avaloq  4 Finastra  5 Mambu  6 Backbase" in lines
    wide = [text(line) for line in drawn(views.view(here, "en"), 120, 24, "en", Surroundings()).lines]
    assert any(line.split()[3:] == ["Us", *names.values()] for line in wide if line.startswith(" TAS"))


def test_a_conflict_is_drawn_at_any_size() -> None:
    base = rated("")
    here = step(open_session(BANKS, base, today=TODAY, scope=WalkScope("tas")), Rate("+"))
    here = step(step(here, Changed(base, with_fields(rated("-"), customer="Other " * 30))), ChangeSeen())
    for columns in (20, 40, 80):
        assert any("o  " in text(line) for line in screen(here, columns, 24).lines)
    theirs = with_evidence(rated("-"), "tas", "application_or_project", "us", Evidence("They wrote them"))
    here = step(open_session(BANKS, base, today=TODAY, scope=WalkScope("tas")), Rate("+"))
    here = step(step(here, Changed(base, theirs)), ChangeSeen())
    assert any("theirs: - · They wrote them" in text(line) for line in screen(here, 80, 24).lines)
    assert not step(here, Resolve("ours")).conflicts


def test_a_card_takes_the_free_line_below_it_and_says_where_it_is_cut() -> None:
    here = step(open_session(BANKS, rated(""), today=TODAY, scope=WalkScope("tas")), Walk(2))
    shown = views.view(here, "en")
    around = Surroundings(hints=hints("rate", "en"))
    whole = [text(line) for line in drawn(shown, 80, 60, "en", around).lines if text(line).strip()]
    cut = [text(line) for line in drawn(shown, 80, 18, "en", around).lines]
    last = cut[-2]
    assert last.endswith("…")
    assert any(line.startswith(last.removesuffix("…")) for line in whole)
    told = drawn(shown, 80, 18, "en", Surroundings(messages=(ScreenMessage("told"),)))
    assert text(told.lines[-2]).strip() == "told"
    assert text(told.lines[-3]).endswith("…")


def test_the_help_is_without_the_keys_of_no_use() -> None:
    assert any("remove the row" in text(line) for line in help_lines("choose", 80, "en"))
    assert not any(
        "remove the row" in text(line) for line in help_lines("choose", 80, "en", without=("remove_row",))
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("columns", "rows"), [(40, 20), (80, 24), (120, 60)])
def test_the_help_can_be_read_to_its_last_line(columns: int, rows: int, lang: Lang) -> None:
    told = help_lines("rate", columns, lang)
    view = views.view(session(rated("")), lang)
    keys = hints("help", lang)
    top = drawn(view, columns, rows, lang, Surroundings(hints=keys, help=told))
    end = drawn(view, columns, rows, lang, Surroundings(hints=keys, help=told, scrolled=top.hidden))
    assert text(end.lines[-2 if top.hidden else len(told) + 1]).strip() == text(told[-1]).strip()
    assert ("↑ ↓" in text(top.lines[-1])) == (top.hidden > 0)
    assert "Esc" in text(top.lines[-1])


def test_where_nothing_can_be_done_with_a_key_it_is_no_hint() -> None:
    shown = " ".join(hint for _, hint in hints("dispute", "en", without=("all_ours", "all_theirs")))
    assert "O all" not in shown
    assert "o keep yours" in shown


@given(st.text(st.sampled_from("ab ，。中“é-"), min_size=1, max_size=120).map(str.strip), st.integers(4, 30))
def test_a_text_being_typed_is_broken_between_words(typed: str, cells: int) -> None:
    """Broken where it is full, as the library does, the filled up text falls into the lines of the wrapped one."""
    filled = ""
    blanks = blanks_before(typed, cells)
    for place, sign in enumerate(typed):
        more = blanks.get(place, 0)
        filled = filled[:more] if more < 0 else filled + " " * more
        filled += sign
    lines = [""]
    for sign in filled:
        if width(lines[-1]) + width(sign) > cells:
            lines.append("")
        lines[-1] += sign
    assert tuple(line.rstrip() for line in lines) == wrapped(typed, cells)


# The key map


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", HELPED)
def test_every_hint_is_a_key_that_does_something_and_every_key_is_in_the_help(
    mode: KeyMode, lang: Lang
) -> None:
    told = "\n".join(map(text, help_lines(mode, 100, lang)))
    for use in uses(mode):
        assert use.shown in told
        assert use.keys or use.id == "choose"
        for key in use.keys:
            assert use_of(mode, key) is not None


@pytest.mark.parametrize("mode", EVERY)
def test_everywhere_it_is_said_how_to_go_on_and_how_to_leave(mode: KeyMode) -> None:
    assert len(hints(mode, "en")) >= 2
    assert any(rank == 0 for rank, _ in hints(mode, "en"))


def test_no_key_does_two_things_at_once() -> None:
    taken = [(mode, key) for use in KEY_MAP for mode in use.modes for key in use.keys]
    assert len(taken) == len(set(taken))


# Signs that terminals join


@given(st.text(max_size=30))
def test_what_is_drawn_is_as_wide_as_it_is_measured(any_text: str) -> None:
    shown = drawable(any_text)
    if all(character.isprintable() for character in any_text):
        assert sum(map(get_cwidth, shown)) >= 0
    assert len("".join(map(one_for_one, any_text))) == len(any_text)


@pytest.mark.parametrize(
    ("name", "cells"),
    [("👨‍👩‍👧‍👦 Family", 9), ("🇩🇪 DE", 5), ("é́́́́ accents", 9), ("❤️ love", 7), ("金蝶", 4), ("👍🏽", 2)],
)
def test_families_flags_and_heaps_of_accents_take_as_much_room_as_is_left_for_them(
    name: str, cells: int
) -> None:
    assert width(name) == cells
    assert sum(map(get_cwidth, drawable(name))) == cells
    assert "\u200d" not in drawable(name)
