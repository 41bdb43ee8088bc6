"""KINDS of question: one record each says how an answer is understood, whose it is and how it is kept.

Nobody else asks what kind a question is of: they ask its kind to do the thing. Knows no bank and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ..yamlio.document import one_spelling
from .amounts import AMOUNT
from .answers import NOTHING, US, Answer
from .field_types import RATINGS, canonical_rating, is_day, rating_of

UNKNOWN = "?"
"""Asked, and not known: an answer to every kind of question."""
YES, NO = "yes", "no"


class QuestionKind(NamedTuple):
    """A kind of question. `options` are the ids of what a question offers (none for a rating).

    `each_party`: asked of every party, else once for the deal. `value` is what an answer says for a party,
    None for nothing; `changed` the answer with another value. `understood` is the value that a typed text
    means, None for a text that is no answer; `offered` are the values there are, but for "?".
    `find_out`: what is not known is to be asked next; `typed`: any words of somebody's own are an answer;
    `has_rows`: the answer is a table, and each column of a row an answer in itself; `ticked`: yes, no or
    a day; `plain`: what it says needs no quotes.
    """

    name: str
    each_party: bool
    value: Callable[[Answer, str], str | None]
    changed: Callable[[Answer, str, str | None], Answer]
    understood: Callable[[str, Sequence[str]], str | None]
    offered: Callable[[Sequence[str]], Sequence[str]]
    find_out: bool = False
    typed: bool = False
    has_rows: bool = False
    ticked: bool = False
    plain: bool = False

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


def _words(text: str, options: Sequence[str]) -> str | None:  # noqa: ARG001 - whatever somebody types
    text = text.strip()
    return UNKNOWN if canonical_rating(text) == UNKNOWN else text or None


_TICKS = {
    "+": YES,
    "y": YES,
    "yes": YES,
    "true": YES,
    "是": YES,
    "-": NO,
    "n": NO,
    "no": NO,
    "false": NO,
    "否": NO,
}


def _tick(text: str, options: Sequence[str]) -> str | None:  # noqa: ARG001 - a tick offers nothing else
    text = canonical_rating(text.strip())
    if text == UNKNOWN or is_day(text):
        return text
    return _TICKS.get(one_spelling(text).casefold())


def _any(fits: Callable[[str], object]) -> Callable[[str, Sequence[str]], str | None]:
    def understood(text: str, options: Sequence[str]) -> str | None:  # noqa: ARG001 - it offers nothing
        text = canonical_rating(text.strip())
        return text if text == UNKNOWN or fits(text) else None

    return understood


def _table(answer: Answer, party: str) -> str | None:
    return str(len(answer.rows)) if answer.rows and party == US else None


def _emptied(answer: Answer, party: str, value: str | None) -> Answer:  # noqa: ARG001 - rows are set one by one
    return answer if value else answer._replace(rows=NOTHING)


RATING = QuestionKind("rating", True, _rating, _rated, _sign, lambda _: RATINGS[:2], find_out=True)
CHOICE = QuestionKind("choice", False, _chosen, _choosing, _option, lambda options: options, find_out=True)
CHECK = QuestionKind("check", False, _chosen, _choosing, _tick, lambda _: (YES, NO), ticked=True)
TEXT = QuestionKind("text", False, _chosen, _choosing, _words, lambda _: (), typed=True)
ROWS = QuestionKind("rows", False, _table, _emptied, lambda _, __: None, lambda _: (), has_rows=True)
NUMBER = QuestionKind(
    "number", False, _chosen, _choosing, _any(AMOUNT.fullmatch), lambda _: (), typed=True, plain=True
)
DATE = QuestionKind("date", False, _chosen, _choosing, _any(is_day), lambda _: (), typed=True, plain=True)

KINDS: Mapping[str, QuestionKind] = {kind.name: kind for kind in (RATING, CHOICE, CHECK, TEXT, ROWS)}

COLUMN_KINDS: Mapping[str, QuestionKind] = {kind.name: kind for kind in (TEXT, NUMBER, DATE, CHECK, CHOICE)}
"""What a column of a table can hold; each is answered as a question of that kind is."""


def is_ticked(value: str | None) -> bool:
    """Whether a check says yes: `yes`, or the day on which it came true."""
    return value is not None and (value == YES or is_day(value))
