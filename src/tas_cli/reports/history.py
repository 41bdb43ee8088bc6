"""A file's history as a document: a row for each commit that changed the meaning, and how the range moved.

Or, with a question, who said what of it when, and on what evidence. Works nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..changes.compare import Change
from ..changes.timeline import Event, HistoryRow
from ..errors import TasError
from ..findings import BadFile
from ..judging.tallies import Tally
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.judgements import tone
from ..model.naming import deal_name, headline, phrase
from ..words import Lang, say
from .changes import (
    ARROW,
    Names,
    about,
    answered,
    counts,
    field_moved,
    kind_word,
    mode_title,
    note_word,
    without_new_evidence,
    word,
)
from .doc import Block, Doc, Heading, Span, Spans, Sparks, Table, TableRow, paragraph, spans, toned

SHOWN = 3
"""So many changes of a commit are named, the others are counted."""


class FileHistory(NamedTuple):
    """What there is to tell: the rows of a file, newest first, or with a `question` its story."""

    file: str
    rows: Sequence[HistoryRow]
    banks: Sequence[Bank]
    us: str
    lang: Lang
    question: str | None = None
    story: Sequence[Event] = ()


def page(told: FileHistory, lang: Lang) -> Doc:
    """The history of a file, or of one question in it."""
    deals = [row.version.assessment for row in reversed(told.rows) if row.version and row.version.assessment]
    names = Names(deals, told.banks, told.us, lang)
    return Doc(lang, tuple(_story(told, names, lang) if told.question else _history(told, names, lang)))


def _history(told: FileHistory, names: Names, lang: Lang) -> Iterator[Block]:
    yield Heading(_title(told, lang), 1)
    yield paragraph(told.file)
    if not told.rows:
        yield paragraph(word("history.none", lang))
        return
    yield paragraph(word("history.versions", lang, n=len(told.rows)), tight=True)
    yield from moved_range([row.outline.tally for row in reversed(told.rows) if row.outline], lang)
    heads = (*_heads(("history.date", "history.author", "known", "verdict", "mode"), lang),)
    before = _forms_before(told.rows)
    rows = (
        TableRow(_cells(row, told, lang), _what(row, names, form, lang))
        for row, form in zip(told.rows, before, strict=True)
    )
    yield Table(heads, tuple(rows), word("history.moved", lang), loose=True)


def moved_range(tallies: Sequence[Tally], lang: Lang) -> Iterator[Block]:
    """The ends of our score's range; nothing while there is only one."""
    rated = [tally for tally in tallies if tally.rated]
    if len(rated) < 2:
        return
    highs, lows = tuple(tally.high for tally in rated), tuple(tally.low for tally in rated)
    yield Heading(word("history.range", lang))
    yield Sparks(((word("history.high", lang), highs), (word("history.low", lang), lows)))


def _heads(keys: Sequence[str], lang: Lang) -> Iterator[str]:
    return (word(key, lang) for key in keys)


def _title(told: FileHistory, lang: Lang) -> str:
    deals = (row.version.assessment for row in told.rows if row.version and row.version.assessment)
    return deal_name(next(deals, Assessment()), phrase("untitled", lang))


def _cells(row: HistoryRow, told: FileHistory, lang: Lang) -> tuple[Spans, ...]:
    known: tuple[Spans, ...] = ((), (), ())
    if row.outline:
        said = headline(row.outline.verdict, row.outline.points, lang)
        verdict = Span(said, toned(tone("verdict", row.outline.verdict)))
        mode = mode_title(row.outline.mode, told.banks, lang)
        known = (spans(counts(row.outline.tally)), (verdict,), spans(mode))
    return (*map(spans, _when_and_who(row, lang)), *known)


def _when_and_who(row: HistoryRow, lang: Lang) -> tuple[str, str]:
    if row.commit is None:
        return "", word("history.now" if row.status == "now" else "history.working", lang)
    return row.commit.date[:10], row.commit.author


