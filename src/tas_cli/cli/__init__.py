"""The command line: arguments and help of every command, each with a body of one call.

The only package that imports typer. A command's page in `commands` is imported when it is called, so that
`--help` loads nothing heavy; and its own arguments are set up only when it is the one that is called, or when
all are to be shown. Computes and prints nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    _set_up(arguments)
    try:
        code = app(arguments, prog_name="tas", standalone_mode=False)
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


def _set_up(arguments: list[str]) -> None:
    """Load the module of the command that is called; all of them when none is, as for help or completion."""
    called = COMMANDS.get(arguments[0]) if arguments else None
    for module in [called] if called else dict.fromkeys(COMMANDS.values()):
        import_module(f".{module}", __name__)
    # Whatever was called before in this process, help keeps its order.
    app.registered_commands.sort(key=lambda each: list(COMMANDS).index(name_of(each)))


def name_of(command: CommandInfo) -> str:
    """What a command is called by."""
    return str(command.name or getattr(command.callback, "__name__", ""))
