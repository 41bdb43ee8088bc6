"""Two sides compared: which assessments were changed, added, removed or renamed, and what that means.

Reads through `sources`, judges with the question banks of the workspace. Shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from ..errors import TasError
from ..model.assessment import Assessment, read_assessment, usable
from ..model.bank import Bank
from ..place import Place, Places
from .compare import Change, Effect, changes_in_order, effect, order_of
from .merge import facts
from .sources import Reader, Source, same_blob

if TYPE_CHECKING:
    from ..judging.agreement import Agreements

FileStatus = Literal["changed", "added", "removed", "renamed"]
NEARLY = 0.6
"""From this share of equal facts on, a file removed and one added are one file renamed."""

MOST_PAIRS = 20_000
AT_ONCE = 500
Paired = TypeVar("Paired")


class Compared(NamedTuple):
    """One assessment on both sides. `was` is its old name when it was renamed; an absent side is empty."""

    file: str
    status: FileStatus
    old: Assessment
    new: Assessment
    changes: tuple[Change, ...]
    effect: Effect
    banks: Sequence[Bank]
    us: str = ""
    was: str | None = None


class Comparison(NamedTuple):
    """What differs in two folders, by file, and the files that could not be read."""

    files: tuple[Compared, ...]
    unreadable: tuple[TasError, ...]


class _Version(NamedTuple):
    source: Source
    text: str
    assessment: Assessment


def place_of(places: Places, *sources: Source | None) -> Place:
    """The place of the first of `sources` that lies on the disk, else where we stand."""
    on_disk = (
        each.path for each in sources if each and each.side.revision is None and not each.side.is_stdin
    )
    return places.of(next(on_disk, "."))


def _compared(
    places: Places,
    status: FileStatus,
    old: _Version | None,
    new: _Version | None,
    name: str,
    was: str | None = None,
) -> Compared:
    """Two versions of one assessment, one of them perhaps absent."""
    place = place_of(places, *(each.source for each in (new, old) if each))
    before, after = (each.assessment if each else Assessment() for each in (old, new))
    return compared(place, status, before, after, name, was)


def compared(
    place: Place, status: FileStatus, before: Assessment, after: Assessment, name: str, was: str | None = None
) -> Compared:
    """Two values of one assessment, of which an absent one is empty."""
    banks = place.banks_for(after, before)
    found = changes_in_order(before, after, order_of(banks))
    first = place.score(before, banks)
    second = place.score(after, banks) if found else first
    return Compared(
        name, status, before, after, found, effect(first, second, banks), banks, place.us, was
    )  # fmt: skip


def compare_files(reader: Reader, places: Places, old: Source, new: Source) -> Compared:
    """Two files. BadFile or TasError for one that cannot be read."""
    return _compared(places, "changed", _read(reader, old), _read(reader, new), new.name)


def compare_folders(
    reader: Reader, places: Places, old: Mapping[str, Source], new: Mapping[str, Source]
) -> Comparison:
    """All assessments of two folders, in the order of their names. Equal ones are not in the result."""
    unreadable: list[TasError] = []
    gone = _versions(reader, {name: old[name] for name in old if name not in new}, unreadable)
    come = _versions(reader, {name: new[name] for name in new if name not in old}, unreadable)
    found = list(_changed(reader, places, old, new, unreadable))
    for was, name in _renames(gone, come).items():
        found.append(_compared(places, "renamed", gone.pop(was), come.pop(name), name, was))
    found += [_compared(places, "removed", version, None, name) for name, version in gone.items()]
    found += [_compared(places, "added", None, version, name) for name, version in come.items()]
    return Comparison(tuple(sorted(found, key=lambda each: each.file)), tuple(unreadable))


def agreement_of(reader: Reader, old: Mapping[str, Source], new: Mapping[str, Source]) -> Agreements | None:
    """How often two folders answer the same of the deals that are in both; None where there is none.

    What nobody can read is left out: it is told where the folders are compared.
    """
    from ..judging.agreement import agreements, of_two

    names = [name for name in new if name in old]
    texts = zip(
        reader.texts([old[name] for name in names]), reader.texts([new[name] for name in names]), strict=True
    )
    pairs: list[tuple[str, bool]] = []
    for was, now in texts:
        if isinstance(was, str) and isinstance(now, str):
            one = read_assessment(was, "").assessment
            other = one if now == was else read_assessment(now, "").assessment
            pairs += of_two(one, other) if one and other else ()
    return agreements(pairs)


def _changed(
    reader: Reader,
    places: Places,
    old: Mapping[str, Source],
    new: Mapping[str, Source],
    unreadable: list[TasError],
) -> Iterator[Compared]:
    """The files on both sides that mean something else now. Equal ones are not even parsed."""
    names = [name for name in new if name in old and not (old[name].id and old[name].id == new[name].id)]
    for start in range(0, len(names), AT_ONCE):
        for name, was, now in _different(reader, old, new, names[start : start + AT_ONCE]):
            troubles = [text for text in (was, now) if isinstance(text, TasError)]
            try:
                if isinstance(was, str) and isinstance(now, str):
                    found = _compared(
                        places, "changed", _version(old[name], was), _version(new[name], now), name
                    )
                    if found.changes:
                        yield found
            except TasError as trouble:
                troubles.append(trouble)
            unreadable += troubles


def _different(
    reader: Reader, old: Mapping[str, Source], new: Mapping[str, Source], names: Sequence[str]
) -> list[tuple[str, str | TasError, str | TasError]]:
    """Name, old and new text of the files whose texts differ or cannot be had."""
    now = dict(zip(names, reader.texts([new[name] for name in names]), strict=True))
    # Where git knows what the old text is called, an equal one need not be fetched.
    left = [
        name for name, text in now.items() if not (isinstance(text, str) and same_blob(old[name].id, text))
    ]
    was = dict(zip(left, reader.texts([old[name] for name in left]), strict=True))
    return [(name, was[name], now[name]) for name in left if was[name] != now[name]]


def _read(reader: Reader, source: Source) -> _Version:
    return _version(source, reader.text(source))


def _version(source: Source, text: str) -> _Version:
    return _Version(source, text, usable(read_assessment(text, source.name)))


def _versions(
    reader: Reader, sources: Mapping[str, Source], unreadable: list[TasError]
) -> dict[str, _Version]:
    found = {}
    for name, text in zip(sources, reader.texts(list(sources.values())), strict=True):
        try:
            if isinstance(text, TasError):
                raise text
            found[name] = _version(sources[name], text)
        except TasError as trouble:
            unreadable.append(trouble)
    return found


def _renames(gone: Mapping[str, _Version], come: Mapping[str, _Version]) -> dict[str, str]:
    """Old name → new name of files that say the same, are of the same deal, or say nearly the same."""
    pairs: dict[str, str] = {}
    for key in (lambda version: version.text, lambda version: deal_of(version.assessment)):
        pair_by(key, gone, come, pairs)
    left = [name for name in gone if name not in pairs]
    free = [name for name in come if name not in pairs.values()]
    if len(left) * len(free) <= MOST_PAIRS:
        for _, was, name in _alike(gone, come, left, free):
            if was not in pairs and name not in pairs.values():
                pairs[was] = name
    return pairs


def deal_of(deal: Assessment) -> object:
    """By what two versions are the same deal's: customer and opportunity, None where one is missing."""
    return (deal.customer, deal.opportunity) if deal.customer and deal.opportunity else None


