"""The sheets of an account plan, filled by keys and lines, checked by their banks, merged, told, and left alone."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from builders import LIBRARY, PLAN, PLAYERS, ROOT, bank
from played import press
from tas_cli.boundary import run
from tas_cli.changes.merge import merge
from tas_cli.findings import Finding
from tas_cli.judging.cautions import failed_checks
from tas_cli.judging.scorecard import score
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, read_assessment, usable, with_cell, with_row, with_value
from tas_cli.model.bank import Bank
from tas_cli.model.layout import new_text
from tas_cli.session import WalkScope, open_session
from tas_cli.session.assessment_file import open_existing
from tas_cli.session.events import ChangeSeen
from tas_cli.session.notices import fact_name
from tas_cli.session.saver import Saver

Out = pytest.CaptureFixture[str]
TODAY = date(2026, 11, 22)
DEAL = Assessment(customer="Acme", opportunity="Core", competitors={"x_sys": "X-Sys"})
CONTROL, PROGRESS = bank("control"), bank("progress")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.tas.yaml"
    file.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    return file


def on_disk(path: Path) -> Assessment:
    return usable(read_assessment(path.read_text(encoding="utf-8"), "a"))


def sheet(path: Path, bank: Bank) -> Saver:
    seen = open_existing(str(path))
    session = open_session([bank], seen.assessment, today=TODAY, scope=WalkScope(bank.id))
    return Saver(session, seen, LIBRARY)


def lines(path: Path, bank: str, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return run(["assess", str(path), "--lines", "--bank", bank, "--today", "2026-11-22"])


def people(*rows: dict[str, str], start: Assessment = DEAL) -> Assessment:
    for number, said in enumerate(rows):
        start = with_row(start, "players", "people", f"p{number}", said)
    return start


def failing(deal: Assessment, bank: Bank) -> list[tuple[str, str | None]]:
    found = failed_checks(deal, bank, short=False, today=TODAY)
    return [(each.check.id, each.row) for each in found]


# Filling in


def test_a_table_is_filled_by_keys(path: Path) -> None:
    saver = sheet(path, PLAYERS)
    keyboard = press(saver, ["enter", *"Anna Li", "enter", "enter", *"CIO", "enter", "3", "1", "D", "1", "2"])
    press(saver, ["enter", *"Sleep", "enter", "+", "=", *"2026-11-02", "enter", "enter", *"soon", "enter"])
    assert keyboard.session.notice is not None
    assert keyboard.session.notice.id == "no_answer.date"
    press(saver, ["enter", *"2026-11-20", "enter", "enter", *"张伟", "enter", "q"])
    assert on_disk(path).answer("players", "people").rows == {
        "anna_li": {
            "name": "Anna Li", "job": "CIO", "level": "decision", "function": "using", "role": "decider",
            "influence": "high", "stance": "supporter", "wants": "Sleep", "coach": "yes", "met": "2026-11-02",
            "last_contact": "2026-11-20",
        },
        "张伟": {"name": "张伟"},
    }  # fmt: skip


def test_what_is_no_day_stays_to_be_corrected(path: Path) -> None:
    saver = sheet(path, PLAYERS)
    keyboard = press(saver, ["enter", *"Anna", "enter", "up", "up", "end", "up", "enter", *"2 Nov", "enter"])
    assert keyboard.typing is not None
    assert keyboard.typing.text == "2 Nov"


def test_a_row_is_removed_after_a_question_and_brought_back(path: Path) -> None:
    saver = sheet(path, PLAYERS)
    press(saver, ["enter", *"Anna", "enter", "x", "n"])
    assert on_disk(path).answer("players", "people").rows
    press(saver, ["x", "y"])
    assert not on_disk(path).answer("players", "people")
    press(saver, ["u"])
    assert on_disk(path).answer("players", "people").rows == {"anna": {"name": "Anna"}}


def test_rows_of_one_name_have_ids_of_their_own(path: Path) -> None:
    saver = sheet(path, PLAYERS)
    press(saver, ["enter", *"Us", "enter", "end", "enter", *"us", "enter"])
    assert [*on_disk(path).answer("players", "people").rows] == ["us_2", "us_3"]


def test_a_text_of_lines_is_kept_as_it_was_typed_and_a_draft_survives(path: Path) -> None:
    saver = sheet(path, PLAN)
    press(saver, ["enter", *"Grow with them\nyear by year".replace("\n", " "), "enter"])
    assert on_disk(path).answer("plan", "goal").answer == "Grow with them year by year"
    press(saver, ["enter", *"Three lic", "escape"])
    assert not on_disk(path).answer("plan", "objective")
    keyboard = press(saver, ["enter"])
    assert keyboard.typing is not None
    assert keyboard.typing.text == "Three lic"


def test_every_line_is_text_where_a_text_is_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(path, "plan", "q\n+\n:b\n:w\n:q\n", monkeypatch) == 0
    deal = on_disk(path)
    assert deal.answer("plan", "goal").answer == "q"
    assert deal.answer("plan", "objective").answer == "+"


def test_checks_in_lines(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert lines(path, "control", "+\n-\n= 2026-11-02\n=\n2026-11-03\n？\n是\nmaybe\n", monkeypatch) == 2
    answers = on_disk(path).answers["control"]
    assert [each.answer for each in answers.values()] == ["yes", "no", "2026-11-02", "2026-11-03", "?", "yes"]
    assert "maybe" in capsys.readouterr().err


def test_a_check_that_is_a_field_of_the_deal_is_kept_there(path: Path, capsys: Out) -> None:
    assert run(["rate", str(path), "progress.verify_evaluation=yes"]) == 0
    assert on_disk(path).verified
    assert not on_disk(path).answers
    assert on_disk(path).answer_to("progress", PROGRESS.by_id["verify_evaluation"]).answer == "yes"
    press(sheet(path, PROGRESS), ["down", "down", "down", "-"])
    assert not on_disk(path).verified
    capsys.readouterr()
    assert run(["show", str(path), "--format", "json"]) == 0
    assert "progress" not in json.loads(capsys.readouterr().out)["results"][0]["banks"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("players.people=Anna", "ROW"),
        ("players.people/cio=Anna", "ROW"),
        ("players.people/us.name=Anna", "'us'"),
        ("players.people/cio.nam=Anna", "name"),
        ("players.people/cio.stance=fan", "supporter"),
        ("players.people/cio.met=sometimes", "2026-11-22"),
        ("players.people/cio.last_contact=soon", "year-month-day"),
        ("value.benefits/b.amount=1.2m", "digits"),
        ("plan.goal/x.y=z", "rows"),
        ("tas.solution_fit/x.y=z", "rows"),
    ],
)
def test_rate_says_what_a_table_cannot_hold(path: Path, given: str, said: str, capsys: Out) -> None:
    before = path.read_bytes()
    assert run(["rate", str(path), given]) == 2
    assert said in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_row_takes_no_evidence(path: Path, capsys: Out) -> None:
    assert run(["rate", str(path), "people/cio.name=Anna", "--evidence", "met her"]) == 2
    assert "column" in capsys.readouterr().err


# What the banks check


ANNA = {
    "name": "Anna",
    "role": "decider",
    "met": "2026-11-02",
    "coach": "yes",
    "influence": "high",
    "stance": "mentor",
}
BOB = {"name": "Bob", "stance": "opponent"}


def test_players_whom_nothing_is_wrong_with() -> None:
    deal = with_value(people(ANNA, BOB), "tas", LIBRARY["tas"].by_id["political_alignment"], "us", "+")
    assert failing(deal, PLAYERS) == []
    assert failing(DEAL, PLAYERS) == []


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([BOB], [("nobody_decides", None), ("no_coach", None), ("alignment_without_power", None)]),
        ([ANNA], [("no_opponent", None)]),
        ([{**ANNA, "met": "no"}, BOB], [("decider_not_met", "p0")]),
        ([ANNA, {**BOB, "role": "decider"}], [("decider_not_met", "p1")]),
        ([{**ANNA, "influence": "low"}, BOB], [("alignment_without_power", None)]),
        ([{**ANNA, "coach": "?"}, BOB], [("no_coach", None)]),
    ],
)
def test_what_players_show(rows: list[dict[str, str]], ids: list[tuple[str, str | None]]) -> None:
    deal = with_value(people(*rows), "tas", LIBRARY["tas"].by_id["political_alignment"], "us", "+")
    assert failing(deal, PLAYERS) == ids


def test_several_signs_ask_who_is_in_control() -> None:
    deal = DEAL
    for number, id in enumerate([*CONTROL.by_id][:3]):
        assert failing(deal, CONTROL) == []
        deal = with_value(deal, "control", CONTROL.by_id[id], "us", "yes" if number else "2026-11-02")
    assert failing(deal, CONTROL) == [("who_is_in_control", None)]


def test_what_a_plan_owes() -> None:
    deal = with_value(DEAL, "plan", PLAN.by_id["objective"], "us", "Three licences")
    assert failing(deal, PLAN) == [("unmeasured", None), ("no_value_for_them", None)]
    deal = with_value(deal, "plan", PLAN.by_id["value_for_customer"], "us", "yes")
    deal = deal.model_copy(update={"amount": 90, "close_date": TODAY})
    assert failing(deal, PLAN) == []
    deal = with_cell(deal, "plan", "actions", "ask", "who", "maria")
    assert failing(deal, PLAN) == [("beside_the_strategy", "ask"), ("wish", "ask")]


def test_checks_name_the_row_in_the_scorecard_and_its_line_in_check(path: Path, capsys: Out) -> None:
    path.write_text(new_text(people({**ANNA, "met": "no"}, BOB), LIBRARY), encoding="utf-8")
    assert run(["show", str(path), "--lang", "zh"]) == 0
    assert "Anna：拍板的人，我们却没有人见过。" in capsys.readouterr().out
    assert run(["check", str(path), "--format", "json"]) == 0
    found = next(each for each in json.loads(capsys.readouterr().out)["findings"] if each["id"] == "TAS208")
    at = path.read_text(encoding="utf-8").splitlines()
    assert at[found["line"] - 1].strip() == "p0:"
    assert "players.people/p0" in found["help"]


def test_a_sheet_asks_nothing_that_would_have_to_be_found_out() -> None:
    deal = with_value(DEAL, "plan", PLAN.by_id["goal"], "us", "Grow")
    card = score(deal, [LIBRARY["tas"], PLAN], today=TODAY)
    assert not any(name.startswith("plan.") for name in card.next_questions)


def test_conflicts_in_a_sheet_name_no_party(path: Path) -> None:
    saver = sheet(path, PLAN)
    names = [
        fact_name(saver.session, ("answers", "plan", "goal", *rest), "en") for rest in (("us",), ("answer",))
    ]
    assert names == ["Goal", "Goal"]
    where = ("answers", "plan", "actions", "ask", "who")
    assert fact_name(saver.session, where, "zh") == "行动 · ask · 谁"


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "[bold]x[/bold]", "<b>&", "=1+1", "{{x}}", "::set-output::", "a\nb"]
)
def test_words_in_a_table_are_words_everywhere(path: Path, text: str, capsys: Out) -> None:
    deal = with_row(DEAL, "players", "people", "p0", {"name": text, "wants": text, "stance": text})
    path.write_text(new_text(deal, LIBRARY), encoding="utf-8")
    assert on_disk(path) == deal
    for command in ("show", "check"):
        for format in ("text", "json", "markdown", "csv", "html"):
            if run([command, str(path), "--format", format]) in (0, 1):
                out = capsys.readouterr().out
                assert "\x1b" not in out
                assert "<b>&" not in out.replace("\\<", "") or format not in ("html", "markdown")
                assert not any(
                    line.startswith(("=1", "::set")) for line in out.replace(",", "\n").splitlines()
                )
            capsys.readouterr()


# Two people


def test_rows_and_columns_merge_each_by_itself() -> None:
    base = people(ANNA)
    mine = with_cell(base, "players", "people", "p0", "stance", "neutral")
    mine = with_row(mine, "players", "people", "li", {"name": "Li"})
    theirs = with_cell(base, "players", "people", "p0", "wants", "Sleep")
    theirs = with_row(theirs, "players", "people", "wu", {"name": "Wu"})
    merged = merge(base, mine, theirs)
    assert not merged.conflicts
    assert merged.assessment.answer("players", "people").rows == {
        "p0": {**ANNA, "stance": "neutral", "wants": "Sleep"},
        "li": {"name": "Li"},
        "wu": {"name": "Wu"},
    }


def test_a_row_that_somebody_else_added_comes_in_and_is_walked(path: Path) -> None:
    saver = sheet(path, PLAYERS)
    press(saver, ["enter", *"Anna", "enter"])
    assert run(["rate", str(path), "people/bob.name=Bob", "people/anna.job=CEO"]) == 0
    saver.look()
    saver.feed(ChangeSeen())
    assert {cell.row for cell in saver.session.walk} == {"anna", "bob", ""}
    press(saver, ["enter", *"CIO", "enter"])
    rows = on_disk(path).answer("players", "people").rows
    assert rows["bob"] == {"name": "Bob"}
    assert rows["anna"]["name"] == "Anna"
    assert not saver.session.conflicts


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_that_one_side_removed_stays_whole_while_the_other_said_something_of_it(turned: bool) -> None:
    base = people(ANNA, BOB)
    gone = with_row(base, "players", "people", "p0", {})
    said = with_cell(base, "players", "people", "p0", "wants", "Sleep")
    sides = (said, gone) if turned else (gone, said)
    merged = merge(base, *sides)
    assert not merged.conflicts
    assert merged.assessment.answer("players", "people").rows["p0"] == {**ANNA, "wants": "Sleep"}
    assert "p0" not in merge(base, gone, base).assessment.answer("players", "people").rows


def test_a_competitor_and_a_row_of_one_id_have_nothing_to_do_with_each_other() -> None:
    base = with_row(DEAL, "players", "people", "x_sys", {"name": "Their man"})
    without = base.model_copy(update={"competitors": {}})
    theirs = with_cell(base, "players", "people", "x_sys", "stance", "opponent")
    assert not merge(base, without, theirs).assessment.competitors


# Nobody is asked for what nobody wants


def test_sheets_are_read_only_when_they_are_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tas_cli.model.bank_reading import read_bank

    read: list[str] = []

    def reading(text: str, name: str) -> tuple[Bank | None, list[Finding]]:
        read.append(Path(name).stem)
        return read_bank(text, name)

    monkeypatch.setattr("tas_cli.model.library.read_bank", reading)
    for command in (["show", str(path)], ["check", str(path)], ["rate", str(path), "solution_fit=+"]):
        read.clear()
        assert run(command) == 0
        assert sorted(read) == ["tas", "uss"]
    read.clear()
    assert run(["rate", str(path), "players.people/cio.name=Anna"]) == 0
    assert sorted(read) == ["players", "tas", "uss"]


@pytest.mark.parametrize("where", ["tas.nope", "nope.nope", "uss.solution"])
def test_a_check_that_waits_for_what_nobody_asks_is_refused_at_its_line(
    where: str, path: Path, capsys: Out
) -> None:
    text = (ROOT / "questions" / "players.yaml").read_text(encoding="utf-8")
    text = text.replace("tas.political_alignment", where)
    (path.parent / "players.yaml").write_text(text, encoding="utf-8")
    (path.parent / "tas.yaml").write_text("questions: [players.yaml]\n", encoding="utf-8")
    assert run(["show", str(path)]) == 2
    line = next(number for number, each in enumerate(text.splitlines(), 1) if where in each)
    assert f"players.yaml:{line}:" in capsys.readouterr().err
    (path.parent / "players.yaml").write_text(text.replace(where, "tas.solution_fit"), encoding="utf-8")
    assert run(["show", str(path)]) == 0


def test_what_stands_in_no_sheet_of_ours_is_kept(path: Path, capsys: Out) -> None:
    """A file with a table of a bank that is not here, or columns of another version, loses nothing."""
    text = path.read_text(encoding="utf-8") + (
        "answers:\n  ours:\n    list:\n      one: {a: 1.10, b: no}\n  players:\n    people:\n      cio: {shoe: '43'}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert run(["rate", str(path), "people/cio.name=Anna", "solution_fit=+"]) == 0
    deal = on_disk(path)
    assert deal.answer("ours", "list") == Answer(rows={"one": {"a": "1.10", "b": "no"}})
    assert deal.answer("players", "people").rows == {"cio": {"shoe": "43", "name": "Anna"}}
    capsys.readouterr()
    assert run(["show", str(path)]) == 0
    assert "43" in capsys.readouterr().out
