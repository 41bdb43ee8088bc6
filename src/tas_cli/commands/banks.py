"""`tas banks`: list, show and check question banks."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import safe
from ..errors import NO, UNUSABLE, TasError
from ..output import describe, emit, report, tell
from ..storage import files
from ..words import Lang, say
from . import completing
from .options import ColorOption, LangOption, NoPager, ToOption, format_of
from .usage import Command

PLAYBOOK = "playbook"
"""Goes by the name of a bank."""

banks = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@banks.callback()
def list_banks(
    context: typer.Context,
    format: Annotated[str, format_of("banks")] = "text",
    to: ToOption = "-",
    lang: LangOption = None,
) -> int:
    """List, show and check question banks.

    Without more, those there are are listed; `show ID` and `check FILE` look into one.

    Examples:

      tas banks

      tas banks show tas --lang zh

      tas banks check questions/ours.yaml
    """
    if context.invoked_subcommand:
        return 0
    from ..place import Places

    place = Places(lang=lang).here()
    report("banks", format, place.library, place.lang, to=to, inputs=place.library.where.values())
    return 0


@banks.command("show", cls=Command)
def show_bank(
    bank: Annotated[str, typer.Argument(metavar="ID", autocompletion=completing.banks)],
    format: Annotated[str, format_of("bank")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
) -> int:
    """Show a bank's questions, what + and - mean, and its modes.

    `playbook` shows what `tas plan` advises by.
    """
    from ..place import Places

    place = Places(lang=lang).here()
    library, read = place.library, place.library.where.values()
    what, shown = ("playbook", library.playbook) if bank == PLAYBOOK else ("bank", library.bank(bank))
    report(what, format, shown, place.lang, to=to, color=color, paged=not no_pager, inputs=read)
    return 0


@banks.command("check", cls=Command)
def check_banks(
    paths: Annotated[list[str], typer.Argument(metavar="FILE")],
    lang: LangOption = None,
) -> int:
    """Say what is wrong in a bank's file.

    With lines and cures; exit 1 if anything is.
    """
    from ..place import Places

    speaking = Places(lang=lang).here().lang
    code = 0
    for path in paths:
        try:
            code = max(code, _checked(path, speaking))
        except TasError as trouble:
            tell(describe(trouble, speaking))
            code = UNUSABLE
    return code


def _checked(path: str, lang: Lang) -> int:
    """Print what is wrong in one file, as `tas check` does."""
    from ..gate.judged_files import judged_file
    from ..model.bank import Bank
    from ..model.library import read_questions
    from ..reports.findings import of_file

    text = files.read_text(path)
    read, findings = read_questions(text, path)
    emit(of_file(judged_file(path, findings, text), lang))
    if read is not None:
        key, holds = (
            ("banks.good", read.by_id) if isinstance(read, Bank) else ("banks.good_playbook", read.modes)
        )
        emit(safe.log(safe.line(say(key, lang, file=path, id=read.id, n=len(holds)))))
    return NO if findings else 0