def pair_by(
    key: Callable[[Paired], object],
    gone: Mapping[str, Paired],
    come: Mapping[str, Paired],
    pairs: dict[str, str],
) -> None:
    """Add to `pairs` (old → new name) those whose `key` is the same and, on both sides, nobody else's."""
    taken = set(pairs.values())
    before = _only_ones({name: key(version) for name, version in gone.items() if name not in pairs})
    after = _only_ones({name: key(version) for name, version in come.items() if name not in taken})
    pairs.update({was: after[value] for value, was in before.items() if value in after})


def _only_ones(keys: Mapping[str, object]) -> dict[object, str]:
    """Key → name, of keys that are there and that only one name has."""
    names: dict[object, list[str]] = {}
    for name, value in keys.items():
        names.setdefault(value, []).append(name)
    return {value: found[0] for value, found in names.items() if value is not None and len(found) == 1}


def _alike(
    gone: Mapping[str, _Version], come: Mapping[str, _Version], left: Sequence[str], free: Sequence[str]
) -> list[tuple[float, str, str]]:
    """Pairs that share most of their facts, the most alike first."""
    before = {name: set(facts(gone[name].assessment).items()) for name in left}
    after = {name: set(facts(come[name].assessment).items()) for name in free}
    found = []
    for was, said in before.items():
        for name, says in after.items():
            if said | says and (share := len(said & says) / len(said | says)) >= NEARLY:
                found.append((-share, was, name))
    return sorted(found)
