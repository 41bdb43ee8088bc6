"""All that was answered to a bank: signs, options, ticks, texts and tables, and the mode they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..judging.scoring import BankScore
from ..judging.tallies import applies
from ..model.answers import US
from ..model.bank import Bank, Question, row_name
from ..model.field_types import NOT_APPLICABLE
from ..model.local_texts import text_in
from ..model.naming import ranged, told_evidence, told_row, told_value
from ..words import say
from . import doc
from .doc import Span, paragraph, spans
from .headline import Telling, mode_lines
from .weighed import weighed_line


def answers(told: Telling, bank: Bank, score: BankScore) -> doc.Fold:
    """All that was answered to a bank."""
    rated = told.phrase("rated", rated=score.rated, questions=score.questions)
    blocks: list[doc.Block] = []
    if score.sections:
        grid = _grid(told, bank, score)
        blocks += [grid, *_legend(told, grid)]
    asked = [each for each in bank.by_id.values() if not each.kind.each_party]
    if choices := [each for each in asked if not each.kind.has_rows and not each.kind.typed]:
        blocks.append(_form(told, bank, choices, has_points=score.score is not None))
    for question in asked:
        if question.kind.typed:
            blocks += _text(told, bank, question)
        elif question.kind.has_rows:
            blocks += _rows(told, bank, question)
    if score.score is not None:
        blocks += mode_lines(bank, score.score, told.lang)
    return doc.Fold(f"{text_in(bank.title, told.lang)} - {rated}", tuple(blocks))


def _grid(told: Telling, bank: Bank, score: BankScore) -> doc.Grid:
    by_id = {each.id: each for each in bank.sections}
    parties = told.deal.parties
    sections = []
    for each in score.sections:
        section = by_id[each.id]
        tallies = [each.parties.get(party) for party in parties]
        figures = tuple(ranged(tally) if tally else "" for tally in tallies)
        rows = tuple(
            doc.GridRow(
                text_in(question.title, told.lang),
                tuple(_sign(told, bank, question, party) for party in parties),
                "*" if question.id in section.required else "",
                question.id,
                _known(told, bank, question),
            )
            for question in section.ratings
        )
        sections.append(doc.GridSection(text_in(section.title, told.lang), figures, rows))
    head = say("changes.evidence.head", told.lang)
    return doc.Grid(told.phrase("criterion"), tuple(told.names.values()), tuple(sections), head)


def _known(told: Telling, bank: Bank, question: Question) -> tuple[str, ...]:
    """The evidence; of another party with its name."""
    said = told.deal.answer(bank.id, question.id).evidence
    return tuple(
        ("" if party == US else told.names.get(party, party) + told.phrase("after"))
        + told_evidence(each, told.lang)
        for party, each in said.items()
    )


def _sign(told: Telling, bank: Bank, question: Question, party: str) -> str:
    if not applies(question, party):
        return "n/a"
    rating = told.deal.rating(bank.id, question.id, party)
    if rating == "+" and party == US and f"{bank.id}.{question.id}" in told.card.unsupported:
        return "+!"
    return rating or "."


def _legend(told: Telling, grid: doc.Grid) -> Iterator[doc.Paragraph]:
    """What the signs mean; only those that occur, besides the four that always may."""
    rows = [row for section in grid.sections for row in section.rows]
    signs = {sign for row in rows for sign in row.signs}
    keys = ["signs", *(["unsupported"] if "+!" in signs else [])]
    keys += ["required"] if any(row.mark for row in rows) else []
    keys += ["not_for"] if "n/a" in signs else []
    yield paragraph(told.phrase("then").join(told.phrase(f"legend.{key}") for key in keys))


def _form(told: Telling, bank: Bank, choices: Sequence[Question], *, has_points: bool) -> doc.Table:
    """Item, answer and points; without the points in a bank that has none."""
    heads = ["item", "answer", *(["points"] if has_points else [])]
    rows = []
    for question in choices:
        answer, points = _chosen(told, bank, question)
        cells = [
            spans(text_in(question.title, told.lang)),
            (answer,),
            *([spans(points)] if has_points else []),
        ]
        rows.append(doc.TableRow(tuple(cells)))
    return doc.Table(tuple(map(told.phrase, heads)), tuple(rows), right=frozenset({2}))


def _text(told: Telling, bank: Bank, question: Question) -> Iterator[doc.Block]:
    """A text under its title, line by line; nothing for one that nobody wrote."""
    text = told.deal.answer(bank.id, question.id).answer
    if text:
        yield doc.Heading(text_in(question.title, told.lang), 3)
        for line in text.strip().split("\n"):
            yield paragraph(line, tight=True)


def _rows(told: Telling, bank: Bank, question: Question) -> Iterator[doc.Block]:
    """A table as a list: a row by its name, and behind it what its other columns say."""
    rows = told.deal.answer(bank.id, question.id).rows
    if not rows:
        return
    yield doc.Heading(text_in(question.title, told.lang), 3)
    items = []
    for id, said in rows.items():
        name = row_name(question, id, said)
        first = question.columns[0].id
        rest = told_row(
            question, {column: text for column, text in said.items() if column != first}, told.lang
        )
        pieces = [f"{title}{told.phrase('after')}{' '.join(text.split())}" for title, text in rest]
        below = (spans(told.phrase("then").join(pieces)),) if pieces else ()
        items.append(doc.ListItem((Span(name, "strong"),), below))
    yield doc.Items(tuple(items))
    if weighed := weighed_line(told.deal, bank, question, told.lang):
        yield paragraph(weighed)


def _chosen(told: Telling, bank: Bank, question: Question) -> tuple[Span, str]:
    answer = told.deal.answer_to(bank.id, question).answer
    if question.kind.ticked:
        return Span(told_value(question, answer, told.lang) or "."), ""
    option = question.option(answer)
    if answer == NOT_APPLICABLE and question.allow_na:
        return Span(answer), ""
    if option is not None:
        points = question.points_by_option.get(option.id)
        return Span(text_in(option.title, told.lang)), "" if points is None else str(points)
    if answer == "?":
        return Span("?", "doubt"), ""
    return Span(told.phrase("no_option", answer=answer) if answer else "."), ""
