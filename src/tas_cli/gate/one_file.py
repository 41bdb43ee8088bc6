"""One file judged: can it be read, does it fit its banks, is it sound, does it meet the policy; all of them.

A gate keeps what is common to the files of a workspace. Reads files, writes none, runs nothing of theirs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import TasError
from ..findings import ENOUGH, Finding, usual_level
from ..judging.misfits import fit, fit_own
from ..judging.our_cells import our_cells
from ..judging.soundness import unsound
from ..model.assessment import Assessment, Reading, read_assessment
from ..model.bank_reading import is_like_a_bank, is_like_a_playbook
from ..model.library import Library, read_questions
from ..model.workspace import NAME, misnamed_settings, text_within
from ..place import Place, Places
from ..policy import Deal
from ..storage import files
from ..words import Lang, say
from .files_to_judge import FilesToJudge
from .judged_files import JudgedFile, displayed, judged_file
from .proposal_faults import judged_proposals
from .ready_workspace import ReadyWorkspace
from .waivers import waived

_LIKE_A_CALIBRATION = re.compile(r"^method:", re.MULTILINE)
if TYPE_CHECKING:
    from ..changes.past import Rated


class Gate:
    """Judges files on a given day, each by its own workspace, which is read once.

    `lang` is the language that an option asks for.
    """

    def __init__(self, today: date, lang: Lang | None = None) -> None:
        self.lang = lang
        self.places = Places(str(today), lang)
        self._ready: dict[Place, ReadyWorkspace] = {}
        self._by_folder: dict[str, ReadyWorkspace] = {}
        self.rated_by: Mapping[str, Mapping[Rated, str]] = {}

    def afresh(self) -> Gate:
        """Another gate that has read nothing yet, and was told the same of who rated."""
        other = Gate(self.today, self.lang)
        other.rated_by = self.rated_by
        return other

    @property
    def today(self) -> date:
        """The day that ages are reckoned to."""
        return self.places.today

    def ready_for(self, path: str) -> ReadyWorkspace:
        """What the file at `path` is judged by; standard input by the current folder's workspace."""
        folder = _folder(path)
        if folder not in self._by_folder:
            place = self.places.find(folder).place
            if place not in self._ready:
                self._ready[place] = ReadyWorkspace(place)
            self._by_folder[folder] = self._ready[place]
        return self._by_folder[folder]

    @property
    def workspaces(self) -> list[ReadyWorkspace]:
        """Those made ready so far."""
        return list(self._ready.values())

    def prepare(self, wanted: FilesToJudge) -> list[JudgedFile]:
        """Make the workspaces of all files ready; what is wrong with them, and what was passed over."""
        said = {each.file: each for each in wanted.passed_over}
        seen: set[str] = set()
        for folder, path in {
            _folder(path): path for path in (*wanted.deals, *wanted.own, *wanted.proposals)
        }.items():
            said |= {each.file: each for each in _out_of_place(self.places, folder, seen)}
            said |= {each.file: each for each in self.ready_for(path).own}
        for name in wanted.own:
            said.setdefault(name, JudgedFile(name))
        return [said[name] for name in sorted(said)]

    def judge_proposals(self, paths: Iterable[str]) -> list[JudgedFile]:
        """All that is wrong with the proposals at `paths`."""
        judged = [(self.ready_for(path), path) for path in paths]
        return [
            each._replace(findings=tuple(_levelled(each.findings, ready.settings.findings)))
            for ready, path in judged
            for each in [judged_proposals(path, ready, self.today)]
        ]

    def ask_who_rated(self, paths: Iterable[str]) -> list[JudgedFile]:
        """Have git say which answers were last changed by those who may not rate; where it cannot, why."""
        found: list[JudgedFile] = []
        if not any(each.settings.agents for each in self.workspaces):
            return found
        from ..changes.past import is_cut, ratings_by

        deals = [path for path in paths if path != files.STDIN and self.ready_for(path).settings.agents]
        for ready in dict.fromkeys(map(self.ready_for, deals)):
            own = [path for path in deals if self.ready_for(path) is ready]
            if is_cut(own[0]):
                found += _nobody_knows(ready, say("git.shallow", ready.place.lang))
                continue
            try:
                self.rated_by = {**self.rated_by, **ratings_by(own, ready.settings.agents)}
            except TasError as trouble:
                found += _nobody_knows(ready, say(trouble.id, ready.place.lang, **trouble.params))
        return found

    def judge(self, path: str) -> JudgedFile:
        """All that is wrong with the file at `path`, in order of its lines."""
        return self.read_and_judge(path)[0]

    def read_and_judge(self, path: str) -> tuple[JudgedFile, Assessment | None]:
        """The same, and the assessment that the file holds; None when it holds none that can be used."""
        ready, name = self.ready_for(path), displayed(path)
        reading = _read(path, name, ready)
        if isinstance(reading, JudgedFile):
            return reading, None
        found = chain(reading.findings, self._found(reading, name, ready))
        findings = list(islice(found, ENOUGH + 1))
        if len(findings) > ENOUGH:
            findings[ENOUGH:] = [Finding("TAS029", "error", name, 1, params={"limit": ENOUGH})]
        return judged_file(name, findings, reading.text), reading.assessment

    def read(self, path: str) -> Reading | JudgedFile:
        """What the file at `path` says, not judged; why, where it can be no deal."""
        return _read(path, displayed(path), self.ready_for(path))

    def _found(self, reading: Reading, name: str, ready: ReadyWorkspace) -> Iterator[Finding]:
        if not reading.findings and reading.document.data is None:
            yield Finding("TAS030", "error", name, 1)
            return
        found = _levelled(judgements(reading, name, ready, self.today), ready.settings.findings)
        found = chain(found, self._by_agents(reading, name, ready))
        yield from (
            found if ready.library is None else waived(found, reading, name, ready.waivable, self.today)
        )

    def _by_agents(self, reading: Reading, name: str, ready: ReadyWorkspace) -> Iterator[Finding]:
        """Answers that stand there as somebody left them who may not rate."""
        rated_by = self.rated_by.get(name)
        if not rated_by or reading.assessment is None:
            return
        from ..changes.past import answers_of

        for rated in answers_of(reading.assessment):
            if rated in rated_by:
                question = f"{rated.bank}.{rated.question}"
                line = reading.document.line(("answers", *rated[:3]))
                params = {"question": question, "party": rated.party, "agent": rated_by[rated]}
                finding = Finding(
                    "TAS504", usual_level("TAS504"), name, line, params=params, question=question
                )
                yield from _levelled([finding], ready.settings.findings)


