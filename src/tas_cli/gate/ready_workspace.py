"""A workspace made ready to judge many files: its banks and compiled rules, or what is wrong with them.

Judges no assessment (see `one_file`). What is wrong is in the findings; nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from ..errors import Param, TasError
from ..findings import BadFile, Finding, switchable
from ..judging.our_cells import Asked
from ..model.bank import Bank
from ..model.field_types import nearest
from ..model.import_checks import mapping_faults
from ..model.library import Library
from ..model.settings import SegmentAxis
from ..model.workspace import NAME, Workspace
from ..place import Place
from ..policy import Policy, compiled_policy
from ..storage import files
from .judged_files import JudgedFile, displayed, judged_file, unloadable
from .waivers import Waivable


class ReadyWorkspace:
    """All that files of one place are judged by; without `library` only whether they can be read.

    `own` are the workspace's own files that something is wrong with.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.settings = place.settings
        self.root = place.root
        self.library: Library | None = None
        self.policy: Policy | None = None
        self.own = tuple(_by_file(list(self._faults()), place.workspace))
        self.waivable = Waivable.of(place.settings.waivers, self.policy)
        self._asked: dict[tuple[str, ...], Asked] = {}

    def _faults(self) -> Iterator[Finding]:
        """Read, load and compile what there is, as far as that goes."""
        workspace = self.place.workspace
        yield from workspace.findings
        if workspace.findings:
            return
        if workspace.document is not None and workspace.document.data is None:
            yield Finding("TAS030", "error", workspace.file, 1)
        yield from _odd_settings(workspace)
        try:
            self.library = self.place.library
        except BadFile as trouble:
            yield from trouble.findings
            return
        except TasError as trouble:
            yield unloadable(trouble, workspace.file, workspace.line(("questions",)))
            return
        yield from self.place.calibration_faults
        self.policy, faults = compiled_policy(workspace, self.library)
        yield from faults

    def asked(self, banks: Sequence[Bank]) -> Asked:
        """What these banks ask of us; worked out once for each set of banks."""
        key = tuple(bank.id for bank in banks)
        if key not in self._asked:
            self._asked[key] = Asked.of(banks)
        return self._asked[key]


def _odd_settings(workspace: Workspace) -> Iterator[Finding]:
    """Settings that name what does not exist and so would do nothing."""
    settings = workspace.settings
    odd = [
        ("TAS027", ("findings", id), id, switchable()) for id in settings.findings if id not in switchable()
    ]
    if settings.stages:
        stages = tuple(settings.stages)
        odd += [
            ("TAS028", ("max_unknown", id), id, stages) for id in settings.max_unknown if id not in stages
        ]
    for id, path, name, known in odd:
        params: dict[str, Param] = {"name": name[:60], "near": nearest(name, known)}
        yield Finding(id, "error", workspace.file, workspace.line(path), params=params)
    for i, name in enumerate(settings.workspaces):
        if workspace.root is not None and not (workspace.root / name / NAME).is_file():
            line = workspace.line(("workspaces", i))
            yield Finding("TAS037", "error", workspace.file, line, params={"name": name})
    yield from _odd_segments(workspace)
    yield from mapping_faults(workspace)


def _odd_segments(workspace: Workspace) -> Iterator[Finding]:
    """Segments by a field that nobody declared, or that holds something else."""
    terms, own = workspace.settings.segments, workspace.settings.custom
    for name in ("potential", "share") if terms else ():
        axis: SegmentAxis = getattr(terms, name)
        declared, line = own.get(axis.field), workspace.line(("segments", name, "field"))
        params: dict[str, Param] = {"name": axis.field}
        if declared is None:
            params |= {"near": nearest(axis.field, own)}
            yield Finding("TAS127", "error", workspace.file, line, params=params)
        elif not axis.fits(declared):
            high = axis.high if isinstance(axis.high, str) else ", ".join(axis.high)
            params |= {"value": high, "kind": ", ".join((declared.kind, *declared.options))}
            yield Finding("TAS128", "error", workspace.file, line, params=params)


def _by_file(findings: list[Finding], workspace: Workspace) -> Iterator[JudgedFile]:
    """Findings file by file."""
    for file in sorted({each.file for each in findings}):
        name, text = displayed(file), ""
        if file == workspace.file and workspace.document is not None:
            with suppress(TasError):
                text = files.read_text(file)
        yield judged_file(name, [each._replace(file=name) for each in findings if each.file == file], text)
