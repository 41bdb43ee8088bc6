"""What a rule can name in a workspace, of what kind it is, and how a deal fills it. Pure.

Three roots: `deal` is what the file says, `card` what is made of it, and every bank goes by its id. Knows no
CEL: `kind` says what a value is, `rules` turns that into CEL's types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..findings import switchable
from ..judging import verdicts
from ..judging.our_cells import OurCells, asked_of_us
from ..judging.scoring import Scores
from ..model.answers import RESERVED, US, Answer, Row
from ..model.assessment import Assessment
from ..model.bank import Bank, Question
from ..model.field_types import ID, NOT_APPLICABLE
from ..model.fields import DAY, FIELDS, DealField
from ..model.judgements import ids
from ..model.kinds import UNKNOWN
from ..model.library import Library
from ..model.settings import OwnField, Settings
from ..yamlio.document import one_spelling

if TYPE_CHECKING:
    from ..judging.forecast import Forecast

NameKind = Literal["text", "day", "number", "whole", "flag", "list", "map"]
PossibleTexts = Collection[str]
"""The texts that something can be; empty for any."""
ANY: PossibleTexts = ()
RATINGS = ("+", "-", "?", "")
FAR_AWAY = 999_999
"""Days to or from a date that nobody wrote down."""
TEXT_LIMIT = 10_000
"""Longer texts are cut before a rule sees them, so that no rule can be made to grow without bounds."""


class Deal:
    """What the rules look at: an assessment with all that is worked out from it, and the day."""

    def __init__(
        self,
        assessment: Assessment,
        banks: Sequence[Bank],
        cells: OurCells,
        today: date,
        forecast: Callable[[Assessment], Forecast | None] = lambda _: None,
    ) -> None:
        self.assessment = assessment
        self.forecast = forecast
        self.banks = banks
        self.cells = cells
        self.today = today

    @cached_property
    def scores(self) -> Scores:
        """The scores of its banks, worked out when asked for."""
        return Scores(self.assessment, self.banks)


class Name(NamedTuple):
    """A name: the kind of its value, how a deal gives it, and the texts it, or what is in it, can be.

    A map has `keys` of its own, each with its texts, and with `party` an entry for every party: the texts
    that these can be. `path` is what of a file it is about, `question` ("bank.id") the question. `of_ids`: it
    holds ids that a deal's people made.
    """

    kind: NameKind
    value: Callable[[Deal], Any]
    texts: PossibleTexts = ANY
    keys: Mapping[str, PossibleTexts] = {}
    party: PossibleTexts | None = None
    path: tuple[str, ...] = ()
    question: str | None = None
    of_ids: bool = False

    def can_be(self, text: str) -> bool:
        """Whether it, or what is in it, can be `text`: one of its texts, an id, or whatever."""
        if self.texts:
            return text in self.texts
        return not self.of_ids or is_rival(text) or (not text and self.kind == "text")

    def has_key(self, key: str) -> bool:
        """Whether a map can ever have an entry of that name."""
        return key in self.keys or (self.party is not None and is_rival(key))


def is_rival(id: str) -> bool:
    """Whether a competitor can have that id."""
    return bool(ID.fullmatch(id)) and id not in RESERVED


class PolicyNames(NamedTuple):
    """All names of a workspace, and what they begin with; `has_stages`: it says which stages there are."""

    known: Mapping[str, Name]
    roots: frozenset[str]
    has_stages: bool = False


_WORD = re.compile(r"[A-Za-z_]\w*")


def names_of(library: Library, settings: Settings) -> PolicyNames:
    """What rules can name where these banks and settings hold."""
    said = " ".join(f"{rule.when} {rule.expect}" for rule in settings.policy)
    banks = library.at_hand(_WORD.findall(said))
    known = {**dict(_deal(settings)), **dict(_card(banks))}
    for bank in banks:
        for id, each in bank.by_id.items():
            if each.columns:
                known |= _table(bank, each)
            else:
                known[f"{bank.id}.{id}"] = _question(bank, each)
    roots = frozenset(("deal", "card", *library.banks))
    return PolicyNames(known, roots, bool(settings.stages))


def _deal(settings: Settings) -> Iterator[tuple[str, Name]]:
    texts: Mapping[str, PossibleTexts] = {
        "stage": (*map(one_spelling, settings.stages), "") if settings.stages else ANY,
        "waivers": (*(rule.id for rule in settings.policy), *switchable()),
    }
    for name, field in FIELDS.items():
        if field.policy_type in _KINDS:
            yield f"deal.{name}", _field(field, texts.get(name, field.texts))
    for name, own in settings.custom.items():
        yield f"deal.custom.{name}", _own(name, own)
    since = _days(lambda deal: deal.assessment.assessed_on, lambda deal: deal.today)
    until = _days(lambda deal: deal.today, lambda deal: deal.assessment.close_date)
    yield "deal.days_since_assessed", Name("whole", since, path=("assessed_on",))
    yield "deal.days_to_close", Name("whole", until, path=("close_date",))


_KINDS: Mapping[str | None, NameKind] = {"text": "text", "number": "number", "flag": "flag", "names": "list"}


def _field(field: DealField, texts: PossibleTexts) -> Name:
    kind = "day" if field.type is DAY else _KINDS[field.policy_type]

    def value(deal: Deal) -> object:
        seen = field.seen(getattr(deal.assessment, field.name))
        return seen[:TEXT_LIMIT] if isinstance(seen, str) else seen

    of_ids = field.name in ("competitors", "lost_to")
    return Name(kind, value, texts, path=(field.name,), of_ids=of_ids)


def _own(name: str, own: OwnField) -> Name:
    """A field of the team's own."""

    def value(deal: Deal) -> object:
        text = deal.assessment.custom.get(name, "")[:TEXT_LIMIT]
        return own.number(text) if own.kind == "number" else text

    kind: NameKind = "day" if own.kind == "date" else "number" if own.kind == "number" else "text"
    return Name(
        kind, value, (*map(one_spelling, own.options), "") if own.options else ANY, path=("custom", name)
    )


