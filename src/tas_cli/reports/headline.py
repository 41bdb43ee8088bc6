"""What a scorecard says first: facts, verdict, reasons, what stands beside it, what to ask, the sales mode.

Also what everything in a deal is called. Each line is a paragraph; `scorecard` says which of them are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from ..judging.cautions import Caution
from ..judging.modes import ChoiceScore, mode_of
from ..model.assessment import Assessment
from ..model.bank import Bank, Mode, Question, rating_bank
from ..model.judgements import tone
from ..model.local_texts import text_in
from ..model.naming import (
    aside,
    caution_text,
    deal_name,
    headline,
    listed,
    party_names,
    phrase,
    ranged,
    titles_of,
    told_step,
)
from ..words import Lang
from . import doc
from .doc import Block, Heading, Span, Style, paragraph, toned
from .formats import ScoredDeal


def mode_title(bank: Bank, score: ChoiceScore, lang: Lang) -> str:
    """What the mode is called, and how sure it is."""
    title = text_in(mode_of(bank, score.mode or "").title, lang)
    return title + aside(phrase(f"state.{score.state}", lang), lang)


def mode_lines(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[Block]:
    """Why it is this mode, or none yet; of a bank without modes the score."""
    if not bank.modes:
        yield paragraph(phrase("mode.score", lang, score=ranged(score)))
        return
    title = phrase("mode", lang)
    if score.mode is not None:
        title = f"{title}{phrase('after', lang)}{mode_title(bank, score, lang)}"
    yield Heading(title)
    lines = _reasons(bank, score, lang) if score.mode else _none(bank, score, lang)
    yield doc.items(lines)


def _none(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[str]:
    yield phrase("mode.none", lang, known=score.known, items=score.items)
    yield phrase("mode.missing", lang, items=_settling(bank, score, lang))


def _settling(bank: Bank, score: ChoiceScore, lang: Lang) -> str:
    return listed((text_in(bank.by_id[id].title, lang) for id in score.settle), lang)


def _reasons(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[str]:
    mode = mode_of(bank, score.mode or "")
    why = [phrase("mode.score", lang, score=ranged(score))]
    if score.low != score.high:
        why.append(phrase("mode.leaning", lang, leaning=score.leaning))
    why.append(phrase("mode.span", lang, first=mode.from_, last=_last_point(bank, mode)))
    yield phrase("then", lang).join(why)
    if not score.firm:
        titles = [text_in(mode_of(bank, id).title, lang) for id in score.possible]
        yield phrase("mode.possible", lang, modes=phrase("join", lang).join(titles))
        yield phrase("mode.settle", lang, items=_settling(bank, score, lang))
    elif score.low != score.high:
        yield phrase("mode.firm_about", lang)
    if mode.aim:
        yield phrase("mode.aim", lang, aim=text_in(mode.aim, lang))


def _last_point(bank: Bank, mode: Mode) -> int:
    """The highest score that still routes to `mode`."""
    higher = [each.from_ - 1 for each in bank.modes if each.from_ > mode.from_]
    most = sum(question.points[1] for question in bank.by_id.values() if question.points)
    return higher[0] if higher else max(most, mode.from_)


NAMED = 3
"""So many questions are named where they stand first."""
NEAR, SOON = 90, 30
"""Days from which on it is said how many are left, and is pointed out."""


class Telling:
    """A deal, its scorecard and what everything in it is called."""

    def __init__(self, value: ScoredDeal, lang: Lang) -> None:
        self.file, self.deal, self.banks, self.card, us, self.today, _, self.foreseen = value
        self.lang = lang
        self.names = party_names(self.deal, us, lang)
        self.titles = titles_of(self.banks, lang)
        self.by_id = {bank.id: bank for bank in self.banks}
        self.rated = rating_bank(self.banks)

    def phrase(self, key: str, **params: int | str) -> str:
        """A text of `scorecard.*`."""
        return phrase(key, self.lang, **params)

    def labelled(self, key: str, *pieces: str | Span, style: Style = "strong") -> doc.Paragraph:
        """A line that begins with what it is about."""
        return paragraph(Span(self.phrase(key), style), self.phrase("after"), *pieces, tight=True)

    def listed(self, ids: Sequence[str], shown: int) -> str:
        """The titles of the first questions, and how many come after them."""
        named = self.phrase("join").join(self.titles.get(id, id) for id in ids[:shown])
        left = len(ids) - shown
        return f"{named}{self.phrase('then')}{self.phrase('next.more', n=left)}" if left > 0 else named

    def question(self, name: str) -> Question:
        """The question called "bank.id"."""
        bank, _, id = name.partition(".")
        return self.by_id[bank].by_id[id]


def title(told: Telling) -> str:
    return deal_name(told.deal, told.phrase("untitled"))


def facts(told: Telling) -> Iterator[doc.Paragraph]:
    """Stage, money and dates in a line; a day that is near or past is said so."""
    pieces: list[Span] = []
    for each in _fact_spans(told):
        pieces += [Span(" | ")] * bool(pieces) + [each]
    if pieces:
        yield doc.Paragraph(tuple(pieces))


def own_fields(told: Telling) -> Iterator[doc.Paragraph]:
    """The fields of a team's own, by the names that it gave them."""
    named = [f"{name}{told.phrase('after')}{text}" for name, text in told.deal.custom.items()]
    if named:
        yield paragraph(" | ".join(named), tight=True)


