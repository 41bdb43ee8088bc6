"""Steps of a session that only lead elsewhere: on, back, across, to what is open or looked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..changes.merge import is_cell
from ..judging.scorecard import Scorecard, score
from ..judging.tallies import applies
from ..model.answers import US
from ..model.local_texts import texts_in
from .events import AnswerCell
from .state import Notice, Session, all_cells, arrived, column, dated, following, gone_to, refused


def walk(session: Session, steps: int) -> Session:
    """On by so many cells, or back."""
    for _ in range(abs(steps)):
        if steps < 0:
            session = _back(session)
        elif session.cell is None:
            session = refused(session, "walk_done")
        else:
            session = arrived(session, following(session, session.cell))
        if session.notice is not None:
            break
    return session


def _back(session: Session) -> Session:
    if session.cell is None:
        return gone_to(session, session.walk[-1]) if session.walk else refused(session, "at_start")
    if session.cell in session.walk:
        before = session.walk[: session.walk.index(session.cell)]
    else:
        here = session.cell
        above = list(column(session, session.bank(here.bank), here.party))
        before = tuple(above[: above.index(here)]) or _walked_before(session, here)
    return gone_to(session, before[-1]) if before else refused(session, "at_start")


def _walked_before(session: Session, cell: AnswerCell) -> tuple[AnswerCell, ...]:
    order = {each: place for place, each in enumerate(all_cells(session))}
    return tuple(each for each in session.walk if order[each] < order[cell])


def move(session: Session, rows: int, columns: int) -> Session:
    """By rows and columns of the grid; never off its edge. Up and down keep their column."""
    here = session.cell
    if here is None:
        return _back(session) if rows < 0 or columns < 0 else refused(session, "walk_done")
    return _across(session, here, columns) if columns else _down(session, here, rows)


def _down(session: Session, here: AnswerCell, rows: int) -> Session:
    """Over the rows that have a cell in our column; one that is asked once for all parties always has."""
    cells = [cell for cell in _rows(session) if cell is not None]
    lines = [replace(cell, party=US) for cell in cells]
    line = replace(here, party=US)
    place = lines.index(line) if line in lines else 0
    place = min(max(place + rows, 0), len(cells) - 1)
    return replace(session, cell=cells[place])


def _rows(session: Session) -> Iterator[AnswerCell | None]:
    """For each row of the grid its cell in the column that is kept; None for a hole."""
    for bank in session.walked:
        kept = {cell.question: cell for cell in column(session, bank, session.column)}
        once: dict[str, list[AnswerCell]] = {}
        for cell in column(session, bank, US):
            once.setdefault(cell.question, []).append(cell)
        for id, question in bank.by_id.items():
            yield from [kept.get(id)] if question.kind.each_party else once.get(id, [])


def _across(session: Session, here: AnswerCell, columns: int) -> Session:
    parties = (replace(here, party=party) for party in session.assessment.parties)
    there = set(all_cells(session))
    row = [cell for cell in parties if cell in there]
    place = min(max(row.index(here) + columns, 0), len(row) - 1)
    return gone_to(session, row[place])


def next_open(session: Session) -> Session:
    """To the next cell of the walk where something is to be done."""
    walk = session.walk
    start = walk.index(session.cell) + 1 if session.cell in walk else 0
    for cell in (*walk[start:], *walk[:start]):
        if cell != session.cell and session.is_open(cell):
            return gone_to(session, cell)
    return refused(session, "nothing_open")


def find(session: Session, text: str) -> Session:
    """To the next question that holds `text`, or what was looked for last; a note leads to its party."""
    sought = text.strip() or session.sought
    if not sought:
        return session
    session = replace(session, sought=sought)
    wanted = sought.casefold()
    lines = list(dict.fromkeys(replace(cell, party=US) for cell in all_cells(session)))
    start = lines.index(replace(session.cell, party=US)) + 1 if session.cell else 0
    for line in (*lines[start:], *lines[:start]):
        if line.column:
            found = wanted in (session.value(line) or "").casefold()
            party = US if found else None
        else:
            party = _party_that_holds(session, line.bank, line.question, wanted)
        if party is not None:
            there = replace(line, party=party)
            if there == session.cell:
                return replace(session, notice=Notice("found_again", {"text": sought}))
            return gone_to(session, there)
    return refused(session, "not_found", text=sought)


def _party_that_holds(session: Session, bank: str, id: str, wanted: str) -> str | None:
    """Whose cell to go to when the question or a note on it holds the text; None when nothing does."""
    question = session.bank(bank).by_id[id]
    answer = session.assessment.answer(bank, id)
    there = {cell.party for cell in column(session, session.bank(bank), session.column)}
    asked = question.kind.each_party and session.column in there and applies(question, session.column)
    keeps = session.column if asked else US
    step = answer.next_step.what if answer.next_step else ""
    text = (answer.answer or "") if question.kind.typed else ""
    if wanted in "\n".join((id, f"{bank}.{id}", *texts_in(question.title), step, text)).casefold():
        return keeps
    parties = question.kind.parties(session.assessment.parties)
    names = session.assessment.competitors if question.kind.each_party else {}
    return next(
        (
            party
            for party in parties
            if wanted in answer.evidence_text(party).casefold()
            or (wanted in (names.get(party) or "").casefold() and applies(question, party))
        ),
        None,
    )


def disputed_cell(session: Session) -> AnswerCell | None:
    """The cell that two people changed differently; None for none, or where it is something else."""
    path = session.conflicts[0].path if session.conflicts else ()
    if len(path) < 3 or path[0] != "answers":
        return None
    bank, question, *rest = path[1:]
    place = rest if is_cell(path) else []
    party = next((each for each in rest if each in session.assessment.parties), US)
    cell = AnswerCell(bank, question, US if place else party, *place)
    return cell if cell in all_cells(session) else None


def scorecard(session: Session) -> Scorecard:
    """The scorecard of a session as it stands."""
    return score(session.assessment, session.banks, today=session.today, max_age_days=session.max_age_days)


def next_questions(session: Session, card: Scorecard) -> tuple[str, ...]:
    """What to find out next ("bank.id"), in its order, of what is walked."""
    here = {bank.id for bank in session.walked}
    return tuple(name for name in card.next_questions if name.partition(".")[0] in here)


def pick(session: Session, steps: int) -> Session:
    """Another of the next questions in hand; back into the walk when there is none above."""
    count = len(next_questions(session, scorecard(session)))
    if not count or session.picked + steps < 0:
        return _back(session)
    return replace(session, picked=min(session.picked + steps, count - 1))


def go_to_picked(session: Session) -> Session:
    """To the question that is picked."""
    names = next_questions(session, scorecard(session))
    if not names:
        return refused(session, "walk_done")
    bank, _, question = names[min(session.picked, len(names) - 1)].partition(".")
    return gone_to(session, AnswerCell(bank, question, US))


def end(session: Session) -> Session:
    """The session ended; a review without an open conflict is confirmed by that."""
    reviewed = session.review and not session.conflicts
    assessment = dated(session.assessment, session.today) if reviewed else session.assessment
    return replace(session, assessment=assessment, ended=True)
