"""Three-way merge by meaning: the facts of an assessment, those that belong together merged together. Pure.

A fact is one thing an assessment says: a field, a competitor's name, a rating, a piece of evidence. A rating
belongs to its evidence, an outcome to its day and reason, an amount to its currency. The same function serves
`tas merge`, the session whose file changed meanwhile, and undo. Text and comments are not seen here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from ..model.answers import NOTES, US, Answer, Evidence, NextStep
from ..model.assessment import Assessment, with_fields
from ..model.field_types import Rating, rating_of
from ..model.fields import FIELDS, PARTS, plain_text

FactPath = tuple[str, ...]
Facts = Mapping[FactPath, object]
SideName = Literal["base", "ours", "theirs"]


class Conflict(NamedTuple):
    """Facts that belong together and that both sides changed, differently: what each side says, by path.

    A fact that a side does not say is not among its facts. `path` names the conflict: a rating's for what is
    said of a party, `outcome` for how the deal ended, `amount` for the money.
    """

    path: FactPath
    base: Facts
    ours: Facts
    theirs: Facts

    @property
    def paths(self) -> tuple[FactPath, ...]:
        """All that it is about, in the order of the facts."""
        return tuple({**self.base, **self.ours, **self.theirs})

    def side(self, side: SideName) -> Facts:
        """What a side says."""
        facts: Facts = getattr(self, side)
        return facts

    def told(self, side: SideName) -> str:
        """What a side says, as a file would, the answer before the notes on it; "" for nothing."""
        said = sorted(self.side(side).items(), key=lambda each: not set(NOTES).isdisjoint(each[0]))
        return " · ".join(filter(None, (plain_text(value) for _, value in said)))


class Merge(NamedTuple):
    """The merged assessment; where there is a conflict it holds theirs or, if they say nothing, ours."""

    assessment: Assessment
    conflicts: tuple[Conflict, ...]


def facts(
    assessment: Assessment, without: Container[tuple[str, str]] = frozenset()
) -> dict[FactPath, object]:
    """Everything an assessment says, by path; defaults and absent values are not there.

    Answers to the questions `without` (bank, question) are left out.

    Paths: (field,), (field, key) where a field has parts, ("answers", bank, question, party or "answer"),
    ("answers", bank, question, "evidence", party), ("answers", bank, question, "next_step", "us"),
    ("answers", bank, question, row, column).
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
    for row, texts in answer.rows.items():
        for column, text in texts.items():
            yield (row, column), text


def is_cell(path: FactPath) -> bool:
    """Whether a fact is what a column of a row says."""
    return path[0] == "answers" and len(path) == 5 and path[3] not in NOTES


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
    rows: dict[str, dict[str, str]] = {}
    choice, step = None, None
    for path, value in said.items():
        if isinstance(value, Evidence):
            evidence[path[1]] = value
        elif isinstance(value, NextStep):
            step = value
        elif path == ("answer",):
            choice = str(value)
        elif len(path) == 2:
            rows.setdefault(path[0], {})[path[1]] = str(value)
        else:
            ratings[path[0]] = rating_of(value)
    return Answer(choice, ratings, evidence, step, rows)


def merge(base: Assessment, ours: Assessment, theirs: Assessment) -> Merge:
    """What both sides mean together, against the version they share.

    `assessed_on` becomes the later day and a bank's version the greater; neither is ever a conflict. A
    competitor or a row that one side removed stays while the other side said something new of it.
    """
    return _merge(base, ours, theirs, group_of)


def _merge(
    base: Assessment, ours: Assessment, theirs: Assessment, together: Callable[[FactPath], FactPath]
) -> Merge:
    sides = _keeping_rows(facts(base), facts(ours), facts(theirs))
    paths = _ordered(*sides)
    groups: dict[FactPath, list[FactPath]] = {}
    for path in paths:
        groups.setdefault(together(path), []).append(path)
    merged: dict[FactPath, object] = {}
    disputed: dict[FactPath, list[FactPath]] = {}
    for key, members in groups.items():
        taken = _taken(key, *(_only(side, members) for side in sides))
        if taken is None:
            disputed[key] = members
        else:
            merged |= taken
    _join_steps(disputed, merged, sides)
    conflicts = tuple(
        Conflict(key, *(_only(side, members) for side in sides)) for key, members in disputed.items()
    )
    for conflict in conflicts:
        merged |= conflict.theirs or conflict.ours
    _keep_rated_competitors(merged, {path for each in conflicts for path in each.paths}, *sides)
    format = max(base.format, ours.format, theirs.format)
    said = {path: merged[path] for path in paths if path in merged}
    return Merge(from_facts(format, said), conflicts)


def _keeping_rows(was: Facts, mine: Facts, yours: Facts) -> tuple[Facts, Facts, Facts]:
    """The sides, in which nobody removed a row of which the other said something new."""
    before, ours, theirs = (_by_row(side) for side in (was, mine, yours))
    for row, said in before.items():
        here, there = ours.get(row, {}), theirs.get(row, {})
        if not here and there and there != said:
            mine = {**mine, **said}
        elif here and not there and here != said:
            yours = {**yours, **said}
    return was, mine, yours


