"""What every scorecard report says: turns a judged assessment into a Card of words in one language.

Works out no verdict and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..judging.leads import Lead
from ..judging.scorecard import Scorecard
from ..judging.sections import SectionScore
from ..judging.tallies import applies
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, Section, list_in, rating_bank, text_in
from ..model.naming import aside, caution_text, headline, party_names, phrase, ranged, titles_of, told_step
from ..words import Lang
from .card import BankPart, Card, ChoiceRow, Judged, LeadPart, NextPart, Note, Row, SectionPart, Sign
from .mode_view import mode_part

NEXT_SHOWN = 5
ASKS_SHOWN = 3
_DECISIVE = {"pursue": "yes", "find_out": "unclear", "change_first": "blocked", "qualify_out": "no"}


def page(value: Sequence[tuple[Judged, Lang]], lang: Lang) -> list[Card]:  # noqa: ARG001
    """The cards of some deals, each in its own language."""
    return [card(judged, each) for judged, each in value]


def card(judged: Judged, lang: Lang) -> Card:
    """The card of `judged` in `lang`."""
    deal, scorecard = judged.assessment, judged.scorecard
    names = party_names(deal, judged.us, lang)
    titles = titles_of(judged.banks, lang)
    parts = tuple(_bank(judged, bank, names, lang) for bank in judged.banks)
    more = len(scorecard.next_questions) - NEXT_SHOWN
    rows = [row for part in parts for section in part.sections for row in section.rows]
    return Card(
        lang,
        " - ".join(text for text in (deal.customer, deal.opportunity) if text) or phrase("untitled", lang),
        tuple(_facts(deal, names, lang)),
        headline(scorecard.verdict, scorecard.points, lang),
        scorecard.verdict or "",
        tuple(_reasons(judged, titles, names, lang)),
        tuple(part.mode.title + part.mode.certainty for part in parts if part.mode and part.mode.title),
        tuple(_cautions(scorecard, names, titles, lang)),
        tuple(names.values()),
        parts,
        tuple(_legend(rows, lang)),
        tuple(_next(judged, lang)),
        phrase("next.more", lang, n=more) if more > 0 else "",
        tuple(_contested(scorecard, titles, names)),
    )


def _cautions(
    scorecard: Scorecard, names: Mapping[str, str], titles: Mapping[str, str], lang: Lang
) -> Iterator[Note]:
    for id, params, own, serious in scorecard.cautions:
        yield Note(id, caution_text(id, params, own, names=names, titles=titles, lang=lang), serious)


def _facts(deal: Assessment, names: Mapping[str, str], lang: Lang) -> Iterator[str]:
    if deal.stage:
        yield deal.stage
    if deal.amount is not None:
        yield f"{deal.amount:,f} {deal.currency}".strip()
    if deal.close_date:
        yield phrase("fact.close", lang, day=str(deal.close_date))
    if deal.owner:
        yield phrase("fact.owner", lang, name=deal.owner)
    if deal.assessed_on:
        yield phrase("fact.assessed", lang, day=str(deal.assessed_on))
    if deal.outcome != "open":
        reason = aside(phrase("fact.reason", lang, text=deal.reason), lang) if deal.reason else ""
        yield " ".join(_ending(deal, names, lang)) + reason


def _ending(deal: Assessment, names: Mapping[str, str], lang: Lang) -> Iterator[str]:
    yield phrase(f"outcome.{deal.outcome}", lang)
    if deal.lost_to:
        yield phrase("fact.to", lang, name=names.get(deal.lost_to, deal.lost_to))
    if deal.closed_on:
        yield str(deal.closed_on)


def _reasons(
    judged: Judged, titles: Mapping[str, str], names: Mapping[str, str], lang: Lang
) -> Iterator[str]:
    """Why the verdict is what it is: the sections that made it, and what would have to change."""
    scorecard, verdict = judged.scorecard, judged.scorecard.verdict
    bank = rating_bank(judged.banks)
    if bank is None or verdict is None:
        return
    decisive = _DECISIVE[verdict]
    made_by = {each.id for each in scorecard.sections if each.verdict == decisive}
    sections = [section for section in bank.sections if section.id in made_by]
    join = phrase("join", lang)
    if sections:
        shown = " / ".join(text_in(section.title, lang) for section in sections)
        yield phrase(f"why.{verdict}", lang, sections=shown)
    if scorecard.behind:
        yield phrase("why.behind", lang, parties=join.join(names[each] for each in scorecard.behind))
    if scorecard.change:
        yield phrase("why.change", lang, criteria=join.join(titles[each] for each in scorecard.change))
    if verdict == "change_first":
        yield phrase("why.or_leave" if scorecard.may_leave else "why.too_early", lang)
    missing = [
        titles[name]
        for section in (sections if verdict == "find_out" else ())
        for name in (f"{bank.id}.{id}" for id in section.required)
        if name in scorecard.next_questions
    ]
    if missing:
        yield phrase("why.missing", lang, criteria=join.join(missing))
    if scorecard.to_yes:
        yield phrase("why.to_yes", lang, n=scorecard.to_yes)
    if scorecard.form == "short":
        yield phrase("form.note", lang, n=sum(each.core for each in bank.by_id.values()))


def _bank(judged: Judged, bank: Bank, names: Mapping[str, str], lang: Lang) -> BankPart:
    score = judged.scorecard.banks[bank.id]
    sections = {section.id: section for section in score.sections}
    contested = [text_in(section.title, lang) for section in bank.sections if section.contested]
    choices = score.score
    return BankPart(
        text_in(bank.title, lang),
        phrase("rated", lang, rated=score.rated, questions=score.questions),
        tuple(
            _section(judged, bank, section, sections[section.id], lang)
            for section in bank.sections
            if section.id in sections
        ),
        tuple(
            _choice(judged, bank, question, lang)
            for question in bank.by_id.values()
            if not question.kind.each_party
        ),
        tuple(_lead(names[party], each, lang) for party, each in score.leads.items()) if contested else (),
        aside(phrase("leads.over", lang, sections=" / ".join(contested)), lang),
        mode_part(bank, score, lang),
        ranged(choices.score, choices.low, choices.high) if choices else "",
    )


def _section(judged: Judged, bank: Bank, section: Section, score: SectionScore, lang: Lang) -> SectionPart:
    parties = judged.assessment.parties
    verdict = "level" if score.is_level else score.verdict
    tallies = [score.parties.get(party) for party in parties]
    return SectionPart(
        text_in(section.title, lang),
        phrase(f"section.{verdict}", lang),
        score.verdict,
        tuple(ranged(tally.score, tally.low, tally.high) if tally else "" for tally in tallies),
        tuple(
            Row(
                text_in(question.title, lang),
                tuple(_sign(judged, bank, question, party) for party in parties),
                question.id in section.required,
            )
            for question in section.ratings
        ),
    )


def _sign(judged: Judged, bank: Bank, question: Question, party: str) -> Sign:
    if not applies(question, party):
        return "n/a"
    rating = judged.assessment.rating(bank.id, question.id, party)
    if rating == "+" and party == US and f"{bank.id}.{question.id}" in judged.scorecard.unsupported:
        return "+!"
    return rating or "."


def _choice(judged: Judged, bank: Bank, question: Question, lang: Lang) -> ChoiceRow:
    answer = judged.assessment.answer(bank.id, question.id).answer
    option = question.option(answer)
    title = text_in(question.title, lang)
    if option is not None:
        points = "" if option.points is None else str(option.points)
        return ChoiceRow(title, text_in(option.title, lang), points)
    if not applies(question, US):
        return ChoiceRow(title, "n/a", "")
    if answer in (None, "?"):
        return ChoiceRow(title, answer or ".", "")
    return ChoiceRow(title, phrase("no_option", lang, answer=str(answer)), "")


def _lead(name: str, lead: Lead, lang: Lang) -> LeadPart:
    score = ranged(lead.score, lead.low, lead.high)
    return LeadPart(name, phrase(f"standing.{lead.standing}", lang), lead.standing, score)


def _legend(rows: Sequence[Row], lang: Lang) -> Iterator[str]:
    """What the signs mean; only those that occur, besides the four that always may."""
    signs = {sign for row in rows for sign in row.signs}
    if rows:
        yield phrase("legend.signs", lang)
    if "+!" in signs:
        yield phrase("legend.unsupported", lang)
    if any(row.required for row in rows):
        yield phrase("legend.required", lang)
    if "n/a" in signs:
        yield phrase("legend.not_for", lang)


def _next(judged: Judged, lang: Lang) -> Iterator[NextPart]:
    banks = {bank.id: bank for bank in judged.banks}
    for name in judged.scorecard.next_questions[:NEXT_SHOWN]:
        bank, _, id = name.partition(".")
        question = banks[bank].by_id[id]
        step = told_step(judged.assessment.answer(bank, id).next_step, lang)
        asks = tuple(list_in(question.ask, lang)[:ASKS_SHOWN])
        yield NextPart(text_in(question.title, lang), asks, step)


def _contested(
    scorecard: Scorecard, titles: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_question: dict[str, list[str]] = {}
    for each in scorecard.contested:
        by_question.setdefault(each.question, []).append(names[each.party])
    for question, parties in by_question.items():
        yield titles[question], tuple(parties)
