"""The laws of merging by meaning: nothing of either side vanishes, and the sides are equal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import assessments, rated, with_rating
from tas_cli.changes.merge import facts, from_facts, group_of, merge, reverted, settled, with_fact
from tas_cli.model.answers import Answer, Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_fields, with_note, with_step

QUESTION = "application_or_project"


@given(assessments())
def test_facts_say_everything(deal: Assessment) -> None:
    assert from_facts(deal.format, facts(deal)) == deal


@given(assessments(), assessments())
def test_merging_equal_sides_gives_that_side(base: Assessment, side: Assessment) -> None:
    merged = merge(base, side, side)
    assert merged.assessment == side
    assert not merged.conflicts


@given(assessments(), assessments())
def test_a_side_that_changed_nothing_decides_nothing(base: Assessment, side: Assessment) -> None:
    for merged in (merge(base, base, side), merge(base, side, base)):
        assert not merged.conflicts
        assert dict(facts(side).items()).items() <= facts(merged.assessment).items()


@given(assessments(), assessments(), assessments())
def test_the_sides_are_equal(base: Assessment, one: Assessment, two: Assessment) -> None:
    left, right = merge(base, one, two), merge(base, two, one)
    assert [c.path for c in left.conflicts] == [c.path for c in right.conflicts]
    disputed = {path for c in left.conflicts for path in c.paths}
    agreed = [{p: v for p, v in facts(m.assessment).items() if p not in disputed} for m in (left, right)]
    assert agreed[0] == agreed[1]
    assert [(c.ours, c.theirs) for c in left.conflicts] == [(c.theirs, c.ours) for c in right.conflicts]


@given(assessments(), assessments(), assessments())
def test_no_news_of_either_side_vanishes(base: Assessment, one: Assessment, two: Assessment) -> None:
    merged = merge(base, one, two)
    was, said = facts(base), facts(merged.assessment)
    disputed = {path: c for c in merged.conflicts for path in c.paths}
    for side in (one, two):
        for path, value in facts(side).items():
            if was.get(path) == value or path == ("assessed_on",) or path[0] == "banks":
                continue
            kept = said.get(path) == value
            told = path in disputed and value in (
                disputed[path].ours.get(path),
                disputed[path].theirs.get(path),
            )
            assert kept or told, path


@given(assessments(), assessments(), assessments())
def test_what_belongs_together_comes_from_one_side(
    base: Assessment, one: Assessment, two: Assessment
) -> None:
    """A rating with its evidence, an outcome with its reason, an amount with its currency."""
    said, sides = facts(merge(base, one, two).assessment), (facts(one), facts(two))
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in (*said, *sides[0], *sides[1]):
        groups.setdefault(group_of(path), []).append(path)
    for paths in (paths for paths in groups.values() if len({*paths}) > 1):
        now, *given = ({path: side[path] for path in paths if path in side} for side in (said, *sides))
        assert now in given


@given(assessments(), assessments())
def test_undoing_a_change_brings_back_what_was(before: Assessment, after: Assessment) -> None:
    back = facts(reverted(after, before, after))
    wanted = facts(before)
    for told in (back, wanted):  # the day of the session and bank versions only go forward
        told.pop(("assessed_on",), None)
        for path in [p for p in told if p[0] == "banks"]:
            del told[path]
    missing = wanted.items() - back.items()
    assert not missing


def test_days_and_versions_go_forward() -> None:
    base = rated("+", assessed_on=date(2026, 1, 1), banks={"tas": 1})
    one = with_fields(base, assessed_on=date(2026, 3, 1), banks={"tas": 2})
    two = with_fields(base, assessed_on=date(2026, 2, 1), banks={"tas": 3})
    merged = merge(base, one, two)
    assert not merged.conflicts
    assert merged.assessment.assessed_on == date(2026, 3, 1)
    assert merged.assessment.banks == {"tas": 3}


def test_two_parties_of_one_criterion_merge_clean() -> None:
    base = rated("?", "?")
    one = with_rating(base, "tas", "application_or_project", "us", "+")
    two = with_rating(base, "tas", "application_or_project", "a", "-")
    merged = merge(base, one, two)
    assert not merged.conflicts
    assert merged.assessment.answer("tas", "application_or_project").ratings == {"us": "+", "a": "-"}


def test_one_rating_changed_twice_is_a_conflict_that_holds_theirs() -> None:
    base = rated("?")
    one = with_rating(base, "tas", "application_or_project", "us", "+")
    two = with_rating(base, "tas", "application_or_project", "us", "-")
    merged = merge(base, one, two)
    assert [c.path for c in merged.conflicts] == [("answers", "tas", "application_or_project", "us")]
    assert merged.assessment.rating("tas", "application_or_project") == "-"


@pytest.mark.parametrize("swap", [False, True])
def test_a_removed_competitor_stays_while_the_other_side_has_news_of_it(swap: bool) -> None:
    base = rated("+", "+")
    removed = with_fields(base, competitors={})
    news = with_rating(base, "tas", "business_profile", "a", "-")
    merged = merge(base, news, removed) if swap else merge(base, removed, news)
    assert merged.assessment.competitors == {"a": "A"}


def test_new_competitors_come_in_order_of_id() -> None:
    base = rated("+", "+")
    one = with_fields(base, competitors={"a": "A", "z": "Z"})
    two = with_fields(base, competitors={"a": "A", "m": "M"})
    assert list(merge(base, one, two).assessment.competitors) == ["a", "m", "z"]
    assert list(merge(base, two, one).assessment.competitors) == ["a", "m", "z"]


@given(assessments(), st.text(max_size=5))
def test_a_fact_can_be_set_and_taken_back(deal: Assessment, text: str) -> None:
    path = ("answers", "tas", "solution_fit", "evidence", "us")
    was = facts(deal).get(path)
    said = with_fact(deal, path, Evidence(text or "x"))
    assert facts(said)[path] == Evidence(text or "x")
    assert facts(with_fact(said, path, was)) == facts(deal)


def test_a_rating_is_never_joined_to_evidence_that_the_other_side_wrote() -> None:
    base = rated("?")
    one = with_note(base, "tas", QUESTION, "us", "evidence", "they have no pain")
    two = with_rating(base, "tas", QUESTION, "us", "+")
    merged = merge(base, one, two)
    (conflict,) = merged.conflicts
    assert conflict.path == ("answers", "tas", QUESTION, "us")
    assert (conflict.told("ours"), conflict.told("theirs")) == ("? · they have no pain", "+")
    for side, wanted in (("ours", one), ("theirs", two)):
        assert settled(merged.assessment, conflict, side).answers == wanted.answers  # type: ignore[arg-type]


def test_a_side_that_has_all_of_the_other_and_more_is_no_conflict() -> None:
    base = rated("?")
    one = with_rating(base, "tas", QUESTION, "us", "+")
    two = with_note(one, "tas", QUESTION, "us", "evidence", "their RFP")
    for merged in (merge(base, one, two), merge(base, two, one)):
        assert not merged.conflicts
        assert merged.assessment == two


def test_evidence_of_one_party_and_rating_of_another_merge_clean() -> None:
    base = rated("?", "?")
    one = with_note(base, "tas", QUESTION, "a", "evidence", "their brochure")
    two = with_rating(base, "tas", QUESTION, "us", "+")
    merged = merge(base, one, two)
    assert not merged.conflicts
    assert merged.assessment.answer("tas", QUESTION).ratings == {"us": "+", "a": "?"}


def test_a_next_step_goes_with_the_answer_that_it_came_with() -> None:
    base = rated("?")
    one = with_step(with_rating(base, "tas", QUESTION, "us", "+"), "tas", QUESTION, NextStep("go on"))
    two = with_rating(base, "tas", QUESTION, "us", "-")
    merged = merge(base, one, two)
    (conflict,) = merged.conflicts
    assert (conflict.told("ours"), conflict.told("theirs")) == ("+ · go on", "-")
    assert settled(merged.assessment, conflict, "theirs").answer("tas", QUESTION) == two.answer(
        "tas", QUESTION
    )
    three = with_step(base, "tas", QUESTION, NextStep("ask"))
    both = merge(base, one, three)
    assert [c.path[3:] for c in both.conflicts] == [("next_step", "us")]
    assert both.assessment.rating("tas", QUESTION) == "+"
    assert not merge(base, three, two).conflicts


@pytest.mark.parametrize(
    ("one", "two", "disputed"),
    [
        ({"outcome": "lost", "lost_to": "a", "reason": "price"}, {"outcome": "won"}, ["outcome"]),
        ({"outcome": "won", "closed_on": date(2026, 3, 1)}, {"reason": "they went quiet"}, ["outcome"]),
        ({"amount": Decimal(5)}, {"currency": "USD"}, ["amount"]),
        ({"amount": Decimal(5), "currency": "USD"}, {"amount": Decimal(5)}, []),
        ({"stage": "x"}, {"outcome": "won"}, []),
    ],
)
def test_how_it_ended_is_one_thing_and_the_money_another(
    one: dict[str, object], two: dict[str, object], disputed: list[str]
) -> None:
    base = rated("+", "-", amount=Decimal(3), currency="EUR")
    ours, theirs = with_fields(base, **one), with_fields(base, **two)
    merged = merge(base, ours, theirs)
    assert [c.path[0] for c in merged.conflicts] == disputed
    for conflict in merged.conflicts:
        assert facts(settled(merged.assessment, conflict, "ours")) == facts(ours)
        assert facts(settled(merged.assessment, conflict, "theirs")) == facts(theirs)


def test_an_undo_takes_back_a_rating_and_leaves_evidence_written_since() -> None:
    before = rated("?")
    after = with_rating(before, "tas", QUESTION, "us", "+")
    now = with_note(after, "tas", QUESTION, "us", "evidence", "their RFP")
    assert reverted(now, before, after).answer("tas", QUESTION) == Answer(
        None, {"us": "?"}, {"us": Evidence("their RFP")}
    )


def test_a_removed_competitor_of_whom_nobody_has_news_is_removed() -> None:
    base = rated("+", "+")
    removed = with_fields(rated("+"), competitors={})
    other = with_fields(base, stage="proposal")
    merged = merge(base, removed, other)
    assert not merged.conflicts
    assert merged.assessment == with_fields(removed, stage="proposal")


def test_a_removed_competitor_stays_while_anything_about_it_is_disputed() -> None:
    base = rated("?", "?")
    removed = with_note(with_fields(base, competitors={}), "tas", QUESTION, "a", "evidence", "their brochure")
    news = with_rating(base, "tas", QUESTION, "a", "-")
    unrated = with_rating(removed, "tas", QUESTION, "a", None)
    for other in (removed, unrated):
        for merged in (merge(base, other, news), merge(base, news, other)):
            assert len(merged.conflicts) == 1
            assert merged.assessment.competitors == {"a": "A"}
