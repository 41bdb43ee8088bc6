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
from .cautions import Caution
from .moves import Advice, RivalMove, advised, moves
from .programme import Way, way
from .scorecard import Scorecard
from .worksheets import SIGNS, STRATEGY, Player, Worth, is_linked, players, signs, text, worth


class Plan(NamedTuple):
    """What to do next. Questions are named "bank.id", those `find_out` in the order to ask.

    `signs` are those seen that somebody else drives the sale; `missing` the links of the value chain that are
    not known; `warnings` what the checks of the worksheets say.
    """

    find_out: tuple[str, ...]
    change: tuple[str, ...]
    against_us: tuple[str, ...]
    moves: tuple[RivalMove, ...]
    advice: Advice
    way: Way
    players: tuple[Player, ...]
    signs: tuple[str, ...]
    worth: Worth | None
    missing: tuple[str, ...]
    warnings: tuple[Caution, ...]


def plan(
    assessment: Assessment,
    banks: Sequence[Bank],
    card: Scorecard,
    playbook: Playbook,
    library: Mapping[str, Bank],
) -> Plan:
    """The plan of a deal that `card` was made of by `banks`; `library` are all banks there are."""
    rated = rating_bank(banks)
    chosen = text(assessment, STRATEGY) or None
    return Plan(
        card.next_questions,
        card.change,
        card.against_us,
        tuple(moves(assessment, rated, playbook)) if rated else (),
        advised(assessment, rated, card, playbook, chosen, library),
        way(assessment, library.get(playbook.activities), playbook, card.mode),
        tuple(players(assessment)),
        tuple(signs(assessment, library.get(SIGNS))),
        worth(assessment),
        tuple(name for name in playbook.chain if not _is_linked(assessment, name, library)),
        tuple(each for each in card.cautions if _is_of_a_worksheet(each, library)),
    )


def _is_linked(assessment: Assessment, name: str, library: Mapping[str, Bank]) -> bool:
    bank, _, id = name.partition(".")
    return is_linked(assessment, (bank, id), library.get(bank))


def _is_of_a_worksheet(caution: Caution, library: Mapping[str, Bank]) -> bool:
    """Whether it is said by the checks of a bank that is filled in and judges nothing."""
    bank = library.get(str(caution.params.get("check", "")).partition(".")[0])
    return bank is not None and bank.is_worksheet
