"""What a front end of the session draws, as a value: grid, card, verdicts, progress, notice. Pure.

Chooses the words and nothing else: no widths, no colours, no keys. User text in it is as the user wrote
it; whoever shows it makes it safe for its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..judging.modes import mode_of
from ..judging.scorecard import Scorecard
from ..judging.sections import SectionScore
from ..judging.tallies import Tally
from ..judging.worksheets import weighed
from ..model.amounts import spread
from ..model.answers import US, Answer
from ..model.bank import Bank, Question, Section, mode_bank, row_name
from ..model.field_types import NOT_APPLICABLE
from ..model.judgements import Tone, tone
from ..model.local_texts import list_in, text_in
from ..model.naming import caution_text, headline, party_names, phrase, ranged, titles_of
from ..words import Lang, say
from .events import AnswerCell
from .moving import next_questions, scorecard
from .notices import Dispute, dispute, notice_text, party_name
from .question_card import QuestionCard, choice_text, question_card
from .state import Session

ASIDE = "/"
"""The mark of what is set aside."""
ScoreSpan = tuple[int, int, int]
NO_ANSWERS: Mapping[str, Answer] = {}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A line of the grid.

    `marks` by column: a sign (`+!`: ours without evidence), "" for unrated, None where nothing is asked.
    `note` is a section's verdict, a bank's score, or the option chosen; `tone` and `span` (low, score, high)
    go with a section's verdict. What the walk leaves out is not `asked`.
    """

    kind: Literal["bank", "section", "question"]
    bank: str
    title: str
    note: str = ""
    tone: Tone = "neutral"
    marks: tuple[str | None, ...] = ()
    span: ScoreSpan | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class DonePage:
    """What is told when the walk is done: cautions, and the next questions with one thing to ask each."""

    text: str
    cautions: tuple[str, ...]
    next_questions: tuple[tuple[str, str], ...]
    picked: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """All that is to be drawn. `row` and `column` say where we are; both None when the walk is done.

    `columns` are party and name. `reach` is how far from zero any `span` can go. `verdict`, `mode`, `leads`
    (a party's words by its id) and `progress` are words, as is `left`, the shortest of it. `place` counts
    from 1 and is 0 off the walk.
    """

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[SessionRow, ...]
    row: int | None
    column: int | None
    reach: int
    place: int
    cells: int
    verdict: str
    verdict_tone: Tone
    mode: str
    leads: Mapping[str, str]
    progress: str
    left: str
    card: QuestionCard | None
    done: DonePage | None
    dispute: Dispute | None
    notice: str
    refused: bool


def view(session: Session, lang: Lang, *, us: str = "", card: Scorecard | None = None) -> SessionView:
    """What to draw of `session`. `us` is our own name; `card` the scorecard, when it is known already."""
    card = card or scorecard(session)
    rows, places = _rows(session, card, lang)
    cell, notice, left = session.cell, session.notice, unrated(session)
    return SessionView(
        title=" · ".join(filter(None, (session.assessment.customer, session.assessment.opportunity))),
        columns=tuple((party, party_name(session, party, lang, us)) for party in session.assessment.parties),
        rows=rows,
        row=places[replace(cell, party=US)] if cell else None,
        column=session.assessment.parties.index(cell.party) if cell else None,
        reach=max(
            (sum(q.weight for q in s.ratings) for bank in session.walked for s in bank.sections), default=0
        ),
        place=session.walk.index(cell) + 1 if cell in session.walk else 0,
        cells=len(session.walk),
        verdict=verdict_text(card, lang),
        verdict_tone=tone("verdict", card.verdict),
        mode=mode_text(session.banks, card, lang),
        leads={
            party: say(
                "session.lead",
                lang,
                name=party_name(session, party, lang, us),
                range=ranged(lead),
                standing=phrase(f"standing.{lead.standing}", lang),
            )
            for party, lead in card.leads.items()
        },
        progress=progress_text(session, lang, left),
        left=progress_text(replace(session, cell=None), lang, left),
        card=question_card(session, cell, card, lang, us) if cell else None,
        done=None if cell else done_page(session, card, lang),
        dispute=dispute(session, lang, us),
        notice=notice_text(session, lang, us),
        refused=bool(notice and notice.refused),
    )


