"""Scorecards as CSV, a row for each question and party: ratings are words, and no text is a formula.

The names of columns and ratings are English ids, titles and texts are in the language chosen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ..judging.tallies import applies
from ..model.answers import US
from ..model.bank import Bank, Question, row_name
from ..model.kinds import UNKNOWN
from ..model.local_texts import text_in
from ..model.naming import party_names, told_value
from ..safe import spreadsheet
from ..words import Lang
from .formats import ScoredDeal

COLUMNS = (
    "file", "customer", "opportunity", "verdict", "bank", "section", "question", "title", "party", "name",
    "rating", "answer", "points", "evidence", "next_step",
)  # fmt: skip
RATINGS = {"+": "plus", "-": "minus", "?": "unknown", "n/a": "na", None: "unrated"}


def written(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """One table with a head for all deals."""
    paper = io.StringIO()
    writer = csv.writer(paper, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for deal, each in value:
        writer.writerows([spreadsheet(text) for text in row] for row in _rows(deal, each))
    return paper.getvalue()


def _rows(value: ScoredDeal, lang: Lang) -> Iterator[list[str]]:
    deal = value.assessment
    head = [value.file, deal.customer, deal.opportunity, value.scorecard.verdict or ""]
    names = party_names(deal, value.us, lang)
    for bank in value.banks:
        for section in bank.sections:
            for question in section.questions:
                title = text_in(question.title, lang)
                if question.kind.has_rows:
                    for where, what, text in _cells(value, bank, question, lang):
                        place = [bank.id, section.id, f"{question.id}/{where}", f"{title} {what}"]
                        yield [*head, *place, US, names[US], "", text, "", "", ""]
                    continue
                place = [bank.id, section.id, question.id, title]
                for party, name in names.items():
                    if party == US or question.kind.each_party:
                        said = _answered(value, bank, question, party, lang)
                        yield [*head, *place, party, name, *said]


def _cells(value: ScoredDeal, bank: Bank, question: Question, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """What a table says: row and column by id, then in words, and the text."""
    for id, said in value.assessment.answer(bank.id, question.id).rows.items():
        for column in question.columns:
            if column.id in said:
                title = text_in(column.title, lang)
                yield (
                    f"{id}.{column.id}",
                    f"{row_name(question, id, said)} {title}",
                    told_value(column.asked, said[column.id], lang),
                )


def _answered(value: ScoredDeal, bank: Bank, question: Question, party: str, lang: Lang) -> list[str]:
    """Rating, option, points, evidence and next step."""
    answer = value.assessment.answer_to(bank.id, question)
    step = answer.next_step.what if answer.next_step and party == US else ""
    notes = [answer.evidence_text(party), step]
    if not applies(question, party):
        return ["not_for", "", "", *notes]
    if question.kind.each_party:
        return [RATINGS[answer.ratings.get(party)], "", "", *notes]
    option = question.option(answer.answer)
    if not question.kind.find_out and answer.answer not in (None, UNKNOWN):
        return ["", told_value(question, answer.answer, lang), "", *notes]
    if option is None:
        return ["unknown" if answer.answer else "unrated", answer.answer or "", "", *notes]
    points = question.points_by_option.get(option.id)
    return ["", text_in(option.title, lang), "" if points is None else str(points), *notes]
