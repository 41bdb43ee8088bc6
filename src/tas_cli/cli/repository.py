"""Commands that live with git: `diff`, `history`, `merge`, `fmt`, `init`. Arguments and help."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Lang, Paths, Quiet, To, app


@app.command()
def merge(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The version both sides come from.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Our version; its layout is kept.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Their version.")],
    to: To = "-",
    path: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="The name git knows the file by.")
    ] = None,
    lang: Lang = None,
) -> int:
    """Merge three versions of an assessment by meaning: by question, party and field.

    What both sides changed differently is left between ordinary conflict markers, and the exit code is 1.
    As git's merge driver for *.tas.yaml (`tas init --git` sets it):

      tas merge %O %A %B -o %A --path %P
    """
    from ..commands import merge as page

    return page.merge(base, ours, theirs, to=to, path=path, lang=lang)


@app.command()
def fmt(
    paths: Paths = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")] = False,
    quiet: Quiet = False,
    lang: Lang = None,
) -> int:
    """Lay assessments out in canonical order and quoting; comments stay, the meaning is asserted equal.

    Examples:

      tas fmt deals

      tas fmt --check
    """
    from ..commands import fmt as page

    return page.fmt(paths or [], check=check, quiet=quiet, lang=lang)


@app.command()
def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="The folder to start in.")] = ".",
    git: Annotated[bool, typer.Option("--git", help="Also set this clone's merge and diff drivers.")] = False,
    pre_commit: Annotated[bool, typer.Option("--pre-commit", help="Also start a .pre-commit-config.yaml.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before setting the drivers.")] = False,
    lang: Lang = None,
) -> int:
    """Start a workspace: tas.yaml with a policy to begin with, deals/, .gitattributes.

    Nothing that is there is changed, so running it twice changes nothing. Forges run no merge drivers: a
    conflicting pull request is merged in a clone that has them, or by hand.

    Examples:

      tas init

      tas init deals-2027 --git --yes
    """
    from ..commands import init as page

    return page.init(folder, git=git, pre_commit=pre_commit, yes=yes, lang=lang)


@app.command(hidden=True)
def textconv(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    lang: Lang = None,
) -> int:
    """Print an assessment as one fact a line, for git's diff driver."""
    from ..commands import textconv as page

    return page.textconv(file, lang=lang)
