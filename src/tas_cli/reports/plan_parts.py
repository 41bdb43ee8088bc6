"""A planned deal and what everything in it is called, shared by all that is told of a plan. No blocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..judging.plan import Plan, plan
from ..judging.worksheets import Where
from ..model.bank import Bank, Column, question_in
from ..model.library import Library
from ..model.local_texts import text_in
from ..model.naming import told_value
from ..model.playbook import Playbook
from ..words import Lang
from .doc import Spans
from .formats import ScoredDeal
from .headline import Telling
from .playbook import labelled, worded


class PlannedDeal(NamedTuple):
    """A deal with its scorecard and its plan, made by `playbook`; `library` are all banks there are."""

    scored: ScoredDeal
    plan: Plan
    playbook: Playbook
    library: Mapping[str, Bank]

    @classmethod
    def of(cls, deal: ScoredDeal, library: Library) -> PlannedDeal:
        """A deal with the plan that the library's playbook makes for it."""
        made = plan(deal.assessment, deal.banks, deal.scorecard, library.playbook, library.banks)
        return cls(deal, made, library.playbook, library.banks)


class Planning(Telling):
    """A deal, its plan, and what everything in both is called."""

    def __init__(self, value: PlannedDeal, lang: Lang) -> None:
        super().__init__(value.scored, lang)
        self.plan, self.playbook, self.library = value.plan, value.playbook, value.library
        self.day = value.scored.today or date.min

    def worded(self, key: str, **params: int | str) -> str:
        """A text of `plan.*`."""
        return worded(key, self.lang, **params)

    def said(self, key: str, text: str) -> Spans:
        """What a text is about, and the text."""
        return labelled(key, text, self.lang)

    def title(self, name: str) -> str:
        """The title of any question there is, called "bank.id"."""
        bank, _, id = name.partition(".")
        return self.title_of((bank, id))

    def title_of(self, where: Where) -> str:
        """The same, by bank and question; its name where there is no such question."""
        question = question_in(self.library, *where)
        return text_in(question.title, self.lang) if question else ".".join(where)

    def column(self, where: Where, id: str) -> str:
        """The title of a column of a worksheet; its id where it has no such column."""
        column = self._column(where, id)
        return text_in(column.title, self.lang) if column else id

    def option(self, where: Where, id: str, value: str) -> str:
        """What stands in a column, in words."""
        column = self._column(where, id)
        return told_value(column.asked, value, self.lang) if column else value

    def _column(self, where: Where, id: str) -> Column | None:
        question = question_in(self.library, *where)
        return question.column(id) if question else None
