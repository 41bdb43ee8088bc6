"""One file judged: can it be read, does it fit its banks, is it sound, does it meet the policy; all of them.

A gate keeps what is common to the files of a workspace. Reads files, writes none, runs nothing of theirs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path

from ..errors import TasError
from ..findings import ENOUGH, Finding
from ..judging.misfits import fit, fit_own
from ..judging.our_cells import our_cells
from ..judging.soundness import unsound
from ..model.assessment import Assessment, Reading, read_assessment
from ..model.library import Library
from ..policy import Deal
from ..storage import files
from .prepared import Judged, Prepared, place, prepared, root_of
from .trouble import displayed, excerpts, leads_out, unreadable


class Gate:
    """Judges files on a given day, each by its own workspace, which is read once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._by_folder: dict[str, Prepared] = {}
        self._by_root: dict[Path | None, Prepared] = {}

    def prepared_for(self, path: str) -> Prepared:
        """What the file at `path` is judged by; standard input by the current folder's workspace."""
        folder = "." if path == files.STDIN else os.path.dirname(path) or "."  # noqa: PTH120
        if folder not in self._by_folder:
            root = root_of(Path.cwd() / folder)
            if root not in self._by_root:
                self._by_root[root] = prepared(root)
            self._by_folder[folder] = self._by_root[root]
        return self._by_folder[folder]

    def workspaces(self, paths: Iterable[str]) -> list[Prepared]:
        """The workspaces of `paths`, each once, made ready before any file is judged."""
        for path in paths:
            self.prepared_for(path)
        return list(self._by_root.values())

    def judge(self, path: str) -> Judged:
        """All that is wrong with the file at `path`, in order of its lines."""
        prepared = self.prepared_for(path)
        name = displayed(path)
        if path != files.STDIN and leads_out(path, prepared.root):
            return Judged(name, (Finding("TAS024", "error", name, 1),))
        try:
            text = files.read_text(path)
        except TasError as trouble:
            return Judged(name, (unreadable(trouble, name),))
        reading = read_assessment(text, name)
        judged = judgements(reading, name, prepared, self.today)
        levelled = _levelled(judged, prepared.settings.findings)
        findings = list(islice(chain(reading.findings, levelled), ENOUGH + 1))
        if len(findings) > ENOUGH:
            findings[ENOUGH:] = [Finding("TAS029", "error", name, 1, params={"limit": ENOUGH})]
        findings.sort(key=place)
        return Judged(name, tuple(findings), excerpts(text, findings))


def judgements(reading: Reading, name: str, prepared: Prepared, today: date) -> Iterator[Finding]:
    """What a readable assessment is reproached with: by its banks, by good sense, by the policy."""
    if reading.assessment is None or prepared.library is None:
        return
    yield from fit(reading, name, prepared.library.banks)
    yield from fit_own(reading, name, prepared.settings.custom)
    deal = deal_of(reading.assessment, prepared.library, prepared, today)
    yield from unsound(
        reading,
        name,
        banks=deal.banks,
        asked=prepared.asked(deal.banks),
        cells=deal.cells,
        settings=prepared.settings,
        today=today,
    )
    if prepared.policy is not None:
        yield from prepared.policy.judge(deal, reading, name)


def deal_of(assessment: Assessment, library: Library, prepared: Prepared, today: date) -> Deal:
    """An assessment as the rules of its workspace look at it."""
    banks = library.banks_for(assessment)
    return Deal(assessment, banks, our_cells(assessment, prepared.asked(banks).ratings), today)


def _levelled(findings: Iterable[Finding], levels: Mapping[str, str]) -> Iterator[Finding]:
    """Findings at the level that the workspace gives them; those switched off are left out."""
    for finding in findings:
        level = levels.get(finding.id, finding.level)
        if level == finding.level:
            yield finding
        elif level != "off":
            yield finding._replace(level="error" if level == "error" else "warning")
