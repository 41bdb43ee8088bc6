"""Which file a word on the command line means: a path, a path without its ending, or the name of a deal.

Opens no file and makes none; `assess` alone may be given the name of one that is not there yet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import TasError
from ..storage.files import STDIN, SUFFIX
from ..storage.search import find_assessments, loose_deals

if TYPE_CHECKING:
    from ..place import Places

LONGEST_NAME = 60
"""Characters that the name of a new file has at most, without its ending."""


class Meant(NamedTuple):
    """The file that a word means; for one that is still to be made, which file is near it ("": none)."""

    path: str
    is_new: bool = False
    near: str = ""


def existing(word: str, places: Places) -> str | None:
    """The file that `word` names: a path, a path without its ending, the only deal of that name; or None.

    A deal goes by the name of its file, and by any name that makes that one.
    """
    if word == STDIN or (os.path.lexists(word) and not os.path.isdir(word)):  # noqa: PTH112
        return word
    if os.path.lexists(word + SUFFIX):
        return word + SUFFIX
    deals = all_deals(places)
    named = [path for path in deals if _composed(stem(path)) == _composed(word)]
    if not named and _plain(word) != _folded(word):
        # `tas assess "Acme Bank"` made acme-bank: the same words mean it again.
        named = _called_like(word, deals)
    if len(named) > 1:
        raise TasError("deals.several", name=word, paths=", ".join(named))
    return named[0] if named else None


def deal(word: str, places: Places) -> str:
    """The path of the one deal that `word` names. TasError when there is none, or more than one."""
    found = existing(word, places)
    if found is None and os.path.isdir(word):  # noqa: PTH112
        raise TasError("files.is_folder", file=word)
    if found is None:
        raise TasError("deals.missing", name=word, near=_near(word, places, SUFFIX))
    return found


def deal_or_folder(word: str, places: Places) -> str:
    """The same, but a folder is taken as it is, and what is not there need not be a deal."""
    if os.path.lexists(word):
        return word
    found = existing(word, places)
    if found is None:
        raise missing(word, places)
    return found


def missing(word: str, places: Places) -> TasError:
    """The trouble that there is no file or folder `word`, and which one is near."""
    return TasError("files.missing", file=word, near=_near(word, places))


def deal_to_assess(word: str, places: Places, customer: str | None = None) -> Meant:
    """The deal that `word` names or was started under, or the file to make for it.

    A word alone makes a file in the workspace's folder of deals, else here; a path makes that file.
    """
    found = existing(word, places)
    begun = [] if found and _is_spelled(word, found) else _called_like(word, all_deals(places))
    found = found if not begun else next((path for path in begun if _is_of(customer or word, path)), None)
    if found is not None:
        return Meant(found)
    if os.path.isdir(word):  # noqa: PTH112
        raise TasError("files.is_folder", file=word)
    near = _near(word, places, SUFFIX)
    if _is_path(word):
        return Meant(word if word.endswith(SUFFIX) else re.sub(r"\.ya?ml$", "", word) + SUFFIX, True, near)
    place = places.here()
    folder = displayed(str(place.workspace.deals)) if place.root else "."
    taken = os.listdir(folder) if os.path.isdir(folder) else ()  # noqa: PTH112, PTH208
    return Meant(os.path.join("" if folder == "." else folder, file_name(word, taken)), True, near)  # noqa: PTH118


def _called_like(word: str, deals: Sequence[str]) -> list[str]:
    """The deals whose file is called as one made for `word` would be."""
    return [path for path in deals if path.endswith(SUFFIX) and _folded(stem(path)) == _plain(word)]


def _is_spelled(word: str, path: str) -> bool:
    """Whether a word is a path, or the very name of its file."""
    return os.path.lexists(word) or os.path.lexists(word + SUFFIX) or _composed(stem(path)) == _composed(word)


def _is_of(customer: str, path: str) -> bool:
    """Whether a deal is that customer's: one whose name only looks like it gets another file."""
    from ..model.assessment import read_assessment
    from ..storage.files import read_text

    deal = read_assessment(read_text(path), path).assessment
    return deal is not None and _folded(" ".join(deal.customer.split())) == _folded(
        " ".join(customer.split())
    )


def file_name(name: str, taken: Iterable[str]) -> str:
    """The name of the file of a new deal called `name`, another than any of `taken` in any spelling."""
    return FileNames(taken).new(name)


class FileNames:
    """The names that files have, for finding those of new ones."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._used = {_folded(each) for each in taken}
        self._next: dict[str, int] = {}

    def new(self, name: str) -> str:
        """The name of the file of a new deal called `name`; it is taken from now on."""
        plain = _plain(name)
        number = self._next.get(plain, 1)
        while True:
            ending = f"-{number}" if number > 1 else ""
            made = plain[: LONGEST_NAME - len(ending)].strip("-") + ending + SUFFIX
            number += 1
            if _folded(made) not in self._used:
                self._next[plain] = number
                self._used.add(_folded(made))
                return made


def all_deals(places: Places) -> list[str]:
    """The paths of all deals of the workspace we stand in, in order; none where its folder is not there.

    Outside of any workspace those that lie right here count as well: `tas assess` puts new ones there.
    """
    workspace = places.here().workspace
    folder = displayed(str(workspace.deals))
    if not os.path.isdir(folder):  # noqa: PTH112
        return [] if workspace.root else loose_deals()
    return [path for path in find_assessments([folder]) if not workspace.leaves_out(path)]


def stem(path: str) -> str:
    """The name that a deal goes by: that of its file without the ending."""
    return os.path.basename(path).removesuffix(SUFFIX)  # noqa: PTH119


def displayed(path: str) -> str:
    """A path as people would type it from here."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return path


def from_here(path: str) -> str:
    """A file as a result names it: as it was given, but without what only this machine knows."""
    return displayed(path) if os.path.isabs(path) else path  # noqa: PTH117


def _composed(text: str) -> str:
    """In one Unicode spelling: some systems take names apart into letters and accents."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)


def _plain(name: str) -> str:
    """A name as that of a file."""
    import unicodedata

    return re.sub(r"\W+", "-", unicodedata.normalize("NFKC", name).lower()).strip("-") or "deal"


def _folded(name: str) -> str:
    return _composed(name).casefold()


def _is_path(word: str) -> bool:
    return os.path.basename(word) != word or re.search(r"\.\w+$", word) is not None  # noqa: PTH119


def _near(word: str, places: Places, ending: str = "") -> str:
    """The path or name nearest to `word`, "" for none; of files only those with that ending."""
    from ..model.field_types import nearest

    return nearest(word, dict.fromkeys(_known(word, places, ending)))


def _known(word: str, places: Places, ending: str) -> Iterator[str]:
    """What there is in the folder that `word` is in, and the deals of the workspace."""
    folder = os.path.dirname(word)  # noqa: PTH120
    while folder and not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    try:
        listed = os.listdir(folder or ".")  # noqa: PTH208
        deals = all_deals(places)
    except (OSError, TasError):
        return
    is_name = not _is_path(word)
    yield from (stem(path) if is_name else path for path in deals)
    for path in (os.path.join(folder, name) for name in sorted(listed) if not name.startswith(".")):  # noqa: PTH118
        if path.endswith(ending) or os.path.isdir(path):  # noqa: PTH112
            yield path
