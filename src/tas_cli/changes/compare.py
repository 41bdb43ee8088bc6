"""What changed in meaning between two versions of an assessment, and what that did to the verdicts. Pure.

A change is one fact that is another now: a rating, a choice, a piece of evidence, a field. Reads no file
and chooses no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..judging.leads import Lead
from ..judging.modes import ChoiceScore
from ..judging.scorecard import Scorecard
from ..judging.scoring import our_tally
from ..judging.sections import SectionScore
from ..judging.tallies import Tally
from ..model.answers import US, Evidence, NextStep
from ..model.assessment import Assessment
from ..model.bank import Bank, mode_bank
from ..model.field_types import NOT_APPLICABLE
from ..model.fields import FIELDS, parts_as_text, plain_text
from ..model.judgements import ids
from .merge import FactPath, facts_apart, is_cell

ChangeKind = Literal[
    "worsened", "doubted", "cleared", "learned", "changed", "rated", "improved", "set_aside", "taken_up"
]

# Worst news first. A competitor's good news is bad news for us, so its signs are turned around.
_RANKS = (
    ("worsened", "-"), ("doubted", "?"), ("cleared", ""), ("set_aside", ""),
    ("learned", "-"), ("rated", "-"), ("changed", ""), ("taken_up", ""),
    ("rated", "?"), ("rated", ""), ("rated", "+"), ("learned", ""), ("learned", "+"), ("improved", "+"),
)  # fmt: skip
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_NOTE_FIELDS = (
    "evidence",
    *(f"evidence.{part}" for part in Evidence._fields[1:]),
    "next_step",
    *(f"next_step.{part}" for part in NextStep._fields[1:]),
)
_NOTE_PLACES = {name: place for place, name in enumerate(_NOTE_FIELDS)}
_RANK = {pair: rank for rank, pair in enumerate(_RANKS)}
_TURNED: Mapping[str, ChangeKind] = {"worsened": "improved", "improved": "worsened"}
_SIGN = {"+": "-", "-": "+"}


class Change(NamedTuple):
    """One fact, old and new as text; None is nothing.

    A rating has `kind`, `question` ("bank.id") and `party`; a choice no party. Evidence and next steps have
    `question`, `party` and `field` (`evidence` its words, `evidence.who` who said
    them); what stands in a table has `question`, `row` and `column`; a field of the deal only `field`
    (`competitors.x_sys` for a name).
    """

    old: str | None
    new: str | None
    kind: ChangeKind | None = None
    question: str | None = None
    party: str | None = None
    field: str | None = None
    row: str | None = None
    column: str | None = None

    @property
    def what(self) -> tuple[str | None, ...]:
        """What it is about, whatever it was or is."""
        return self.question, self.party, self.field, self.row, self.column

    @property
    def tone(self) -> int:
        """1 for good news, -1 for bad news, 0 for news."""
        if self.kind is None or self.row is not None:
            return 0
        good = {"worsened": -1, "improved": 1, "doubted": -1, "cleared": -1}.get(self.kind, 0)
        good = good or {"+": 1, "-": -1}.get(self.new or "", 0)
        return -good if self.party not in (None, US) and self.kind not in ("doubted", "cleared") else good


def order_of(banks: Iterable[Bank]) -> Mapping[str, int]:
    """The place of every question ("bank.id") in the banks."""
    names = (f"{bank.id}.{id}" for bank in banks for id in bank.by_id)
    return {name: place for place, name in enumerate(names)}


def changes_in_order(old: Assessment, new: Assessment, order: Mapping[str, int]) -> tuple[Change, ...]:
    """What `new` says and `old` did not, and the other way round: worst news first, fields last.

    Within the same kind of news ours come first, then the `order` of the questions.
    """
    before, after = facts_apart(old, new)
    paths = {path: None for path in (*before, *after) if before.get(path) != after.get(path)}
    made = [change for path in paths for change in _changes(path, before.get(path), after.get(path))]
    return tuple(sorted(made, key=lambda change: _place(change, order)))


def _changes(path: FactPath, before: object, after: object) -> Iterator[Change]:
    """What changed of one fact: of evidence and next steps each part by itself, of all else the whole."""
    old, new = plain_text(before), plain_text(after)
    if path[0] != "answers":
        yield Change(old, new, field=".".join(path))
    elif is_cell(path):
        question, (row, column) = ".".join(path[1:3]), path[3:]
        yield Change(old, new, _kind(old, new), question, row=row, column=column)
    elif len(path) == 5:
        yield from _of_note(path, before, after)
    else:
        party = None if path[3] == "answer" else path[3]
        yield Change(old, new, _kind(old, new), ".".join(path[1:3]), party)


def _of_note(path: FactPath, before: object, after: object) -> Iterator[Change]:
    was, now = (parts_as_text(side) for side in (before, after))
    parts = Evidence._fields if path[3] == "evidence" else NextStep._fields
    for part in parts:
        old, new = was.get(part), now.get(part)
        if old != new:
            field = path[3] if part == parts[0] else f"{path[3]}.{part}"
            yield Change(old, new, question=".".join(path[1:3]), party=path[4], field=field)


def _kind(old: str | None, new: str | None) -> ChangeKind:
    if NOT_APPLICABLE in (old, new):
        return "set_aside" if new == NOT_APPLICABLE else "taken_up"
    if old is None or new is None:
        return "rated" if old is None else "cleared"
    if old == "?" or new == "?":
        return "learned" if old == "?" else "doubted"
    return {("-", "+"): "improved", ("+", "-"): "worsened"}.get((old, new), "changed")  # type: ignore[return-value]


def _place(change: Change, order: Mapping[str, int]) -> tuple[int, int, int, str, str]:
    if change.question is None:
        head, _, rest = (change.field or "").partition(".")
        return len(_RANKS) + 1, 0, _PLACES[head], rest, ""
    place, party = order.get(change.question, len(order)), change.party or ""
    if change.kind is None:
        return len(_RANKS), _NOTE_PLACES[change.field or ""], place, change.question, party
    return _rank(change), change.party not in (None, US), place, change.question, party


def _rank(change: Change) -> int:
    kind, sign = change.kind or "changed", change.new or ""
    if change.party not in (None, US):
        kind, sign = _TURNED.get(kind, kind), _SIGN.get(sign, sign)
    return _RANK.get((kind, sign), _RANK.get((kind, ""), 0))


class Shift(NamedTuple):
    """A word of judgement, old and new. `trend` is -1 when it fell, 1 when it rose, else 0."""

    old: str | None
    new: str | None
    trend: int = 0

    @property
    def moved(self) -> bool:
        """Whether it is another one now."""
        return self.old != self.new


class SectionShift(NamedTuple):
    """A section whose verdict moved, with our tallies."""

    bank: str
    section: str
    verdict: Shift
    old: Tally
    new: Tally


class LeadShift(NamedTuple):
    """A competitor against whom our standing moved; None where there was none to compare with."""

    party: str
    standing: Shift
    old: Lead | None
    new: Lead | None


class Effect(NamedTuple):
    """What all changes together did. `sections` and `leads` hold only those that moved, in their order.

    `old` and `new` are our tallies over the first bank of ratings, `points` the headlines where no bank rates
    parties.
    """

    verdict: Shift
    mode: Shift
    form: Shift
    sections: tuple[SectionShift, ...]
    leads: tuple[LeadShift, ...]
    old: Tally
    new: Tally
    points: tuple[ChoiceScore | None, ChoiceScore | None] = (None, None)


def effect(old: Scorecard, new: Scorecard, banks: Sequence[Bank]) -> Effect:
    """What moved between two scorecards over `banks`."""
    routing = mode_bank(banks)
    modes = [mode.id for mode in routing.modes] if routing else []
    return Effect(
        _shift(old.verdict, new.verdict, ids("verdict")),
        _shift(old.mode, new.mode, modes),
        Shift(old.form, new.form),
        tuple(_sections(old, new)),
        tuple(_leads(old, new)),
        our_tally(old.sections),
        our_tally(new.sections),
        (old.points, new.points),
    )


def _shift(old: str | None, new: str | None, scale: Sequence[str]) -> Shift:
    if old not in scale or new not in scale:
        return Shift(old, new)
    step = scale.index(new) - scale.index(old)
    return Shift(old, new, (step > 0) - (step < 0))


def _sections(old: Scorecard, new: Scorecard) -> Iterator[SectionShift]:
    before: dict[tuple[str, str], SectionScore] = {
        (bank.id, section.id): section for bank in old.banks.values() for section in bank.sections
    }
    for bank in new.banks.values():
        for section in bank.sections:
            was = before.get((bank.id, section.id))
            verdict = _shift(was.verdict if was else None, section.verdict, ids("section"))
            if verdict.moved:
                yield SectionShift(
                    bank.id, section.id, verdict,
                    was.parties.get(US, Tally()) if was else Tally(), section.parties.get(US, Tally()),
                )  # fmt: skip


def _leads(old: Scorecard, new: Scorecard) -> Iterator[LeadShift]:
    before, after = old.leads, new.leads
    for party in {**after, **before}:
        was, now = before.get(party), after.get(party)
        shift = _shift(was.standing if was else None, now.standing if now else None, ids("standing"))
        if shift.moved:
            yield LeadShift(party, shift, was, now)
