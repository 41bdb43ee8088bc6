"""Steps of a session that change what is said: answers, notes, competitors. Pure.

Doing nothing is a competitor too, by one id in every language.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from ..changes.merge import left_behind
from ..errors import TasError
from ..model.answers import US, Note, competitor_id
from ..model.assessment import STATUS_QUO, Assessment, with_cell, with_fields, with_note, with_row, with_value
from ..model.bank import Question, row_name
from ..model.field_types import NOT_APPLICABLE, canonical_rating
from ..model.fields import MOST_COMPETITORS
from ..model.kinds import UNKNOWN
from ..words import LANGUAGES, Lang, say
from .events import AddCompetitor, AnswerCell
from .quotes import settled, with_quote
from .state import (
    Notice,
    Session,
    all_cells,
    arrived,
    clipped_text,
    following,
    gone_to,
    refused,
    with_assessment,
)


def with_competitor(assessment: Assessment, name: str, id: str | None = None) -> Assessment:
    """A copy with one more competitor; its id is made from the name unless given (as for *Do nothing*).

    TasError when there are as many as a file may hold.
    """
    if len(assessment.competitors) >= MOST_COMPETITORS:
        raise TasError("session.too_many_competitors", most=MOST_COMPETITORS)
    id = id or competitor_id(name, (*assessment.competitors, STATUS_QUO))
    return with_fields(assessment, competitors={**assessment.competitors, id: name})


def is_called(assessment: Assessment, name: str) -> bool:
    """Whether a party, we among them, goes by that name already, however it is spelled."""
    ours = (US, *(say("scorecard.us", lang) for lang in LANGUAGES))
    return _folded(name) in {_folded(each) for each in ours} or _is_there(assessment, name)


def _is_there(assessment: Assessment, name: str) -> bool:
    there = assessment.competitors
    return _folded(name) in {_folded(each) for each in (*there, *there.values())}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def called(name: str) -> AddCompetitor:
    """The event that adds the competitor called `name`."""
    name = " ".join(name.split())
    doing_nothing = {STATUS_QUO, *(say("session.do_nothing", lang).casefold() for lang in LANGUAGES)}
    if name.casefold() in doing_nothing:
        return AddCompetitor(name, STATUS_QUO)
    return AddCompetitor(name)


def doing_nothing(lang: Lang) -> AddCompetitor:
    """The event that adds doing nothing, under its name in `lang`."""
    return AddCompetitor(say("session.do_nothing", lang), STATUS_QUO)


def with_called(assessment: Assessment, added: AddCompetitor) -> Assessment:
    """A copy with one more competitor; the same where it is there already, by name or by id.

    Who says outright that a competitor is called as we are has one that is. TasError for no name.
    """
    if not added.name:
        raise TasError("session.no_name")
    if added.id in assessment.competitors or _is_there(assessment, added.name):
        return assessment
    return with_competitor(assessment, added.name, added.id)


def rate(session: Session, sign: str) -> Session:
    """The current cell rated."""
    rating = canonical_rating(sign)
    if session.cell is None:
        return refused(session, "walk_done")
    question = session.question(session.cell)
    if question.columns or (question.kind.typed and rating != UNKNOWN):
        return refused(session, "type_it")
    if rating not in ("+", "-", "?"):
        return refused(session, "no_answer.check" if question.kind.ticked else "no_rating", text=sign)
    meant = question.kind.understood(rating, ())
    if meant is None:
        return refused(session, "type_it" if question.kind.typed else "choose_option")
    return answered(session, meant)


def choose(session: Session, text: str) -> Session:
    """The current choice answered by an option's id or its label."""
    if session.cell is None:
        return refused(session, "walk_done")
    question = session.question(session.cell)
    if question.kind.typed or question.columns:
        return refused(session, "type_it")
    if not question.options:
        return refused(session, "no_rating", text=text)
    option = question.typed(text)
    if option is None:
        return refused(session, "no_option", text=text, options=", ".join(question.by_label))
    return answered(session, option.id)


def set_aside(session: Session) -> Session:
    """The current question said not to concern this deal, where it allows that."""
    if session.cell is None:
        return refused(session, "walk_done")
    if not session.question(session.cell).allow_na:
        return refused(session, "no_na")
    return answered(session, NOT_APPLICABLE)


def fill(session: Session, text: str, cell: AnswerCell | None) -> Session:
    """A cell answered by a text; at a table a row added that is called so."""
    cell = cell or session.cell
    if cell is None:
        return refused(session, "walk_done")
    if cell not in set(all_cells(session)):
        return refused(session, "row_gone")
    session = gone_to(session, cell)
    question = session.question(cell)
    if question.columns:
        return _with_new_row(session, cell, question, text)
    if not text.strip():
        return clear(session)
    if question.kind.find_out:
        return choose(session, text) if question.options else rate(session, text)
    meant = question.understood(text)
    if meant is None:
        return refused(session, f"no_answer.{question.kind.name}", text=text.strip())
    ends = (session.value(cell) or "").endswith("\n")
    return answered(session, f"{meant}\n" if ends and not question.kind.plain else meant)


def _with_new_row(session: Session, table: AnswerCell, question: Question, text: str) -> Session:
    """A row more, of which the first column says `text`; on to what its next column asks."""
    text = text.strip()
    first = question.columns[0]
    if not text:
        return refused(session, "no_row_name")
    meant = first.kind.understood(text, first.asked.offers)
    if meant is None:
        return refused(session, f"no_answer.{first.kind.name}", text=text)
    rows = session.assessment.answer(table.bank, table.question).rows
    id = competitor_id(text, rows)
    made = with_cell(session.assessment, table.bank, table.question, id, first.id, meant)
    here = replace(table, row=id, column=first.id)
    new = with_assessment(session, made)
    return arrived(new, following(new, here))


