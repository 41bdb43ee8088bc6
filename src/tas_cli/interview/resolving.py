"""The conflicts of a merge, put to a person one at a time in lines: ours, theirs, both, or typed anew.

Decides nothing by itself, reads no file and writes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..changes.merge import Conflict, FactPath, SideName, facts, is_cell
from ..changes.recording import not_understood, with_field
from ..errors import TasError
from ..findings import BadFile
from ..model.answers import NOTES, Evidence, NextStep
from ..model.assessment import Assessment
from ..model.fields import plain_text
from ..place import Place
from ..session import Session, open_session
from ..session.notices import dispute, fact_name
from ..words import Lang, has, say
from .prompts import Prompter, folded

SHORT_TEXTS = {("customer",), ("opportunity",), ("reason",)}
"""Fields of which both can be kept side by side."""

SIDES: tuple[tuple[SideName, str], ...] = (
    ("base", "resolve.base"),
    ("ours", "resolve.ours"),
    ("theirs", "resolve.theirs"),
)


class Unsettled(Exception):
    """The person left, or the input ended, with a conflict still open."""


def settled_by_hand(
    merged: Assessment, conflicts: Sequence[Conflict], place: Place, prompter: Prompter
) -> list[Conflict]:
    """Every conflict decided: what is to stand is what `ours` says in it. Unsettled when one is not."""
    session = open_session(place.banks_for(merged), merged, today=place.today)
    decided = []
    for number, conflict in enumerate(conflicts):
        shown = dispute(replace(session, conflicts=tuple(conflicts[number:])), place.lang, place.us)
        prompter.tell(_told(conflict, shown.what if shown else "", len(conflicts) - number - 1, place))
        decided.append(_decided(conflict, session, place, prompter))
    return decided


def _told(conflict: Conflict, what: str, more: int, place: Place) -> Iterator[str]:
    """What both changed, what it was, and what each side says."""
    lang = place.lang
    yield say("session.dispute", lang, what=what) + (
        " " + say("session.dispute.more", lang, n=more) if more else ""
    )
    for side, key in SIDES:
        yield "  " + say(key, lang, text=conflict.told(side) or say("session.nothing", lang))


def _decided(conflict: Conflict, session: Session, place: Place, prompter: Prompter) -> Conflict:
    """The conflict with the decision as what we say."""
    both = _both(conflict)
    offered = say("resolve.ask_both", place.lang) if both else ""
    while (line := prompter.ask(say("resolve.ask", place.lang, both=offered))) is not None:
        match folded(line).strip().casefold():
            case "o":
                return conflict
            case "t":
                return conflict._replace(ours=conflict.theirs)
            case "b" if both:
                return both
            case "b":
                prompter.refuse(say("resolve.no_both", place.lang))
            case "e":
                return _edited(conflict, session, place, prompter)
            case "q":
                raise Unsettled
            case _:
                prompter.refuse(say("resolve.no_answer", place.lang, both="b" if both else ""))
    raise Unsettled


def _both(conflict: Conflict) -> Conflict | None:
    """Both sides' texts together; None where what differs is not text."""
    joined = {
        path: _joined(path, conflict.ours.get(path), conflict.theirs.get(path)) for path in conflict.paths
    }
    if any(value is None for value in joined.values()):
        return None
    return conflict._replace(ours=joined)


def _joined(path: FactPath, ours: object, theirs: object) -> object:
    """Two facts as one; None where one of them has to be chosen."""
    if ours == theirs or None in (ours, theirs):
        return theirs if ours is None else ours
    if isinstance(ours, Evidence) and isinstance(theirs, Evidence):
        same = {part: value for part, value in ours._asdict().items() if value == getattr(theirs, part)}
        return Evidence(**{**same, "text": "\n".join(dict.fromkeys((ours.text, theirs.text)))})
    if isinstance(ours, NextStep) and isinstance(theirs, NextStep):
        return ours._replace(what="; ".join(dict.fromkeys((ours.what, theirs.what))))
    if path in SHORT_TEXTS:
        return f"{ours} / {theirs}"
    return None


def _edited(conflict: Conflict, session: Session, place: Place, prompter: Prompter) -> Conflict:
    """What the person types for each fact on which the sides differ; an empty line keeps ours."""
    said = dict(conflict.ours)
    # An answer before the notes on it, as it is told.
    for path in sorted(conflict.paths, key=lambda each: not set(NOTES).isdisjoint(each)):
        if conflict.ours.get(path) != conflict.theirs.get(path):
            value = _asked(path, conflict, session, place, prompter)
            said |= {} if value is None else {path: value}
    return conflict._replace(ours=said)


def _asked(path: FactPath, conflict: Conflict, session: Session, place: Place, prompter: Prompter) -> object:
    nothing = say("session.nothing", place.lang)
    ours, theirs = (plain_text(each.get(path)) or nothing for each in (conflict.ours, conflict.theirs))
    what = fact_name(session, path, place.lang, place.us)
    prompt = say("resolve.type", place.lang, what=what, ours=ours, theirs=theirs)
    while (line := prompter.ask(prompt)) is not None:
        try:
            return _typed(path, line, place) if line else None
        except TasError as trouble:
            prompter.refuse(_why(trouble, place.lang))
    raise Unsettled


def _why(trouble: TasError, lang: Lang) -> str:
    if isinstance(trouble, BadFile):
        return trouble.findings[0].text(lang)
    ids = (trouble.id, f"{trouble.id}.hint")
    return say("session.and", lang).join(say(id, lang, **trouble.params) for id in ids if has(id))


def _typed(path: FactPath, line: str, place: Place) -> object:
    """The value of a fact that a typed line means. TasError for one that it cannot have."""
    match path:
        case ("answers", _, _, "evidence", _):
            return Evidence(line)
        case ("answers", _, _, "next_step", _):
            return NextStep(line)
        case ("answers", bank, id, *_):
            return _answer(bank, id, path, line, place)
        case ("competitors", _):
            return line
    # Through the reader of fields, so that it is taken here exactly when a file would be.
    said = facts(with_field(Assessment(), f"{'.'.join(path)}={line}", place.settings))
    return said[path]


def _answer(bank: str, id: str, path: FactPath, line: str, place: Place) -> str:
    question = place.library.bank(bank).by_id[id]
    if is_cell(path):
        column = question.column(path[4])
        if column is None:
            return line
        question = column.asked
    meant = question.understood(line)
    if meant is None:
        raise not_understood(question, line)
    return meant
