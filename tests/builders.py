"""Small assessments and banks for tests, and Hypothesis strategies that make any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tas_cli.changes.compare import Change, changes_in_order, order_of
from tas_cli.judging.scoring import BankScore, Scores
from tas_cli.model import fields
from tas_cli.model.answers import RESERVED, US, Answer, Evidence, NextStep
from tas_cli.model.assessment import Assessment, with_answer
from tas_cli.model.bank import Bank, Question
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.field_types import Rating, rating_of
from tas_cli.model.fields import FIELDS, FieldType, Waiver
from tas_cli.model.kinds import CHOICE, RATING

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
COMPLETE = ("en", "zh")
"""The languages that say everything. Another one is a start, for which English stands in, until it is here."""


def bank(name: str) -> Bank:
    """A shipped bank by id."""
    path = ROOT / "questions" / f"{name}.yaml"
    read, findings = read_bank(path.read_text(encoding="utf-8"), path.name)
    assert read is not None, findings
    return read


def changes(old: Assessment, new: Assessment, banks: Sequence[Bank] = ()) -> tuple[Change, ...]:
    """What changed between two values, in the order of `banks`."""
    return changes_in_order(old, new, order_of(banks))


TAS = bank("tas")
USS = bank("uss")
BANKS = (TAS, USS)
PLAN = bank("plan")
PLAYERS = bank("players")
SHEETS = (PLAN, PLAYERS, bank("control"), bank("progress"), bank("value"))
LIBRARY = {each.id: each for each in (*BANKS, *SHEETS)}

_SAMPLES = {
    "check": ("2026-11-02",),
    "text": ("Grow with them", "two\nlines", "no", "2026-11-02", "+ and -"),
    "number": ("12.50", "900"),
    "date": ("2026-11-02", "2027-01-31"),
}


def values_of(question: Question) -> list[str]:
    """Answers to a question that is no table, but for `?`: what it offers, and samples of what may be typed."""
    return [*question.kind.offered(question.offers), *_SAMPLES.get(question.kind.name, ())]


def rated(ours: str, *others: str, start: Assessment | None = None, **fields: object) -> Assessment:
    """An assessment whose TAS ratings are the signs of `ours` and `others` in bank order; a dot is unrated.

    Competitors are called a, b, c in the order of `others`.
    """
    competitors = {id: id.upper() for id, _ in zip("abcdef", others, strict=False)}
    columns = {"us": ours, **dict(zip(competitors, others, strict=True))}
    answers: dict[str, Answer] = {}
    for i, question in enumerate(TAS.by_id):
        ratings: dict[str, Rating] = {
            party: rating_of(signs[i])
            for party, signs in columns.items()
            if i < len(signs) and signs[i] != "."
        }
        if ratings:
            answers[question] = Answer(ratings=ratings)
    base = start or Assessment(customer="Acme", opportunity="Core")
    both = {**base.answers, "tas": answers} if answers else dict(base.answers)
    return base.model_copy(update={"competitors": competitors, "answers": both, **fields})


def proved(deal: Assessment, *questions: str) -> Assessment:
    """`deal` with evidence for our + in TAS: for all of them, or only for these questions."""
    answers = {
        id: answer._replace(evidence={"us": Evidence("seen")})
        if answer.ratings.get("us") == "+" and (not questions or id in questions)
        else answer
        for id, answer in deal.answers.get("tas", {}).items()
    }
    return deal.model_copy(update={"answers": {**deal.answers, "tas": answers}})


def scored(points: str, start: Assessment | None = None) -> Assessment:
    """An assessment whose USS answers bring the points 1, 2, 3 in bank order; ? is not known, a dot unanswered."""
    answers = {}
    for sign, question in zip(points, USS.by_id.values(), strict=False):
        if sign == ".":
            continue
        option = "?" if sign == "?" else next(o.id for o in question.options if o.points == int(sign))
        answers[question.id] = Answer(option)
    base = start or Assessment(customer="Acme", opportunity="Core")
    return base.model_copy(update={"answers": {**base.answers, "uss": answers}})


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda t: t.strip() == t
)
ids = st.from_regex(r"[a-z金蝶][a-z_0-9]{0,5}", fullmatch=True).filter(lambda id: id not in RESERVED)
signs: st.SearchStrategy[Rating] = st.sampled_from(("+", "-", "?"))
days = st.dates(TODAY - timedelta(days=500), TODAY + timedelta(days=500))
some_text = st.just("") | texts
some_day = st.none() | days
evidences = texts.map(Evidence) | st.builds(
    Evidence, texts, some_text, st.sampled_from(("", "us", "customer")), some_day, some_text
)
steps = texts.map(NextStep) | st.builds(NextStep, texts, some_day, some_text)
waivers = st.builds(Waiver, days, some_text, some_text)


Drafted = Mapping[str, Any]
"""An assessment as it was drawn: parties by their place, options by their number."""

# Strategies are made once: making and checking them again for every example takes longer than the tests.
_places = st.integers(0, 3)
_answer = st.tuples(
    st.dictionaries(_places, st.integers(0, 9), min_size=1, max_size=3),
    st.dictionaries(_places, evidences, max_size=2),
    st.none() | steps,
)
_answers = st.fixed_dictionaries(
    {},
    optional={
        bank.id: st.dictionaries(st.sampled_from(list(bank.by_id)), _answer, max_size=6)
        for bank in (*BANKS, PLAN, PLAYERS)
    },
)
_of_type: Mapping[FieldType, st.SearchStrategy[Any]] = {
    fields.TEXT: some_text,
    fields.KEY: some_text,
    fields.AMOUNT: st.none() | st.decimals(0, 10**9, places=2).map(lambda d: Decimal(f"{d:f}")),
    fields.DAY: some_day,
    fields.FLAG: st.booleans(),
    fields.NAMES: st.dictionaries(ids, texts, max_size=3),
    fields.TEXTS: st.dictionaries(ids, texts, max_size=2),
    fields.WAIVERS: st.dictionaries(texts, waivers, max_size=2),
    fields.VERSIONS: st.dictionaries(st.sampled_from(["tas", "uss"]), st.integers(1, 9)),
    fields.ANSWERS: _answers,
}
_needed = ("customer", "opportunity")
_drafts = st.fixed_dictionaries(
    {
        name: texts
        if name in _needed
        else st.sampled_from(field.texts)
        if field.texts
        else _of_type[field.type]
        for name, field in FIELDS.items()
        if name != "format"
    }
)
"""Every field there is, so that whatever holds for every deal holds for a new field too."""


def _made(drafted: Drafted) -> Assessment:
    parties = [US, *drafted["competitors"]]
    answers = {
        name: {id: _answered(LIBRARY[name].by_id[id], drawn, parties) for id, drawn in of_bank.items()}
        for name, of_bank in drafted["answers"].items()
        if of_bank
    }
    return Assessment().model_copy(update={**drafted, "answers": answers})


def _answered(question: Question, drawn: tuple[Any, Any, Any], parties: list[str]) -> Answer:
    values, evidence, step = drawn
    asked, offered = question.kind.parties(parties), [*values_of(question), "?"]
    told = {parties[place % len(parties)]: each for place, each in evidence.items()}
    answer = Answer(evidence=told, next_step=step)
    if question.columns:
        return answer._replace(rows=_rows(question, values))
    for place, number in values.items():
        answer = question.kind.changed(answer, asked[place % len(asked)], offered[number % len(offered)])
    return answer


def _rows(question: Question, values: Mapping[int, int]) -> dict[str, dict[str, str]]:
    """For each place a row that says so many of its columns."""
    rows = {}
    for place, number in values.items():
        columns = question.columns[: number + 1]
        said = {each.id: values_of(each.asked)[number % len(values_of(each.asked))] for each in columns}
        rows[f"row_{place}"] = said
    return rows


_assessments = _drafts.map(_made)


def assessments() -> st.SearchStrategy[Assessment]:
    """Any assessment of the shipped banks that a person could make."""
    return _assessments


def with_rating(
    assessment: Assessment, bank: str, question: str, party: str, rating: Rating | None
) -> Assessment:
    """A copy in which a party's rating is `rating`, or none."""
    old = assessment.answer(bank, question)
    return with_answer(assessment, bank, question, RATING.changed(old, party, rating))


def with_choice(assessment: Assessment, bank: str, question: str, option: str | None) -> Assessment:
    """A copy in which a choice is answered by an option's id, "?" or nothing."""
    old = assessment.answer(bank, question)
    return with_answer(assessment, bank, question, CHOICE.changed(old, US, option))


def score_bank(assessment: Assessment, bank: Bank, *others: Bank) -> BankScore:
    """What one bank says, in the form that the mode of these banks asks for."""
    return Scores(assessment, (bank, *others)).bank(bank.id)
