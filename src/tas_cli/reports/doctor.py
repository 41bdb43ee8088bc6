"""What `tas doctor` found, as a document. Looks for nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..words import Lang, say
from .doc import Doc, FactList, Span, Spans


class Sign(NamedTuple):
    """One thing that was looked at: its name, what was found, and what is wrong with it."""

    name: str
    found: str
    trouble: str = ""

    @property
    def is_amiss(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.trouble)


def page(signs: Sequence[Sign], lang: Lang) -> Doc:
    """A line for each, in the order given."""
    return Doc(lang, (FactList(tuple((say(f"doctor.{sign.name}", lang), _spans(sign)) for sign in signs)),))


def _spans(sign: Sign) -> Spans:
    found = (Span(sign.found),) if sign.found else ()
    between = "; " if found else ""
    return (*found, Span(between + sign.trouble, "bad")) if sign.trouble else found or (Span("-"),)
