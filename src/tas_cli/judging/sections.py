"""What the answers to a key question come to: yes, no, blocked, or unclear and how far from a yes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.answers import US, Answer
from ..model.assessment import Assessment
from ..model.bank import Bank, Section, Thresholds
from ..model.field_types import Rating
from .tallies import Tally, is_proved, known_as, tally


class SectionScore(NamedTuple):
    """One key question: its verdict for us and a tally for each party it applies to.

    `to_yes` is the fewest answers that would make it a yes; None where none can. `is_level`: blocked only
    because our + and - weigh the same, and nothing is left to find out.
    """

    id: str
    verdict: str
    to_yes: int | None
    parties: Mapping[str, Tally]
    is_level: bool = False


def score_section(
    assessment: Assessment, bank: Bank, section: Section, parties: Sequence[str], *, short: bool
) -> SectionScore:
    """One key question, with tallies for these parties; for us in any case a verdict."""
    said = assessment.answers.get(bank.id, {})
    tallies = {party: tally(said, section.ratings, party, short=short) for party in parties}
    ours = tallies.get(US) or tally(said, section.ratings, US, short=short)
    is_vetoed = vetoed(said, section)
    verdict = _verdict(said, section, ours, bank.verdict, is_vetoed=is_vetoed)
    to_yes = 0 if verdict == "yes" else None
    if verdict == "unclear":
        to_yes = _to_yes(said, section, bank.verdict.yes_above - ours.low, short=short)
    shown = {
        party: each for party, each in tallies.items() if any(party not in q.not_for for q in section.ratings)
    }
    is_level = verdict == "blocked" and not is_vetoed and ours.low == ours.score == ours.high == 0
    return SectionScore(section.id, verdict, to_yes, shown, is_level)


def _rating(said: Mapping[str, Answer], id: str) -> Rating | None:
    answer = said.get(id)
    return answer.ratings.get(US) if answer else None


def vetoed(said: Mapping[str, Answer], section: Section) -> bool:
    """Whether a `-` of ours forbids a yes, whatever the rest says."""
    if any(_rating(said, id) == "-" for id in (*section.required, *section.veto)):
        return True
    return bool(section.veto_all) and all(_rating(said, id) == "-" for id in section.veto_all)


def _verdict(
    said: Mapping[str, Answer], section: Section, ours: Tally, limits: Thresholds, *, is_vetoed: bool
) -> str:
    required = section.required
    if ours.high < limits.no_below or (required and all(_rating(said, id) == "-" for id in required)):
        return "no"
    if is_vetoed or ours.high <= limits.yes_above:
        return "blocked"
    if ours.low > limits.yes_above and all(is_proved(said.get(id)) for id in required):
        return "yes"
    return "unclear"


def _to_yes(said: Mapping[str, Answer], section: Section, short_of: int, *, short: bool) -> int:
    """The answers that a section still needs: the required ones, then whatever lifts it most.

    `short_of` says how far its low end is below the threshold; it has to come out above.
    """
    needed = 0
    lifts: list[int] = []
    for question in section.ratings:
        if US in question.not_for:
            continue
        is_unknown = known_as(question, _rating(said, question.id)) in (None, "?")
        lift = question.weight * (2 if question.core or not short else 1) if is_unknown else 0
        if question.id in section.required:
            if not is_proved(said.get(question.id)):
                needed, short_of = needed + 1, short_of - lift
        else:
            lifts.append(lift)
    for lift in sorted(lifts, reverse=True):
        if short_of < 0:
            break
        needed, short_of = needed + 1, short_of - lift
    return needed
