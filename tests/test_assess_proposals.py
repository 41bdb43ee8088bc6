"""`tas assess --proposals`: only the quotes are walked, a person's sign settles one, and no key accepts."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from builders import ROOT
from tas_cli.boundary import run
from tas_cli.model.answers import Evidence, NextStep
from tas_cli.model.assessment import Assessment
from tas_cli.model.proposals import Proposals, Settled
from tas_cli.session.assessment_file import open_existing
from tas_cli.session.proposal_file import change_proposals, proposals_at
from tas_cli.storage.files import beside
from terminal import Make
from terminal import terminal as terminal

Out = pytest.CaptureFixture[str]
DEAL = "deals/harbor-logistics.tas.yaml"
BESIDE = beside(DEAL)
CALL = "calls/harbor-2026-11-24"
DAY = ("--today", "2026-11-25")
Assess = Callable[..., tuple[int, str]]
ORDER = [
    ("tas.application_or_project", "us"), ("tas.financial_condition", "us"), ("tas.access_to_funds", "us"),
    ("tas.compelling_event", "us"), ("tas.formal_decision_criteria", "us"), ("tas.unique_business_value", "us"),
    ("tas.inside_support", "us"), ("tas.executive_credibility", "us"), ("tas.future_revenue", "us"),
    ("tas.solution_fit", "oldhaven"),
]  # fmt: skip
"""The cells of the call in the order of the walk."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> Path:
    """The example workspace, with what the English call proposes."""
    made = tmp_path / "workspace"
    shutil.copytree(ROOT / "examples", made)
    monkeypatch.chdir(made)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert run(["propose", DEAL, "--from", f"{CALL}.json", "--source", f"{CALL}.txt", *DAY]) == 0
    capsys.readouterr()
    return made


