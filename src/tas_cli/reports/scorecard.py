"""A scorecard as a document: verdict and reasons first, then ranges drawn, what to ask, and the grid.

Turns a judged deal into blocks in one language. Works out no verdict and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..judging.cautions import Caution
from ..judging.judgements import tone
from ..judging.leads import Lead
from ..judging.scoring import BankScore
from ..judging.sections import SectionScore
from ..judging.tallies import applies
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, Section, list_in, rating_bank, text_in
from ..model.naming import aside, caution_text, headline, party_names, phrase, ranged, titles_of, told_step
from ..words import Lang
from .doc import (
    Beside,
    Block,
    Doc,
    Fold,
    Frame,
    Grid,
    GridRow,
    GridSection,
    Heading,
    Items,
    ListItem,
    Paragraph,
    RangeGroup,
    RangeRow,
    Ranges,
    Span,
    Style,
    Table,
    TableRow,
    joined,
    paragraph,
    spans,
    toned,
)
from .formats import ScoredDeal
from .sales_mode import mode_lines, mode_title

ASKED = 5
ASKS = 3
IN_BRIEF = 2
NAMED = 3
"""So many cautions stand in a brief, and so many questions are named where they stand first."""
NEAR, SOON = 90, 30
"""Days from which on it is said how many are left, and is pointed out."""


def page(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> Doc:  # noqa: ARG001
    """The scorecards of some deals, each in its own language."""
    return joined([_card(_Telling(deal, each)) for deal, each in value])


def brief(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> Doc:  # noqa: ARG001
    """Of each deal the ten lines that people paste."""
    return joined([_brief(_Telling(deal, each)) for deal, each in value])


class _Telling:
    """A deal, its scorecard and what everything in it is called."""

    def __init__(self, value: ScoredDeal, lang: Lang) -> None:
        self.file, self.deal, self.banks, self.card, us, self.today = value
        self.lang = lang
        self.names = party_names(self.deal, us, lang)
        self.titles = titles_of(self.banks, lang)
        self.by_id = {bank.id: bank for bank in self.banks}
        self.rated = rating_bank(self.banks)

    def phrase(self, key: str, **params: int | str) -> str:
        """A text of `scorecard.*`."""
        return phrase(key, self.lang, **params)

    def labelled(self, key: str, *pieces: str | Span, style: Style = "strong") -> Paragraph:
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


def _card(all: _Telling) -> Doc:
    first = (*_to_change(all), *_next(all), *_contested(all))
    cautions = (line for _, line in _cautions(all))
    left: list[Block] = []
    below: list[Block] = []
    for bank in all.banks:
        score = all.card.banks[bank.id]
        (left if score.sections else below).append(_folded(all, bank, score))
    sides: list[Block] = [Beside(tuple(left), tuple(first))] if left and first else [*first, *left]
    return Doc(
        all.lang,
        (
            Heading(_title(all), 1),
            *_facts(all),
            Frame((_verdict(all), *_why(all), *_short_form(all), *_mode(all), *cautions, *_ask(all))),
            *(each for bank in all.banks for each in _drawn(all, bank)),
            *sides,
            *below,
        ),
    )


def _brief(all: _Telling) -> Doc:
    """Verdict, reasons, leads, mode, the gravest cautions and what to ask, a line each."""
    verdict, *why = (_verdict(all), *_why(all))
    after = all.phrase("after")
    first = verdict._replace(spans=(*verdict.spans, *((Span(after), *why.pop(0).spans) if why else ())))
    leads = [
        " ".join((row.label, row.judgement.text, row.figures))
        for row in (_lead_range(all, party, lead) for party, lead in all.card.leads.items())
    ]
    against = [all.labelled("leads", _first(all, leads))] if leads and all.card.verdict else []
    # That we are behind, the line before says already.
    cautions = [line for each, line in _cautions(all) if each.id != "behind"]
    shown = cautions[:IN_BRIEF]
    if len(cautions) > IN_BRIEF:
        more = aside(all.phrase("next.more", n=len(cautions) - IN_BRIEF), all.lang)
        shown[-1] = shown[-1]._replace(spans=(*shown[-1].spans, Span(more)))
    rows = (first, *why[:2], *against, *list(_mode(all))[:1], *shown, *_ask(all))
    return Doc(
        all.lang, (Heading(_title(all), 1), *_facts(all), *(each._replace(tight=True) for each in rows))
    )


def _first(all: _Telling, texts: Sequence[str], shown: int = 3) -> str:
    """The first of some texts, and how many come after them."""
    left = len(texts) - shown
    more = [all.phrase("next.more", n=left)] if left > 0 else []
    return all.phrase("then").join((*texts[:shown], *more))


def _title(all: _Telling) -> str:
    texts = (all.deal.customer, all.deal.opportunity)
    return " - ".join(text for text in texts if text) or all.phrase("untitled")


def _facts(all: _Telling) -> Iterator[Paragraph]:
    """Stage, money and dates in a line; a day that is near or past is said so."""
    pieces: list[Span] = []
    for each in _fact_spans(all):
        pieces += [Span(" | ")] * bool(pieces) + [each]
    if pieces:
        yield Paragraph(tuple(pieces))


def _fact_spans(all: _Telling) -> Iterator[Span]:
    deal = all.deal
    if deal.stage:
        yield Span(deal.stage)
    if deal.amount is not None:
        yield Span(f"{deal.amount:,f} {deal.currency}".strip())
    if deal.close_date:
        yield _closing(all, deal.close_date)
    if deal.owner:
        yield Span(all.phrase("fact.owner", name=deal.owner))
    if deal.assessed_on:
        yield Span(all.phrase("fact.assessed", day=str(deal.assessed_on)))
    if deal.outcome != "open":
        reason = aside(all.phrase("fact.reason", text=deal.reason), all.lang) if deal.reason else ""
        yield Span(" ".join(_ending(all, deal)) + reason, "strong")


def _closing(all: _Telling, day: date) -> Span:
    said = all.phrase("fact.close", day=str(day))
    if all.today is None or all.deal.outcome != "open":
        return Span(said)
    days = (day - all.today).days
    if days > NEAR:
        return Span(said)
    if days < 0:
        return Span(said + aside(all.phrase("fact.overdue", n=-days), all.lang), "bad")
    return Span(said + aside(all.phrase("fact.days", n=days), all.lang), "doubt" if days <= SOON else "")


def _ending(all: _Telling, deal: Assessment) -> Iterator[str]:
    yield all.phrase(f"outcome.{deal.outcome}")
    if deal.lost_to:
        yield all.phrase("fact.to", name=all.names.get(deal.lost_to, deal.lost_to))
    if deal.closed_on:
        yield str(deal.closed_on)


def _verdict(all: _Telling) -> Paragraph:
    card = all.card
    said = headline(card.verdict, card.points, all.lang).upper()
    return paragraph(Span(said, toned(tone("verdict", card.verdict)) or "strong"))


def _why(all: _Telling) -> Iterator[Paragraph]:
    """The one sentence why, and what would make it a better verdict."""
    card, bank = all.card, all.rated
    if bank is None or card.verdict is None:
        return
    decisive = {"find_out": ("unclear",), "change_first": ("blocked",), "qualify_out": ("no",)}.get(
        card.verdict, ()
    )
    made_by = [each.id for each in card.sections if each.verdict in decisive]
    short = all.phrase("join").join(
        text_in(each.short or each.title, all.lang) for each in bank.sections if each.id in made_by
    )
    if short or not decisive:
        said = all.phrase(f"why.{card.verdict}", n=len(made_by), all=len(card.sections), sections=short)
        yield paragraph(said, tight=True)
    if card.behind and not made_by:
        names = all.phrase("join").join(all.names[party] for party in card.behind)
        yield paragraph(all.phrase("why.behind", parties=names), tight=True)
    if card.change:
        yield paragraph(
            all.phrase("why.change", criteria=all.listed(card.change, _named(all, bank))), tight=True
        )
    if card.verdict == "change_first":
        yield paragraph(all.phrase("why.or_leave" if card.may_leave else "why.too_early"), tight=True)
    yield from _still_needed(all, bank)


def _short(all: _Telling, section: Section) -> str:
    return text_in(section.short or section.title, all.lang)


def _named(all: _Telling, bank: Bank) -> int:
    """How many of what would have to change stand by name: what decides, or else the first few."""
    key = {f"{bank.id}.{id}" for each in bank.sections for id in (*each.required, *each.veto, *each.veto_all)}
    return sum(id in key for id in all.card.change) or NAMED


def _still_needed(all: _Telling, bank: Bank) -> Iterator[Paragraph]:
    """How far from a yes: the required ones by name, the rest as a number."""
    if all.card.verdict != "find_out" or not all.card.to_yes:
        return
    required = {f"{bank.id}.{id}" for each in bank.sections for id in each.required}
    named = [id for id in all.card.next_questions if id in required]
    if not named:
        yield paragraph(all.phrase("why.to_yes", n=all.card.to_yes), tight=True)
        return
    criteria = all.phrase("join").join(all.titles[id] for id in named)
    left = all.card.to_yes - len(named)
    if left > 0:
        criteria += f"{all.phrase('then')}{all.phrase('next.more', n=left)}"
    yield paragraph(all.phrase("why.missing", criteria=criteria), tight=True)


def _short_form(all: _Telling) -> Iterator[Paragraph]:
    if all.card.form == "short" and all.rated:
        core = sum(each.core for each in all.rated.by_id.values())
        yield paragraph(all.phrase("form.note", n=core), tight=True)


def _mode(all: _Telling) -> Iterator[Paragraph]:
    for bank in all.banks:
        score = all.card.banks[bank.id].score
        if score is not None and score.mode is not None:
            yield all.labelled("mode", mode_title(bank, score, all.lang))


def _cautions(all: _Telling) -> Iterator[tuple[Caution, Paragraph]]:
    """What stands beside the verdict, warnings first."""
    for each in sorted(all.card.cautions, key=lambda each: not each.serious):
        id, params, own, serious = each
        text = caution_text(id, params, own, names=all.names, titles=all.titles, lang=all.lang)
        style: Style = "bad" if serious else "doubt"
        yield each, all.labelled("warning" if serious else "caution", text, style=style)


def _asks_on(all: _Telling) -> bool:
    """Of a deal to leave nothing more is asked."""
    return all.card.verdict != "qualify_out" and bool(all.card.next_questions)


def _ask(all: _Telling) -> Iterator[Paragraph]:
    if _asks_on(all):
        yield all.labelled("next", all.listed(all.card.next_questions, NAMED))


def _drawn(all: _Telling, bank: Bank) -> Iterator[Ranges]:
    """The key questions of a bank and the leads over competitors, on one axis."""
    score = all.card.banks[bank.id]
    if not score.sections:
        return
    by_id = {each.id: each for each in bank.sections}
    reach = max(sum(q.weight for q in each.ratings if applies(q, US)) for each in bank.sections)
    label = all.phrase("sections") if bank is all.rated else text_in(bank.title, all.lang)
    rows = tuple(_section_range(all, by_id[each.id], each) for each in score.sections)
    groups = [RangeGroup(label, reach, rows)]
    reach = 2 * sum(q.weight for each in bank.sections for q in each.contested_ratings if applies(q, US))
    if score.leads and reach:
        rows = tuple(_lead_range(all, party, lead) for party, lead in score.leads.items())
        groups.append(RangeGroup(all.phrase("leads"), reach, rows))
    yield Ranges(tuple(groups))


def _lead_range(all: _Telling, party: str, lead: Lead) -> RangeRow:
    figures = ranged(lead.score, lead.low, lead.high)
    judgement = Span(all.phrase(f"standing.{lead.standing}"), toned(tone("standing", lead.standing)))
    return RangeRow(all.names[party], lead.low, lead.score, lead.high, figures, judgement)


def _section_range(all: _Telling, section: Section, score: SectionScore) -> RangeRow:
    ours = score.parties[US]
    word = "level" if score.is_level else score.verdict
    judgement = Span(all.phrase(f"section.{word}"), toned(tone("section", word)))
    figures = ranged(ours.score, ours.low, ours.high)
    return RangeRow(text_in(section.title, all.lang), ours.low, ours.score, ours.high, figures, judgement)


def _to_change(all: _Telling) -> Iterator[Block]:
    """What would have to change, each with its first question; shown where the verdict turns on it."""
    if all.card.change:
        yield Heading(all.phrase("change"))
        yield Items(tuple(_asked(all, name, 1) for name in all.card.change))


def _next(all: _Telling) -> Iterator[Block]:
    if _asks_on(all):
        names = all.card.next_questions
        left = len(names) - ASKED
        yield Heading(all.phrase("next"))
        items = tuple(_asked(all, name, ASKS) for name in names[:ASKED])
        yield Items(items, numbered=True, more=all.phrase("next.more", n=left) if left > 0 else "")


def _asked(all: _Telling, name: str, most: int) -> ListItem:
    """A question to ask, how to ask it, and the step already planned."""
    question = all.question(name)
    bank, _, id = name.partition(".")
    asks = list_in(question.ask, all.lang)[:most]
    if name in all.card.unsupported:
        asks = [all.phrase("next.evidence")]
    step = told_step(all.deal.answer(bank, id).next_step, all.lang)
    planned = [all.phrase("next.step", text=step)] if step else []
    title = Span(text_in(question.title, all.lang), "strong")
    return ListItem((title,), tuple(map(spans, (*asks, *planned))))


def _contested(all: _Telling) -> Iterator[Block]:
    """Their + where we have none; of whom we are behind, the warning has said it."""
    parties: dict[str, list[str]] = {}
    for each in all.card.contested:
        if each.party not in all.card.behind:
            parties.setdefault(each.question, []).append(all.names[each.party])
    if parties:
        yield Heading(all.phrase("contested"))
        named = ((all.titles[id], all.phrase("join").join(names)) for id, names in parties.items())
        yield Items(tuple(ListItem(spans(f"{title}{all.phrase('after')}{names}")) for title, names in named))


def _folded(all: _Telling, bank: Bank, score: BankScore) -> Fold:
    """All that was answered to a bank."""
    rated = all.phrase("rated", rated=score.rated, questions=score.questions)
    blocks: list[Block] = []
    if score.sections:
        grid = _grid(all, bank, score)
        blocks += [grid, *_legend(all, grid)]
    choices = [each for each in bank.by_id.values() if not each.kind.each_party]
    if choices:
        blocks.append(_form(all, bank, choices, has_points=score.score is not None))
    if score.score is not None:
        blocks += mode_lines(bank, score.score, all.lang)
    return Fold(f"{text_in(bank.title, all.lang)} - {rated}", tuple(blocks))


def _grid(all: _Telling, bank: Bank, score: BankScore) -> Grid:
    by_id = {each.id: each for each in bank.sections}
    parties = all.deal.parties
    sections = []
    for each in score.sections:
        section = by_id[each.id]
        tallies = [each.parties.get(party) for party in parties]
        figures = tuple(ranged(t.score, t.low, t.high) if t else "" for t in tallies)
        rows = tuple(
            GridRow(
                text_in(question.title, all.lang),
                tuple(_sign(all, bank, question, party) for party in parties),
                "*" if question.id in section.required else "",
                question.id,
            )
            for question in section.ratings
        )
        sections.append(GridSection(text_in(section.title, all.lang), figures, rows))
    return Grid(all.phrase("criterion"), tuple(all.names.values()), tuple(sections))


def _sign(all: _Telling, bank: Bank, question: Question, party: str) -> str:
    if not applies(question, party):
        return "n/a"
    rating = all.deal.rating(bank.id, question.id, party)
    if rating == "+" and party == US and f"{bank.id}.{question.id}" in all.card.unsupported:
        return "+!"
    return rating or "."


def _legend(all: _Telling, grid: Grid) -> Iterator[Paragraph]:
    """What the signs mean; only those that occur, besides the four that always may."""
    rows = [row for section in grid.sections for row in section.rows]
    signs = {sign for row in rows for sign in row.signs}
    keys = ["signs", *(["unsupported"] if "+!" in signs else [])]
    keys += ["required"] if any(row.mark for row in rows) else []
    keys += ["not_for"] if "n/a" in signs else []
    yield paragraph(all.phrase("then").join(all.phrase(f"legend.{key}") for key in keys))


def _form(all: _Telling, bank: Bank, choices: Sequence[Question], *, has_points: bool) -> Table:
    """Item, answer and points; without the points in a bank that has none."""
    heads = ["item", "answer", *(["points"] if has_points else [])]
    rows = []
    for question in choices:
        answer, points = _chosen(all, bank, question)
        cells = [
            spans(text_in(question.title, all.lang)),
            (answer,),
            *([spans(points)] if has_points else []),
        ]
        rows.append(TableRow(tuple(cells)))
    return Table(tuple(map(all.phrase, heads)), tuple(rows), right=frozenset({2}))


def _chosen(all: _Telling, bank: Bank, question: Question) -> tuple[Span, str]:
    answer = all.deal.answer(bank.id, question.id).answer
    option = question.option(answer)
    if option is not None:
        points = question.points_by_option.get(option.id)
        return Span(text_in(option.title, all.lang)), "" if points is None else str(points)
    if answer == "?":
        return Span("?", "doubt"), ""
    return Span(all.phrase("no_option", answer=answer) if answer else "."), ""
