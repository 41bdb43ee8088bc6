"""`tas diff`: what changed in meaning between two versions of an assessment or of a folder of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..errors import UNUSABLE, TasError
from ..output import describe, report, tell
from ..storage.files import STDIN, SUFFIX
from ..words import say
from . import completing
from .deals import displayed, existing, missing
from .options import ColorOption, LangOption, NoPager, QuietOption, TodayOption, ToOption, format_of

if TYPE_CHECKING:
    from ..changes.sources import Reader, Side, Source
    from ..place import Places


CHANGED = 1


def diff(
    sides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SIDE",
            help="Deals, folders, revisions, OLD..NEW, REV:path, -. [default: the deals since HEAD]",
            autocompletion=completing.deals,
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the meaning changed, as git diff does.")
    ] = False,
    format: Annotated[str, format_of("diff")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show what changed in meaning.

    Worst news first: ratings, verdicts, leads, the sales mode. Layout, comments and order do not count. In
    folders every assessment is compared: changed, added, removed, renamed. A revision stands for the
    workspace's deals in it, or beside a file or folder for that; one side alone is compared with HEAD, a
    revision alone with what lies here now. REV:path is read as git reads it, from the top of the repository
    (./ is from here), all with the question banks of today's workspace. Two files that two people rated, rep
    and manager say, make this the report on where they disagree.

    Examples:

      tas diff

      tas diff acme

      tas diff main..HEAD

      tas diff HEAD~1:deals deals --format markdown

      tas diff acme-rep.tas.yaml acme-manager.tas.yaml
    """
    from ..changes.folders import agreement_of, compare_files, compare_folders
    from ..changes.sources import Reader
    from ..place import Places
    from ..reports.formats import Difference

    places = Places(today, lang)
    with Reader() as reader:
        before, after = two_sides(sides or (), places, reader)
        here = next((s.path for s in (after, before) if s.revision is None and not s.is_stdin), ".")
        speaking, names = places.of(here).lang, (before.word, after.word)
        older, newer = (_deals_in(each, places) for each in _listed(reader, before, after))
        unreadable: list[TasError] = []
        if older is None or newer is None:
            if older is not newer:
                raise _uneven(before, after, old_is_file=older is None)
            one = compare_files(reader, places, reader.source(before), reader.source(after))
            found = Difference([one], names)
            is_changed = bool(one.changes)
        else:
            compared = compare_folders(reader, places, older, newer)
            # Two folders that lie here are two people who rated; a revision is the same ones, earlier.
            apart = before.revision is None and after.revision is None
            agreement = agreement_of(reader, older, newer) if apart else None
            found = Difference(compared.files, names, is_folder=True, agreement=agreement)
            is_changed, unreadable = bool(compared.files), list(compared.unreadable)
    read = [*(each.path for each in (before, after) if each.revision is None), *places.banks_read()]
    report("diff", format, found, speaking, to=to, color=color, paged=not no_pager, inputs=read)
    for folder in () if quiet else sorted(reader.foreign):
        tell(say("changes.foreign", speaking, folder=folder))
    for trouble in unreadable:
        tell(describe(trouble, speaking))
    return UNUSABLE if unreadable else CHANGED if exit_code and is_changed else 0


def _listed(
    reader: Reader, before: Side, after: Side
) -> tuple[dict[str, Source] | None, dict[str, Source] | None]:
    """The assessments on both sides, None for a side that is a file."""
    older, newer = reader.listed(before), reader.listed(after)
    if older is not None and newer is not None:
        if before.revision is None and after.revision is not None:
            older = reader.as_git_sees(before, older, newer)
        if after.revision is None and before.revision is not None:
            newer = reader.as_git_sees(after, newer, older)
    return older, newer


