"""A file's history in words of one language: parts that text and Markdown lay out. Works out nothing.

User text in the parts is raw: each format makes it harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..changes.compare import Change
from ..changes.timeline import Event, Row
from ..errors import TasError
from ..findings import BadFile
from ..model.answers import US
from ..model.bank import Bank
from ..model.naming import headline, phrase
from ..words import Lang, say
from .changes_view import (
    Names,
    News,
    about,
    counts,
    field,
    mode_title,
    news,
    note,
    without_new_evidence,
    word,
)

SHOWN = 3
"""So many changes of a commit are named, the others are counted."""

ARROW = " -> "


class Told(NamedTuple):
    """What there is to tell: the rows of a file, newest first, or with a `question` its story."""

    file: str
    rows: Sequence[Row]
    banks: Sequence[Bank]
    us: str
    lang: Lang
    question: str | None = None
    story: Sequence[Event] = ()


class RowPart(NamedTuple):
    """A row in words. `cells` stand in columns, `what` below them; `tone` is that of the verdict."""

    cells: tuple[str, ...]
    commit: str
    what: tuple[str, ...]


class Parts(NamedTuple):
    """A whole history. `lows` and `highs` are the ends of our score's range, oldest first; perhaps none."""

    lang: Lang
    title: str
    file: str
    summary: str
    heads: tuple[str, ...]
    rows: tuple[RowPart, ...]
    lows: tuple[int, ...] = ()
    highs: tuple[int, ...] = ()


def told_rows(told: Told) -> Parts:
    """A row for each commit that changed the meaning."""
    names = _names(told)
    tallies = [row.outline.tally for row in reversed(told.rows) if row.outline]
    rated = [tally for tally in tallies if tally.rated]
    heads = [word(f"history.{key}", told.lang) for key in ("date", "author")]
    heads += [word(key, told.lang) for key in ("known", "verdict", "mode")]
    return Parts(
        told.lang,
        _title(told),
        told.file,
        word("history.versions", told.lang, n=len(told.rows))
        if told.rows
        else word("history.none", told.lang),
        tuple(heads),
        tuple(
            _row(row, told, names, old) for row, old in zip(told.rows, _forms_before(told.rows), strict=True)
        ),
        tuple(tally.low for tally in rated),
        tuple(tally.high for tally in rated),
    )


def told_story(told: Told) -> Parts:
    """Who said what of one question, when, and on what evidence."""
    names = _names(told)
    heads = [word(key, told.lang) for key in ("history.date", "history.author", "who", "news", "was", "now")]
    return Parts(
        told.lang,
        names.question(told.question),
        told.file,
        "" if told.story else word("history.story_none", told.lang),
        tuple(heads),
        tuple(_event(event, told, names) for event in told.story),
    )


def _names(told: Told) -> Names:
    deals = [row.version.assessment for row in reversed(told.rows) if row.version and row.version.assessment]
    return Names(deals, told.banks, told.us, told.lang)


def _title(told: Told) -> str:
    deals = (row.version.assessment for row in told.rows if row.version and row.version.assessment)
    deal = next(deals, None)
    texts = [text for text in (deal.customer, deal.opportunity) if text] if deal else []
    return " - ".join(texts) or phrase("untitled", told.lang)


def _forms_before(rows: Sequence[Row]) -> list[str | None]:
    """For each row, newest first, the form in which the deal was judged before; None where it was not."""
    forms = [row.outline.form if row.outline else None for row in rows]
    return [next((form for form in forms[i + 1 :] if form), None) for i in range(len(forms))]


def _row(row: Row, told: Told, names: Names, old_form: str | None) -> RowPart:
    lang = told.lang
    cells = [*_when_and_who(row, lang), "", "", ""]
    if row.outline:
        cells[2:] = [
            counts(row.outline.tally),
            headline(row.outline.verdict, row.outline.points, lang),
            mode_title(row.outline.mode, told.banks, lang),
        ]
    what = [*_what(row, names, lang), *_form(row, old_form, lang)]
    return RowPart(tuple(cells), _commit(row), tuple(what))


def _form(row: Row, old: str | None, lang: Lang) -> Iterator[str]:
    """That from here on more, or less, is asked of the deal."""
    new = row.outline.form if row.outline else None
    if old and new and old != new:
        yield f"{word('form', lang)}{phrase('after', lang)}" + ARROW.join(
            phrase(f"form.{form}", lang) for form in (old, new)
        )


def _when_and_who(row: Row, lang: Lang) -> tuple[str, str]:
    if row.commit is None:
        return "", word("history.now" if row.status == "now" else "history.working", lang)
    return row.commit.date[:10], row.commit.author


def _commit(row: Row) -> str:
    return row.commit.id[:7] if row.commit else ""


def _what(row: Row, names: Names, lang: Lang) -> Iterator[str]:
    """What a commit did, in short."""
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
        each = field(change, lang)
        return f"{each.title}{after}{each.old}{ARROW}{each.new}"
    if change.kind is None:
        each = note(change, names, lang)
        return f"{each.word}{after}{_about(each, change, lang)}"
    each = news(change, names, lang)
    told = f"{each.word} {_about(each, change, lang)}"
    if change.party is None:
        return told
    moved = f"{each.old}{ARROW}{each.new or word('none', lang)}" if each.old else each.new
    return f"{told}{after}{moved}"


def _about(each: News, change: Change, lang: Lang) -> str:
    """What it is about, and whom unless that is us."""
    return each.title if change.party == US else about(each, lang)


def _event(event: Event, told: Told, names: Names) -> RowPart:
    lang = told.lang
    change = Change(event.old, event.new, event.kind, told.question, event.party, event.note)
    if event.kind is None:
        each = note(change, names, lang)
        cells = (*_when_and_who(event.row, lang), each.party, each.word, "", "")
        return RowPart(cells, _commit(event.row), (each.new,))
    each = news(change, names, lang)
    cells = (*_when_and_who(event.row, lang), each.party, each.word, each.old, each.new)
    return RowPart(cells, _commit(event.row), (event.evidence,) if event.evidence else ())


def reason(trouble: TasError, lang: Lang) -> str:
    """Why a version cannot be read, without the name of the file."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        return word("history.line", lang, line=first.line, what=first.text(lang))
    return say(trouble.id, lang, **trouble.params)
