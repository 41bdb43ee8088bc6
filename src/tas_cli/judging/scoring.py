"""What the answers to one bank add up to: tallies, ranges, section verdicts, leads, modes. Pure.

An unknown is a range and never a zero; what is not rated yet counts as unknown. Every figure is an integer
(a score of choices may be a half) and every sum adds up. Judges no deal as a whole (see `scorecards`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, Mode, Question, Section


class Tally(NamedTuple):
    """Counts of cells, and their weighted score with its range. Adds up: `a + b`."""

    plus: int = 0
    minus: int = 0
    unknown: int = 0
    unrated: int = 0
    score: int = 0
    doubt: int = 0

    @property
    def low(self) -> int:
        """The score if all that is unknown turns out badly."""
        return self.score - self.doubt

    @property
    def high(self) -> int:
        """The score if all that is unknown turns out well."""
        return self.score + self.doubt

    @property
    def open(self) -> int:
        """Cells not known, asked or not."""
        return self.unknown + self.unrated

    @property
    def rated(self) -> int:
        """Cells that somebody answered, `?` included."""
        return self.plus + self.minus + self.unknown


def added(tallies: Iterable[Tally]) -> Tally:
    """The tally of all cells that `tallies` count."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def cell(rating: str | None, weight: int = 1) -> Tally:
    """The tally of one cell of a given weight."""
    return tally([(rating, weight)])


def tally(cells: Iterable[tuple[str | None, int]]) -> Tally:
    """The tally of cells given as rating and weight."""
    # A session scores every cell at every key: counting in a loop is ten times as fast as adding tallies.
    plus = minus = unknown = unrated = score = doubt = 0
    for rating, weight in cells:
        if rating == "+":
            plus, score = plus + 1, score + weight
        elif rating == "-":
            minus, score = minus + 1, score - weight
        elif rating == "?":
            unknown, doubt = unknown + 1, doubt + weight
        else:
            unrated, doubt = unrated + 1, doubt + weight
    return Tally(plus, minus, unknown, unrated, score, doubt)


class SectionScore(NamedTuple):
    """One key question: its verdict for us and a tally for each party it applies to."""

    id: str
    verdict: str
    parties: Mapping[str, Tally]

    @property
    def is_level(self) -> bool:
        """Unclear although nothing of ours is unknown: our + and - weigh the same."""
        ours = self.parties.get(US, Tally())
        return self.verdict == "unclear" and not ours.open and not ours.score


class Lead(NamedTuple):
    """Ours less theirs over the contested questions, as a range."""

    score: int
    low: int
    high: int

    @property
    def standing(self) -> str:
        """Ahead or behind only when the whole range says so."""
        if self.low > 0:
            return "ahead"
        return "behind" if self.high < 0 else "unclear"


class ChoiceScore(NamedTuple):
    """The points of a bank of choices, unknowns as a range, and the mode they route to.

    `known` counts the items answered; `mode` is None while fewer than half of them are, and in a bank
    without modes. `settle` names the items whose answers would settle a mode that is not firm.
    """

    known: int
    items: int
    score: Fraction
    low: int
    high: int
    leaning: int
    mode: str | None = None
    firm: bool = False
    possible: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()


NO_LEADS: Mapping[str, Lead] = {}


class BankScore(NamedTuple):
    """All that one bank says about a deal. `score` is None in a bank without points."""

    id: str
    questions: int
    rated: int
    sections: tuple[SectionScore, ...] = ()
    leads: Mapping[str, Lead] = NO_LEADS
    score: ChoiceScore | None = None


def score_bank(assessment: Assessment, bank: Bank) -> BankScore:
    """What one bank says."""
    sections = sections_of(assessment, bank, assessment.parties)
    rated = sum(is_rated(assessment, bank, question) for question in bank.by_id.values())
    asked = sum(applies(question, US) for question in bank.by_id.values())
    leads = {party: lead(assessment, bank, party) for party in assessment.competitors} if sections else {}
    return BankScore(bank.id, asked, rated, sections, leads, score_choices(assessment, bank))


def sections_of(assessment: Assessment, bank: Bank, parties: Sequence[str]) -> tuple[SectionScore, ...]:
    """What the bank's key questions say, with tallies for these parties; for us in any case a verdict."""
    return tuple(_section(assessment, bank, each, parties) for each in bank.sections if each.ratings)


