"""What we said to the rating questions that are asked of us, sorted by answer. Pure.

A fast count for judging many files; ranges, verdicts and leads are worked out in `scoring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank


class OurCells(NamedTuple):
    """Questions ("bank.id", in the bank's order) by what we said; `unsupported`: a + without evidence."""

    plus: list[str]
    minus: list[str]
    unknown: list[str]
    unrated: list[str]
    unsupported: list[str]

    @property
    def rated(self) -> int:
        """How many we answered, `?` included."""
        return len(self.plus) + len(self.minus) + len(self.unknown)

    @property
    def asked(self) -> int:
        """How many are asked of us."""
        return self.rated + len(self.unrated)

    @property
    def open(self) -> list[str]:
        """Those not known, asked or not: first the `?`, then the unrated."""
        return self.unknown + self.unrated

    @property
    def half_rated(self) -> bool:
        """Whether the assessment is far enough along for gaps in it to mean something."""
        return 0 < self.asked <= 2 * self.rated


def asked_of_us(bank: Bank) -> tuple[str, ...]:
    """The ids of the bank's rating questions that are asked about us."""
    return tuple(
        question.id
        for question in bank.by_id.values()
        if question.kind.each_party and US not in question.not_for
    )


def our_cells(assessment: Assessment, asked: Mapping[str, Iterable[str]]) -> OurCells:
    """What we said to the questions `asked`, by bank."""
    cells = OurCells([], [], [], [], [])
    lists = {"+": cells.plus, "-": cells.minus, "?": cells.unknown, None: cells.unrated}
    for bank, questions in asked.items():
        answers = assessment.answers.get(bank, {})
        for question in questions:
            answer = answers.get(question)
            rating = answer.ratings.get(US) if answer is not None else None
            name = f"{bank}.{question}"
            lists[rating].append(name)
            if rating == "+" and answer is not None and US not in answer.evidence:
                cells.unsupported.append(name)
    return cells
