"""`tas portfolio`: all deals at once, for the twenty minutes before a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..days import day
from ..errors import UNUSABLE, TasError
from ..output import is_screen, report, tell
from ..storage import files
from ..words.language import language
from .deals import deal_or_folder
from .options import ColorOption, LangOption, NoPager, PathsArgument, TodayOption, ToOption, format_of

if TYPE_CHECKING:
    from ..gate import Gate
    from ..judging.movement import Movement
    from ..judging.portfolio import Held
    from ..model.bank import Bank
    from ..place import Place
    from ..reports.portfolio import Portfolio

USUAL_VIEWS = ("attention", "table")
GROUPS = ("owner", "stage", "mode")


def portfolio(
    paths: PathsArgument = None,
    view: Annotated[
        list[str] | None,
        typer.Option(metavar="VIEW", help="What to show; again for more. [attention, table]"),
    ] = None,
    sort: Annotated[
        str,
        typer.Option(metavar="KEY", help="attention, customer, owner, stage, amount, close, age or file."),
    ] = "attention",
    where: Annotated[
        str | None, typer.Option(metavar="EXPR", help="Only deals for which this holds, in the policy's CEL.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="FIELD", help="owner, stage, mode or custom.NAME.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="What changed since a revision or a day.")
    ] = None,
    format: Annotated[str, format_of("portfolio")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show all deals: what changed, what needs attention, sums.

    The views are changes, attention, table, grid, steps, stages, dates, map, quarter, owners, outcomes and
    concentration. Days in stage and moved close dates come from git. A file that cannot be read is named, the
    others are shown, and the exit code is 2.

    Examples:

      tas portfolio

      tas portfolio --since HEAD~10 --view changes --view attention

      tas portfolio --where "deal.stage == 'proposal'" --group owner

      tas portfolio --format csv -o deals.csv
    """
    from ..gate import Gate, files_to_judge, work_all
    from ..reports.portfolio_views import VIEWS

    views = tuple(view or (("changes", *USUAL_VIEWS) if since else USUAL_VIEWS))
    for name in views:
        if name not in VIEWS:
            raise TasError("portfolio.no_view", name=name, known=", ".join(VIEWS))
    gate = Gate(day(today))
    wanted = files_to_judge([_meant(word, gate) for word in paths or ()], gate.places)
    speaking = language(lang, gate.places.find(wanted.deals[0]).place.settings.language or None)
    for fault in gate.prepare(wanted):
        for finding in fault.findings:
            tell(f"tas: {finding.file}:{finding.line}: {finding.text(speaking)}")
    found = list(work_all(wanted.deals, gate, None, _held))
    held = [each for each in found if not isinstance(each, str)]
    for each in found:
        if isinstance(each, str):
            tell(each)
    place = gate.places.find(wanted.deals[0]).place
    if where is not None:
        held = list(_filtered(held, where, place, gate))
    if group is not None and group not in GROUPS and not _is_own(group, place):
        raise TasError("portfolio.no_group", name=group)
    made = _made(held, place, views, sort, group or "", since)
    if format == "text" and is_screen(to):
        made = made.cut()
    inputs = (*wanted.deals, *gate.places.banks_read())
    report(
        "portfolio",
        format,
        made.shown(views),
        speaking,
        to=to,
        color=color,
        paged=not no_pager,
        inputs=inputs,
    )
    return UNUSABLE if len(held) < len(found) and where is None else 0


def _meant(word: str, gate: Gate) -> str:
    return word if word == files.STDIN else deal_or_folder(word, gate.places)


def _is_own(group: str, place: Place) -> bool:
    return group.startswith("custom.") and group.removeprefix("custom.") in place.settings.custom


def _held(gate: Gate, path: str) -> Held | str:
    """A deal with its scorecard and the number of its findings; a complaint about one that cannot be read."""
    from ..gate import counted
    from ..judging.portfolio import Held

    judged, deal = gate.read_and_judge(path)
    if deal is None:
        first = judged.findings[0]
        return f"tas: {first.file}:{first.line}: {first.text(gate.places.lang)}"
    totals = counted(judged.findings)
    return Held(judged.file, deal, gate.places.find(path).place.score(deal), totals.errors, totals.warnings)


def _filtered(held: Sequence[Held], where: str, place: Place, gate: Gate) -> Iterator[Held]:
    """The deals for which a condition holds; one for which it cannot be worked out is none of them."""
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


def _made(
    held: Sequence[Held], place: Place, views: Sequence[str], sort: str, group: str, since: str | None
) -> Portfolio:
    from ..judging.portfolio import SORTS, deal_line, norms_of, ordered
    from ..reports.portfolio import Portfolio
    from ..reports.portfolio_views import PAST_VIEWS

    if sort != "attention" and sort not in SORTS:
        raise TasError("portfolio.no_sort", name=sort, known=", ".join(("attention", *SORTS)))
    has_past = False
    if PAST_VIEWS.intersection(views):
        held, has_past = _with_past(held)
    norms = norms_of(held)
    lines = [deal_line(each, place.today, norms, place.settings.max_age_days) for each in held]
    return Portfolio(
        ordered(lines, sort),
        place.today,
        _banks(place),
        place.settings.stages,
        norms,
        _moved(held, place, since) if since else None,
        since or "",
        has_past,
        us=place.us,
        group=group,
    )


def _banks(place: Place) -> Sequence[Bank]:
    return [place.library.banks[id] for id in place.library.walked]


def _with_past(held: Sequence[Held]) -> tuple[Sequence[Held], bool]:
    """The deals with what git knows of them; as they are where there is no git."""
    from ..changes.past import moves, pasts

    try:
        known = pasts([each.file for each in held])
    except TasError:
        return held, False
    return [each._replace(moves=moves(known[each.file], each.assessment)) for each in held], True


def _moved(held: Sequence[Held], place: Place, since: str) -> Movement:
    """What became of the deals since a revision or a day."""
    from ..changes.past import as_they_were, renamed
    from ..judging.movement import Then, movement

    now = {each.file: each for each in held}
    before, gone = as_they_were(list(now), str(place.workspace.deals), since)
    come = {file: each.assessment for file, each in now.items() if file not in before}
    for file, old in renamed(gone, come).items():
        before[file] = gone.pop(old)
    then = {file: Then(deal, place.score(deal).verdict) for file, deal in {**before, **gone}.items()}
    return movement(then, now)