def remove_row(session: Session) -> Session:
    """The row in hand gone, with all that it says; from there one comes to the table."""
    cell = session.cell
    if cell is None or not cell.row:
        return refused(session, "not_a_row")
    name = row_title(session, cell)
    new = with_assessment(session, with_row(session.assessment, cell.bank, cell.question, cell.row, {}))
    new = gone_to(new, replace(cell, row="", column=""))
    return replace(new, notice=Notice("removed", {"name": name}))


def row_title(session: Session, cell: AnswerCell) -> str:
    """What the row of a cell is called."""
    question = session.bank(cell.bank).by_id[cell.question]
    said = session.assessment.answer(cell.bank, cell.question).rows.get(cell.row, {})
    return row_name(question, cell.row, said)


def answered(session: Session, value: str) -> Session:
    """The current cell answered by a value already known to fit, and on."""
    new = _with_value(session, value)
    if new.cell is None or session.cell is None:
        return refused(session, "walk_done")
    here = session.cell
    new = settled(new, here, value)
    return arrived(replace(new, latest=here), following(new, here))


def clear(session: Session) -> Session:
    """The current answer taken away."""
    if session.cell is None:
        return refused(session, "walk_done")
    return settled(_with_value(session, None), session.cell, None)


def _with_value(session: Session, value: str | None) -> Session:
    cell = session.cell
    if cell is None:
        return session
    before = session.assessment
    if cell.column:
        new = with_cell(before, cell.bank, cell.question, cell.row, cell.column, value)
    else:
        new = with_value(before, cell.bank, session.question(cell), cell.party, value)
    if value is not None and cell in session.quotes:
        new = with_quote(session, new, cell)
    changed = with_assessment(session, new)
    answer, place = new.answer(cell.bank, cell.question), (cell.bank, cell.question, cell.party)
    if place in left_behind(before, new):
        text = clipped_text(answer.evidence_text(cell.party))
        return replace(changed, notice=Notice("evidence_stays", {"text": text}))
    if place in left_behind(before, new, "next_step"):
        return replace(changed, notice=Notice("step_stays", {"text": clipped_text(answer.step_text)}))
    return changed


def write(session: Session, note: Note, text: str, cell: AnswerCell | None) -> Session:
    """The evidence or next step about a cell written; empty text removes it."""
    cell = cell or session.target
    if cell is None:
        return refused(session, "walk_done")
    if cell.party not in session.assessment.parties:
        return refused(session, "party_gone", name=cell.party)
    if cell.row:
        return refused(session, "no_note_on_row")
    text = text.strip()
    answer = session.assessment.answer(cell.bank, cell.question)
    standing = answer.evidence_text(cell.party) if note == "evidence" else answer.step_text
    # A text that ends its last line goes on to do so: only what was changed is to change in the file.
    text = f"{text}\n" if text and standing.endswith("\n") else text
    new = with_note(session.assessment, cell.bank, cell.question, cell.party, note, text)
    return with_assessment(session, new)


def add(session: Session, name: str, id: str | None) -> Session:
    """One more competitor, whose cells join the walk."""
    name = " ".join(name.split())
    there = session.assessment.competitors
    if not name:
        return refused(session, "no_name")
    if is_called(session.assessment, name) or id in there:
        return refused(session, "already_there", name=name)
    if len(there) >= MOST_COMPETITORS:
        return refused(session, "too_many_competitors", most=MOST_COMPETITORS)
    return with_assessment(session, with_competitor(session.assessment, name, id))


def rename(session: Session, party: str, name: str) -> Session:
    """A competitor called otherwise."""
    name = " ".join(name.split())
    there = session.assessment.competitors
    if party not in there:
        return refused(session, "not_a_competitor")
    if not name:
        return refused(session, "no_name")
    if name != there[party] and is_called(session.assessment, name):
        return refused(session, "already_there", name=name)
    return with_assessment(session, with_fields(session.assessment, competitors={**there, party: name}))


def remove(session: Session, party: str) -> Session:
    """A competitor gone, with its ratings and their evidence; from its column one comes to ours."""
    there = session.assessment.competitors
    if party not in there:
        return refused(session, "not_a_competitor")
    here = session.cell
    new = with_assessment(session, without_party(session.assessment, party))
    if here and here.party == party:
        new = gone_to(new, replace(here, party=US))
    return replace(new, notice=Notice("removed", {"name": there[party] or party}))


def without_party(assessment: Assessment, party: str) -> Assessment:
    """A copy that does not know of a competitor."""
    answers = {
        bank: {
            id: answer._replace(
                ratings={each: sign for each, sign in answer.ratings.items() if each != party},
                evidence={each: said for each, said in answer.evidence.items() if each != party},
            )
            for id, answer in of_bank.items()
        }
        for bank, of_bank in assessment.answers.items()
    }
    left = {
        bank: {id: answer for id, answer in of_bank.items() if answer} for bank, of_bank in answers.items()
    }
    others = {id: name for id, name in assessment.competitors.items() if id != party}
    kept = {bank: of_bank for bank, of_bank in left.items() if of_bank}
    return with_fields(assessment, competitors=others, answers=kept)
