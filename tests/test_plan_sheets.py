"""What the worksheets add to a plan: people, value, partners, signs, gates, visits; on paper and in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ROOT, bank
from documents import HOSTILE
from tas_cli.boundary import run
from tas_cli.judging.worksheets import weighed
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, with_answer
from tas_cli.yamlio.writing import quoted

Out = pytest.CaptureFixture[str]
DEAL = ROOT / "tests" / "gold" / "plan.tas.yaml"
DAY = ("--today", "2026-11-22")


@pytest.fixture
def deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan.tas.yaml"
    path.write_bytes(DEAL.read_bytes())
    monkeypatch.chdir(tmp_path)
    return path


def planned(deal: Path, capsys: Out) -> dict[str, Any]:
    assert run(["plan", deal.name, "--format", "json", *DAY]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)["results"][0]
    return result


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("what", [["plan"], ["sheet", "--for", "customer"], ["letter", "--letter", "1"]])
def test_a_plan_is_what_it_was(
    what: list[str], lang: str, deal: Path, gold: Callable[[str, str], None], capsys: Out
) -> None:
    assert run(["plan", deal.name, *what[1:], "--lang", lang, *DAY]) == 0
    gold(f"plan_{what[0]}_{lang}.txt", capsys.readouterr().out)


def test_the_worksheets_stand_in_the_json(deal: Path, capsys: Out) -> None:
    found = planned(deal, capsys)
    assert found["players"] == [
        {"id": "cio", "role": "decider", "influence": "high", "stance": "supporter", "met": True},
        {"id": "voss", "role": "user", "influence": "medium", "stance": "opponent", "met": None},
    ]
    assert found["control"] == {"seen": 3, "signs": ["calls_unreturned", "delays", "price_only"]}
    assert found["strategy"]["chosen"] == "flanking"
    assert found["gates"] == [
        {"id": "gate_vision", "state": "unknown"},
        {"id": "gate_criteria", "state": "no"},
        {"id": "gate_value", "state": "unknown"},
    ]
    programme = found["programme"]
    assert (programme["mode"], programme["next"], programme["count"], programme["of"]) == (
        "consultative",
        "prepare_visit",
        2,
        15,
    )
    assert all(each["proof"] for each in programme["steps"])
    assert len(found["value"]) == 7
    assert any("(… Tracking …)" in each for each in found["value"])
    assert {each["id"] for each in found["warnings"]} >= {"players.no_coach", "control.who_is_in_control"}


@pytest.mark.parametrize(
    ("answer", "step", "next_"),
    [
        ("progress.prepare_visit=2026-11-20", 3, "verify_evaluation"),
        ("progress.find_prospects=no", 1, "find_prospects"),
    ],
)
def test_what_is_ticked_is_struck_off_and_the_next_is_in_front(
    answer: str, step: int, next_: str, deal: Path, capsys: Out
) -> None:
    assert run(["rate", deal.name, answer]) == 0
    found = planned(deal, capsys)["programme"]
    assert (found["count"], found["next"]) == (step, next_)


def test_the_verified_field_is_the_step_of_that_name(deal: Path, capsys: Out) -> None:
    assert run(["rate", deal.name, "--set", "verified=true"]) == 0
    done = {each["id"] for each in planned(deal, capsys)["programme"]["steps"] if each["done"]}
    assert "verify_evaluation" in done


def test_a_no_at_a_gate_brings_what_to_turn_first(deal: Path, capsys: Out) -> None:
    turned = "Bring our criteria in by a second way"
    assert run(["plan", deal.name, *DAY]) == 0
    assert turned in capsys.readouterr().out
    assert run(["rate", deal.name, "progress.gate_criteria=yes"]) == 0
    capsys.readouterr()
    assert run(["plan", deal.name, *DAY]) == 0
    assert turned not in capsys.readouterr().out


def test_a_visit_with_a_proof_is_done(deal: Path, capsys: Out) -> None:
    assert run(["plan", deal.name, *DAY]) == 0
    out = capsys.readouterr().out
    assert "First visit: the initiator's ideas (done)" in out
    assert "Second visit: the decision maker's ideas (next)" in out
    assert "Lund's view" in out


def test_people_are_drawn_and_marked_where_nobody_met_them(deal: Path, capsys: Out) -> None:
    assert run(["plan", deal.name, "--format", "html", *DAY]) == 0
    page = capsys.readouterr().out
    assert '<svg class="square"' in page
    assert "medium, opponent: Karin Voss*" in page
    assert run(["plan", deal.name, "--format", "markdown", *DAY]) == 0
    assert "| **medium** | Karin Voss\\* |  |  |  |" in capsys.readouterr().out


def test_a_calendar_has_the_dated_actions_and_steps_that_are_left(deal: Path, capsys: Out) -> None:
    pytest.importorskip("icalendar")
    assert run(["plan", deal.name, "--format", "ics", *DAY]) == 0
    out = capsys.readouterr().out
    assert "Bring the migration criterion in" in out
    assert "Trial migration" not in out  # it is done


def test_whatever_stands_in_a_worksheet_stays_a_text(deal: Path, capsys: Out) -> None:
    text = DEAL.read_text(encoding="utf-8")
    said = quoted(" ".join(each for each in HOSTILE if each.isprintable()))
    changed = text.replace("name: Karin Voss", f"name: {said}").replace("adds: Hosting", f"adds: {said}")
    deal.write_text(changed.replace("what: Training", f"what: {said}"), encoding="utf-8")
    for arguments in ([], ["--for", "customer"], ["--letter", "1"]):
        for format in ("text", "markdown", *(["html"] if "--letter" not in arguments else [])):
            assert run(["plan", deal.name, *arguments, "--format", format, *DAY]) == 0
            out = capsys.readouterr().out
            assert "\x1b" not in out
            assert format != "html" or "<img src=x" not in out
            assert format == "text" or not re.search(r"(?<!\\)<img", out)
            assert format == "text" or "##[error]" not in out


def test_a_deal_without_worksheets_is_told_of_them(deal: Path, capsys: Out) -> None:
    deal.write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    assert run(["plan", deal.name, *DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Not begun: Players, Account plan, Value proposition" in out
    assert "People" not in out
    found = planned(deal, capsys)
    assert found["players"] == found["warnings"] == []
    assert found["control"] == {"seen": 0, "signs": []}


def scored_rows(deal: Path, capsys: Out, *cells: str) -> None:
    """The gold deal with these rows of the customer's criteria: row=weight/ours/theirs, nothing for unknown."""
    facts = []
    for row in cells:
        id, _, said = row.partition("=")
        columns = zip(("weight", "ours", "theirs"), said.split("/"), strict=True)
        facts += [f"selection.criteria/{id}.{column}={text}" for column, text in columns if text]
    assert run(["rate", deal.name, *facts]) == 0
    capsys.readouterr()


