"""A scorecard in words: the shape that every scorecard report lays out.

Plain frozen texts in one language, in no format yet. User text in them is raw: each format makes it
harmless in its own way. Filled by `scorecard_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..judging.scorecard import Scorecard
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..words import Lang

Sign = Literal["+", "+!", "-", "?", ".", "n/a"]


class Judged(NamedTuple):
    """A file's assessment with its scorecard. `file` is as the user named it, `us` our name or ""."""

    file: str
    assessment: Assessment
    banks: Sequence[Bank]
    scorecard: Scorecard
    us: str = ""


class Note(NamedTuple):
    """A caution in words; a serious one is a warning."""

    id: str
    text: str
    serious: bool


class Row(NamedTuple):
    """A criterion and its sign for each party; `required` for the section's yes."""

    title: str
    signs: tuple[Sign, ...]
    required: bool


class SectionPart(NamedTuple):
    """A key question: our verdict on it, and for each party the score with its range ("" where none)."""

    title: str
    verdict: str
    verdict_id: str
    scores: tuple[str, ...]
    rows: tuple[Row, ...]


class ChoiceRow(NamedTuple):
    """A choice, its answer in words (`?` and `.` as for ratings), and its points or ""."""

    title: str
    answer: str
    points: str


class LeadPart(NamedTuple):
    """Where we stand against one competitor."""

    party: str
    standing: str
    standing_id: str
    score: str


class ModePart(NamedTuple):
    """The sales mode recommended ("" while none is), how sure it is (in brackets), and why."""

    title: str
    certainty: str
    firm: bool
    lines: tuple[str, ...]


class BankPart(NamedTuple):
    """All that is shown of one bank. `score` is "" in a bank without points."""

    title: str
    rated: str
    sections: tuple[SectionPart, ...]
    choices: tuple[ChoiceRow, ...]
    leads: tuple[LeadPart, ...]
    leads_over: str
    mode: ModePart | None
    score: str


class NextPart(NamedTuple):
    """A question to go and ask, how to ask it, and the step already planned ("" if none)."""

    title: str
    asks: tuple[str, ...]
    step: str


class Card(NamedTuple):
    """A whole scorecard in words. `parties` are the names of the columns, ours first; `more` tells how many
    questions come after those in `next`, "" if none do."""

    lang: Lang
    title: str
    facts: tuple[str, ...]
    verdict: str
    verdict_id: str
    reasons: tuple[str, ...]
    modes: tuple[str, ...]
    cautions: tuple[Note, ...]
    parties: tuple[str, ...]
    banks: tuple[BankPart, ...]
    legend: tuple[str, ...]
    next: tuple[NextPart, ...]
    more: str
    contested: tuple[tuple[str, tuple[str, ...]], ...]
