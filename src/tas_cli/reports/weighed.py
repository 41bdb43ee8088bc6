"""Scores that were weighed, in words: a table whose rows add up, one line, and JSON. Adds nothing up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..judging.worksheets import Weighed, weighed
from ..model.amounts import plain, spread
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, row_name
from ..model.local_texts import text_in
from ..model.naming import phrase
from ..words import Lang, say
from .doc import Block, Span, Spans, Table, TableRow, paragraph, row, spans


def weighed_table(assessment: Assessment, bank: Bank, question: Question, lang: Lang) -> Iterator[Block]:
    """Each row with its weight, scores and what they count, the sums below; nothing where none is given."""
    found = weighed(assessment, bank, question)
    if found is None:
        return
    said = assessment.answer(bank.id, question.id).rows
    heads = [text_in(each.title, lang) for each in (question.columns[0], *question.counted_as("weight"))]
    for each in question.counted_as("score"):
        heads += [text_in(each.title, lang), say("weighed.by_weight", lang)]
    lines = []
    for id, (weight, scores) in found.rows.items():
        cells = [row_name(question, id, said[id]), plain(weight)]
        for score in scores:
            given = "?" if score.given is None else plain(score.given)
            cells += [given, spread(score.low, score.high)]
        lines.append(row(cells))
    sums: list[Spans] = [
        (Span(say("weighed.total", lang), "strong"),),
        (Span(plain(found.weight), "strong"),),
    ]
    for total in found.totals:
        sums += [spans(""), (Span(spread(*total), "strong"),)]
    yield Table(tuple(heads), (*lines, TableRow(tuple(sums))), right=frozenset(range(1, len(heads))))
    if remarks := list(_remarks(found, question, lang)):
        yield paragraph(phrase("then", lang).join(remarks))


def weighed_line(assessment: Assessment, bank: Bank, question: Question, lang: Lang) -> str:
    """What the scores of a table come to, the ratio last; "" where none is given."""
    found = weighed(assessment, bank, question)
    if found is None:
        return ""
    after = phrase("after", lang)
    titles = (text_in(each.title, lang) for each in question.counted_as("score"))
    sums = [f"{title} {spread(*total)}" for title, total in zip(titles, found.totals, strict=True)]
    said = (
        f"{say('weighed', lang)}{after}{phrase('join', lang).join(sums)}",
        *_remarks(found, question, lang),
    )
    return phrase("then", lang).join(said)


def _remarks(found: Weighed, question: Question, lang: Lang) -> Iterator[str]:
    """What an unknown score counts as, what is left out, and the ratio."""
    if found.unknown:
        yield say("weighed.unknown", lang, n=found.unknown, highest=plain(found.highest))
    if found.left_out:
        yield say("weighed.left_out", lang, n=found.left_out)
    first, *others = (text_in(each.title, lang) for each in question.counted_as("score"))
    for other, ratio in zip(others, found.ratios, strict=True):
        if ratio is not None:
            low, high = (f"{each:.2f}" for each in ratio)
            yield say(
                "weighed.ratio",
                lang,
                first=first,
                other=other,
                ratio=low if low == high else f"{low}..{high}",
            )


def weighed_data(assessment: Assessment, bank: Bank) -> list[dict[str, object]]:
    """The sums of each table of a bank that has scores, as numbers."""
    return [
        {
            "question": f"{bank.id}.{question.id}",
            "weight": _number(found.weight),
            "totals": [
                {"column": column, "low": _number(low), "high": _number(high)}
                for column, (low, high) in zip(found.columns, found.totals, strict=True)
            ],
            "unknown": found.unknown,
            "highest": _number(found.highest),
            "left_out": found.left_out,
        }
        for question in bank.by_id.values()
        if (found := weighed(assessment, bank, question)) is not None
    ]


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)
