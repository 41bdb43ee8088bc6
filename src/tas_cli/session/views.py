"""What a front end of the session draws, as a value: grid, card, verdicts, progress, notice. Pure.

Chooses the words and nothing else: no widths, no colours, no keys. User text in it is as the user wrote
it; whoever shows it makes it safe for its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..changes.merge import FactPath
from ..judging.modes import mode_of
from ..judging.scorecard import Scorecard, score
from ..judging.scoring import BankScore
from ..judging.tallies import Tally, applies
from ..model.answers import NOTES, US
from ..model.bank import Bank, Question, Section, list_in, mode_bank, text_in
from ..model.naming import (
    caution_text,
    headline,
    party_names,
    phrase,
    ranged,
    titles_of,
    told_evidence,
    told_step,
)
from ..words import Lang, say
from .state import Cell, Notice, Session

NEXT_SHOWN = 5
NAMED_CHANGES = 2


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the grid. `marks` by column: a sign, "" for unrated, None where nothing is asked.

    `note` is a section's verdict, a bank's score, or the option chosen; `level` of a section is its verdict.
    """

    kind: Literal["bank", "section", "question"]
    title: str
    note: str = ""
    level: str = ""
    marks: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedOption:
    """An option as it is offered: its label (what to type), its id and title, and whether it is chosen."""

    label: str
    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The question in hand, for one party. `value` and `previous` are "" for unrated."""

    bank: str
    section: str
    question: str
    party: str
    why: str
    asks: tuple[str, ...]
    plus: str
    minus: str
    choices: tuple[OfferedOption, ...]
    value: str
    evidence: str
    next_step: str
    previous: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact that two people changed differently: what it is, and what each says."""

    what: str
    ours: str
    theirs: str
    more: int


@dataclass(frozen=True, slots=True)
class WalkSummary:
    """What is told when the walk is done: cautions, and the next questions with one thing to ask each."""

    cautions: tuple[str, ...]
    next_questions: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """All that is to be drawn. `row` and `column` say where we are; both None when the walk is done.

    `verdict` and `mode` are words, `verdict_id` and `leads` (a party's words by its id) go with them.
    """

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    row: int | None
    column: int | None
    place: int
    cells: int
    rated: int
    verdict: str
    verdict_id: str
    mode: str
    leads: Mapping[str, str]
    card: QuestionCard | None
    summary: WalkSummary | None
    dispute: Dispute | None
    notice: str
    refused: bool
    review: bool


def view(session: Session, lang: Lang, *, us: str = "", card: Scorecard | None = None) -> SessionView:
    """What to draw of `session`. `us` is our own name; `card` the scorecard, when it is known already."""
    card = card or scorecard(session)
    rows, places = _rows(session, card, lang)
    cell = session.cell
    notice = session.notice
    return SessionView(
        title=" · ".join(filter(None, (session.assessment.customer, session.assessment.opportunity))),
        columns=tuple((party, party_name(session, party, lang, us)) for party in session.assessment.parties),
        rows=rows,
        row=places[cell.bank, cell.question] if cell else None,
        column=session.assessment.parties.index(cell.party) if cell else None,
        place=session.at,
        cells=len(session.walk),
        rated=_rated(session),
        verdict=verdict_text(card, lang),
        verdict_id=card.verdict or "",
        mode=mode_text(session.banks, card, lang),
        leads=_leads(session, card, lang, us),
        card=_card(session, cell, lang, us) if cell else None,
        summary=None if cell else summary(session, card, lang),
        dispute=_dispute(session, lang, us),
        notice=notice_text(session, lang, us),
        refused=bool(notice and notice.refused),
        review=session.review,
    )


def _rated(session: Session) -> int:
    """How many cells of the walk are rated."""
    kinds = {(bank.id, id): each.kind for bank in session.banks for id, each in bank.by_id.items()}
    answers, count = session.assessment.answers, 0
    for cell in session.walk:
        answer = answers.get(cell.bank, {}).get(cell.question)
        if answer is not None:
            count += kinds[cell.bank, cell.question].is_answered(answer, cell.party)
    return count


