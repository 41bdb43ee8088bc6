"""What changed, as a document: the judgements first, then the news, the worst of it on top.

Also the words that a history shares: names of parties, questions and options, and each change in words. Works
nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..changes.compare import Change
from ..errors import Param
from ..judging.leads import Lead
from ..judging.tallies import Tally
from ..model.answers import US, Answer
from ..model.assessment import Assessment
from ..model.bank import Bank, row_name
from ..model.local_texts import text_in
from ..model.naming import (
    aside,
    deal_name,
    headline,
    party_names,
    phrase,
    ranged,
    titles_of,
    told_value,
)
from ..words import Lang, say
from . import doc
from .formats import Difference

if TYPE_CHECKING:  # a history is told without it
    from ..changes.folders import Compared

ARROW = " -> "
_STYLES: Mapping[int, doc.Style] = {-1: "bad", 0: "", 1: "good"}


def page(value: Difference, lang: Lang) -> doc.Doc:
    """What changed between two files, or in each file that differs in two folders."""
    names = ARROW.join(value.names)
    if not value.is_folder:
        one = value.found[0]
        same = [] if one.changes else [doc.paragraph(word("same", lang))]
        blocks = (doc.Heading(_title(one, lang), 1), doc.paragraph(names), *_body(one, lang), *same)
        return doc.Doc(lang, blocks)
    found = value.found
    blocks = (doc.paragraph(names), doc.paragraph(_summary(found, lang), tight=True))
    if len(found) > 1:
        blocks = (*blocks, _overview(found, lang))
    sections = (block for each in found for block in _section(each, lang))
    return doc.Doc(lang, (*blocks, *_agreement(value, lang), *sections))


def _agreement(value: Difference, lang: Lang) -> Iterator[doc.Block]:
    """Where two folders are two people who rated: on which criteria they agree."""
    if value.agreement is None or not value.found:
        return
    from .agreement import agreement_blocks

    banks = {bank.id: bank for each in value.found for bank in each.banks}
    yield doc.Heading(say("agreement.of_two", lang))
    yield from agreement_blocks(value.agreement, titles_of(list(banks.values()), lang), lang, None)


def word(key: str, lang: Lang, **params: Param) -> str:
    """A text of `changes.*`."""
    return say(f"changes.{key}", lang, **params)


def _overview(found: Sequence[Compared], lang: Lang) -> doc.Table:
    rows = []
    for each in found:
        label, moved = _verdict(each, lang)
        status = "" if each.status == "changed" else _status(each, lang)
        rows.append(doc.TableRow((doc.spans(_title(each, lang)), moved, doc.spans(status))))
    return doc.Table((word("file", lang), label, ""), tuple(rows))


def _section(one: Compared, lang: Lang) -> Iterator[doc.Block]:
    status = "" if one.status == "changed" else aside(_status(one, lang), lang)
    yield doc.Heading(_title(one, lang), 1)
    yield doc.paragraph(one.file + status)
    yield from _body(one, lang)


def _title(one: Compared, lang: Lang) -> str:
    deal = one.old if one.status == "removed" else one.new
    return deal_name(deal, phrase("untitled", lang))


def _status(one: Compared, lang: Lang) -> str:
    return word("renamed_from", lang, file=one.was) if one.was else word(f"status.{one.status}", lang)


def _body(one: Compared, lang: Lang) -> Iterator[doc.Block]:
    """An assessment that is there on one side only is told by that side's judgements and facts alone."""
    names = Names((one.old, one.new), one.banks, one.us, lang)
    told = one.changes if _is_both(one) else ()
    if one.effect.mode.trend < 0:
        yield doc.paragraph(doc.Span(word("mode.fell", lang), "bad"))
    yield doc.FactList((_verdict(one, lang), *_judgements(one, names, lang)))
    news = [each for each in told if each.kind]
    if news:
        yield doc.Heading(word("ratings", lang))
        yield _news(one, news, names, lang)
    notes = [each for each in without_new_evidence(told) if each.question is not None and each.kind is None]
    if notes:
        yield doc.Heading(word("notes", lang))
        yield doc.items(note(each, names, lang) for each in notes)
    fields = [each for each in told if each.question is None]
    if fields:
        yield doc.Heading(word("fields", lang))
        yield doc.FactList(
            tuple((field_title(each, lang), doc.spans(_moved(each.old, each.new, lang))) for each in fields)
        )


def _is_both(one: Compared) -> bool:
    return one.status in ("changed", "renamed")


def _verdict(one: Compared, lang: Lang) -> tuple[str, doc.Spans]:
    shift = one.effect.verdict
    both = zip((shift.old, shift.new), one.effect.points, strict=True)
    old, new = (headline(value, points, lang) for value, points in both)
    return word("verdict", lang), _shifted(one, old, new, shift.trend, lang)


