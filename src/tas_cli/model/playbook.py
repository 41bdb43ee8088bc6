"""A playbook: what to do after the scorecard, as a team's data, read strictly into a frozen value.

Visits, gates, moves, strategies, letters: all of them stand in a file. Finds no file (see `library`) and
advises nothing (see `judging`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import Field

from ..findings import Finding
from ..yamlio.document import DataPath
from ..yamlio.reading import parse
from .bank import Bank, question_in
from .bank_reading import PLAYBOOK
from .field_types import (
    Fault,
    FormatField,
    IdField,
    Reads,
    Shape,
    TextField,
    no_entries,
    no_items,
    one_of,
    option_of,
    read_checked,
)
from .fields import SENDABLE
from .judgements import ids
from .local_texts import LocalListField, LocalTextField

BLANK = re.compile(r"\{([^{}]*)\}")
_BLANK_NAME = re.compile(r"[a-z_]+|\w+\.\w+")
OURS_TO_SAY = ("us", "today")
SUMS = ("benefits", "costs", "worth")
BLANK_FIELDS = (*OURS_TO_SAY, *SUMS, "customer", "opportunity", "owner", "amount", "currency", "close_date")
"""What a blank can be beside the answer to a question of a bank; what benefits and costs add up to, too."""

Ours = Literal["+", "-", "unproved", "unknown"]
Theirs = Literal["+", "-", "unknown"]
OURS: tuple[Ours, ...] = ("unproved", "+", "-", "unknown")
THEIRS: tuple[Theirs, ...] = ("+", "-", "unknown")


Standing = Annotated[str, one_of(*reversed(ids("standing")))]
SectionVerdict = Annotated[str, one_of(*reversed(ids("section")))]
DealVerdict = Annotated[str, one_of(*reversed(ids("verdict")))]


class Visit(Shape):
    """A visit: who goes, what is done before, during and after, and what proves that it was worth it."""

    id: IdField
    title: LocalTextField
    roles: LocalTextField | None = None
    before: LocalListField | None = None
    during: LocalListField | None = None
    after: LocalListField | None = None
    proof: LocalTextField


class Programme(Shape):
    """How a deal of one sales mode is worked: its visits in order, and the letters that follow them."""

    title: LocalTextField
    visits: list[Visit] = Field(min_length=1)
    letters: list[IdField] = Field(default_factory=no_items)


class Letter(Shape):
    """A letter to edit before it is sent: a subject and paragraphs, with blanks such as `{customer}`."""

    id: IdField
    subject: LocalTextField
    body: LocalListField


class GateRule(Shape):
    """A check of the bank of activities, behind a section: what the customer says. A no is turned first."""

    id: IdField
    after: IdField
    turnaround: LocalListField | None = None


class MoveRule(Shape):
    """What to do where we stand so and they stand so; without `theirs`, however they stand."""

    ours: Annotated[str, one_of(*OURS)]
    theirs: Annotated[str, one_of(*THEIRS)] | None = None
    move: IdField
    say: LocalTextField

    def fits(self, ours: str, theirs: str) -> bool:
        """Whether it is for these two. Our `+` is one whether it is proved or not."""
        return self.ours in (ours, "+" if ours == "unproved" else ours) and self.theirs in (None, theirs)


class When(Shape):
    """What must hold for a strategy; nothing at all holds always.

    `standing`: against the strongest competitor; `sections`: verdicts of key questions; `leads`: our
    standing against that competitor within single contested ones; `answers`: what is answered to questions
    ("bank.id") that judge or tick.
    """

    verdict: DealVerdict | None = None
    standing: Standing | None = None
    sections: dict[IdField, SectionVerdict] = Field(default_factory=no_entries)
    leads: dict[IdField, Standing] = Field(default_factory=no_entries)
    answers: dict[str, TextField] = Field(default_factory=no_entries)

    @property
    def is_always(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.verdict or self.standing or self.sections or self.leads or self.answers)


class Strategy(Shape):
    """A competitive strategy, when to suggest it, and the reason then. The first that fits is suggested."""

    id: IdField
    when: When
    because: LocalTextField


class Statement(Shape):
    """A sentence about our value, with blanks such as `{customer}` or `{value.reference}`."""

    id: IdField
    say: LocalTextField


class Playbook(Shape):
    """A whole playbook, as loaded. `activities` is the bank whose checks are the steps of every deal.

    `chain` names the questions ("bank.id") that lead from the customer's business to our value.
    """

    format: FormatField
    id: Annotated[str, Reads(partial(option_of, options=(PLAYBOOK,)), {"const": PLAYBOOK})]
    title: LocalTextField
    modes: dict[IdField, Programme] = Field(min_length=1)
    activities: IdField
    gates: list[GateRule] = Field(default_factory=no_items)
    moves: list[MoveRule] = Field(min_length=1)
    strategies: list[Strategy] = Field(min_length=1)
    letters: list[Letter] = Field(default_factory=no_items)
    statements: list[Statement] = Field(default_factory=no_items)
    chain: list[TextField] = Field(default_factory=no_items)


def read_playbook(text: str, file: str) -> tuple[Playbook | None, list[Finding]]:
    """The playbook that `text` holds, or None, with what is wrong in it (all errors)."""
    checks = (_twice, _unknown_letters, _idle_moves, _idle_strategies, _bad_blanks)
    return read_checked(Playbook, text, file, checks)


def _twice(playbook: Playbook) -> Iterator[Fault]:
    lists: list[tuple[DataPath, Sequence[Any]]] = [
        ((name,), getattr(playbook, name)) for name in ("gates", "letters", "statements")
    ]
    lists += [(("modes", id, "visits"), each.visits) for id, each in playbook.modes.items()]
    for path, entries in lists:
        seen: set[str] = set()
        for i, each in enumerate(entries):
            if each.id in seen:
                yield (*path, i, "id"), "TAS132", {"name": each.id}
            seen.add(each.id)


def _unknown_letters(playbook: Playbook) -> Iterator[Fault]:
    """Letters that a mode names and nobody wrote, and those that no mode names."""
    known = [each.id for each in playbook.letters]
    named = {id for each in playbook.modes.values() for id in each.letters}
    for mode, programme in playbook.modes.items():
        for i, id in enumerate(programme.letters):
            if id not in known:
                yield ("modes", mode, "letters", i), "TAS150", {"name": id}
    for i, id in enumerate(known):
        if id not in named:
            yield ("letters", i, "id"), "TAS139", {"name": id}


def _idle_moves(playbook: Playbook) -> Iterator[Fault]:
    """Moves that an earlier one always forestalls."""
    first = {
        next((i for i, rule in enumerate(playbook.moves) if rule.fits(ours, theirs)), -1)
        for ours, theirs in product(OURS, THEIRS)
    }
    for i, rule in enumerate(playbook.moves):
        if i not in first:
            yield ("moves", i, "move"), "TAS139", {"name": rule.move}


def _idle_strategies(playbook: Playbook) -> Iterator[Fault]:
    always = False
    for i, each in enumerate(playbook.strategies):
        if always:
            yield ("strategies", i, "id"), "TAS139", {"name": each.id}
        always = always or each.when.is_always


def _bad_blanks(playbook: Playbook) -> Iterator[Fault]:
    """Blanks that are no names, and braces that open none."""
    texts: list[tuple[DataPath, object]] = [
        (("statements", i, "say"), each.say) for i, each in enumerate(playbook.statements)
    ]
    for i, letter in enumerate(playbook.letters):
        texts += [(("letters", i, "subject"), letter.subject), (("letters", i, "body"), letter.body)]
    for path, text in texts:
        for each in _strings(text):
            bad = [name for name in BLANK.findall(each) if not _BLANK_NAME.fullmatch(name)]
            rest = BLANK.sub("", each)
            if bad or "{" in rest or "}" in rest:
                yield path, "TAS151", {"name": "{" + bad[0] + "}" if bad else each[:60]}
                break


def _strings(value: object) -> Iterator[str]:
    """Every text in a text by language, or in a list of them."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(each)


