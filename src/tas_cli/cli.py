"""The command line: arguments and help of every command, each with a body of one call.

The only file that imports typer. A command's page in `commands` is imported when it is called, so that
`--help` loads nothing heavy. Computes and prints nothing itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from . import __version__

Colors = Literal["auto", "always", "never"]
Languages = Literal["en", "zh"]

app = typer.Typer(
    name="tas",
    help="Is this deal worth pursuing, and how do we work it? Assess it honestly, keep it in git.",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

To = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="Write the result to FILE; - is stdout.")
]
Lang = Annotated[Languages | None, typer.Option("--lang", help="Language of what is shown.")]
Color = Annotated[Colors, typer.Option("--color", help="When to colour.")]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Reckon as if it were this day (YYYY-MM-DD).")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors on stderr.")]


def call(arguments: list[str]) -> int:
    """Run `tas` on `arguments`; its exit code. Errors of usage are told on stderr and give 2."""
    try:
        code = app(arguments, prog_name="tas", standalone_mode=False)
    except typer.TyperException as trouble:
        getattr(trouble, "show", lambda: None)()
        return 2
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tas {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Assess a sales opportunity honestly, and keep the assessment in git.

    An unknown is a range, never a zero; a + wants evidence; what to ask next comes before any number.
    """


@app.command()
def assess(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The assessment, NAME.tas.yaml.")],
    customer: Annotated[str | None, typer.Option(help="Whose opportunity it is.")] = None,
    opportunity: Annotated[str | None, typer.Option(help="What they may buy.")] = None,
    competitor: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A competitor; again for more.")
    ] = None,
    bank: Annotated[str | None, typer.Option(metavar="ID", help="Walk only this question bank.")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="Walk only what is rated ?.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="One prompt a line instead of the screen.")] = False,
    recover: Annotated[
        bool | None,
        typer.Option("--recover/--no-recover", help="Take or leave answers of a session cut short."),
    ] = None,
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Rate an opportunity: + known and good, - known and bad, ? not known.

    A new FILE is started, an old one resumed at its first unrated cell, a complete one opened as a review.

    Examples:

      tas assess deals/acme.tas.yaml

      tas assess deals/acme.tas.yaml --unknown

      printf '+\\n-\\n' | tas assess a.tas.yaml --customer Acme --opportunity CRM --competitor X-Sys
    """
    from .commands import assess as page

    return page.assess(
        file,
        customer=customer,
        opportunity=opportunity,
        competitors=competitor or [],
        bank=bank,
        unknown=unknown,
        lines=lines,
        recover=recover,
        lang=lang,
        color=color,
        today=today,
    )


@app.command()
def rate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The assessment, NAME.tas.yaml.")],
    answers: Annotated[
        list[str] | None, typer.Argument(metavar="[PARTY:]QUESTION=ANSWER...", help="What to record.")
    ] = None,
    evidence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="How we know, for each answer.")
    ] = None,
    next_step: Annotated[str | None, typer.Option(metavar="TEXT", help="What to do next, for each.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Set a field; again for more.")
    ] = None,
    competitor: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Add a competitor; again for more.")
    ] = None,
    quiet: Quiet = False,
    lang: Lang = None,
) -> int:
    """Record answers without a session, for scripts. An empty ANSWER takes a rating away.

    Examples:

      tas rate deals/acme.tas.yaml compelling_event=+ --evidence "CFO's mail of 12 Nov"

      tas rate deals/acme.tas.yaml x_sys:solution_fit=? uss.solution=tailored --set stage=proposal
    """
    from .commands import rate as page

    return page.rate(
        file,
        answers or [],
        evidence=evidence,
        next_step=next_step,
        fields=set_ or [],
        competitors=competitor or [],
        quiet=quiet,
        lang=lang,
    )


@app.command()
def show(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Assessments; - is stdin.")],
    format: Annotated[Literal["text", "markdown", "json"], typer.Option(help="Form of the result.")] = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show the scorecard: verdicts, leads, what to ask next, and the recommended sales mode.

    Examples:

      tas show deals/acme.tas.yaml

      tas show deals/*.tas.yaml --format json
    """
    from .commands import show as page

    return page.show(files, format=format, to=to, lang=lang, color=color, today=today)


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
    from .commands import banks as page

    return page.list_banks(format=format, to=to, lang=lang)


@banks_app.command("show")
def banks_show(
    bank: Annotated[str, typer.Argument(metavar="ID")],
    format: Annotated[Literal["text", "json"], typer.Option(help="Form of the result.")] = "text",
    to: To = "-",
    lang: Lang = None,
) -> int:
    """Show a bank's questions, what + and - mean, and its modes."""
    from .commands import banks as page

    return page.show_bank(bank, format=format, to=to, lang=lang)


@banks_app.command("check")
def banks_check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    lang: Lang = None,
) -> int:
    """Say what is wrong in a bank's file, with lines and cures; exit 1 if anything is."""
    from .commands import banks as page

    return page.check_banks(files, lang=lang)


@app.command()
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
    from .commands import explain as page

    return page.explain(id, to=to, lang=lang)