def test_the_customers_criteria_are_weighed_and_add_up(deal: Path, capsys: Out) -> None:
    scored_rows(deal, capsys, "price=40/3/5", "fit=60/5/2")
    [weighed] = planned(deal, capsys)["weighed"]
    assert weighed == {
        "question": "selection.criteria",
        "weight": 100,
        "totals": [
            {"column": "ours", "low": 420, "high": 420},
            {"column": "theirs", "low": 320, "high": 320},
        ],
        "unknown": 0,
        "highest": 5,
        "left_out": 0,
    }
    assert run(["plan", deal.name, *DAY]) == 0
    out = capsys.readouterr().out
    assert "Our score to Best rival's score 1.31 : 1" in out
    assert all(number in out for number in ("120", "300", "200", "420", "320"))
    assert run(["show", deal.name, *DAY, "--lang", "zh"]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "加权合计：我方得分420、最强对手得分320；我方得分与最强对手得分之比1.31:1" in said


def test_an_unknown_score_is_a_range_and_a_row_without_weight_is_left_out(deal: Path, capsys: Out) -> None:
    scored_rows(deal, capsys, "price=40/3/?", "fit=60/5/2", "odd=/4/4")
    [weighed] = planned(deal, capsys)["weighed"]
    assert weighed["totals"] == [
        {"column": "ours", "low": 420, "high": 420},
        {"column": "theirs", "low": 120, "high": 320},
    ]
    assert (weighed["unknown"], weighed["left_out"]) == (1, 1)
    assert run(["plan", deal.name, *DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert (
        "1 score is not known and counts from 0 to 5, the highest here; 1 row without a weight is left out"
        in out
    )
    assert "1.31..3.50 : 1" in out
    assert run(["show", deal.name, *DAY, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["results"][0]["banks"]["selection"]
    assert shown["weighed"] == [weighed]


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["", "?", "0", "1", "2.5", "40"])] * 3),
        min_size=1,
        max_size=4,
    )
)
def test_sums_are_those_of_the_rows_and_hold_every_way_it_may_turn_out(
    rows: list[tuple[str, str, str]],
) -> None:
    said = {
        f"r{i}": {id: text for id, text in zip(("weight", "ours", "theirs"), row, strict=True) if text}
        for i, row in enumerate(rows)
    }
    of = bank("selection")
    made = with_answer(Assessment(), of.id, "criteria", Answer(rows=said))
    found = weighed(made, of, of.by_id["criteria"])
    counted = [row for row in rows if row[0] not in ("", "?")]
    known = [Decimal(text) for row in counted for text in row[1:] if text not in ("", "?")]
    if not known:
        assert found is None
        return
    assert found is not None
    assert found.left_out == len(rows) - len(counted)
    for place, (low, high) in enumerate(found.totals, 1):
        for guess in (Decimal(0), max(known) / 2, max(known)):
            total = sum(
                Decimal(row[0]) * (guess if row[place] in ("", "?") else Decimal(row[place]))
                for row in counted
            )
            assert low <= total <= high


