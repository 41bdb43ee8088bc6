"""Scorecards as JSON: ids, integers and ASCII only, always in the same order. Lays out no text for people.

Only a caution carries a sentence, in the language chosen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .. import safe
from ..judging.leads import Lead
from ..judging.modes import ChoiceScore
from ..judging.scoring import BankScore
from ..judging.tallies import Tally
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.naming import caution_text, number, party_names, titles_of
from ..words import Lang
from .formats import ScoredDeal
from .weighed import weighed_data

if TYPE_CHECKING:
    from ..judging.forecast import Forecast

FORMAT = 1


def written(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """One object with the results in the order given."""
    data = {"format": FORMAT, "results": [_result(deal, each) for deal, each in value]}
    return safe.json(json.dumps(data, indent=2))


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