@pytest.fixture
def assess(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> Assess:
    """`assess(lines, *options)`: the exit code and what is said in a session with those lines piped in."""

    def call(lines: str, *options: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
        code = run(["assess", DEAL, "--proposals", *DAY, *options])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return call


def deal() -> Assessment:
    return open_existing(DEAL).assessment


def left() -> list[tuple[str, str]]:
    return list(proposals_at(BESIDE).waiting)


def lines_left() -> list[tuple[str, str, str]]:
    return [(each.question, each.sign, each.person) for each in proposals_at(BESIDE).settled]


def test_ten_keys_settle_what_one_call_changed(assess: Assess) -> None:
    assert sorted(left()) == sorted(ORDER)
    code, said = assess("+\n-\n+\n+\n+\n+\n+\n?\n+\n-\n")
    assert code == 0
    assert "[10/10]" in said
    assert left() == []
    signs = "+-+++++?+-"
    rated = [deal().rating("tas", question.partition(".")[2], party) for question, party in ORDER]
    assert rated == list(signs)
    assert deal().answer("tas", "compelling_event").evidence["us"] == Evidence(
        "If a truck waits more than 45 minutes at the gate we pay them 30 euros for each one, from the first of March.",
        "Dana Reyes (finance)", "customer", date(2026, 11, 24), f"{CALL}.txt",
    )  # fmt: skip
    step = NextStep("Ask Dana Reyes for the clause as it was signed", date(2026, 11, 27), "ben")
    assert deal().answer("tas", "compelling_event").next_step == step
    assert len(lines_left()) == 10
    assert all(sign == person for _, sign, person in lines_left())
    assert (
        len([line for line in Path(BESIDE).read_text("utf-8").splitlines() if line.startswith("  - {")]) == 10
    )
    assert "Dana" not in Path(BESIDE).read_text("utf-8")


@pytest.mark.parametrize("key", ["", "y", "a", "accept", " ", "yes", "all"])
def test_no_line_but_a_sign_settles_anything(key: str, assess: Assess) -> None:
    before, text = Path(DEAL).read_bytes(), Path(BESIDE).read_bytes()
    assess(f"{key}\n" * 3 + "q\n")
    assert Path(DEAL).read_bytes() == before
    assert Path(BESIDE).read_bytes() == text


def test_the_sign_of_the_notes_is_told_after_the_rating_and_never_before(assess: Assess) -> None:
    _, said = assess("w\ns\nh\n\nw\n")
    assert "spoke for" not in said
    _, said = assess("+\n-\n")
    assert said.count("The notes spoke for + too") == 1
    assert said.count("The notes spoke for - too") == 1
    assert "in place of: Sam Whitlow" in said


def test_where_the_signs_differ_one_line_asks_why_and_it_becomes_evidence(assess: Assess) -> None:
    code, said = assess("-\nonly what is on the list\nq\n")
    assert code == 0
    assert "The notes spoke for +, you say -" in said
    assert "Why otherwise than the notes: Customer's application or project" in said
    evidence = deal().answer("tas", "application_or_project").evidence["us"]
    assert evidence.text.endswith("which it always is. → only what is on the list")
    assert (evidence.who, evidence.side) == ("Luis Ferrer (operations)", "customer")
    assert lines_left() == [("tas.application_or_project", "+", "-")]
    assert len(left()) == 9


@pytest.mark.parametrize("typed", ["+", "h", "q", "？"])
def test_no_reason_is_a_reason_enough_but_a_sign_or_a_letter_is_none(typed: str, assess: Assess) -> None:
    code, said = assess(f"-\n{typed}\n\nq\n")
    assert code == 2
    assert f"{typed} is no reason" in said
    assert deal().answer("tas", "application_or_project").evidence_text().endswith("which it always is.")
    assert lines_left() == [("tas.application_or_project", "+", "-")]


def test_undo_takes_rating_and_evidence_back_and_lets_the_quote_wait_again(assess: Assess) -> None:
    before, waiting = deal(), proposals_at(BESIDE)
    assess("-\nwhy not\nu\nu\nq\n")
    assert deal().answers == before.answers
    assert proposals_at(BESIDE).waiting == waiting.waiting
    assert lines_left() == []
    assess("+\n-\nb\nclear\nq\n")
    assert len(left()) == 9
    assert lines_left() == [("tas.application_or_project", "+", "+")]


def test_another_sign_after_all_leaves_one_line(assess: Assess) -> None:
    assess("+\nb\n-\nsee the list\nq\n")
    assert lines_left() == [("tas.application_or_project", "+", "-")]
    assert deal().answer("tas", "application_or_project").evidence_text().endswith("is. → see the list")


def test_what_somebody_wrote_in_this_session_stays(assess: Assess) -> None:
    assess("e My own words\n+\nq\n")
    assert deal().answer("tas", "application_or_project").evidence_text() == "My own words"


def test_what_is_left_stays_and_the_end_says_how_to_go_on(assess: Assess) -> None:
    code, said = assess("+\n\n+\nq\n")
    assert code == 0
    assert "8 quotes wait on; go on with: tas assess deals/harbor-logistics.tas.yaml --proposals" in said
    assert ORDER[1] in left()
    code, said = assess("q\n", "--lang", "zh")
    assert "还有 8 条引文在等" in said


def test_a_proposal_that_comes_while_one_rates_is_not_lost(
    assess: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = proposals_at(BESIDE).waiting[ORDER[0]]
    newer = first._replace(quote="Another thing that they said")
    monkeypatch.setattr("tas_cli.session.saver.settle", meanwhile(newer))
    assess("+\nq\n")
    assert proposals_at(BESIDE).waiting[ORDER[0]] == newer


def meanwhile(newer: object) -> Callable[..., None]:
    from tas_cli.session.proposal_file import settle

    def call(path: str, *rest: object) -> None:
        change_proposals(path, lambda old: old._replace(waiting={**old.waiting, ORDER[0]: newer}))  # type: ignore[dict-item]
        settle(path, *rest)  # type: ignore[arg-type]

    return call


def test_a_file_with_neither_goes_away(assess: Assess) -> None:
    only = {ORDER[0]: proposals_at(BESIDE).waiting[ORDER[0]]._replace(sign="")}
    change_proposals(BESIDE, lambda _: Proposals(only))
    _, said = assess("+\n")
    assert "The quote is evidence now" in said
    assert not Path(BESIDE).exists()
    code, said = assess("")
    assert code == 0
    assert "no quotes wait" in said


def test_what_fits_no_cell_is_told_and_stays(assess: Assess) -> None:
    quote = proposals_at(BESIDE).waiting[ORDER[0]]
    change_proposals(BESIDE, lambda old: old._replace(waiting={**old.waiting, ("tas.gone", "us"): quote}))
    _, said = assess("q\n")
    assert "1 quote fits no question or party" in said
    assert ("tas.gone", "us") in left()


def test_a_file_of_proposals_that_cannot_be_used_or_changed_costs_no_rating(assess: Assess) -> None:
    whole = Path(BESIDE).read_text("utf-8")
    Path(BESIDE).write_text(whole + "stage: won\n", encoding="utf-8")
    code, said = assess("+\n")
    assert code == 2
    assert "stage" in said
    Path(BESIDE).write_text(whole, encoding="utf-8")


def test_ratings_are_saved_where_the_quotes_cannot_be_settled(
    assess: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tas_cli.errors import TasError

    def refused(*_: object) -> None:
        raise TasError("files.disk_full", file=BESIDE)

    monkeypatch.setattr("tas_cli.session.saver.settle", refused)
    _, said = assess("+\nq\n")
    assert "Your ratings are saved, but their quotes wait on" in said
    assert deal().rating("tas", "application_or_project") == "+"
    assert len(left()) == 10


def test_only_one_bank_or_party_can_be_walked(assess: Assess) -> None:
    _, said = assess("q\n", "--party", "oldhaven")
    assert "[1/1]" in said
    _, said = assess("q\n", "--bank", "uss")
    assert "walk" in said


def test_a_choice_is_settled_by_its_number_and_told_by_its_title(assess: Assess) -> None:
    quote = proposals_at(BESIDE).waiting[ORDER[0]]._replace(sign="speed")
    change_proposals(BESIDE, lambda _: Proposals({("uss.winning_factor", "us"): quote}))
    _, said = assess("3\nthey asked for a name\n")
    assert "The notes spoke for Speed and the rep's own skill, you say Trust" in said
    assert deal().answer("uss", "winning_factor").answer == "trust"
    assert deal().answer("uss", "winning_factor").evidence_text().endswith("→ they asked for a name")
    assert [(each.sign, each.person) for each in proposals_at(BESIDE).settled] == [("speed", "trust")]


def test_a_deal_is_needed() -> None:
    assert run(["assess", "nowhere", "--proposals"]) == 2
    assert not Path("deals/nowhere.tas.yaml").exists()


@pytest.mark.parametrize("source", ["../outside.txt", "/etc/hostname", "calls/gone.txt", ""])
def test_notes_that_are_not_at_hand_or_outside_are_left_alone(
    source: str, folder: Path, assess: Assess
) -> None:
    (folder.parent / "outside.txt").write_text("no such words", encoding="utf-8")
    change_proposals(
        BESIDE,
        lambda old: Proposals({cell: each._replace(source=source) for cell, each in old.waiting.items()}),
    )
    _, said = assess("w\nq\n")
    assert "What counts for me" in said
    assert "do not stand" not in said


def test_words_that_somebody_wrote_into_the_file_by_hand_are_named(assess: Assess) -> None:
    text = Path(BESIDE).read_text("utf-8").replace("What counts for me", "What matters to all of us")
    Path(BESIDE).write_text(text.replace('seen: "?"', 'seen: "+"'), encoding="utf-8")
    _, said = assess("w\nq\n")
    assert "These words do not stand in the notes." in said
    assert "Rated since the notes were read (then +)." in said


def test_a_line_of_what_was_settled_holds_no_word_of_the_notes() -> None:
    assert Settled._fields == ("question", "party", "day", "sign", "person")


def test_on_the_screen_the_quote_stands_in_its_lines(terminal: Make) -> None:
    here = terminal("--proposals", *DAY, file=DEAL, rows=40, columns=100)
    here.shows(
        "0 of 10 settled",
        "10 quotes wait",
        "“What counts for me",
        "Luis Ferrer (operations)",
        "struck the native",
    )
    assert "spoke for" not in here.text
    here.type("+")
    here.shows("The notes spoke for + too", "1 of 10 settled", "not a rich customer")
    here.type("+")
    here.shows(
        "The notes spoke for -, you say +", "Why? (Enter alone: no reason)", "Customer's financial condition"
    )
    here.type("They owe nobody money\n")
    here.shows("2 of 10 settled", "the owner has released")
    here.type("-")
    here.shows("Why? (Enter alone: no reason)")
    here.type("?\n")
    here.shows("? is no reason")
    here.type("esc")
    here.shows("3 of 10 settled", "If a truck waits")
    here.type("q")
    assert here.ends() == 0
    assert "7 quotes wait on" in here.said
    assert deal().answer("tas", "financial_condition").evidence_text().endswith("→ They owe nobody money")
    assert [person for _, _, person in lines_left()] == ["+", "+", "-"]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 24), (80, 20)])
def test_on_a_small_screen_the_quote_goes_last(terminal: Make, columns: int, rows: int) -> None:
    here = terminal("--proposals", *DAY, file=DEAL, rows=rows, columns=columns)
    here.shows("0 of 10 settled")
    here.type("enter", "enter", "enter")
    here.until(
        lambda: "each one, from the first of March.”" in here.whole and "Dana Reyes (finance)" in here.whole
    )
    here.type("q")
    assert here.ends() == 0
