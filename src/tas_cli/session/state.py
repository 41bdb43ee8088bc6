"""The state of a rating session, what is asked in which order, and what every step makes of it. Pure.

The walk: bank by bank, one that decides how much is asked first; then our column from top to bottom, then
each competitor's over the contested questions. Everything else can be reached, and nobody is sent there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from ..changes.merge import Conflict, FactPath
from ..errors import Param
from ..judging.leads import contested
from ..judging.quoting import Around
from ..judging.scoring import Scores
from ..judging.tallies import applies
from ..model.answers import US
from ..model.assessment import Assessment, with_fields
from ..model.bank import Bank, Question
from ..model.proposals import Proposal
from .events import AnswerCell

STALE_AFTER_DAYS = 30
MOST_QUOTED = 60
"""Characters of a text that a notice repeats."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person: the key of a text, its parameters, and the facts that it is about."""

    id: str
    params: Mapping[str, Param] = field(default_factory=dict)
    refused: bool = False
    paths: tuple[FactPath, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkScope:
    """What is walked of all there is: one bank, one party, or only certain cells. None is all.

    Of banks that are only filled in, all but `worksheets` are left to be asked for.
    """

    bank: str | None = None
    party: str | None = None
    cells: frozenset[AnswerCell] | None = None
    worksheets: frozenset[str] = frozenset()


EVERYTHING = WalkScope()


class WaitingQuote(NamedTuple):
    """A proposal to be rated, with the lines around its quote, None where the notes are not at hand.

    `is_missing`: the notes are at hand, and the quote does not stand in them.
    """

    proposal: Proposal
    around: Around | None = None
    is_missing: bool = False


NO_QUOTES: Mapping[AnswerCell, WaitingQuote] = {}
NOTHING_SETTLED: Mapping[AnswerCell, str] = {}


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state. `cell` is where we are; None means that the walk is done.

    All of `banks` are scored, those in `short` in their short form; `scope` says what is walked. `start` is
    the assessment as it was opened (for the previous rating), `trail` the changes that can be undone: where
    we stood, the assessment before and after. `column` is the party that moving up and down keeps to,
    `latest` the cell answered right before, `sought` what was looked for last, `picked` which of the next
    questions is in hand when the walk is done. `moved`: somebody else's change led elsewhere than whoever
    types could see; `dropped`: how many keys were not taken because of that. Where there are `quotes`, only
    their cells are walked; `settled` is what was answered to them, `asks_why` the cell whose answer is
    another than the notes spoke for, right after it was given.
    """

    banks: tuple[Bank, ...]
    assessment: Assessment
    start: Assessment
    today: date
    max_age_days: int = STALE_AFTER_DAYS
    scope: WalkScope = EVERYTHING
    short: frozenset[str] = frozenset()
    walk: tuple[AnswerCell, ...] = ()
    cell: AnswerCell | None = None
    column: str = US
    latest: AnswerCell | None = None
    review: bool = False
    trail: tuple[tuple[AnswerCell | None, Assessment, Assessment], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notice: Notice | None = None
    sought: str = ""
    picked: int = 0
    ended: bool = False
    moved: bool = False
    dropped: int = 0
    quotes: Mapping[AnswerCell, WaitingQuote] = field(default_factory=lambda: NO_QUOTES)
    settled: Mapping[AnswerCell, str] = field(default_factory=lambda: NOTHING_SETTLED)
    asks_why: AnswerCell | None = None

    @property
    def done(self) -> bool:
        """Whether the walk came to its end."""
        return self.cell is None

    @property
    def target(self) -> AnswerCell | None:
        """What a note is about: the cell answered right before, else the current one."""
        return self.latest or self.cell

    @property
    def walked(self) -> list[Bank]:
        """The banks in the order of the walk: those that decide how much is asked come first."""
        chosen = [bank for bank in self.banks if self.scope.bank == bank.id]
        if self.scope.bank is None:
            chosen = [
                bank for bank in self.banks if not bank.is_worksheet or bank.id in self.scope.worksheets
            ]
        return sorted(chosen, key=lambda bank: all(mode.form == "full" for mode in bank.modes))

    def bank(self, id: str) -> Bank:
        """The bank of this session called `id`."""
        return next(bank for bank in self.banks if bank.id == id)

    def question(self, cell: AnswerCell) -> Question:
        """The question of a cell; in a row of a table that of its column."""
        question = self.bank(cell.bank).by_id[cell.question]
        column = question.column(cell.column) if cell.column else None
        return column.asked if column else question

    def value(self, cell: AnswerCell, assessment: Assessment | None = None) -> str | None:
        """What stands in a cell: a rating, an option's id, a text, or None; of a table how many rows."""
        assessment, question = assessment or self.assessment, self.question(cell)
        if cell.column:
            answer = assessment.answer(cell.bank, cell.question).cell(cell.row, cell.column)
        else:
            answer = assessment.answer_to(cell.bank, question)
        return question.kind.value(answer, cell.party)

    def is_open(self, cell: AnswerCell) -> bool:
        """Whether something is to be done there: not answered, not known, or our + without evidence."""
        value = self.value(cell)
        answer = self.assessment.answer(cell.bank, cell.question)
        return value in (None, "?") or (value == "+" and cell.party == US and US not in answer.evidence)


def open_session(
    banks: Sequence[Bank],
    assessment: Assessment,
    *,
    today: date,
    max_age_days: int = STALE_AFTER_DAYS,
    scope: WalkScope = EVERYTHING,
    unknown_only: bool = False,
    quotes: Mapping[AnswerCell, WaitingQuote] = NO_QUOTES,
) -> Session:
    """A session at the first unrated cell, or a review from the top when there is none.

    With `unknown_only` what is `?` or not rated now is walked, with `quotes` their cells, and nothing else.
    """
    session = Session(tuple(banks), assessment, assessment, today, max_age_days, scope, quotes=quotes)
    session = replace(session, short=short_banks(session))
    walk = walk_of(session)
    if unknown_only:
        walk = tuple(cell for cell in walk if session.value(cell) in (None, "?"))
        session = replace(session, scope=replace(scope, cells=frozenset(walk)))
    unrated = [cell for cell in walk if session.value(cell) is None]
    start = next(iter(walk if unknown_only or quotes else (*unrated, *walk)), None)
    review = bool(walk) and not unrated and not unknown_only and not quotes
    return replace(gone_to(session, start), walk=walk, review=review)


def gone_to(session: Session, cell: AnswerCell | None) -> Session:
    """The session at `cell`, whose column becomes the one to keep to."""
    if cell is None or not session.question(cell).kind.each_party:
        return replace(session, cell=cell)
    return replace(session, cell=cell, column=cell.party)


def short_banks(session: Session) -> frozenset[str]:
    """The banks of which only the core is asked, as the answers stand."""
    scores = Scores(session.assessment, session.banks)
    return frozenset(bank.id for bank in session.banks if scores.is_short(bank))


def all_cells(session: Session) -> Iterator[AnswerCell]:
    """Everything that can be answered, column by column."""
    for bank in session.walked:
        for party in session.assessment.parties:
            yield from column(session, bank, party)


def column(session: Session, bank: Bank, party: str) -> Iterator[AnswerCell]:
    """A party's cells of a bank, from top to bottom."""
    for question in bank.by_id.values():
        if party in question.kind.parties(session.assessment.parties) and applies(question, party):
            for row in session.assessment.answer(bank.id, question.id).rows if question.columns else ():
                yield from (
                    AnswerCell(bank.id, question.id, party, row, each.id) for each in question.columns
                )
            yield AnswerCell(bank.id, question.id, party)


def walk_of(session: Session) -> tuple[AnswerCell, ...]:
    """What is asked in the session as it stands, in its order; whatever cells it may be limited to."""
    if session.quotes:
        return tuple(
            cell
            for cell in all_cells(session)
            if cell in session.quotes and session.scope.party in (None, cell.party)
        )
    return tuple(_asked(session))


def _asked(session: Session) -> Iterator[AnswerCell]:
    for bank in session.walked:
        for party in session.assessment.parties:
            if session.scope.party not in (None, party):
                continue
            counts = None if party == US else {question.id for question in contested(bank, party)}
            for cell in column(session, bank, party):
                question = bank.by_id[cell.question]
                is_left_out = bank.id in session.short and question.kind.each_party and not question.core
                if not is_left_out and (counts is None or cell.question in counts):
                    yield cell


def following(session: Session, cell: AnswerCell) -> AnswerCell | None:
    """Where one goes on from `cell`: in the walk, or off it down the column until the walk is met again."""
    if cell in session.walk:
        rest = session.walk[session.walk.index(cell) + 1 :]
        return rest[0] if rest else None
    below = list(column(session, session.bank(cell.bank), cell.party))
    below = below[below.index(cell) + 1 :] if cell in below else []
    return below[0] if below else next_in_walk(session, cell)


def next_in_walk(session: Session, cell: AnswerCell) -> AnswerCell | None:
    """The first cell of the walk that comes after `cell` in the order of all; None behind the last."""
    order = {each: place for place, each in enumerate(all_cells(session))}
    here = order.get(cell, -1)
    return next((each for each in session.walk if order[each] > here), None)


def refused(session: Session, id: str, **params: Param) -> Session:
    """The session as it was, but for a notice that says why."""
    return replace(session, notice=Notice(id, params, refused=True))


def with_assessment(session: Session, new: Assessment) -> Session:
    """The session with a changed assessment, dated today, and the way back remembered."""
    if new == session.assessment:
        return session
    cell = session.latest or session.cell
    if cell and new.banks and cell.bank not in new.banks and cell.bank in new.answers:
        new = with_fields(new, banks={**new.banks, cell.bank: session.bank(cell.bank).version})
    new = dated(new, session.today)
    change = session.cell, session.assessment, new
    return saying(replace(session, trail=(*session.trail, change)), new)


def saying(session: Session, assessment: Assessment) -> Session:
    """The session with `assessment`, and its walk made anew where other things are asked now."""
    new = replace(session, assessment=assessment)
    new = replace(new, short=short_banks(new))
    same = assessment.parties == session.assessment.parties and _tables(new) == _tables(session)
    if new.short == session.short and same:
        return new
    changed = _rewalked(new)
    if new.short != session.short:
        notice = Notice("form_short" if len(new.short) > len(session.short) else "form_full")
        changed = replace(changed, notice=notice)
    return changed


def _tables(session: Session) -> list[tuple[str, ...]]:
    """The rows of all tables that are walked."""
    return [
        tuple(session.assessment.answer(bank.id, id).rows)
        for bank in session.walked
        for id, question in bank.by_id.items()
        if question.columns
    ]


def _rewalked(session: Session) -> Session:
    """The walk for what is asked now; we stay where we were, if that can still be answered."""
    walk = walk_of(session)
    if session.scope.cells is not None:
        walk = tuple(cell for cell in walk if cell in session.scope.cells)
    new = replace(session, walk=walk)
    there = set(all_cells(new))
    if new.latest not in there:
        new = replace(new, latest=None)
    if new.column not in new.assessment.parties:
        new = replace(new, column=US)
    if new.cell in there:
        return new
    unrated = [cell for cell in walk if new.value(cell) is None]
    return gone_to(new, unrated[0] if unrated else None)


def arrived(session: Session, cell: AnswerCell | None) -> Session:
    """At `cell`; a review that comes to its end is confirmed, even if it changed nothing."""
    if cell is None and session.review:
        session = replace(session, assessment=dated(session.assessment, session.today))
    return gone_to(session, cell)


def dated(assessment: Assessment, today: date) -> Assessment:
    """`assessment` with today as the day of its last session, unless it bears a later one."""
    last = assessment.assessed_on
    return assessment if last and last >= today else with_fields(assessment, assessed_on=today)


def clipped_text(text: str) -> str:
    """A text on one line, as much of it as a notice repeats."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"
