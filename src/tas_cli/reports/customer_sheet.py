"""What may go to the customer: the sheet of agreed steps, and letters to edit before they are sent.

Is given only what may be sent (see `model/sendable`); a deal never comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..judging.agreed_steps import AgreedPlan, AgreedStep, agreement
from ..model.bank import Bank
from ..model.local_texts import list_in, text_in
from ..model.naming import phrase
from ..model.playbook import BLANK, Letter
from ..model.sendable import Sendable, filled
from ..words import Lang
from . import doc
from .doc import Heading, Items, ListItem, Span, Spans, Table, TableRow, paragraph, spans
from .playbook import in_spans, worded


class Sheet(NamedTuple):
    """What may be sent, and the banks that say what everything is called."""

    sent: Sendable
    banks: Mapping[str, Bank]


class LetterToWrite(NamedTuple):
    """A letter of the playbook, to be filled with what may be sent."""

    letter: Letter
    sheet: Sheet


def page(value: Sheet, lang: Lang) -> doc.Doc:
    """The sheet: who and what, and the agreed steps up to the day they need it."""
    texts = value.sent.texts
    title = " - ".join(filter(None, (texts.get("customer"), texts.get("opportunity")))) or "…"
    found = agreement(value.sent)
    return doc.Doc(
        lang,
        (
            Heading(worded("sheet.title", lang, deal=title), 1),
            *_facts(value, found, lang),
            *_steps(found, lang),
        ),
    )


def _facts(value: Sheet, found: AgreedPlan, lang: Lang) -> Iterator[doc.Block]:
    texts = value.sent.texts
    lines = [
        (worded("sheet.for", lang), texts.get("customer", "")),
        (worded("sheet.from", lang), _listed((texts.get("owner"), texts.get("us")), lang)),
        (worded("sheet.day", lang), texts.get("today", "")),
        (worded("sheet.needed_by", lang), str(found.needed_by or "…")),
    ]
    yield doc.FactList(tuple((label, spans(text)) for label, text in lines if text))


def _steps(found: AgreedPlan, lang: Lang) -> Iterator[doc.Block]:
    """The steps in order, with the days before the last where that is known."""
    if not found.steps:
        yield paragraph(worded("sheet.none", lang))
        return
    is_counted = any(step.days_before is not None for step in found.steps)
    heads = ("day", "before", "step", "ours", "theirs") if is_counted else ("day", "step", "ours", "theirs")
    lines = [_row(step, is_counted) for step in found.steps]
    if found.needed_by is not None:
        last = Span(worded("sheet.needed_by", lang), "strong")
        cells = ("", str(found.needed_by), *(("0",) if is_counted else ()), last, "", "")
        lines.append(doc.row(cells))
    titles = ("", *(worded(f"sheet.head.{head}", lang) for head in heads))
    yield Table(titles, tuple(lines), right=frozenset({2} if is_counted else ()))


def _row(step: AgreedStep, is_counted: bool) -> TableRow:
    mark = "[x]" if step.is_done else "[ ]"
    days = ("" if step.days_before is None else str(step.days_before),) if is_counted else ()
    return doc.row((mark, str(step.day or ""), *days, step.what, step.ours, step.theirs))


def letter(value: LetterToWrite, lang: Lang) -> doc.Doc:
    """A letter with what is known filled in, and the blanks marked."""
    sent = value.sheet.sent
    subject = _filled(text_in(value.letter.subject, lang), value.sheet, lang)
    blocks: list[doc.Block] = [Heading("".join(span.text for span in subject), 1)]
    for each in list_in(value.letter.body, lang):
        tables = [name for name in BLANK.findall(each) if sent.rows.get(name)]
        if not tables:
            blocks.append(doc.Paragraph(_filled(each, value.sheet, lang)))
            continue
        before = each.partition("{" + tables[0] + "}")[0]
        blocks += [doc.Paragraph(_filled(before, value.sheet, lang)), Items(tuple(_left(value.sheet, lang)))]
    return doc.Doc(lang, tuple(blocks))


def _filled(text: str, sheet: Sheet, lang: Lang) -> Spans:
    return in_spans(filled(text, sheet.sent.texts, sheet.banks, lang))


def _listed(texts: Iterable[str | None], lang: Lang) -> str:
    """What is said of these, one after the other."""
    return phrase("join", lang).join(filter(None, texts))


def _left(sheet: Sheet, lang: Lang) -> Iterator[ListItem]:
    """The agreed steps that are left, a line each."""
    for step in agreement(sheet.sent).steps:
        if not step.is_done:
            yield ListItem(spans(_listed((step.what, str(step.day or ""), step.ours, step.theirs), lang)))
