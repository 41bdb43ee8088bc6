"""Arguments and options that several commands share. Runs nothing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from ..errors import TasError
from ..reports.formats import formats_of

Colors = Literal["auto", "always", "never"]
Languages = Literal["en", "zh"]

File = Annotated[str, typer.Argument(metavar="FILE", help="The deal, by its path or by its name.")]
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
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print a long result at once, on a screen too.")]


def text_option(*names: str, **described: Any) -> Any:
    """An option whose text goes into a file: one that no file can keep is refused by its own name."""

    def kept(value: str | list[str] | None) -> str | list[str] | None:
        for text in [value] if isinstance(value, str) else value or ():
            if not text.isascii() and _is_broken(text):
                raise TasError("cli.not_text", option=names[0], text=text.encode("utf-8", "replace").decode())
        return value

    return typer.Option(*names, callback=kept, **described)


def _is_broken(text: str) -> bool:
    """Whether bytes that were no UTF-8 stand in a text, as Python keeps them."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def format_of(command: str, *more: str) -> Any:
    """The option `--format` of a command, which takes what the table of formats has for it, and `more`."""
    names = (*formats_of(command), *more)

    def known(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(names)}")
        return value

    return typer.Option(
        "--format",
        metavar=f"<{'|'.join(names)}>",
        help="Form of the result.",
        callback=known,
        autocompletion=lambda: list(names),
    )