def _days(start: Callable[[Deal], date | None], end: Callable[[Deal], date | None]) -> Callable[[Deal], int]:
    def days(deal: Deal) -> int:
        first, last = start(deal), end(deal)
        return FAR_AWAY if first is None or last is None else (last - first).days

    return days


def _card(banks: Sequence[Bank]) -> Iterator[tuple[str, Name]]:
    modes = (*(mode.id for bank in banks for mode in bank.modes), "")
    asked = [f"{bank.id}.{id}" for bank in banks for id in asked_of_us(bank)]
    yield (
        "card.verdict",
        Name("text", lambda deal: verdicts.verdict(deal.scores) or "", (*ids("verdict"), "")),
    )
    yield "card.to_yes", Name("whole", _to_yes)
    yield "card.form", Name("text", lambda deal: deal.scores.form, ("full", "short"))
    yield "card.mode", Name("text", _mode, modes)
    yield "card.forecast", Name("number", _forecast)
    yield "card.standing", Name("map", _standing, party=(*ids("standing"), ""))
    yield "card.unsupported", Name("list", lambda deal: list(deal.cells.unsupported), asked)
    for kind in ("plus", "minus", "unknown", "unrated"):
        yield f"card.counts.{kind}", Name("whole", _count(kind))
    yield "card.counts.na", Name("whole", _count("set_aside"))
    for bank in banks:
        if bank.has_points:
            yield f"card.score.{bank.id}", Name("number", _score(bank.id))
        for section in bank.sections:
            if section.ratings:
                verdict = Name("text", _section(bank.id, section.id), (*ids("section"), ""))
                yield f"card.sections.{bank.id}.{section.id}", verdict


def _mode(deal: Deal) -> str:
    score = deal.scores.routed
    return (score.mode if score else None) or ""


def _forecast(deal: Deal) -> float:
    found = deal.forecast(deal.assessment)
    return found.probability if found else 0.0


def _to_yes(deal: Deal) -> int:
    needed = verdicts.to_yes(deal.scores)
    return FAR_AWAY if needed is None else needed