def scorecard(session: Session) -> Scorecard:
    """The scorecard of a session as it stands."""
    return score(session.assessment, session.banks, today=session.today)


def party_name(session: Session, party: str, lang: Lang, us: str = "") -> str:
    """A party as people call it."""
    if party == US:
        return us or phrase("us", lang)
    return session.assessment.competitors.get(party) or party


def verdict_text(card: Scorecard, lang: Lang) -> str:
    """The overall verdict in words; where nothing is rated by party, the points."""
    return headline(card.verdict, card.points, lang)


def mode_text(banks: Sequence[Bank], card: Scorecard, lang: Lang) -> str:
    """The recommended mode in words, "" where no bank routes to one."""
    bank = mode_bank(banks)
    routed = card.banks[bank.id].score if bank else None
    if bank is None or routed is None:
        return ""
    if routed.mode is None:
        return say("session.mode.none", lang, known=routed.known, items=routed.items)
    title = text_in(mode_of(bank, routed.mode).title, lang)
    return title if routed.firm else say("session.mode.provisional", lang, mode=title)


def _leads(session: Session, card: Scorecard, lang: Lang, us: str) -> dict[str, str]:
    scores = next((each for each in card.banks.values() if each.sections), None)
    return {
        party: say(
            "session.lead",
            lang,
            name=party_name(session, party, lang, us),
            range=ranged(lead.score, lead.low, lead.high),
            standing=phrase(f"standing.{lead.standing}", lang),
        )
        for party, lead in (scores.leads if scores else {}).items()
    }


def _rows(
    session: Session, card: Scorecard, lang: Lang
) -> tuple[tuple[GridRow, ...], dict[tuple[str, str], int]]:
    """The rows of all banks that are walked, and where each question stands among them."""
    rows: list[GridRow] = []
    places: dict[tuple[str, str], int] = {}
    for bank in session.banks:
        if session.only not in (None, bank.id):
            continue
        rows.append(GridRow("bank", text_in(bank.title, lang), _bank_note(card.banks[bank.id])))
        for section in bank.sections:
            rows.append(_section_row(section, card.banks[bank.id], lang))
            for question in section.questions:
                places[bank.id, question.id] = len(rows)
                rows.append(_question_row(session, bank, question, lang))
    return tuple(rows), places


def _bank_note(score: BankScore) -> str:
    points = score.score
    if points is None:
        return ""
    return f"{points.low}" if points.low == points.high else f"{points.low}..{points.high}"


def _section_row(section: Section, scores: BankScore, lang: Lang) -> GridRow:
    title = text_in(section.title, lang)
    scored = next((each for each in scores.sections if each.id == section.id), None)
    if scored is None:
        return GridRow("section", title)
    ours = scored.parties.get(US, Tally())
    level = "level" if scored.is_level else scored.verdict
    note = f"{phrase(f'section.{level}', lang)} {ranged(ours.score, ours.low, ours.high)}"
    return GridRow("section", title, note, scored.verdict)


def _question_row(session: Session, bank: Bank, question: Question, lang: Lang) -> GridRow:
    title = text_in(question.title, lang)
    answer = session.assessment.answer(bank.id, question.id)
    if not question.kind.each_party:
        return GridRow("question", title, choice_text(question, answer.answer, lang))
    ratings, parties = answer.ratings, session.assessment.parties
    marks = tuple(ratings.get(party, "") if applies(question, party) else None for party in parties)
    return GridRow("question", title, marks=marks)


def choice_text(question: Question, answer: str | None, lang: Lang) -> str:
    """The answer to a choice in words: label and title, "?" or ""; an unknown option as it is written."""
    for label, option in question.by_label.items():
        if option.id == answer:
            return f"{label} {text_in(option.title, lang)}"
    return answer or ""


