"""A plan as a document: what to find out, to change, to do about each rival, and how to go on.

Turns a planned deal into blocks to be printed and taken along, or into JSON. Advises nothing itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from .. import safe
from ..judging.plan import Step
from ..judging.worksheets import STRATEGY, VISITS, Player, rows
from ..model.answers import NextStep, Row
from ..model.bank import Bank, Question, question_in
from ..model.fields import plain_text
from ..model.local_texts import LocalText, list_in, text_in
from ..model.naming import aside, told_evidence, told_step
from ..model.playbook import Visit
from ..words import Lang
from . import doc, plan_sheets
from .doc import Heading, Items, ListItem, Span, Spans, joined, paragraph, spans
from .headline import asks_on, facts, mode, next_steps, title, verdict, why
from .plan_parts import PlannedDeal, Planning
from .plan_sheets import statements, warned
from .playbook import in_spans, visit_lines
from .weighed import weighed_data

ASKED, ASKS = 5, 3


def page(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> doc.Doc:  # noqa: ARG001
    """The plans of some deals, each in its own language."""
    return joined([doc.Doc(each, tuple(_blocks(Planning(deal, each)))) for deal, each in value])


def in_short(value: PlannedDeal, lang: Lang) -> Iterator[doc.Block]:
    """What a page on a deal has of its plan: strategy, how far it has come, account plan, people."""
    told = Planning(value, lang)
    blocks = (*_strategy(told), *_how_far(told), *plan_sheets.account_plan(told), *plan_sheets.people(told))
    if blocks:
        yield doc.Fold(told.worded("short"), blocks)


def _how_far(told: Planning) -> Iterator[doc.Block]:
    """The visit and the activity that come next, and the gates that somebody spoke of."""
    way, bank = told.plan.way, told.library.get(told.plan.way.bank)
    if way.visit:
        yield paragraph(*told.said("next_visit", text_in(way.visit.title, told.lang)), tight=True)
    if bank and way.bank in told.deal.answers:
        done = told.worded("activities", n=way.done, all=len(way.steps))
        left = text_in(bank.by_id[way.next].title, told.lang) if way.next else ""
        yield paragraph(
            *(told.said("next_activity", left) if left else ()), aside(done, told.lang), tight=True
        )
        yield from _gates(told, bank)


def _blocks(told: Planning) -> Iterator[doc.Block]:
    yield Heading(told.worded("title", deal=title(told)), 1)
    yield from facts(told)
    yield doc.Frame((verdict(told), *why(told), *mode(told), *_strategy(told)))
    yield from _to_find_out(told)
    yield from _listed(told, "change", told.plan.change)
    yield from _listed(told, "against_us", told.plan.against_us)
    asked = told.plan.find_out[:ASKED] if asks_on(told) else ()
    yield from next_steps(told, (*asked, *told.plan.change, *told.plan.against_us))
    if not _is_left(told):
        yield from _moves(told)
    yield from plan_sheets.warnings(told)
    yield from plan_sheets.signs(told)
    yield from plan_sheets.account_plan(told)
    yield from _visits(told)
    yield from _activities(told)
    yield from plan_sheets.people(told)
    yield from plan_sheets.value(told)
    yield from plan_sheets.weighed(told)
    yield from plan_sheets.partners(told)
    yield from plan_sheets.to_fill_in(told)


def _strategy(told: Planning) -> Iterator[doc.Paragraph]:
    """The strategy chosen, else the one suggested, with the reason; both where they differ."""
    advice = told.plan.advice
    if advice.chosen:
        yield paragraph(*told.said("strategy.chosen", strategy_title(told, advice.chosen)), tight=True)
    if advice.suggested is None:
        return
    reason = text_in(advice.suggested.because, told.lang)
    if advice.rival:
        reason += aside(told.worded("strategy.against", party=told.names[advice.rival]), told.lang)
    if advice.suggested.id != advice.chosen:
        yield paragraph(*told.said("strategy", strategy_title(told, advice.suggested.id)), tight=True)
    yield paragraph(*told.said("strategy.because", reason), tight=True)


def strategy_title(told: Planning, id: str) -> str:
    """What the bank in which a strategy is chosen calls it; its id where none does."""
    question = question_in(told.library, *STRATEGY)
    option = question.option(id) if question else None
    return text_in(option.title, told.lang) if option else id


def _to_find_out(told: Planning) -> Iterator[doc.Block]:
    """The first questions with how to ask and what proves them; the rest by name."""
    if not asks_on(told):
        return
    names = told.plan.find_out
    yield Heading(told.worded("find_out"))
    rest = told.phrase("join").join(told.titles[name] for name in names[ASKED:])
    more = told.worded("find_out.more", criteria=rest) if rest else ""
    yield Items(tuple(_asked(told, name, ASKS) for name in names[:ASKED]), numbered=True, more=more)


def _listed(told: Planning, key: str, names: Sequence[str]) -> Iterator[doc.Block]:
    """Our `-`, each with what we know of it and the first question about it."""
    if names:
        yield Heading(told.worded(key))
        yield Items(tuple(_asked(told, name, 1) for name in names))


def _asked(told: Planning, name: str, most: int) -> ListItem:
    """A question: what we know, how to ask, what proves it, and the next step."""
    question = told.question(name)
    bank, _, id = name.partition(".")
    answer = told.deal.answer(bank, id)
    known = told_evidence(answer.evidence.get("us"), told.lang)
    asks = list_in(question.ask, told.lang)[:most]
    if name in told.card.unsupported:
        asks = [told.phrase("next.evidence")]
    below = [told.said("known", known)] if known else []
    below += map(spans, asks)
    if proof := proof_of(question, told.lang):
        below.append(told.said("proof", proof))
    if step := told_step(answer.next_step, told.lang):
        below.append(told.said("next_step", step))
    return ListItem((Span(text_in(question.title, told.lang), "strong"),), tuple(below))


def proof_of(question: Question, lang: Lang) -> str:
    """What would prove the answer; "" where nobody said it. Of a check that is what its + means."""
    return text_in(question.proof or (question.plus if question.kind.ticked else None), lang)


def _moves(told: Planning) -> Iterator[doc.Block]:
    """The moves of a kind together, and for each rival the criteria that they are about."""
    kinds: dict[str, dict[str, list[str]]] = {}
    says: dict[str, LocalText] = {rule.move: rule.say for rule in reversed(told.playbook.moves)}
    for move in dict.fromkeys(rule.move for rule in told.playbook.moves):
        for each in told.plan.moves:
            if each.rule.move == move:
                kinds.setdefault(move, {}).setdefault(each.party, []).append(told.titles[each.question])
    if kinds:
        yield Heading(told.worded("moves"))
        yield Items(
            tuple(
                ListItem(
                    spans(Span(text_in(says[move], told.lang), "strong")), tuple(_rivals(told, by_party))
                )
                for move, by_party in kinds.items()
            )
        )


def _rivals(told: Planning, by_party: Mapping[str, Sequence[str]]) -> Iterator[Spans]:
    """Whom a move is against, and where; rivals with the same criteria stand together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for party, titles in by_party.items():
        together.setdefault(tuple(titles), []).append(told.names[party])
    join = told.phrase("join")
    for criteria, names in together.items():
        yield spans(Span(join.join(names), "strong"), told.phrase("after"), join.join(criteria))