def _fact_spans(told: Telling) -> Iterator[Span]:
    deal = told.deal
    if deal.stage:
        yield Span(deal.stage)
    if deal.amount is not None:
        yield Span(f"{deal.amount:,f} {deal.currency}".strip())
    if deal.close_date:
        yield _closing(told, deal.close_date)
    if deal.owner:
        yield Span(told.phrase("fact.owner", name=deal.owner))
    if deal.assessed_on:
        yield Span(told.phrase("fact.assessed", day=str(deal.assessed_on)))
    if deal.outcome != "open":
        reason = aside(told.phrase("fact.reason", text=deal.reason), told.lang) if deal.reason else ""
        yield Span(" ".join(_ending(told, deal)) + reason, "strong")


def _closing(told: Telling, day: date) -> Span:
    said = told.phrase("fact.close", day=str(day))
    if told.today is None or told.deal.outcome != "open":
        return Span(said)
    days = (day - told.today).days
    if days > NEAR:
        return Span(said)
    if days < 0:
        return Span(said + aside(told.phrase("fact.overdue", n=-days), told.lang), "bad")
    return Span(said + aside(told.phrase("fact.days", n=days), told.lang), "doubt" if days <= SOON else "")


def _ending(told: Telling, deal: Assessment) -> Iterator[str]:
    yield told.phrase(f"outcome.{deal.outcome}")
    if deal.lost_to:
        yield told.phrase("fact.to", name=told.names.get(deal.lost_to, deal.lost_to))
    if deal.closed_on:
        yield str(deal.closed_on)


def verdict(told: Telling) -> doc.Paragraph:
    card = told.card
    said = headline(card.verdict, card.points, told.lang).upper()
    return paragraph(Span(said, toned(tone("verdict", card.verdict)) or "strong"))


def why(told: Telling) -> Iterator[doc.Paragraph]:
    """The one sentence why, and what would make it a better verdict."""
    card, bank = told.card, told.rated
    if bank is None or card.verdict is None:
        return
    decisive = {"find_out": ("unclear",), "change_first": ("blocked",), "qualify_out": ("no",)}.get(
        card.verdict, ()
    )
    made_by = [each.id for each in card.sections if each.verdict in decisive]
    short = told.phrase("join").join(
        text_in(each.short or each.title, told.lang) for each in bank.sections if each.id in made_by
    )
    if short or not decisive:
        said = told.phrase(f"why.{card.verdict}", n=len(made_by), all=len(card.sections), sections=short)
        yield paragraph(said, tight=True)
    if card.behind and not made_by:
        names = told.phrase("join").join(told.names[party] for party in card.behind)
        yield paragraph(told.phrase("why.behind", parties=names), tight=True)
    if card.change:
        yield paragraph(
            told.phrase("why.change", criteria=told.listed(card.change, _named(told, bank))), tight=True
        )
    if card.verdict == "change_first":
        yield paragraph(told.phrase("why.or_leave" if card.may_leave else "why.too_early"), tight=True)
    yield from _still_needed(told, bank)


