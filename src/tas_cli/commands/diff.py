"""`tas diff`: what changed in meaning between two versions of an assessment or of a folder of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..errors import UNUSABLE, TasError
from ..output import describe, emit, in_color, tell, width
from ..words import Lang as Speaking
from .options import Color, Colors, Lang, Rendered, To, Today

if TYPE_CHECKING:
    from ..changes.folders import Compared
    from ..changes.sources import Side

CHANGED = 1


class _Wanted(NamedTuple):
    """How the changes are to be shown."""

    names: tuple[str, str]
    format: str
    to: str
    lang: Speaking
    color: Colors


def diff(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="[OLD] NEW",
            help="Files or folders, or REV:path of either; - is stdin. One alone is compared with HEAD.",
        ),
    ],
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the meaning changed, as git diff does.")
    ] = False,
    format: Rendered = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show what changed in meaning.

    Worst news first: ratings, verdicts, leads, the sales mode. Layout, comments and order do not count. In
    folders every assessment is compared: changed, added, removed, renamed. REV:path is read as git reads it,
    from the top of the repository (./ is from here), and with the question banks of today's workspace. Two
    files that two people rated, rep and manager say, make this the report on where they disagree.

    Examples:

      tas diff deals/acme.tas.yaml

      tas diff HEAD~1:deals deals --format markdown

      tas diff acme-rep.tas.yaml acme-manager.tas.yaml
    """
    from ..changes.folders import compare_files, compare_folders
    from ..changes.sources import Reader, at_head, parse_side
    from ..place import Places

    if len(sides) > 2:
        raise TasError("changes.too_many", n=len(sides))
    after = parse_side(sides[-1])
    before = parse_side(sides[0]) if len(sides) == 2 else at_head(after)
    if before.is_stdin and after.is_stdin:
        raise TasError("changes.stdin_twice")
    for side in (after, before):
        _must_exist(side)
    places = Places(today, lang)
    here = next((each.path for each in (after, before) if each.revision is None and not each.is_stdin), ".")
    wanted = _Wanted((before.word, after.word), format, to, places.of(here).lang, color)
    with Reader() as reader:
        older, newer = reader.listed(before), reader.listed(after)
        if older is None and newer is None:
            one = compare_files(reader, places, reader.source(before), reader.source(after))
            emit(_file_report(one, wanted), to)
            return CHANGED if exit_code and one.changes else 0
        if older is None or newer is None:
            raise _uneven(before, after, old_is_file=older is None)
        found = compare_folders(reader, places, older, newer)
    emit(_folder_report(found.files, wanted), to)
    for trouble in found.unreadable:
        tell(describe(trouble, wanted.lang))
    return UNUSABLE if found.unreadable else CHANGED if exit_code and found.files else 0


def _must_exist(side: Side) -> None:
    if side.revision is None and not side.is_stdin and not Path(side.path).exists():
        raise TasError("files.missing", file=side.path)


def _uneven(before: Side, after: Side, *, old_is_file: bool) -> TasError:
    file, folder = (before, after) if old_is_file else (after, before)
    return TasError("changes.uneven", file=file.word, folder=folder.word)


def _file_report(one: Compared, wanted: _Wanted) -> str:
    if wanted.format == "json":
        from ..reports.changes_json import file_json

        return file_json(one)
    if wanted.format == "markdown":
        from ..reports.changes_markdown import file_markdown

        return file_markdown(one, wanted.lang)
    from ..reports.changes_text import file_text

    columns, colored = width(wanted.to), in_color(wanted.color, wanted.to)
    return file_text(one, wanted.lang, names=wanted.names, width=columns, color=colored)


def _folder_report(found: tuple[Compared, ...], wanted: _Wanted) -> str:
    if wanted.format == "json":
        from ..reports.changes_json import folder_json

        return folder_json(found)
    if wanted.format == "markdown":
        from ..reports.changes_markdown import folder_markdown

        return folder_markdown(found, wanted.lang)
    from ..reports.changes_text import folder_text

    columns, colored = width(wanted.to), in_color(wanted.color, wanted.to)
    return folder_text(found, wanted.lang, names=wanted.names, width=columns, color=colored)
