"""The command line: which page a command is on, and how arguments get there.

Only the page of the command that is called is imported, unless all are to be listed. Computes and prints
nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated

import typer

from . import __version__

PAGES: Mapping[str, str] = {
    "assess": "assess",
    "rate": "rate",
    "show": "show",
    "banks": "banks",
    "explain": "explain",
    "diff": "diff",
    "history": "history",
    "merge": "merge",
    "resolve": "resolve",
    "fmt": "fmt",
    "init": "init",
    "textconv": "textconv",
    "check": "check",
    "portfolio": "portfolio",
    "report": "report",
    "schema": "schema",
}
"""Command → its module in `commands`, in the order of `--help`. What is there is named after the command."""

HIDDEN = frozenset({"textconv"})
"""Commands for other programs, which `--help` does not list."""


def call(arguments: list[str]) -> int:
    """Run `tas` on `arguments`; its exit code. Errors of usage are told on stderr and give 2."""
    called = arguments[0] if arguments else ""
    try:
        code = set_up(called if called in PAGES else None)(arguments, prog_name="tas", standalone_mode=False)
    except typer.TyperException as trouble:
        getattr(trouble, "show", lambda: None)()
        return 2
    except typer.Abort:
        return 130
    except SystemExit as end:
        # Typer makes 1 of a reader that went away; for us that would be an answer.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    return code if isinstance(code, int) else 0


def set_up(only: str | None = None) -> typer.Typer:
    """The command line with one command, or with all of them, as help and completion need it."""
    app = typer.Typer(
        name="tas",
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in [only] if only else PAGES:
        page = getattr(import_module(f".commands.{PAGES[name]}", __package__), name)
        if isinstance(page, typer.Typer):
            app.add_typer(page, name=name)
        else:
            first_line = (page.__doc__ or "").partition("\n")[0]
            app.command(name, short_help=first_line, hidden=name in HIDDEN)(page)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tas {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Is this deal worth pursuing, and how do we work it? Assess it honestly, keep it in git.

    An unknown is a range, never a zero; a + wants evidence; what to ask next comes before any number.
    """
