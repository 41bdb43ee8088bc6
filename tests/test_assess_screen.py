"""The screen in a real pseudo-terminal: what is drawn, where the cursor is, and that nothing typed is lost."""

from __future__ import annotations

import signal
import stat
import sys
from pathlib import Path

import pytest

from builders import LIBRARY, rated, scored
from tas_cli.model.answers import Evidence
from tas_cli.model.assessment import Assessment, with_evidence, with_fields
from tas_cli.session import assessment_file
from terminal import FILE, PATIENCE, Make, pexpect
from terminal import terminal as terminal

TAS = ("--bank", "tas")
FIRST = "application_or_project"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def make_file(assessment: Assessment) -> None:
    assessment_file.save(assessment_file.FileSeen(FILE), assessment, LIBRARY)


def on_disk() -> Assessment:
    return assessment_file.open_existing(FILE).assessment


def signs(party: str = "us") -> str:
    """A party's ratings in the order of the bank, a dot for unrated."""
    return "".join(on_disk().rating("tas", id, party) or "." for id in LIBRARY["tas"].by_id)


def evidence(question: str = FIRST, party: str = "us") -> str:
    return on_disk().answer("tas", question).evidence_text(party)


def test_a_new_file_by_keys_alone(terminal: Make) -> None:
    here = terminal()
    here.shows("Customer")
    here.type("Acme 银行\nCore\nX-Sys\n\n")
    here.shows("doing nothing")
    here.type("\n")
    here.shows("Acme 银行 · Core", "46 to go", "X-Sys", "Do nothing", "Is there an opportunity?")
    here.until(lambda: here.under_cursor == "[·]")
    here.then("3", "45 to go", "saved")
    here.type("q")
    assert here.ends() == 0
    assert on_disk().competitors == {"x_sys": "X-Sys", "status_quo": "Do nothing"}
    assert "1 rating saved" in here.said
    assert f"tas assess {FILE}" in here.said


def test_a_burst_of_twenty_keys_is_twenty_ratings(terminal: Make) -> None:
    make_file(rated("", "", ""))
    here = terminal(*TAS)
    here.shows("38 to go")
    here.type("+-?" * 6 + "+-")
    here.shows("18 to go")
    assert signs() == "+-?" * 6 + "+-"


