"""Three-way merge by meaning: facts of an assessment, merged one by one. Pure.

A fact is one thing an assessment says: a field, a competitor's name, a rating, a piece of evidence. The same
function serves `tas merge`, the session whose file changed meanwhile, and undo. Text and comments are not
seen here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from ..model.answers import US, Answer, Evidence, NextStep
from ..model.assessment import Assessment, with_fields
from ..model.field_types import Rating, rating_of
from ..model.fields import PARTS

FactPath = tuple[str, ...]
Side = Literal["ours", "theirs"]


class Conflict(NamedTuple):
    """A fact that both sides changed, and differently. None means that the fact is gone or never was."""

    path: FactPath
    base: object
    ours: object
    theirs: object


class Merge(NamedTuple):
    """The merged assessment; where there is a conflict it holds theirs or, if that is gone, ours."""

    assessment: Assessment
    conflicts: tuple[Conflict, ...]


def facts(
    assessment: Assessment, without: Container[tuple[str, str]] = frozenset()
) -> dict[FactPath, object]:
    """Everything an assessment says, by path; defaults and absent values are not there.

    Answers to the questions `without` (bank, question) are left out.

    Paths: (field,), (field, key) where a field has parts, ("answers", bank, question, party or "answer"),
    ("answers", bank, question, "evidence", party), ("answers", bank, question, "next_step", "us").
    """
    found: dict[FactPath, object] = {(field,): value for field, value in assessment.filled()}
    for field in PARTS:
        found |= {(field, id): value for id, value in getattr(assessment, field).items()}
    for bank, of_bank in assessment.answers.items():
        for question, answer in of_bank.items():
            if (bank, question) not in without:
                found |= {("answers", bank, question, *rest): value for rest, value in _answer_facts(answer)}
    return found


def facts_apart(one: Assessment, other: Assessment) -> tuple[dict[FactPath, object], dict[FactPath, object]]:
    """The facts of both but for the answers they share, which in two versions of a deal are nearly all."""
    shared = {
        (bank, question)
        for bank, of_bank in one.answers.items()
        for question, answer in of_bank.items()
        if answer == other.answers.get(bank, {}).get(question)
    }
    return facts(one, shared), facts(other, shared)


def _answer_facts(answer: Answer) -> Iterator[tuple[FactPath, object]]:
    if answer.answer:
        yield ("answer",), answer.answer
    for party, rating in answer.ratings.items():
        yield (party,), rating
    for party, said in answer.evidence.items():
        yield ("evidence", party), said
    if answer.next_step:
        yield ("next_step", US), answer.next_step


def from_facts(format: int, facts: Mapping[FactPath, object]) -> Assessment:
    """The assessment that says exactly `facts`."""
    fields: dict[str, object] = {"format": format}
    groups: dict[str, dict[str, object]] = {field: {} for field in PARTS}
    answers: dict[str, dict[str, dict[FactPath, object]]] = {}
    for path, value in facts.items():
        if path[0] in groups:
            groups[path[0]][path[1]] = value
        elif path[0] == "answers":
            answers.setdefault(path[1], {}).setdefault(path[2], {})[path[3:]] = value
        else:
            fields[path[0]] = value
    made = {bank: {id: _answer(said) for id, said in of_bank.items()} for bank, of_bank in answers.items()}
    return with_fields(Assessment(), **fields, **groups, answers=made)


def _answer(said: Mapping[FactPath, object]) -> Answer:
    evidence: dict[str, Evidence] = {}
    ratings: dict[str, Rating] = {}
    choice, step = None, None
    for path, value in said.items():
        if isinstance(value, Evidence):
            evidence[path[1]] = value
        elif isinstance(value, NextStep):
            step = value
        elif path == ("answer",):
            choice = str(value)
        else:
            ratings[path[0]] = rating_of(value)
    return Answer(choice, ratings, evidence, step)


def merge(base: Assessment, ours: Assessment, theirs: Assessment) -> Merge:
    """What both sides mean together, against the version they share.

    `assessed_on` becomes the later day and a bank's version the greater; neither is ever a conflict. A
    competitor that one side removed stays while the other side said something new of it.
    """
    was, mine, yours = facts(base), facts(ours), facts(theirs)
    merged: dict[FactPath, object] = {}
    conflicts: list[Conflict] = []
    for path in _ordered(was, mine, yours):
        value = _merged_value(path, was.get(path), mine.get(path), yours.get(path))
        if isinstance(value, Conflict):
            conflicts.append(value)
            value = value.ours if value.theirs is None else value.theirs
        if value is not None:
            merged[path] = value
    _keep_rated_competitors(merged, was, mine, yours)
    format = max(base.format, ours.format, theirs.format)
    return Merge(from_facts(format, merged), tuple(conflicts))


def _merged_value(path: FactPath, was: object, mine: object, yours: object) -> object:
    if mine == yours or yours == was:
        return mine
    if mine == was:
        return yours
    if (path == ("assessed_on",) or path[0] == "banks") and mine is not None and yours is not None:
        return max(mine, yours)  # type: ignore[call-overload]
    if path == ("assessed_on",) or path[0] == "banks":
        return mine if yours is None else yours
    return Conflict(path, was, mine, yours)


def _ordered(was: Iterable[FactPath], mine: Iterable[FactPath], yours: Iterable[FactPath]) -> list[FactPath]:
    """All paths: those of the base as they stood, then the new ones in an order that no side decides."""
    known = dict.fromkeys(was)
    new = sorted({*mine, *yours} - known.keys())
    return [*known, *new]


def _keep_rated_competitors(
    merged: dict[FactPath, object],
    was: Mapping[FactPath, object],
    mine: Mapping[FactPath, object],
    yours: Mapping[FactPath, object],
) -> None:
    """Put back a competitor that one side removed and the other side has something new about."""
    for path, name in was.items():
        if path[0] == "competitors" and path not in merged:
            keeper = mine if path in mine else yours
            news = (p for p, value in keeper.items() if path[1] in p[3:] and was.get(p) != value)
            if path in keeper and any(p in merged for p in news):
                merged[path] = name


def left_behind(before: Assessment, after: Assessment) -> Iterator[tuple[str, str, str]]:
    """Bank, question and party of evidence that stayed as it was while the answer that it was for moved."""
    old, new = facts_apart(before, after)
    for path in {**old, **new}:
        if path[0] == "answers" and len(path) == 4 and old.get(path) not in (None, new.get(path)):
            party = US if path[3] == "answer" else path[3]
            said = old.get((*path[:3], "evidence", party))
            if said is not None and said == new.get((*path[:3], "evidence", party)):
                yield path[1], path[2], party


def with_fact(assessment: Assessment, path: FactPath, value: object) -> Assessment:
    """A copy in which the fact at `path` is `value`; None removes it."""
    said = facts(assessment)
    if value is None:
        said.pop(path, None)
    else:
        said[path] = value
    return from_facts(assessment.format, said)


def reverted(now: Assessment, before: Assessment, after: Assessment) -> Assessment:
    """`now` without the change that led from `before` to `after`; whatever else changed since stays."""
    merged = merge(after, now, before)
    result = merged.assessment
    for conflict in merged.conflicts:
        result = with_fact(result, conflict.path, conflict.ours)
    return result