def _deals_in(found: dict[str, Source] | None, places: Places) -> dict[str, Source] | None:
    """Without the files of which their workspace says that they are no deals."""
    first = next(iter((found or {}).values()), None)
    where = first.place_on_disk if first else None
    workspace = places.find(where).place.workspace if where else None
    if not found or not workspace or not workspace.settings.exclude:
        return found
    return {name: each for name, each in found.items() if not workspace.leaves_out(each.place_on_disk or "")}


def _uneven(before: Side, after: Side, *, old_is_file: bool) -> TasError:
    file, folder = (before, after) if old_is_file else (after, before)
    return TasError("changes.uneven", file=file.word, folder=folder.word)


HEAD = "HEAD"


class Revision(NamedTuple):
    """A side that is a revision alone; what in it is meant, the other side says."""

    name: str


def two_sides(words: Sequence[str], places: Places, reader: Reader) -> tuple[Side, Side]:
    """What is compared with what. TasError for words that name nothing, or two things at once."""
    from ..changes.sources import in_revision

    span = _span(words[0], reader) if words else ()
    named = [*span, *(_side(word, places, reader) for word in words[1 if span else 0 :])]
    files = [each for each in named if not isinstance(each, Revision)]
    if len(words) > 2 or len(named) - len(files) > 2:
        raise TasError("changes.too_many", n=len(named))
    if len(named) == len(files) < 2:
        named = [Revision(HEAD), *named]
    whole = files[0] if files else _deals(places)
    before, after = (
        in_revision(whole, each.name, may_lack=whole.may_lack) if isinstance(each, Revision) else each
        for each in (*named, whole)[:2]
    )
    if before.is_stdin and after.is_stdin:
        raise TasError("changes.stdin_twice")
    return before, after


def _deals(places: Places) -> Side:
    """The folder of the workspace's deals, which need not be there."""
    from ..changes.sources import parse_side

    folder = displayed(str(places.here().workspace.deals))
    return parse_side(os.path.join(folder, ""))._replace(word=folder, path=folder, may_lack=True)  # noqa: PTH118


def _span(word: str, reader: Reader) -> tuple[()] | tuple[Revision, Revision]:
    """The two revisions of OLD..NEW, or of OLD...NEW, which begins where both come from; else none."""
    from ..storage.git import folder_for

    if ".." not in word or word.startswith(("./", "../")) or os.path.lexists(word) or ":" in word:
        return ()
    old, dots, new = word.partition("..." if "..." in word else "..")
    old, new = old or HEAD, new or HEAD
    return Revision(reader.common(folder_for("."), old, new) if dots == "..." else old), Revision(new)


def _side(word: str, places: Places, reader: Reader) -> Side | Revision:
    """What one word means; one that is a deal or folder and a revision too is refused."""
    from ..changes.sources import parse_side

    path = word if os.path.lexists(word) else existing(word, places)
    if word == STDIN or (path and _is_plainly_a_path(word)):
        return parse_side(path or word)
    side = parse_side(path or word)
    if path is None and side.revision is not None:
        return side
    is_revision = not _is_plainly_a_path(word) and reader.is_revision(word, side.folder)
    if path and is_revision:
        raise TasError("changes.two_meanings", word=word)
    if is_revision:
        return Revision(word)
    if path is None:
        raise _nothing(word, places, reader, side)
    return side


def _nothing(word: str, places: Places, reader: Reader, side: Side) -> TasError:
    """Why a word means nothing: no file is near it, so it may have been meant as a revision."""
    near = missing(word, places).params.get("near", "")
    trouble = TasError("changes.nothing_called", word=word, near=near)
    if _is_plainly_a_path(word):
        return missing(word, places)
    if near:
        return trouble
    try:
        lacking = reader.objects(side.folder).lacking(word, "")
    except TasError:
        return trouble
    return lacking if lacking.id in ("git.no_revision_shallow", "git.unborn") else trouble


def _is_plainly_a_path(word: str) -> bool:
    """Whether nobody would call a revision that."""
    return word.startswith((".", "/")) or word.endswith((SUFFIX, "/")) or os.path.isabs(word)  # noqa: PTH117
