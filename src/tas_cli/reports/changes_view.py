"""What changed, in words of one language: turns a Compared into plain parts for text and Markdown.

User text in the parts is raw: each format makes it harmless in its own way. Lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..changes.compare import Change
from ..errors import Param
from ..judging.leads import Lead
from ..judging.tallies import Tally
from ..model.answers import US, Answer
from ..model.assessment import Assessment
from ..model.bank import Bank, text_in
from ..model.naming import aside, headline, party_names, phrase, ranged, titles_of
from ..words import Lang, say

if TYPE_CHECKING:  # a history is told without it
    from ..changes.folders import Compared

Tone = int


class Line(NamedTuple):
    """A judgement: its label, old and new in words, and whether that is good news.

    Old is "" when there is nothing to compare with, and the same as new when the judgement stands.
    """

    label: str
    old: str
    new: str
    tone: Tone


class News(NamedTuple):
    """One change: the word for its kind, what and whom it is about, old and new, and how we know."""

    word: str
    tone: Tone
    title: str
    party: str
    old: str
    new: str
    evidence: str = ""


class Part(NamedTuple):
    """All that is said about one assessment. `warning` is "" unless the sales mode fell."""

    title: str
    file: str
    status: str
    verdict: Line
    warning: str
    lines: tuple[Line, ...]
    news: tuple[News, ...]
    notes: tuple[News, ...]
    fields: tuple[News, ...]


def word(key: str, lang: Lang, **params: Param) -> str:
    """A text of `words.changes`."""
    return say(f"changes.{key}", lang, **params)


class Names:
    """What questions, parties and options are called in a language."""

    def __init__(self, deals: Iterable[Assessment], banks: Sequence[Bank], us: str, lang: Lang) -> None:
        self._parties = {id: name for deal in deals for id, name in party_names(deal, us, lang).items()}
        self._titles = titles_of(banks, lang)
        self._options = _options(banks, lang)

    def question(self, id: str | None) -> str:
        """The title of "bank.id"; the id itself when no bank has it."""
        return self._titles.get(id or "", id or "")

    def party(self, id: str | None) -> str:
        """The name of a party; "" for none, the id of one that is not declared."""
        return self._parties.get(id, id) if id else ""

    def answer(self, change: Change, value: str | None) -> str:
        """A rating as its sign, an option as its title, nothing as ""."""
        if value is None:
            return ""
        return value if change.party else self._options.get((change.question or "", value), value)


def _options(banks: Sequence[Bank], lang: Lang) -> Mapping[tuple[str, str], str]:
    return {
        (f"{bank.id}.{id}", option.id): text_in(option.title, lang)
        for bank in banks
        for id, question in bank.by_id.items()
        for option in question.options
    }


def part(compared: Compared, lang: Lang) -> Part:
    """What is said about one comparison. An added or removed assessment is told by its verdict alone."""
    names = Names((compared.old, compared.new), compared.banks, compared.us, lang)
    told = compared.changes if compared.status in ("changed", "renamed") else ()
    deal = compared.old if compared.status == "removed" else compared.new
    status = word(f"status.{compared.status}", lang)
    if compared.was:
        status = word("renamed_from", lang, file=compared.was)
    mode = compared.effect.mode
    return Part(
        " - ".join(text for text in (deal.customer, deal.opportunity) if text) or phrase("untitled", lang),
        compared.file,
        "" if compared.status == "changed" else status,
        _verdict(compared, lang),
        word("mode.fell", lang) if mode.trend < 0 else "",
        tuple(_lines(compared, names, lang)),
        tuple(_news(compared, told, names, lang)),
        tuple(_notes(told, names, lang)),
        tuple(_fields(told, lang)),
    )


def _verdict(compared: Compared, lang: Lang) -> Line:
    shift = compared.effect.verdict
    both = zip((shift.old, shift.new), compared.effect.points, strict=True)
    old, new = (headline(value, points, lang) for value, points in both)
    return _alone(compared, Line(word("verdict", lang), old, new, shift.trend))


def _alone(compared: Compared, line: Line) -> Line:
    """Of an assessment that is there on one side only, that side's judgement."""
    if compared.status in ("changed", "renamed"):
        return line
    return Line(line.label, "", line.old if compared.status == "removed" else line.new, 0)


def mode_title(id: str | None, banks: Sequence[Bank], lang: Lang) -> str:
    """What a sales mode is called; a word for none."""
    titles = {mode.id: text_in(mode.title, lang) for bank in banks for mode in bank.modes}
    return titles.get(id, id) if id else word("mode.none", lang)


