"""Arguments and options that several commands share. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import TasError
from ..reports.formats import formats_of
from ..words import LANGUAGES
from . import completing

if TYPE_CHECKING:
    Colors = Literal["auto", "always", "never"]
else:
    # Typer would check them by pydantic, in words of its own; `one_of` does it in ours.
    Colors = str


def one_of(names: Sequence[str]) -> Callable[[str | None], str | None]:
    """What refuses any other value of an option or argument than `names`."""

    def known(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(names)}")
        return value

    return known


def chosen(declared: Sequence[str], names: Sequence[str], help: str) -> Any:
    """An option that takes one of `names`."""
    return typer.Option(
        *declared,
        metavar=f"<{'|'.join(names)}>",
        help=help,
        callback=one_of(names),
        autocompletion=lambda: list(names),
    )


def format_of(command: str, *more: str) -> Any:
    """The option `--format` of a command, which takes what the table of formats has for it, and `more`."""
    return chosen(["--format"], (*formats_of(command), *more), "Form of the result.")


FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="The deal, by its path or by its name.", autocompletion=completing.deals
    ),
]
FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="Deals, by path or by name; - is stdin. [default: the only one]",
        autocompletion=completing.deals,
    ),
]
PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        help="Files, folders, deals, or -. [default: the workspace's deals]",
        autocompletion=completing.deals,
    ),
]
WhereOption = Annotated[
    str | None, typer.Option(metavar="EXPR", help="Only deals for which this holds, in the policy's CEL.")
]
ToOption = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="Write the result to FILE; - is stdout.")
]
LangOption = Annotated[
    str | None,
    # Question banks may speak others: whether one does is known when they are loaded.
    typer.Option(
        "--lang",
        metavar=f"<{'|'.join(LANGUAGES)}>",
        help="Language of what is shown.",
        autocompletion=lambda: list(LANGUAGES),
    ),
]
ColorOption = Annotated[Colors, chosen(["--color"], ("auto", "always", "never"), "When to colour.")]
TodayOption = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Reckon as if it were this day (YYYY-MM-DD).")
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors on stderr.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print a long result at once, on a screen too.")]


def text_option(*names: str, **described: Any) -> Any:
    """An option whose text goes into a file: one that no file can keep is refused by its own name."""

    def kept(value: str | list[str] | None) -> str | list[str] | None:
        for text in [value] if isinstance(value, str) else value or ():
            # Bytes that were no UTF-8 stand in a text as Python keeps them.
            if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
                raise TasError("cli.not_text", option=names[0], text=text.encode("utf-8", "replace").decode())
        return value

    return typer.Option(*names, callback=kept, **described)