def _named(told: Telling, bank: Bank) -> int:
    """How many of what would have to change stand by name: what decides, or else the first few."""
    key = {f"{bank.id}.{id}" for each in bank.sections for id in (*each.required, *each.veto, *each.veto_all)}
    return sum(id in key for id in told.card.change) or NAMED


def _still_needed(told: Telling, bank: Bank) -> Iterator[doc.Paragraph]:
    """How far from a yes: the required ones by name, the rest as a number."""
    if told.card.verdict != "find_out" or not told.card.to_yes:
        return
    required = {f"{bank.id}.{id}" for each in bank.sections for id in each.required}
    named = [id for id in told.card.next_questions if id in required]
    if not named:
        yield paragraph(told.phrase("why.to_yes", n=told.card.to_yes), tight=True)
        return
    criteria = told.phrase("join").join(told.titles[id] for id in named)
    left = told.card.to_yes - len(named)
    if left > 0:
        criteria += f"{told.phrase('then')}{told.phrase('next.more', n=left)}"
    yield paragraph(told.phrase("why.missing", criteria=criteria), tight=True)


def short_form(told: Telling) -> Iterator[doc.Paragraph]:
    if told.card.form == "short" and told.rated:
        core = sum(each.core for each in told.rated.by_id.values())
        yield paragraph(told.phrase("form.note", n=core), tight=True)


def mode(told: Telling) -> Iterator[doc.Paragraph]:
    for bank in told.banks:
        score = told.card.banks[bank.id].score
        if score is not None and score.mode is not None:
            yield told.labelled("mode", mode_title(bank, score, told.lang))


def foreseen(told: Telling) -> Iterator[doc.Paragraph]:
    """How likely it is won, and where that may not hold; nothing where nobody learned from closed deals."""
    if told.foreseen is None:
        return
    from .forecast import loud, said

    yield told.labelled("forecast", said(told.foreseen, told.lang))
    for each in loud(told.foreseen, told.titles, told.lang):
        yield paragraph(Span(each, "bad"), tight=True)


def cautions(told: Telling) -> Iterator[tuple[Caution, doc.Paragraph]]:
    """What stands beside the verdict, warnings first."""
    for each in sorted(told.card.cautions, key=lambda each: not each.serious):
        id, params, own, serious = each
        text = caution_text(id, params, own, names=told.names, titles=told.titles, lang=told.lang)
        style: Style = "bad" if serious else "doubt"
        yield each, told.labelled("warning" if serious else "caution", text, style=style)


def waivers(told: Telling) -> Iterator[doc.Paragraph]:
    """The exceptions that the file claims; whether they hold is for the gate to say."""
    for id, waiver in told.deal.waivers.items():
        is_past = told.today is not None and waiver.until < told.today
        said = told.phrase("waiver.text", id=id, until=str(waiver.until), by=waiver.by, reason=waiver.reason)
        past = [Span(aside(told.phrase("waiver.past"), told.lang), "doubt")] if is_past else []
        yield told.labelled("waiver", said, *past)


def asks_on(told: Telling) -> bool:
    """Of a deal to leave nothing more is asked."""
    return told.card.verdict != "qualify_out" and bool(told.card.next_questions)


def ask(told: Telling) -> Iterator[doc.Paragraph]:
    if asks_on(told):
        yield told.labelled("next", told.listed(told.card.next_questions, NAMED))


def next_steps(told: Telling, shown: Collection[str]) -> Iterator[doc.Block]:
    """All that is to be done next, by day, what has none last; but not again beside a question `shown`."""
    steps = [
        (each.next_step, f"{bank}.{id}")
        for bank, of_bank in told.deal.answers.items()
        for id, each in of_bank.items()
        if each.next_step and f"{bank}.{id}" not in shown
    ]
    if steps:
        steps.sort(key=lambda each: each[0].due or date.max)
        after = told.phrase("after")
        lines = (f"{told.titles.get(name, name)}{after}{told_step(step, told.lang)}" for step, name in steps)
        yield doc.Heading(told.phrase("steps"))
        yield doc.items(lines)
