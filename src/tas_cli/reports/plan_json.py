"""Plans as JSON: ids and ASCII only, always in the same order; its sentences are in the language chosen."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from .. import safe
from ..judging.worksheets import Player
from ..model.answers import NextStep
from ..model.fields import plain_text
from ..model.local_texts import list_in, text_in
from ..words import Lang
from .plan import proof_of
from .plan_parts import PlannedDeal, Planning
from .plan_sheets import statements, warned
from .playbook import in_spans
from .weighed import weighed_data

FORMAT = 1


def written(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """One object with the results in the order given."""
    data = {"format": FORMAT, "results": [_result(Planning(deal, each)) for deal, each in value]}
    return safe.json(json.dumps(data, indent=2))


def _result(told: Planning) -> dict[str, object]:
    plan = told.plan
    return {
        "file": told.file.replace(os.sep, "/"),
        "find_out": [_asked(told, name) for name in plan.find_out],
        "change": list(plan.change),
        "moves": [
            {"question": each.question, "party": each.party, "move": each.rule.move} for each in plan.moves
        ],
        "strategy": _strategy(told),
        "programme": _programme(told),
        "gates": [{"id": each.gate.id, "state": each.state} for each in plan.way.gates],
        "control": {"seen": len(plan.signs), "signs": list(plan.signs)},
        "against_us": list(plan.against_us),
        "value": ["".join(span.text for span in in_spans(pieces)) for pieces in statements(told)],
        "weighed": [
            each
            for bank in told.library.values()
            if bank.id in told.deal.answers
            for each in weighed_data(told.deal, bank)
        ],
        "players": list(map(_player, plan.players)),
        "warnings": [{"id": id, "message": safe.line(message)} for id, message in warned(told)],
    }


def _asked(told: Planning, name: str) -> dict[str, object]:
    question = told.question(name)
    bank, _, id = name.partition(".")
    step = told.deal.answer(bank, id).next_step
    return {
        "question": name,
        "asks": list_in(question.ask, told.lang),
        "proof": proof_of(question, told.lang) or None,
        "next_step": _step(step) if step else None,
    }


def _step(step: NextStep) -> dict[str, str | None]:
    return {"what": step.what, "due": plain_text(step.due), "owner": step.owner or None}


def _player(player: Player) -> dict[str, object]:
    said = {id: getattr(player, id) or None for id in ("role", "influence", "stance")}
    return {"id": player.id, **said, "met": player.met}


def _strategy(told: Planning) -> dict[str, str | None]:
    advice = told.plan.advice
    suggested = advice.suggested
    return {
        "suggested": suggested.id if suggested else None,
        "chosen": advice.chosen,
        "because": text_in(suggested.because, told.lang) if suggested else None,
    }


def _programme(told: Planning) -> dict[str, object]:
    way, bank = told.plan.way, told.library.get(told.plan.way.bank)
    proofs = (
        {id: proof_of(question, told.lang) or None for id, question in bank.by_id.items()} if bank else {}
    )
    return {
        "mode": way.mode,
        "next": way.next,
        "count": way.done,
        "of": len(way.steps),
        "steps": [{"id": each.id, "done": each.done, "proof": proofs[each.id]} for each in way.steps],
    }
