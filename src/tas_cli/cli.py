"""The command line: which page a command is on, and how arguments get there.

Only the page of the command that is called is imported, unless all are to be listed. Computes and prints
nothing itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated

import typer

from . import __version__
from .commands.usage import Command, Group, complain
from .words.language import asked_for

PAGES: Mapping[str, str] = {
    "assess": "assess",
    "rate": "rate",
    "propose": "propose",
    "show": "show",
    "plan": "plan",
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
    "import": "import_deals",
    "calibrate": "calibrate",
    "forecast": "forecast",
    "schema": "schema",
    "doctor": "doctor",
    "help": "help",
}
"""Command → its page, a function in the module of that name in `commands`, in the order of `--help`."""

HIDDEN = frozenset({"textconv"})
"""Commands for other programs, which `--help` does not list."""


def call(arguments: list[str]) -> int:
    """Run `tas` on `arguments`; its exit code. Errors of usage are told on stderr and give 2."""
    arguments = _called(arguments)
    lang = asked_for(arguments)
    called = arguments[0] if arguments else ""
    try:
        # `tas help` tells of any other.
        only = called if called in PAGES and called != "help" else None
        if only is None:
            _complete_at_once()
        app = set_up(only)
        code = app(arguments, prog_name="tas", standalone_mode=False, obj={"lang": lang})
    except typer.TyperException as trouble:
        from .place import language_around

        return complain(trouble, asked_for(arguments, language_around()))
    except typer.Abort:
        return 130
    except SystemExit as end:
        # Typer makes 1 of a reader that went away; for us that would be an answer.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    return code if isinstance(code, int) else 0


def _called(arguments: list[str]) -> list[str]:
    """The arguments without a `--lang` in front, which then holds as TAS_LANG does; for none, the help."""
    first, sign, value = arguments[0].partition("=") if arguments else ("", "", "")
    words = 1 if sign else 2
    if first != "--lang" or len(arguments) < words:
        return arguments or ["--help"]
    os.environ["TAS_LANG"] = value if sign else arguments[1]
    return arguments[words:] or ["--help"]


def _complete_at_once() -> None:
    """zsh reads what `--install-completion` wrote at the first Tab, which is to complete as well."""
    from typer import _completion_shared

    scripts = _completion_shared._completion_scripts
    end = '\n[ "$funcstack[1]" != "_%(prog_name)s" ] || %(complete_func)s "$@"\n'
    if not scripts["zsh"].endswith(end):
        scripts["zsh"] += end


def set_up(only: str | None = None) -> typer.Typer:
    """The command line with one command, or with all of them, as help and completion need it."""
    app = typer.Typer(
        name="tas",
        cls=Group,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in [only] if only else PAGES:
        page = getattr(import_module(f".commands.{PAGES[name]}", __package__), PAGES[name])
        if isinstance(page, typer.Typer):
            app.add_typer(page, name=name, cls=Group)
        else:
            first_line = (page.__doc__ or "").partition("\n")[0]
            app.command(name, cls=Command, short_help=first_line, hidden=name in HIDDEN)(page)
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

    Examples:

      tas assess "Acme Bank"

      tas show acme-bank
    """
