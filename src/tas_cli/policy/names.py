"""Which names a policy rule can use in a workspace, of what kind they are, and how a deal fills them. Pure.

Knows no CEL: `kind` says what a value is, `rules` turns that into CEL's types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from ..judging.judgements import ids
from ..judging.our_cells import OurCells
from ..judging.scorecard import verdict_of
from ..judging.scoring import BankScore, score_bank
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, mode_bank, rating_bank
from ..model.fields import OUTCOMES
from ..model.library import Library

Kind = Literal["text", "number", "whole", "flag", "names", "by_name"]
FAR_AWAY = 999_999
"""Days to or from a date that nobody wrote down."""
TEXT_LIMIT = 10_000
"""Longer texts are cut before a rule sees them, so that no rule can be made to grow without bounds."""
RATINGS = ("+", "-", "?", "")


class Deal:
    """What the rules look at: an assessment with all that is worked out from it, and the day."""

    def __init__(self, assessment: Assessment, banks: Sequence[Bank], cells: OurCells, today: date) -> None:
        self.assessment = assessment
        self.banks = banks
        self.cells = cells
        self.today = today

    @cached_property
    def scores(self) -> Scores:
        """The scores of its banks, worked out when asked for."""
        return Scores(self)


class Scores(dict[str, BankScore]):
    """Scores by bank id, each worked out when first asked for."""

    def __init__(self, deal: Deal) -> None:
        super().__init__()
        self._assessment = deal.assessment
        self._banks = {bank.id: bank for bank in deal.banks}

    def __missing__(self, id: str) -> BankScore:
        self[id] = score_bank(self._assessment, self._banks[id])
        return self[id]


class Name(NamedTuple):
    """A name: the kind of its value, how a deal gives it, and the texts it can be (none: any).

    A `by_name` value is a mapping from party to text; `question` ("bank.id") is set where it is about one.
    """

    kind: Kind
    value: Callable[[Deal], object]
    texts: tuple[str, ...] = ()
    question: str | None = None
    field: str | None = None


class Names(NamedTuple):
    """All names of a workspace, and `roots`: what a dotted name can begin with."""

    known: Mapping[str, Name]
    roots: frozenset[str] = frozenset()


def names_of(library: Library, stages: Sequence[str]) -> Names:
    """What rules can name where these banks and stages are known."""
    known = {**_fields(stages), **_findings(library), **_counts()}
    for bank in library.banks.values():
        known |= _sections(bank)
        for question in bank.by_id.values():
            known |= _choice(bank, question) if question.is_choice else _rating(bank, question)
    return Names(known, frozenset(name.partition(".")[0] for name in known))


def _fields(stages: Sequence[str]) -> dict[str, Name]:
    texts = {"outcome": OUTCOMES, "stage": (*stages, "") if stages else ()}
    made = {
        field: Name("text", _text_field(field), texts.get(field, ()), field=field)
        for field in ("customer", "opportunity", "owner", "stage", "currency", "outcome")
    }
    made["close_date"] = Name("text", lambda deal: str(deal.assessment.close_date or ""), field="close_date")
    made["amount"] = Name("number", lambda deal: float(deal.assessment.amount or 0), field="amount")
    made["verified"] = Name("flag", lambda deal: deal.assessment.verified, field="verified")
    made["competitors"] = Name("names", lambda deal: list(deal.assessment.competitors), field="competitors")
    made["days_since_assessed"] = Name(
        "whole", lambda deal: _days(deal.assessment.assessed_on, deal.today), field="assessed_on"
    )
    made["days_to_close"] = Name(
        "whole", lambda deal: _days(deal.today, deal.assessment.close_date), field="close_date"
    )
    return made


def _text_field(field: str) -> Callable[[Deal], str]:
    return lambda deal: getattr(deal.assessment, field)[:TEXT_LIMIT]


def _days(start: date | None, end: date | None) -> int:
    return FAR_AWAY if start is None or end is None else (end - start).days


def _findings(library: Library) -> dict[str, Name]:
    modes = tuple(mode.id for bank in library.banks.values() for mode in bank.modes)
    return {
        "verdict": Name("text", _verdict, (*ids("verdict"), "")),
        "mode": Name("text", _mode, (*modes, "")),
        "standing": Name("by_name", _standing, (*ids("standing"), "")),
        "unsupported": Name("names", lambda deal: list(deal.cells.unsupported)),
    }


def _verdict(deal: Deal) -> str:
    bank = rating_bank(deal.banks)
    return (verdict_of(deal.scores[bank.id].sections) if bank else None) or ""


def _mode(deal: Deal) -> str:
    bank = mode_bank(deal.banks)
    score = deal.scores[bank.id].score if bank else None
    return (score.mode if score else None) or ""


def _standing(deal: Deal) -> dict[str, str]:
    bank = rating_bank(deal.banks)
    leads = deal.scores[bank.id].leads if bank else {}
    return {party: lead.standing for party, lead in leads.items()}


def _counts() -> dict[str, Name]:
    return {f"counts.{kind}": Name("whole", _count(kind)) for kind in ("plus", "minus", "unknown", "unrated")}


def _count(kind: str) -> Callable[[Deal], int]:
    return lambda deal: len(getattr(deal.cells, kind))


def _sections(bank: Bank) -> dict[str, Name]:
    return {
        f"sections.{bank.id}.{section.id}": Name("text", _section(bank.id, section.id), (*ids("section"), ""))
        for section in bank.sections
        if section.ratings
    }


def _section(bank: str, section: str) -> Callable[[Deal], str]:
    def verdict(deal: Deal) -> str:
        if not any(each.id == bank for each in deal.banks):
            return ""
        return next(each.verdict for each in deal.scores[bank].sections if each.id == section)

    return verdict


def _rating(bank: Bank, question: Question) -> dict[str, Name]:
    def ratings(deal: Deal) -> dict[str, str]:
        answer = deal.assessment.answer(bank.id, question.id)
        given = answer.ratings
        seen = {party: given.get(party, "") for party in deal.assessment.parties}
        seen["evidence"] = answer.evidence_text()[:TEXT_LIMIT]
        return seen

    name = f"{bank.id}.{question.id}"
    return {name: Name("by_name", ratings, RATINGS, question=name)}


def _choice(bank: Bank, question: Question) -> dict[str, Name]:
    name = f"{bank.id}.{question.id}"
    options = (*(option.id for option in question.options), "?", "")

    def chosen(deal: Deal) -> str:
        return (deal.assessment.answer(bank.id, question.id).answer or "")[:TEXT_LIMIT]

    def evidence(deal: Deal) -> str:
        return deal.assessment.answer(bank.id, question.id).evidence_text()[:TEXT_LIMIT]

    return {
        f"{name}.answer": Name("text", chosen, options, question=name),
        f"{name}.evidence": Name("text", evidence, question=name),
    }


def spelled(name: str) -> str:
    """`name` as CEL can spell it: parts in another script or taken by CEL get a stand-in."""
    return ".".join(map(_part, name.split(".")))


_WORDS = frozenset(
    "true false null in as break const continue else for function if import let loop package namespace"
    " return var void while".split()
)


def _part(part: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part) and part not in _WORDS:
        return part
    return f"q_{part.encode().hex()}"


def blank(mentioned: Iterable[str]) -> dict[str, str]:
    """What a mapping by party says of parties that a deal may not have."""
    return dict.fromkeys(mentioned, "")


def values_seen(names: Names, deal: Deal) -> dict[str, object]:
    """Every name with the value that rules see for `deal`, in order of the names."""
    return {name: names.known[name].value(deal) for name in sorted(names.known)}