def blanks(text: object) -> set[str]:
    """The names of the blanks in a text or a list of texts, in whatever language."""
    return {name for each in _strings(text) for name in BLANK.findall(each)}


def astray(playbook: Playbook, text: str, file: str, banks: Mapping[str, Bank]) -> Iterator[Finding]:
    """What a playbook names and none of `banks` has, and what no letter may say."""
    document = parse(text)
    for path, name in _named(playbook, banks):
        yield Finding("TAS152", "error", file, document.line(path), params={"name": name})
    known = _known_blanks(banks)
    for i, letter in enumerate(playbook.letters):
        for field in ("subject", "body"):
            for name in sorted(blanks(getattr(letter, field))):
                if name not in known or not _may_be_sent(name, banks):
                    id, line = "TAS153" if name in known else "TAS152", document.line(("letters", i, field))
                    yield Finding(id, "error", file, line, params={"name": name})


def _named(playbook: Playbook, banks: Mapping[str, Bank]) -> Iterator[tuple[DataPath, str]]:
    """The places and names of what is nowhere to be found."""
    steps = banks.get(playbook.activities)
    if steps is None:
        yield ("activities",), playbook.activities
    modes = {mode.id for bank in banks.values() for mode in bank.modes}
    yield from ((("modes", id), id) for id in playbook.modes if id not in modes)
    for i, gate in enumerate(playbook.gates if steps else ()):
        if steps and gate.id not in steps.by_id:
            yield ("gates", i, "id"), gate.id
        if steps and gate.after not in {each.id for each in steps.sections}:
            yield ("gates", i, "after"), gate.after
    yield from _unknown_sections(playbook, banks)
    yield from _unknown_answers(playbook, banks)
    known = _known_blanks(banks)
    for i, statement in enumerate(playbook.statements):
        yield from ((("statements", i, "say"), name) for name in sorted(blanks(statement.say) - known))
    yield from ((("chain", i), name) for i, name in enumerate(playbook.chain) if name not in known)