def _is_left(told: Planning) -> bool:
    """Whether it is a deal to leave, and nobody decided otherwise."""
    advice = told.plan.advice
    leaves = told.card.verdict == "qualify_out" and advice.suggested is not None
    return leaves and advice.chosen in (None, advice.suggested and advice.suggested.id)


def _visits(told: Planning) -> Iterator[doc.Block]:
    """The visit programme of the mode, the next visit marked, of one that is done only its name; others."""
    way = told.plan.way
    programme = way.programme if way.programme and not _is_left(told) else None
    if programme is not None:
        yield Heading(text_in(programme.title, told.lang))
        done = {step.id for step in way.visits if step.done}
        due = way.visit.id if way.visit else None
        yield Items(
            tuple(_visit(told, each, each.id in done, each.id == due) for each in programme.visits),
            numbered=True,
        )
    known = {each.id for each in programme.visits} if programme else set()
    others = [said for id, said in rows(told.deal, VISITS).items() if id not in known]
    if others:
        yield Heading(told.worded("visits.other") if programme else told.title_of(VISITS))
        yield Items(tuple(_other_visit(told, said) for said in others))


def _visit(told: Planning, visit: Visit, is_done: bool, is_next: bool) -> ListItem:
    sheet = rows(told.deal, VISITS).get(visit.id, {})
    mark = "done" if is_done else "next" if is_next else ""
    name = Span(text_in(visit.title, told.lang), "" if is_done else "strong")
    heading = spans(name, aside(told.worded(mark), told.lang)) if mark else (name,)
    return ListItem(heading, () if is_done else (*_sheet(told, sheet), *visit_lines(visit, told.lang)))


def _other_visit(told: Planning, said: Row) -> ListItem:
    """A visit of no programme, called by what its sheet says first."""
    first, *below = _sheet(told, said)
    return ListItem((Span("".join(each.text for each in first), "strong"),), tuple(below))


