"""n/a: a question that does not concern a deal counts nowhere, where its bank allows that, and only there."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import changes, rated, with_choice, with_rating
from played import press
from tas_cli.boundary import run
from tas_cli.judging.scorecard import score
from tas_cli.model.answers import Answer, Evidence
from tas_cli.model.assessment import Assessment, read_assessment, usable
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.session import WalkScope, open_session
from tas_cli.session.assessment_file import open_existing
from tas_cli.session.saver import Saver

Out = pytest.CaptureFixture[str]
TODAY = date(2026, 11, 22)
TEXT = """\
format: 1
id: own
version: 1
title: Own
sections:
  - id: s
    title: S
    contested: true
    required: [a]
    questions:
      - {id: a, title: A}
      - {id: b, title: B, allow_na: true, weight: 3}
      - {id: c, title: C, allow_na: true}
      - {id: d, title: D}
      - id: e
        title: E
        allow_na: true
        options: [{id: one, title: One, points: 1}, {id: two, title: Two, points: 2}]
ask_first: [b]
"""
WITHOUT = "".join(line for line in TEXT.splitlines(True) if "id: b," not in line and "ask_first" not in line)


def own(text: str = TEXT) -> Bank:
    bank, findings = read_bank(text, "own.yaml")
    assert bank is not None, findings
    return bank


def deal(**signs: str) -> Assessment:
    made = Assessment(customer="A", opportunity="B", competitors={"x_sys": "X"})
    answers = {
        id: Answer(ratings={"us": sign}, evidence={"us": Evidence("seen")})  # type: ignore[dict-item]
        for id, sign in signs.items()
    }
    return made.model_copy(update={"answers": {"own": answers}})


@given(
    st.lists(st.sampled_from(["+", "-", "?", "n/a"]), min_size=4, max_size=4),
    st.lists(st.sampled_from(["+", "-", "?", "n/a", None]), min_size=4, max_size=4),
)
def test_what_is_set_aside_is_as_if_it_were_not_asked(signs: list[str], theirs: list[str | None]) -> None:
    a, _, c, d = signs
    both = deal(a=a, c=c, d=d)
    aside = deal(a=a, b="n/a", c=c, d=d)
    for id, sign in zip("abcd", theirs, strict=True):
        if sign:
            aside = with_rating(aside, "own", id, "x_sys", sign)  # type: ignore[arg-type]
            both = both if id == "b" else with_rating(both, "own", id, "x_sys", sign)  # type: ignore[arg-type]
    one, other = (score(each, [own(text)], today=TODAY) for each, text in ((aside, TEXT), (both, WITHOUT)))
    assert (one.verdict, one.to_yes, one.next_questions, one.change, one.contested) == (
        other.verdict, other.to_yes, other.next_questions, other.change, other.contested,
    )  # fmt: skip
    assert one.banks["own"].leads == other.banks["own"].leads
    mine, yours = (card.sections[0].parties["us"] for card in (one, other))
    assert (mine.low, mine.high, mine.na) == (yours.low, yours.high, yours.na + 1)


def test_where_it_is_not_allowed_it_says_nothing() -> None:
    aside, unrated = deal(a="n/a", d="n/a", c="+"), deal(c="+")
    cards = [score(each, [own()], today=TODAY) for each in (aside, unrated)]
    assert cards[0].sections == cards[1].sections
    assert cards[0].next_questions == cards[1].next_questions


def test_a_choice_set_aside_brings_no_points_and_is_not_asked() -> None:
    one = score(with_choice(deal(a="+"), "own", "e", "n/a"), [own()], today=TODAY)
    points = one.banks["own"].score
    assert points is not None
    assert (points.low, points.high, points.items) == (0, 0, 0)
    assert "own.e" not in one.next_questions


@pytest.mark.parametrize("field", ["required", "veto", "veto_all"])
def test_what_decides_cannot_be_set_aside(field: str) -> None:
    text = TEXT.replace("    required: [a]\n", f"    {field}: [b]\n")
    bank, findings = read_bank(text, "own.yaml")
    assert bank is None
    assert [(each.id, each.line) for each in findings] == [("TAS144", 9)]


@pytest.mark.parametrize("kind", ["kind: text", "columns: [{id: x, title: X}]"])
def test_what_is_only_written_down_cannot_be_set_aside(kind: str) -> None:
    _, findings = read_bank(
        TEXT.replace("{id: d, title: D}", f"{{id: d, title: D, allow_na: true, {kind}}}"), "o"
    )
    assert [each.id for each in findings] == ["TAS139"]


def test_it_is_told_when_it_is_set_aside_and_taken_up() -> None:
    aside, rated_ = deal(a="+", b="n/a"), deal(a="+", b="-")
    assert [each.kind for each in changes(rated_, aside)] == ["set_aside"]
    assert [each.kind for each in changes(aside, rated_)] == ["taken_up"]


# In a workspace


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "tas.yaml").write_text("questions: [own.yaml]\nbanks: [own]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.tas.yaml"
    file.write_text("customer: A\nopportunity: B\ncompetitors:\n  x_sys: X\n", encoding="utf-8")
    return file


def test_rate_writes_it_and_every_report_shows_it(path: Path, capsys: Out) -> None:
    assert run(["rate", "a", "b=N/A", "x_sys:b=n/a", "own.e=n/a", "a=+"]) == 0
    assert '    b:\n      us: "n/a"\n      x_sys: "n/a"\n' in path.read_text(encoding="utf-8")
    assert run(["fmt", "--check", str(path)]) == 0
    assert run(["check", str(path)]) == 0
    capsys.readouterr()
    assert run(["show", "a"]) == 0
    assert "n/a does not apply" in capsys.readouterr().out
    assert run(["show", "a", "--format", "json"]) == 0
    ours = json.loads(capsys.readouterr().out)["results"][0]["banks"]["own"]["sections"][0]["parties"]["us"]
    assert (ours["na"], ours["low"], ours["high"]) == (1, -1, 3)
    assert run(["show", "a", "--format", "csv"]) == 0
    assert ",na," in capsys.readouterr().out


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("given", ["d=n/a", "a=n/a", "tas.solution_fit=n/a", "x_sys:d=N/A"])
def test_rate_refuses_it_where_the_bank_does(given: str, capsys: Out) -> None:
    assert run(["rate", "a", given]) == 2
    assert "n/a" in capsys.readouterr().err.casefold()


def test_a_file_that_says_it_all_the_same_is_reported(path: Path, capsys: Out) -> None:
    path.write_text(
        'customer: A\nopportunity: B\nanswers:\n  own:\n    d: {us: "n/a"}\n  uss:\n    solution: "n/a"\n',
        encoding="utf-8",
    )
    assert run(["check", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["id"], each["line"]) for each in found if each["level"] == "error"] == [
        ("TAS162", 5),
        ("TAS162", 7),
    ]


def test_it_is_typed_in_lines_and_pressed_on_the_screen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"+\nn/a\n")))
    assert run(["assess", "a", "--lines"]) == 0
    seen = open_existing(str(path))
    session = open_session([own()], seen.assessment, today=TODAY, scope=WalkScope("own"))
    keyboard = press(Saver(session, seen, {"own": own()}), ["0", "0"])
    assert keyboard.session.notice is not None
    assert keyboard.session.notice.id == "no_na"
    answers = usable(read_assessment(path.read_text(encoding="utf-8"), "a")).answers["own"]
    assert {id: answer.ratings["us"] for id, answer in answers.items()} == {"a": "+", "b": "n/a", "c": "n/a"}


def test_a_rule_sees_it(path: Path, capsys: Out) -> None:
    pytest.importorskip("cel_expr_python")
    with (path.parent / "tas.yaml").open("a", encoding="utf-8") as settings:
        settings.write("policy:\n  - {id: r, expect: \"own.b.us != 'n/a' && card.counts.na == 0\"}\n")
    assert run(["rate", "a", "b=n/a"]) == 0
    assert run(["check", str(path)]) == 1
    assert "r" in capsys.readouterr().out
    (path.parent / "tas.yaml").write_text(
        "questions: [own.yaml]\nbanks: [own]\npolicy:\n  - {id: r, expect: \"own.d.us != 'n/a'\"}\n",
        encoding="utf-8",
    )
    assert run(["check", str(path)]) == 1
    assert "TAS303" in capsys.readouterr().out


def test_old_deals_are_judged_as_before() -> None:
    card = score(rated("++?-"), [own()], today=TODAY)
    assert card.counts.na == 0
