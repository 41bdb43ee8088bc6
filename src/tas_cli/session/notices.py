"""What a step has to tell, and what two people changed differently, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..changes.merge import FactPath, is_cell
from ..errors import Param
from ..model.answers import NOTES, US
from ..model.assessment import Assessment
from ..model.bank import question_in, row_name
from ..model.local_texts import text_in
from ..model.naming import phrase, told_value
from ..words import Lang, say
from .events import AnswerCell
from .state import Notice, Session

NAMED_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact that two people changed differently: what it is, and what each says."""

    what: str
    ours: str
    theirs: str
    more: int


def notice_text(session: Session, lang: Lang, us: str = "") -> str:
    """What the last step has to tell; "" for nothing."""
    dropped = say("session.dropped", lang, n=session.dropped) if session.dropped else ""
    if session.notice is None:
        return dropped
    return say("session.and", lang).join(filter(None, (_told(session, session.notice, lang, us), dropped)))


def _told(session: Session, notice: Notice, lang: Lang, us: str) -> str:
    if notice.id == "undone":
        return say("session.undone", lang, what=_named(session, notice, lang, us))
    if notice.id != "merged":
        return say(f"session.{notice.id}", lang, **_in_words(session, notice, lang))
    what = _named(session, notice, lang, us)
    text = say("session.merged", lang, what=what)
    if mine := notice.params["mine"]:
        text += say("session.merged.mine", lang, n=mine)
    return text


def _named(session: Session, notice: Notice, lang: Lang, us: str) -> str:
    """What changed, the first few by their names."""
    named = [fact_name(session, path, lang, us) for path in notice.paths[:NAMED_CHANGES]]
    what = say("session.and", lang).join(named)
    more = len(notice.paths) - len(named)
    return say("session.merged.more", lang, what=what, n=more) if more else what


def _in_words(session: Session, notice: Notice, lang: Lang) -> Mapping[str, Param]:
    """What fills a notice; an answer to the question answered right before as people know it."""
    if session.latest is None or not {"sign", "value"} & notice.params.keys():
        return notice.params
    question = session.question(session.latest)
    told = {
        name: told_value(question, str(notice.params[name]), lang)
        for name in ("sign", "value")
        if name in notice.params
    }
    return {**notice.params, **told}


def dispute(session: Session, lang: Lang, us: str) -> Dispute | None:
    """What is to be settled first; None for nothing."""
    if not session.conflicts:
        return None
    first = session.conflicts[0]
    nothing = say("session.nothing", lang)
    ours, theirs = (first.told(side) or nothing for side in ("ours", "theirs"))
    return Dispute(fact_name(session, first.path, lang, us), ours, theirs, len(session.conflicts) - 1)


def fact_name(session: Session, path: FactPath, lang: Lang, us: str = "") -> str:
    """What a fact is about, in words: a question with its party and note, or a field by its name."""
    match path:
        case ("answers", bank, id, *rest):
            question = question_in({each.id: each for each in session.banks}, bank, id)
            if question and is_cell(path):
                return cell_name(session, AnswerCell(bank, id, US, *rest), lang)
            parts = [text_in(question.title, lang) if question else f"{bank}.{id}"]
            ours = () if question is None or question.kind.each_party else (US,)
            parts += [_part(session, step, lang, us) for step in rest if step not in ("answer", *ours)]
            return " · ".join(parts)
        case ("competitors", id):
            return f"{say('session.competitor', lang)} {party_name(session, id, lang, us)}"
        case (field, *_):
            return " ".join((say(f"changes.field.{field}", lang), *path[1:]))
    return ""


def _part(session: Session, step: str, lang: Lang, us: str) -> str:
    return say(f"session.note.{step}", lang) if step in NOTES else party_name(session, step, lang, us)


def cell_name(session: Session, cell: AnswerCell, lang: Lang, us: str = "") -> str:
    """A cell in words: its question, and its party where there are several."""
    question = session.question(cell)
    title = text_in(question.title, lang)
    if cell.row:
        table = session.bank(cell.bank).by_id[cell.question]
        said = session.assessment.answer(cell.bank, cell.question).rows.get(cell.row, {})
        title = title if table.column(cell.column) else cell.column
        return f"{text_in(table.title, lang)} · {row_name(table, cell.row, said)} · {title}"
    return f"{title} · {party_name(session, cell.party, lang, us)}" if question.kind.each_party else title


def said_of(assessment: Assessment, party: str) -> tuple[int, int]:
    """How many ratings, and how many pieces of evidence, are about a party."""
    answers = [answer for of_bank in assessment.answers.values() for answer in of_bank.values()]
    return sum(party in each.ratings for each in answers), sum(party in each.evidence for each in answers)


def said_by(session: Session, party: str, lang: Lang) -> str:
    """How many ratings and notes there are on a party, in words."""
    ratings, notes = said_of(session.assessment, party)
    counts = (say("session.count.ratings", lang, n=ratings), say("session.count.notes", lang, n=notes))
    return say("session.and_count", lang).join(counts)


def party_name(session: Session, party: str, lang: Lang, us: str = "") -> str:
    """A party as people call it."""
    if party == US:
        return us or phrase("us", lang)
    return session.assessment.competitors.get(party) or party
