"""KINDS of question: one record each says how an answer is understood, whose it is and how it is kept.

Nobody else asks what kind a question is of: they ask its kind to do the thing. Knows no bank and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ..yamlio.document import one_spelling
from .answers import US, Answer
from .field_types import RATINGS, canonical_rating, rating_of

UNKNOWN = "?"
"""Asked, and not known: an answer to every kind of question."""


class QuestionKind(NamedTuple):
    """A kind of question. `options` are the ids of what a question offers (none for a rating).

    `each_party`: asked of every party, else once for the deal. `value` is what an answer says for a party,
    None for nothing; `changed` the answer with another value. `understood` is the value that a typed text
    means, None for a text that is no answer; `offered` are the values there are, but for "?".
    """

    name: str
    each_party: bool
    value: Callable[[Answer, str], str | None]
    changed: Callable[[Answer, str, str | None], Answer]
    understood: Callable[[str, Sequence[str]], str | None]
    offered: Callable[[Sequence[str]], Sequence[str]]

    def parties(self, parties: Sequence[str]) -> Sequence[str]:
        """Of all parties of a deal those it is asked of."""
        return parties if self.each_party else (US,)

    def is_open(self, answer: Answer, party: str = US) -> bool:
        """Whether it is still to be found out: `?`, or not answered at all."""
        return self.value(answer, party) in (None, UNKNOWN)

    def is_answered(self, answer: Answer, party: str = US) -> bool:
        """Whether anybody gave an answer, `?` included."""
        return self.value(answer, party) is not None


def _rating(answer: Answer, party: str) -> str | None:
    return answer.ratings.get(party)


def _rated(answer: Answer, party: str, value: str | None) -> Answer:
    if value is None:
        return answer._replace(ratings={each: sign for each, sign in answer.ratings.items() if each != party})
    return answer._replace(ratings={**answer.ratings, party: rating_of(value)})


def _sign(text: str, options: Sequence[str]) -> str | None:  # noqa: ARG001 - a rating offers nothing else
    sign = canonical_rating(text.strip())
    return sign if sign in RATINGS else None


def _chosen(answer: Answer, party: str) -> str | None:
    return answer.answer if party == US else None


def _choosing(answer: Answer, party: str, value: str | None) -> Answer:  # noqa: ARG001 - it is always ours
    return answer._replace(answer=value)


def _option(text: str, options: Sequence[str]) -> str | None:
    text = one_spelling(text.strip())
    if canonical_rating(text) == UNKNOWN:
        return UNKNOWN
    return text if text in options else None


RATING = QuestionKind("rating", True, _rating, _rated, _sign, lambda _: RATINGS[:2])
CHOICE = QuestionKind("choice", False, _chosen, _choosing, _option, lambda options: options)

KINDS: Mapping[str, QuestionKind] = {kind.name: kind for kind in (RATING, CHOICE)}
