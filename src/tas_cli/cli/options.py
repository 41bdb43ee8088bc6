"""The command line's root and the options that many commands share. Holds no command."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .. import __version__

Colors = Literal["auto", "always", "never"]
Languages = Literal["en", "zh"]

app = typer.Typer(
    name="tas",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="The assessment, NAME.tas.yaml.")]
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...", help="Files, folders of *.tas.yaml, or -. [default: the workspace's deals]"
    ),
]
To = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="Write the result to FILE; - is stdout.")
]
Lang = Annotated[Languages | None, typer.Option("--lang", help="Language of what is shown.")]
Color = Annotated[Colors, typer.Option("--color", help="When to colour.")]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Reckon as if it were this day (YYYY-MM-DD).")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors on stderr.")]
Rendered = Annotated[
    Literal["text", "markdown", "json"], typer.Option("--format", help="Form of the result.")
]


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
    """Is this deal worth pursuing, and how do we work it? Assess it honestly, keep it in git.

    An unknown is a range, never a zero; a + wants evidence; what to ask next comes before any number.
    """
