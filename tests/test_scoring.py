"""Worked examples of the scorecard, checked by hand, and the laws that hold for every deal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, TAS, TODAY, USS, assessments, rated, scored, signs
from tas_cli.judging.scorecard import Scorecard, score
from tas_cli.judging.scoring import Lead, added, cell, lead, score_bank
from tas_cli.model.assessment import Assessment, with_note, with_rating
from tas_cli.model.bank import Bank, read_bank
from tas_cli.model.field_types import Rating

Thing = TypeVar("Thing")
ORDER = {"no": 0, "unclear": 1, "yes": 2}
OVERALL = {"qualify_out": 0, "find_out": 1, None: 1, "pursue": 2}


def card(assessment: Assessment, banks: tuple[Bank, ...] = BANKS) -> Scorecard:
    return score(assessment, banks, today=TODAY)


def verdicts(assessment: Assessment) -> list[str]:
    return [section.verdict for section in score_bank(assessment, TAS).sections]


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        ("+++++" * 4, ["yes"] * 4),
        ("-----" * 4, ["no"] * 4),
        ("", ["unclear"] * 4),
        # score 1, nothing unknown, both required are +: 3 plus, 2 minus
        ("--+++" + "+++--" * 3, ["yes"] * 4),
        # range [1, 3]: above 0 however the ? turns out
        ("?-+++" + "+++?-" * 3, ["yes"] * 4),
        # range [0, 2]: it could still be level
        ("-?++." + "++?-." * 3, ["unclear"] * 4),
        ("?++++" + "++++?" * 3, ["yes"] * 4),
        # a required question unknown: no yes, however good the rest
        ("++++?" + "+++++" * 3, ["unclear", "yes", "yes", "yes"]),
        ("+++?+" + "+++++" * 3, ["unclear", "yes", "yes", "yes"]),
        # one required -: not all, so not no by that rule; no yes either
        ("++++-" + "+++++" * 3, ["unclear", "yes", "yes", "yes"]),
        # all required -: no, although three are +
        ("+++--" + "+++++" * 3, ["no", "yes", "yes", "yes"]),
        # range [-1, 3] straddles 0; [-5, -1] does not
        ("+++++" + "++??-" + "---?." + "-----", ["yes", "unclear", "no", "no"]),
    ],
)
def test_section_verdicts(ours: str, expected: list[str]) -> None:
    assert verdicts(rated(ours)) == expected


def test_a_range_touching_zero_is_unclear() -> None:
    tally = score_bank(rated("+++++" + "+++??"), TAS).sections[1].parties["us"]
    assert (tally.low, tally.score, tally.high) == (1, 3, 5)
    tally = score_bank(rated("+++++" + "++??."), TAS).sections[1].parties["us"]
    assert (tally.low, tally.score, tally.high, tally.unknown, tally.unrated) == (-1, 2, 5, 2, 1)
    assert verdicts(rated("+++++" + "+-???"))[1] == "unclear"


@pytest.mark.parametrize(
    ("ours", "verdict"),
    [("+" * 20, "pursue"), ("-" * 20, "qualify_out"), ("", None), ("?", "find_out"), ("+", "find_out"),
     ("+++--" + "+" * 15, "qualify_out"), ("+" * 15 + "-----", "qualify_out"), ("+" * 15 + "--+++", "pursue")],
)  # fmt: skip
def test_overall_verdict(ours: str, verdict: str | None) -> None:
    assert card(rated(ours)).verdict == verdict


def test_verdict_is_none_until_we_rate_whatever_competitors_do() -> None:
    assert card(rated("", "+" * 20)).verdict is None


def test_lead_counts_the_contested_sections_only() -> None:
    # compete and win are questions 6 to 15: we have 10 +, they 4 +, 3 -, 3 unknown: 10 - 1 = 9, in doubt by 3
    found = lead(rated("+" * 20, "+++++" + "++++---?.?" + "-----"), TAS, "a")
    assert (found.score, found.low, found.high, found.standing) == (9, 6, 12, "ahead")
    even = lead(rated("+" * 20, "+" * 20), TAS, "a")
    assert (even.score, even.low, even.high, even.standing) == (0, 0, 0, "unclear")
    behind = lead(rated("-" * 20, "+" * 20), TAS, "a")
    assert (behind.score, behind.standing) == (-20, "behind")


def test_a_cell_that_does_not_apply_is_neither_shown_nor_counted() -> None:
    deal = rated("+" * 20).model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    # 9 of the 10 contested questions are asked about doing nothing; all of theirs are unrated
    found = lead(deal, TAS, "status_quo")
    assert (found.score, found.low, found.high) == (9, 0, 18)
    compete, worth = (score_bank(deal, TAS).sections[i] for i in (1, 3))
    assert compete.parties["status_quo"].unrated == 4
    assert "status_quo" not in worth.parties


def test_next_questions_put_unclear_sections_first() -> None:
    # opportunity is yes with one ?; win is unclear with one unrated
    found = card(rated("?++++" + "+++++" + "+-.+-" + "+++++"), (TAS,)).next_questions
    assert found == ("tas.cultural_compatibility", "tas.application_or_project")


def test_contested_is_where_they_have_plus_and_we_have_not() -> None:
    found = card(rated("-" * 5 + "+-?.+" + "+++++", "+" * 20)).contested
    assert [each.question for each in found] == [
        "tas.solution_fit", "tas.sales_resources", "tas.current_relationship",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "score", "low", "high", "leaning", "mode", "firm", "possible"),
    [
        ("11111111", 8, 8, 8, 8, "quick", True, ("quick",)),
        ("11111222", 11, 11, 11, 11, "quick", True, ("quick",)),
        ("22222222", 16, 16, 16, 16, "consultative", True, ("consultative",)),
        ("33333333", 24, 24, 24, 24, "strategic", True, ("strategic",)),
        ("11112222", 12, 12, 12, 12, "quick", True, ("quick",)),
        ("11122222", 13, 13, 13, 13, "consultative", True, ("consultative",)),
        ("22222333", 19, 19, 19, 19, "consultative", True, ("consultative",)),
        ("22223333", 20, 20, 20, 20, "strategic", True, ("strategic",)),
        # one unknown: 13 known points + 1..3: [14, 16], middle 15, leaning 15.5 -> 16
        ("2222221?", 15, 14, 16, 16, "consultative", True, ("consultative",)),
        # two unknown around the border: 10 known + 2..6: [12, 16], middle 14, leaning 15
        ("222211?.", 14, 12, 16, 15, "consultative", False, ("quick", "consultative")),
        # the doubt leans to the larger mode: 8 known + 4..12: [12, 20], middle 16, leaning 18
        ("2222????", 16, 12, 20, 18, "consultative", False, ("quick", "consultative", "strategic")),
        ("222?????", 16, 11, 21, 19, None, False, ()),
        ("........", 16, 8, 24, 20, None, False, ()),
    ],
)
def test_choices(
    points: str,
    score: int,
    low: int,
    high: int,
    leaning: int,
    mode: str | None,
    firm: bool,
    possible: tuple[str, ...],
) -> None:
    found = score_bank(scored(points), USS).score
    assert found is not None
    assert found.score == score
    assert (found.low, found.high, found.leaning) == (low, high, leaning)
    assert (found.mode, found.firm, found.possible) == (mode, firm, possible)


def test_an_answer_that_is_no_option_counts_as_unknown() -> None:
    deal = scored("2222222").model_copy()
    strange = deal.model_copy(
        update={"answers": {"uss": {**deal.answers["uss"], "winning_factor": deal.answer("x", "y")}}}
    )
    assert score_bank(strange, USS).score == score_bank(scored("2222222?"), USS).score


def test_quick_with_a_large_item_is_a_caution_beside_the_mode() -> None:
    found = card(scored("11111113"))
    assert found.mode == "quick"
    assert "large_as_small" in [caution.id for caution in found.cautions]
    assert "large_as_small" not in [caution.id for caution in card(scored("11111112")).cautions]


def test_cautions() -> None:
    deal = rated("+" * 17, assessed_on=TODAY - timedelta(days=31))
    ids = {caution.id: caution for caution in card(deal).cautions}
    assert ids["unknowns"].params["n"] == 3
    assert ids["stale"].params["days"] == 31
    assert ids["unsupported"].params["n"] == 17
    fresh = card(rated("+" * 17, assessed_on=TODAY - timedelta(days=30)))
    assert "stale" not in [caution.id for caution in fresh.cautions]


def test_three_unknowns_under_a_pursue_are_serious() -> None:
    def unknowns(ours: str) -> tuple[str | None, bool]:
        found = card(rated(ours))
        return found.verdict, next(caution.serious for caution in found.cautions if caution.id == "unknowns")

    assert unknowns("?++++" + "?++++" + "?++++" + "+++++") == ("pursue", True)
    assert unknowns("?++++" + "?++++" + "+++++" + "+++++") == ("pursue", False)
    assert unknowns("???++") == ("find_out", False)


def test_cross_checks_are_the_banks_own() -> None:
    money_only = card(rated("+++++".replace("+", "+", 1)[:4] + "-" + "+" * 15))
    assert "tas.money_without_reason" in [c.params.get("check") for c in money_only.cautions]
    hope = card(rated("+" * 10 + "-+++" + "+" + "+" * 5))
    assert {"tas.hope", "tas.executive_hope"} <= {c.params.get("check") for c in hope.cautions}
    assert not [c for c in card(rated("+" * 20)).cautions if c.id == "cross_check"]


def test_evidence_supports_a_plus() -> None:
    deal = with_note(rated("+"), "tas", "application_or_project", "us", "evidence", "their RFP")
    assert card(deal).unsupported == ()
    assert card(rated("+")).unsupported == ("tas.application_or_project",)


WEIGHTED = """\
format: 1
id: own
version: 1
title: Own
verdict: {yes_above: 1, no_below: -1}
sections:
  - id: only
    title: Only
    contested: true
    questions:
      - {id: heavy, title: Heavy, weight: 3}
      - {id: light, title: Light}