def _standing(deal: Deal) -> dict[str, str]:
    bank = deal.scores.rating_bank
    leads = deal.scores.leads(bank) if bank else {}
    return {party: lead.standing for party, lead in leads.items()}


def _count(kind: str) -> Callable[[Deal], int]:
    return lambda deal: len(getattr(deal.cells, kind))


def _score(bank: str) -> Callable[[Deal], float]:
    def points(deal: Deal) -> float:
        own = _among(deal, bank)
        score = deal.scores.choices(own) if own else None
        return float(score.score) if score else 0.0

    return points


def _section(bank: str, section: str) -> Callable[[Deal], str]:
    def verdict(deal: Deal) -> str:
        own = _among(deal, bank)
        sections = deal.scores.our_sections(own) if own else ()
        return next((each.verdict for each in sections if each.id == section), "")

    return verdict


def _among(deal: Deal, bank: str) -> Bank | None:
    """The bank of that id, where it concerns the deal."""
    return next((each for each in deal.banks if each.id == bank), None)


_NOTES: Mapping[str, PossibleTexts] = {"evidence": ANY, "next_step": ANY, "due": ANY, "owner": ANY}
"""What we say to a question besides its answer."""


def _question(bank: Bank, question: Question) -> Name:
    """A question by its bank: a map of what is said to it."""

    def said(deal: Deal) -> dict[str, str]:
        answer = deal.assessment.answer_to(bank.id, question)
        if not question.kind.each_party:
            return {**_notes(answer), "answer": (answer.answer or "")[:TEXT_LIMIT]}
        given = answer.ratings
        return {party: given.get(party, "") for party in deal.assessment.parties} | _notes(answer)

    at = ("answers", bank.id, question.id)
    name = f"{bank.id}.{question.id}"
    if not question.kind.each_party:
        aside = (NOT_APPLICABLE,) if question.allow_na else ()
        options = (*question.offers, *aside, UNKNOWN, "") if question.options else ANY
        return Name("map", said, keys={"answer": options, **_NOTES}, path=at, question=name)
    ratings = (*RATINGS, NOT_APPLICABLE) if question.allow_na else RATINGS
    return Name("map", said, keys={US: ratings, **_NOTES}, party=ratings, path=at, question=name)


def _table(bank: Bank, question: Question) -> Iterator[tuple[str, Name]]:
    """A table by its bank: the ids of its rows, and what its columns say, row by row; "" for nothing."""
    at = ("answers", bank.id, question.id)
    name = f"{bank.id}.{question.id}"

    def rows(deal: Deal) -> Mapping[str, Row]:
        return deal.assessment.answer(bank.id, question.id).rows

    yield f"{name}.id", Name("list", lambda deal: list(rows(deal)), path=at, question=name, of_ids=True)
    for column in question.columns:
        texts = (*column.asked.offers, UNKNOWN, "") if column.options else ANY

        def said(deal: Deal, column: str = column.id) -> list[str]:
            return [row.get(column, "")[:TEXT_LIMIT] for row in rows(deal).values()]

        yield f"{name}.{column.id}", Name("list", said, texts, path=at, question=name)


def _notes(answer: Answer) -> dict[str, str]:
    step = answer.next_step
    return {
        "evidence": answer.evidence_text()[:TEXT_LIMIT],
        "next_step": answer.step_text[:TEXT_LIMIT],
        "due": str(step.due or "") if step else "",
        "owner": step.owner[:TEXT_LIMIT] if step else "",
    }


def values_seen(names: PolicyNames, deal: Deal) -> dict[str, object]:
    """Every name, as a rule writes it, with the value that rules see for `deal`, in order of the names."""
    return {written(name): names.known[name].value(deal) for name in sorted(names.known)}


def written(name: str) -> str:
    """`name` as a rule has to write it: what is no word in CEL stands in brackets."""
    first, *parts = name.split(".")
    return first + "".join(f".{part}" if is_word(part) else f"['{part}']" for part in parts)


def is_word(part: str) -> bool:
    """Whether CEL can read a part of a name as a word."""
    return part.isascii() and part.isidentifier()
