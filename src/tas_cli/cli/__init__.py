"""The command line: arguments and help of every command, each with a body of one call.

The only package that imports typer. A command's page in `commands` is imported when it is called, so that
`--help` loads nothing heavy; and only the arguments of the command that is called are set up, unless all are
to be shown. Computes and prints nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from importlib import import_module

import typer
from typer.models import CommandInfo

from .options import app

COMMANDS: Mapping[str, str] = {
    "assess": "assessing",
    "rate": "assessing",
    "show": "assessing",
    "banks": "asking",
    "explain": "asking",
    "diff": "repository",
    "history": "repository",
    "merge": "repository",
    "fmt": "repository",
    "init": "repository",
    "textconv": "repository",
    "check": "gate",
    "schema": "gate",
}
"""Which module holds a command, in the order of `--help`."""


def call(arguments: list[str]) -> int:
    """Run `tas` on `arguments`; its exit code. Errors of usage are told on stderr and give 2."""
    called = arguments[0] if arguments else ""
    try:
        code = set_up(called if called in COMMANDS else None)(
            arguments, prog_name="tas", standalone_mode=False
        )
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
    for module in [COMMANDS[only]] if only else dict.fromkeys(COMMANDS.values()):
        import_module(f".{module}", __name__)
    order = [only] if only else list(COMMANDS)
    made = copy(app)
    made.registered_commands = [
        each for name in order for each in app.registered_commands if _name(each) == name
    ]
    made.registered_groups = [each for name in order for each in app.registered_groups if each.name == name]
    return made


def _name(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))
