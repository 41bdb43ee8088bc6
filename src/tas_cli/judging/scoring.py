"""What the answers to each bank add up to, bank by bank, each worked out when first asked for. Pure.

Knows how the banks hang together (the mode of one decides how much another asks), and gives no verdict on
the deal (see `verdicts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, mode_bank, rating_bank
from .leads import Lead, lead
from .modes import ChoiceScore, allows_short_form, score_choices
from .sections import SectionScore, score_section
from .tallies import Tally, added

NO_LEADS: Mapping[str, Lead] = {}


class BankScore(NamedTuple):
    """All that one bank says about a deal. `score` is None in a bank without points.

    `questions` counts those asked of us, in the short form the core ones and what else we answered.
    """

    id: str
    questions: int
    rated: int
    sections: tuple[SectionScore, ...] = ()
    leads: Mapping[str, Lead] = NO_LEADS
    score: ChoiceScore | None = None


class Scores:
    """The scores of a deal over some banks."""

    def __init__(self, assessment: Assessment, banks: Sequence[Bank]) -> None:
        self.assessment = assessment
        self.banks = banks
        self._banks: dict[str, BankScore] = {}
        self._ours: dict[str, tuple[SectionScore, ...]] = {}
        self._leads: dict[str, Mapping[str, Lead]] = {}

    @cached_property
    def rating_bank(self) -> Bank | None:
        """The bank that gives the verdict."""
        return rating_bank(self.banks)

    @cached_property
    def mode_bank(self) -> Bank | None:
        """The bank that gives the mode."""
        return mode_bank(self.banks)

    @cached_property
    def routed(self) -> ChoiceScore | None:
        """The points and the mode of that bank."""
        return score_choices(self.assessment, self.mode_bank) if self.mode_bank else None

    @cached_property
    def _allows_short_form(self) -> bool:
        return self.mode_bank is not None and allows_short_form(self.assessment, self.mode_bank)

    def is_short(self, bank: Bank) -> bool:
        """Whether only the core questions of `bank` are asked of this deal."""
        return bank.has_core and self._allows_short_form

    @property
    def form(self) -> str:
        """`short` or `full`: how the bank of the verdict is judged."""
        return "short" if self.rating_bank and self.is_short(self.rating_bank) else "full"

    def choices(self, bank: Bank) -> ChoiceScore | None:
        """The points of a bank of choices."""
        return self.routed if bank is self.mode_bank else score_choices(self.assessment, bank)

    def our_sections(self, bank: Bank) -> tuple[SectionScore, ...]:
        """The verdicts on the bank's key questions, with our tallies at least."""
        if bank.id in self._banks:
            return self._banks[bank.id].sections
        if bank.id not in self._ours:
            self._ours[bank.id] = sections_of(self.assessment, bank, (US,), short=self.is_short(bank))
        return self._ours[bank.id]

    def leads(self, bank: Bank) -> Mapping[str, Lead]:
        """Where we stand against each competitor."""
        if bank.id not in self._leads:
            short, deal = self.is_short(bank), self.assessment
            rivals = deal.competitors if bank.has_ratings else ()
            self._leads[bank.id] = {party: lead(deal, bank, party, short=short) for party in rivals}
        return self._leads[bank.id]

    def bank(self, id: str) -> BankScore:
        """All that one bank says. KeyError for a bank that is not among them."""
        if id not in self._banks:
            bank = next((each for each in self.banks if each.id == id), None)
            if bank is None:
                raise KeyError(id)
            self._banks[id] = self._score(bank)
        return self._banks[id]

    def _score(self, bank: Bank) -> BankScore:
        short = self.is_short(bank)
        assessment = self.assessment
        said = assessment.answers.get(bank.id, {})
        rated = asked = 0
        for id, question in bank.by_id.items():
            if US not in question.not_for:
                answer = assessment.answer_to(bank.id, question) if question.field else said.get(id)
                is_answered = answer is not None and question.kind.is_answered(answer)
                rated += is_answered
                asked += is_answered or not short or question.core or not question.kind.each_party
        score = self.choices(bank)
        sections = sections_of(assessment, bank, assessment.parties, short=short)
        return BankScore(bank.id, asked, rated, sections, self.leads(bank), score)


def sections_of(
    assessment: Assessment, bank: Bank, parties: Sequence[str], *, short: bool
) -> tuple[SectionScore, ...]:
    """What the bank's key questions say, with tallies for these parties."""
    return tuple(
        score_section(assessment, bank, each, parties, short=short) for each in bank.sections if each.ratings
    )


def our_tally(sections: Iterable[SectionScore]) -> Tally:
    """Our cells of all these sections, added up."""
    return added(section.parties.get(US, Tally()) for section in sections)