def _judgements(one: Compared, names: Names, lang: Lang) -> Iterator[tuple[str, doc.Spans]]:
    effect, banks = one.effect, one.banks
    if effect.mode.old or effect.mode.new:
        old, new = (mode_title(id, banks, lang) for id in (effect.mode.old, effect.mode.new))
        yield word("mode", lang), _shifted(one, old, new, effect.mode.trend, lang)
    if not _is_both(one):
        yield from _what_it_is(one, lang)
        return
    if effect.form.moved:
        old, new = (phrase(f"form.{form}", lang) for form in (effect.form.old, effect.form.new))
        yield word("form", lang), _shifted(one, old, new, 0, lang)
    sections = {(bank.id, each.id): text_in(each.title, lang) for bank in banks for each in bank.sections}
    for each in effect.sections:
        shift = each.verdict
        old, new = (
            _judged("section", shift.old, each.old, lang),
            _judged("section", shift.new, each.new, lang),
        )
        yield sections[each.bank, each.section], _shifted(one, old, new, shift.trend, lang)
    for lead in effect.leads:
        shift = lead.standing
        old, new = (
            _judged("standing", shift.old, lead.old, lang),
            _judged("standing", shift.new, lead.new, lang),
        )
        yield names.party(lead.party), _shifted(one, old, new, shift.trend, lang)
    if effect.old != effect.new:
        yield word("known", lang), doc.spans(f"{counts(effect.old)}{ARROW}{counts(effect.new)}")
        yield word("score", lang), doc.spans(f"{ranged(effect.old)}{ARROW}{ranged(effect.new)}")


def _what_it_is(one: Compared, lang: Lang) -> Iterator[tuple[str, doc.Spans]]:
    """Of an assessment that is there on one side only: our answers, where it stands, money and days."""
    deal, tally = (one.old, one.effect.old) if one.status == "removed" else (one.new, one.effect.new)
    if tally.plus or tally.minus or tally.unknown:
        yield word("known", lang), doc.spans(counts(tally))
    told = {
        "stage": deal.stage,
        "amount": "" if deal.amount is None else f"{deal.amount:,f} {deal.currency}".strip(),
        "close_date": str(deal.close_date or ""),
        "outcome": "" if deal.outcome == "open" else phrase(f"outcome.{deal.outcome}", lang),
        "closed_on": str(deal.closed_on or ""),
    }
    for field, text in told.items():
        if text:
            yield word(f"field.{field}", lang), doc.spans(text)


def _shifted(one: Compared, old: str, new: str, trend: int, lang: Lang) -> doc.Spans:
    """A judgement that moved, or stands; of an assessment that is there on one side only, that side's."""
    if not _is_both(one):
        return doc.spans(old if one.status == "removed" else new)
    if old == new:
        return doc.spans(new + aside(word("unchanged", lang), lang))
    return doc.spans(f"{old}{ARROW}", doc.Span(new, _STYLES[trend]))


def _judged(kind: str, value: str | None, range: Tally | Lead | None, lang: Lang) -> str:
    if value is None:
        return word("none", lang)
    return f"{phrase(f'{kind}.{value}', lang)} {ranged(range) if range else ''}".strip()


def _news(one: Compared, told: Iterable[Change], names: Names, lang: Lang) -> doc.Table:
    rows = []
    for each in told:
        kind = (doc.Span(kind_word(each, lang), _STYLES[each.tone]),)
        cells = (kind, doc.spans(about(each, names, lang)), doc.spans(answered(each, names, lang)))
        evidence = evidence_of(one.new, each, lang)
        rows.append(doc.TableRow(cells, doc.spans(evidence) if evidence else ()))
    heads = (word("news", lang), word("what", lang), f"{word('was', lang)}{ARROW}{word('now', lang)}")
    return doc.Table(heads, tuple(rows), word("evidence.head", lang), word("evidence", lang))


def _summary(found: Sequence[Compared], lang: Lang) -> str:
    """How many assessments differ, and how; a sentence when none does."""
    if not found:
        return word("same_folders", lang)
    statuses = [each.status for each in found]
    what = phrase("join", lang).join(
        f"{word(f'status.{status}', lang)} {statuses.count(status)}"
        for status in ("changed", "added", "removed", "renamed")
        if status in statuses
    )
    return word("files", lang, n=len(found), what=what)