def test_a_visit_of_no_programme_is_shown_with_its_questions_line_by_line(deal: Path, capsys: Out) -> None:
    assert (
        run(["rate", deal.name, "visits.visits/lunch.date=2026-11-27", "visits.visits/lunch.whom=Lund"]) == 0
    )
    assert run(["rate", deal.name, "visits.visits/lunch.questions=Who decides?\nBy when?"]) == 0
    capsys.readouterr()
    assert run(["plan", deal.name, *DAY]) == 0
    out = capsys.readouterr().out
    shown = "  · Day: 2026-11-27\n    · Whom: Lund\n    · Questions in order: Who decides?\n    · By when?\n"
    assert f"Other visits\n{shown}" in out


def test_a_deal_to_leave_is_no_sale_to_go_on_with_unless_the_team_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Out
) -> None:
    path = tmp_path / "harbor.tas.yaml"
    path.write_bytes((ROOT / "examples" / "deals" / "harbor-logistics.tas.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    texts = ("What to do about each rival", "Three visits within a week", "What proves it")
    assert run(["plan", path.name, *DAY]) == 0
    out = capsys.readouterr().out
    assert not any(each in out for each in texts)
    assert "Leave well, and hear who decides after July" in out
    assert planned(path, capsys)["moves"]
    assert run(["rate", path.name, "plan.strategy=flanking"]) == 0
    capsys.readouterr()
    assert run(["plan", path.name, *DAY]) == 0
    out = capsys.readouterr().out
    assert all(each in out for each in texts)


def test_whose_stance_is_not_known_is_not_missing_from_the_picture(deal: Path, capsys: Out) -> None:
    new = {"name": "Ada Moss", "influence": "high"}
    assert run(["rate", deal.name, *(f"players.people/moss.{id}={text}" for id, text in new.items())]) == 0
    capsys.readouterr()
    assert run(["plan", deal.name, *DAY]) == 0
    [line] = [each for each in capsys.readouterr().out.splitlines() if each.startswith("  high ")]
    assert line.rstrip().endswith("Ada Moss*")


@pytest.mark.parametrize("format", ["text", "json", "html", "ics"])
def test_sheets_that_a_team_replaced_by_quite_other_ones_leave_their_part_out(
    format: str, deal: Path
) -> None:
    deal.with_name("tas.yaml").write_text("questions: [ours]\n", encoding="utf-8")
    (deal.parent / "ours").mkdir()
    for path in (ROOT / "questions").glob("*.yaml"):
        if path.stem not in ("tas", "uss", "playbook"):
            text = f"format: 1\nid: {path.stem}\nversion: 1\ntitle: T\nsections:\n  - id: s\n    title: S\n"
            text += "    questions:\n      - {id: only, kind: check, title: Q}\n"
            (deal.parent / "ours" / path.name).write_text(text, encoding="utf-8")
    assert run(["plan", deal.name, "--format", format, *DAY]) == 0
    assert run(["report", ".", *DAY]) == 0
    assert run(["plan", deal.name, "--for", "customer", *DAY]) == 0
