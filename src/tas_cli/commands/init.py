"""`tas init`: start a workspace, and on request teach this clone's git about assessments.

Adds what is missing and changes nothing that is there: running it twice changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import TasError
from ..output import tell
from ..storage import files
from ..storage.git_setup import set_drivers, unset_drivers
from ..words import Lang as Speaking
from ..words import say
from ..words.language import language
from .options import Lang

ATTRIBUTES = "*.tas.yaml diff=tas merge=tas"


def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="The folder to start in.")] = ".",
    git: Annotated[bool, typer.Option("--git", help="Also set this clone's merge and diff drivers.")] = False,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Also start a .pre-commit-config.yaml.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before setting the drivers.")] = False,
    lang: Lang = None,
) -> int:
    """Start a workspace.

    It gets a tas.yaml with a policy to begin with, deals/ and .gitattributes. Nothing that is there is
    changed, so running it twice changes nothing. Forges run no merge drivers: a conflicting pull request is
    merged in a clone that has them, or by hand.

    Examples:

      tas init

      tas init deals-2027 --git --yes
    """
    from ..model.workspace import NAME

    speaking = language(lang)
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise TasError("init.not_a_folder", path=folder)
    _make(root / "deals", speaking)
    _start(root / NAME, say("init.workspace", speaking), speaking)
    _extend(root / ".gitattributes", ATTRIBUTES, speaking)
    if pre_commit:
        _start(root / ".pre-commit-config.yaml", say("init.pre_commit", speaking), speaking)
    if git:
        _drivers(root, yes, speaking)
    tell(say("init.next", speaking, path=(root / "deals" / "acme.tas.yaml").as_posix()))
    return 0


def _make(folder: Path, lang: Speaking) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise files.unusable(folder, trouble) from None
    # git keeps no empty folder, and `tas check` would find none in a fresh clone.
    if not any(folder.iterdir()):
        _start(folder / ".gitkeep", "", lang)


def _start(path: Path, text: str, lang: Speaking) -> None:
    if path.exists():
        tell(say("init.kept", lang, path=path.as_posix()))
        return
    files.write_text(path, text, expected=None)
    tell(say("init.made", lang, path=path.as_posix()))


def _extend(path: Path, line: str, lang: Speaking) -> None:
    """See that a file has a line; whatever else it says stays."""
    standing = files.read_text(path) if path.exists() else None
    if standing is not None and line in standing.splitlines():
        tell(say("init.kept", lang, path=path.as_posix()))
        return
    before = standing or ""
    joint = "\n" if before and not before.endswith("\n") else ""
    files.write_text(path, f"{before}{joint}{line}\n", expected=standing)
    tell(say("init.extended" if before else "init.made", lang, path=path.as_posix()))


def _drivers(root: Path, yes: bool, lang: Speaking) -> None:
    """Say what would be set in the clone's configuration, and set it when allowed."""
    missing = unset_drivers(root)
    if not missing:
        tell(say("init.set_already", lang))
        return
    tell(say("init.will_set", lang))
    for name, value in missing:
        tell(f"    {name} = {value}")
    if yes or (sys.stdin.isatty() and _agreed(say("init.ask", lang))):
        set_drivers(root, missing)
        tell(say("init.set", lang))
    else:
        tell(say("init.not_set", lang))


def _agreed(question: str) -> bool:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")
