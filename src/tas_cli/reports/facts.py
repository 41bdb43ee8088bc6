"""An assessment as one fact a line, in the bank's words: what `git diff` and `git log -p` compare.

No verdicts: a line changes only when somebody changed what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model.answers import Answer
from ..model.assessment import Assessment
from ..model.bank import Bank, Question
from ..model.fields import plain_text
from ..model.local_texts import text_in
from ..model.naming import party_names, told_row, told_value
from ..safe import line
from ..words import Lang, say


class DealFacts(NamedTuple):
    """An assessment to be told fact by fact; `us` is our own name or ""."""

    assessment: Assessment
    banks: Sequence[Bank]
    us: str = ""


def written(value: DealFacts, lang: Lang) -> str:
    """Fields, competitors, then question by question; answers to unknown questions by their ids."""
    names = party_names(value.assessment, value.us, lang)
    banks = {bank.id: bank for bank in value.banks}
    lines = (*_fields(value.assessment), *_answers(value.assessment, banks, names, lang))
    return "\n".join(lines) + "\n"


def _fields(assessment: Assessment) -> Iterator[str]:
    for field, value in assessment.filled():
        yield f"{field}: {line(plain_text(value) or '')}"
    for id, name in assessment.competitors.items():
        yield f"competitor {id}: {line(name)}"


def _answers(
    assessment: Assessment, banks: dict[str, Bank], names: dict[str, str], lang: Lang
) -> Iterator[str]:
    for bank_id in dict.fromkeys((*banks, *assessment.answers)):
        questions = banks[bank_id].by_id if bank_id in banks else {}
        for id in dict.fromkeys((*questions, *assessment.answers.get(bank_id, {}))):
            answer = assessment.answer(bank_id, id)
            if answer:
                title = text_in(questions[id].title, lang) if id in questions else f"{bank_id}.{id}"
                yield from _lines(title, questions.get(id), answer, names, lang)


def _lines(
    title: str, question: Question | None, answer: Answer, names: dict[str, str], lang: Lang
) -> Iterator[str]:
    if answer.answer:
        yield line(f"{title}: {told_value(question, answer.answer, lang) if question else answer.answer}")
    for row, cells in answer.rows.items():
        for column, cell in told_row(question, cells, lang) if question else cells.items():
            yield line(f"{title} [{row}] {column}: {cell}")
    for party, rating in answer.ratings.items():
        yield line(f"{title} [{names.get(party, party)}]: {rating}")
    for party, said in answer.evidence.items():
        text = plain_text(said)
        yield line(f"{title} [{names.get(party, party)}] {say('scorecard.evidence', lang)}: {text}")
    if answer.next_step:
        yield line(f"{title} {say('scorecard.next_step', lang)}: {plain_text(answer.next_step)}")