def unrated(session: Session) -> list[AnswerCell]:
    """The cells of the walk that nobody has answered; where only unknowns are walked, those still unknown.

    Of quotes those that still wait.
    """
    if session.quotes:
        return [cell for cell in session.walk if cell not in session.settled]
    kinds = {(bank.id, id): each.kind for bank in session.banks for id, each in bank.by_id.items()}
    nothing = (None,) if session.scope.cells is None else (None, "?")
    answers, left = session.assessment.answers, []
    for cell in session.walk:
        answer = answers.get(cell.bank, NO_ANSWERS).get(cell.question)
        if cell.column or kinds[cell.bank, cell.question].ticked:
            left += [cell] if session.value(cell) in nothing else []
        elif answer is None or kinds[cell.bank, cell.question].value(answer, cell.party) in nothing:
            left.append(cell)
    return left


def progress_text(session: Session, lang: Lang, left: Sequence[AnswerCell] | None = None) -> str:
    """How many key questions are through for the party in hand, and how much there is left."""
    left = unrated(session) if left is None else left
    cell = session.cell
    if session.quotes:
        return say("session.progress.quotes", lang, n=len(session.walk) - len(left), cells=len(session.walk))
    if session.scope.cells is not None:
        return say("session.progress.clear", lang, n=len(session.walk) - len(left), cells=len(session.walk))
    bank = session.bank(cell.bank) if cell else None
    if cell is None or bank is None or bank.is_worksheet or len(bank.sections) < 2:
        return say("session.progress.left", lang, n=len(left))
    asked = [each for each in session.walk if each.bank == bank.id and each.party == cell.party]
    open_ids = {each.question for each in left if each.party == cell.party}
    sections = [{q.id for q in section.questions} & {c.question for c in asked} for section in bank.sections]
    sections = [section for section in sections if section]
    if not sections:
        return say("session.progress.left", lang, n=len(left))
    through = sum(not section & open_ids for section in sections)
    return say("session.progress", lang, n=len(left), through=through, sections=len(sections))


def verdict_text(card: Scorecard, lang: Lang) -> str:
    """The overall verdict in words, and how far it is to a yes; where nothing is rated, the points."""
    text = headline(card.verdict, card.points, lang)
    return f"{text} · {say('session.to_yes', lang, n=card.to_yes)}" if card.to_yes else text


def mode_text(banks: Sequence[Bank], card: Scorecard, lang: Lang) -> str:
    """The recommended mode in words, "" where no bank routes to one."""
    bank = mode_bank(banks)
    routed = card.banks[bank.id].score if bank else None
    if bank is None or routed is None:
        return ""
    if routed.mode is None:
        return say("session.mode.none", lang, known=routed.known, items=routed.items)
    title = text_in(mode_of(bank, routed.mode).title, lang)
    title = title if routed.firm else say("session.mode.provisional", lang, mode=title)
    return say("session.mode.short", lang, mode=title) if card.form == "short" else title


def _rows(
    session: Session, card: Scorecard, lang: Lang
) -> tuple[tuple[SessionRow, ...], dict[AnswerCell, int]]:
    """The rows of all banks that are walked, and where each cell of ours would stand among them."""
    rows: list[SessionRow] = []
    places: dict[AnswerCell, int] = {}
    asked = {(cell.bank, cell.question) for cell in session.walk}
    for bank in session.walked:
        points = card.banks[bank.id].score
        note = ranged(points) if points else ""
        rows.append(SessionRow("bank", bank.id, text_in(bank.title, lang), note))
        scored = {each.id: each for each in card.banks[bank.id].sections}
        for section in bank.sections:
            if len(bank.sections) > 1 or scored:
                rows.append(_section_row(bank, section, scored.get(section.id), lang))
            for question in section.questions:
                for heading, cell in _table(session, bank, question):
                    rows += [heading] if heading else []
                    places[cell] = len(rows)
                    rows.append(_cell_row(session, cell, lang))
                places[AnswerCell(bank.id, question.id, US)] = len(rows)
                is_asked = (bank.id, question.id) in asked
                rows.append(_question_row(session, bank, question, lang, is_asked=is_asked))
    return tuple(rows), places