def test_keys_typed_before_the_screen_is_up_are_not_lost(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.type("+-?+")
    here.shows("25 to go")
    assert signs()[:5] == "+-?+."


def test_a_line_typed_before_the_screen_is_up_is_no_paste_and_leaves_no_echo(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.type("/funds\r")
    here.shows("What was typed before the screen was there was not taken", "29 to go")
    assert "Evidence ·" not in here.whole
    here.type("q")
    assert here.ends() == 0
    assert "/fundsa.tas.yaml" not in here.text.replace("\n", "")
    assert "a.tas.yaml: nothing was changed" in here.whole


def test_a_whole_session_from_the_form_to_the_questions_to_ask(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("Size of the deal", "1 2 3 choose", "37 to go")
    here.type("22222222")
    here.shows("Customer's application or project", "0 of 4 questions, 29 to go", "Consultative mode")
    here.type("+-?++" * 4)
    here.shows("Formal decision criteria · A", "9 to go")
    here.type("+" * 9)
    here.shows("All done", "Find out next", "0 to go")
    here.then("down", "> Compelling event")
    here.then("e", "No question is at hand; Enter goes to one")
    here.then("enter", "Compelling event · Us", "? not known yet")
    here.type("q")
    assert here.ends() == 0


@pytest.mark.parametrize(
    ("competitors", "keys"),
    [
        ("", "1" * 8 + "+" * 7),
        ("a", "1" * 8 + "+" * 9),
        ("ab", "2" * 8 + "+" * 20 + "-" * 18),
        ("abs", "2" * 8 + "+" * 20 + "-" * 27),
    ],
)
def test_so_many_keys_and_no_more_rate_a_deal(terminal: Make, competitors: str, keys: str) -> None:
    """15 for a small one without competitors, two more for each; 55 with three, one of them doing nothing."""
    names = {"status_quo" if each == "s" else each: each for each in competitors}
    make_file(with_fields(rated(""), competitors=names))
    here = terminal()
    here.shows("Size of the deal")
    here.type(keys[:-1])
    here.shows(" 1 to go")
    here.then(keys[-1], "All done")
    assert len(keys) == {"": 15, "a": 17, "ab": 46, "abs": 55}[competitors]


def test_what_is_seen_says_how_far_one_is_what_it_means_and_what_would_make_a_yes(terminal: Make) -> None:
    make_file(with_evidence(rated("+-+?+", ""), "tas", FIRST, "us", Evidence("a mail")))
    here = terminal(*TAS)
    here.shows("1 of 4 questions, 24 to go", "+ suits - does not suit ? not known yet", "Lead over: A 0 [")
    here.shows("·├─●─┤···· unclear 2 [1..3]", "→ 3 more + would make this a yes", "answers from a yes")
    assert "Customer's application or project + " not in here.whole  # out of sight, for the question in hand
    here.then("up", "Compelling event [+!]", "2 more answers would make this a yes, first a + with")
    here.then("down", "suits")
    here.then("+", "saved · 1 of 4 questions, 23 to go")


def test_a_choice_has_no_columns_and_twelve_competitors_have_numbers(terminal: Make) -> None:
    names = {f"c{number}": f"Competitor number {number}" for number in range(1, 13)}
    make_file(with_fields(rated(""), competitors=names))
    here = terminal("--bank", "uss")
    here.shows("Size of the deal [·]")
    assert " Us " not in here.whole
    many = terminal(*TAS)
    many.shows("Us 1 2 3 4 5 6 7 8 9 10 11 12", "12 Competi")
    assert "Comp…" not in many.text


def test_evidence_right_after_a_rating_is_about_it_and_the_line_says_so(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("+", "Customer's business profile · Us")
    here.then("e", "Evidence · Customer's application or project · Us:", "Esc later", "F1 help")
    here.type("他们的年报", "enter")
    here.shows("Customer's business profile · Us", "F1 h help")
    assert evidence() == "他们的年报"
    here.then("n", "Next step · Customer's application or project · Us:")
    here.type("call Jonas", "enter")
    here.shows("F1 h help")
    here.then("down", "Customer's financial condition · Us")
    here.then("e", "Evidence · Customer's financial condition · Us:")
    here.type("report", "enter")
    here.shows("Evidence: report")
    assert on_disk().answer("tas", FIRST).step_text == "call Jonas"
    assert evidence("financial_condition") == "report"


def test_three_ratings_with_evidence_after_a_call_in_ten_keys_beside_the_text(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    keys = 0
    for text in ("budget approved", "CFO signs", "June"):
        for key in ("+", "e", text, "enter"):
            here.type(key)
            keys += key != text
            here.shows({"e": "Enter keep", "enter": "rate"}.get(key, "to go"))
    assert keys <= 10
    assert [evidence(id) for id in list(LIBRARY["tas"].by_id)[:3]] == ["budget approved", "CFO signs", "June"]


def test_arrows_undo_find_clear_and_the_next_open_thing(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    here.then("right", "application or project · A")
    here.then("-", "Customer's business profile · A", "29 to go")
    here.then("u", "Undone", "application or project · A")
    here.then("/", "Find in questions")
    here.type("compelling", "enter")
    here.shows("Compelling event · A")
    here.then("left", "Compelling event · Us")
    here.then("+", "Formal decision criteria · Us", "28 to go")
    here.then("up", "Compelling event · Us")
    here.then("backspace", "29 to go")
    here.then("?", "28 to go")
    here.then("o", "Solution fit · Us")
    assert signs() == "....?" + "." * 15
    here.then("n", "Next step ·")
    here.type("ask Jonas", "enter")
    here.shows("Next step: ask Jonas")
    here.then("up", "Formal decision criteria")
    here.then("/", "Find in questions")
    here.type("jonas", "enter")
    here.shows("Solution fit · Us")
    here.then("/", "Find in questions")
    here.then("enter", "Nothing else holds jonas")


def test_arrows_keep_their_column_over_a_hole(terminal: Make) -> None:
    make_file(with_fields(rated("+" * 7), competitors={"status_quo": "Do nothing"}))
    here = terminal(*TAS)
    here.shows("Sales resource requirements · Us")
    here.then("up", "Solution fit · Us")
    here.then("right", "Solution fit · Do nothing")
    here.then("down", "Current relationship · Do nothing")
    here.then("up", "Solution fit · Do nothing")


def test_a_chinese_keyboard(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS, LANG="zh_CN.UTF-8")
    here.shows("还剩 29 项", "有机会吗？")
    here.type("＋——？－")
    here.shows("还剩 25 项")
    assert signs()[:5] == "+-?-."
    here.then("—", "还剩 24 项")
    here.then("—", "还剩 23 项")
    assert signs()[:7] == "+-?---."
    here.then("、", "查找")
    here.type("资金来源", "enter")
    here.shows("资金来源 · ")
    here.then("a", "新竞争对手")
    here.type("金蝶", "enter")
    here.shows("金蝶", "还剩 32 项")
    here.then("ｕ", "已撤销")


MAIL = "Mail from the CFO: the licence ends on 30 June.\nShe is quite sure about it.\n- budget approved +10%"


@pytest.mark.parametrize("bracketed", [True, False])
@pytest.mark.parametrize("text", ["About quick wins", MAIL, MAIL * 40])
def test_a_paste_is_text_and_never_keys(terminal: Make, text: str, bracketed: bool) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    here.then("+", "28 to go")
    typed = text.replace("\n", "\r")
    here.type(f"\x1b[200~{typed}\x1b[201~" if bracketed else typed)
    here.shows("Evidence · Customer's application or project · Us:", "Enter keep")
    assert signs() == "+" + "." * 19
    here.type("enter")
    here.shows("F1 h help")
    assert on_disk().competitors == {"a": "A"}
    assert evidence() == text


def test_a_paste_of_nothing_but_signs_rates(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    here.type("\x1b[200~+\n-\n?\n——\x1b[201~")
    here.shows("25 to go")
    assert signs()[:5] == "+-?-."
    here.type("+\r-\r")
    here.shows("23 to go")
    assert signs()[:7] == "+-?-+-."


def test_a_paste_into_a_text_stays_in_it_with_its_lines(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("e", "Evidence ·")
    here.type("so: ")
    here.type("one\rtwo q\r")
    here.shows("so: one", "two q")
    here.type("\x1b[200~three\nfour\x1b[201~")
    here.shows("three", "four")
    here.type("enter")
    here.shows("F1 h help")
    assert evidence() == "so: one\ntwo q\nthree\nfour"


@pytest.mark.parametrize("way", ["esc", "\x03", "f1"])
def test_a_draft_survives_and_comes_back(terminal: Make, way: str) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("e", "Evidence ·")
    here.type("half a sente")
    here.shows("half a sente")
    here.type(way)
    here.shows("Keys here" if way == "f1" else "brings the draft back")
    if way == "f1":
        here.then("q", "Enter keep", "half a sente")
        here.type("esc")
        here.shows("brings the draft back")
    here.then("down", "Customer's business profile")
    here.type("up", "e")
    here.shows("half a sente", "This is a draft")
    here.type("nce")
    here.shows("half a sentence")
    here.type("enter")
    here.shows("Evidence: half a sentence")
    here.type("q")
    assert here.ends() == 0
    assert "Drafts" not in here.said.rpartition("saved")[2]
    assert evidence() == "half a sentence"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_draft_survives_the_end_of_the_session(terminal: Make, number: int) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("+", "28 to go")
    here.then("e", "Evidence ·")
    here.type("CFO said on the phone")
    here.shows("CFO said on the phone")
    here.child.kill(number)
    if number == signal.SIGKILL:
        here.child.wait()
    else:
        assert here.ends() == 130
        assert "Evidence · Customer's application or project · Us" in here.said.replace("\r\n", " ")
    again = terminal(*TAS)
    again.shows("Drafts are waiting: Evidence · Customer's application or project · Us")
    again.then("up", "Customer's application or project · Us")
    again.then("e", "CFO said on the phone")
    again.type("enter")
    again.shows("Evidence: CFO said on the phone")


def test_a_text_that_was_emptied_is_no_draft(terminal: Make) -> None:
    make_file(with_evidence(rated("+"), "tas", FIRST, "us", Evidence("a mail")))
    here = terminal(*TAS)
    here.then("up", "Evidence: a mail")
    here.then("e", "Enter keep")
    here.then("\x15", "Ctrl-U reset")
    here.type("esc")
    here.shows("F1 h help", "Evidence: a mail")
    here.type("q")
    assert here.ends() == 0
    assert "Drafts" not in here.said
    assert evidence() == "a mail"


def test_ctrl_u_gives_a_draft_up(terminal: Make) -> None:
    make_file(with_evidence(rated("+"), "tas", FIRST, "us", Evidence("a mail")))
    here = terminal(*TAS)
    here.then("up", "Evidence: a mail")
    here.then("e", "Enter keep")
    here.type(" and more")
    here.shows("a mail and more")
    here.type("\x15")
    here.until(lambda: "and more" not in here.text)
    here.type("enter")
    here.shows("F1 h help")
    here.then("e", "Enter keep")
    assert "draft" not in here.whole
    assert evidence() == "a mail"
    assert "Ctrl-U empty" in here.whole
    here.then("\x15", "Ctrl-U reset")
    here.type("enter")
    here.shows("F1 h help")
    assert evidence() == ""


def test_a_text_of_several_lines_is_shown_whole_and_unharmed_by_looking_at_it(terminal: Make) -> None:
    start = with_evidence(rated("+"), "tas", FIRST, "us", Evidence("first line\n\nsecond line\n"))
    make_file(start)
    before = Path(FILE).read_bytes()
    here = terminal(*TAS, rows=30)
    here.then("up", "first line", "second line")
    here.then("e", "Enter keep", "first line", "second line")
    here.type("enter")
    here.shows("F1 h help")
    assert Path(FILE).read_bytes() == before
    here.then("e", "Enter keep")
    here.type("third", "\n", "fourth")
    here.shows("third", "fourth")
    here.then("\x1b\r", "fourth")
    here.then("fifth", "fifth")
    here.then("enter", "F1 h help")
    assert evidence() == "first line\n\nsecond line\nthird\nfourth\nfifth\n"


def test_the_editor_of_the_environment(terminal: Make, folder: Path) -> None:
    make_file(rated("", ""))
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\nprintf "from the editor\\nquite long\\n" > "$1"\n', encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    here = terminal(*TAS, EDITOR=str(editor), VISUAL="")
    here.then("e", "Ctrl-E editor")
    here.then("\x05", "from the editor", "quite long")
    here.type("enter")
    here.shows("Evidence: from the editor")
    assert evidence() == "from the editor\nquite long"


def test_a_review_says_what_ends_it_and_what_that_does(terminal: Make) -> None:
    make_file(scored("2" * 8, rated("?" * 20)))
    here = terminal("--bank", "uss")
    here.shows("A review: q confirms it as of 2026-11-22", "review · 0 to go")
    here.type("q")
    assert here.ends() == 0
    assert "nothing was changed; confirmed as of 2026-11-22" in here.said
    again = terminal("--bank", "uss", "--today", "2026-12-24")
    again.shows("A review")
    again.type("\x03")
    assert again.ends() == 130
    assert "confirmed" not in again.said.rpartition("Interrupted")[2]
    assert str(on_disk().assessed_on) == "2026-11-22"


def test_resize_and_small_sizes(terminal: Make) -> None:
    make_file(rated("+" * 9, "-" * 9, "", "", "", ""))
    here = terminal(*TAS)
    here.shows("to go")
    for number, (columns, rows) in enumerate(((60, 15), (20, 5), (3, 2), (200, 60), (80, 24))):
        here.screen.resize(rows, columns)
        here.child.setwinsize(rows, columns)
        here.type("+")
        here.until(lambda: signs()[: 10 + number] == "+" * (10 + number))  # noqa: B023
        if columns >= 60:
            here.shows("to go")
            here.until(lambda: here.under_cursor[0] + here.under_cursor[-1] == "[]")
    assert signs() == "+" * 14 + "." * 6


def test_help_is_closed_by_a_key_that_does_nothing_else(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    for key in ("f1", "h"):
        here.then(key, "Keys here", "known, and good for the party rated")
        here.then("+", "29 to go", "Customer's application or project · Us")
    assert signs() == "." * 20
    here.then("h", "Keys here")
    for _ in range(30):
        here.type("down")
    here.shows("Every answer is saved")
    here.then("q", "Customer's application or project · Us")
    here.then("x", "Go to a competitor's column first")
    here.then("\x1b[15~", "No such key here")


def test_alt_and_a_letter_is_no_command(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("+", "28 to go")
    here.then("\x1bq", "No such key here: Alt-q")
    here.then("\x1bu", "No such key here: Alt-u")
    assert signs()[0] == "+"


def test_bytes_that_are_no_utf8_are_refused(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS, LC_ALL="C.UTF-8")
    here.then("e", "Enter keep")
    here.child.send("Müller ".encode("latin-1"))
    here.shows("no UTF-8 text")
    here.type("budget", "enter")
    here.shows("Evidence: budget")
    assert evidence() == "budget"


def test_a_competitor_is_added_renamed_and_removed(terminal: Make) -> None:
    make_file(rated("+", "+-"))
    here = terminal(*TAS)
    here.then("a", "New competitor")
    here.type("Big Co", "enter")
    here.shows("Big Co", "37 to go")
    here.then("right", "Customer's business profile · A")
    here.then("r", "New name")
    here.type(" Plus", "enter")
    here.shows("business profile · A Plus")
    here.then("x", "Remove A Plus with its 2 ratings and 0 notes?")
    here.then("n", "business profile · A Plus")
    here.then("x", "Remove A Plus")
    here.then("y", "A Plus is removed", "business profile · Us")
    assert on_disk().competitors == {"big_co": "Big Co"}
    here.then("u", "Undone")
    assert signs("a")[:2] == "+-"


def test_ctrl_c_says_what_was_saved(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    here.type("+-\x03")
    assert here.ends() == 130
    assert "2 ratings saved" in here.said
    assert signs()[:3] == "+-."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_cleanly(terminal: Make, number: int) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.then("+", "28 to go")
    here.child.kill(number)
    assert here.ends() == 130
    assert "1 rating saved" in here.said


def test_sigkill_loses_nothing_that_was_drawn(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    here.type("+-?")
    here.shows("26 to go")
    here.child.kill(signal.SIGKILL)
    here.child.wait()
    assert signs()[:4] == "+-?."


# Others, and the disk


def test_somebody_elses_change_comes_in_and_a_conflict_is_asked(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    assessment_file.save(assessment_file.open_existing(FILE), rated("-+", ""), LIBRARY)
    here.then("+", "Both changed: Customer's application or project · Us", "o yours: +", "t theirs: -")
    here.until(lambda: here.under_cursor == "[-]")
    assert "all yours" not in here.whole
    assert "both changes are in" not in here.whole
    here.then("?", "First settle")
    here.then("o", "27 to go", "F1 h help")
    assert signs()[:3] == "++."


def test_arrows_show_what_others_wrote(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS)
    here.shows("29 to go")
    assessment_file.save(assessment_file.open_existing(FILE), rated("", "", owner="ben"), LIBRARY)
    theirs = rated("...-", "", owner="ben")
    assessment_file.save(assessment_file.open_existing(FILE), theirs, LIBRARY)
    here.then("down", "Changed by somebody else", "28 to go")
    assert signs() == "...-" + "." * 16
    assessment_file.save(assessment_file.open_existing(FILE), rated("...-+", "", owner="ben"), LIBRARY)
    here.then("\x0c", "Compelling event", "27 to go")


@pytest.mark.parametrize("theirs", [rated("", ""), rated(".-", "", "")])
def test_a_burst_typed_for_a_walk_that_somebody_else_changed_is_not_taken(
    terminal: Make, theirs: Assessment
) -> None:
    """They removed a competitor, or rated the cell that comes next."""
    make_file(rated("", "", ""))
    here = terminal(*TAS)
    here.shows("38 to go")
    assessment_file.save(assessment_file.open_existing(FILE), theirs, LIBRARY)
    here.type("+-+")
    here.shows("2 keys typed before that were not taken")
    assert signs()[:3] == "+" + (theirs.rating("tas", "business_profile", "us") or ".") + "."


def test_what_a_checkout_took_away_is_asked_about_and_given_back_at_one_go(terminal: Make) -> None:
    make_file(rated("", ""))
    before = Path(FILE).read_bytes()
    here = terminal(*TAS)
    here.shows("29 to go")
    here.type("++-")
    here.shows("26 to go")
    Path(FILE).write_bytes(before)
    here.then("+", "Both changed", "theirs: (nothing)", "(2 more after this)", "O all yours")
    assert "both changes are in" not in here.whole
    here.then("O", "25 to go")
    assert signs()[:5] == "++-+."


def test_only_what_is_not_known_is_walked_and_never_all_said_to_be_rated(terminal: Make) -> None:
    make_file(rated("?", ""))
    here = terminal(*TAS, "--unknown")
    here.shows("0 of 29 cleared")
    here.then("+", "1 of 29 cleared")
    here.type("q")
    assert here.ends() == 0
    assert "all is rated" not in here.said
    assert "28 to go; go on with: tas assess a.tas.yaml --unknown --bank tas" in here.whole
    assert "1 rating saved" in here.said
    theirs = terminal("--party", "a")
    theirs.shows("Formal decision criteria · A", "This rates A", "9 to go")


PRESSED_TOO_EARLY = """
import ctypes, readline
from tas_cli.interview.prompts import Prompter
hook = ctypes.c_void_p.in_dll(ctypes.CDLL(readline.__file__), "rl_pre_input_hook")
hook.value = ctypes.cast(ctypes.pythonapi.PyErr_SetInterrupt, ctypes.c_void_p).value
try:
    Prompter(piped=False).ask("Name")
except KeyboardInterrupt:
    print("heard")
"""
"""A Ctrl-C that comes when the prompt stands there and its line is not waited for yet."""


def test_a_ctrl_c_between_a_prompt_and_its_line_is_heard() -> None:
    readline = pytest.importorskip("readline", reason="needs a library that edits lines")
    if "libedit" in (readline.__doc__ or ""):
        pytest.skip("libedit has no such hook")
    child = pexpect.spawn(sys.executable, ["-c", PRESSED_TOO_EARLY], timeout=PATIENCE)
    child.expect("heard")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_deal_by_its_name_is_new_and_the_one_near_it_is_named(terminal: Make, folder: Path) -> None:
    (folder / "tas.yaml").write_text("format: 1\n", encoding="utf-8")
    (folder / "deals").mkdir()
    make_file(rated("", ""))
    Path(FILE).rename("deals/acme-bank.tas.yaml")
    here = terminal(file="acme-bnak")
    here.shows("acme-bnak.tas.yaml: a new assessment", "acme-bank", "Customer (Enter: acme-bnak) >")
    here.type("\x03")
    assert here.ends() == 130
    assert not list(folder.glob("**/acme-bnak*"))
    again = terminal(file="Big Acme, Inc.")
    again.shows("Customer")
    again.type("\nCore\nX\n\nn\n")
    again.shows("Big Acme, Inc. · Core")
    assert (folder / "deals" / "big-acme-inc.tas.yaml").exists()
    known = terminal(*TAS, file="acme-bank")
    known.shows("Acme · Core", "29 to go")


def test_a_burst_typed_for_another_walk_is_not_given_to_whoever_stands_there_now(terminal: Make) -> None:
    make_file(rated("-" * 20, "", start=rated("")))
    here = terminal(*TAS)
    here.shows("Formal decision criteria · A", "9 to go")
    text = Path(FILE).read_text(encoding="utf-8")
    Path(FILE).write_text(text.replace("  a: A", "  b: Beta\n  a: A"), encoding="utf-8")
    here.type("+-+-+-")
    here.shows("Beta", "5 keys typed before that were not taken")
    assert (signs("a")[5:9], signs("b")) == ("+...", "." * 20)
    here.then("-", "16 to go")
    assert signs("a")[5:9] == "+-.."


def test_trouble_is_said_reason_first_and_whole_and_q_asks_before_answers_are_lost(
    terminal: Make, folder: Path
) -> None:
    deep = folder / ("clients-and-prospects-europe-2026-" * 2) / "banking"
    deep.mkdir(parents=True)
    make_file(rated("", ""))
    Path(FILE).rename(deep / FILE)
    (folder / "file").touch()
    here = terminal(*TAS, file=str(deep / FILE), XDG_STATE_HOME=str(folder / "file"))
    here.then("+", "28 to go", "saved")
    deep.rename(folder / "elsewhere")
    here.then(
        "-", "NOT SAVED: no such file or folder (a.tas.yaml)", "your last answer is written down nowhere"
    )
    here.then("q", "Leave? Your last answer is written down nowhere")
    here.then("n", "NOT SAVED")
    (folder / "elsewhere").rename(deep)
    here.then("down", "saved · ")
    here.until(lambda: "NOT SAVED" not in here.text)
    here.type("q")
    assert here.ends() == 0
    (deep / FILE).rename(FILE)
    assert signs()[:3] == "+-."


def test_where_answers_wait_is_said_and_offered_again(terminal: Make, folder: Path) -> None:
    (folder / "deals").mkdir()
    make_file(rated("", ""))
    Path(FILE).rename(f"deals/{FILE}")
    here = terminal(*TAS, file=f"deals/{FILE}")
    here.shows("29 to go")
    (folder / "deals").rename(folder / "elsewhere")
    here.then("+", "NOT SAVED", "Your last answer waits in", "the next `tas assess` offers it")
    here.type("q")
    assert here.ends() == 2
    (folder / "elsewhere").rename(folder / "deals")
    again = terminal(*TAS, file=f"deals/{FILE}")
    again.shows("could not be saved")
    again.type("y\n")
    again.shows("28 to go")
    Path(f"deals/{FILE}").rename(FILE)
    assert signs()[0] == "+"


# What a terminal may do to it


def test_no_color_and_hostile_names(terminal: Make) -> None:
    evil = "Evil\x1b]0;title\x07[/]"
    make_file(with_fields(rated(""), customer=evil, competitors={"x": evil}))
    here = terminal(*TAS, NO_COLOR="1")
    here.shows("Evil<1B>]0;title<07>[/]")
    here.type("q")
    here.ends()
    assert b"\x1b]0;title" not in here.raw
    assert b"\x1b[31m" not in here.raw
    assert b"\x1b[38" not in here.raw


def test_nothing_is_drawn_in_bright_black(terminal: Make) -> None:
    make_file(rated("+?", "-"))
    here = terminal(*TAS)
    here.then("h", "Keys here")
    here.then("q", "to go")
    assert b"[90m" not in here.raw
    assert b";90" not in here.raw


@pytest.mark.parametrize("lang", ["C.UTF-8", "zh_CN.UTF-8"])
def test_forty_columns_lose_neither_verdicts_nor_the_way_out(terminal: Make, lang: str) -> None:
    make_file(rated("", "", ""))
    here = terminal(*TAS, columns=40, rows=20, LANG=lang)
    here.until(lambda: "F1 h" in here.text)
    assert "q " in here.text.splitlines()[-1]
    assert here.text.count("[-5..5]") == 4


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_lines_where_a_screen_would_not_do(terminal: Make, variables: dict[str, str]) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS, **variables)
    here.shows("[1/29]", "What exactly has to work")
    here.type("+\n")
    here.shows("Us plus", "[2/29]")
    here.type("nonsense\n")
    here.shows("no answer here")
    here.until(lambda: here.text.rstrip().endswith(">"))
    here.type("\x04")
    # A person who mistypes gets another try, and no bad exit code for it.
    assert here.ends() == 0
    assert signs()[0] == "+"
    assert b"\x1b[?1049h" not in here.raw


def test_lines_can_be_edited_and_pasted_lines_are_one_text(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS, "--lines")

    def ready(*texts: str) -> None:
        here.shows(*texts)
        here.until(lambda: here.text.rstrip().endswith(">"))

    ready("[1/29]")
    here.type("s\n")
    ready("Not rated yet", "Lead over: A 0", "29 to go")
    here.type("h\n")
    ready("s how things stand; w where you are")
    here.type("w\n")
    ready("Customer's application or project · Us not rated")
    here.type("e COF\x1b[D\x7f\x1b[CO said so\n")
    ready("Evidence kept: Customer's application or project · Us", "Evidence: CFO said so")
    here.type("From: Jonas\rThe budget is there.\r")
    ready("Keep these 2 lines as evidence")
    here.type("y\n")
    ready("Evidence: From: Jonas")
    here.type("+\r-\r")
    ready("[3/29]")
    here.type("q\n")
    assert here.ends() == 0
    assert evidence() == "From: Jonas\nThe budget is there."
    assert signs()[:3] == "+-."


def test_lines_typed_before_the_first_prompt_are_lines(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(*TAS, "--lines")
    here.type("+\re The CFO said so\r-\rs\rq\r")
    assert here.ends() == 0
    assert evidence() == "The CFO said so"
    assert signs()[:3] == "+-."
    assert "Find out first" in here.said
