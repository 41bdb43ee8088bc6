"""`tas check`: are the assessments valid and within policy? The gate for CI and pre-commit."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..days import day
from ..errors import TasError
from ..findings import BadFile, finding_ids
from ..output import emit, in_color, report
from ..reports.formats import formats_of
from ..storage import files
from ..words import Lang
from . import completing
from .deals import deal_or_folder
from .options import ColorOption, LangOption, TodayOption, ToOption, chosen, format_of

if TYPE_CHECKING:
    from ..gate import FailOn, Gate, JudgedFile, Totals
    from ..reports.policy_seen import Seen
else:
    FailOn = str

FOR_FORGES = ("github", "gitlab", "junit", "sarif")
AT_ONCE = 1 << 16
"""Characters of text that are gathered before they are written."""


class Wanted(NamedTuple):
    """How findings are to be shown."""

    format: str
    to: str
    lang: Lang
    color: bool = False
    quiet: bool = False
    read: tuple[str, ...] = ()


class Printed(NamedTuple):
    """The findings of one file, as they are printed and as they count."""

    file: str
    totals: Totals
    text: str


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            autocompletion=completing.deals,
            help="Files, folders, - for stdin; else the workspace's deals.",
        ),
    ] = None,
    format: Annotated[str | None, format_of("check", "text", "github")] = None,
    to: ToOption = "-",
    fail_on: Annotated[
        FailOn, chosen(["--fail-on"], ("error", "warning", "never"), "What makes the exit code 1.")
    ] = "error",
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            autocompletion=completing.findings,
            help="Only these findings or rules; or how they begin.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", autocompletion=completing.findings, help="Leave these out; an id or how it begins."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what the policy's rules see and make of it instead.")
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count what was found by id instead.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", min=1, max=64, help="Processes; as many as pay, if not given."),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only findings, no summary.")] = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Judge files by form, sense and policy: the gate.

    For CI and pre-commit. Exit code 0: no errors; 1: errors; 2: nothing to check, or what was given cannot be
    used.

    Examples:

      tas check

      tas check deals --fail-on warning --ignore TAS201

      tas check --format sarif -o tas.sarif

      tas check --explain deals/acme.tas.yaml

      tas check --statistics
    """
    from ..gate import Checked, Gate, Totals, counted, files_to_judge, judge_all

    gate = Gate(day(today), lang)
    wanted = files_to_judge([deal_or_folder(word, gate.places) for word in paths or ()], gate.places)
    faults = [*gate.prepare(wanted), *gate.judge_proposals(wanted.proposals)]
    faults = sorted([*faults, *gate.ask_who_rated(wanted.deals)])
    speaking = next((each.place.lang for each in gate.workspaces), gate.places.lang)
    read = (*wanted.deals, *gate.places.banks_read())
    if explain:
        return _explained(gate, wanted.deals, Wanted(format or "text", to, speaking, read=read))
    rules = [rule.id for each in gate.workspaces for rule in each.settings.policy]
    _known((*(select or ()), *(ignore or ())), rules)
    shown = Wanted(format or _usual(to), to, speaking, in_color(color, to), quiet, read)
    chosen = partial(_chosen, select=tuple(select or ()), ignore=tuple(ignore or ()), format=shown.format)
    told = partial(_told, chosen, shown)
    totals = Totals(len(wanted.deals) + len(wanted.own) + len(wanted.proposals), left_out=wanted.left_out)
    if statistics and shown.format not in formats_of("statistics"):
        raise TasError("check.no_statistics", format=shown.format)
    if shown.format in ("text", "github") and not statistics:
        every = heapq.merge(map(told, faults), judge_all(wanted.deals, gate, jobs, told), key=_file)
        totals = _streamed(every, totals, shown)
    else:
        judged = [*map(chosen, faults), *judge_all(wanted.deals, gate, jobs, chosen)]
        judged.sort(key=_file)
        totals = totals.plus(counted(finding for each in judged for finding in each.findings))
        what = "statistics" if statistics else "check"
        report(what, shown.format, Checked(judged, totals, fail_on), speaking, to=to, inputs=read)
    return 1 if totals.fails(fail_on) else 0


def _chosen(judged: JudgedFile, select: Sequence[str], ignore: Sequence[str], format: str) -> JudgedFile:
    """The findings asked for; forges know a file by its path from the top of the repository."""
    from ..gate import from_top, selected

    chosen = selected(judged, select, ignore)
    return from_top(chosen) if format in FOR_FORGES else chosen


def _file(each: JudgedFile | Printed) -> str:
    return each.file


def _told(chosen_of: Callable[[JudgedFile], JudgedFile], wanted: Wanted, judged: JudgedFile) -> Printed:
    """The findings of one file as they are printed; done where it was judged, that is half of the work."""
    from ..gate import counted
    from ..reports.findings import of_file

    chosen = chosen_of(judged)
    text = of_file(chosen, wanted.lang, color=wanted.color, annotated=wanted.format == "github")
    return Printed(judged.file, counted(chosen.findings), text)


def _known(wanted: Iterable[str], rules: Sequence[str]) -> None:
    """TasError for a word that selects nothing: a misspelt one would pass everything."""
    from ..model.field_types import nearest

    known = (*finding_ids(), *rules)
    for word in wanted:
        if not any(id.startswith(word) for id in known):
            raise TasError("check.bad_selection", name=word, near=nearest(word, known))


def _usual(to: str) -> str:
    """The format when none is named: in a GitHub run with its annotations."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" and to == files.STDOUT else "text"


def _streamed(told: Iterable[Printed], totals: Totals, wanted: Wanted) -> Totals:
    """Lines are written as they come, so that many findings need no more memory than few."""
    from ..reports.findings import summary

    waiting: list[str] = []
    size = 0
    for each in told:
        totals = totals.plus(each.totals)
        waiting.append(each.text)
        size += len(each.text)
        if size > AT_ONCE and wanted.to == files.STDOUT:
            emit("".join(waiting))
            waiting, size = [], 0
    waiting.append("" if wanted.quiet else summary(totals, wanted.lang))
    emit("".join(waiting), wanted.to, wanted.read)
    return totals


def _explained(gate: Gate, paths: Sequence[str], wanted: Wanted) -> int:
    if wanted.format not in formats_of("rules"):
        raise TasError("check.no_explain", format=wanted.format)
    seen = [_seen(gate, path) for path in paths]
    report("rules", wanted.format, seen, wanted.lang, to=wanted.to, inputs=wanted.read)
    return 0


def _seen(gate: Gate, path: str) -> Seen:
    """A file as the rules of its workspace see it; BadFile when it or its workspace cannot be used."""
    from ..gate import deal_of
    from ..policy import names_of, values_seen
    from ..reports.policy_seen import Seen

    ready = gate.ready_for(path)
    if ready.own and (ready.library is None or any(each.findings for each in ready.own)):
        raise BadFile(ready.own[0].findings)
    library = ready.place.library
    judged, assessment = gate.read_and_judge(path)
    if assessment is None:
        raise BadFile(judged.findings)
    deal = deal_of(assessment, library, ready, gate.today)
    values = values_seen(names_of(library, ready.settings), deal)
    applied = ready.policy.apply(deal) if ready.policy else []
    return Seen(judged.file, values, applied, assessment.waivers, judged.findings)