def _table(
    session: Session, bank: Bank, question: Question
) -> Iterator[tuple[SessionRow | None, AnswerCell]]:
    """The cells of a table, the first of each row with a heading that names the row."""
    if not question.columns:
        return
    for id, said in session.assessment.answer(bank.id, question.id).rows.items():
        heading: SessionRow | None = SessionRow("section", bank.id, row_name(question, id, said))
        for column in question.columns:
            yield heading, AnswerCell(bank.id, question.id, US, id, column.id)
            heading = None


def _cell_row(session: Session, cell: AnswerCell, lang: Lang) -> SessionRow:
    question = session.question(cell)
    note = choice_text(question, session.value(cell), lang)
    return SessionRow("question", cell.bank, text_in(question.title, lang), note)


def _section_row(bank: Bank, section: Section, scored: SectionScore | None, lang: Lang) -> SessionRow:
    title = text_in(section.title, lang)
    if scored is None:
        return SessionRow("section", bank.id, title)
    ours = scored.parties.get(US, Tally())
    level = "level" if scored.is_level else scored.verdict
    note = f"{phrase(f'section.{level}', lang)} {ranged(ours)}"
    span = ours.low, ours.score, ours.high
    return SessionRow("section", bank.id, title, note, tone("section", level), span=span)


def _question_row(
    session: Session, bank: Bank, question: Question, lang: Lang, *, is_asked: bool
) -> SessionRow:
    title = text_in(question.title, lang)
    answer = session.assessment.answer_to(bank.id, question)
    if not question.kind.each_party:
        chosen = choice_text(question, answer.answer, lang)
        if question.columns:
            told = say("session.rows", lang, n=len(answer.rows)) + _sums(session, bank, question)
            chosen = told if answer.rows else ""
        return SessionRow("question", bank.id, title, chosen, asked=is_asked)
    ratings, barred = answer.ratings, question.not_for
    marks = [None if party in barred else ratings.get(party, "") for party in session.assessment.parties]
    marks = [ASIDE if mark == NOT_APPLICABLE else mark for mark in marks]
    if marks[0] == "+" and US not in answer.evidence:
        marks[0] = "+!"
    return SessionRow("question", bank.id, title, marks=tuple(marks), asked=is_asked)


def _sums(session: Session, bank: Bank, question: Question) -> str:
    """What the scores of a table come to, weighed; "" where none is given."""
    found = weighed(session.assessment, bank, question)
    return f" {' : '.join(spread(*each) for each in found.totals)}" if found else ""


def done_page(session: Session, card: Scorecard, lang: Lang) -> DonePage:
    """What to tell at the end of the walk."""
    questions = tuple(_named(session, name, lang) for name in next_questions(session, card))
    picked = min(session.picked, max(0, len(questions) - 1))
    return DonePage(done_text(session, lang), tuple(_cautions(session, card, lang)), questions, picked)


def done_text(session: Session, lang: Lang) -> str:
    """What to say when the walk is done, true of all that is asked and not only of what was walked."""
    if not session.walk:
        key = (
            "session.done.nothing_to_walk" if session.scope.cells is None else "session.done.nothing_unknown"
        )
        return say(key, lang)
    left = len(unrated(session))
    open_key = "session.done.quotes" if session.quotes else "session.done.open"
    return say(open_key, lang, n=left) if left else say("session.done", lang)


def _cautions(session: Session, card: Scorecard, lang: Lang) -> Iterator[str]:
    titles, names = titles_of(session.banks, lang), party_names(session.assessment, "", lang)
    for id, params, own, _ in card.cautions:
        yield caution_text(id, params, own, names=names, titles=titles, lang=lang)


def _named(session: Session, name: str, lang: Lang) -> tuple[str, str]:
    bank_id, _, id = name.partition(".")
    question = session.bank(bank_id).by_id[id]
    return text_in(question.title, lang), next(iter(list_in(question.ask, lang)), "")
