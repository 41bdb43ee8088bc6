"""Which two sides the words after `tas diff` mean: deals, folders, revisions, ranges, written as for git."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import TasError
from ..storage.files import STDIN, SUFFIX
from .deals import displayed, existing, missing

if TYPE_CHECKING:
    from ..changes.sources import Reader, Side
    from ..place import Places

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
