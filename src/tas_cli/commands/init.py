"""`tas init`: start a workspace, and on request teach this clone's git about assessments.

Adds what is missing and changes nothing that is there: running it twice changes nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from ..errors import TasError
from ..output import is_agreed, tell
from ..storage import files
from ..words import Lang, say
from .options import LangOption, QuietOption
from .schema import of_team

ATTRIBUTES = "*.tas.yaml diff=tas merge=tas"
IGNORED = ".*.[0-9]*-[0-9]*.tmp"
"""What a power cut may leave of a save, of a deal or of whatever else."""


def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder to start in.")] = ".",
    git: Annotated[bool, typer.Option("--git", help="Also set this clone's merge driver.")] = False,
    git_diff: Annotated[
        bool, typer.Option("--git-diff", help="The same, and let git diff read deals in the bank's words.")
    ] = False,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Also start a .pre-commit-config.yaml.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before setting the drivers.")] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> int:
    """Start a workspace.

    It gets a tas.yaml with stages and a policy to begin with, deals/, what git has to know, a schema by which
    editors complete the team's questions (`tas schema --workspace` makes it anew), and an AGENTS.md that
    tells assistants to bring quotes and never to rate. Nothing that is there is changed, so running it twice
    changes nothing; within a workspace no second one is made. Forges run no merge drivers: a conflicting pull
    request is merged in a clone that has them, or by hand.

    Examples:

      tas init

      tas init deals-2027 --git --yes
    """
    from ..model.workspace import NAME, SCHEMA
    from ..place import Places
    from ..storage.git_setup import DIFF, MERGE

    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise TasError("init.not_a_folder", path=folder)
    if (root / NAME).exists() and not (root / NAME).is_file():
        raise TasError("init.not_a_file", path=(root / NAME).as_posix())
    places = Places(lang=lang)
    around = places.find(folder).place
    speaker = _Speaker(places.lang, quiet)
    here = Path(os.path.abspath(root))  # noqa: PTH100
    if around.root not in (None, here) and not around.workspace.names(here):
        speaker.say("init.within", file=around.workspace.file)
    else:
        _make(root / "deals", speaker)
        _start(root / NAME, say("init.workspace", speaker.lang), speaker)
        _extend(root / ".gitattributes", ATTRIBUTES, speaker)
        _extend(root / ".gitignore", IGNORED, speaker)
        _start(root / SCHEMA, f"{of_team(Places(lang=lang).of(root))}\n", speaker)
        _start(root / "AGENTS.md", say("init.agents", speaker.lang), speaker)
        if pre_commit:
            _start(root / ".pre-commit-config.yaml", say("init.pre_commit", speaker.lang), speaker)
        if find_spec("cel_expr_python") is None:
            speaker.say("init.no_policy")
        speaker.say("init.next", path=(root / "deals" / "acme.tas.yaml").as_posix())
    if git or git_diff:
        _set(root, (*MERGE, *(DIFF if git_diff else ())), speaker, yes)
    return 0


class _Speaker:
    """What is said on the way, in one language, or not at all."""

    def __init__(self, lang: Lang, quiet: bool) -> None:
        self.lang = lang
        self._quiet = quiet

    def say(self, key: str, **params: str) -> None:
        if not self._quiet:
            tell(say(key, self.lang, **params))


def _make(folder: Path, speaker: _Speaker) -> None:
    with files.refusals_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    # git keeps no empty folder, and `tas check` would find none in a fresh clone.
    if not any(folder.iterdir()):
        _start(folder / ".gitkeep", "", speaker)


def _start(path: Path, text: str, speaker: _Speaker) -> None:
    if path.exists():
        speaker.say("init.kept", path=path.as_posix())
        return
    files.rewrite(path, text, expected=None)
    speaker.say("init.made", path=path.as_posix())


def _extend(path: Path, line: str, speaker: _Speaker) -> None:
    """See that a file has a line; whatever else it says stays."""
    standing = files.read_text(path) if path.exists() else None
    if standing is not None and line in standing.splitlines():
        speaker.say("init.kept", path=path.as_posix())
        return
    before = standing or ""
    joint = "\n" if before and not before.endswith("\n") else ""
    files.rewrite(path, f"{before}{joint}{line}\n", expected=standing)
    speaker.say("init.extended" if before else "init.made", path=path.as_posix())


def _set(root: Path, settings: Sequence[tuple[str, str]], speaker: _Speaker, yes: bool) -> None:
    """Say what would be set in the clone's configuration, and set it when allowed."""
    from ..storage.git_setup import DIFF, set_drivers, unset_drivers

    missing = unset_drivers(root if root.is_dir() else root.parent, settings)
    if not missing:
        speaker.say("init.set_already")
        return
    shown = "".join(f"\n    {name} = {value}" for name, value in missing)
    tell(say("init.will_set", speaker.lang) + shown)
    if any(each in DIFF for each in missing):
        tell(say("init.cost", speaker.lang))
    if yes or (sys.stdin.isatty() and is_agreed(say("init.ask", speaker.lang))):
        set_drivers(root, missing)
        speaker.say("init.set")
    else:
        tell(say("init.not_set", speaker.lang, names=", ".join(name for name, _ in missing)))
