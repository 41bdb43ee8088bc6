"""Worked examples of the judgement, each checked by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from builders import BANKS, TAS, TODAY, USS, proved, rated, score_bank, scored, with_rating
from tas_cli.judging.leads import Lead, lead
from tas_cli.judging.scorecard import Scorecard, score
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, with_note
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.field_types import Rating

ALL = "+" * 20


def card(assessment: Assessment, banks: tuple[Bank, ...] = BANKS) -> Scorecard:
    return score(assessment, banks, today=TODAY)


def sections(ours: str) -> list[tuple[str, int | None]]:
    """Verdict and way to a yes of the four key questions, every + with evidence."""
    return [(each.verdict, each.to_yes) for each in score_bank(proved(rated(ours)), TAS).sections]


YES, NO, BLOCKED = ("yes", 0), ("no", None), ("blocked", None)


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        (ALL, [YES] * 4),
        ("-" * 20, [NO] * 4),
        # nothing rated: two required, then one more lifts -5 by 6 to 1; without required ones three do
        ("", [("unclear", 3)] * 4),
        # score 1, nothing unknown, both required are +: 3 plus, 2 minus
        ("--+++" + "++--+" + "+++--" + "++-+-", [YES] * 4),
        # [1, 3]: above 0 however the ? turns out
        ("?-+++" + "+++-?" + "+++?-" + "+++?-", [YES] * 4),
        # [0, 2]: it could still be level; one + lifts it to 2
        ("-?++." + "++?-+" + "++?-+" + "++?+-", [("unclear", 1), YES, YES, YES]),
        ("-+?++" + "+?-?+" + "+?-?+" + "+?-?+", [YES] + [("unclear", 1)] * 3),
        # a required question unknown: no yes, however good the rest
        ("++++?" + "+" * 15, [("unclear", 1), YES, YES, YES]),
        ("+++??" + "+" * 15, [("unclear", 2), YES, YES, YES]),
        # one required -: not all, so not no; and nothing to find out can mend it
        ("++++-" + "+" * 15, [BLOCKED, YES, YES, YES]),
        ("+++--" + "+" * 15, [NO, YES, YES, YES]),
        # 2 +, 3 -, none required or vetoed: -1, nothing unknown
        ("+" * 5 + "-++--" + "+" * 10, [YES, NO, YES, YES]),
        # 2 +, 2 -, one ?: [-1, 1], one answer
        ("+" * 5 + "-++-?" + "+" * 10, [YES, ("unclear", 1), YES, YES]),
        # 1 +, 2 -, one ?, one unrated: at best 1, both must be +
        ("+" * 5 + "-+-?." + "+" * 10, [YES, ("unclear", 2), YES, YES]),
        # a veto: solution_fit -, inside_support -, degree_of_risk -
        ("+" * 5 + "+-+++" + "-++++" + "+++-+", [YES, BLOCKED, BLOCKED, BLOCKED]),
        # a ? on a veto forbids nothing
        ("+" * 5 + "+?+++" + "?++++" + "+++?+", [YES, YES, YES, YES]),
        # veto_all: one of the two is not enough, both are
        ("+" * 10 + "+-+++" + "+" * 5, [YES, YES, YES, YES]),
        ("+" * 10 + "+-++-" + "+" * 5, [YES, YES, BLOCKED, YES]),
        # 3 -, one ?, one +: at best -1; 2 -, one ?, one unrated, one -: at best -1 too
        ("+" * 5 + "-+-?-" + "+?---" + "+" * 5, [YES, NO, NO, YES]),
    ],
)
def test_section_verdicts(ours: str, expected: list[tuple[str, int | None]]) -> None:
    assert sections(ours) == expected


def test_a_section_that_can_at_best_be_level_is_blocked() -> None:
    # 2 -, 1 +, 1 ?, and the veto unknown: [-3, 1]; with the veto -: blocked by it; without any doubt: level
    found = score_bank(proved(rated("+" * 5 + "?-+-?" + "+" * 10)), TAS).sections[1]
    assert (found.verdict, found.is_level) == ("blocked", False)
    own, _ = read_bank(json.dumps(WEIGHTED | {"verdict": {"yes_above": 0, "no_below": 0}}), "own.yaml")
    assert own is not None
    deal = Assessment(customer="A", opportunity="B")
    for id, rating in (("heavy", "+"), ("light", "-"), ("other", "-"), ("third", "-")):
        deal = with_rating(deal, "own", id, "us", rating)  # type: ignore[arg-type]
    level = score_bank(deal, own).sections[0]
    assert (level.verdict, level.is_level, level.to_yes) == ("blocked", True, None)


def test_a_required_plus_without_evidence_is_still_an_answer_to_get() -> None:
    deal = proved(rated(ALL), "access_to_funds")
    opportunity = score_bank(deal, TAS).sections[0]
    assert (opportunity.verdict, opportunity.to_yes) == ("unclear", 1)
    found = card(deal)
    assert (found.verdict, found.to_yes) == ("find_out", 1)
    assert found.next_questions[0] == "tas.compelling_event"
    # elsewhere a yes does not wait for evidence
    assert card(proved(rated(ALL), "access_to_funds", "compelling_event")).verdict == "pursue"


def test_a_range_spans_what_is_unknown() -> None:
    tally = score_bank(rated("+++++" + "+++??"), TAS).sections[1].parties["us"]
    assert (tally.low, tally.score, tally.high) == (1, 3, 5)
    tally = score_bank(rated("+++++" + "++??."), TAS).sections[1].parties["us"]
    assert (tally.low, tally.score, tally.high, tally.unknown, tally.unrated) == (-1, 2, 5, 2, 1)


@pytest.mark.parametrize(
    ("ours", "verdict", "to_yes"),
    [
        (ALL, "pursue", 0),
        ("-" * 20, "qualify_out", None),
        ("", None, None),
        ("?", "find_out", 12),
        ("+", "find_out", 11),
        ("+++--" + "+" * 15, "qualify_out", None),
        ("+" * 15 + "-----", "qualify_out", None),
        ("+" * 15 + "--+++", "pursue", 0),
        ("++++-" + "+" * 15, "change_first", None),
        ("+" * 10 + "-" + "+" * 9, "change_first", None),
        # no is worse than blocked
        ("++++-" + "+" * 10 + "-----", "qualify_out", None),
        # blocked is worse than unclear
        ("++++-" + "?" * 15, "change_first", None),
    ],
)
def test_overall_verdict(ours: str, verdict: str | None, to_yes: int | None) -> None:
    found = card(proved(rated(ours)))
    assert (found.verdict, found.to_yes) == (verdict, to_yes)


def test_before_there_is_a_verdict_no_key_question_says_how_far_it_is() -> None:
    found = card(rated("", "+" * 20))
    assert found.verdict is None
    assert [section.to_yes for section in found.sections] == [None] * 4
    assert (found.behind, found.against_us, found.change) == ((), (), ())


# Against a competitor


def test_lead_counts_the_contested_questions_only() -> None:
    # questions 6 to 15 but sales_resources (8): we have 9 +; they 4 +, 2 -, 3 unknown: 9 - 2 = 7, in doubt by 3
    found = lead(rated("+" * 20, "+++++" + "++-++" + "--?.?" + "-----"), TAS, "a")
    assert (found.score, found.low, found.high, found.standing) == (7, 4, 10, "ahead")
    even = lead(rated("+" * 20, "+" * 20), TAS, "a")
    assert (even.score, even.low, even.high, even.standing) == (0, 0, 0, "unclear")
    behind = lead(rated("-" * 20, "+" * 20), TAS, "a")
    assert (behind.score, behind.standing) == (-18, "behind")
    costly = lead(rated("+" * 7 + "-" + "+" * 12, "+" * 20), TAS, "a")
    assert costly == Lead(0, 0, 0)


def test_behind_means_change_first_and_says_what_would_turn_it() -> None:
    # every key question is a yes for us: 3 + and 2 -; X has + wherever we have none
    deal = proved(rated("+" * 5 + "-+-++" + "+-+-+" + "+" * 5, "." * 5 + "+" * 10))
    found = card(deal)
    assert [section.verdict for section in found.sections] == ["yes"] * 4
    assert (found.verdict, found.to_yes, found.change) == ("change_first", None, ())
    assert found.behind == ("a",)
    assert [each.question for each in found.contested] == [
        "tas.formal_decision_criteria", "tas.executive_credibility", "tas.informal_decision_criteria",
    ]  # fmt: skip
    caution = next(each for each in found.cautions if each.id == "behind")
    assert (caution.serious, caution.params["party"], caution.params["n"]) == (True, "a", 3)


def test_a_cell_that_does_not_apply_is_neither_shown_nor_counted() -> None:
    deal = rated("+" * 20).model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    # 9 of the 10 contested questions are asked about doing nothing; all of theirs are unrated
    found = lead(deal, TAS, "status_quo")
    assert (found.score, found.low, found.high) == (9, 0, 18)
    compete, worth = (score_bank(deal, TAS).sections[i] for i in (1, 3))
    assert compete.parties["status_quo"].unrated == 4
    assert "status_quo" not in worth.parties


def test_contested_is_where_they_have_plus_and_we_have_not() -> None:
    found = card(rated("-" * 5 + "+-?.+" + "+++++", "+" * 20)).contested
    assert [each.question for each in found] == ["tas.solution_fit", "tas.current_relationship"]


# What would have to change, and what is known against us


def test_change_names_what_decides_and_the_rest_only_where_that_is_not_enough() -> None:
    # opportunity is blocked by its event alone (with it +: 4 - 1 > 0); the other - there is against us
    found = card(proved(rated("-++" + "+-" + "+" * 15)))
    assert found.verdict == "change_first"
    assert found.change == ("tas.compelling_event",)
    assert found.against_us == ("tas.application_or_project",)
    # with both required + it would still be 2 - 3: the others too
    found = card(proved(rated("---" + "--" + "+" * 15)))
    assert found.verdict == "qualify_out"
    assert found.change == tuple(
        f"tas.{id}" for id in ("access_to_funds", "compelling_event", "application_or_project",
                               "business_profile", "financial_condition")
    )  # fmt: skip
    assert found.against_us == ()


def test_change_adds_the_rest_only_where_at_best_it_would_still_not_be_above() -> None:
    # with its event + the best that is possible is 1
    found = card(proved(rated("--?+-" + "+" * 15)))
    assert found.verdict == "qualify_out"
    assert found.change == ("tas.compelling_event",)
    own = own_bank(required=["heavy"], yes_above="2", no_below="0")
    deal = Assessment(customer="A", opportunity="B")
    for id, rating in (("heavy", "-"), ("light", "+"), ("other", "-"), ("third", "-")):
        deal = with_rating(deal, "own", id, "us", rating)  # type: ignore[arg-type]
    # with the heavy one + it is 3 + 1 - 1 - 1 = 2, and has to be above 2
    assert card(deal, (own,)).change == ("own.heavy", "own.other", "own.third")


def test_what_is_against_us_is_a_caution_only_where_nothing_has_to_change() -> None:
    def cautioned(ours: str) -> tuple[str | None, bool]:
        found = card(proved(rated(ours)))
        return found.verdict, "against_us" in [caution.id for caution in found.cautions]

    assert cautioned("+-+++" + "+" * 15) == ("pursue", True)
    assert cautioned("+-++?" + "+" * 15) == ("find_out", True)
    assert cautioned("+-++-" + "+" * 15) == ("change_first", False)


def test_against_us_begins_with_what_weighs_most() -> None:
    # business_profile, current_relationship, executive_credibility, political_alignment is ?, future_revenue
    found = card(proved(rated("+-+++" + "+++-+" + "+-++?" + "+-+++")))
    assert found.verdict == "pursue"
    assert found.against_us == (
        "tas.executive_credibility", "tas.business_profile", "tas.current_relationship", "tas.future_revenue",
    )  # fmt: skip
    caution = next(each for each in found.cautions if each.id == "against_us")
    assert caution.params["n"] == 4


# What to ask next


def test_next_questions_begin_with_what_a_yes_waits_for() -> None:
    deal = proved(rated("+++?+" + "+?+++" + "?++??" + "+++?+", "." * 14 + "+"))
    assert [each.verdict for each in card(deal).sections] == ["unclear", "yes", "unclear", "yes"]
    assert card(deal, (TAS,)).next_questions == (
        "tas.access_to_funds",  # required
        "tas.inside_support",  # a veto of a contested section that is unclear
        "tas.political_alignment",  # asked first, and a competitor has it
        "tas.solution_fit",  # the other vetoes
        "tas.degree_of_risk",
        "tas.informal_decision_criteria",  # the rest of what is unclear
    )


def test_among_those_asked_first_a_competitors_plus_comes_first() -> None:
    deal = proved(rated("+++++" + "?+++?" + "+++++" + "+++++", "." * 9 + "+"))
    found = card(deal, (TAS,))
    assert found.sections[1].verdict == "yes"
    assert found.next_questions == ("tas.unique_business_value", "tas.formal_decision_criteria")
    unclear = card(proved(rated("+++++" + "?+--?" + "+++++" + "+++++", "." * 9 + "+")), (TAS,))
    assert unclear.next_questions == ("tas.unique_business_value", "tas.formal_decision_criteria")
    alone = card(proved(rated("+++++" + "?+--?" + "+++++" + "+++++")), (TAS,))
    assert alone.next_questions == ("tas.formal_decision_criteria", "tas.unique_business_value")


def test_the_section_nearest_to_a_yes_comes_first_and_choices_last() -> None:
    # opportunity needs 1 (one of three unknowns), worth 2
    deal = proved(rated("??-++" + "+" * 10 + "?--?+", start=scored("2222221?")))
    found = card(deal)
    assert [(each.verdict, each.to_yes) for each in found.sections if each.verdict != "yes"] == [
        ("unclear", 1), ("unclear", 2),
    ]  # fmt: skip
    assert found.next_questions == (
        "tas.degree_of_risk",
        "tas.application_or_project",
        "tas.business_profile",
        "tas.short_term_revenue",
        "uss.winning_factor",
    )


def test_among_the_other_unknowns_a_competitors_plus_counts_most_where_it_is_contested() -> None:
    deal = proved(rated("?+?++" + "+++?+" + "+" * 10, "+......." + "+"))
    assert {each.verdict for each in card(deal).sections} == {"yes"}
    assert card(deal, (TAS,)).next_questions == (
        "tas.current_relationship", "tas.application_or_project", "tas.financial_condition",
    )  # fmt: skip
    # What winning costs is contested by nobody, wherever it stands.
    what_winning_costs = proved(rated("?++++" + "++?++" + "?++++" + "+" * 5, "+......+" + "..+"))
    assert card(what_winning_costs, (TAS,)).next_questions[1:] == (
        "tas.application_or_project", "tas.sales_resources",
    )  # fmt: skip


def test_of_two_unclear_sections_the_nearer_one_is_asked_first() -> None:
    deal = proved(rated("+" * 5 + "-+??-" + "+" * 5 + "?-++-"))
    assert [each.to_yes for each in card(deal).sections] == [0, 2, 0, 1]
    assert card(deal, (TAS,)).next_questions == (
        "tas.short_term_revenue", "tas.sales_resources", "tas.current_relationship",
    )  # fmt: skip


def test_choices_that_would_settle_the_mode_come_before_others() -> None:
    other, findings = read_bank(
        json.dumps({
            "format": "1", "id": "aaa", "version": "1", "title": "A",
            "sections": [{"id": "s", "title": "S", "questions": [
                {"id": "q", "title": "Q", "options": [{"id": "x", "title": "X"}]}]}],
        }), "aaa.yaml",
    )  # fmt: skip
    assert other is not None, findings
    found = score(scored("222211?."), (other, USS), today=TODAY).next_questions
    assert found == ("uss.needs", "uss.winning_factor", "aaa.q")


# Modes


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
    deal = scored("2222222")
    strange = deal.model_copy(
        update={"answers": {"uss": {**deal.answers["uss"], "winning_factor": Answer("by magic")}}}
    )
    assert score_bank(strange, USS).score == score_bank(scored("2222222?"), USS).score


@pytest.mark.parametrize(
    ("points", "verified", "state"),
    [
        ("222?????", True, None),
        ("222211??", True, "provisional"),
        ("11111111", False, "not_confirmed"),
        ("11111111", True, "confirmed"),
        ("11111113", True, "not_confirmed"),  # one item of 3 points warns against quick
        ("22223332", True, "confirmed"),
        ("12223333", True, "not_confirmed"),  # four of them against consultative
        ("31222222", True, "not_confirmed"),  # a large deal alone
        ("33333333", True, "confirmed"),
    ],
)
def test_a_mode_is_in_one_of_three_states(points: str, verified: bool, state: str | None) -> None:
    found = card(scored(points).model_copy(update={"verified": verified}))
    assert found.state == state


@pytest.mark.parametrize(
    ("points", "against"),
    [
        ("11111113", "uss.winning_factor=trust"),
        ("11111112", ""),
        ("12222333", ""),
        (
            "12223333",
            "uss.competition=proven_capability, uss.customer_concern=know_how, "
            "uss.needs=created_together, uss.winning_factor=trust",
        ),
        ("31222222", "uss.deal_size=large"),
    ],
)
def test_a_warning_names_the_answers_that_speak_against_the_mode(points: str, against: str) -> None:
    found = [each for each in card(scored(points)).cautions if each.id == "large_as_small"]
    assert [each.params["items"] for each in found] == ([against] if against else [])
    assert all(each.serious for each in found)


def test_without_lean_no_doubt_lifts_the_mode() -> None:
    plain = USS.model_copy(update={"lean": "none"})
    # [12, 16], middle 14; and [11, 13], middle 12: leaning it would be 13
    found = score_bank(scored("222211?."), plain).score
    assert found is not None
    assert (found.leaning, found.mode) == (14, "consultative")
    for bank, mode in ((plain, "quick"), (USS, "consultative")):
        found = score_bank(scored("2221111?"), bank).score
        assert found is not None
        assert (found.low, found.high, found.mode, found.firm) == (11, 13, mode, False)


# The short form


QUICK = scored("11111111")


def quick(ours: str, *others: str) -> Assessment:
    return proved(rated(ours, *others, start=QUICK))


def test_a_quick_deal_is_judged_by_its_core() -> None:
    # the core: 1, 4, 5 of opportunity, 2 of compete, 1 of win, 1 and 3 of worth
    core = "+..++" + ".+..." + "+...." + "+.+.."
    found = card(quick(core))
    assert (found.form, found.verdict, found.to_yes) == ("short", "pursue", 0)
    assert "unknowns" not in [each.id for each in found.cautions]
    tally = found.sections[1].parties["us"]
    assert (tally.low, tally.score, tally.high, tally.unrated) == (1, 1, 5, 0)
    assert (found.banks["tas"].questions, found.banks["tas"].rated) == (7, 7)
    full = card(proved(rated(core)))
    assert (full.form, full.verdict) == ("full", "find_out")
    assert full.banks["tas"].questions == 20


def test_what_is_not_core_counts_as_ever_once_it_is_known() -> None:
    found = card(quick("+..++" + ".+-.-" + "+...." + "+.+.."))
    assert found.sections[1].verdict == "unclear"  # -1, and two more may be +
    assert found.sections[1].to_yes == 2  # each lifts the low end by its weight alone
    assert (found.banks["tas"].questions, found.banks["tas"].rated) == (9, 9)
    assert found.next_questions == tuple(
        f"tas.{id}" for id in TAS.by_id
        if id in ("business_profile", "financial_condition", "formal_decision_criteria",
                  "current_relationship", "executive_credibility", "cultural_compatibility",
                  "informal_decision_criteria", "political_alignment", "future_revenue",
                  "degree_of_risk", "strategic_value")
    )  # fmt: skip


def test_an_unknown_of_the_core_is_unknown_and_asked_before_the_rest() -> None:
    found = card(quick("+..+?" + ".+..." + "?...." + "+.+.."))
    assert found.verdict == "find_out"
    assert found.next_questions[:2] == ("tas.compelling_event", "tas.inside_support")
    caution = next(each for each in found.cautions if each.id == "unknowns")
    assert (caution.params["n"], caution.params["unknown"], caution.params["unrated"]) == (2, 2, 0)


@pytest.mark.parametrize("points", ["11111113", "1111111?", "22222222", "222?????"])
def test_a_mode_that_is_warned_of_or_larger_asks_for_the_whole_form(points: str) -> None:
    found = card(scored(points))
    firm_and_quick = points == "1111111?"
    assert found.form == ("short" if firm_and_quick else "full")


def test_in_a_lead_of_the_short_form_counts_what_somebody_knows() -> None:
    deal = quick("." * 6 + "+..-." + "+...." + "." * 4, "." * 6 + "-" + "+..?" + "." * 9)
    # solution_fit + against -, unique_business_value - against ?, sales_resources never, inside_support is core
    deal = quick("." * 6 + "+.." + "-" + "+....", "." * 6 + "-+." + "?" + "+....")
    # 2 for the fit; -1 in doubt by 1 for the value; 0 for the support: 1 [0..2]
    assert lead(deal, TAS, "a", short=True) == Lead(1, 0, 2)
    assert lead(deal, TAS, "a").low < 0


# Cautions


def test_cautions() -> None:
    deal = rated("+" * 17, assessed_on=TODAY - timedelta(days=31))
    ids = {caution.id: caution for caution in card(deal).cautions}
    assert ids["unknowns"].params["n"] == 3
    assert ids["stale"].params["days"] == 31
    assert ids["unsupported"].params["n"] == 17
    fresh = card(rated("+" * 17, assessed_on=TODAY - timedelta(days=30)))
    assert "stale" not in [caution.id for caution in fresh.cautions]


@pytest.mark.parametrize(("risk", "undone"), [("?", True), (".", True), ("+", False), ("-", False)])
def test_what_could_still_undo_a_yes_is_said_beside_it(risk: str, undone: bool) -> None:
    """A veto that is not known forbids no yes, and whoever hears the yes has to know."""
    said = card(proved(rated("+" * 18 + risk + "+")))
    named = [each.params["questions"] for each in said.cautions if each.id == "open_veto"]
    assert named == (["tas.degree_of_risk"] if undone else [])
    assert "open_veto" not in [each.id for each in card(proved(rated("+" * 15 + "?" * 5))).cautions]


def test_three_unknowns_under_a_pursue_are_serious() -> None:
    def unknowns(ours: str) -> tuple[str | None, bool]:
        found = card(proved(rated(ours)))
        return found.verdict, next(caution.serious for caution in found.cautions if caution.id == "unknowns")

    assert unknowns("?++++" + "?++++" + "?++++" + "+++++") == ("pursue", True)
    assert unknowns("?++++" + "?++++" + "+++++" + "+++++") == ("pursue", False)
    assert unknowns("???++") == ("find_out", False)


def checks(deal: Assessment) -> set[str]:
    return {
        str(each.params["check"]).removeprefix("tas.")
        for each in card(deal).cautions
        if each.id == "cross_check"
    }


def signs(**given: str) -> Assessment:
    """A deal with *Do nothing* whose ratings of ours are + but for those given; a dot is unrated."""
    deal = rated("".join(given.get(id, "+") for id in TAS.by_id))
    return deal.model_copy(update={"competitors": {"status_quo": "Do nothing"}})


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        (signs(), set()),
        (signs(compelling_event="?"), {"money_without_reason"}),
        (signs(access_to_funds="-"), {"reason_without_money"}),
        (signs(access_to_funds="?", compelling_event="."), {"no_opportunity"}),
        (
            signs(inside_support="?"),
            {"hope", "executive_hope", "nobody_to_say_it"},
        ),
        (signs(formal_decision_criteria="-"), set()),
        (
            signs(formal_decision_criteria="-", political_alignment="?"),
            {"column_fodder"},
        ),
        (signs(application_or_project="?"), {"fit_to_what"}),
        (signs(informal_decision_criteria="-"), {"on_paper_only"}),
        (signs(executive_credibility="?"), {"friend_without_power"}),
        (rated("+" * 20), {"no_status_quo"}),
        (signs().model_copy(update={"close_date": TODAY + timedelta(days=366)}), {"far_off"}),
        (signs().model_copy(update={"close_date": TODAY + timedelta(days=365)}), set()),
    ],
)
def test_cross_checks_are_the_banks_own(deal: Assessment, expected: set[str]) -> None:
    assert checks(deal) == expected


def test_a_check_says_another_thing_where_what_it_needs_is_known_to_be_bad() -> None:
    def said(deal: Assessment) -> object:
        caution = next(each for each in card(deal).cautions if each.params.get("check") == "tas.hope")
        return caution.say

    hope = next(check for check in TAS.cross_checks if check.id == "hope")
    assert said(signs(inside_support="?")) == hope.say
    assert said(signs(inside_support="-")) == hope.say_minus


def test_a_serious_check_is_a_warning() -> None:
    found = card(signs(formal_decision_criteria="-", political_alignment="-")).cautions
    assert [each.serious for each in found if each.params.get("check") == "tas.column_fodder"] == [True]


def test_a_rival_who_is_bad_at_everything_is_named() -> None:
    found = card(rated("+" * 20, "." * 5 + "-----", "." * 5 + "----?????", "." * 5 + "-----+")).cautions
    assert [
        each.params["party"] for each in found if each.params.get("check") == "tas.bad_at_everything"
    ] == ["a"]


def test_a_friend_needs_no_power_in_the_short_form() -> None:
    assert "friend_without_power" not in checks(quick("+..++" + ".+..." + "+...." + "+.+.."))


def test_far_off_is_no_reason_to_leave() -> None:
    blocked = proved(rated("++++-" + "+" * 15))
    assert card(blocked).may_leave
    assert not card(blocked.model_copy(update={"close_date": TODAY + timedelta(days=500)})).may_leave


def test_an_unrated_deal_is_not_cross_checked() -> None:
    assert [each.id for each in card(rated("")).cautions] == []


def test_evidence_supports_a_plus() -> None:
    deal = with_note(rated("+"), "tas", "application_or_project", "us", "evidence", "their RFP")
    assert card(deal).unsupported == ()
    assert card(rated("+")).unsupported == ("tas.application_or_project",)


# Data of the bank


WEIGHTED = {
    "format": "1",
    "id": "own",
    "version": "1",
    "title": "Own",
    "verdict": {"yes_above": "1", "no_below": "-1"},
    "sections": [
        {
            "id": "only",
            "title": "Only",
            "contested": "true",
            "questions": [
                {"id": "heavy", "title": "Heavy", "weight": "3"},
                {"id": "light", "title": "Light"},
                {"id": "other", "title": "Other"},
                {"id": "third", "title": "Third"},
            ],
        }
    ],
}


def test_a_section_of_choices_beside_rated_ones_has_no_verdict_and_breaks_none() -> None:
    choice = {
        "id": "size",
        "title": "Size",
        "options": [{"id": "small", "title": "S"}, {"id": "large", "title": "L"}],
    }
    rated_ones = [{"id": id, "title": id} for id in ("fit", "need", "risk")]
    sections = [
        {"id": "form", "title": "Form", "questions": [choice]},
        {"id": "signs", "title": "Signs", "veto": ["risk"], "questions": rated_ones},
    ]
    text = json.dumps({"format": 1, "id": "own", "version": 1, "title": "Own", "sections": sections})
    own, findings = read_bank(text, "own.yaml")
    assert own is not None
    assert not findings
    deal = with_rating(with_rating(rated(""), "own", "fit", "us", "+"), "own", "need", "us", "+")
    made = card(deal, (own,))
    assert (made.verdict, [each.id for each in made.banks["own"].sections]) == ("pursue", ["signs"])
    assert [each.params["questions"] for each in made.cautions if each.id == "open_veto"] == ["own.risk"]


def own_bank(**limits: object) -> Bank:
    """The small bank with other thresholds, or other things required."""
    section = {**WEIGHTED["sections"][0], "required": limits.pop("required", [])}  # type: ignore[index]
    plain = {**WEIGHTED, "sections": [section], "verdict": {**WEIGHTED["verdict"], **limits}}  # type: ignore[dict-item]
    bank, findings = read_bank(json.dumps(plain), "own.yaml")
    assert bank is not None, findings
    return bank


def test_half_of_the_items_known_is_enough_for_a_mode_and_its_form() -> None:
    routing, findings = read_bank(
        json.dumps({
            "format": "1", "id": "own", "version": "1", "title": "Own",
            "sections": [{"id": "s", "title": "S", "questions": [
                {"id": id, "title": "Q", "options": [{"id": "x", "title": "X", "points": "1"}]}
                for id in ("a", "b")
            ]}],
            "modes": [{"id": "only", "title": "Only", "from": "0", "form": "short"}],
        }), "own.yaml",
    )  # fmt: skip
    assert routing is not None, findings
    half = Assessment().model_copy(update={"answers": {"own": {"a": Answer("x")}}})
    assert (card(half, (TAS, routing)).mode, card(half, (TAS, routing)).form) == ("only", "short")
    none = Assessment(customer="A")
    assert (card(none, (TAS, routing)).mode, card(none, (TAS, routing)).form) == (None, "full")


def test_weights_and_thresholds_are_data() -> None:
    own, findings = read_bank(json.dumps(WEIGHTED), "own.yaml")
    assert own is not None, findings
    deal = Assessment(customer="A", opportunity="B", competitors={"x": "X"})

    def verdict(**ratings: Rating) -> tuple[str, int | None]:
        made = deal
        for id, rating in ratings.items():
            made = with_rating(made, "own", id, "us", rating)
        section = score_bank(made, own).sections[0]
        return section.verdict, section.to_yes

    assert verdict(heavy="+", light="-", other="+", third="-") == ("yes", 0)  # 3 - 1 + 1 - 1 = 2
    assert verdict(heavy="+", light="-") == ("unclear", 1)  # [0, 4]
    assert verdict(heavy="?", light="+") == ("unclear", 1)  # heavy alone lifts -4 by 6
    assert verdict(heavy="-", light="+", other="+", third="+") == ("blocked", None)  # 0, needs 2
    assert verdict(heavy="-", light="-") == ("no", None)  # at best -2
    only_light = with_rating(deal, "own", "light", "us", "+")
    assert lead(only_light, own, "x") == Lead(1, -10, 12)


def test_the_points_of_a_choice_count_as_often_as_its_weight_says() -> None:
    bank, findings = read_bank(
        json.dumps({
            "format": "1", "id": "own", "version": "1", "title": "Own",
            "sections": [{"id": "s", "title": "S", "questions": [
                {"id": "q", "title": "Q", "weight": "2", "options": [
                    {"id": "no", "title": "No", "points": "0"}, {"id": "yes", "title": "Yes", "points": "3"}]},
                {"id": "r", "title": "R", "options": [
                    {"id": "no", "title": "No", "points": "0"}, {"id": "yes", "title": "Yes", "points": "3"}]},
            ]}],
        }), "own.yaml",
    )  # fmt: skip
    assert bank is not None, findings
    deal = Assessment().model_copy(update={"answers": {"own": {"q": Answer("yes")}}})
    found = score_bank(deal, bank).score
    assert found is not None
    assert (float(found.score), found.low, found.high) == (7.5, 6, 9)
