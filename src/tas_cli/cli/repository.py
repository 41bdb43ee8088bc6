"""Commands that live with git: `diff`, `history`, `merge`, `fmt`, `init`. Arguments and help."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Color, Lang, Paths, Quiet, Rendered, To, Today, app


@app.command(short_help="Show what changed in meaning.")
def diff(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="[OLD] NEW",
            help="Files or folders, or REV:path of either; - is stdin. One alone is compared with HEAD.",
        ),
    ],
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the meaning changed, as git diff does.")
    ] = False,
    format: Rendered = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show what changed in meaning, worst news first: ratings, verdicts, leads, the sales mode.

    Layout, comments and order do not count. In folders every assessment is compared: changed, added, removed,
    renamed. REV:path is read as git reads it, from the top of the repository (./ is from here), and with the
    question banks of today's workspace. Two files that two people rated, rep and manager say, make this the
    report on where they disagree.

    Examples:

      tas diff deals/acme.tas.yaml

      tas diff HEAD~1:deals deals --format markdown

      tas diff acme-rep.tas.yaml acme-manager.tas.yaml
    """
    from ..commands import diff as page

    return page.diff(sides, format=format, to=to, exit_code=exit_code, lang=lang, color=color, today=today)


@app.command(short_help="Show how ratings and verdicts moved through git.")
def history(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An assessment that git knows, or REV:path of one.")
    ],
    question: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The story of one criterion: who, when, and on what evidence."),
    ] = None,
    format: Rendered = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show how ratings, verdict and sales mode moved: a row for each commit that changed the meaning.

    Newest first, as in git log; a working copy that is not committed yet is on top. Renames are followed. A
    merge is a row only for what none of its parents had.

    Examples:

      tas history deals/acme.tas.yaml

      tas history deals/acme.tas.yaml --question compelling_event
    """
    from ..commands import history as page

    return page.history(file, question=question, format=format, to=to, lang=lang, color=color, today=today)


@app.command(short_help="Merge three versions by meaning; git's driver.")
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


@app.command(short_help="Lay files out in canonical form.")
def fmt(
    paths: Paths = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")
    ] = False,
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


@app.command(short_help="Start a workspace.")
def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="The folder to start in.")] = ".",
    git: Annotated[bool, typer.Option("--git", help="Also set this clone's merge and diff drivers.")] = False,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Also start a .pre-commit-config.yaml.")
    ] = False,
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
