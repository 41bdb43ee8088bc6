"""Arguments and options that several commands share. Does nothing."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Colors = Literal["auto", "always", "never"]
Languages = Literal["en", "zh"]

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
