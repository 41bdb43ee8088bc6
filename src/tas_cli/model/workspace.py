"""A workspace: which `tas.yaml` is the one of a file, and that file read into a frozen value.

The outermost one within the git repository counts: nobody switches a team's policy off by adding a file.
What it may say stands in `settings`. Compiles no policy (see `policy`) and loads no banks (see `library`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..findings import Finding, unreadable
from ..storage import files
from ..yamlio.document import DataPath, Document
from .field_types import read_as
from .settings import Settings, matcher

NAME = "tas.yaml"
SCHEMA = "assessment.schema.json"
"""What `tas init` keeps beside it for editors: the schema of the team's own assessments."""
_MISNAMED = tuple(
    f"{stem}.{ending}"
    for stem in ("tas", "Tas", "TAS")
    for ending in ("yaml", "yml", "Yaml", "Yml", "YAML", "YML")
    if f"{stem}.{ending}" != NAME
)
_TOP = ".git"
"""Where this lies, a folder or a file, a repository begins. Git itself is not asked."""


class Workspace(NamedTuple):
    """A workspace: its folder, what its file says, and the document for lines. Without a file, defaults."""

    root: Path | None
    settings: Settings
    document: Document | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def file(self) -> str:
        """The path of its tas.yaml as people know it; "tas.yaml" where there is none."""
        return shown(self.root / NAME) if self.root else NAME

    def line(self, path: DataPath) -> int:
        """The line of a setting in tas.yaml."""
        return self.document.line(path) if self.document else 1

    def leaves_out(self, path: str | Path) -> bool:
        """Whether `exclude` says that the file or folder at `path` is no deal."""
        if not self.settings.exclude or self.root is None:
            return False
        inside = os.path.relpath(path, self.root).replace(os.sep, "/")
        return matcher(tuple(self.settings.exclude)).fullmatch(inside) is not None

    def names(self, folder: Path) -> bool:
        """Whether `workspaces` names `folder`, which then is a workspace of its own."""
        return self.root is not None and any(self.root / name == folder for name in self.settings.workspaces)

    def is_bank(self, path: Path) -> bool:
        """Whether `questions` names the file at `path`, or the folder it is in."""
        root = self.root or Path()
        named = [Path(os.path.abspath(root / entry)) for entry in self.settings.questions]  # noqa: PTH100
        return path in named or path.parent in named

    @property
    def deals(self) -> Path:
        """The default folder of deals. TasError when it lies outside the workspace."""
        root = self.root or Path()
        if not is_inside(root, self.settings.deals):
            raise TasError("check.deals_outside", path=self.settings.deals)
        return root / self.settings.deals


def is_inside(root: Path, name: str) -> bool:
    """Whether `name`, as a workspace gives it, means something in its folder `root`, links followed."""
    return "\0" not in name and (root / name).resolve().is_relative_to(root.resolve())


def shown(path: Path) -> str:
    """`path` as people would type it from here: relative when it is below, else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class Located(NamedTuple):
    """The workspace of a folder, and the folders further in whose own tas.yaml changes nothing."""

    workspace: Workspace
    strays: tuple[Path, ...] = ()


def locate(start: str | Path, read: Callable[[Path], Workspace] | None = None) -> Located:
    """The workspace of `start`, its faults as findings; `read` reads that of a folder with a tas.yaml."""
    read = read or read_folder
    above = settings_above(start)
    if not above:
        return Located(Workspace(None, Settings()))
    outer = read(above[0])
    named = next((folder for folder in above[1:] if outer.names(folder)), None)
    chosen = read(named) if named else outer
    strays = (
        folder
        for folder in above[1:]
        if folder != named and not outer.is_bank(folder / NAME) and not chosen.is_bank(folder / NAME)
    )
    return Located(chosen, tuple(strays))


def settings_above(start: str | Path) -> Sequence[Path]:
    """The folders that hold a tas.yaml, of whatever kind, from the top of the repository down to `start`."""
    found = [folder for folder in _up(start) if os.path.lexists(f"{folder}{os.sep}{NAME}")]
    return [Path(folder) for folder in reversed(found)]


def schema_line(path: str) -> str:
    """The line by which an editor finds the schema of a new assessment; "" where the workspace keeps none."""
    above = settings_above(os.path.dirname(path) or ".")  # noqa: PTH120
    if not above or not (above[0] / SCHEMA).is_file():
        return ""
    there = os.path.relpath(above[0] / SCHEMA, os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120
    return f"# yaml-language-server: $schema={Path(there).as_posix()}\n"


def misnamed_settings(start: str | Path, known: set[str]) -> Iterator[str]:
    """Files from `start` up to the top of its repository that somebody may take for a tas.yaml.

    Folders that are `known` were looked at before, and so were those above them.
    """
    for folder in _up(start):
        if folder in known:
            return
        known.add(folder)
        for name in _MISNAMED:
            path = f"{folder}{os.sep}{name}"
            if os.path.lexists(path) and not _is_same(path, f"{folder}{os.sep}{NAME}"):
                yield path


def is_settings_name(name: str) -> bool:
    """Whether a file called like that holds settings, or is meant to."""
    return name == NAME or name in _MISNAMED


def repository_top(folder: Path) -> Path | None:
    """The top of the repository that `folder` is in; None outside of any."""
    return next((Path(each) for each in _up(folder) if os.path.lexists(f"{each}{os.sep}{_TOP}")), None)


def _up(start: str | Path) -> Iterator[str]:
    """`start` and the folders above it, up to the top of its repository, or as far as there are any.

    As texts, because every folder with a deal is asked. A link that leads elsewhere changes no workspace.
    """
    folder, above = "", os.path.abspath(start)  # noqa: PTH100
    while above != folder:
        folder, above = above, os.path.dirname(above)  # noqa: PTH120
        yield folder
        if os.path.lexists(f"{folder}{os.sep}{_TOP}"):
            return


def _is_same(one: str, other: str) -> bool:
    """Whether two names mean one file, as they do where a disk takes no notice of case."""
    return os.path.lexists(other) and os.path.samestat(os.lstat(one), os.lstat(other))


def read_folder(folder: Path) -> Workspace:
    """The workspace in `folder`, which has a tas.yaml; one that cannot be read is a finding."""
    text = text_within(folder / NAME, folder, shown(folder / NAME))
    if isinstance(text, Finding):
        return Workspace(folder, Settings(), findings=(text,))
    return read_workspace(text, folder)


def text_within(path: str | Path, root: Path | None, name: str) -> str | Finding:
    """The text of a file of the workspace in folder `root`; a finding, which calls it `name`, for none."""
    if path != files.STDIN and leads_out(path, root):
        return Finding("TAS024", "error", name, 1)
    try:
        return files.read_text(path)
    except TasError as trouble:
        return unreadable(trouble, name)


def leads_out(path: str | Path, root: Path | None) -> bool:
    """Whether `path` is a link to something outside `root`, None for the folder it is in."""
    if not os.path.islink(path):  # noqa: PTH114
        return False
    inside = os.path.realpath(Path(path).parent if root is None else root)
    return not Path(os.path.realpath(path)).is_relative_to(inside)


def read_workspace(text: str, root: Path) -> Workspace:
    """The workspace in folder `root` whose tas.yaml holds `text`."""
    document, settings, findings = read_as(Settings, text, shown(root / NAME))
    return Workspace(root, settings or Settings(), document, tuple(findings))
