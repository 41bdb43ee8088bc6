"""`tas resolve`: the conflicts of a merge, one at a time; also git's mergetool."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..errors import NO, TasError
from ..output import tell
from ..storage import files
from ..words import say
from .deals import deal
from .options import FileArgument, LangOption, QuietOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..changes.merge import Conflict
    from ..model.assessment import Reading
    from ..place import Place

    Sides = tuple[Reading, Reading, Reading]


def resolve(file: FileArgument, quiet: QuietOption = False, lang: LangOption = None) -> int:
    """Settle the conflicts of a merge, one at a time.

    What both sides changed is shown, what it was and what each says: o keeps ours, t takes theirs, b keeps
    both texts, e asks for another, q leaves everything as it is. The sides come from git, never from the text
    with the markers. The file is written once nothing is left to settle; `git add` is yours. Exit code 1:
    conflicts are left, and nothing was written.

    `tas init --git` makes it a tool of git's own: git mergetool -t tas.

    Examples:

      tas resolve deals/acme.tas.yaml

      printf 'o\\nt\\n' | tas resolve acme
    """
    from ..changes.merge import merge
    from ..interview.prompts import Prompter
    from ..interview.resolving import Unsettled, settled_by_hand
    from ..model.assessment import usable
    from ..place import Places

    places = Places(lang=lang)
    file = deal(file, places)
    place = places.of(file)
    standing = files.read_text(file)
    sides = _sides(file)
    merged = merge(*map(usable, sides))
    _must_be_a_merge(file, sides, standing)
    prompter = Prompter(piped=not sys.stdin.isatty())
    try:
        decided = settled_by_hand(merged.assessment, merged.conflicts, place, prompter)
    except (Unsettled, KeyboardInterrupt):
        tell(say("resolve.left", place.lang, file=file, n=len(merged.conflicts)))
        return NO
    files.rewrite(file, _text(file, sides, decided, place), expected=standing)
    if not quiet:
        tell(say("resolve.done", place.lang, file=file, n=len(decided)))
    return 0


def _sides(file: str) -> Sides:
    """What both come from, ours and theirs, as git's index keeps them while a merge is not finished."""
    from ..model.assessment import read_assessment, usable
    from ..storage.git import folder_for, name_from, stages

    folder = folder_for(file)
    base, ours, theirs = stages(folder, name_from(folder, file))
    if ours is None and theirs is None:
        raise TasError("resolve.no_merge", file=file)
    if ours is None or theirs is None:
        raise TasError("resolve.removed", file=file)
    readings = []
    for name, data in (("base", base or b""), ("ours", ours), ("theirs", theirs)):
        reading = read_assessment(files.decoded(data, f"{file} ({name})"), f"{file} ({name})")
        usable(reading)
        readings.append(reading)
    return readings[0], readings[1], readings[2]


def _must_be_a_merge(file: str, sides: Sides, standing: str) -> None:
    """TasError where choosing would lose a word: an empty side, or a file that somebody settled already."""
    from ..changes.merge import says_nothing
    from ..model.assessment import read_assessment, usable

    was, mine, yours = map(usable, sides)
    if not says_nothing(was) and says_nothing(mine) != says_nothing(yours):
        raise TasError("resolve.empty", file=file)
    now = read_assessment(standing, file).assessment
    if now is not None and now not in (was, mine, yours):
        raise TasError("resolve.settled", file=file)


def _text(file: str, sides: Sides, decided: Sequence[Conflict], place: Place) -> str:
    """The merged text: that of two sides which agree on everything that was decided."""
    from ..changes.merge import settled
    from ..changes.text_merge import merge_texts
    from ..model.assessment import read_assessment, usable
    from ..model.layout import patched

    agreeing = []
    for side in sides[1:]:
        wanted = usable(side)
        for conflict in decided:
            wanted = settled(wanted, conflict, "ours")
        agreeing.append(read_assessment(patched(side, wanted, place.library.banks), file))
    ours, theirs = agreeing
    merged = merge_texts(sides[0], ours, theirs, place.library.banks, labels=("ours", "theirs"))
    if merged.conflicts:
        raise TasError("resolve.by_hand", file=file)
    return merged.text