def _sheet(told: Planning, said: Row) -> Iterator[Spans]:
    """What the team wrote on its own sheet for a visit; what has several lines, line by line."""
    for id, text in said.items():
        first, *more = told.option(VISITS, id, text).splitlines() or [""]
        yield spans(Span(told.column(VISITS, id), "strong"), f"{told.phrase('after')}{first}")
        yield from map(spans, more)


def _activities(told: Planning) -> Iterator[doc.Block]:
    """What is done by name, what is left as a list to tick with what proves it, and the gates."""
    way, bank = told.plan.way, told.library.get(told.plan.way.bank)
    if bank is None or not way.steps:
        return
    yield Heading(told.worded("activities", n=way.done, all=len(way.steps)))
    done = [text_in(bank.by_id[step.id].title, told.lang) for step in way.steps if step.done]
    if done:
        yield paragraph(*told.said("activities.done", told.phrase("join").join(done)))
    is_kept = way.bank in told.deal.answers
    if is_kept:
        yield from _gates(told, bank)
    else:
        yield paragraph(told.worded("activities.untold", bank=way.bank))
    left = [step for step in way.steps if not step.done] if not _is_left(told) else []
    if left:
        heads = tuple(told.worded(f"head.{head}") for head in ("step", "activity", "proof"))
        yield doc.Table(heads, tuple(_rows(told, bank, left, marked=is_kept)))


def _rows(told: Planning, bank: Bank, steps: Sequence[Step], *, marked: bool) -> Iterator[doc.TableRow]:
    """Activities to tick, the step of the process in front of its first; `marked`: the next is in bold."""
    before = ""
    for i, step in enumerate(steps):
        section = text_in(bank.section_of(step.id).title, told.lang)
        question = bank.by_id[step.id]
        name = Span(f"[ ] {text_in(question.title, told.lang)}", "strong" if marked and i == 0 else "")
        proof = spans(proof_of(question, told.lang))
        yield doc.TableRow((spans("" if section == before else section), (name,), proof))
        before = section


def _gates(told: Planning, bank: Bank) -> Iterator[doc.Block]:
    """What the customer says at each gate; behind a no, how to turn it before going on."""
    items = []
    for gate, state in told.plan.way.gates:
        named = text_in(bank.by_id[gate.id].title, told.lang)
        style: doc.Style = "bad" if state == "no" else "good" if state == "yes" else ""
        turn = list_in(gate.turnaround, told.lang) if state == "no" else []
        answer = Span(told.worded("gate.turn" if turn else f"gate.{state}"), style)
        items.append(ListItem(spans(named, " ", answer), tuple(map(spans, turn))))
    if items:
        yield Items(tuple(items))


FORMAT = 1


def as_json(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> str:  # noqa: ARG001
    """Plans as JSON: ids and ASCII only, in the order given; its sentences are in the language chosen."""
    data = {"format": FORMAT, "results": [_result_data(Planning(deal, each)) for deal, each in value]}
    return safe.as_json(data)


def _result_data(told: Planning) -> dict[str, object]:
    plan = told.plan
    return {
        "file": told.file.replace(os.sep, "/"),
        "find_out": [_asked_data(told, name) for name in plan.find_out],
        "change": list(plan.change),
        "moves": [
            {"question": each.question, "party": each.party, "move": each.rule.move} for each in plan.moves
        ],
        "strategy": _strategy_data(told),
        "programme": _programme_data(told),
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
        "players": list(map(_player_data, plan.players)),
        "warnings": [{"id": id, "message": safe.line(message)} for id, message in warned(told)],
    }


def _asked_data(told: Planning, name: str) -> dict[str, object]:
    question = told.question(name)
    bank, _, id = name.partition(".")
    step = told.deal.answer(bank, id).next_step
    return {
        "question": name,
        "asks": list_in(question.ask, told.lang),
        "proof": proof_of(question, told.lang) or None,
        "next_step": _step_data(step) if step else None,
    }


def _step_data(step: NextStep) -> dict[str, str | None]:
    return {"what": step.what, "due": plain_text(step.due), "owner": step.owner or None}


def _player_data(player: Player) -> dict[str, object]:
    said = {id: getattr(player, id) or None for id in ("role", "influence", "stance")}
    return {"id": player.id, **said, "met": player.met}


def _strategy_data(told: Planning) -> dict[str, str | None]:
    advice = told.plan.advice
    suggested = advice.suggested
    return {
        "suggested": suggested.id if suggested else None,
        "chosen": advice.chosen,
        "because": text_in(suggested.because, told.lang) if suggested else None,
    }


def _programme_data(told: Planning) -> dict[str, object]:
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