def _by_row(side: Facts) -> dict[FactPath, dict[FactPath, object]]:
    """What the columns of each row say."""
    rows: dict[FactPath, dict[FactPath, object]] = {}
    for path, value in side.items():
        if is_cell(path):
            rows.setdefault(path[:4], {})[path] = value
    return rows


def group_of(path: FactPath) -> FactPath:
    """What a fact belongs to: a party's evidence, or a choice, to what is said of that party; else itself."""
    match path:
        case ("answers", bank, question, "evidence", party):
            return ("answers", bank, question, party)
        case ("answers", bank, question, "answer"):
            return ("answers", bank, question, US)
        case (field,):
            return (FIELDS[field].group or field,)
    return path


def _only(side: Facts, paths: Iterable[FactPath]) -> Facts:
    return {path: side[path] for path in paths if path in side}


def _taken(key: FactPath, was: Facts, mine: Facts, yours: Facts) -> Facts | None:
    """What a group becomes; None where both sides changed it and neither has all that the other changed."""
    if mine == yours or yours == was:
        return mine
    if mine == was:
        return yours
    if key == ("assessed_on",) or key[0] == "banks":
        return {path: max(each[path] for each in (mine, yours) if path in each) for path in {**mine, **yours}}  # type: ignore[type-var]
    both: dict[FactPath, object] = {}
    for path in {**was, **mine, **yours}:
        old, one, two = was.get(path), mine.get(path), yours.get(path)
        if one != two and old not in (one, two):
            return None
        both[path] = two if one == old else one
    both = {path: value for path, value in both.items() if value is not None}
    return both if both in (mine, yours) else None


def _join_steps(
    disputed: dict[FactPath, list[FactPath]], merged: dict[FactPath, object], sides: tuple[Facts, ...]
) -> None:
    """Into a dispute about our answer goes the next step that whoever gave it changed with it."""
    for key, members in disputed.items():
        step = (*key[:3], "next_step", US)
        mine, yours = (side.get(step) for side in sides[1:])
        if key[0] == "answers" and key[3:] == (US,) and mine != yours and step not in members:
            members.append(step)
            merged.pop(step, None)
    for key in [key for key in disputed if key[3:] == ("next_step", US) and (*key[:3], US) in disputed]:
        del disputed[key]


def _ordered(was: Iterable[FactPath], mine: Iterable[FactPath], yours: Iterable[FactPath]) -> list[FactPath]:
    """All paths: those of the base as they stood, then the new ones in an order that no side decides."""
    known = dict.fromkeys(was)
    new = sorted({*mine, *yours} - known.keys())
    return [*known, *new]


def _keep_rated_competitors(
    merged: dict[FactPath, object], disputed: set[FactPath], was: Facts, mine: Facts, yours: Facts
) -> None:
    """Put back a competitor that one side removed and the other side has something new about."""
    for path, name in was.items():
        if path[0] == "competitors" and path not in merged:
            keeper = mine if path in mine else yours
            news = (
                p
                for p, value in keeper.items()
                if path[1] in p[3:] and not is_cell(p) and was.get(p) != value
            )
            if path in keeper and any(p in merged or p in disputed for p in news):
                merged[path] = name


def left_behind(
    before: Assessment, after: Assessment, note: str = "evidence"
) -> Iterator[tuple[str, str, str]]:
    """Bank, question and party of a note that stayed as it was while the answer that it was for moved."""
    old, new = facts_apart(before, after)
    for path in {**old, **new}:
        if path[0] == "answers" and len(path) == 4 and old.get(path) not in (None, new.get(path)):
            party = US if path[3] == "answer" else path[3]
            said = old.get((*path[:3], note, party))
            if said is not None and said == new.get((*path[:3], note, party)):
                yield path[1], path[2], party


def settled(assessment: Assessment, conflict: Conflict, side: SideName) -> Assessment:
    """A copy in which a conflict is decided for one side: it says what that side says, and no more."""
    said, wanted = facts(assessment), conflict.side(side)
    for path in conflict.paths:
        if path in wanted:
            said[path] = wanted[path]
        else:
            said.pop(path, None)
    return from_facts(assessment.format, said)


def now_saying(conflict: Conflict, theirs: Assessment) -> Conflict:
    """A conflict with what the others say by now."""
    return conflict._replace(theirs=_only(facts(theirs), conflict.paths))


def says_nothing(assessment: Assessment) -> bool:
    """Whether it holds not one fact.

    Beside a version that says something this is no statement: nobody empties a deal; a file is empty while
    somebody writes it, or after an accident.
    """
    return not facts(assessment)


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
    merged = _merge(after, now, before, lambda path: path)
    result = merged.assessment
    for conflict in merged.conflicts:
        result = settled(result, conflict, "ours")
    return result
