"""`tas doctor`: what this installation has, and what it finds here: what to paste into a bug report."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from .. import __version__
from ..errors import NO, TasError
from ..output import describe, report
from ..words import Lang, say
from .options import LangOption, ToOption, format_of

if TYPE_CHECKING:
    from ..place import Place
    from ..reports.doctor import Sign


def doctor(
    format: Annotated[str, format_of("doctor")] = "text",
    to: ToOption = "-",
    lang: LangOption = None,
) -> int:
    """Show what tas finds here, for a bug report.

    Which tas.yaml and which question banks hold here, whether git's drivers are set and run, which extras and
    versions are installed. It changes nothing. Exit code 1 where something is amiss.

    Examples:

      tas doctor

      tas doctor --format markdown
    """
    from ..place import Places
    from ..reports.doctor import Sign

    places = Places(lang=lang)
    found = places.find(".").place
    speaking = found.lang
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    pager = os.environ.get("TAS_PAGER") or os.environ.get("PAGER") or "less"
    signs = [
        Sign("tas", f"{__version__}, {machine}"),
        Sign("output", f"{sys.stdout.encoding}, TERM={os.environ.get('TERM', '')}, {pager}"),
        Sign("language", speaking),
        *_workspace(found, speaking),
        *_git(speaking),
        *_packages(speaking),
    ]
    report("doctor", format, signs, speaking, to=to)
    return NO if any(sign.is_amiss for sign in signs) else 0


def _workspace(place: Place, lang: Lang) -> Iterator[Sign]:
    """The settings that hold here, and the banks with where they came from."""
    from ..model.library import shipped
    from ..reports.doctor import Sign

    workspace = place.workspace
    settings = workspace.file if workspace.root else say("doctor.no_workspace", lang)
    yield Sign("workspace", settings, "; ".join(each.text(lang) for each in workspace.findings))
    try:
        library = place.library
    except TasError as trouble:
        yield Sign("banks", "", " ".join(describe(trouble, lang).split()).removeprefix("tas: "))
        return
    for bank in library.banks.values():
        file = library.where[bank.id]
        is_ours = Path(os.path.abspath(file)).is_relative_to(os.path.abspath(shipped()))  # noqa: PTH100
        yield Sign("bank", f"{bank.id} {bank.version}, {say('doctor.shipped', lang) if is_ours else file}")


def _git(lang: Lang) -> Iterator[Sign]:
    """Whether there is a git, and whether this clone's drivers are set and can be run."""
    from ..reports.doctor import Sign
    from ..storage import git_setup

    try:
        yield Sign("git", git_setup.version())
        missing = git_setup.unset_drivers(Path(), git_setup.MERGE)
        wants_diff = git_setup.unset_drivers(Path(), git_setup.DIFF)
    except TasError as trouble:
        yield Sign("driver", say(trouble.id, lang, **trouble.params))
        return
    merge, diff = (say(f"doctor.{'unset' if left else 'set'}", lang) for left in (missing, wants_diff))
    yield Sign("driver", say("doctor.drivers", lang, merge=merge, diff=diff))
    program = shutil.which("tas")
    if not missing:
        yield Sign("program", program or "", "" if program else say("doctor.no_program", lang))


def _packages(lang: Lang) -> Iterator[Sign]:
    """What is installed of what the program is made of, the extras by name."""
    from importlib import metadata
    from re import match

    from ..reports.doctor import Sign

    by_extra: dict[str, list[str]] = {}
    for needed in metadata.requires("tas-cli") or ():
        name = match(r"[\w.-]+", needed)
        extra = needed.partition("extra ==")[2].strip(" '\"") or "tas-cli"
        if name and name[0] != "tas-cli" and extra not in ("dev", "test", "browser-test"):
            installed = by_extra.setdefault(extra, [])
            with suppress(metadata.PackageNotFoundError):
                installed.append(f"{name[0]} {metadata.version(name[0])}")
    for extra, installed in by_extra.items():
        shown = ", ".join(installed) or say("doctor.not_installed", lang)
        yield Sign("packages", shown) if extra == "tas-cli" else Sign("extra", f"[{extra}] {shown}")
