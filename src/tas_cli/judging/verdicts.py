"""The verdict on a whole deal, what would have to change for a better one, what is known against us. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.answers import US, Answer
from ..model.assessment import Assessment
from ..model.bank import Bank, Section
from .leads import Lead
from .scoring import Scores
from .sections import SectionScore
from .tallies import Tally, applies


def verdict(scores: Scores) -> str | None:
    """The verdict by the first bank of ratings; None while no question of ours is rated there."""
    bank = scores.rating_bank
    if bank is None:
        return None
    sections = scores.our_sections(bank)
    found = {section.verdict for section in sections}
    if not any(section.parties.get(US, Tally()).rated for section in sections):
        return None
    if "no" in found:
        return "qualify_out"
    if "blocked" in found or behind(scores.leads(bank)):
        return "change_first"
    return "pursue" if found == {"yes"} else "find_out"


def behind(leads: Mapping[str, Lead]) -> tuple[str, ...]:
    """The competitors that are ahead of us whatever the unknown turns out to be."""
    return tuple(party for party, lead in leads.items() if lead.standing == "behind")


def to_yes(scores: Scores) -> int | None:
    """The fewest answers that would make the deal a yes; None where none can, and without a verdict."""
    bank = scores.rating_bank
    if bank is None or verdict(scores) is None or behind(scores.leads(bank)):
        return None
    needed = [section.to_yes for section in scores.our_sections(bank)]
    return None if None in needed else sum(each for each in needed if each is not None)


def changes_needed(assessment: Assessment, bank: Bank, sections: Sequence[SectionScore]) -> tuple[str, ...]:
    """Our `-` that would have to turn for no section to be no or blocked: the decisive ones, then others."""
    stuck = {each.id: each for each in sections if each.verdict in ("no", "blocked")}
    decisive: list[str] = []
    others: list[str] = []
    for section in bank.sections:
        if section.id in stuck:
            first, rest = _to_turn(assessment, bank, section, stuck[section.id].parties.get(US, Tally()))
            decisive += first
            others += rest
    return tuple(f"{bank.id}.{id}" for id in (*decisive, *others))


def _to_turn(
    assessment: Assessment, bank: Bank, section: Section, ours: Tally
) -> tuple[list[str], list[str]]:
    """Our `-` on decisive questions of a section, and the others where turning those is not enough."""
    key = {*section.required, *section.veto, *section.veto_all}
    bad = [each for each in section.ratings if _is_minus(assessment, bank, each.id) and applies(each, US)]
    decisive = [each.id for each in bad if each.id in key]
    turned = ours.high + sum(2 * each.weight for each in bad if each.id in key)
    rest = [each.id for each in bad if each.id not in key] if turned <= bank.verdict.yes_above else []
    return decisive, rest


def _is_minus(assessment: Assessment, bank: Bank, id: str) -> bool:
    return assessment.rating(bank.id, id) == "-"


def against_us(assessment: Assessment, banks: Sequence[Bank], change: Sequence[str]) -> Iterator[str]:
    """Every other `-` of ours, the weightiest of each bank first."""
    for bank in banks:
        said: Mapping[str, Answer] = assessment.answers.get(bank.id, {})
        key = {id for section in bank.sections for id in (*section.required, *section.veto)}
        order = [
            *(id for id in bank.by_id if id in key),
            *(id for id in bank.ask_first if id not in key),
            *(id for id in bank.by_id if id not in key and id not in bank.ask_first),
        ]
        for id in order:
            is_minus = id in said and said[id].ratings.get(US) == "-" and applies(bank.by_id[id], US)
            if is_minus and f"{bank.id}.{id}" not in change:
                yield f"{bank.id}.{id}"
