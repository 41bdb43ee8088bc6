"""`tas check`: are the assessments valid and within policy? The gate for CI and pre-commit."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .. import safe
from ..days import day
from ..errors import TasError
from ..findings import BadFile, finding_ids
from ..gate import FailOn, Gate, Judged, Totals, counted, deal_of, displayed, judge_all, selected
from ..model.assessment import read_assessment, usable
from ..model.workspace import NAME, is_inside
from ..output import Color, emit, in_color
from ..policy import Applied, names_of, values_seen
from ..reports import findings_github, findings_text
from ..storage import files
from ..words import Lang
from ..words.language import language

AT_ONCE = 1 << 16
"""Characters of text that are gathered before they are written."""


class Wanted(NamedTuple):
    """How findings are to be shown."""

    format: str
    to: str
    lang: Lang
    color: bool
    quiet: bool


class Told(NamedTuple):
    """The findings of one file, as they are printed and as they count."""

    file: str
    totals: Totals
    text: str


def check(
    paths: Sequence[str],
    *,
    format: str | None,
    to: str,
    fail_on: FailOn,
    select: Sequence[str],
    ignore: Sequence[str],
    explain: bool,
    jobs: int | None,
    quiet: bool,
    lang: str | None,
    color: Color,
    today: str | None,
) -> int:
    """Judge what `paths` hold, all of it; 1 when there are findings that `fail_on` counts as a no."""
    gate = Gate(day(today))
    found, own = _found(paths or [_deals(gate)])
    workspaces = gate.workspaces((*found, *own))
    chosen = language(lang, next((each.settings.language for each in workspaces), None))
    if explain:
        return _explained(gate, found, format or "text", to, chosen)
    _known((*select, *ignore), [rule.id for each in workspaces for rule in each.settings.policy])
    wanted = Wanted(format or _usual(to), to, chosen, in_color(color, to), quiet)
    faults = sorted((each for one in workspaces for each in one.own), key=lambda each: each.file)
    chosen_of = partial(selected, select=tuple(select), ignore=tuple(ignore))
    told_of = partial(_told, chosen_of, wanted)
    totals = Totals(len(found))
    if wanted.format in ("text", "github"):
        told = heapq.merge(map(told_of, faults), judge_all(found, gate, jobs, told_of), key=_file)
        totals = _streamed(told, totals, wanted)
    else:
        judged = list(heapq.merge(map(chosen_of, faults), judge_all(found, gate, jobs, chosen_of), key=_file))
        totals = counted((finding for each in judged for finding in each.findings), len(found))
        emit(_whole(judged, totals, wanted), to)
    return 1 if totals.fails(fail_on) else 0


def _file(each: Judged | Told) -> str:
    return each.file


def _told(chosen_of: Callable[[Judged], Judged], wanted: Wanted, judged: Judged) -> Told:
    """The findings of one file as they are printed; done where it was judged, that is half of the work."""
    report = findings_github if wanted.format == "github" else findings_text
    chosen = chosen_of(judged)
    text = report.of_file(chosen, wanted.lang, color=wanted.color)
    return Told(judged.file, counted(chosen.findings, 0), text)


def _deals(gate: Gate) -> str:
    """The folder of deals of the workspace around the current folder."""
    workspace = gate.prepared_for(files.STDIN)
    root = workspace.root or Path()
    folder = root / workspace.settings.deals
    if not is_inside(root, workspace.settings.deals):
        raise TasError("check.deals_outside", path=workspace.settings.deals)
    return displayed(folder)


def _found(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """The assessments that `paths` mean, each once and in order of name, and the tas.yaml among them."""
    found: dict[str, str] = {}
    own = []
    for path in paths:
        if path != files.STDIN and not os.path.lexists(path):
            raise TasError("files.missing", file=path)
        if Path(path).name == NAME:
            own.append(path)
            continue
        here = list(files.find_assessments([path]))
        if not here:
            raise TasError("check.nothing", path=path)
        found |= {os.path.normpath(displayed(each)): each for each in here}
    return [found[name] for name in sorted(found)], own


def _known(wanted: Iterable[str], rules: Sequence[str]) -> None:
    """TasError for a word that selects nothing: a misspelt one would pass everything."""
    known = (*finding_ids(), *rules)
    for word in wanted:
        if not any(id.startswith(word) for id in known):
            raise TasError("check.bad_selection", name=word)


def _usual(to: str) -> str:
    """The format when none is named: in a GitHub run with its annotations."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" and to == files.STDOUT else "text"


def _whole(judged: Sequence[Judged], totals: Totals, wanted: Wanted) -> str:
    """The findings as one document; only its own format is loaded."""
    match wanted.format:
        case "json":
            from ..reports import findings_json

            return findings_json.whole(judged, totals, wanted.lang)
        case "junit":
            from ..reports import findings_junit

            return findings_junit.whole(judged, wanted.lang)
        case "sarif":
            from ..reports import findings_sarif

            return findings_sarif.whole(judged, wanted.lang)
        case "gitlab":
            from ..reports import findings_gitlab

            return findings_gitlab.whole(judged, wanted.lang)
        case _:
            from ..reports import findings_markdown

            return findings_markdown.whole(judged, totals, wanted.lang)


def _streamed(told: Iterable[Told], totals: Totals, wanted: Wanted) -> Totals:
    """Lines are written as they come, so that many findings need no more memory than few."""
    waiting: list[str] = []
    size = 0
    for each in told:
        totals = totals.plus(each.totals)
        waiting.append(each.text)
        size += len(each.text)
        if size > AT_ONCE and wanted.to == files.STDOUT:
            emit("".join(waiting))
            waiting, size = [], 0
    waiting.append("" if wanted.quiet else findings_text.summary(totals, wanted.lang))
    emit("".join(waiting), wanted.to)
    return totals


def _explained(gate: Gate, paths: Sequence[str], format: str, to: str, lang: Lang) -> int:
    from ..reports import policy_seen

    if format not in ("text", "json"):
        raise TasError("check.no_explain", format=format)
    seen = [policy_seen.Seen(*_seen(gate, path)) for path in paths]
    if format == "json":
        import json

        document = {"format": 1, "results": [policy_seen.as_json(each) for each in seen]}
        emit(safe.json(json.dumps(document, indent=2)), to)
    else:
        emit("\n\n".join(policy_seen.text(each, lang) for each in seen), to)
    return 0


def _seen(gate: Gate, path: str) -> tuple[str, dict[str, object], list[Applied]]:
    """A file as the rules of its workspace see it; BadFile when it or its workspace cannot be used."""
    prepared = gate.prepared_for(path)
    name = displayed(path)
    if prepared.library is None:
        raise BadFile(prepared.own[0].findings)
    assessment = usable(read_assessment(files.read_text(path), name))
    deal = deal_of(assessment, prepared.library, prepared, gate.today)
    values = values_seen(names_of(prepared.library, prepared.settings.stages), deal)
    return name, values, prepared.policy.apply(deal) if prepared.policy else []
