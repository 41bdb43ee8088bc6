"""The laws of merging by meaning: nothing of either side vanishes, and the sides are equal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import assessments, rated
from tas_cli.changes.merge import facts, from_facts, merge, reverted, with_fact
from tas_cli.model.answers import Evidence
from tas_cli.model.assessment import Assessment, with_fields, with_note, with_rating


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
    disputed = {c.path for c in left.conflicts}
    agreed = [{p: v for p, v in facts(m.assessment).items() if p not in disputed} for m in (left, right)]
    assert agreed[0] == agreed[1]
    assert [(c.ours, c.theirs) for c in left.conflicts] == [(c.theirs, c.ours) for c in right.conflicts]


@given(assessments(), assessments(), assessments())
def test_no_news_of_either_side_vanishes(base: Assessment, one: Assessment, two: Assessment) -> None:
    merged = merge(base, one, two)
    was, said = facts(base), facts(merged.assessment)
    disputed = {c.path: c for c in merged.conflicts}
    for side in (one, two):
        for path, value in facts(side).items():
            if was.get(path) == value or path == ("assessed_on",) or path[0] == "banks":
                continue
            kept = said.get(path) == value
            told = path in disputed and value in (disputed[path].ours, disputed[path].theirs)
            assert kept or told, path


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


def test_evidence_of_one_side_and_rating_of_the_other() -> None:
    base = rated("?")
    one = with_note(base, "tas", "application_or_project", "us", "evidence", "their RFP")
    two = with_rating(base, "tas", "application_or_project", "us", "+")
    both = merge(base, one, two).assessment.answer("tas", "application_or_project")
    assert both.ratings == {"us": "+"}
    assert both.evidence == {"us": Evidence("their RFP")}
