"""A workspace made ready to judge many files: settings, banks and compiled rules, or what is wrong with them.

Judges no assessment (see `gate`). What is wrong is in the findings; nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import Param, TasError
from ..findings import BadFile, Finding, switchable
from ..judging.soundness import Asked
from ..model.bank import Bank
from ..model.field_types import nearest
from ..model.library import Library, load_library
from ..model.workspace import NAME, Settings, Workspace, read_workspace
from ..policy import Policy, compiled_policy
from ..storage import files
from .trouble import displayed, excerpts, leads_out, unloadable, unreadable

NO_LINES: Mapping[int, str] = {}


class Judged(NamedTuple):
    """A file with all that was found in it; `lines` holds the text of those lines that findings are about."""

    file: str
    findings: tuple[Finding, ...] = ()
    lines: Mapping[int, str] = NO_LINES


class Prepared:
    """All that files of one workspace are judged by; without `library` only whether they can be read.

    `own` are the workspace's own files that something is wrong with.
    """

    def __init__(
        self,
        root: Path | None,
        settings: Settings,
        library: Library | None,
        policy: Policy | None = None,
        own: tuple[Judged, ...] = (),
    ) -> None:
        self.root = root
        self.settings = settings
        self.library = library
        self.policy = policy
        self.own = own
        self._asked: dict[tuple[str, ...], Asked] = {}

    def asked(self, banks: Sequence[Bank]) -> Asked:
        """What these banks ask of us; worked out once for each set of banks."""
        key = tuple(bank.id for bank in banks)
        if key not in self._asked:
            self._asked[key] = Asked.of(banks)
        return self._asked[key]


def root_of(folder: Path) -> Path | None:
    """The nearest folder with a tas.yaml, going up; None where there is none."""
    return next((each for each in (folder, *folder.parents) if _is_file(each / NAME)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def prepared(root: Path | None) -> Prepared:
    """The workspace at `root` (None: the defaults of tas alone) made ready."""
    if root is None:
        return Prepared(None, Settings(), load_library(Workspace(None, Settings())))
    name = displayed(root / NAME)
    text, workspace, findings = _read(root, name)
    library: Library | None = None
    policy: Policy | None = None
    if not findings:
        findings += _odd_settings(workspace)
        library, faults = _library(workspace, name)
        findings += faults
    if library is not None:
        policy, faults = compiled_policy(workspace, library)
        findings += faults
    own = tuple(_by_file([each._replace(file=displayed(each.file)) for each in findings], name, text))
    return Prepared(root, workspace.settings, library, policy, own)


def _read(root: Path, name: str) -> tuple[str, Workspace, list[Finding]]:
    nothing = Workspace(root, Settings())
    if leads_out(root / NAME, root):
        return "", nothing, [Finding("TAS024", "error", name, 1)]
    try:
        text = files.read_text(root / NAME)
    except TasError as trouble:
        return "", nothing, [unreadable(trouble, name)]
    workspace = read_workspace(text, root)
    return text, workspace, list(workspace.findings)


def _library(workspace: Workspace, name: str) -> tuple[Library | None, list[Finding]]:
    try:
        return load_library(workspace), []
    except BadFile as trouble:
        return None, list(trouble.findings)
    except TasError as trouble:
        return None, [unloadable(trouble, name, workspace.line(("questions",)))]


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


def _by_file(findings: list[Finding], name: str, text: str) -> Iterator[Judged]:
    """Findings file by file; only of tas.yaml is the text at hand."""
    for file in sorted({each.file for each in findings}):
        own = sorted((each for each in findings if each.file == file), key=place)
        yield Judged(file, tuple(own), excerpts(text, own) if file == name else {})


def place(finding: Finding) -> tuple[int, str, str]:
    """What findings of one file are sorted by."""
    return finding.line, finding.id, finding.question or ""