class Names:
    """What questions, parties and options are called in a language."""

    def __init__(self, deals: Iterable[Assessment], banks: Sequence[Bank], us: str, lang: Lang) -> None:
        self._deals = tuple(deals)
        self._parties = {id: name for deal in self._deals for id, name in party_names(deal, us, lang).items()}
        self._titles = titles_of(banks, lang)
        self._lang: Lang = lang
        self._asked = {f"{bank.id}.{id}": question for bank in banks for id, question in bank.by_id.items()}

    def question(self, id: str | None) -> str:
        """The title of "bank.id"; the id itself when no bank has it."""
        return self._titles.get(id or "", id or "")

    def cell(self, change: Change) -> str:
        """The row and the column that a change is about, as people call them."""
        asked, row = self._asked.get(change.question or ""), change.row or ""
        if asked is None:
            return f"{row} {change.column}"
        bank, _, id = (change.question or "").partition(".")
        said = [deal.answer(bank, id).rows.get(row, {}) for deal in reversed(self._deals)]
        name = row_name(asked, row, next(filter(None, said), {}))
        column = asked.column(change.column or "")
        return f"{name} {text_in(column.title, self._lang) if column else change.column}"

    def party(self, id: str | None) -> str:
        """The name of a party; "" for none, the id of one that is not declared."""
        return self._parties.get(id, id) if id else ""

    def answer(self, change: Change, value: str | None) -> str:
        """A rating as its sign, an option as its title, a text as it stands, nothing as ""."""
        asked = self._asked.get(change.question or "")
        column = asked.column(change.column) if asked and change.column else None
        asked = column.asked if column else asked
        return value or "" if change.party or asked is None else told_value(asked, value, self._lang)


def mode_title(id: str | None, banks: Sequence[Bank], lang: Lang) -> str:
    """What a sales mode is called; a word for none."""
    titles = {mode.id: text_in(mode.title, lang) for bank in banks for mode in bank.modes}
    return titles.get(id, id) if id else word("mode.none", lang)


def counts(tally: Tally) -> str:
    """Our answers by sign, such as `+7 -2 ?5 .6`; a dot is unrated."""
    return f"+{tally.plus} -{tally.minus} ?{tally.unknown} .{tally.unrated}"


def kind_word(change: Change, lang: Lang) -> str:
    """The word for what happened to an answer."""
    return word(f"kind.{change.kind}", lang)


def about(change: Change, names: Names, lang: Lang) -> str:
    """What and whom a change is about."""
    title, party = names.question(change.question), names.party(change.party)
    if change.row is not None:
        return f"{title}{aside(names.cell(change), lang)}"
    return f"{title}{aside(party, lang)}" if party else title


def answered(change: Change, names: Names, lang: Lang) -> str:
    """Old and new of an answer, or the one there is."""
    old, new = names.answer(change, change.old), names.answer(change, change.new)
    return f"{old}{ARROW}{new or word('none', lang)}" if old else new


def note(change: Change, names: Names, lang: Lang) -> str:
    """Evidence or a next step that changed, in a line."""
    head = (
        f"{about(change, names, lang)}{phrase('join', lang)}{note_word(change, lang)}{phrase('after', lang)}"
    )
    return head + (change.new or "" if change.old is None else _moved(change.old, change.new, lang))


def note_word(change: Change, lang: Lang) -> str:
    """The word for a note, or for the part of it."""
    return word(change.field or "", lang)


def _moved(old: str | None, new: str | None, lang: Lang) -> str:
    nothing = word("nothing", lang)
    return f"{old or nothing}{ARROW}{new or nothing}"


def field_moved(change: Change, lang: Lang) -> str:
    """A field of the deal that changed, in a line."""
    return f"{field_title(change, lang)}{phrase('after', lang)}{_moved(change.old, change.new, lang)}"


def field_title(change: Change, lang: Lang) -> str:
    """What a field of the deal is called."""
    head, _, id = (change.field or "").partition(".")
    return word(f"field.{head}", lang, id=id) if id else word(f"field.{head}", lang)


def evidence_of(deal: Assessment, change: Change, lang: Lang) -> str:
    """How we know what an answer says now; a word where a + of ours rests on nothing."""
    bank, _, question = (change.question or "").partition(".")
    answer: Answer = deal.answer(bank, question)
    text = answer.evidence_text(change.party or US) if change.new is not None else ""
    if change.row is not None:
        return ""
    return text or (word("no_evidence", lang) if change.new == "+" and change.party == US else "")


def without_new_evidence(told: Sequence[Change]) -> Iterator[Change]:
    """The changes but for new evidence of an answer that is new itself: the two are told together."""
    rated = {
        (change.question, change.party or US) for change in told if change.kind and change.new is not None
    }
    for change in told:
        is_evidence = (change.field or "").startswith("evidence")
        if not (is_evidence and change.new and (change.question, change.party) in rated):
            yield change
