"""The session as a step function: walks, answers, notes, undo, finding, merging; and laws for any events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, TAS, TODAY, USS, assessments, rated, scored, signs, texts
from tas_cli.changes.merge import facts
from tas_cli.model.answers import Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_evidence, with_fields, with_rating, with_step
from tas_cli.session import Cell, Session, open_session, step
from tas_cli.session.events import (
    AddCompetitor,
    Changed,
    Choose,
    Clear,
    End,
    Event,
    Find,
    Move,
    Rate,
    Resolve,
    Seen,
    Undo,
    Walk,
    Write,
)
from tas_cli.session.views import view
from tas_cli.words import LANGUAGES

EARLIER = date(2026, 10, 1)


def opened(assessment: Assessment, *, unknown_only: bool = False, only: str | None = None) -> Session:
    return open_session(BANKS, assessment, today=TODAY, unknown_only=unknown_only, only=only)


def after(session: Session, *events: Event) -> Session:
    """The session after `events`, each seen before the next."""
    for event in events:
        session = step(step(session, event), Seen())
    return session


def ours(session: Session, question: str = "application_or_project", party: str = "us") -> str | None:
    return session.assessment.rating("tas", question, party)


FIRST = "application_or_project"
COMPLETE = scored("1" * 8, rated("+" * 20, "-" * 20, assessed_on=EARLIER))


def test_the_walk_goes_bank_by_bank_question_by_question_us_first() -> None:
    session = opened(rated("", "", ""))
    assert session.walk[:4] == (
        Cell("tas", FIRST, "us"),
        Cell("tas", FIRST, "a"),
        Cell("tas", FIRST, "b"),
        Cell("tas", "business_profile", "us"),
    )
    assert [cell.question for cell in session.walk[-8:]] == list(USS.by_id)
    assert len(session.walk) == 20 * 3 + 8


def test_what_does_not_apply_to_a_party_is_not_walked() -> None:
    session = opened(with_fields(rated(""), competitors={"status_quo": "Do nothing"}))
    asked = {cell.question for cell in session.walk if cell.party == "status_quo"}
    assert asked == {id for id, q in TAS.by_id.items() if "status_quo" not in q.not_for}
    assert len(asked) < 20


def test_a_session_starts_at_the_first_unrated_cell() -> None:
    assert opened(rated("++", "+.")).cell == Cell("tas", "business_profile", "a")


def test_a_question_mark_is_rated_and_not_visited_again() -> None:
    assert opened(rated("?")).cell == Cell("tas", "business_profile", "us")


def test_a_complete_file_opens_as_a_review_from_the_top() -> None:
    session = opened(COMPLETE)
    assert (session.review, session.at) == (True, 0)
    assert not opened(rated("+")).review


def test_unknown_only_walks_what_is_rated_with_a_question_mark() -> None:
    session = opened(scored("?2", rated("+?-", "?")), unknown_only=True)
    assert session.walk == (
        Cell("tas", FIRST, "a"),
        Cell("tas", "business_profile", "us"),
        Cell("uss", "deal_size", "us"),
    )
    assert after(session, Rate("+"), Rate("-"), Choose("1")).done


def test_one_bank_alone_is_walked_and_all_are_scored() -> None:
    session = opened(rated("+"), only="uss")
    assert {cell.bank for cell in session.walk} == {"uss"}
    assert view(session, "en").verdict_id == "find_out"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+", "+"),
        ("-", "-"),
        ("?", "?"),
        ("＋", "+"),
        ("－", "-"),
        ("？", "?"),
        ("−", "-"),
        ("–", "-"),
        ("—", "-"),
    ],
)
def test_rating_takes_every_spelling_and_goes_on(typed: str, meant: str) -> None:
    session = after(opened(rated("")), Rate(typed))
    assert (ours(session), session.at) == (meant, 1)


def test_a_pair_of_dashes_is_one_rating() -> None:
    dashes = after(opened(rated("")), *[Rate("—")] * 4)
    assert (dashes.at, ours(dashes), ours(dashes, "business_profile")) == (2, "-", "-")


def test_two_dashes_with_something_between_are_two_ratings() -> None:
    session = after(opened(rated("")), Rate("—"), Walk(1), Rate("—"))
    assert session.at == 3
    assert ours(session, "financial_condition") == "-"


def test_a_merge_between_the_halves_of_a_dash_makes_it_no_second_rating() -> None:
    session = after(opened(rated("")), Rate("—"))
    merged = after(session, Changed(session.assessment, session.assessment), Rate("—"))
    assert merged.at == 1


def test_what_is_no_rating_is_refused_and_changes_nothing() -> None:
    before = opened(rated(""))
    session = after(before, Rate("x"))
    assert session.notice is not None
    assert session.notice.refused
    assert replace(session, notice=None) == before


def test_rating_sets_the_day_and_never_an_earlier_one() -> None:
    assert after(opened(rated("")), Rate("+")).assessment.assessed_on == TODAY
    future = date(2030, 1, 1)
    assert after(opened(rated("", assessed_on=future)), Rate("+")).assessment.assessed_on == future


def test_a_choice_is_answered_by_number_or_id() -> None:
    session = after(opened(rated(""), only="uss"), Choose("2"), Choose("considerable"), Rate("?"))
    answers = session.assessment.answers["uss"]
    assert [answers[id].answer for id in list(USS.by_id)[:3]] == ["medium", "considerable", "?"]


@pytest.mark.parametrize("event", [Rate("+"), Choose("4"), Choose("0"), Choose("huge"), Choose("²")])
def test_what_is_no_option_is_refused(event: Event) -> None:
    session = after(opened(rated(""), only="uss"), event)
    assert session.notice is not None
    assert session.notice.refused
    assert session.at == 0


def test_an_option_for_a_rating_is_refused() -> None:
    session = after(opened(rated("")), Choose("1"))
    assert session.notice is not None
    assert session.notice.refused


def test_clear_takes_the_answer_away_and_stays() -> None:
    session = after(opened(rated("+")), Walk(-1), Clear())
    assert (ours(session), session.at) == (None, 0)


def test_walking_back_before_the_first_cell_is_refused() -> None:
    session = after(opened(rated("")), Walk(-1))
    assert session.at == 0
    assert session.notice is not None
    assert session.notice.refused


def test_move_keeps_to_the_party_and_the_edges() -> None:
    session = after(opened(rated("", "", "")), Move(columns=1), Move(rows=3))
    assert session.cell == Cell("tas", "access_to_funds", "a")
    assert after(session, Move(rows=-99)).cell == Cell("tas", FIRST, "a")
    assert after(session, Move(columns=9)).cell == Cell("tas", "access_to_funds", "b")
    assert after(session, Move(rows=99)).cell == Cell("uss", list(USS.by_id)[-1], "us")


def test_move_leads_back_from_the_end() -> None:
    done = after(opened(COMPLETE, only="uss"), *[Walk(1)] * 8)
    assert done.done
    assert after(done, Move(rows=-1)).at == 7
    assert after(done, Move(rows=-99)).at == 0
    assert after(done, Move(rows=1)).done


def test_find_goes_to_the_next_question_with_the_text_in_any_language() -> None:
    session = after(opened(rated("")), Find("COMPELLING"))
    assert session.cell == Cell("tas", "compelling_event", "us")
    assert after(session, Find("方案契合")).cell == Cell("tas", "solution_fit", "us")
    assert after(session, Find("tas.access_to")).cell == Cell("tas", "access_to_funds", "us")
    missed = after(session, Find("no such thing"))
    assert missed.cell == session.cell
    assert missed.notice is not None
    assert missed.notice.refused


def test_evidence_belongs_to_the_party_in_hand_and_the_next_step_to_us() -> None:
    session = after(opened(rated("", "")), Write("evidence", " a mail "), Walk(1), Write("next_step", "ask"))
    answer = session.assessment.answer("tas", FIRST)
    assert (answer.evidence, answer.next_step) == ({"us": Evidence("a mail")}, NextStep("ask"))
    gone = after(session, Walk(-1), Write("evidence", ""))
    assert gone.assessment.answer("tas", FIRST).evidence == {}


def test_a_competitor_added_on_the_way_is_walked_from_then_on() -> None:
    session = after(opened(rated("+")), AddCompetitor(" Big  Co "))
    assert session.assessment.competitors == {"big_co": "Big Co"}
    assert session.cell == Cell("tas", "business_profile", "us")
    assert Cell("tas", FIRST, "big_co") in session.walk
    again = after(session, AddCompetitor("Big Co"))
    assert again.assessment == session.assessment


def test_doing_nothing_is_added_by_its_own_id() -> None:
    session = after(opened(rated("")), AddCompetitor("维持现状", "status_quo"))
    assert session.assessment.competitors == {"status_quo": "维持现状"}


def test_undo_goes_back_to_where_the_change_was_made() -> None:
    session = after(opened(rated("")), Rate("+"), Rate("-"), Move(rows=5), Undo())
    assert (session.at, ours(session), ours(session, "business_profile")) == (1, "+", None)


def test_undo_of_a_competitor_takes_its_cells_out_of_the_walk() -> None:
    session = after(opened(rated("")), AddCompetitor("X"), Undo())
    assert session.walk == opened(rated("")).walk


def test_undo_brings_back_what_somebody_else_replaced_and_says_when_there_is_nothing_to_undo() -> None:
    session = after(opened(rated("")), Rate("+"), Rate("+"))
    theirs = with_rating(session.assessment, "tas", FIRST, "us", "-")
    changed = after(session, Changed(session.assessment, theirs))
    assert changed.notice is not None
    assert (ours(changed), changed.notice.params["mine"]) == ("-", 1)
    assert ours(after(changed, Undo())) == "+"
    cleared = with_rating(session.assessment, "tas", "business_profile", "us", None)
    nothing = after(session, Changed(session.assessment, cleared), Resolve("theirs"), Undo(), Undo(), Undo())
    assert nothing.notice is not None
    assert nothing.assessment.answers == {}


def test_what_this_session_said_and_the_file_has_lost_is_asked_about() -> None:
    start = rated("", "")
    session = after(opened(start), Rate("+"), Walk(1), Rate("-"))
    lost = after(session, Changed(session.assessment, start))
    assert [conflict.theirs for conflict in lost.conflicts] == [{}, {}]
    back = after(lost, Resolve("ours"), Resolve("ours"))
    assert facts(back.assessment) == facts(session.assessment)
    assert after(lost, Resolve("theirs", every=True)).assessment.answers == {}


def test_what_somebody_else_said_and_took_back_is_theirs_to_take_back() -> None:
    start = rated("+-", "?")
    session = after(opened(start), Rate("+"))
    theirs = with_rating(session.assessment, "tas", "business_profile", "us", None)
    assert after(session, Changed(session.assessment, theirs)).conflicts == ()


def test_undo_with_nothing_to_undo_is_said() -> None:
    session = after(opened(rated("")), Undo())
    assert session.notice is not None
    assert session.notice.refused


def test_the_version_of_a_bank_answered_is_written_where_versions_are() -> None:
    with_versions = opened(rated("", banks={"tas": 1}), only="uss")
    assert after(with_versions, Choose("1")).assessment.banks == {"tas": 1, "uss": USS.version}
    without = opened(rated(""), only="uss")
    assert after(without, Choose("1")).assessment.banks == {}


@pytest.mark.parametrize("event", [Walk(1), Rate("-")])
def test_confirming_a_review_sets_the_day(event: Event) -> None:
    session = opened(rated("-" * 20, assessed_on=EARLIER), only="tas")
    assert session.review
    assert after(session, *[event] * 20).assessment.assessed_on == TODAY
    assert after(session, *[event] * 19).assessment.assessed_on == EARLIER


def test_ending_a_review_sets_the_day_and_ending_another_session_does_not() -> None:
    assert after(opened(COMPLETE), End()).assessment.assessed_on == TODAY
    assert after(opened(rated("+", assessed_on=EARLIER)), End()).assessment.assessed_on == EARLIER


# Two people


BASE = rated("", "", assessed_on=EARLIER)


def test_changes_to_different_cells_are_both_in() -> None:
    session = after(opened(BASE), Rate("+"))
    changed = after(session, Changed(BASE, rated("", "-", start=BASE)))
    assert (ours(changed), ours(changed, party="a"), changed.conflicts) == ("+", "-", ())
    assert changed.notice is not None
    assert changed.notice.id == "merged"


def test_a_conflict_keeps_theirs_until_it_is_settled_and_lets_nothing_else_through() -> None:
    session = after(opened(BASE), Rate("+"), Changed(BASE, rated("-", "", start=BASE)))
    assert (ours(session), len(session.conflicts)) == ("-", 1)
    assert after(session, Rate("?")).assessment == session.assessment
    assert ours(after(session, Resolve("ours"))) == "+"
    assert ours(after(session, Resolve("theirs"))) == "-"
    assert ours(after(session, Resolve("ours"), Undo())) == "-"


def test_a_pending_conflict_follows_what_the_others_say() -> None:
    theirs, later = rated("-", "", start=BASE), rated("?", "", start=BASE)
    session = after(opened(BASE), Rate("+"), Changed(BASE, theirs), Changed(theirs, later))
    assert ours(after(session, Resolve("theirs"))) == "?"
    agreed = after(
        opened(BASE), Rate("+"), Changed(BASE, theirs), Changed(theirs, rated("+", "", start=BASE))
    )
    assert (agreed.conflicts, ours(agreed)) == ((), "+")


def test_a_competitor_that_somebody_else_added_is_walked() -> None:
    session = after(opened(BASE), Walk(1), Changed(BASE, with_fields(BASE, competitors={"a": "A", "z": "Z"})))
    assert session.cell == Cell("tas", FIRST, "a")
    assert Cell("tas", FIRST, "z") in session.walk


# Laws


events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Rate, st.sampled_from(["+", "-", "?", "—", "＋", "x", ""])),
    st.builds(Choose, st.sampled_from(["1", "2", "9", "small", "x"])),
    st.just(Clear()),
    st.builds(Walk, st.integers(-2, 30)),
    st.builds(Move, st.integers(-30, 30), st.integers(-2, 2)),
    st.builds(Find, st.sampled_from(["fund", "契合", "deal", "nowhere", " "])),
    st.builds(Write, st.sampled_from(["evidence", "next_step"]), st.one_of(st.just(""), texts)),
    st.builds(AddCompetitor, texts),
    st.just(Undo()),
)
sessions = st.builds(
    opened, assessments(), unknown_only=st.booleans(), only=st.sampled_from([None, "tas", "uss"])
)


@given(sessions, st.lists(events, max_size=25))
def test_any_events_leave_a_session_that_can_be_drawn_and_went_on(
    session: Session, played: list[Event]
) -> None:
    for event in played:
        session = step(session, event)
        assert 0 <= session.at <= len(session.walk)
        assert len(set(session.walk)) == len(session.walk)
        assert {cell.party for cell in session.walk} <= set(session.assessment.parties)
        assert not session.ended
    for lang in LANGUAGES:
        seen = view(session, lang)
        assert (seen.card is None) == session.done
        assert seen.row is None or seen.rows[seen.row].kind == "question"
        assert 0 <= seen.rated <= seen.cells


@given(sessions, st.lists(events, max_size=25))
def test_undoing_everything_restores_what_was_opened(session: Session, played: list[Event]) -> None:
    start = session.assessment
    session = after(session, *played)
    while session.trail:
        session = step(session, Undo())
    now, then = facts(session.assessment), facts(start)
    if session.review:
        # Confirming a review is no change that could be taken back.
        now.pop(("assessed_on",), None)
        then.pop(("assessed_on",), None)
    assert now == then
    assert session.assessment.parties == start.parties


@given(sessions, st.lists(events, max_size=15), assessments(), st.lists(st.sampled_from(["ours", "theirs"])))
def test_whatever_others_write_the_conflicts_can_be_settled(
    session: Session, played: list[Event], theirs: Assessment, sides: list[str]
) -> None:
    base = session.assessment
    session = after(session, *played)
    session = after(session, Changed(base, theirs))
    view(session, "zh")
    for i in range(len(session.conflicts)):
        conflict = session.conflicts[0]
        side = sides[i] if i < len(sides) else "ours"
        session = step(session, Resolve(side))  # type: ignore[arg-type]
        wanted = conflict.ours if side == "ours" else conflict.theirs
        said = facts(session.assessment)
        assert {path: said[path] for path in conflict.paths if path in said} == wanted
    assert not session.conflicts


@given(sessions, st.lists(signs, max_size=20))
def test_a_burst_of_signs_is_as_many_ratings(session: Session, burst: list[str]) -> None:
    rating_cells = [i for i, cell in enumerate(session.walk) if session.question(cell).kind.each_party]
    session = replace(session, at=rating_cells[0] if rating_cells else len(session.walk))
    room = min(len(burst), len(rating_cells))
    session = after(session, *map(Rate, burst))
    assert [session.value(cell) for cell in session.walk[:room]] == burst[:room]


def test_the_card_says_whose_word_evidence_is_and_who_goes_on() -> None:
    deal = with_evidence(
        rated("+"), "tas", FIRST, "us", Evidence("it is budgeted", "CFO", "customer", TODAY, "mail")
    )
    deal = with_step(deal, "tas", FIRST, NextStep("ask IT", TODAY, "maria"))
    session = after(opened(deal), Find(FIRST))
    card = view(session, "en").card
    assert card is not None
    assert card.evidence == f"it is budgeted (CFO, the customer's word, {TODAY}, mail)"
    assert card.next_step == f"ask IT ({TODAY}, maria)"
    assert "（CFO、客户的说法、" in (view(session, "zh").card or card).evidence