def _unknown_sections(playbook: Playbook, banks: Mapping[str, Bank]) -> Iterator[tuple[DataPath, str]]:
    sections = [each for bank in banks.values() if bank.has_ratings for each in bank.sections]
    known = {
        "sections": {each.id for each in sections},
        "leads": {each.id for each in sections if each.contested},
    }
    for i, each in enumerate(playbook.strategies):
        for field, named in known.items():
            for id in getattr(each.when, field):
                if id not in named:
                    yield ("strategies", i, "when", field, id), id


def _unknown_answers(playbook: Playbook, banks: Mapping[str, Bank]) -> Iterator[tuple[DataPath, str]]:
    """Questions that a strategy waits for and nobody asks, and answers that nobody can give to them."""
    for i, each in enumerate(playbook.strategies):
        for name, wanted in each.when.answers.items():
            bank, _, id = name.partition(".")
            question = question_in(banks, bank, id)
            known = question is not None and (question.kind.find_out or question.kind.ticked)
            if question is None or not known or question.understood(wanted) != wanted:
                yield ("strategies", i, "when", "answers", name), f"{name}: {wanted}" if known else name


def _may_be_sent(name: str, banks: Mapping[str, Bank]) -> bool:
    """Whether a blank called `name`, which is known, may stand in a letter."""
    bank, _, id = name.rpartition(".")
    return banks[bank].by_id[id].for_customer if bank else name in (*OURS_TO_SAY, *SENDABLE)


def _known_blanks(banks: Mapping[str, Bank]) -> set[str]:
    return {*BLANK_FIELDS, *(f"{bank.id}.{id}" for bank in banks.values() for id in bank.by_id)}
