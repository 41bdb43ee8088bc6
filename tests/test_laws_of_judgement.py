"""Laws of the judgement, for any bank and any deal, and the way to a yes against brute force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from random import Random
from typing import Any, TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st

from builders import BANKS, TAS, TODAY, USS, assessments, rated, score_bank, scored, signs, with_rating
from tas_cli.judging.scorecard import Scorecard, outline, score
from tas_cli.judging.scoring import sections_of
from tas_cli.judging.tallies import added, tally
from tas_cli.model.answers import US, Answer, Evidence
from tas_cli.model.assessment import Assessment
from tas_cli.model.bank import Bank, Question
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.field_types import Rating
from tas_cli.model.judgements import ids

Thing = TypeVar("Thing")
RIVAL = "x"
SIGNS: st.SearchStrategy[Rating | None] = st.sampled_from(("+", "-", "?", None))


@st.composite
def questions_of(draw: st.DrawFn, names: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": name,
            "weight": str(draw(st.integers(1, 3))),
            "core": draw(st.sampled_from(("true", "false"))),
        }
        for name in names
    ]


@st.composite
def plain_banks(draw: st.DrawFn, most: int = 5) -> dict[str, Any]:
    """A bank of ratings as plain data, with whatever a bank can say of how to judge."""
    limits = sorted(draw(st.lists(st.integers(-2, 2), min_size=2, max_size=2)))
    sections = []
    for s in range(draw(st.integers(1, 3))):
        names = [f"q{s}{q}" for q in range(draw(st.integers(1, most)))]
        some = st.lists(st.sampled_from(names), unique=True, max_size=2)
        required = draw(some)
        veto = [name for name in draw(some) if name not in required]
        sections.append(
            {
                "id": f"s{s}",
                "title": "S",
                "contested": draw(st.sampled_from(("true", "false"))),
                "required": required,
                "veto": veto,
                "veto_all": [name for name in draw(some) if name not in (*required, *veto)],
                "questions": draw(questions_of(names)),
            }
        )
    return {
        "format": "1",
        "id": "own",
        "version": "1",
        "title": "Own",
        "verdict": {"no_below": str(limits[0]), "yes_above": str(limits[1])},
        "sections": sections,
    }


def made(plain: dict[str, Any]) -> Bank | None:
    """The bank; None for one that no sane person would write."""
    return read_bank(json.dumps(plain), "own.yaml")[0]


@st.composite
def cases(draw: st.DrawFn, most: int = 5) -> tuple[Bank, Assessment]:
    """A bank with a deal that answers it; one in two deals is worked in a mode of the short form."""
    bank = made(draw(plain_banks(most)))
    assume(bank is not None)
    assert bank is not None
    answers = {}
    for id in bank.by_id:
        ratings: dict[str, Rating] = {
            party: sign for party in (US, RIVAL) if (sign := draw(SIGNS)) is not None
        }
        proof = {US: Evidence("seen")} if draw(st.booleans()) else {}
        answers[id] = Answer(ratings=ratings, evidence=proof)
    quick = scored("11111111" if draw(st.booleans()) else "22222222")
    rivals = {RIVAL: "X"} if draw(st.booleans()) else {}
    return bank, quick.model_copy(
        update={"answers": {**quick.answers, "own": answers}, "competitors": rivals}
    )


def card(bank: Bank, deal: Assessment) -> Scorecard:
    return score(deal, (bank, USS), today=TODAY)


def rank(kind: str, id: str) -> int:
    return ids(kind).index(id)  # type: ignore[arg-type]


def not_worse(old: Scorecard, new: Scorecard) -> None:
    if old.verdict and new.verdict:
        assert rank("verdict", old.verdict) <= rank("verdict", new.verdict)
    for before, after in zip(old.sections, new.sections, strict=True):
        assert rank("section", before.verdict) <= rank("section", after.verdict)


def answered(deal: Assessment, ids: Iterable[str]) -> Assessment:
    """`deal` with a + that has evidence in each of these."""
    given = {
        id: deal.answer("own", id)._replace(
            ratings={**deal.answer("own", id).ratings, US: "+"}, evidence={US: Evidence("asked")}
        )
        for id in ids
    }
    return deal.model_copy(update={"answers": {**deal.answers, "own": {**deal.answers["own"], **given}}})


def open_answers(bank: Bank, deal: Assessment) -> list[str]:
    """What can still be answered: an unknown, or a + whose evidence is missing."""
    said = {id: deal.answer("own", id) for id in bank.by_id}
    return [
        id
        for id, answer in said.items()
        if answer.ratings.get(US) in (None, "?")
        or (answer.ratings.get(US) == "+" and US not in answer.evidence)
    ]


@given(cases(most=4))
def test_the_way_to_a_yes_is_the_shortest_there_is(case: tuple[Bank, Assessment]) -> None:
    bank, deal = case
    found = card(bank, deal)
    assume(found.verdict is not None)
    candidates = open_answers(bank, deal)
    for i, section in enumerate(found.sections):
        own = [id for id in candidates if id in {q.id for q in bank.sections[i].questions}]
        ways = [
            n
            for n in range(len(own) + 1)
            if any(
                card(bank, answered(deal, some)).sections[i].verdict == "yes" for some in combinations(own, n)
            )
        ]
        assert section.to_yes == (ways[0] if ways else None)


@given(cases(most=2))
def test_the_answers_counted_make_the_deal_a_yes_and_one_fewer_never_does(
    case: tuple[Bank, Assessment],
) -> None:
    bank, deal = case
    found = card(bank, deal)
    assume(found.verdict is not None)
    candidates = open_answers(bank, deal)
    ways = [
        n
        for n in range(len(candidates) + 1)
        if any(card(bank, answered(deal, some)).verdict == "pursue" for some in combinations(candidates, n))
    ]
    if found.to_yes is not None:
        assert ways[:1] == [found.to_yes]
    elif not found.behind:
        assert ways == []
    assert (found.to_yes == 0) == (found.verdict == "pursue")


@given(cases(), st.data())
def test_resolving_an_unknown_never_widens_a_range(
    case: tuple[Bank, Assessment], data: st.DataObject
) -> None:
    bank, deal = case
    question = data.draw(st.sampled_from(list(bank.by_id)))
    before = card(bank, with_rating(deal, "own", question, US, data.draw(st.sampled_from(("?", None)))))
    after = card(bank, with_rating(deal, "own", question, US, data.draw(st.sampled_from(("+", "-")))))
    for old, new in zip(before.sections, after.sections, strict=True):
        wide, narrow = old.parties[US], new.parties[US]
        assert narrow.high - narrow.low <= wide.high - wide.low
        assert narrow.high <= wide.high
        assert before.form == "short" or wide.low <= narrow.low
    for party, lead in before.leads.items():
        if before.form == "full":
            assert lead.low <= after.leads[party].low <= after.leads[party].high <= lead.high


@given(cases(), st.data())
def test_turning_a_minus_into_a_plus_never_makes_a_verdict_worse(
    case: tuple[Bank, Assessment], data: st.DataObject
) -> None:
    bank, deal = case
    question = data.draw(st.sampled_from(list(bank.by_id)))
    not_worse(
        card(bank, with_rating(deal, "own", question, US, "-")),
        card(bank, with_rating(deal, "own", question, US, "+")),
    )


@given(cases(), st.data())
def test_adding_evidence_never_makes_a_verdict_worse(
    case: tuple[Bank, Assessment], data: st.DataObject
) -> None:
    bank, deal = case
    question = data.draw(st.sampled_from(list(bank.by_id)))
    answer = deal.answer("own", question)
    own = {**deal.answers["own"], question: answer._replace(evidence={US: Evidence("seen")})}
    proved = deal.model_copy(update={"answers": {**deal.answers, "own": own}})
    before, after = card(bank, deal), card(bank, proved)
    not_worse(before, after)
    assert (after.to_yes or 0) <= (before.to_yes or 0) or before.to_yes is None


@given(plain_banks(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_answers_never_matters(
    plain: dict[str, Any], data: st.DataObject, random: Random
) -> None:
    def shuffled(things: Iterable[Thing]) -> list[Thing]:
        return sorted(things, key=lambda _: random.random())

    sections = [
        {
            **section,
            **{field: shuffled(section[field]) for field in ("required", "veto", "veto_all", "questions")},
        }
        for section in plain["sections"]
    ]
    bank, other = made(plain), made({**plain, "sections": sections})
    assume(bank is not None)
    assert bank is not None
    assert other is not None
    ratings = {id: data.draw(SIGNS) for id in bank.by_id}
    own = {id: Answer(ratings={US: sign}) for id, sign in ratings.items() if sign}
    deal = Assessment().model_copy(update={"answers": {"own": own}, "competitors": {RIVAL: "X"}})
    mixed = deal.model_copy(update={"answers": {"own": dict(shuffled(own.items()))}})
    one, two = card(bank, deal), card(other, mixed)
    assert one.sections == two.sections
    assert one.leads == two.leads
    assert (one.verdict, one.to_yes, set(one.change), set(one.against_us), set(one.next_questions)) == (
        two.verdict, two.to_yes, set(two.change), set(two.against_us), set(two.next_questions),
    )  # fmt: skip


@given(cases(), st.data())
def test_a_short_form_with_everything_answered_equals_the_full_one(
    case: tuple[Bank, Assessment], data: st.DataObject
) -> None:
    bank, deal = case
    for id in bank.by_id:
        for party in (US, RIVAL):
            deal = with_rating(deal, "own", id, party, data.draw(st.sampled_from(("+", "-"))))
    short, full = (
        card(bank, scored(points, start=deal.model_copy(update={"answers": {"own": deal.answers["own"]}})))
        for points in ("11111111", "22222222")
    )
    assert short.form == ("short" if bank.has_core else "full")
    assert full.form == "full"
    assert (short.verdict, short.to_yes, short.change) == (full.verdict, full.to_yes, full.change)
    assert short.sections == full.sections


@given(cases(), st.data())
def test_in_the_short_form_an_honest_question_mark_is_never_worse_than_a_blank(
    case: tuple[Bank, Assessment], data: st.DataObject
) -> None:
    bank, deal = case
    spared = [id for id, question in bank.by_id.items() if not question.core]
    assume(spared and bank.has_core)
    deal = scored("11111111", start=deal)
    question = data.draw(st.sampled_from(spared))
    blank = card(bank, with_rating(deal, "own", question, US, None))
    honest = card(bank, with_rating(deal, "own", question, US, "?"))
    assert honest.form == "short"
    if blank.verdict is not None:
        assert (honest.verdict, honest.to_yes) == (blank.verdict, blank.to_yes)
        assert honest.cautions == blank.cautions
    assert honest.leads == blank.leads


@given(cases())
def test_turning_all_that_would_have_to_change_leaves_no_section_no_or_blocked(
    case: tuple[Bank, Assessment],
) -> None:
    bank, deal = case
    found = card(bank, deal)
    turned = card(bank, answered(deal, (name.partition(".")[2] for name in found.change)))
    if found.verdict is not None:
        assert {section.verdict for section in turned.sections} <= {"yes", "unclear"}
    if found.verdict in ("pursue", "find_out"):
        assert found.change == ()


@given(cases())
def test_every_minus_of_ours_is_named_once(case: tuple[Bank, Assessment]) -> None:
    bank, deal = case
    found = card(bank, deal)
    ours = {f"own.{id}" for id in bank.by_id if deal.rating("own", id) == "-"}
    named = [*found.change, *found.against_us]
    assert sorted(named) == sorted(ours)


@given(cases())
def test_every_unknown_of_ours_is_asked_once(case: tuple[Bank, Assessment]) -> None:
    bank, deal = case
    asked = card(bank, deal).next_questions
    unknown = {f"own.{id}" for id in bank.by_id if deal.rating("own", id) in (None, "?")}
    assert len(set(asked)) == len(asked)
    assert unknown <= set(asked)
    required = {f"own.{id}" for section in bank.sections for id in section.required}
    assert set(asked) - unknown <= required


@given(cases())
def test_the_outline_is_that_of_the_scorecard(case: tuple[Bank, Assessment]) -> None:
    bank, deal = case
    found, least = card(bank, deal), outline(deal, (bank, USS))
    assert (least.verdict, least.mode, least.form) == (found.verdict, found.mode, found.form)
    assert least.tally == found.counts


@given(assessments())
def test_any_deal_of_the_shipped_banks_has_a_scorecard(deal: Assessment) -> None:
    found, least = score(deal, BANKS, today=TODAY), outline(deal, BANKS)
    assert (least.verdict, least.mode, least.form) == (found.verdict, found.mode, found.form)
    assert score(deal, (USS,), today=TODAY).points == outline(deal, (USS,)).points


@given(st.text("+-?.", min_size=20, max_size=20), st.sampled_from([3, 4, 6, 10, 18]))
def test_nothing_with_a_minus_that_forbids_it_is_pursued(ours: str, place: int) -> None:
    found = score(rated(ours[:place] + "-" + ours[place + 1 :]), BANKS, today=TODAY)
    assert found.verdict in ("qualify_out", "change_first")
    assert found.to_yes is None


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


@given(st.lists(st.tuples(SIGNS, st.integers(1, 5), st.booleans())))
def test_tallies_add_up(cells: list[tuple[Rating | None, int, bool]]) -> None:
    asked_of = [
        Question.model_construct(id=f"q{i}", weight=weight, core=asked)
        for i, (_, weight, asked) in enumerate(cells)
    ]
    said = {f"q{i}": Answer(ratings={US: rating}) for i, (rating, _, _) in enumerate(cells) if rating}
    total = added(tally(said, [question], US, short=True) for question in asked_of)
    assert total == tally(said, asked_of, US, short=True)
    blank = sum(rating is None and not asked for rating, _, asked in cells)
    assert total.plus + total.minus + total.unknown + total.unrated == len(cells) - blank
    assert total.low <= total.score <= total.high
    doubt = sum(weight * (1 + asked) for rating, weight, asked in cells if rating in ("?", None))
    assert total.high - total.low == doubt


@given(st.text("+-?.", min_size=20, max_size=20), st.sampled_from(list(TAS.by_id)), signs)
def test_a_section_depends_on_its_own_answers_alone(ours: str, question: str, sign: Rating) -> None:
    before = sections_of(rated(ours), TAS, (US,), short=False)
    after = sections_of(with_rating(rated(ours), "tas", question, US, sign), TAS, (US,), short=False)
    section = TAS.section_of(question).id
    assert [each for each in before if each.id != section] == [each for each in after if each.id != section]
