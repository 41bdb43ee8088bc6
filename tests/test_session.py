"""The session as a step function: walks, answers, notes, undo, finding, merging; and laws for any events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    BANKS,
    PLAN,
    PLAYERS,
    TAS,
    TODAY,
    USS,
    assessments,
    proved,
    rated,
    scored,
    signs,
    texts,
    with_rating,
)
from tas_cli.changes.merge import facts
from tas_cli.model.answers import Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_evidence, with_fields, with_step
from tas_cli.session import AnswerCell, Session, WalkScope, all_cells, open_session, step
from tas_cli.session.events import (
    AddCompetitor,
    Changed,
    ChangeSeen,
    Choose,
    Clear,
    End,
    Fill,
    Find,
    GoToPicked,
    Move,
    NextOpen,
    Pick,
    Rate,
    RemoveCompetitor,
    RemoveRow,
    RenameCompetitor,
    Resolve,
    SessionEvent,
    Undo,
    Walk,
    Write,
)
from tas_cli.session.moving import disputed_cell
from tas_cli.session.notices import notice_text, said_by
from tas_cli.session.views import progress_text, view
from tas_cli.words import LANGUAGES

EARLIER = date(2026, 10, 1)


def opened(
    assessment: Assessment, *, unknown_only: bool = False, only: str | None = "tas", party: str | None = None
) -> Session:
    return open_session(
        (*BANKS, PLAN, PLAYERS),
        assessment,
        today=TODAY,
        unknown_only=unknown_only,
        scope=WalkScope(only, party),
    )


def place(session: Session) -> int:
    """How far down the walk we are; behind its end its length."""
    return session.walk.index(session.cell) if session.cell else len(session.walk)


def after(session: Session, *events: SessionEvent) -> Session:
    """The session after `events`, each seen before the next."""
    for event in events:
        session = step(step(session, event), ChangeSeen())
    return session


def ours(session: Session, question: str = "application_or_project", party: str = "us") -> str | None:
    return session.assessment.rating("tas", question, party)


FIRST = "application_or_project"
COMPLETE = scored("1" * 8, rated("+" * 20, "-" * 20, assessed_on=EARLIER))


def test_the_form_that_decides_how_much_is_asked_comes_first_then_our_column_then_what_is_contested() -> None:
    session = opened(rated("", "", ""), only=None)
    assert [cell.question for cell in session.walk[:8]] == list(USS.by_id)
    assert [cell.question for cell in session.walk[8:28]] == list(TAS.by_id)
    contested = [q.id for section in TAS.sections for q in section.contested_ratings]
    assert [(cell.party, cell.question) for cell in session.walk[28:]] == [
        (party, id) for party in ("a", "b") for id in contested
    ]
    assert len(contested) == 9


def test_with_three_competitors_there_are_55_keys_and_15_for_a_small_deal_without() -> None:
    names = {"a": "A", "b": "B", "status_quo": "Do nothing"}
    full = opened(with_fields(rated(""), competitors=names), only=None)
    assert (len(set(all_cells(full))), len(full.walk)) == (82, 55)
    quick = opened(scored("1" * 8, rated("")), only=None)
    assert len(quick.walk) == 15
    assert len(opened(scored("1" * 8, rated("", "", "")), only=None).walk) == 15 + 4
    assert {cell.question for cell in quick.walk[8:]} == {id for id, q in TAS.by_id.items() if q.core}


def test_the_form_changes_with_the_answer_that_decides_it_and_it_is_said() -> None:
    session = opened(scored("11111", rated("+")), only=None)
    assert len(session.walk) == 28
    quick = after(session, Choose("1"))
    assert (len(quick.walk), quick.notice and quick.notice.id) == (15, "form_short")
    assert quick.cell == AnswerCell("uss", "needs", "us")
    full = after(quick, Move(rows=-3), Choose("3"))
    assert (len(full.walk), full.notice and full.notice.id) == (28, "form_full")


def test_what_is_not_asked_can_be_reached_and_from_there_the_column_goes_on_until_the_walk() -> None:
    session = after(opened(rated("", "", "")), Move(columns=1), Move(rows=3))
    assert session.cell == AnswerCell("tas", "access_to_funds", "a")
    assert session.cell not in session.walk
    on = after(session, Rate("+"))
    assert on.cell == AnswerCell("tas", "compelling_event", "a")
    assert after(on, Rate("-")).cell == AnswerCell("tas", "formal_decision_criteria", "a")
    assert after(on, Walk(-1)).cell == AnswerCell("tas", "access_to_funds", "a")
    assert after(session, Move(rows=-9), Walk(-1)).cell == AnswerCell("tas", "strategic_value", "us")


def test_a_party_alone_is_walked() -> None:
    ours = opened(rated("", ""), only=None, party="us")
    assert {cell.party for cell in ours.walk} == {"us"}
    assert len(ours.walk) == 28
    assert len(opened(rated("", ""), only=None, party="a").walk) == 9


def test_what_does_not_apply_to_a_party_is_not_there() -> None:
    session = opened(with_fields(rated(""), competitors={"status_quo": "Do nothing"}))
    there = {cell.question for cell in all_cells(session) if cell.party == "status_quo"}
    assert there == {id for id, q in TAS.by_id.items() if "status_quo" not in q.not_for}
    assert len(there) < 20


def test_a_session_starts_at_the_first_unrated_cell() -> None:
    assert opened(rated("++", "+.")).cell == AnswerCell("tas", "financial_condition", "us")
    assert opened(rated("++", "+."), only=None).cell == AnswerCell("uss", "deal_size", "us")


def test_a_question_mark_is_rated_and_not_visited_again() -> None:
    assert opened(rated("?")).cell == AnswerCell("tas", "business_profile", "us")


def test_a_complete_file_opens_as_a_review_from_the_top() -> None:
    session = opened(COMPLETE, only=None)
    assert (session.review, place(session)) == (True, 0)
    assert not opened(rated("+"), only=None).review


def test_unknown_only_walks_what_is_not_known_rated_or_not() -> None:
    start = scored("?2222222", rated("+?-" + "+" * 16 + ".", "?" * 20))
    session = opened(start, only=None, unknown_only=True)
    contested = [q.id for section in TAS.sections for q in section.contested_ratings]
    assert session.walk == (
        AnswerCell("uss", "deal_size", "us"),
        AnswerCell("tas", "business_profile", "us"),
        AnswerCell("tas", "strategic_value", "us"),
        *(AnswerCell("tas", id, "a") for id in contested),
    )
    assert progress_text(session, "en") == "0 of 12 cleared"
    two = after(session, Choose("2"), Rate("?"))
    assert progress_text(two, "en") == "1 of 12 cleared"
    assert after(two, *[Rate("+")] * 10).done


def test_one_bank_alone_is_walked_and_all_are_scored() -> None:
    session = opened(rated("+"), only="uss")
    assert {cell.bank for cell in session.walk} == {"uss"}
    assert view(session, "en").verdict.startswith("Find out first")


def test_the_next_open_thing_is_unrated_unknown_or_a_plus_without_evidence() -> None:
    session = after(opened(rated("+?-")), Move(rows=-9))
    assert session.cell == AnswerCell("tas", FIRST, "us")
    seen = []
    for _ in range(4):
        session = after(session, NextOpen())
        seen.append(session.cell.question if session.cell else "")
    assert seen == ["business_profile", "access_to_funds", "compelling_event", "formal_decision_criteria"]
    back = after(opened(rated("+" + "-" * 19)), NextOpen(), Write("evidence", "a mail"), NextOpen())
    assert back.notice is not None
    assert back.notice.id == "nothing_open"


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
    assert (ours(session), place(session)) == (meant, 1)


def test_two_dashes_are_two_ratings() -> None:
    session = after(opened(rated("")), Rate("—"), Rate("—"))
    assert (place(session), ours(session, "business_profile")) == (2, "-")


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
def test_what_is_no_option_is_refused(event: SessionEvent) -> None:
    session = after(opened(rated(""), only="uss"), event)
    assert session.notice is not None
    assert session.notice.refused
    assert place(session) == 0


def test_an_option_for_a_rating_is_refused() -> None:
    session = after(opened(rated("")), Choose("1"))
    assert session.notice is not None
    assert session.notice.refused


def test_clear_takes_the_answer_away_and_stays() -> None:
    session = after(opened(rated("+")), Walk(-1), Clear())
    assert (ours(session), place(session)) == (None, 0)


def test_walking_back_before_the_first_cell_is_refused() -> None:
    session = after(opened(rated("")), Walk(-1))
    assert place(session) == 0
    assert session.notice is not None
    assert session.notice.refused


def test_move_keeps_to_the_party_and_the_edges() -> None:
    session = after(opened(rated("", "", ""), only=None), Move(rows=8), Move(columns=1), Move(rows=3))
    assert session.cell == AnswerCell("tas", "access_to_funds", "a")
    assert after(session, Move(rows=-99)).cell == AnswerCell("uss", "deal_size", "us")
    assert after(session, Move(columns=9)).cell == AnswerCell("tas", "access_to_funds", "b")
    assert after(session, Move(rows=99)).cell == AnswerCell("tas", "strategic_value", "a")


def test_up_and_down_keep_their_column_over_holes_and_over_choices() -> None:
    start = with_fields(rated(""), competitors={"status_quo": "Do nothing"})
    session = after(opened(start, only=None), Move(rows=14), Move(columns=1))
    assert session.cell == AnswerCell("tas", "solution_fit", "status_quo")
    # Sales resources are not asked of doing nothing: the row is passed over.
    assert after(session, Move(rows=1)).cell == AnswerCell("tas", "current_relationship", "status_quo")
    there_and_back = after(session, Move(rows=-8), Move(rows=8))
    assert after(session, Move(rows=-8)).cell == AnswerCell("uss", "needs", "us")
    assert there_and_back.cell == session.cell


def test_move_leads_back_from_the_end() -> None:
    done = after(opened(COMPLETE, only="uss"), *[Walk(1)] * 8)
    assert done.done
    assert place(after(done, Move(rows=-1))) == 7
    assert after(done, Move(rows=1)).done


def test_the_next_questions_can_be_walked_when_all_is_done() -> None:
    done = after(opened(rated("?" * 20), only="tas"), *[Walk(1)] * 20)
    page = view(done, "en").done
    assert page is not None
    assert page.picked == 0
    second = after(done, Pick(1))
    page = view(second, "en").done
    assert page is not None
    there = after(second, GoToPicked())
    card = view(there, "en").card
    assert card is not None
    assert card.question == page.next_questions[1][0]
    assert place(after(second, Pick(-1), Pick(-1))) == 19


def test_find_goes_to_the_next_question_with_the_text_in_any_language_and_again() -> None:
    session = after(opened(rated("")), Find("COMPELLING"))
    assert session.cell == AnswerCell("tas", "compelling_event", "us")
    assert after(session, Find("方案契合")).cell == AnswerCell("tas", "solution_fit", "us")
    assert after(session, Find("tas.access_to")).cell == AnswerCell("tas", "access_to_funds", "us")
    missed = after(session, Find("no such thing"))
    assert missed.cell == session.cell
    assert missed.notice is not None
    assert missed.notice.refused
    first = after(session, Find("customer"))
    again = after(first, Find())
    assert first.cell == AnswerCell("tas", FIRST, "us")
    assert again.cell == AnswerCell("tas", "business_profile", "us")
    only = after(session, Find("COMPELLING"))
    assert only.cell == session.cell
    assert notice_text(only, "en") == "Nothing else holds COMPELLING"


def test_find_looks_into_evidence_and_next_steps_and_goes_to_whom_they_are_about() -> None:
    session = after(opened(rated("", "")), Rate("+"), Write("next_step", "call Jonas"), Rate("-"))
    theirs = after(session, Move(columns=1), Write("evidence", "they had a demo"), Move(rows=5))
    assert after(theirs, Find("JONAS")).cell == AnswerCell("tas", FIRST, "a")
    assert after(theirs, Move(columns=-1), Find("jonas")).cell == AnswerCell("tas", FIRST, "us")
    assert after(theirs, Find("demo")).cell == AnswerCell("tas", "financial_condition", "a")


def test_what_is_not_asked_of_a_competitor_is_found_in_our_column() -> None:
    start = with_fields(rated("", ""), competitors={"a": "A", "status_quo": "Do nothing"})
    theirs = after(opened(start), Move(columns=2))
    assert theirs.column == "status_quo"
    found = after(theirs, Find("degree of risk"))
    assert found.cell == AnswerCell("tas", "degree_of_risk", "us")
    assert after(found, Rate("-")).assessment.rating("tas", "degree_of_risk") == "-"


def test_a_next_step_is_ours_in_whosever_cell_it_is_shown() -> None:
    written = after(opened(rated("", "")), Rate("+"), Write("next_step", "call Jonas"), Move(rows=-1))
    for columns, key in ((0, "session.note.next_step"), (1, "session.note.next_step.ours")):
        card = view(after(written, Move(columns=columns)), "en").card
        assert card is not None
        assert (key, "call Jonas") in card.notes


def test_the_card_of_a_veto_says_what_it_could_undo() -> None:
    here = after(opened(proved(rated("+" * 18 + "?+"))), Find("degree of risk"))
    said = view(here, "en").card
    assert said is not None
    assert said.hint == "A - here would undo the yes"


def test_a_competitor_is_found_by_name() -> None:
    here = opened(with_fields(rated("", ""), competitors={"a": "Metis ERP"}))
    cell = after(here, Find("metis")).cell
    assert cell is not None
    assert cell.party == "a"


def test_what_was_undone_is_named() -> None:
    here = after(opened(rated("")), Rate("+"), Write("evidence", "a mail"), Undo())
    assert notice_text(here, "en") == "Undone: Customer's application or project · Evidence · Us"
    assert notice_text(here, "zh").startswith("已撤销：")


def test_right_after_an_answer_a_note_is_about_it_and_else_about_the_cell_in_hand() -> None:
    session = after(opened(rated("", "")), Rate("+"), Write("evidence", "a mail"), Write("next_step", "ask"))
    assert session.cell == AnswerCell("tas", "business_profile", "us")
    answer = session.assessment.answer("tas", FIRST)
    assert (answer.evidence_text(), answer.step_text) == ("a mail", "ask")
    moved = after(session, Rate("-"), Move(rows=1), Write("evidence", "a call"))
    assert moved.assessment.answer("tas", "access_to_funds").evidence_text() == "a call"
    undone = after(session, Rate("?"), Undo(), Write("evidence", "so"))
    assert undone.assessment.answer("tas", "business_profile").evidence_text() == "so"


def test_evidence_that_stays_while_its_rating_moves_is_pointed_out() -> None:
    session = after(opened(rated("")), Rate("+"), Write("evidence", "a mail of the CFO"), Walk(-1), Rate("?"))
    assert session.notice is not None
    assert notice_text(session, "en") == "The evidence still says: a mail of the CFO; e rewrites it"
    assert after(session, Walk(1), Rate("+")).notice is None


def test_a_next_step_that_stays_while_its_rating_moves_is_pointed_out() -> None:
    session = after(opened(rated("")), Rate("?"), Write("next_step", "ask Anna"), Walk(-1), Rate("+"))
    assert session.notice is not None
    assert notice_text(session, "en") == "The next step still says: ask Anna; n rewrites it"


def test_a_note_belongs_to_the_cell_it_was_begun_for() -> None:
    cell = AnswerCell("tas", FIRST, "us")
    session = after(opened(rated("", "")), Write("evidence", " a mail "), Move(columns=1))
    session = after(session, Write("evidence", "theirs"), Write("evidence", "a call", cell))
    answer = session.assessment.answer("tas", FIRST)
    assert {party: said.text for party, said in answer.evidence.items()} == {"us": "a call", "a": "theirs"}
    gone = after(session, Write("evidence", "", cell))
    assert list(gone.assessment.answer("tas", FIRST).evidence) == ["a"]
    nobody = after(session, RemoveCompetitor("a"), Write("evidence", "late", AnswerCell("tas", FIRST, "a")))
    assert nobody.notice is not None
    assert nobody.notice.id == "party_gone"


def test_words_change_and_who_said_them_and_when_stays() -> None:
    said = Evidence("a mail", who="CFO", side="customer")
    start = with_evidence(rated("+", ""), "tas", FIRST, "us", said)
    session = after(opened(start), Walk(-1), Write("evidence", "a call"))
    assert session.assessment.answer("tas", FIRST).evidence["us"] == said._replace(text="a call")


def test_a_competitor_added_on_the_way_is_walked_from_then_on() -> None:
    session = after(opened(rated("+")), AddCompetitor(" Big  Co "))
    assert session.assessment.competitors == {"big_co": "Big Co"}
    assert session.cell == AnswerCell("tas", "business_profile", "us")
    assert AnswerCell("tas", "solution_fit", "big_co") in session.walk
    for name in ("Big Co", "ＢＩＧ co", "us", "Us", "我方"):
        again = after(session, AddCompetitor(name))
        assert again.assessment == session.assessment
        assert again.notice is not None
        assert again.notice.id == "already_there"


def test_a_competitor_can_be_renamed_and_removed_and_brought_back() -> None:
    session = after(opened(rated("+", "-+")), Move(rows=-1), Move(columns=1))
    named = after(session, RenameCompetitor("a", " New  Name "))
    assert named.assessment.competitors == {"a": "New Name"}
    assert said_by(named, "a", "en") == "2 ratings and 0 notes"
    gone = after(named, RemoveCompetitor("a"))
    assert gone.assessment.competitors == {}
    assert gone.cell == AnswerCell("tas", FIRST, "us")
    assert [answer.ratings for answer in gone.assessment.answers["tas"].values()] == [{"us": "+"}]
    assert facts(after(gone, Undo()).assessment) == facts(named.assessment)
    for event in (RenameCompetitor("us", "X"), RemoveCompetitor("us"), RenameCompetitor("a", " ")):
        refused = after(session, event)
        assert refused.notice is not None
        assert refused.notice.refused


def test_a_competitors_cell_says_who_is_meant_by_we() -> None:
    start = with_fields(rated("", ""), competitors={"a": "X-Sys", "status_quo": "Do nothing"})
    ours = after(opened(start), Move(rows=5))
    theirs, nobody = after(ours, Move(columns=1)), after(ours, Move(columns=2))
    for here, says in (
        (ours, ("", "")),
        (theirs, ("This rates X-Sys: read “we” and “us” below as X-Sys", "这里评的是X-Sys")),
        (nobody, ("This rates doing nothing: + where it speaks for", "这里评的是维持现状")),
    ):
        for lang, text in zip(("en", "zh"), says, strict=True):
            card = view(here, lang).card
            assert card is not None
            assert card.about.startswith(text)
            assert bool(card.about) == bool(text)


def test_doing_nothing_is_added_by_its_own_id() -> None:
    session = after(opened(rated("")), AddCompetitor("维持现状", "status_quo"))
    assert session.assessment.competitors == {"status_quo": "维持现状"}


def test_undo_goes_back_to_where_the_change_was_made() -> None:
    session = after(opened(rated("")), Rate("+"), Rate("-"), Move(rows=5), Undo())
    assert (place(session), ours(session), ours(session, "business_profile")) == (1, "+", None)


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
def test_confirming_a_review_sets_the_day(event: SessionEvent) -> None:
    session = opened(rated("-" * 20, assessed_on=EARLIER))
    assert session.review
    assert after(session, *[event] * 20).assessment.assessed_on == TODAY
    assert after(session, *[event] * 19).assessment.assessed_on == EARLIER


def test_ending_a_review_sets_the_day_and_ending_another_session_does_not() -> None:
    assert after(opened(COMPLETE, only=None), End()).assessment.assessed_on == TODAY
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
    assert disputed_cell(session) == AnswerCell("tas", FIRST, "us")
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


def test_a_competitor_that_somebody_else_added_is_walked_and_keys_typed_before_are_not_taken() -> None:
    start = opened(BASE)
    theirs = with_fields(BASE, competitors={"a": "A", "z": "Z"})
    changed = step(start, Changed(BASE, theirs))
    assert changed.cell == AnswerCell("tas", FIRST, "us")
    assert AnswerCell("tas", "solution_fit", "z") in changed.walk
    assert step(step(changed, Rate("+")), Walk(1)).dropped == 2
    assert step(changed, Rate("+")).assessment == theirs
    assert ours(step(step(changed, ChangeSeen()), Rate("+"))) == "+"


def test_a_competitor_that_somebody_else_removed_leads_to_the_next_unrated_cell() -> None:
    start = rated("+" * 20, "+" * 5 + ".")
    session = opened(start)
    assert session.cell == AnswerCell("tas", "formal_decision_criteria", "a")
    assert after(session, Changed(start, with_fields(rated("+" * 20), competitors={}))).done


def test_what_others_change_elsewhere_stops_nobody() -> None:
    start = rated("+", "")
    for theirs in (rated("+", "-", start=start), with_fields(start, owner="ben")):
        assert not step(opened(start), Changed(start, theirs)).moved
    assert step(opened(start), Changed(start, rated("++", "", start=start))).moved


# Laws


events: st.SearchStrategy[SessionEvent] = st.one_of(
    st.builds(Rate, st.sampled_from(["+", "-", "?", "—", "＋", "x", ""])),
    st.builds(Choose, st.sampled_from(["1", "2", "9", "small", "x"])),
    st.just(Clear()),
    st.builds(Walk, st.integers(-2, 30)),
    st.builds(Move, st.integers(-30, 30), st.integers(-2, 2)),
    st.builds(Find, st.sampled_from(["fund", "契合", "deal", "nowhere", " "])),
    st.builds(Write, st.sampled_from(["evidence", "next_step"]), st.one_of(st.just(""), texts)),
    st.builds(AddCompetitor, texts),
    st.just(Undo()),
    st.just(NextOpen()),
    st.builds(Pick, st.integers(-3, 3)),
    st.just(GoToPicked()),
    st.builds(RenameCompetitor, st.sampled_from(["us", "a", "b"]), texts),
    st.builds(RemoveCompetitor, st.sampled_from(["us", "a", "b"])),
    st.builds(Fill, st.sampled_from(["", " ", "+", "no", "2026-11-02", "张伟", "two\nlines"]) | texts),
    st.just(RemoveRow()),
)
sessions = st.builds(
    opened,
    assessments(),
    unknown_only=st.booleans(),
    only=st.sampled_from([None, "tas", "uss", "plan", "players"]),
    party=st.sampled_from([None, "us", "a"]),
)


@given(sessions, st.lists(events, max_size=25))
def test_any_events_leave_a_session_that_can_be_drawn_and_went_on(
    session: Session, played: list[SessionEvent]
) -> None:
    for event in played:
        session = step(session, event)
        assert session.cell is None or session.cell in set(all_cells(session))
        assert len(set(session.walk)) == len(session.walk)
        assert {cell.party for cell in session.walk} <= set(session.assessment.parties)
        assert not session.ended
    for lang in LANGUAGES:
        seen = view(session, lang)
        assert (seen.card is None) == session.done
        assert seen.row is None or seen.rows[seen.row].kind == "question"


@given(sessions, st.lists(events, max_size=25))
def test_undoing_everything_restores_what_was_opened(session: Session, played: list[SessionEvent]) -> None:
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
    session: Session, played: list[SessionEvent], theirs: Assessment, sides: list[str]
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


@given(assessments(), st.lists(signs, max_size=20))
def test_a_burst_of_signs_is_as_many_ratings(start: Assessment, burst: list[str]) -> None:
    session = after(opened(start), Move(rows=-99))
    session = replace(session, cell=session.walk[0])
    room = min(len(burst), len(session.walk))
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
