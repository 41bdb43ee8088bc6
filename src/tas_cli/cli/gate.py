"""`tas check` and `tas schema`: the gate, and what editors need to know of the files."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .options import Color, Lang, To, Today, app


@app.command(short_help="Judge files by form, sense and policy: the gate.")
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Files, folders, - for stdin; else the workspace's deals."),
    ] = None,
    format: Annotated[
        Literal["text", "json", "github", "junit", "sarif", "gitlab", "markdown"] | None,
        typer.Option(help="Form of the result; text, and github in a GitHub run."),
    ] = None,
    to: To = "-",
    fail_on: Annotated[
        Literal["error", "warning", "never"], typer.Option("--fail-on", help="What makes the exit code 1.")
    ] = "error",
    select: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only these findings or rules; or how they begin.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Leave these out; an id or how it begins.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what the policy's rules see and make of it instead.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", min=1, max=64, help="Processes; as many as pay, if not given."),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only findings, no summary.")] = False,
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Are the assessments valid, sound and within policy? The gate for CI and pre-commit.

    Exit code 0: no errors; 1: errors; 2: nothing to check, or what was given cannot be used.

    Examples:

      tas check

      tas check deals --fail-on warning --ignore TAS201

      tas check --format sarif -o tas.sarif

      tas check --explain deals/acme.tas.yaml
    """
    from ..commands import check as page

    return page.check(
        paths or [],
        format=format,
        to=to,
        fail_on=fail_on,
        select=select or [],
        ignore=ignore or [],
        explain=explain,
        jobs=jobs,
        quiet=quiet,
        lang=lang,
        color=color,
        today=today,
    )


@app.command(short_help="Print JSON Schemas, for editors.")
def schema(
    kind: Annotated[
        Literal["assessment", "bank", "workspace"], typer.Argument(help="Which file the schema is for.")
    ] = "assessment",
    to: To = "-",
) -> int:
    """Print the JSON Schema (2020-12) of a file, for editors and other tools.

    Examples:

      tas schema > assessment.schema.json

      tas schema workspace -o tas.schema.json
    """
    from ..commands import schema as page

    return page.schema(kind, to=to)
