"""The built-in findings: each where it belongs, and none on a deal that is merely young."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, LIBRARY, TAS, TODAY, assessments, proved, rated, scored
from tas_cli.findings import Finding, usual_level
from tas_cli.judging.our_cells import Asked, our_cells
from tas_cli.judging.soundness import unsound
from tas_cli.model.answers import Answer, Evidence, NextStep
from tas_cli.model.assessment import Assessment, Reading, read_assessment, with_answer, with_fields, with_step
from tas_cli.model.bank import Bank
from tas_cli.model.layout import new_text
from tas_cli.model.settings import Settings
from tas_cli.words import LANGUAGES

ALL = "+" * 20
MIXED = "++-++" + "+-?++" + "++-++" + "+-+?+"


def judged(
    assessment: Assessment, settings: Settings | None = None, banks: tuple[Bank, ...] = BANKS
) -> list[Finding]:
    reading = read_assessment(new_text(assessment, LIBRARY), "a")
    asked = Asked.of(banks)
    return list(
        unsound(
            Reading(reading.text, reading.document, assessment, ()),
            "a",
            banks=banks,
            asked=asked,
            cells=our_cells(assessment, asked),
            settings=settings or Settings(),
            today=TODAY,
        )
    )


def ids(assessment: Assessment, settings: Settings | None = None) -> list[str]:
    """The findings but those about evidence, which have their own test."""
    return [each.id for each in judged(assessment, settings) if each.id != "TAS201"]


def dated(assessment: Assessment, days: int = 1) -> Assessment:
    return assessment.model_copy(update={"assessed_on": TODAY - timedelta(days=days)})


def settings(**given: object) -> Settings:
    return Settings.model_validate(given)


def test_a_young_deal_is_left_alone() -> None:
    young = dated(rated("++", stage="discovery", close_date=TODAY + timedelta(days=90)))
    assert ids(young) == []
    assert ids(Assessment(customer="Acme", opportunity="Core")) == []
    assert ids(dated(scored("12"))) == []


def test_a_good_deal_is_left_alone() -> None:
    good = dated(rated(MIXED, "-+" * 10, start=scored("22222222"), verified=True))
    assert ids(with_step(good, "tas", "inside_support", NextStep("Ask Anna", TODAY))) == []


def test_a_step_is_wanted_once_there_is_enough_to_see_it_and_in_time() -> None:
    deal = dated(rated(MIXED, "-+" * 10, start=scored("22222222"), verified=True))
    assert ids(deal) == ["TAS225"]
    assert ids(with_fields(deal, outcome="withdrawn", closed_on=TODAY)) == []
    assert ids(with_step(deal, "tas", "inside_support", NextStep("Ask Anna"))) == []
    late = with_step(deal, "tas", "inside_support", NextStep("Ask Anna", TODAY - timedelta(days=1)))
    assert ids(late) == ["TAS224"]
    assert ids(with_fields(late, outcome="withdrawn", closed_on=TODAY)) == []


def test_evidence_is_asked_for_every_plus_of_ours_and_for_nothing_else() -> None:
    deal = with_answer(
        rated("++-?", "++++"),
        "tas",
        "business_profile",
        Answer(ratings={"us": "+"}, evidence={"us": Evidence("seen")}),
    )
    found = [each for each in judged(dated(deal)) if each.id == "TAS201"]
    assert [each.question for each in found] == ["tas.application_or_project"]
    assert "application_or_project" in found[0].text("en")


@pytest.mark.parametrize(
    ("days", "expected"), [(0, []), (30, []), (31, ["TAS202"]), (-1, []), (-2, ["TAS217"])]
)
def test_age(days: int, expected: list[str]) -> None:
    assert ids(dated(rated("--"), days)) == expected


def test_age_limit_is_the_workspaces() -> None:
    assert ids(dated(rated("--"), 31), settings(max_age_days="60")) == []
    assert ids(dated(rated("--"), 9), settings(max_age_days="8")) == ["TAS202"]


def test_rated_but_never_dated() -> None:
    assert ids(rated("--")) == ["TAS203"]
    assert ids(rated("..")) == []


def test_close_date_in_the_past() -> None:
    assert ids(rated("", close_date=TODAY - timedelta(days=1))) == ["TAS204"]
    assert ids(rated("", close_date=TODAY)) == []


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("lead", []),
        ("proposal", ["TAS205"]),
        ("negotiation", ["TAS205"]),
        ("", []),
        ("elsewhere", ["TAS206"]),
    ],
)
def test_unknowns_past_a_stage(stage: str, expected: list[str]) -> None:
    given = settings(stages=["lead", "proposal", "negotiation"], max_unknown={"proposal": "5"})
    deal = dated(rated("--", stage=stage))
    assert ids(deal, given) == expected
    assert ids(deal) == []
    known = dated(rated("--+-+--+--" * 2, "-", stage=stage))
    assert "TAS205" not in ids(known, given)


def test_in_the_short_form_only_the_core_is_missed() -> None:
    given = settings(max_unknown={"proposal": "0"})
    known = "+..++" + ".+..." + "+...." + "+.+.."

    def missed(ours: str, points: str) -> list[str]:
        deal = dated(rated(ours, "+", stage="proposal", start=scored(points)))
        return [each.params["questions"] for each in judged(deal, given) if each.id == "TAS205"]  # type: ignore[misc]

    assert missed(known, "11111111") == []
    assert missed(known.replace(".", "?"), "11111111") == []
    assert missed(known.replace("+", "?", 1), "11111111") == ["tas.application_or_project"]
    assert "(+8)" in missed(known, "22222222")[0]


def test_unknowns_are_named_and_counted() -> None:
    given = settings(max_unknown={"proposal": "5"})
    found = next(each for each in judged(dated(rated("?-", stage="proposal")), given) if each.id == "TAS205")
    text = found.text("en")
    assert "19 of our ratings" in text
    assert "tas.application_or_project, tas.financial_condition" in text
    assert "(+14)" in text


def test_required_questions_matter_once_half_is_rated() -> None:
    assert "TAS207" not in ids(dated(rated("---?-----", "-")))
    found = [each for each in judged(dated(rated("---?------", "-"))) if each.id == "TAS207"]
    assert [each.question for each in found] == ["tas.access_to_funds", "tas.compelling_event"]
    assert "TAS207" not in ids(dated(rated("---++-----", "-")))


def test_cross_checks_speak_the_banks_words() -> None:
    index = list(TAS.by_id).index
    signs = ["."] * 20
    signs[index("political_alignment")] = "+"
    assert ids(dated(rated("".join(signs)))) == []
    signs[index("inside_support")] = "-"
    found = next(each for each in judged(dated(rated("".join(signs)))) if each.id == "TAS208")
    assert found.question == "tas.political_alignment"
    say = next(check.say_minus for check in TAS.cross_checks if check.id == "hope")
    assert isinstance(say, dict)
    assert (found.text("en"), found.text("zh")) == (say["en"], say["zh"])
    assert "tas.inside_support" in found.help("en")


def test_no_competitor_rated() -> None:
    assert "TAS209" in ids(dated(rated(MIXED)))
    assert "TAS209" in ids(dated(rated(MIXED, "." * 20)))
    assert "TAS209" not in ids(dated(rated(MIXED, "?")))
    assert "TAS209" not in ids(dated(rated("-" * 9)))


def test_happy_ears() -> None:
    assert "TAS210" in ids(dated(rated(ALL, "-")))
    assert "TAS210" in ids(dated(rated("+" * 10, "-")))
    assert "TAS210" not in ids(dated(rated("+" * 9, "-")))
    assert "TAS210" not in ids(dated(rated("+" * 19 + "?", "-")))


def test_mode_not_verified_once_the_deal_is_under_way() -> None:
    stages = settings(stages=["lead", "proposal"])
    late, early = (
        dated(scored("2222")).model_copy(update={"stage": stage}) for stage in ("proposal", "lead")
    )
    assert ids(late, stages) == ["TAS211"]
    assert ids(early, stages) == []
    assert ids(late.model_copy(update={"verified": True}), stages) == []
    assert ids(dated(scored("222").model_copy(update={"stage": "proposal"})), stages) == []
    assert "TAS211" in ids(dated(rated(MIXED, "-", start=scored("2222"))))
    assert ids(dated(scored("2222"))) == []


def test_closed_deals() -> None:
    closed: dict[str, Any] = {"closed_on": TODAY, "reason": "price"}
    assert ids(Assessment(outcome="won")) == ["TAS212", "TAS213"]
    assert ids(rated("--", outcome="won", **closed)) == ["TAS220"]
    assert ids(proved(rated("+-", outcome="won", **closed))) == []
    assert ids(proved(rated("+-", "-", outcome="won", lost_to="a", **closed))) == ["TAS221"]
    later = {**closed, "closed_on": TODAY + timedelta(days=2)}
    assert ids(rated("--", outcome="lost", **later)) == ["TAS222"]
    assert ids(rated("--", outcome="lost", **{**closed, "closed_on": TODAY + timedelta(days=1)})) == []
    assert ids(rated("--", outcome="lost", closed_on=TODAY)) == ["TAS214"]
    assert ids(rated("--", "-", outcome="lost", lost_to="a", **closed)) == []
    assert ids(rated("--", "-", outcome="lost", lost_to="A", **closed)) == []
    assert ids(rated("--", "-", outcome="lost", lost_to="b", **closed)) == ["TAS215"]
    assert judged(rated("++", outcome="lost", **closed)) == []


def evident(question: str, said: Evidence) -> Assessment:
    return with_answer(
        dated(rated("", "")), "tas", question, Answer(ratings={"us": "+"}, evidence={"us": said})
    )


@pytest.mark.parametrize(
    ("question", "side", "expected"),
    [
        ("inside_support", "us", ["TAS218"]),
        ("inside_support", "customer", []),
        ("inside_support", "", []),
        ("sales_resources", "us", []),
        ("degree_of_risk", "us", []),
    ],
)
def test_our_own_word_is_evidence_only_where_the_bank_says_so(
    question: str, side: str, expected: list[str]
) -> None:
    found = judged(evident(question, Evidence("They like us", side=side)))  # type: ignore[arg-type]
    assert [each.id for each in found] == expected
    assert all(each.question == f"tas.{question}" for each in found)


@pytest.mark.parametrize(("days", "expected"), [(30, []), (31, ["TAS219"]), (None, [])])
def test_evidence_grows_old(days: int | None, expected: list[str]) -> None:
    day = None if days is None else TODAY - timedelta(days=days)
    assert ids(evident("inside_support", Evidence("Said so", day=day))) == expected
    assert ids(evident("inside_support", Evidence("Said so", day=day)), settings(max_age_days="90")) == []


def test_open_deals_hold_nothing_of_closed_ones() -> None:
    assert ids(rated("", "", closed_on=TODAY, lost_to="a")) == ["TAS216", "TAS216"]


@given(assessments(), st.sampled_from([Settings(), settings(stages=["lead"], max_unknown={"lead": "1"})]))
def test_every_finding_has_words_and_a_place(assessment: Assessment, given: Settings) -> None:
    assessment = assessment.model_copy(update={"amount": Decimal(1)})
    lines = new_text(assessment, LIBRARY).count("\n") + 1
    for finding in judged(assessment, given):
        assert finding.level == usual_level(finding.id)
        assert 1 <= finding.line <= lines
        for lang in LANGUAGES:
            assert finding.text(lang)
            assert finding.help(lang)


@given(assessments())
def test_more_is_not_said_of_a_deal_with_few_ratings(assessment: Assessment) -> None:
    """With three ratings or fewer, findings come from dates and facts, not from what is still missing."""
    few = assessment.model_copy(update={"answers": {}, "outcome": "open"})
    assert {each.id for each in judged(few)} <= {"TAS202", "TAS204", "TAS216", "TAS217"}
