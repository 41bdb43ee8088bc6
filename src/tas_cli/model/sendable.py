"""What of a deal may be sent to the customer: a value of its own, which holds nothing else.

Whatever makes a sheet or a letter is given a `Sendable` and never a deal, so that ratings, people, strategy,
competitors and margins are out of its reach. What may be sent is marked where it is declared: `for_customer`
of a field and of a question. Fills blanks of texts, and marks those that nothing fills. Lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ..words import Lang, say
from .answers import US, Row
from .assessment import STATUS_QUO, Assessment
from .bank import Bank, Question, question_in, row_name
from .field_types import NOT_APPLICABLE
from .fields import FIELDS, SENDABLE, plain_text
from .local_texts import text_in
from .naming import told_value
from .playbook import BLANK


class Sendable(NamedTuple):
    """What may be sent: fields and answers in words by name ("customer", "bank.id"), and rows of tables."""

    texts: Mapping[str, str]
    rows: Mapping[str, Mapping[str, Row]]


def rivals_named(sent: Sendable, assessment: Assessment) -> list[str]:
    """The competitors whom somebody named where it is sent, whatever the place was meant for."""
    in_rows = (text for rows in sent.rows.values() for row in rows.values() for text in row.values())
    whole = "\n".join((*sent.texts.values(), *in_rows)).casefold()
    others = (name or id for id, name in assessment.competitors.items() if id != STATUS_QUO)
    return [name for name in others if name.casefold() in whole]


def sendable(assessment: Assessment, banks: Mapping[str, Bank], us: str, today: date, lang: Lang) -> Sendable:
    """What of a deal may be sent, by the marks of fields and questions."""
    texts = {"us": us, "today": str(today)}
    texts |= {name: text for name in SENDABLE if (text := plain_text(getattr(assessment, name)))}
    rows = {}
    for bank, question in _answered(assessment, banks):
        if question.for_customer:
            name = f"{bank.id}.{question.id}"
            texts[name] = _told(assessment, bank, question, lang)
            rows[name] = assessment.answer(bank.id, question.id).rows
    return Sendable({name: text for name, text in texts.items() if text}, rows)


def known_texts(
    assessment: Assessment, banks: Mapping[str, Bank], us: str, today: date, lang: Lang
) -> dict[str, str]:
    """All that a blank can be filled with in a text that stays with us."""
    texts = {"us": us, "today": str(today)}
    texts |= {name: plain_text(value) or "" for name, value in assessment.filled()}
    for bank, question in _answered(assessment, banks):
        texts[f"{bank.id}.{question.id}"] = _told(assessment, bank, question, lang)
    return {name: text for name, text in texts.items() if text}


def _answered(assessment: Assessment, banks: Mapping[str, Bank]) -> Iterable[tuple[Bank, Question]]:
    for id in assessment.answers:
        if id in banks:
            yield from ((banks[id], question) for question in banks[id].by_id.values())


def _told(assessment: Assessment, bank: Bank, question: Question, lang: Lang) -> str:
    """An answer in words: of a table what its rows are called, of a rating how we know."""
    answer = assessment.answer_to(bank.id, question)
    if question.kind.each_party:
        return answer.evidence_text(US)
    if answer.rows:
        return ", ".join(row_name(question, id, said) for id, said in answer.rows.items())
    return "" if answer.answer in ("?", NOT_APPLICABLE) else told_value(question, answer.answer, lang)


class Blank(NamedTuple):
    """A blank that nothing fills, in words."""

    title: str


Piece = str | Blank


def filled(text: str, known: Mapping[str, str], banks: Mapping[str, Bank], lang: Lang) -> tuple[Piece, ...]:
    """A text in pieces, its blanks filled with what is `known`; what fills one has no blanks of its own."""
    pieces: list[Piece] = []
    at = 0
    for match in BLANK.finditer(text):
        name = match[1]
        pieces += [
            text[at : match.start()],
            known[name] if name in known else Blank(_title(name, banks, lang)),
        ]
        at = match.end()
    return tuple(piece for piece in (*pieces, text[at:]) if piece)


def _title(name: str, banks: Mapping[str, Bank], lang: Lang) -> str:
    """What a blank asks for."""
    bank, _, id = name.rpartition(".")
    if bank:
        question = question_in(banks, bank, id)
        return text_in(question.title, lang) if question else name
    return say(FIELDS[name].label if name in FIELDS else f"plan.blank.{name}", lang)
