"""Edits on plain data: what they mean, and which places differ between what is and what was meant.

Pure; knows no text. `patching.py` turns the differences into changes of lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .shapes import Data, Path


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs: an entry to insert or remove, or a value to replace."""

    kind: Literal["insert", "remove", "replace"]
    path: Path
    value: Data = None


def apply(data: Data, edits: Mapping[Path, Data]) -> Data:
    """`data` with every edit made, in their order; `data` itself stays as it is.

    An edit sets the value at its path, or removes the entry where the value is None or an empty map.
    Missing parents are made, a map left empty goes with its key; {} when nothing is left. A list item
    behind the last one is appended. A parent that is no map gives way to one.
    """
    for path, value in edits.items():
        data = _put(data, path, _pruned(value))
    return data


def _pruned(value: Data) -> Data:
    """`value` without the entries of maps that say nothing; None if nothing is left."""
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    if not isinstance(value, dict):
        return value
    pruned = {key: _pruned(given) for key, given in value.items()}
    return {key: given for key, given in pruned.items() if given is not None} or None


def _put(data: Data, path: Path, value: Data) -> Data:
    if not path:
        return {} if value is None else value
    part, *rest = path
    if isinstance(part, int):
        return _put_item(data, part, tuple(rest), value)
    old = data if isinstance(data, dict) else {}
    if part not in old and value is None:
        return data
    new = _put(old.get(part), tuple(rest), value) if rest else value
    if new is None or (new == {} and old.get(part) != {}):
        return {key: kept for key, kept in old.items() if key != part}
    return {**old, part: new}


def _put_item(data: Data, place: int, rest: Path, value: Data) -> Data:
    items = data if isinstance(data, list) else []
    if place >= len(items) and value is None:
        return data
    old = items[place] if place < len(items) else None
    new = _put(old, rest, value) if rest else value
    gone = new is None or (new == {} and old != {})
    return [*items[:place], *([] if gone else [new]), *items[place + 1 :]]


def differences(old: Data, new: Data, path: Path = ()) -> Iterator[Change]:
    """The fewest places to change so that `old` says what `new` does."""
    if old == new:
        return
    if old and isinstance(old, dict) and isinstance(new, dict) and (new or not path):
        yield from _between_maps(old, new, path)
    elif old and new and isinstance(old, list) and isinstance(new, list):
        for place, (was, meant) in enumerate(zip(old, new, strict=False)):
            yield from differences(was, meant, (*path, place))
        yield from (Change("remove", (*path, place)) for place in range(len(new), len(old)))
        yield from (Change("insert", (*path, place), new[place]) for place in range(len(old), len(new)))
    else:
        yield Change("replace", path, new)


def _between_maps(old: dict[str, Data], new: dict[str, Data], path: Path) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change("remove", (*path, key))
    for key, value in new.items():
        if key not in old:
            yield Change("insert", (*path, key), value)
        else:
            yield from differences(old[key], value, (*path, key))
