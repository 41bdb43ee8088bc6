"""What the shell offers when Tab is pressed: deals, questions, banks, findings, rules. Never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..place import Place

Offer = Callable[[str], list[str]]


def _offering(known: Callable[[Place], Iterable[str]]) -> Offer:
    """What offers those of the names that a place knows which begin with what was typed."""

    def offer(incomplete: str) -> list[str]:
        try:
            from ..place import Places

            return sorted({name for name in known(Places().here()) if name.startswith(incomplete)})
        except Exception:
            # Nobody asked for a complaint in the middle of a line.
            return []

    return offer


def _deals(_: Place) -> Iterable[str]:
    from ..place import Places
    from .deals import all_deals, stem

    paths = all_deals(Places())
    names = list(map(stem, paths))
    return (name for name in names if names.count(name) == 1)


def _questions(place: Place) -> Iterable[str]:
    for bank in place.library.banks.values():
        for id in bank.by_id:
            yield from (id, f"{bank.id}.{id}")


def _findings(place: Place) -> Iterable[str]:
    from ..findings import finding_ids

    return (*finding_ids(), *(rule.id for rule in place.settings.policy))


def _explained(place: Place) -> Iterable[str]:
    modes = (mode.id for bank in place.library.banks.values() for mode in bank.modes)
    return (*_questions(place), *modes, *_findings(place))


def _answerable(place: Place) -> Iterable[str]:
    """The beginnings of answers: a question and `=`, a table and the `/` before its row."""
    for bank in place.library.banks.values():
        for id, question in bank.by_id.items():
            end = "/" if question.columns else "="
            yield from (f"{id}{end}", f"{bank.id}.{id}{end}")


deals, questions = _offering(_deals), _offering(_questions)
banks = _offering(lambda place: place.library.banks)
findings, explained = _offering(_findings), _offering(_explained)
answerable = _offering(_answerable)


def answers(incomplete: str) -> list[str]:
    """The beginnings of answers for `tas rate`: `question=`, behind `party:` where one was typed."""
    party, colon, question = incomplete.rpartition(":")
    return [] if "=" in question else [f"{party}{colon}{name}" for name in answerable(question)]
