"""What the worksheets add to a plan: people, value, partners, signs, gates, visits; on paper and in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import ROOT
from documents import HOSTILE
from tas_cli.boundary import run
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
