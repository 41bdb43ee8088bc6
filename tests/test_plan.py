"""`tas plan`: what to ask, what to move, which strategy and why, how to go on; and its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import BANKS, ROOT, TAS, TODAY, assessments, proved, rated, scored, with_choice, with_rating
from documents import HOSTILE
from tas_cli.boundary import run
from tas_cli.judging.leads import lead
from tas_cli.judging.plan import Plan, advised, moves, plan
from tas_cli.judging.scorecard import score
from tas_cli.model.assessment import Assessment, with_fields, with_note
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.layout import new_text
from tas_cli.model.library import load_library
from tas_cli.model.local_texts import text_in
from tas_cli.model.playbook import Strategy, When
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace
from tas_cli.reports.formats import ScoredDeal, render
from tas_cli.reports.plan_parts import PlannedDeal
from tas_cli.words import LANGUAGES, Lang

Out = pytest.CaptureFixture[str]
LIBRARY = load_library(Workspace(None, Settings()))
SCHEMA: dict[str, Any] = json.loads((ROOT / "schema" / "plan.schema.json").read_text(encoding="utf-8"))
CHECKER = Draft202012Validator(SCHEMA)
EXAMPLES = sorted((ROOT / "examples" / "deals").glob("*.tas.yaml"))


def planned(deal: Assessment, banks: tuple[Bank, ...] = BANKS) -> PlannedDeal:
    card = score(deal, banks, today=TODAY)
    made = plan(deal, banks, card, LIBRARY.playbook, LIBRARY.banks)
    scored_deal = ScoredDeal("a.tas.yaml", deal, banks, card, "", TODAY)
    return PlannedDeal(scored_deal, made, LIBRARY.playbook, LIBRARY.banks)


def plan_of(deal: Assessment) -> Plan:
    return planned(deal).plan


def told(deal: Assessment, lang: Lang = "en", format: str = "text") -> str:
    return render("plan", format, [(planned(deal), lang)], lang, width=80)


FIT = 6
"""The place of solution_fit among the criteria, which counts in the lead."""


@pytest.mark.parametrize(
    ("ours", "theirs", "is_proved", "move"),
    [
        ("+", "+", False, "prove"),
        ("+", "-", False, "prove"),
        ("+", "?", False, "prove"),
        ("+", ".", False, "prove"),
        ("+", "+", True, "insulate"),
        ("+", "-", True, "emphasise"),
        ("+", "?", True, "emphasise"),
        ("+", ".", True, "emphasise"),
        ("-", "+", True, "minimise"),
        ("?", "+", True, "retrieve"),
        (".", "+", True, "retrieve"),
        ("-", "-", True, None),
        ("-", "?", True, None),
        ("?", "-", True, None),
        ("?", "?", True, None),
        (".", ".", True, None),
    ],
)
def test_a_move_follows_from_how_both_stand(
    ours: str, theirs: str, is_proved: bool, move: str | None
) -> None:
    deal = rated("." * FIT + ours, "." * FIT + theirs)
    found = plan_of(proved(deal) if is_proved else deal).moves
    assert [(each.question, each.party, each.rule.move) for each in found] == (
        [("tas.solution_fit", "a", move)] if move else []
    )


def test_what_is_set_aside_calls_for_no_move() -> None:
    text = (ROOT / "questions" / "tas.yaml").read_text(encoding="utf-8")
    id = "cultural_compatibility"
    bank, findings = read_bank(
        text.replace(f"- id: {id}\n", f"- id: {id}\n        allow_na: true\n"), "tas.yaml"
    )
    assert bank is not None, findings
    for ours, theirs in (("n/a", "+"), ("+", "n/a")):
        deal = with_rating(with_rating(rated(""), "tas", id, "us", ours), "tas", id, "a", theirs)  # type: ignore[arg-type]
        deal = with_fields(deal, competitors={"a": "A"})
        assert list(moves(deal, bank, LIBRARY.playbook)) == []
        refused = [each.rule.move for each in moves(deal, TAS, LIBRARY.playbook)]
        assert refused == (
            ["retrieve"] if ours == "n/a" else ["prove"]
        )  # where it may not be, it says nothing


def test_moves_are_made_rival_by_rival_and_only_where_it_counts_in_the_lead() -> None:
    deal = proved(rated("+" * 20, "+" * 20, "-" * 20))
    found = plan_of(deal).moves
    assert {each.rule.move for each in found if each.party == "a"} == {"insulate"}
    assert {each.rule.move for each in found if each.party == "b"} == {"emphasise"}
    counted = {f"tas.{question.id}" for section in TAS.sections for question in section.contested_ratings}
    assert {each.question for each in found} == counted
    assert "tas.sales_resources" not in counted


STRONG, WEAK = "+" * 20, "-" * 20


@pytest.mark.parametrize(
    ("ours", "theirs", "suggested"),
    [
        (STRONG, WEAK, "frontal"),
        ("-" * 20, STRONG, "disengage"),
        ("++--?" + "+" * 15, WEAK, "develop"),
        ("+" * 20, "+" * 20, "flanking"),
        (
            "+" * 10 + "?" * 10,
            "-" * 10 + "?" * 10,
            "flanking",
        ),  # ahead as far as is known, not in each section
        ("+" * 5 + "++++-" + "+-+-+" + "+" * 5, "+" * 5 + "++++++++++" + "+" * 5, "fragment"),
        ("+" * 5 + "--+??" + "+--??" + "+" * 5, "+" * 20, "flanking"),
    ],
)
def test_a_strategy_follows_from_verdicts_and_leads(ours: str, theirs: str, suggested: str) -> None:
    found = plan_of(proved(rated(ours, theirs))).advice
    assert found.suggested is not None
    assert (found.suggested.id, found.chosen) == (suggested, None)


@pytest.mark.parametrize(
    ("ours", "theirs", "said", "suggested"),
    [
        (STRONG, STRONG, "yes", "defend"),
        (STRONG, WEAK, "2026-05-04", "defend"),
        (STRONG, WEAK, "no", "frontal"),
        (STRONG, STRONG, "?", "flanking"),
        ("+" * 5 + "--+??" + "+--??" + "+" * 5, STRONG, "yes", "flanking"),
        ("-" * 20, STRONG, "yes", "disengage"),
    ],
)
def test_what_is_in_use_there_is_defended_while_nobody_is_ahead(
    ours: str, theirs: str, said: str, suggested: str
) -> None:
    found = plan_of(with_choice(proved(rated(ours, theirs)), "customer", "ours_in_use", said)).advice
    assert found.suggested is not None
    assert found.suggested.id == suggested


def test_a_strategy_may_wait_for_any_answer_that_judges_or_ticks() -> None:
    deal = with_fields(proved(rated(STRONG, STRONG)), verified=True)
    for name, wanted, fits in (
        ("uss.deal_size", "large", True),
        ("uss.deal_size", "small", False),
        ("tas.solution_fit", "+", True),
        ("tas.solution_fit", "-", False),
        ("progress.verify_evaluation", "yes", True),
        ("nowhere.at_all", "yes", False),
    ):
        strategy = Strategy(id="x", when=When(answers={name: wanted}), because="so")
        playbook = LIBRARY.playbook.model_copy(update={"strategies": [strategy]})
        deal = with_choice(deal, "uss", "deal_size", "large")
        card = score(deal, BANKS, today=TODAY)
        assert (advised(deal, TAS, card, playbook, None, LIBRARY.banks).suggested is not None) == fits


def test_nothing_is_suggested_before_there_is_a_verdict_or_anybody_to_compare_with() -> None:
    assert plan_of(rated("", "+")).advice.suggested is None
    assert plan_of(rated("+" * 20)).advice.suggested is None
    assert "suggested" not in told(rated("+" * 20))


def test_the_reason_is_about_the_strongest_competitor() -> None:
    deal = proved(rated(STRONG, WEAK, "-" * 10 + "+" * 10))
    assert plan_of(deal).advice.rival == "b"
    assert "against B" in told(deal)


@given(assessments())
def test_frontal_only_when_ahead_on_the_whole_range_of_every_contested_section(deal: Assessment) -> None:
    found = planned(deal)
    advice, card = found.plan.advice, found.scored.scorecard
    if advice.suggested is not None and advice.suggested.id == "frontal":
        assert advice.rival is not None
        for section in TAS.sections:
            if section.contested:
                within = lead(deal, TAS, advice.rival, short=card.form == "short", within=section)
                assert within.low > 0


@given(assessments(), st.sampled_from([BANKS, (TAS,), BANKS[::-1]]))
def test_the_json_is_what_its_schema_says(deal: Assessment, banks: tuple[Bank, ...]) -> None:
    value = planned(deal, banks)
    data = json.loads(render("plan", "json", [(value, "en")], "en"))
    CHECKER.validate(data)
    [result] = data["results"]
    card = value.scored.scorecard
    assert [each["question"] for each in result["find_out"]] == list(card.next_questions)
    assert result["change"] == list(card.change)
    assert result["against_us"] == list(card.against_us)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_asked_comes_with_what_would_prove_it_and_the_next_step(lang: Lang) -> None:
    deal = with_note(rated("???"), "tas", "access_to_funds", "us", "next_step", "Lunch with the CFO")
    shown = " ".join(told(deal, lang).split())
    question = TAS.by_id["access_to_funds"]
    assert question.proof
    assert "Lunch with the CFO" in shown
    assert text_in(question.title, lang)[:6] in shown
    assert text_in(question.proof, lang)[:10] in shown


def test_of_a_deal_to_leave_nothing_more_is_asked() -> None:
    deal = rated("---" + "?" * 5 + "-" * 12)
    assert plan_of(deal).find_out
    shown = told(deal)
    assert "Find out" not in shown
    assert "This would have to change" in shown


def test_the_mode_has_its_visits() -> None:
    assert "First visit: the need and the vision" in told(scored("11111111"))
    assert "Fourth visit: the value" in told(scored("22222222"))
    for points in ("33333333", "........"):
        assert "visit" not in told(scored(points)).partition("Find out")[0]
        assert plan_of(scored(points)).way.programme is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_examples_have_plans(path: Path, lang: str, capsys: Out) -> None:
    for format in ("text", "markdown", "json", "html"):
        day = ("--today", "2026-11-22")
        assert run(["plan", str(path), "--format", format, "--lang", lang, *day]) == 0
        out, err = capsys.readouterr()
        assert out
        assert not err


def test_whatever_people_write_stays_a_text(tmp_path: Path, capsys: Out) -> None:
    for i, hostile in enumerate(each for each in HOSTILE if "\x9b" not in each):
        deal = Assessment(
            customer=hostile.replace("\r\n", " "), opportunity="x", competitors={"a": "[x](y) <b>"}
        )
        deal = with_note(
            rated("???", "+++", start=deal), "tas", "access_to_funds", "us", "next_step", "`x` <i>"
        )
        path = tmp_path / f"{i}.tas.yaml"
        path.write_text(new_text(deal, {"tas": TAS}), encoding="utf-8")
        for format in ("text", "markdown", "html"):
            assert run(["plan", str(path), "--format", format]) == 0
            out = capsys.readouterr().out
            assert "\x1b" not in out
            if format == "html":
                assert "<i>" not in out
                assert "<img src=x" not in out


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_planned(tmp_path: Path, capsys: Out) -> None:
    bad = tmp_path / "bad.tas.yaml"
    bad.write_text("customer: [", encoding="utf-8")
    assert run(["plan", str(bad), str(EXAMPLES[0])]) == 2
    out, err = capsys.readouterr()
    assert "Acme Bank" in out
    assert "bad.tas.yaml" in err