"""


def test_weights_and_thresholds_are_data() -> None:
    own, findings = read_bank(WEIGHTED, "own.yaml")
    assert own is not None, findings
    deal = Assessment(customer="A", opportunity="B", competitors={"x": "X"})

    def verdict(heavy: Rating, light: Rating) -> str:
        rated_heavy = with_rating(deal, "own", "heavy", "us", heavy)
        both = with_rating(rated_heavy, "own", "light", "us", light)
        return score_bank(both, own).sections[0].verdict

    assert verdict("+", "-") == "yes"  # 3 - 1 = 2, above 1
    assert verdict("+", "?") == "yes"  # [2, 4]
    assert verdict("?", "+") == "unclear"
    assert verdict("-", "+") == "no"  # -2, below -1
    only_light = with_rating(deal, "own", "light", "us", "+")
    assert lead(only_light, own, "x") == Lead(1, -6, 8)


# Laws


@given(assessments(), st.sampled_from(list(TAS.by_id)), signs.filter(lambda sign: sign != "?"))
def test_resolving_an_unknown_stays_within_the_range(deal: Assessment, question: str, sign: Rating) -> None:
    before = with_rating(deal, "tas", question, "us", "?")
    after = with_rating(deal, "tas", question, "us", sign)
    for old, new in zip(score_bank(before, TAS).sections, score_bank(after, TAS).sections, strict=True):
        assert (
            old.parties["us"].low <= new.parties["us"].low <= new.parties["us"].high <= old.parties["us"].high
        )
    for party, wide in score_bank(before, TAS).leads.items():
        narrow = score_bank(after, TAS).leads[party]
        assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(st.text(".?123", min_size=8, max_size=8), st.integers(0, 7), st.sampled_from("123"))
def test_answering_an_item_stays_within_the_range(points: str, place: int, sign: str) -> None:
    before = score_bank(scored(points[:place] + "?" + points[place + 1 :]), USS).score
    after = score_bank(scored(points[:place] + sign + points[place + 1 :]), USS).score
    assert before is not None
    assert after is not None
    assert before.low <= after.low <= after.score <= after.high <= before.high
    assert after.low <= after.leaning <= after.high
    if before.mode and after.mode:
        assert set(after.possible) <= set(before.possible)


@given(assessments(), st.sampled_from(list(TAS.by_id)))
def test_turning_minus_into_plus_never_lowers_a_verdict(deal: Assessment, question: str) -> None:
    worse = with_rating(deal, "tas", question, "us", "-")
    better = with_rating(deal, "tas", question, "us", "+")
    for old, new in zip(verdicts(worse), verdicts(better), strict=True):
        assert ORDER[old] <= ORDER[new]
    assert OVERALL[card(worse).verdict] <= OVERALL[card(better).verdict]


@given(st.text("+-?.", min_size=20, max_size=20), st.sampled_from([3, 4]))
def test_nothing_with_a_required_minus_is_pursued(ours: str, required: int) -> None:
    assert card(rated(ours[:required] + "-" + ours[required + 1 :])).verdict != "pursue"


@given(assessments(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_answers_never_matters(deal: Assessment, random: Random) -> None:
    def shuffled(things: Iterable[Thing]) -> list[Thing]:
        return sorted(things, key=lambda _: random.random())

    sections = [s.model_copy(update={"questions": shuffled(s.questions)}) for s in TAS.sections]
    other = TAS.model_copy(update={"sections": sections})
    other.__dict__.pop("by_id", None)
    mixed = deal.model_copy(
        update={"answers": {bank: dict(shuffled(of.items())) for bank, of in deal.answers.items()}}
    )
    one, two = score_bank(deal, TAS), score_bank(mixed, other)
    assert [(s.id, s.verdict, s.parties) for s in one.sections] == [
        (s.id, s.verdict, s.parties) for s in two.sections
    ]
    assert one.leads == two.leads


@given(st.lists(st.tuples(st.sampled_from(["+", "-", "?", None]), st.integers(1, 5))))
def test_tallies_add_up(cells: list[tuple[str | None, int]]) -> None:
    total = added(cell(rating, weight) for rating, weight in cells)
    assert total.plus + total.minus + total.unknown + total.unrated == len(cells)
    assert total.low <= total.score <= total.high
    assert total.high - total.low == 2 * sum(weight for rating, weight in cells if rating in ("?", None))
