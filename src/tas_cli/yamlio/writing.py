"""Plain data → text in canonical block layout: what a new file looks like, and one entry of an old one.

Data becomes an outline (entries with what belongs to each, comments included), the outline becomes
lines. `tidying.py` makes outlines from old texts; nothing here reads YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from . import scalars
from .shapes import Data, Layout, Path

STEP = 2


@dataclass(slots=True)
class Entry:
    """One key or list item: comment and blank lines above it, the comment behind it, and its value."""

    key: str | None
    value: Value
    lead: list[str] = field(default_factory=list)
    trail: str = ""


@dataclass(slots=True)
class Branch:
    """A mapping or a list, with the comment lines at its foot."""

    is_map: bool
    entries: list[Entry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


Value: TypeAlias = "str | Branch | None"


def dump(data: dict[str, Data], layout: Layout) -> str:
    """`data` as a text of its own: canonical order, LF, a final newline; the empty text for no data."""
    root = outline(canonical(data, layout, ()), layout, ())
    return "".join(line + "\n" for line in lines(root, layout, ())) if data else ""


def canonical(data: Data, layout: Layout, path: Path) -> Data:
    """`data` with every scalar in its canonical spelling."""
    if isinstance(data, dict):
        return {key: canonical(value, layout, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [canonical(value, layout, (*path, place)) for place, value in enumerate(data)]
    return data if data is None else layout.value(path, data)


def outline(data: Data, layout: Layout, path: Path) -> Value:
    """The outline of `data` at `path`, keys in canonical order."""
    if isinstance(data, dict):
        entries = [Entry(key, outline(value, layout, (*path, key))) for key, value in data.items()]
        return Branch(True, ordered(entries, layout.order(path)))
    if isinstance(data, list):
        items = enumerate(data)
        return Branch(False, [Entry(None, outline(item, layout, (*path, i))) for i, item in items])
    return data


def ordered(entries: list[Entry], order: Sequence[str] | None) -> list[Entry]:
    """Entries in canonical order; keys it does not name stay in theirs, last."""
    if order is None:
        return entries
    rank = {key: place for place, key in enumerate(order)}
    return sorted(entries, key=lambda entry: rank.get(entry.key or "", len(rank)))


def lines(value: Value, layout: Layout, path: Path, indent: int = 0, step: int = STEP) -> list[str]:
    """The lines of a whole value that stands on its own, at `indent`, without line ends."""
    if isinstance(value, Branch) and (value.entries or value.foot):
        return _branch(value, layout, path, indent, step)
    first, *rest = _inline(value, layout, path, indent)
    return [" " * indent + first, *rest]


def entry_lines(entry: Entry, layout: Layout, path: Path, indent: int, step: int = STEP) -> list[str]:
    """The lines of one entry of a mapping or list; `path` is the entry's own."""
    pad = " " * indent
    head = [pad + line if line else "" for line in entry.lead]
    name = "-" if entry.key is None else pad.join(scalars.key(entry.key).splitlines(keepends=True))
    below, after = _below_or_after(entry, layout, path, indent, step)
    first = pad + name + (f" {after[0]}" if after and after[0] else "")
    if entry.trail:
        first += f"  {entry.trail}"
    return [*head, *first.split("\n"), *after[1:], *below]


def _below_or_after(
    entry: Entry, layout: Layout, path: Path, indent: int, step: int
) -> tuple[list[str], list[str]]:
    """A value as the lines below its key, or as the text after it (and its further lines)."""
    value = entry.value
    if not isinstance(value, Branch) or not (value.entries or value.foot):
        return [], _inline(value, layout, path, indent)
    below = _branch(value, layout, path, indent + (STEP if entry.key is None else step), step)
    if entry.key is None and not entry.trail and not below[0].lstrip(" ").startswith("#") and below[0]:
        # A mapping or list inside a list begins beside the dash.
        return [], [below[0].lstrip(" "), *below[1:]]
    return below, []


def _branch(branch: Branch, layout: Layout, path: Path, indent: int, step: int) -> list[str]:
    out: list[str] = []
    for place, entry in enumerate(branch.entries):
        part = place if entry.key is None else entry.key
        out += entry_lines(entry, layout, (*path, part), indent, step)
    return out + [" " * indent + line if line else "" for line in branch.foot]


def _inline(value: Value, layout: Layout, path: Path, indent: int) -> list[str]:
    """A value that fits behind its key, with the lines of a literal block if it is one."""
    if value is None:
        return [""]
    if isinstance(value, Branch):
        return ["{}" if value.is_map else "[]"]
    style = layout.style(path)
    block = scalars.literal(value) if style == "auto" else None
    if block is None:
        return [scalars.spelled(value, style)]
    pad = " " * (indent + STEP)
    return [block[0], *(pad + line if line else "" for line in block[1:])]
