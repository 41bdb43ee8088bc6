"""What may be sent to a customer: the agreed steps and the letters, and nothing else of a deal, whatever it says."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from builders import ROOT, TODAY, assessments
from tas_cli.boundary import run
from tas_cli.judging.agreed_steps import agreement
from tas_cli.model.answers import US, Answer, Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.model.bank import Question
from tas_cli.model.fields import FIELDS, SENDABLE
from tas_cli.model.layout import new_text
from tas_cli.model.library import load_library
from tas_cli.model.sendable import Sendable, sendable
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace
from tas_cli.reports.customer_sheet import LetterToWrite, Sheet
from tas_cli.reports.formats import formats_of, render
from tas_cli.words import LANGUAGES

Out = pytest.CaptureFixture[str]
LIBRARY = load_library(Workspace(None, Settings()))
BANKS = dict(LIBRARY.banks.items())
SECRET = "SECRET"
STEPS = {
    "trial": {"what": "Trial run", "by_when": "2027-01-15", "ours": "Jo", "theirs": "Tom", "done": "yes"},
    "contract": {"what": "Sign", "days_before": "270", "ours": "Maria", "theirs": "Lund"},
    "training": {"what": "Train"},
}


def secretive(question: Question) -> Answer:
    """An answer to a question of any kind with a secret in every part that a file can hold."""
    note = Evidence(f"{SECRET} evidence", f"{SECRET} who", "us", date(2026, 1, 1), f"{SECRET} source")
    if question.columns:
        row = {column.id: f"{SECRET} {column.id}" for column in question.columns}
        return Answer(rows={SECRET: row}, evidence={US: note}, next_step=NextStep(SECRET, None, SECRET))
    ratings: dict[str, Any] = {US: "+", "x_sys": "-"} if question.kind.each_party else {}
    answer = None if question.kind.each_party else f"{SECRET} {question.id}"
    return Answer(answer, ratings, {US: note, "x_sys": note}, NextStep(SECRET, None, SECRET))


def full_of_secrets() -> Assessment:
    """A deal that holds a secret wherever nothing is marked as fit to be sent."""
    changes: dict[str, object] = {
        name: f"{SECRET} {name}"
        for name, field in FIELDS.items()
        if field.type.name in ("text", "key") and name not in (*SENDABLE, "outcome")
    }
    answers = {
        bank.id: {id: secretive(question) for id, question in bank.by_id.items() if not question.for_customer}
        for bank in BANKS.values()
    }
    answers["plan"] |= {"agreed": Answer(rows=STEPS), "needed_by": Answer("2027-12-31")}
    changes |= {"competitors": {"x_sys": f"{SECRET} rival"}, "custom": {SECRET: SECRET}, "answers": answers}
    return with_fields(Assessment(customer="Acme", opportunity="Core", owner="maria"), **changes)


def papers(deal: Assessment, us: str = "We") -> list[str]:
    """Every paper that may be sent of a deal, in every format and language."""
    made = []
    for lang in LANGUAGES:
        sheet = Sheet(sendable(deal, BANKS, us, TODAY, lang), BANKS)
        made += [render("sheet", format, sheet, lang) for format in formats_of("sheet")]
        for letter in LIBRARY.playbook.letters:
            value = LetterToWrite(letter, sheet)
            made += [render("letter", format, value, lang) for format in formats_of("letter")]
    return made


def test_no_paper_holds_what_is_not_marked_as_fit_to_be_sent() -> None:
    made = papers(full_of_secrets())
    assert len(made) > 20
    for paper in made:
        assert SECRET.casefold() not in paper.casefold()
    assert "Trial run" in made[0]
    assert "SECRET" in new_text(full_of_secrets(), BANKS)


def test_a_paper_is_made_of_what_may_be_sent_and_of_nothing_else() -> None:
    """By type: neither a sheet nor a letter has a place for a deal, a scorecard or a plan."""
    assert Sheet.__annotations__.keys() == {"sent", "banks"}
    assert LetterToWrite.__annotations__.keys() == {"letter", "sheet"}
    assert Sendable.__annotations__.keys() == {"texts", "rows"}
    source = (ROOT / "src" / "tas_cli" / "reports" / "customer_sheet.py").read_text(encoding="utf-8")
    for name in ("assessment", "scorecard", "plan ", "plan_parts", "headline"):
        assert f"import {name}" not in source
        assert not re.search(rf"from \.+\w*\.?{name.strip()} import", source)


def test_only_kinds_that_judge_nothing_may_be_sent() -> None:
    marked = [(bank.id, each) for bank in BANKS.values() for each in bank.by_id.values() if each.for_customer]
    assert {bank for bank, _ in marked} == {"plan", "value"}
    assert not any(question.kind.find_out for _, question in marked)
    assert not {"strategy", "actions", "resources", "goal"} & {question.id for _, question in marked}


def test_of_the_fields_only_who_buys_what_from_whom_may_be_sent() -> None:
    assert {*SENDABLE} == {"customer", "opportunity", "owner"}


@given(assessments())
def test_no_rating_and_no_rival_is_sent_of_any_deal(deal: Assessment) -> None:
    sent = sendable(deal, BANKS, "We", TODAY, "en")
    assert set(sent.texts) | set(sent.rows) <= {
        "us", "today", *SENDABLE,
        *(f"{bank.id}.{id}" for bank in BANKS.values() for id, each in bank.by_id.items() if each.for_customer),
    }  # fmt: skip


def sent(**plan: Answer) -> Sendable:
    deal = with_fields(Assessment(customer="Acme", opportunity="Core"), answers={"plan": plan})
    return sendable(deal, BANKS, "We", TODAY, "en")


def test_steps_are_counted_back_from_the_day_they_need_it() -> None:
    found = agreement(sent(agreed=Answer(rows=STEPS), needed_by=Answer("2027-12-31")))
    assert found.needed_by == date(2027, 12, 31)
    assert [(each.what, each.day, each.days_before, each.is_done) for each in found.steps] == [
        ("Trial run", date(2027, 1, 15), 350, True),
        ("Sign", date(2027, 4, 5), 270, False),
        ("Train", None, None, False),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"what": "x", "by_when": "soon"},
        {"what": "x", "days_before": "999999999"},
        {"what": "x", "days_before": "-3"},
        {"what": "x", "days_before": "many"},
        {"by_when": "?"},
        {},
    ],
)
def test_what_fits_no_column_is_no_day(row: dict[str, str]) -> None:
    [step] = agreement(sent(agreed=Answer(rows={"a": row}), needed_by=Answer("2027-12-31"))).steps
    assert step.day is None


def test_without_a_day_to_count_from_there_is_none() -> None:
    for said in ("yes", "?", "no"):
        found = agreement(sent(agreed=Answer(rows=STEPS), needed_by=Answer(said)))
        assert found.needed_by is None
        assert [each.day for each in found.steps] == [date(2027, 1, 15), None, None]


def test_a_letter_is_filled_and_its_blanks_are_named() -> None:
    said = {"initiative": Answer("Run {customer} without downtime")}
    deal = Assessment(customer="Acme", opportunity="Core", owner="maria")
    deal = with_fields(deal, answers={"value": said})
    sheet = Sheet(sendable(deal, BANKS, "", TODAY, "en"), BANKS)
    first = next(each for each in LIBRARY.playbook.letters if each.id == "understood")
    shown = render("letter", "markdown", LetterToWrite(first, sheet), "en")
    assert "Run {customer} without downtime" in shown  # what fills a blank has no blanks of its own
    assert "(… Measure that moves …)" in shown
    assert "(… our name …)" in shown
    assert "maria" in shown


def team(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deals").mkdir()
    deal = (ROOT / "examples" / "deals" / "acme-bank.tas.yaml").read_bytes()
    (folder / "deals" / "acme.tas.yaml").write_bytes(deal)
    (folder / "tas.yaml").write_text("us: We\n", encoding="utf-8")
    monkeypatch.chdir(folder)


def test_a_letter_that_asks_for_what_is_ours_alone_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    team(tmp_path, monkeypatch)
    (tmp_path / "tas.yaml").write_text("us: We\nquestions: [way.yaml]\n", encoding="utf-8")
    text = (ROOT / "questions" / "playbook.yaml").read_text(encoding="utf-8")
    for blank in ("plan.strategy", "tas.inside_support", "amount", "worth"):
        changed = text.replace("{value.initiative}", f"{{{blank}}}", 1)
        assert changed != text
        (tmp_path / "way.yaml").write_text(changed, encoding="utf-8")
        assert run(["check", "--format", "json"]) == 1
        found = json.loads(capsys.readouterr().out)["findings"]
        assert [each["id"] for each in found] == ["TAS153"], blank
        assert run(["plan", "acme", "--letter", "1"]) == 2
        capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--letter", "9"], "letter 9"),
        (["--letter", "0"], "letter 0"),
        (["--letter", "1", "--for", "customer"], "two different papers"),
        (["--for", "customer", "--format", "json"], "no such paper"),
        (["--letter", "1", "--format", "html"], "no such paper"),
        (["--for", "us"], "none of customer"),
    ],
)
def test_what_there_is_not_is_said(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    team(tmp_path, monkeypatch)
    assert run(["plan", "acme", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert said in err


def test_the_sheet_is_of_one_deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    team(tmp_path, monkeypatch)
    assert run(["plan", "acme", "acme", "--for", "customer"]) == 2
    assert not capsys.readouterr().out
    assert run(["plan", "acme", "--for", "customer", "--format", "html", "-o", "sheet.html"]) == 0
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    for inside in ("X-Sys", "x_sys", "pursue", "qualify_out", "acme.tas.yaml", "X-Sys"):
        assert inside not in page


def test_a_rival_named_in_an_agreed_step_is_pointed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    team(tmp_path, monkeypatch)
    assert run(["plan", "acme", "--for", "customer"]) == 0
    assert not capsys.readouterr().err
    assert run(["rate", "acme", "plan.agreed/beat.what=Beat x-sys on price"]) == 0
    capsys.readouterr()
    for arguments in (["--for", "customer"], ["--for", "customer", "--lang", "zh"]):
        assert run(["plan", "acme", *arguments]) == 0
        assert "X-Sys" in capsys.readouterr().err


def test_days_before_are_a_column_only_where_there_is_a_day_to_count_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.tas.yaml").write_text(
        "customer: A\nopportunity: B\nanswers:\n  plan:\n    agreed:\n      talk:\n        what: We talk\n"
        "        by_when: 2026-12-01\n        ours: Ben\n        theirs: Ada\n",
        encoding="utf-8",
    )
    assert run(["plan", "a", "--for", "customer"]) == 0
    assert "Days before" not in capsys.readouterr().out
    assert run(["rate", "a", "plan.needed_by=2026-12-31"]) == 0
    capsys.readouterr()
    assert run(["plan", "a", "--for", "customer", "--lang", "zh"]) == 0
    assert "2026-12-01 30 We talk Ben Ada" in " ".join(capsys.readouterr().out.split())
