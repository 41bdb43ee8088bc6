"""The state of a rating session, and what every step makes of it: changed, moved on, or refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..changes.merge import Conflict, FactPath
from ..errors import Param
from ..judging.tallies import applies
from ..model.assessment import Assessment, with_fields
from ..model.bank import Bank, Question


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to answer: a party's rating, or a choice (whose party is always us)."""

    bank: str
    question: str
    party: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person: the key of a text, its parameters, and the facts that it is about."""

    id: str
    params: Mapping[str, Param] = field(default_factory=dict)
    refused: bool = False
    paths: tuple[FactPath, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state. `at` is an index into `walk`; one past the end means that the walk is done.

    `start` is the assessment as it was opened (for the previous rating), `trail` the changes that can be
    undone: where we stood, the assessment before and after. `dash` remembers half of a `——`. All of
    `banks` are scored; with `only` no other bank is walked. `moved`: somebody else's change led elsewhere
    than whoever types could see; `dropped`: how many keys were not taken because of that.
    """

    banks: tuple[Bank, ...]
    assessment: Assessment
    start: Assessment
    today: date
    walk: tuple[Cell, ...]
    at: int
    review: bool = False
    only: str | None = None
    unknown_only: bool = False
    trail: tuple[tuple[int, Assessment, Assessment], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notice: Notice | None = None
    dash: bool = False
    ended: bool = False
    moved: bool = False
    dropped: int = 0

    @property
    def cell(self) -> Cell | None:
        """The current cell; None when the walk is done."""
        return self.walk[self.at] if self.at < len(self.walk) else None

    @property
    def done(self) -> bool:
        """Whether the walk came to its end."""
        return self.at >= len(self.walk)

    def bank(self, id: str) -> Bank:
        """The bank of this session called `id`."""
        return next(bank for bank in self.banks if bank.id == id)

    def question(self, cell: Cell) -> Question:
        """The question of a cell."""
        return self.bank(cell.bank).by_id[cell.question]

    def value(self, cell: Cell, assessment: Assessment | None = None) -> str | None:
        """What stands in a cell: a rating, an option's id, or None."""
        answer = (assessment or self.assessment).answer(cell.bank, cell.question)
        return self.question(cell).kind.value(answer, cell.party)


def cells(banks: Iterable[Bank], parties: Sequence[str]) -> Iterator[Cell]:
    """Every cell in the order of the walk: bank by bank, question by question, us before the others."""
    for bank in banks:
        for question in bank.by_id.values():
            for party in question.kind.parties(parties):
                if applies(question, party):
                    yield Cell(bank.id, question.id, party)


def open_session(
    banks: Sequence[Bank],
    assessment: Assessment,
    *,
    today: date,
    unknown_only: bool = False,
    only: str | None = None,
) -> Session:
    """A session at the first unrated cell, or a review from the top when there is none."""
    session = Session(
        tuple(banks), assessment, assessment, today, (), 0, only=only, unknown_only=unknown_only
    )
    walk = all_cells(session)
    if unknown_only:
        walk = tuple(cell for cell in walk if session.value(cell) == "?")
    first = next((i for i, cell in enumerate(walk) if session.value(cell) is None), 0)
    review = bool(walk) and not unknown_only and all(session.value(cell) is not None for cell in walk)
    return replace(session, walk=walk, at=first, review=review)


def all_cells(session: Session) -> tuple[Cell, ...]:
    """Every cell of the banks that this session walks."""
    walked = (bank for bank in session.banks if session.only in (None, bank.id))
    return tuple(cells(walked, session.assessment.parties))


def refused(session: Session, id: str, **params: Param) -> Session:
    """The session as it was, but for a notice that says why."""
    return replace(session, notice=Notice(id, params, refused=True))


def with_assessment(session: Session, new: Assessment) -> Session:
    """The session with a changed assessment, dated today, and the way back remembered."""
    if new == session.assessment:
        return session
    cell = session.cell
    if cell and new.banks and cell.bank not in new.banks and cell.bank in new.answers:
        new = with_fields(new, banks={**new.banks, cell.bank: session.bank(cell.bank).version})
    new = dated(new, session.today)
    return replace(session, assessment=new, trail=(*session.trail, (session.at, session.assessment, new)))


def arrived(session: Session, at: int) -> Session:
    """At `at`; a review that comes to its end is confirmed, even if it changed nothing."""
    confirmed = session.review and at == len(session.walk)
    assessment = dated(session.assessment, session.today) if confirmed else session.assessment
    return replace(session, at=at, assessment=assessment)


def dated(assessment: Assessment, today: date) -> Assessment:
    """`assessment` with today as the day of its last session, unless it bears a later one."""
    last = assessment.assessed_on
    return assessment if last and last >= today else with_fields(assessment, assessed_on=today)


def rewalked(session: Session) -> Session:
    """The walk made anew for the parties there are now; we stay where we were."""
    here = session.cell
    walk = all_cells(session)
    if session.unknown_only:
        known = set(session.walk)
        walk = tuple(cell for cell in walk if cell in known)
    if here is None:
        at = next((i for i, cell in enumerate(walk) if session.value(cell) is None), len(walk))
    elif here in walk:
        at = walk.index(here)
    else:
        same = (i for i, cell in enumerate(walk) if (cell.bank, cell.question) == (here.bank, here.question))
        at = next(same, 0)
    return replace(session, walk=walk, at=at)
