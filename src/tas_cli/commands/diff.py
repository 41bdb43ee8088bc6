"""`tas diff`: what changed in meaning between two versions of an assessment or of a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..changes.folders import Compared, Judge, compare_files, compare_folders
from ..changes.sources import Reader, Side, at_head, parse_side
from ..days import day
from ..errors import UNUSABLE, TasError
from ..model.workspace import find_workspace
from ..output import Color, describe, emit, in_color, tell, width
from ..words import Lang
from ..words.language import language

CHANGED = 1


def diff(
    words: Sequence[str],
    *,
    format: str,
    to: str,
    exit_code: bool,
    lang: str | None,
    color: Color,
    today: str | None,
) -> int:
    """Print the changes between the two sides that `words` name; 1 with `exit_code` when there are any.

    2 when a file in a folder cannot be read: it is named on stderr, and the others are shown.
    """
    if len(words) > 2:
        raise TasError("changes.too_many", n=len(words))
    after = parse_side(words[-1])
    before = parse_side(words[0]) if len(words) == 2 else at_head(after)
    if before.is_stdin and after.is_stdin:
        raise TasError("changes.stdin_twice")
    for side in (after, before):
        _must_exist(side)
    here = next((each.path for each in (after, before) if each.revision is None and not each.is_stdin), ".")
    chosen = language(lang, find_workspace(here).settings.language)
    judge, names = Judge(day(today)), (before.word, after.word)
    with Reader() as reader:
        older, newer = reader.listed(before), reader.listed(after)
        if older is None and newer is None:
            one = compare_files(reader, judge, reader.source(before), reader.source(after))
            emit(_file_report(one, format, chosen, names, to, color), to)
            return CHANGED if exit_code and one.changes else 0
        if older is None or newer is None:
            raise _uneven(before, after, old_is_file=older is None)
        found = compare_folders(reader, judge, older, newer)
    emit(_folder_report(found.files, format, chosen, names, to, color), to)
    for trouble in found.unreadable:
        tell(describe(trouble, chosen))
    return UNUSABLE if found.unreadable else CHANGED if exit_code and found.files else 0


def _must_exist(side: Side) -> None:
    if side.revision is None and not side.is_stdin and not Path(side.path).exists():
        raise TasError("files.missing", file=side.path)


def _uneven(before: Side, after: Side, *, old_is_file: bool) -> TasError:
    file, folder = (before, after) if old_is_file else (after, before)
    return TasError("changes.uneven", file=file.word, folder=folder.word)


def _file_report(
    one: Compared, format: str, lang: Lang, names: tuple[str, str], to: str, color: Color
) -> str:
    if format == "json":
        from ..reports.changes_json import file_json

        return file_json(one)
    if format == "markdown":
        from ..reports.changes_markdown import file_markdown

        return file_markdown(one, lang)
    from ..reports.changes_text import file_text

    return file_text(one, lang, names=names, width=width(to), color=in_color(color, to))


def _folder_report(
    found: tuple[Compared, ...], format: str, lang: Lang, names: tuple[str, str], to: str, color: Color
) -> str:
    if format == "json":
        from ..reports.changes_json import folder_json

        return folder_json(found)
    if format == "markdown":
        from ..reports.changes_markdown import folder_markdown

        return folder_markdown(found, lang)
    from ..reports.changes_text import folder_text

    return folder_text(found, lang, names=names, width=width(to), color=in_color(color, to))