def _lines(compared: Compared, names: Names, lang: Lang) -> Iterator[Line]:
    effect, banks = compared.effect, compared.banks
    old, new = (mode_title(id, banks, lang) for id in (effect.mode.old, effect.mode.new))
    if effect.mode.old or effect.mode.new:
        yield _alone(compared, Line(word("mode", lang), old, new, effect.mode.trend))
    if compared.status not in ("changed", "renamed"):
        return
    if effect.form.moved:
        old, new = (phrase(f"form.{form}", lang) for form in (effect.form.old, effect.form.new))
        yield Line(word("form", lang), old, new, 0)
    sections = {(bank.id, each.id): text_in(each.title, lang) for bank in banks for each in bank.sections}
    for each in effect.sections:
        old, new = (
            _judged(f"section.{verdict}" if verdict else None, tally, lang)
            for verdict, tally in ((each.verdict.old, each.old), (each.verdict.new, each.new))
        )
        yield Line(sections[each.bank, each.section], old, new, each.verdict.trend)
    for lead in effect.leads:
        old, new = (
            _judged(f"standing.{standing}" if standing else None, score, lang)
            for standing, score in ((lead.standing.old, lead.old), (lead.standing.new, lead.new))
        )
        yield Line(names.party(lead.party), old, new, lead.standing.trend)
    if effect.old != effect.new:
        yield Line(word("known", lang), counts(effect.old), counts(effect.new), 0)
        yield Line(word("score", lang), _range(effect.old), _range(effect.new), 0)


def _judged(key: str | None, range: Tally | Lead | None, lang: Lang) -> str:
    return (
        word("none", lang) if key is None else f"{phrase(key, lang)} {_range(range) if range else ''}".strip()
    )


def _range(range: Tally | Lead) -> str:
    return ranged(range.score, range.low, range.high)


def counts(tally: Tally) -> str:
    """Our answers by sign, such as `+7 -2 ?5 .6`; a dot is unrated."""
    return f"+{tally.plus} -{tally.minus} ?{tally.unknown} .{tally.unrated}"


def _news(compared: Compared, told: Sequence[Change], names: Names, lang: Lang) -> Iterator[News]:
    for change in told:
        if change.kind:
            yield news(change, names, lang, evidence_of(compared.new, change, lang))


def news(change: Change, names: Names, lang: Lang, evidence: str = "") -> News:
    """A rating or choice that changed."""
    return News(
        word(f"kind.{change.kind}", lang),
        change.tone,
        names.question(change.question),
        names.party(change.party),
        names.answer(change, change.old),
        names.answer(change, change.new),
        evidence,
    )


def evidence_of(deal: Assessment, change: Change, lang: Lang) -> str:
    """How we know what an answer says now; a word where a + of ours rests on nothing."""
    bank, _, question = (change.question or "").partition(".")
    answer: Answer = deal.answer(bank, question)
    text = answer.evidence_text(change.party or US) if change.new is not None else ""
    return text or (word("no_evidence", lang) if change.new == "+" and change.party == US else "")


def _notes(told: Sequence[Change], names: Names, lang: Lang) -> Iterator[News]:
    for change in without_new_evidence(told):
        if change.question is not None and change.kind is None:
            yield note(change, names, lang)


def without_new_evidence(told: Sequence[Change]) -> Iterator[Change]:
    """The changes but for new evidence of an answer that is new itself: the two are told together."""
    rated = {
        (change.question, change.party or US) for change in told if change.kind and change.new is not None
    }
    for change in told:
        is_evidence = (change.field or "").startswith("evidence")
        if not (is_evidence and change.new and (change.question, change.party) in rated):
            yield change


def note(change: Change, names: Names, lang: Lang) -> News:
    """Evidence or a next step that changed."""
    return News(
        word(change.field or "", lang), 0, names.question(change.question), names.party(change.party),
        _or_nothing(change.old, lang), _or_nothing(change.new, lang),
    )  # fmt: skip


def _fields(told: Sequence[Change], lang: Lang) -> Iterator[News]:
    yield from (field(change, lang) for change in told if change.question is None)


def field(change: Change, lang: Lang) -> News:
    """A field of the deal that changed."""
    old, new = _or_nothing(change.old, lang), _or_nothing(change.new, lang)
    return News("", 0, _field_title(change, lang), "", old, new)


def _field_title(change: Change, lang: Lang) -> str:
    """What a field of the deal is called."""
    head, _, id = (change.field or "").partition(".")
    return word(f"field.{head}", lang, id=id) if id else word(f"field.{head}", lang)


def about(each: News, lang: Lang) -> str:
    """What and whom it is about."""
    return f"{each.title}{aside(each.party, lang)}" if each.party else each.title


def _or_nothing(value: str | None, lang: Lang) -> str:
    return value or word("nothing", lang)


def summary(found: Sequence[Compared], lang: Lang) -> str:
    """How many assessments differ, and how; a sentence when none does."""
    if not found:
        return word("same_folders", lang)
    tally = {
        status: sum(each.status == status for each in found)
        for status in ("changed", "added", "removed", "renamed")
    }
    what = phrase("join", lang).join(
        f"{word(f'status.{status}', lang)} {n}" for status, n in tally.items() if n
    )
    return word("files", lang, n=len(found), what=what)
