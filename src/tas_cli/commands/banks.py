"""`tas banks`: list, show and check question banks."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import safe
from ..output import emit, report
from ..storage import files
from ..words import say
from . import completing
from .options import LangOption, NoPager, ToOption, format_of

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


@banks.command("show")
def show_bank(
    bank: Annotated[str, typer.Argument(metavar="ID", autocompletion=completing.banks)],
    format: Annotated[str, format_of("bank")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    lang: LangOption = None,
) -> int:
    """Show a bank's questions, what + and - mean, and its modes."""
    from ..place import Places

    place = Places(lang=lang).here()
    shown, read = place.library.bank(bank), place.library.where.values()
    report("bank", format, shown, place.lang, to=to, paged=not no_pager, inputs=read)
    return 0


@banks.command("check")
def check_banks(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...")],
    lang: LangOption = None,
) -> int:
    """Say what is wrong in a bank's file.

    With lines and cures; exit 1 if anything is.
    """
    from ..model.bank_reading import read_bank
    from ..place import Places

    speaking = Places(lang=lang).here().lang
    is_good, lines = True, []
    for path in paths:
        bank, findings = read_bank(files.read_text(path), path)
        is_good = is_good and not findings
        if bank is not None:
            lines.append(safe.line(say("banks.good", speaking, file=path, id=bank.id, n=len(bank.by_id))))
        for finding in findings:
            lines.append(safe.line(f"{finding.file}:{finding.line}: {finding.id} {finding.text(speaking)}"))
            lines.append(f"    {safe.line(finding.help(speaking))}")
    emit(safe.log("\n".join(lines)))
    return 0 if is_good else 1
