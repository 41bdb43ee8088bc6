"""Steps of a session that only lead elsewhere: on, back, across, to what somebody looks for. Pure."""

from __future__ import annotations

from dataclasses import replace

from .state import Cell, Session, arrived, dated, refused


def walk(session: Session, steps: int) -> Session:
    """On by so many cells, or back."""
    at = session.at + steps
    if at < 0:
        return refused(session, "at_start")
    if session.done and steps > 0:
        return refused(session, "walk_done")
    return arrived(session, min(at, len(session.walk)))


def move(session: Session, rows: int, columns: int) -> Session:
    """By rows and columns of the grid; never off its edge."""
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
        return refused(session, "walk_done")
    last = replace(session, at=len(session.walk) - 1)
    return move(last, rows + 1, 0) if rows < -1 else last


def _move_across(session: Session, here: Cell, columns: int) -> Session:
    row = [
        i for i, cell in enumerate(session.walk) if (cell.bank, cell.question) == (here.bank, here.question)
    ]
    place = min(max(row.index(session.at) + columns, 0), len(row) - 1)
    return replace(session, at=row[place])


def find(session: Session, text: str) -> Session:
    """To the next question whose id or title holds `text`."""
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
    return refused(session, "not_found", text=text)


def _names(session: Session, cell: Cell) -> str:
    title = session.question(cell).title
    titles = [title] if isinstance(title, str) else title.values()
    return "\n".join((cell.question, f"{cell.bank}.{cell.question}", *titles)).casefold()


def end(session: Session) -> Session:
    """The session ended; a review without an open conflict is confirmed by that."""
    reviewed = session.review and not session.conflicts
    assessment = dated(session.assessment, session.today) if reviewed else session.assessment
    return replace(session, assessment=assessment, ended=True)
