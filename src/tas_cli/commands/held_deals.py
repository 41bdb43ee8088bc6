"""Many deals with their scorecards, for the commands that look at the whole: read, filtered, with a past.

What cannot be read is told on stderr. Judges nothing by itself and shows no result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..days import day
from ..errors import TasError
from ..output import tell, watched
from ..storage import files
from ..words import Lang, say
from .deals import deal_or_folder

if TYPE_CHECKING:
    from ..changes.past import Past
    from ..gate import Gate
    from ..judging.agreement import Agreements
    from ..judging.movement import Movement
    from ..judging.portfolio import Held
    from ..model.assessment import Assessment
    from ..model.proposals import Settled
    from ..place import Place
    from ..reports.forecast import Foreseen
    from ..reports.portfolio import Portfolio
    from ..reports.portfolio_data import RowText, RowTexts


T = TypeVar("T")


class HeldDeals(NamedTuple):
    """The deals that could be read, in order of their files; `read` are all files that were looked at."""

    held: Sequence[Held]
    place: Place
    lang: Lang
    read: Sequence[str]
    some_unreadable: bool


def held_deals(
    paths: Sequence[str],
    today: str | None,
    lang: str | None,
    where: str | None = None,
    *,
    whole: bool = True,
    judged: bool = True,
) -> HeldDeals:
    """The deals that `paths` mean, and for which `where` holds. TasError where there is none at all.

    Without their texts where that is enough (not `whole`): of many deals those are most of what there is. Not
    `judged`, they are read and forecast, and only what has no forecast is summed up.
    """
    found = sought(paths, today, lang)
    work = partial(held_deal, whole or where is not None) if judged else _read
    held, some_unreadable = gathered(found, work)
    if where is not None:
        held = list(_filtered(held, where, found.place, found.gate))
    return HeldDeals(held, found.place, found.place.lang, found.read(), some_unreadable)


class Sought(NamedTuple):
    """The files that hold the deals that were meant, and what judges them; `place` is that of the first."""

    gate: Gate
    paths: Sequence[str]
    place: Place

    def read(self) -> Sequence[str]:
        """All files that are looked at."""
        return (*self.paths, *self.gate.places.banks_read())


def sought(paths: Sequence[str], today: str | None, lang: str | None) -> Sought:
    """Where the deals are that `paths` mean; what is wrong around them is told. TasError for none."""
    from ..gate import Gate, files_to_judge

    gate = Gate(day(today), lang)
    wanted = files_to_judge([deal_or_folder(word, gate.places) for word in paths], gate.places)
    if not wanted.deals:
        raise TasError("check.nothing", path=", ".join(paths) or ".")
    place = gate.places.of(wanted.deals[0])
    for fault in gate.prepare(wanted):
        for finding in fault.findings:
            tell(finding.complaint(place.lang))
    return Sought(gate, wanted.deals, place)


def gathered(found: Sought, work: Callable[[Gate, str], T | str]) -> tuple[list[T], bool]:
    """What `work` makes of each deal, and whether it complained of any."""
    complaints: list[str] = []
    return list(worked(found, work, complaints)), bool(complaints)


def worked(found: Sought, work: Callable[[Gate, str], T | str], complaints: list[str]) -> Iterator[T]:
    """What `work` makes of each deal, one after the other; at last, what it complains of is told."""
    from ..gate import work_all
    from ..reports.portfolio import label

    about = label("reading", found.place.lang)
    for each in watched(work_all(found.paths, found.gate, None, work), len(found.paths), about):
        if isinstance(each, str):
            complaints.append(each)
        else:
            yield each
    for each in dict.fromkeys(complaints):
        tell(each)


def held_deal(whole: bool, gate: Gate, path: str) -> Held | str:
    """A deal as it is held up, without its texts where it need not be `whole`; else as `judged_deal`."""
    from ..model.assessment import without_texts

    held = judged_deal(gate, path, asks=whole)
    if whole or path == files.STDIN or isinstance(held, str):
        return held
    return held._replace(assessment=without_texts(held.assessment))


def judged_deal(gate: Gate, path: str, *, asks: bool) -> Held | str:
    """A deal with the number of its findings; a complaint about one that cannot be read.

    `asks`: with all that is to be asked next, and not only where its next step depends on that.
    """
    from ..gate import counted
    from ..judging.portfolio import Held, has_undated_step

    judged, deal = gate.read_and_judge(path)
    if deal is None:
        return judged.findings[0].complaint(gate.places.lang)
    totals, place = counted(judged.findings), gate.places.find(path).place
    card = place.brief(deal, asks=asks or has_undated_step(deal))
    return Held(judged.file, deal, card, totals.errors, totals.warnings, forecast=place.forecast(deal))


def _read(gate: Gate, path: str) -> Held | str:
    """A deal that is only to be forecast, or learned from; a complaint about one that cannot be read."""
    from ..gate import JudgedFile, displayed
    from ..judging.portfolio import Held
    from ..judging.scorecard import UNJUDGED
    from ..model.assessment import without_texts

    reading, place = gate.read(path), gate.places.find(path).place
    deal = None if isinstance(reading, JudgedFile) else reading.assessment
    if deal is None:
        return reading.findings[0].complaint(gate.places.lang)
    forecast = place.forecast(deal)
    is_silent = forecast is None and deal.outcome == "open"
    card = place.brief(deal, asks=False) if is_silent else UNJUDGED
    return Held(displayed(path), without_texts(deal), card, forecast=forecast)


def whole_deal(held: Held) -> Assessment:
    """A deal with its texts, read anew; as it is held where that cannot be done any more."""
    from ..model.assessment import read_assessment

    if held.file == files.STDIN:
        return held.assessment
    try:
        return read_assessment(files.read_text(held.file), held.file).assessment or held.assessment
    except TasError:
        return held.assessment


def _filtered(held: Sequence[Held], where: str, place: Place, gate: Gate) -> Iterator[Held]:
    """The deals for which a condition holds. TasError where that cannot be worked out."""
    from ..gate import deal_of
    from ..policy import compiled_condition

    condition = compiled_condition(where, place.workspace, place.library, place.lang)
    for each in held:
        ready = gate.ready_for(each.file)
        deal = deal_of(each.assessment, place.library, ready, gate.today)
        applied = condition.apply(deal)[0]
        if applied.outcome == "broken":
            raise TasError("portfolio.bad_where", reason=applied.reason)
        if applied.outcome == "holds":
            yield each


def known_past(found: HeldDeals, *, whole: bool = True) -> Mapping[str, Past] | None:
    """What git knows of the deals, by file; None where there is no git. That it knows only a part is told.

    Where it need not be `whole`, the fields of past versions are enough.
    """
    return past_of([each.file for each in found.held], found.lang, whole=whole)


def past_of(paths: Sequence[str], lang: Lang, *, whole: bool) -> Mapping[str, Past] | None:
    """The same of files."""
    from ..changes.past import is_cut, pasts

    try:
        known = pasts(paths, whole=whole)
    except TasError:
        return None
    if paths and is_cut(paths[0]):
        tell(f"tas: {say('git.shallow', lang)}")
    return known


def made_portfolio(
    found: HeldDeals,
    past: Mapping[str, Past] | None = None,
    sort: str = "attention",
    group: str = "",
    since: str | None = None,
) -> Portfolio:
    """The deals as they are to be shown, with what git knows of their `past` where it was asked."""
    from ..changes.past import moves
    from ..judging.portfolio import deal_line, norms_of, sort_key
    from ..reports.portfolio import Portfolio

    sort_key(sort)
    held, place = found.held, found.place
    if past is not None:
        held = [each._replace(moves=moves(past[each.file], each.assessment)) for each in held]
    norms = norms_of(held)
    settled = _settled([each.file for each in held], found.lang)
    lines = [deal_line(each, place.today, norms, place.settings.max_age_days) for each in held]
    return Portfolio(
        sorted(lines, key=sort_key(sort)),
        place.today,
        [place.library.banks[id] for id in place.library.walked],
        place.settings.stages,
        norms,
        _moved(held, place, since) if since else None,
        since or "",
        past is not None,
        us=place.us,
        group=group,
        segments=place.settings.segments,
        library=place.library.banks,
        foreseen=foreseen(held, place) if os.path.lexists(place.calibration_path) else None,
        settled=len(settled),
        agreement=_agreed(settled),
    )


def foreseen(held: Sequence[Held], place: Place, most: int | None = None) -> Foreseen:
    """Open deals with what is to be expected of them: the likeliest first, else the best by their count."""
    from ..judging.closed_deals import closed_and_won
    from ..reports.forecast import Foreseen

    because = "unusable" if place.calibration_faults else place.why_no_forecast
    opened, sure = [each for each in held if each.is_open], place.forecaster
    return Foreseen(
        sorted(opened, key=_likely if because is None else _counted),
        None if place.calibration_faults else place.calibration,
        because,
        sure.covariance if sure else None,
        place.banks_for(*(each.assessment for each in held)),
        most,
        closed_and_won(each.assessment for each in held),
    )


def _likely(held: Held) -> tuple[float, str]:
    return -held.forecast.probability if held.forecast else 0.0, held.file


def _counted(held: Held) -> tuple[int, int, str]:
    counts = held.card.counts
    return counts.minus - counts.plus, counts.open, held.file


def _settled(deals: Sequence[str], lang: Lang) -> list[Settled]:
    """What people made of the proposals beside these deals; that some cannot be read is told."""
    found: list[Settled] = []
    for path in filter(os.path.isfile, map(files.beside, deals)):
        from ..model.proposals import read_proposals  # which few portfolios need

        try:
            read = read_proposals(files.read_text(path), path)
        except TasError as trouble:
            tell(f"tas: {say(trouble.id, lang, **trouble.params)}")
            continue
        for finding in read.findings[:1]:
            tell(finding.complaint(lang))
        found += read.proposals.settled if read.proposals else ()
    return found


def _agreed(settled: Sequence[Settled]) -> Agreements | None:
    """How often people and notes agree, once enough proposals were settled."""
    from ..judging.agreement import FEWEST_SETTLED, agreements, with_notes

    return agreements(with_notes(settled)) if len(settled) >= FEWEST_SETTLED else None


def _moved(held: Sequence[Held], place: Place, since: str) -> Movement:
    """What became of the deals since a revision or a day."""
    from ..changes.past import as_they_were, renamed
    from ..judging.movement import Then, movement

    now = {each.file: each for each in held}
    before, gone = as_they_were(list(now), str(place.workspace.deals), since)
    come = {file: each.assessment for file, each in now.items() if file not in before}
    for file, old in renamed(gone, come).items():
        before[file] = gone.pop(old)
    then = {file: Then(deal, place.outline(deal).verdict) for file, deal in {**before, **gone}.items()}
    return movement(then, now)


class _Told(NamedTuple):
    """A deal as a row, and where it stands among the others: at last by its file."""

    place: tuple[object, ...]
    row: RowText
    number: int = 0


def deal_rows(
    paths: Sequence[str], today: str | None, lang: str | None, sort: str, format: str, *, with_past: bool
) -> tuple[RowTexts, HeldDeals]:
    """The rows of a format, sorted, and how the reading went (without the deals).

    Each is worked out where its deal is read; until all are there, they lie on the disk.
    """
    from ..changes.past import moves
    from ..judging.portfolio import norms_of_stays, sort_key, totals
    from ..model.assessment import Assessment
    from ..reports.portfolio_data import RowTexts, columns_of, more_of
    from ..storage.files import PutAway

    sort_key(sort)
    found = sought(paths, today, lang)
    place = found.place
    past = past_of(found.paths, place.lang, whole=False) if with_past else None
    moved = (moves(each, Assessment()) for each in (past or {}).values())
    norms = norms_of_stays(stay for each in moved if each for stay in each.stays)
    columns = columns_of([place.library.banks[id] for id in place.library.walked])
    work = partial(_told, past, norms, sort, format, columns, place.settings.max_age_days)
    texts, told, complaints = PutAway(), list[_Told](), list[str]()
    shared: dict[RowText, RowText] = {}
    for each in worked(found, work, complaints):
        bare = each.row._replace(text="")
        told.append(_Told(each.place, shared.setdefault(bare, bare), texts.put(each.row.text)))
    told.sort()
    settled = _settled([str(each.place[-1]) for each in told], place.lang) if format == "json" else []
    rows = RowTexts(
        (each.row._replace(text=texts.get(each.number)) for each in told),
        columns,
        more_of(each.row.more for each in told),
        totals(each.row.price for each in told if each.row.price),
        _agreed(settled),
    )
    return rows, HeldDeals((), place, place.lang, found.read(), bool(complaints))


def _told(
    past: Mapping[str, Past] | None,
    norms: Mapping[str, float],
    sort: str,
    format: str,
    columns: Mapping[str, None],
    max_age_days: int,
    gate: Gate,
    path: str,
) -> _Told | str:
    from ..changes.past import moves
    from ..judging.portfolio import deal_line, sort_key
    from ..reports.portfolio_data import row_of

    held = judged_deal(gate, path, asks=False)
    if isinstance(held, str):
        return held
    if past is not None:
        held = held._replace(moves=moves(past[path], held.assessment))
    line = deal_line(held, gate.today, norms, max_age_days)
    return _Told(sort_key(sort)(line), row_of(line, format, columns))