def _nobody_knows(ready: ReadyWorkspace, reason: str) -> Iterator[JudgedFile]:
    """That nobody can tell who rated, about the tas.yaml that asks for it."""
    workspace = ready.place.workspace
    name = displayed(workspace.file)
    finding = Finding(
        "TAS505", usual_level("TAS505"), name, workspace.line(("agents",)), params={"reason": reason}
    )
    yield JudgedFile(name, tuple(_levelled([finding], ready.settings.findings)))


def _read(path: str, name: str, ready: ReadyWorkspace) -> Reading | JudgedFile:
    text = text_within(path, ready.root, name)
    if isinstance(text, Finding):
        return JudgedFile(name, (text,))
    if not path.endswith(files.SUFFIX) and (others := _of_no_deal(text, name)) is not None:
        return judged_file(name, others, text)
    reading = read_assessment(text, name)
    if name == files.STDIN and reading.document.data is None and not reading.findings:
        raise TasError("check.empty_input")
    return reading


def _of_no_deal(text: str, name: str) -> list[Finding] | None:
    """What is wrong with a file of another kind, told by what it says; None for what may be a deal."""
    if is_like_a_bank(text) or is_like_a_playbook(text):
        return read_questions(text, name)[1]
    if not _LIKE_A_CALIBRATION.search(text):
        return None
    from ..model.calibration_file import read_calibration

    return read_calibration(text, name)[1]


def _folder(path: str) -> str:
    return path if path == files.STDIN else os.path.dirname(path) or "."  # noqa: PTH120


def _out_of_place(places: Places, folder: str, seen: set[str]) -> Iterator[JudgedFile]:
    """The tas.yaml further in than the one that counts, and files that somebody may take for one."""
    found = places.find(folder)
    for stray in found.strays:
        name = displayed(stray / NAME)
        outer = displayed(found.place.root or Path()) + "/" + NAME
        yield JudgedFile(
            name, (Finding("TAS034", "error", name, 1, params={"outer": outer.removeprefix("./")}),)
        )
    for path in misnamed_settings("." if folder == files.STDIN else folder, seen):
        name = displayed(path)
        yield JudgedFile(name, (Finding("TAS035", "error", name, 1, params={"near": NAME}),))


def judgements(reading: Reading, name: str, ready: ReadyWorkspace, today: date) -> Iterator[Finding]:
    """What a readable assessment is reproached with: by its banks, by good sense, by the policy."""
    if reading.assessment is None or ready.library is None:
        return
    yield from fit(reading, name, ready.library.banks)
    yield from fit_own(reading, name, ready.settings.custom)
    deal = deal_of(reading.assessment, ready.library, ready, today)
    yield from unsound(
        reading,
        name,
        banks=deal.banks,
        asked=ready.asked(deal.banks),
        cells=deal.cells,
        settings=ready.settings,
        today=today,
    )
    if ready.policy is not None:
        yield from ready.policy.judge(deal, reading, name)


def deal_of(assessment: Assessment, library: Library, ready: ReadyWorkspace, today: date) -> Deal:
    """An assessment as the rules of its workspace look at it."""
    banks = library.banks_for(assessment)
    cells = our_cells(assessment, ready.asked(banks))
    return Deal(assessment, banks, cells, today, ready.place.forecast)


def _levelled(findings: Iterable[Finding], levels: Mapping[str, str]) -> Iterator[Finding]:
    """Findings at the level that the workspace gives them; those switched off are left out."""
    for finding in findings:
        level = levels.get(finding.id, finding.level)
        if level == finding.level:
            yield finding
        elif level != "off":
            yield finding._replace(level="error" if level == "error" else "warning")
