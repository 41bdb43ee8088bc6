"""Deals that somebody names, with their scorecards; what cannot be read is told on stderr. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import UNUSABLE, TasError
from ..findings import Finding
from ..output import describe, emit, tell
from ..safe import line
from ..storage.files import STDIN, read_text
from ..words import Lang, say
from .deals import all_deals, deal, displayed, from_here, stem

if TYPE_CHECKING:
    from ..place import Place, Places
    from ..reports.formats import ScoredDeal


class DealHere(NamedTuple):
    """A deal with its scorecard, the place it is judged in, and the language to show it in."""

    deal: ScoredDeal
    place: Place
    lang: Lang


class ScoredDeals(NamedTuple):
    """Those that could be read, in the order they were named; `code` is 2 where one could not."""

    deals: Sequence[DealHere]
    code: int

    def read(self, places: Places) -> Sequence[str]:
        """All files that the scorecards were made from."""
        return [*(each.deal.file for each in self.deals), *places.banks_read()]


def scored_deals(files: Sequence[str], places: Places, quiet: bool) -> ScoredDeals:
    """The deals called `files`. What is wrong for several, as a bank that all need, is told once."""
    found: list[DealHere] = []
    complaints: dict[str, None] = {}
    for file in files:
        try:
            found.append(_scored(deal(file, places), places, quiet))
        except TasError as trouble:
            complaints[describe(trouble, places.lang)] = None
    for complaint in complaints:
        tell(complaint)
    _tell_findings(list(places.calibration_faults()), places.lang)
    return ScoredDeals(found, UNUSABLE if complaints else 0)


def only_one(places: Places, command: str, *, may_list: bool, to: str, quiet: bool) -> list[str]:
    """The workspace's only deal; several are listed instead, as people name them, where that `may` be."""
    deals = all_deals(places)
    if not deals:
        folder = displayed(str(places.here().workspace.deals))
        raise TasError("deals.none", folder=folder)
    if len(deals) == 1:
        return deals
    names = list(map(stem, deals))
    named = [name if names.count(name) == 1 else path for name, path in zip(names, deals, strict=True)]
    if not may_list:
        raise TasError("deals.name_one", names=", ".join(named))
    emit("\n".join(map(line, named)), to)
    if not quiet:
        tell(say("deals.listed", places.here().lang, command=command))
    return []


def _scored(file: str, places: Places, quiet: bool) -> DealHere:
    """The scorecard of one file; what is amiss but readable is told."""
    from ..model.assessment import read_assessment, usable
    from ..reports.formats import ScoredDeal

    place = places.of(file)
    reading = read_assessment(read_text(file), file)
    assessment = usable(reading)
    findings = reading.findings
    if reading.document.data is None:
        if file == STDIN:
            raise TasError("check.empty_input")
        findings = (Finding("TAS030", "error", file, 1),)
    if not quiet:
        _tell_findings(findings, place.lang)
    banks = place.banks_for(assessment)
    card = place.score(assessment, banks)
    made = ScoredDeal(from_here(file), assessment, banks, card, place.us, place.today)
    return DealHere(made._replace(forecast=place.forecast(assessment)), place, place.lang)


def _tell_findings(findings: Sequence[Finding], lang: Lang) -> None:
    for each in findings:
        where, what, cure = f"{each.file}:{each.line}", each.text(lang), each.help(lang)
        key = "scorecard.finding.cure" if cure else "scorecard.finding"
        tell(line(say(key, lang, where=where, what=what, cure=cure)))
