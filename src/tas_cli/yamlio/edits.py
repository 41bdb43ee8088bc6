"""Edits of plain data, and what they make of it. Knows no text: `patching.py` brings them into one."""

from __future__ import annotations

from collections.abc import Mapping

from .shapes import Data, Path


def apply(data: Data, edits: Mapping[Path, Data]) -> Data:
    """`data` with every edit made, in their order; `data` itself stays as it is.

    An edit sets the value at its path, or removes the entry where the value is None or an empty map.
    Missing parents are made, a map left empty goes with its key; {} when nothing is left. A list item
    behind the last one is appended. A parent that is no map gives way to one.
    """
    whole: dict[str, Data] = {"": _copied(data)}
    for path, value in edits.items():
        _put(whole, ("", *path), _pruned(value))
    return whole.get("", {})


def _copied(value: Data) -> Data:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _pruned(value: Data) -> Data:
    """A copy of `value` without the entries of maps that say nothing; None if nothing is left."""
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    if not isinstance(value, dict):
        return value
    pruned = {key: _pruned(given) for key, given in value.items()}
    return {key: given for key, given in pruned.items() if given is not None} or None


def _put(holder: dict[str, Data] | list[Data], path: Path, value: Data) -> None:
    """Put a value at `path` below `holder`, in place; remove what is there if the value is None."""
    part, *rest = path
    old = _get(holder, part)
    if rest:
        if value is None and not isinstance(old, (dict, list)):
            return
        inner = _room(old, rest[0])
        before = len(inner)
        _put(inner, tuple(rest), value)
        value = inner if inner or not before else None
    _set(holder, part, value)


def _room(old: Data, part: str | int) -> dict[str, Data] | list[Data]:
    """`old` if it can hold `part`, else what can."""
    if isinstance(part, int):
        return old if isinstance(old, list) else []
    return old if isinstance(old, dict) else {}


def _get(holder: dict[str, Data] | list[Data], part: str | int) -> Data:
    if isinstance(holder, dict):
        return holder.get(str(part))
    return holder[part] if isinstance(part, int) and part < len(holder) else None


def _set(holder: dict[str, Data] | list[Data], part: str | int, value: Data) -> None:
    if isinstance(holder, dict):
        if value is None:
            holder.pop(str(part), None)
        else:
            holder[str(part)] = value
    elif isinstance(part, int):
        holder[part : part + 1] = [] if value is None else [value]