def _card(session: Session, cell: Cell, lang: Lang, us: str) -> QuestionCard:
    bank, question = session.bank(cell.bank), session.question(cell)
    answer = session.assessment.answer(cell.bank, cell.question)
    value = session.value(cell)
    before = session.value(cell, session.start)
    return QuestionCard(
        bank=text_in(bank.title, lang),
        section=text_in(bank.section_of(cell.question).title, lang),
        question=text_in(question.title, lang),
        party=party_name(session, cell.party, lang, us),
        why=text_in(question.why, lang),
        asks=tuple(list_in(question.ask, lang)),
        plus=text_in(question.plus, lang),
        minus=text_in(question.minus, lang),
        choices=tuple(
            OfferedOption(label, option.id, text_in(option.title, lang), option.id == value)
            for label, option in question.by_label.items()
        ),
        value=choice_text(question, value, lang),
        evidence=told_evidence(answer.evidence.get(cell.party), lang),
        next_step=told_step(answer.next_step, lang),
        previous=_previous(session, question, before, lang),
    )


def _previous(session: Session, question: Question, before: str | None, lang: Lang) -> str:
    if before is None:
        return ""
    value = choice_text(question, before, lang)
    day = session.start.assessed_on
    return f"{value} ({day.isoformat()})" if day else value


def notice_text(session: Session, lang: Lang, us: str = "") -> str:
    """What the last step has to tell; "" for nothing."""
    dropped = say("session.dropped", lang, n=session.dropped) if session.dropped else ""
    if session.notice is None:
        return dropped
    return say("session.and", lang).join(filter(None, (_told(session, session.notice, lang, us), dropped)))


def _told(session: Session, notice: Notice, lang: Lang, us: str) -> str:
    if notice.id != "merged":
        return say(f"session.{notice.id}", lang, **notice.params)
    named = [fact_name(session, path, lang, us) for path in notice.paths[:NAMED_CHANGES]]
    what = say("session.and", lang).join(named)
    if more := len(notice.paths) - len(named):
        what = say("session.merged.more", lang, what=what, n=more)
    text = say("session.merged", lang, what=what)
    if mine := notice.params["mine"]:
        text += say("session.merged.mine", lang, n=mine)
    return text


def _dispute(session: Session, lang: Lang, us: str) -> Dispute | None:
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
            banks = {each.id: each for each in session.banks}
            question = banks[bank].by_id.get(id) if bank in banks else None
            parts = [text_in(question.title, lang) if question else f"{bank}.{id}"]
            parts += [_part(session, step, lang, us) for step in rest if step != "answer"]
            return ", ".join(parts)
        case ("competitors", id):
            return f"{say('session.competitor', lang)} {id}"
    return ".".join(path)


def _part(session: Session, step: str, lang: Lang, us: str) -> str:
    return say(f"session.note.{step}", lang) if step in NOTES else party_name(session, step, lang, us)


def summary(session: Session, card: Scorecard, lang: Lang) -> WalkSummary:
    """What to tell at the end of the walk."""
    questions = [_named(session, name, lang) for name in card.next_questions[:NEXT_SHOWN]]
    more = len(card.next_questions) - len(questions)
    return WalkSummary(tuple(_cautions(session, card, lang)), tuple(questions), more)


def _cautions(session: Session, card: Scorecard, lang: Lang) -> Iterator[str]:
    titles, names = titles_of(session.banks, lang), party_names(session.assessment, "", lang)
    for id, params, own, _ in card.cautions:
        yield caution_text(id, params, own, names=names, titles=titles, lang=lang)


def _named(session: Session, name: str, lang: Lang) -> tuple[str, str]:
    bank_id, _, id = name.rpartition(".")
    question = session.bank(bank_id).by_id[id]
    return text_in(question.title, lang), next(iter(list_in(question.ask, lang)), "")
