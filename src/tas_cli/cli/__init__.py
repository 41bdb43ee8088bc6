"""The command line: arguments and help of every command, each with a body of one call.

The only package that imports typer. A command's page in `commands` is imported when it is called, so that
`--help` loads nothing heavy. Computes and prints nothing itself.
"""

from __future__ import annotations

import typer

# isort: off
# In this order the commands stand in --help.
from . import assessing  # noqa: F401
from . import asking  # noqa: F401
from . import repository  # noqa: F401
from . import gate  # noqa: F401
from .options import app
# isort: on


def call(arguments: list[str]) -> int:
    """Run `tas` on `arguments`; its exit code. Errors of usage are told on stderr and give 2."""
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
