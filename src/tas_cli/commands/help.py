"""`tas help`: what the commands do, or how one of them is called."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import LangOption


def help(
    context: typer.Context,
    command: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="Which one. [default: all of them]")
    ] = None,
    lang: LangOption = None,  # noqa: ARG001 - the whole command line has looked for it
) -> int:
    """Show how a command is called.

    The same as `--help` behind it.

    Examples:

      tas help

      tas help assess

      tas help banks show --lang zh
    """
    root = context.find_root()
    arguments = [*(command or ()), "--help"]
    code = root.command.main(arguments, prog_name=root.info_name, standalone_mode=False, obj=root.obj)
    return code if isinstance(code, int) else 0
