"""What to do next in a deal, put together as one value: to find out, to change, to move, to go on with. Pure.

Each part is worked out in a file of its own. Chooses no words: what is to be said stands in the banks and in
the playbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.assessment import Assessment
from ..model.bank import Bank, rating_bank
from ..model.playbook import Playbook
from .moves import Advice, Move, advised, moves
from .programme import Way, way
from .scorecard import Scorecard

STRATEGY = ("plan", "strategy")
"""The bank and its question in which a team chooses its strategy."""


class Plan(NamedTuple):
    """What to do next. Questions are named "bank.id", those `find_out` in the order to ask."""

    find_out: tuple[str, ...]
    change: tuple[str, ...]
    against_us: tuple[str, ...]
    moves: tuple[Move, ...]
    advice: Advice
    way: Way


def plan(
    assessment: Assessment,
    banks: Sequence[Bank],
    card: Scorecard,
    playbook: Playbook,
    library: Mapping[str, Bank],
) -> Plan:
    """The plan of a deal that `card` was made of by `banks`; `library` are all banks there are."""
    rated = rating_bank(banks)
    chosen = assessment.answer(*STRATEGY).answer
    return Plan(
        card.next_questions,
        card.change,
        card.against_us,
        tuple(moves(assessment, rated, playbook)) if rated else (),
        advised(assessment, rated, card, playbook, None if chosen == "?" else chosen),
        way(assessment, library.get(playbook.activities), playbook, card.mode),
    )
