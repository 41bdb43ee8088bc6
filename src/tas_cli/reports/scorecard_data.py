"""Scorecards for other programs, as JSON and as CSV: ids and numbers, always in the same order.

Titles, texts and the sentence of a caution are in the language chosen. Lays out no text for people.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .. import safe
from ..judging.leads import Lead
from ..judging.modes import ChoiceScore
from ..judging.scoring import BankScore
from ..judging.tallies import Tally, applies
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, row_name
from ..model.kinds import UNKNOWN
from ..model.local_texts import text_in
from ..model.naming import caution_text, number, party_names, titles_of, told_value
from ..safe import spreadsheet
from ..words import Lang
from .formats import ScoredDeal
from .weighed import weighed_data

if TYPE_CHECKING:
    from ..judging.forecast import Forecast


FORMAT = 1


def written(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """One object with the results in the order given."""
    data = {"format": FORMAT, "results": [_result(deal, each) for deal, each in value]}
    return safe.as_json(data)


def _result(judged: ScoredDeal, lang: Lang) -> dict[str, object]:
    deal, scorecard = judged.assessment, judged.scorecard
    titles, names = titles_of(judged.banks, lang), party_names(deal, judged.us, lang)
    return {
        "file": judged.file.replace(os.sep, "/"),
        "customer": deal.customer,
        "opportunity": deal.opportunity,
        "verdict": scorecard.verdict,
        "to_yes": scorecard.to_yes,
        "form": scorecard.form,
        "change": list(scorecard.change),
        "against_us": list(scorecard.against_us),
        "mode": scorecard.mode,
        **_forecast(judged.forecast),
        "competitors": dict(deal.competitors),
        "banks": {
            bank.id: _bank(scorecard.banks[bank.id], has_modes=bool(bank.modes)) | _filled(deal, bank)
            for bank in judged.banks
        },
        "next_questions": list(scorecard.next_questions),
        "contested": [{"question": each.question, "party": each.party} for each in scorecard.contested],
        "cautions": [
            {
                "id": id,
                "message": safe.line(caution_text(id, params, own, names=names, titles=titles, lang=lang)),
            }
            for id, params, own, _ in scorecard.cautions
        ],
    }


def _forecast(forecast: Forecast | None) -> dict[str, object]:
    """The forecast where there is one; without, the key is left out."""
    if forecast is None:
        return {}
    from .forecast import data

    return {"forecast": data(forecast)}


def _bank(score: BankScore, *, has_modes: bool) -> dict[str, object]:
    data: dict[str, object] = {"questions": score.questions, "rated": score.rated}
    if score.sections:
        data["sections"] = [
            {
                "id": each.id,
                "verdict": each.verdict,
                "to_yes": each.to_yes,
                "parties": _by_party(each.parties),
            }
            for each in score.sections
        ]
        data["leads"] = {party: _lead(each) for party, each in score.leads.items()}
    if score.score:
        data |= _points(score.score)
        if has_modes:
            data |= {
                "mode": score.score.mode,
                "firm": score.score.firm,
                "state": score.score.state,
                "possible": list(score.score.possible),
            }
    return data


def _filled(deal: Assessment, bank: Bank) -> dict[str, object]:
    """What was answered to checks and texts, and the rows of tables; nothing in a bank that has none."""
    asked = [each for each in bank.by_id.values() if not each.kind.find_out]
    if not asked:
        return {}
    answers: dict[str, object] = {}
    for question in asked:
        answer = deal.answer_to(bank.id, question)
        if answer.rows:
            answers[question.id] = [{"id": id, **said} for id, said in answer.rows.items()]
        elif answer.answer:
            answers[question.id] = answer.answer
    weighed = weighed_data(deal, bank)
    return {"answers": answers, **({"weighed": weighed} if weighed else {})}


def _by_party(parties: Mapping[str, Tally]) -> dict[str, dict[str, int]]:
    names = ("plus", "minus", "unknown", "unrated", "na", "score", "low", "high")
    return {party: {name: getattr(tally, name) for name in names} for party, tally in parties.items()}


def _lead(lead: Lead) -> dict[str, object]:
    return {"score": lead.score, "low": lead.low, "high": lead.high, "standing": lead.standing}


def _points(score: ChoiceScore) -> dict[str, object]:
    return {"score": number(score.score), "low": score.low, "high": score.high, "leaning": score.leaning}


COLUMNS = (
    "file", "customer", "opportunity", "verdict", "bank", "section", "question", "title", "party", "name",
    "rating", "answer", "points", "evidence", "next_step",
)  # fmt: skip
RATINGS = {"+": "plus", "-": "minus", "?": "unknown", "n/a": "na", None: "unrated"}


def as_csv(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """One table with a head for all deals, a row for each question and party: no text in it is a formula."""
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
