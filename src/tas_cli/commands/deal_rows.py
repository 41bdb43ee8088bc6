"""Deals as rows for machines, however many: each is worked out where it is read, and only its text is kept.

Says the same as the deals held side by side (see `held_deals`), which take ten times the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .held_deals import HeldDeals, gathered, judged_deal, past_of, sought

if TYPE_CHECKING:
    from ..changes.past import Past
    from ..gate import Gate
    from ..reports.portfolio_data import RowTexts


class _Told(NamedTuple):
    """A deal as a row, and where it stands among the others."""

    place: tuple[object, ...]
    text: str


def deal_rows(
    paths: Sequence[str], today: str | None, lang: str | None, sort: str, *, with_past: bool
) -> tuple[RowTexts, HeldDeals]:
    """The rows, sorted, and how the reading went (without the deals)."""
    from ..changes.past import moves
    from ..judging.portfolio import norms_of_stays, sort_key
    from ..model.assessment import Assessment
    from ..reports.portfolio_data import RowTexts

    sort_key(sort)
    found = sought(paths, today, lang)
    past = past_of(found.paths, found.place.lang, whole=False) if with_past else None
    moved = (moves(each, Assessment()) for each in (past or {}).values())
    norms = norms_of_stays(stay for each in moved if each for stay in each.stays)
    told, some_unreadable = gathered(
        found, partial(_told, past, norms, sort, found.place.settings.max_age_days)
    )
    banks = [found.place.library.banks[id] for id in found.place.library.walked]
    texts = [each.text for each in sorted(told)]
    return RowTexts(texts, banks), HeldDeals((), found.place, found.place.lang, found.read(), some_unreadable)


def _told(
    past: Mapping[str, Past] | None,
    norms: Mapping[str, float],
    sort: str,
    max_age_days: int,
    gate: Gate,
    path: str,
) -> _Told | str:
    from ..changes.past import moves
    from ..judging.portfolio import deal_line, sort_key
    from ..reports.portfolio_data import row_text

    held = judged_deal(gate, path, asks=False)
    if isinstance(held, str):
        return held
    if past is not None:
        held = held._replace(moves=moves(past[path], held.assessment))
    line = deal_line(held, gate.today, norms, max_age_days)
    return _Told(sort_key(sort)(line), row_text(line))
