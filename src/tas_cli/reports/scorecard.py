"""A scorecard as a document: verdict and reasons first, then ranges drawn, what to ask, and the grid.

Turns a judged deal into blocks in one language. Works out no verdict and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..judging.leads import Lead
from ..judging.sections import SectionScore
from ..judging.tallies import applies
from ..model.answers import US
from ..model.bank import Bank, Section
from ..model.judgements import tone
from ..model.local_texts import list_in, text_in
from ..model.naming import aside, ranged, told_step
from ..words import Lang
from . import doc
from .bank_answers import answers
from .doc import Span, joined, spans, toned
from .formats import ScoredDeal
from .headline import (
    Telling,
    ask,
    asks_on,
    cautions,
    facts,
    foreseen,
    mode,
    next_steps,
    own_fields,
    short_form,
    title,
    verdict,
    waivers,
    why,
)

ASKED = 5
ASKS = 3
IN_BRIEF = 2
"""So many cautions stand in a brief."""


def page(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> doc.Doc:  # noqa: ARG001
    """The scorecards of some deals, each in its own language."""
    return joined([_card(Telling(deal, each)) for deal, each in value])


def brief(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> doc.Doc:  # noqa: ARG001
    """Of each deal the ten lines that people paste."""
    return joined([_brief(Telling(deal, each)) for deal, each in value])


def _card(told: Telling) -> doc.Doc:
    shown = (*told.card.change, *_asked_next(told))
    first = (*_to_change(told), *_next(told), *next_steps(told, shown), *_contested(told))
    routed = (*mode(told), *foreseen(told))
    beside = (*(line for _, line in cautions(told)), *waivers(told))
    left: list[doc.Block] = []
    below: list[doc.Block] = []
    for bank in told.banks:
        score = told.card.banks[bank.id]
        (left if score.sections else below).append(answers(told, bank, score))
    sides: list[doc.Block] = [doc.Beside(tuple(left), tuple(first))] if left and first else [*first, *left]
    return doc.Doc(
        told.lang,
        (
            doc.Heading(title(told), 1),
            *facts(told),
            *own_fields(told),
            doc.Frame((verdict(told), *why(told), *short_form(told), *routed, *beside, *ask(told))),
            *(each for bank in told.banks for each in _drawn(told, bank)),
            *sides,
            *below,
        ),
    )


def _brief(told: Telling) -> doc.Doc:
    """Verdict, reasons, leads, mode, the gravest cautions and what to ask, a line each."""
    first, reasons = verdict(told), list(why(told))
    if reasons:
        first = first._replace(spans=(*first.spans, Span(told.phrase("after")), *reasons.pop(0).spans))
    leads = [
        " ".join((row.label, row.judgement.text, row.figures))
        for row in (_lead_range(told, party, lead) for party, lead in told.card.leads.items())
    ]
    against = [told.labelled("leads", _first(told, leads))] if leads and told.card.verdict else []
    # That we are behind, the line before says already.
    grave = [line for each, line in cautions(told) if each.id != "behind"]
    shown = grave[:IN_BRIEF]
    if len(grave) > IN_BRIEF:
        more = aside(told.phrase("next.more", n=len(grave) - IN_BRIEF), told.lang)
        shown[-1] = shown[-1]._replace(spans=(*shown[-1].spans, Span(more)))
    rows = (
        first,
        *reasons[:2],
        *against,
        *list(mode(told))[:1],
        *list(foreseen(told))[:1],
        *shown,
        *ask(told),
    )
    return doc.Doc(
        told.lang, (doc.Heading(title(told), 1), *facts(told), *(each._replace(tight=True) for each in rows))
    )


def _first(told: Telling, texts: Sequence[str], shown: int = 3) -> str:
    """The first of some texts, and how many come after them."""
    left = len(texts) - shown
    more = [told.phrase("next.more", n=left)] if left > 0 else []
    return told.phrase("then").join((*texts[:shown], *more))


def _drawn(told: Telling, bank: Bank) -> Iterator[doc.Ranges]:
    """The key questions of a bank and the leads over competitors, on one axis."""
    score = told.card.banks[bank.id]
    if not score.sections:
        return
    by_id = {each.id: each for each in bank.sections}
    reach = max(sum(q.weight for q in each.ratings if applies(q, US)) for each in bank.sections)
    label = told.phrase("sections") if bank is told.rated else text_in(bank.title, told.lang)
    rows = tuple(_section_range(told, by_id[each.id], each) for each in score.sections)
    groups = [doc.RangeGroup(label, reach, rows)]
    reach = 2 * sum(q.weight for each in bank.sections for q in each.contested_ratings if applies(q, US))
    if score.leads and reach:
        rows = tuple(_lead_range(told, party, lead) for party, lead in score.leads.items())
        groups.append(doc.RangeGroup(told.phrase("leads"), reach, rows))
    yield doc.Ranges(tuple(groups))


def _lead_range(told: Telling, party: str, lead: Lead) -> doc.RangeRow:
    judgement = Span(told.phrase(f"standing.{lead.standing}"), toned(tone("standing", lead.standing)))
    return doc.RangeRow(told.names[party], lead.low, lead.score, lead.high, ranged(lead), judgement)


def _section_range(told: Telling, section: Section, score: SectionScore) -> doc.RangeRow:
    ours = score.parties[US]
    word = "level" if score.is_level else score.verdict
    judgement = Span(told.phrase(f"section.{word}"), toned(tone("section", word)))
    title = text_in(section.title, told.lang)
    return doc.RangeRow(title, ours.low, ours.score, ours.high, ranged(ours), judgement)


def _to_change(told: Telling) -> Iterator[doc.Block]:
    """What would have to change, each with its first question; shown where the verdict turns on it."""
    if told.card.change:
        yield doc.Heading(told.phrase("change"))
        yield doc.Items(tuple(_asked(told, name, 1) for name in told.card.change))


def _asked_next(told: Telling) -> Sequence[str]:
    """The questions that are shown with how to ask them."""
    return told.card.next_questions[:ASKED] if asks_on(told) else ()


def _next(told: Telling) -> Iterator[doc.Block]:
    if names := _asked_next(told):
        left = len(told.card.next_questions) - len(names)
        yield doc.Heading(told.phrase("next"))
        items = tuple(_asked(told, name, ASKS) for name in names)
        yield doc.Items(items, numbered=True, more=told.phrase("next.more", n=left) if left > 0 else "")


def _asked(told: Telling, name: str, most: int) -> doc.ListItem:
    """A question to ask, how to ask it, and the step already planned."""
    question = told.question(name)
    bank, _, id = name.partition(".")
    asks = list_in(question.ask, told.lang)[:most]
    if name in told.card.unsupported:
        asks = [told.phrase("next.evidence")]
    step = told_step(told.deal.answer(bank, id).next_step, told.lang)
    planned = [told.phrase("next.step", text=step)] if step else []
    title = Span(text_in(question.title, told.lang), "strong")
    return doc.ListItem((title,), tuple(map(spans, (*asks, *planned))))


def _contested(told: Telling) -> Iterator[doc.Block]:
    """Their + where we have none; of whom we are behind, the warning has said it."""
    parties: dict[str, list[str]] = {}
    for each in told.card.contested:
        if each.party not in told.card.behind:
            parties.setdefault(each.question, []).append(told.names[each.party])
    if parties:
        yield doc.Heading(told.phrase("contested"))
        after, join = told.phrase("after"), told.phrase("join")
        named = (f"{told.titles[id]}{after}{join.join(names)}" for id, names in parties.items())
        yield doc.items(named)
