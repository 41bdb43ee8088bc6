"""A rating session as a step function: session + event → session. Pure: no disk, no clock, no screen.

Every front end turns keys into these events and draws what `views` makes of the state, so no two walks can
drift apart. Saving is the business of `interview.sitting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .answers import Note
from .assessments import (
    MOST_COMPETITORS,
    STATUS_QUO,
    Assessment,
    competitor_id,
    with_choice,
    with_fields,
    with_note,
    with_rating,
)
from .banks import Bank, Question
from .errors import Param, TasError
from .events import (
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
    Undo,
    Walk,
    Write,
)
from .merging import Conflict, Side, facts, merge, reverted, with_fact
from .scoring import applies
from .shapes import canonical_rating

DASH = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to answer: a party's rating, or a choice (whose party is always us)."""

    bank: str
    question: str
    party: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person: a name in `words.session` and its parameters."""

    id: str
    params: Mapping[str, Param] = field(default_factory=dict)
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state. `at` is an index into `walk`; one past the end means that the walk is done.

    `start` is the assessment as it was opened (for the previous rating), `trail` the changes that can be
    undone: where we stood, the assessment before and after. `dash` remembers half of a `——`. All of
    `banks` are scored; with `only` no other bank is walked.
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
        return answer.answer if self.question(cell).is_choice else answer.ratings.get(cell.party)


def cells(banks: Iterable[Bank], parties: Sequence[str]) -> Iterator[Cell]:
    """Every cell in the order of the walk: bank by bank, question by question, us before the others."""
    for bank in banks:
        for question in bank.by_id.values():
            for party in parties[:1] if question.is_choice else parties:
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
    walk = _all_cells(session)
    if unknown_only:
        walk = tuple(cell for cell in walk if session.value(cell) == "?")
    first = next((i for i, cell in enumerate(walk) if session.value(cell) is None), 0)
    review = bool(walk) and not unknown_only and all(session.value(cell) is not None for cell in walk)
    return replace(session, walk=walk, at=first, review=review)


def _all_cells(session: Session) -> tuple[Cell, ...]:
    walked = (bank for bank in session.banks if session.only in (None, bank.id))
    return tuple(cells(walked, session.assessment.parties))


def step(session: Session, event: Event) -> Session:
    """The session after `event`. An event that does not fit leaves all as it is but for a notice."""
    if session.conflicts and not isinstance(event, Resolve | Changed | End):
        return replace(session, notice=Notice("resolve_first", refused=True))
    # A save between the halves of a `——` may find the file changed; that must not make it two ratings.
    quiet = replace(session, notice=None, dash=session.dash and isinstance(event, Changed))
    if isinstance(event, Rate):
        return _rate(quiet, event.sign, session.dash)
    return _changing(quiet, event) or _moving(quiet, event)


def _changing(session: Session, event: Event) -> Session | None:
    """The session after an event that may change what is known; None for any other event."""
    match event:
        case Choose(option):
            return _choose(session, option)
        case Clear():
            return _answered(session, None, 0)
        case Write(note, text):
            return _write(session, note, text)
        case AddCompetitor(name, id):
            return _add(session, name, id)
        case Undo():
            return _undo(session)
        case Resolve(side):
            return _resolve(session, side)
        case Changed(base, theirs):
            return _changed(session, base, theirs)
    return None


def _moving(session: Session, event: Event) -> Session:
    """The session after an event that only leads elsewhere."""
    match event:
        case Walk(steps):
            return _walk(session, steps)
        case Move(rows, columns):
            return _move(session, rows, columns)
        case Find(text):
            return _find(session, text)
        case End():
            return _end(session)
    raise TypeError(event)


def _refused(session: Session, id: str, **params: Param) -> Session:
    return replace(session, notice=Notice(id, params, refused=True))


def _rate(session: Session, sign: str, half_dash: bool) -> Session:
    dash = sign == DASH
    if dash and half_dash:
        return session
    rating = canonical_rating(sign)
    if session.cell is None:
        return replace(_refused(session, "walk_done"), dash=dash)
    if rating not in ("+", "-", "?"):
        return _refused(session, "no_rating", text=sign)
    if session.question(session.cell).is_choice and rating != "?":
        return replace(_refused(session, "choose_option"), dash=dash)
    return replace(_answered(session, rating, 1), dash=dash)


def _choose(session: Session, option: str) -> Session:
    if session.cell is None:
        return _refused(session, "walk_done")
    options = [each.id for each in session.question(session.cell).options]
    if not options:
        return _refused(session, "no_rating", text=option)
    if option.isdecimal() and 1 <= int(option) <= len(options):
        option = options[int(option) - 1]
    if option not in options:
        return _refused(session, "no_option", text=option, options=", ".join(options))
    return _answered(session, option, 1)


def _answered(session: Session, value: str | None, steps: int) -> Session:
    """The current cell answered by a value already known to fit, and on by `steps`."""
    cell = session.cell
    if cell is None:
        return _refused(session, "walk_done")
    if session.question(cell).is_choice:
        new = with_choice(session.assessment, cell.bank, cell.question, value)
    else:
        new = with_rating(session.assessment, cell.bank, cell.question, cell.party, value)  # type: ignore[arg-type]
    return _arrived(_with(session, new), session.at + steps)


def _arrived(session: Session, at: int) -> Session:
    """At `at`; a review that comes to its end is confirmed, even if it changed nothing."""
    confirmed = session.review and at == len(session.walk)
    assessment = dated(session.assessment, session.today) if confirmed else session.assessment
    return replace(session, at=at, assessment=assessment)


def _with(session: Session, new: Assessment) -> Session:
    """The session with a changed assessment, dated today, and the way back remembered."""
    if new == session.assessment:
        return session
    cell = session.cell
    if cell and new.banks and cell.bank not in new.banks and cell.bank in new.answers:
        new = with_fields(new, banks={**new.banks, cell.bank: session.bank(cell.bank).version})
    new = dated(new, session.today)
    return replace(session, assessment=new, trail=(*session.trail, (session.at, session.assessment, new)))


def dated(assessment: Assessment, today: date) -> Assessment:
    """`assessment` with today as the day of its last session, unless it bears a later one."""
    last = assessment.assessed_on
    return assessment if last and last >= today else with_fields(assessment, assessed_on=today)


def _walk(session: Session, steps: int) -> Session:
    at = session.at + steps
    if at < 0:
        return _refused(session, "at_start")
    if session.done and steps > 0:
        return _refused(session, "walk_done")
    return _arrived(session, min(at, len(session.walk)))


def _move(session: Session, rows: int, columns: int) -> Session:
    here = session.cell
    if here is None:
        return _move_back(session, rows, columns)
    if columns:
        return _move_across(session, here, columns)
    order = list(dict.fromkeys((cell.bank, cell.question) for cell in session.walk))
    row = min(max(order.index((here.bank, here.question)) + rows, 0), len(order) - 1)
    candidates = [i for i, cell in enumerate(session.walk) if (cell.bank, cell.question) == order[row]]
    same = [i for i in candidates if session.walk[i].party == here.party]
    return replace(session, at=(same or candidates)[0])


def _move_back(session: Session, rows: int, columns: int) -> Session:
    """From behind the end of the walk to its last cell, and on from there if there is further to go."""
    if not session.walk or (rows >= 0 and columns >= 0):
        return _refused(session, "walk_done")
    last = replace(session, at=len(session.walk) - 1)
    return _move(last, rows + 1, 0) if rows < -1 else last


def _move_across(session: Session, here: Cell, columns: int) -> Session:
    row = [
        i for i, cell in enumerate(session.walk) if (cell.bank, cell.question) == (here.bank, here.question)
    ]
    place = min(max(row.index(session.at) + columns, 0), len(row) - 1)
    return replace(session, at=row[place])


def _find(session: Session, text: str) -> Session:
    wanted = text.strip().casefold()
    count = len(session.walk)
    if not wanted:
        return session
    here = session.cell
    for offset in range(1, count + 1):
        at = (min(session.at, count - 1) + offset) % count
        cell = session.walk[at]
        other = here is None or (cell.bank, cell.question) != (here.bank, here.question)
        if other and wanted in _names(session, cell):
            return replace(session, at=at)
    if here is not None and wanted in _names(session, here):
        return session
    return _refused(session, "not_found", text=text)


def _names(session: Session, cell: Cell) -> str:
    title = session.question(cell).title
    titles = [title] if isinstance(title, str) else title.values()
    return "\n".join((cell.question, f"{cell.bank}.{cell.question}", *titles)).casefold()


def _write(session: Session, note: Note, text: str) -> Session:
    cell = session.cell
    if cell is None:
        return _refused(session, "walk_done")
    text = text.strip()
    return _with(session, with_note(session.assessment, cell.bank, cell.question, cell.party, note, text))


def _add(session: Session, name: str, id: str | None) -> Session:
    name = " ".join(name.split())
    there = session.assessment.competitors
    if not name:
        return _refused(session, "no_name")
    if name in there.values() or id in there:
        return _refused(session, "already_there", name=name)
    if len(there) >= MOST_COMPETITORS:
        return _refused(session, "too_many_competitors", most=MOST_COMPETITORS)
    new = with_competitor(session.assessment, name, id)
    return _rewalked(_with(session, new))


def with_competitor(assessment: Assessment, name: str, id: str | None = None) -> Assessment:
    """A copy with one more competitor; its id is made from the name unless given (as for *Do nothing*).

    TasError when there are as many as a file may hold.
    """
    if len(assessment.competitors) >= MOST_COMPETITORS:
        raise TasError("session.too_many_competitors", most=MOST_COMPETITORS)
    id = id or competitor_id(name, (*assessment.competitors, STATUS_QUO))
    return with_fields(assessment, competitors={**assessment.competitors, id: name})


def _rewalked(session: Session) -> Session:
    """The walk made anew for the parties there are now; we stay where we were."""
    here = session.cell
    walk = _all_cells(session)
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


def _undo(session: Session) -> Session:
    if not session.trail:
        return _refused(session, "nothing_to_undo")
    *trail, (at, before, after) = session.trail
    restored = reverted(session.assessment, before, after)
    undone = replace(session, assessment=restored, trail=tuple(trail), at=min(at, len(session.walk)))
    if restored.parties != session.assessment.parties:
        undone = _rewalked(undone)
    return replace(undone, notice=Notice("undone"))


def _changed(session: Session, base: Assessment, theirs: Assessment) -> Session:
    merged = merge(base, session.assessment, theirs)
    pending = _still_open(session.conflicts, theirs)
    new = replace(session, assessment=merged.assessment, conflicts=(*pending, *merged.conflicts))
    if new.assessment.parties != session.assessment.parties:
        new = _rewalked(new)
    return replace(new, notice=Notice("merged"))


def _still_open(conflicts: Iterable[Conflict], theirs: Assessment) -> Iterator[Conflict]:
    """Conflicts nobody settled yet, with what the others say now; those where they came to agree are gone."""
    said = facts(theirs)
    for conflict in conflicts:
        if said.get(conflict.path) != conflict.ours:
            yield conflict._replace(theirs=said.get(conflict.path))


def _resolve(session: Session, side: Side) -> Session:
    if not session.conflicts:
        return session
    first, *rest = session.conflicts
    before = session.assessment
    after = with_fact(before, first.path, first.ours if side == "ours" else first.theirs)
    resolved = replace(session, assessment=after, conflicts=tuple(rest))
    if after != before:
        resolved = replace(resolved, trail=(*session.trail, (session.at, before, after)))
    return _rewalked(resolved) if after.parties != before.parties else resolved


def _end(session: Session) -> Session:
    reviewed = session.review and not session.conflicts
    assessment = dated(session.assessment, session.today) if reviewed else session.assessment
    return replace(session, assessment=assessment, ended=True)
