"""Deals that a sales director judged by hand: each card says so in its first line, and tas has to agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builders import ROOT
from tas_cli.boundary import run
from tas_cli.model.judgements import ids

JUDGED = sorted((ROOT / "tests" / "examples" / "judged").glob("*.tas.yaml"))
DAY = ("--today", "2026-11-22")
EXAMPLES = {
    "acme-bank": "pursue",
    "harbor-logistics": "qualify_out",
    "东海精密": "find_out",
}
"""The deals that come with tas, and what a director would say to each."""


def shown(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["show", str(path), "--format", "json", *DAY, *options]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)["results"][0]
    return result


def cautions(found: dict[str, Any]) -> list[str]:
    return [caution["id"] for caution in found["cautions"]]


def test_there_are_ten_and_every_verdict_is_among_them() -> None:
    verdicts = {path.read_text(encoding="utf-8")[2:].partition(":")[0] for path in JUDGED}
    assert len(JUDGED) >= 10
    assert verdicts == set(ids("verdict"))


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: path.name.partition(".")[0])
def test_the_verdict_is_the_directors(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    verdict, _, why = first.removeprefix("# ").partition(": ")
    found = shown(path, capsys)
    assert found["verdict"] == verdict, why
    assert (found["to_yes"] is None) == (verdict in ("qualify_out", "change_first"))
    is_behind = "behind" in cautions(found)
    assert bool(found["change"] or is_behind) == (verdict not in ("pursue", "find_out"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_deals_that_come_with_tas_are_judged_as_a_director_would(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(ROOT / "examples" / "deals" / f"{name}.tas.yaml", capsys)["verdict"] == EXAMPLES[name]


def judged(name: str) -> Path:
    return ROOT / "tests" / "examples" / "judged" / f"{name}.tas.yaml"


def test_a_sponsor_who_left_is_what_has_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(judged("sponsor_left"), capsys)["change"] == ["tas.inside_support"]


def test_a_tender_written_for_a_rival_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(judged("tender_written_for_a_rival"), capsys)
    assert found["banks"]["tas"]["leads"]["kranwerk"]["standing"] == "behind"
    messages = " ".join(caution["message"] for caution in found["cautions"])
    assert "make up the numbers" in messages
    assert "behind" in cautions(found)


def test_a_known_minus_stands_beside_a_pursue(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(judged("solid_with_a_known_flaw"), capsys)
    assert found["against_us"] == ["tas.sales_resources", "tas.profitability"]
    assert "against_us" in cautions(found)


def test_an_honest_question_mark_costs_a_small_deal_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    card = judged("small_and_quick")
    blank = tmp_path / "blank.tas.yaml"
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    blank.write_text("".join(line for line in lines if '{us: "?"}' not in line), encoding="utf-8")
    honest, left_out = shown(card, capsys), shown(blank, capsys)
    assert honest["form"] == left_out["form"] == "short"
    assert (honest["verdict"], honest["to_yes"]) == (left_out["verdict"], left_out["to_yes"]) == ("pursue", 0)
    assert cautions(honest) == cautions(left_out)


@pytest.mark.parametrize(("lang", "words"), [("en", "has to change, or leave"), ("zh", "要么退出")])
def test_what_is_too_early_is_not_to_be_left(
    lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, leaves in (("too_early", False), ("fatal_minus_on_funds", True)):
        assert run(["show", str(judged(name)), *DAY, "--lang", lang]) == 0
        flat = "".join(capsys.readouterr().out.replace("│", "").split())
        assert ("".join(words.split()) in flat) is leaves
