"""`tas banks` and `tas explain`: arguments and help."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .options import Lang, To, app

banks_app = typer.Typer(
    help="List, show and check question banks.", rich_markup_mode=None, invoke_without_command=True
)
app.add_typer(banks_app, name="banks")


@banks_app.callback()
def banks(
    context: typer.Context,
    format: Annotated[Literal["text", "json"], typer.Option(help="Form of the result.")] = "text",
    to: To = "-",
    lang: Lang = None,
) -> int:
    """List the question banks there are; `show ID` and `check FILE` look into one.

    Examples:

      tas banks

      tas banks show tas --lang zh

      tas banks check questions/ours.yaml
    """
    if context.invoked_subcommand:
        return 0
    from ..commands import banks as page

    return page.list_banks(format=format, to=to, lang=lang)


@banks_app.command("show")
def banks_show(
    bank: Annotated[str, typer.Argument(metavar="ID")],
    format: Annotated[Literal["text", "json"], typer.Option(help="Form of the result.")] = "text",
    to: To = "-",
    lang: Lang = None,
) -> int:
    """Show a bank's questions, what + and - mean, and its modes."""
    from ..commands import banks as page

    return page.show_bank(bank, format=format, to=to, lang=lang)


@banks_app.command("check")
def banks_check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    lang: Lang = None,
) -> int:
    """Say what is wrong in a bank's file, with lines and cures; exit 1 if anything is."""
    from ..commands import banks as page

    return page.check_banks(files, lang=lang)


@app.command(short_help="Say what a criterion or a finding means.")
def explain(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A criterion, a mode, or a finding such as TAS104.")
    ],
    to: To = "-",
    lang: Lang = None,
) -> int:
    """Say what a criterion or a finding means, and what to do.

    Examples:

      tas explain compelling_event

      tas explain TAS104 --lang zh
    """
    from ..commands import explain as page

    return page.explain(id, to=to, lang=lang)
