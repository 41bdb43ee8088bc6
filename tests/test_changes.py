"""What changed between two assessments: kinds, order, and what it did to the verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from builders import BANKS, TODAY, USS, assessments, changes, proved, rated, scored, with_choice, with_rating
from tas_cli.changes.compare import Change, effect
from tas_cli.changes.merge import facts
from tas_cli.judging.scorecard import score
from tas_cli.model.answers import Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_evidence, with_fields, with_note, with_step


def one(old: Assessment, new: Assessment) -> Change:
    (change,) = changes(old, new, BANKS)
    return change


@pytest.mark.parametrize(
    ("old", "new", "kind", "tone"),
    [
        ("?", "+", "learned", 1),
        ("?", "-", "learned", -1),
        ("-", "+", "improved", 1),
        ("+", "-", "worsened", -1),
        ("+", "?", "doubted", -1),
        ("-", "?", "doubted", -1),
        (".", "+", "rated", 1),
        (".", "-", "rated", -1),
        (".", "?", "rated", 0),
        ("+", ".", "cleared", -1),
        ("?", ".", "cleared", -1),
    ],
)
def test_kinds_of_ratings(old: str, new: str, kind: str, tone: int) -> None:
    ours = one(rated(old), rated(new))
    assert (ours.kind, ours.question, ours.party) == (kind, "tas.application_or_project", "us")
    assert (ours.old, ours.new) == tuple(None if sign == "." else sign for sign in (old, new))
    assert ours.tone == tone
    theirs = one(rated("", old), rated("", new))
    assert (theirs.kind, theirs.party) == (kind, "a")
    assert theirs.tone == (tone if kind in ("doubted", "cleared") else -tone)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("1", "3", "changed"),
        ("?", "1", "learned"),
        ("1", "?", "doubted"),
        (".", "1", "rated"),
        ("1", ".", "cleared"),
    ],
)
def test_kinds_of_choices(old: str, new: str, kind: str) -> None:
    change = one(scored(old), scored(new))
    assert (change.kind, change.question, change.party) == (kind, "uss.deal_size", None)


def test_fields_and_notes() -> None:
    old = rated("+", "?", stage="discovery")
    new = with_fields(
        old, stage="", amount=Decimal("1200000.50"), verified=True, close_date=date(2027, 3, 31)
    )
    assert [(c.field, c.old, c.new) for c in changes(old, new)] == [
        ("stage", "discovery", None),
        ("amount", None, "1200000.50"),
        ("close_date", None, "2027-03-31"),
        ("verified", None, "true"),
    ]
    note = one(old, with_note(old, "tas", "application_or_project", "a", "next_step", "call"))
    assert note == Change(None, "call", None, "tas.application_or_project", "us", "next_step")
    name = one(old, with_fields(old, competitors={"a": "Renamed"}))
    assert (name.field, name.old, name.new) == ("competitors.a", "A", "Renamed")


def test_worst_news_first_and_ours_before_theirs() -> None:
    old = rated("+?-+?-.?", "-+++????", start=scored("1"), stage="x")
    new = rated("-+??-+-?", "++?-???-", start=scored("2"), stage="y")
    new = with_note(new, "tas", "business_profile", "us", "evidence", "mail")
    assert [(c.kind or c.field, c.party or "-") for c in changes(old, new, BANKS)] == [
        ("worsened", "us"),
        ("improved", "a"),
        ("doubted", "us"),
        ("doubted", "us"),
        ("doubted", "a"),
        ("learned", "us"),
        ("rated", "us"),
        ("changed", "-"),
        ("learned", "us"),
        ("learned", "a"),
        ("improved", "us"),
        ("worsened", "a"),
        ("evidence", "us"),
        ("stage", "-"),
    ]


def note_of(field: str | None) -> str | None:
    """The fact that a part belongs to: who said a piece of evidence is told by itself."""
    return field.partition(".")[0] if field and field.startswith(("evidence.", "next_step.")) else field


def test_the_parts_of_a_note_are_told_one_by_one() -> None:
    old = with_evidence(rated("+"), "tas", "application_or_project", "us", Evidence("mail", "CFO"))
    new = with_evidence(
        old, "tas", "application_or_project", "us", Evidence("mail", "CIO", "customer", TODAY)
    )
    new = with_step(new, "tas", "application_or_project", NextStep("ask", TODAY, "maria"))
    assert [(c.field, c.old, c.new) for c in changes(old, new)] == [
        ("evidence.who", "CFO", "CIO"),
        ("evidence.side", None, "customer"),
        ("evidence.day", None, TODAY.isoformat()),
        ("next_step", None, "ask"),
        ("next_step.due", None, TODAY.isoformat()),
        ("next_step.owner", None, "maria"),
    ]


@given(assessments(), assessments())
def test_every_changed_fact_is_told_once(old: Assessment, new: Assessment) -> None:
    before, after = facts(old), facts(new)
    differ = {path for path in (*before, *after) if before.get(path) != after.get(path)}
    found = changes(old, new, BANKS)
    assert len(found) == len({change.what for change in found})
    told = {(each.question, each.party, note_of(each.field), each.row, each.column) for each in found}
    assert len(told) == len(differ)
    assert all(change.old != change.new for change in found)


@given(assessments(), assessments())
def test_the_way_back_is_the_way_there_turned_around(old: Assessment, new: Assessment) -> None:
    there = {change.what: (change.old, change.new) for change in changes(old, new)}
    back = {change.what: (change.new, change.old) for change in changes(new, old)}
    assert there == back


@given(assessments())
def test_an_assessment_did_not_change_into_itself(deal: Assessment) -> None:
    assert changes(deal, deal) == ()
    card = score(deal, BANKS, today=TODAY)
    same = effect(card, card, BANKS)
    assert not any((same.verdict.moved, same.mode.moved, same.sections, same.leads))


def test_what_the_changes_did() -> None:
    old = proved(rated("?????" + "+" * 15, "." * 5 + "-" * 10, start=scored("33333333")))
    new = proved(rated("+" * 20, "." * 5 + "+" * 10, start=scored("11111111")))
    found = effect(score(old, BANKS, today=TODAY), score(new, BANKS, today=TODAY), BANKS)
    assert (found.verdict.old, found.verdict.new, found.verdict.trend) == ("find_out", "pursue", 1)
    assert (found.mode.old, found.mode.new, found.mode.trend) == ("strategic", "quick", -1)
    assert (found.form.old, found.form.new) == ("full", "short")
    assert [(s.section, s.verdict.old, s.verdict.new) for s in found.sections] == [
        ("opportunity", "unclear", "yes")
    ]
    assert [(lead.party, lead.standing.trend) for lead in found.leads] == [("a", -1)]
    assert (found.old.score, found.new.score) == (15, 20)


def test_a_mode_that_is_no_longer_known_has_not_fallen() -> None:
    old, new = (score(scored(points), BANKS, today=TODAY) for points in ("33333333", "333"))
    shift = effect(old, new, BANKS).mode
    assert (shift.old, shift.new, shift.trend) == ("strategic", None, 0)


def test_the_order_is_that_of_the_banks_and_not_of_the_file() -> None:
    forth = rated("")
    back = rated("")
    ids = [question.id for question in BANKS[0].by_id.values()][:4]
    for id in ids:
        forth = with_rating(forth, "tas", id, "us", "?")
    for id in reversed(ids):
        back = with_rating(back, "tas", id, "us", "?")
    back = with_choice(back, "uss", next(iter(USS.by_id)), None)
    assert changes(rated(""), forth, BANKS) == changes(rated(""), back, BANKS)
