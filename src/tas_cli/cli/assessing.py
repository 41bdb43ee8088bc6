"""`tas assess`, `tas rate` and `tas show`: arguments and help."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Color, File, Lang, Quiet, Rendered, To, Today, app


@app.command(short_help="Rate an opportunity: the session.")
def assess(
    file: File,
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
    from ..commands import assess as page

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


@app.command(short_help="Record answers without a session, for scripts.")
def rate(
    file: File,
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
    from ..commands import rate as page

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


@app.command(short_help="Show the scorecard and the recommended sales mode.")
def show(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Assessments; - is stdin.")],
    format: Rendered = "text",
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
    from ..commands import show as page

    return page.show(files, format=format, to=to, lang=lang, color=color, today=today)
