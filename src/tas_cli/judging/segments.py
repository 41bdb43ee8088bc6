"""Customers by what they may buy and how much of it is ours: attack, defend, maintain, let go. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..model.settings import Segments
from .portfolio import Held

SEGMENTS = ("attack", "defend", "maintain", "let_go")
_BY_PLACE: Mapping[tuple[bool, bool], str] = {
    (True, False): "attack",
    (True, True): "defend",
    (False, True): "maintain",
    (False, False): "let_go",
}


class Segmented(NamedTuple):
    """A customer with what its deals say of both, and the segment; "" while one of the two is not known."""

    customer: str
    potential: str
    share: str
    segment: str
    deals: int


def segmented(deals: Iterable[Held], terms: Segments) -> list[Segmented]:
    """The customers, segment by segment, those without one last. The last deal that says so counts."""
    said: dict[str, dict[str, str]] = {}
    counted: dict[str, int] = {}
    for held in deals:
        deal = held.assessment
        customer = deal.customer or held.file
        counted[customer] = counted.get(customer, 0) + 1
        of_customer = said.setdefault(customer, {})
        for axis in ("potential", "share"):
            if text := deal.custom.get(getattr(terms, axis).field):
                of_customer[axis] = text
    found = []
    for customer, of_customer in said.items():
        potential, share = of_customer.get("potential", ""), of_customer.get("share", "")
        is_high = (terms.potential.is_high(potential), terms.share.is_high(share))
        segment = _BY_PLACE[is_high] if potential and share else ""
        found.append(Segmented(customer, potential, share, segment, counted[customer]))
    order = (*SEGMENTS, "")
    return sorted(found, key=lambda each: (order.index(each.segment), each.customer))