def _noted(row: HistoryRow, what: str) -> Spans:
    """The commit, and what is to be said of it."""
    commit = [Span(row.commit.id[:7], "strong")] if row.commit else []
    return spans(*commit, *([" "] if commit and what else []), *([what] if what else []))


def _forms_before(rows: Sequence[HistoryRow]) -> list[str | None]:
    """For each row, newest first, the form in which the deal was judged before; None where it was not."""
    forms = [row.outline.form if row.outline else None for row in rows]
    return [next((form for form in forms[i + 1 :] if form), None) for i in range(len(forms))]


def _what(row: HistoryRow, names: Names, old_form: str | None, lang: Lang) -> Spans:
    """What a commit did, in short."""
    return _noted(row, phrase("then", lang).join((*_doings(row, names, lang), *_form(row, old_form, lang))))


def _form(row: HistoryRow, old: str | None, lang: Lang) -> Iterator[str]:
    """That from here on more, or less, is asked of the deal."""
    new = row.outline.form if row.outline else None
    if old and new and old != new:
        moved = ARROW.join(phrase(f"form.{form}", lang) for form in (old, new))
        yield f"{word('form', lang)}{phrase('after', lang)}{moved}"


def _doings(row: HistoryRow, names: Names, lang: Lang) -> Iterator[str]:
    if row.status == "unreadable" and row.version and row.version.trouble:
        yield word("history.unreadable", lang, reason=reason(row.version.trouble, lang))
    elif row.status in ("removed", "created"):
        yield word(f"history.{row.status}", lang)
    else:
        if row.status in ("merged", "added_again"):
            yield word(f"history.{row.status}", lang)
        told = list(without_new_evidence(row.changes))
        yield from (_short(change, names, lang) for change in told[:SHOWN])
        if len(told) > SHOWN:
            yield word("history.more", lang, n=len(told) - SHOWN)


def _short(change: Change, names: Names, lang: Lang) -> str:
    """One change in a few words; of texts and options, which are long, only that they changed."""
    after = phrase("after", lang)
    if change.question is None:
        return field_moved(change, lang)
    # Whom it is about goes without saying where that is us.
    what = names.question(change.question) if change.party == US else about(change, names, lang)
    if change.kind is None:
        return f"{note_word(change, lang)}{after}{what}"
    told = f"{kind_word(change, lang)} {what}"
    return told if change.party is None else f"{told}{after}{answered(change, names, lang)}"


def _story(told: FileHistory, names: Names, lang: Lang) -> Iterator[Block]:
    yield Heading(names.question(told.question), 1)
    yield paragraph(told.file)
    if not told.story:
        yield paragraph(word("history.story_none", lang))
        return
    heads = (*_heads(("history.date", "history.author", "who", "news", "was", "now"), lang),)
    rows = tuple(_event(each, told, names, lang) for each in told.story)
    yield Table(heads, rows, word("evidence.head", lang), loose=True)


def _event(event: Event, told: FileHistory, names: Names, lang: Lang) -> TableRow:
    where = event.note, event.at_row, event.at_column
    change = Change(event.old, event.new, event.kind, told.question, event.party, *where)
    whom = names.cell(change) if change.row else names.party(event.party)
    when = (*_when_and_who(event.row, lang), whom)
    if event.kind is None:
        said, what = (note_word(change, lang), "", ""), event.new or word("nothing", lang)
    else:
        old, new = (names.answer(change, each) for each in (event.old, event.new))
        said, what = (kind_word(change, lang), old, new), event.evidence
    return TableRow(tuple(map(spans, (*when, *said))), _noted(event.row, what))


def reason(trouble: TasError, lang: Lang) -> str:
    """Why a version cannot be read, without the name of the file."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        return word("history.line", lang, line=first.line, what=first.text(lang))
    return say(trouble.id, lang, **trouble.params)
