"""What we said to the rating questions that are asked of us, sorted by answer. Pure.

A fast count for judging many files; ranges, verdicts and leads are worked out in `scoring`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, mode_bank
from ..model.field_types import NOT_APPLICABLE
from .modes import allows_short_form


class Asked(NamedTuple):
    """What banks ask of us, kept for many files.

    By bank: the rating questions, of these the `core` where there is one, and the choices from which a mode
    follows. `mode_bank` decides whether more than the core is asked; what is `may_be_na` can be set aside.
    """

    ratings: Mapping[str, tuple[str, ...]]
    core: Mapping[str, Collection[str]]
    routing: Mapping[str, tuple[str, ...]]
    mode_bank: Bank | None
    may_be_na: Collection[str]

    @classmethod
    def of(cls, banks: Sequence[Bank]) -> Asked:
        """What `banks` ask."""
        return cls(
            {bank.id: asked for bank in banks if (asked := asked_of_us(bank))},
            {
                bank.id: frozenset(id for id, each in bank.by_id.items() if each.core)
                for bank in banks
                if bank.has_core
            },
            {
                bank.id: tuple(id for id, each in bank.by_id.items() if each.points)
                for bank in banks
                if bank.modes
            },
            mode_bank(banks),
            frozenset(
                f"{bank.id}.{id}" for bank in banks for id, each in bank.by_id.items() if each.allow_na
            ),
        )


class OurCells(NamedTuple):
    """Questions ("bank.id", in the bank's order) by what we said; `unsupported`: a + without evidence.

    In the short form (`is_short`) a question that is not core and not known stands nowhere but in `spared`,
    and there only if somebody answered `?`. What is `set_aside` stands nowhere else.
    """

    plus: list[str]
    minus: list[str]
    unknown: list[str]
    unrated: list[str]
    unsupported: list[str]
    spared: list[str]
    set_aside: list[str]
    is_short: bool = False

    @property
    def rated(self) -> int:
        """How many we answered, `?` included."""
        return len(self.plus) + len(self.minus) + len(self.unknown) + len(self.spared)

    @property
    def open(self) -> list[str]:
        """Those asked and not known: first the `?`, then the unrated."""
        return self.unknown + self.unrated

    @property
    def half_rated(self) -> bool:
        """Whether the assessment is far enough along for gaps in it to mean something."""
        rated = self.rated
        return 0 < rated + len(self.unrated) <= 2 * rated


def asked_of_us(bank: Bank) -> tuple[str, ...]:
    """The ids of the bank's rating questions that are asked about us."""
    return tuple(
        question.id
        for question in bank.by_id.values()
        if question.kind.each_party and US not in question.not_for
    )


def our_cells(assessment: Assessment, asked: Asked, only: Iterable[str] | None = None) -> OurCells:
    """What we said to the questions `asked`, in all banks or only in some."""
    is_short = _is_short(assessment, asked)
    cells = OurCells([], [], [], [], [], [], [], is_short)
    lists = {"+": cells.plus, "-": cells.minus, "?": cells.unknown, None: cells.unrated}
    for bank in asked.ratings if only is None else only:
        answers = assessment.answers.get(bank, {})
        core = asked.core.get(bank) if is_short else None
        for question in asked.ratings[bank]:
            answer = answers.get(question)
            rating = answer.ratings.get(US) if answer is not None else None
            name = f"{bank}.{question}"
            if rating == NOT_APPLICABLE:
                if name in asked.may_be_na:
                    cells.set_aside.append(name)
                    continue
                rating = None
            if core is not None and rating in (None, "?") and question not in core:
                if rating is not None:
                    cells.spared.append(name)
                continue
            lists[rating].append(name)
            if rating == "+" and answer is not None and US not in answer.evidence:
                cells.unsupported.append(name)
    return cells


def _is_short(assessment: Assessment, asked: Asked) -> bool:
    bank = asked.mode_bank
    if bank is None or not asked.core or bank.id not in assessment.answers:
        return False
    return allows_short_form(assessment, bank)