def applies(question: Question, party: str) -> bool:
    """Whether a question is asked about a party at all."""
    return party not in question.not_for


def is_rated(assessment: Assessment, bank: Bank, question: Question) -> bool:
    """Whether we answered, `?` included."""
    if not applies(question, US):
        return False
    return question.kind.is_answered(assessment.answer(bank.id, question.id))


def _section(assessment: Assessment, bank: Bank, section: Section, wanted: Sequence[str]) -> SectionScore:
    parties = {}
    questions = section.ratings
    for party in wanted:
        asked = [question for question in questions if applies(question, party)]
        if asked:
            parties[party] = tally(_cells(assessment, bank, asked, party))
    return SectionScore(
        section.id, _section_verdict(assessment, bank, section, parties.get(US, Tally())), parties
    )


def _cells(
    assessment: Assessment, bank: Bank, questions: Iterable[Question], party: str
) -> Iterator[tuple[str | None, int]]:
    """A party's cells of some questions, as `tally` wants them."""
    said = assessment.answers.get(bank.id, {})
    for question in questions:
        answer = said.get(question.id)
        yield answer.ratings.get(party) if answer else None, question.weight


def _section_verdict(assessment: Assessment, bank: Bank, section: Section, ours: Tally) -> str:
    required = [assessment.rating(bank.id, id) for id in section.required]
    if ours.high < bank.verdict.no_below or (required and all(rating == "-" for rating in required)):
        return "no"
    if ours.low > bank.verdict.yes_above and all(rating == "+" for rating in required):
        return "yes"
    return "unclear"


def lead(assessment: Assessment, bank: Bank, party: str) -> Lead:
    """Our lead over `party`: Σ (ours - theirs) over the contested questions asked about both."""
    asked = [
        question
        for section in bank.sections
        for question in (section.ratings if section.contested else ())
        if applies(question, US) and applies(question, party)
    ]
    ours, theirs = (tally(_cells(assessment, bank, asked, each)) for each in (US, party))
    score, doubt = ours.score - theirs.score, ours.doubt + theirs.doubt
    return Lead(score, score - doubt, score + doubt)


def score_choices(assessment: Assessment, bank: Bank) -> ChoiceScore | None:
    """The points of the bank's choices; None in a bank without points."""
    if not bank.has_points:
        return None
    known = low = high = 0
    unknown = []
    items = [question for question in bank.by_id.values() if question.points]
    for question in items:
        least, most = question.points or (0, 0)
        option = question.option(assessment.answer(bank.id, question.id).answer)
        if option is None or option.points is None:
            unknown.append(question.id)
        else:
            known += 1
            least = most = option.points
        low, high = low + least, high + most
    # The middle of a range of points is half of its ends, so the middle of the sum is half of the sums. What
    # it leans to is a quarter of the range below its end, rounded up.
    leaning = -(-(low + 3 * high) // 4)
    return _routed(
        bank, ChoiceScore(known, len(items), Fraction(low + high, 2), low, high, leaning), tuple(unknown)
    )


def _routed(bank: Bank, score: ChoiceScore, unknown: tuple[str, ...]) -> ChoiceScore:
    """`score` with its mode; none while fewer than half of the items are known."""
    if not bank.modes or score.known * 2 < score.items:
        return ChoiceScore(
            score.known, score.items, score.score, score.low, score.high, score.leaning, settle=unknown
        )
    first, last = _mode_at(bank, score.low), _mode_at(bank, score.high)
    possible = tuple(mode.id for mode in bank.modes[first : last + 1])
    firm = len(possible) == 1
    mode = bank.modes[_mode_at(bank, score.leaning)].id
    return ChoiceScore(
        score.known, score.items, score.score, score.low, score.high, score.leaning,
        mode, firm, possible, () if firm else unknown,
    )  # fmt: skip


def _mode_at(bank: Bank, points: int) -> int:
    """The index of the mode that `points` reach; the first one for fewer than any asks."""
    return max((i for i, mode in enumerate(bank.modes) if mode.from_ <= points), default=0)


def mode_of(bank: Bank, id: str) -> Mode:
    """The bank's mode called `id`."""
    return next(mode for mode in bank.modes if mode.id == id)


def is_open(assessment: Assessment, bank: Bank, question: Question) -> bool:
    """Whether we do not know: `?` or nothing, on a question that applies to us."""
    return applies(question, US) and question.kind.is_open(assessment.answer(bank.id, question.id))
