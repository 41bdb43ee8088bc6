"""Plain data → text in canonical block layout: what a new file looks like, and one entry of an old one.

A text is spelled so that no reader takes it for anything else: plain where YAML 1.1 and 1.2 agree on it, in
double quotes otherwise, or as a literal block. Data becomes an outline (entries with what belongs to each,
comments included), the outline becomes lines. `outlining.py` makes outlines of old texts; nothing here reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from .document import ABSENT, Data, DataPath, ScalarStyle

STEP = 2

# Line ends and invisible characters in disguise, bidirectional overrides, what YAML does not allow.
_STRANGE = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
_HIDDEN = re.compile(f"[{_STRANGE}]")
_ESCAPED = re.compile(f'[\\\\"{_STRANGE}]')
_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~<")
_TYPED = re.compile(
    r"[-+]?[.0-9][-+.0-9a-fxotz_:, ]*|[-+]?\.(?:inf|nan)|"
    r"y|n|yes|no|on|off|true|false|null|none|nil|nan|inf|infinity",
    re.IGNORECASE,
)
_BARE = re.compile(r"[-+\w.][-+\w.:/]*")
_FLOW = frozenset(",[]{}:")
_KEY_LIMIT = 1000


class Layout(Protocol):
    """What the writer of a file kind wants: order of keys, style and spelling of scalars."""

    def order(self, path: DataPath) -> Sequence[str] | None:
        """The canonical order of the keys of the mapping at `path`; None keeps what stands."""

    def style(self, path: DataPath) -> ScalarStyle:
        """How the scalar at `path` is written."""

    def value(self, path: DataPath, text: str) -> str:
        """The canonical spelling of the scalar `text` at `path`; `text` itself where there is none."""


class AsItIs:
    """The layout that wants nothing: keys stay in their order, scalars in their spelling."""

    def order(self, path: DataPath) -> Sequence[str] | None:  # noqa: ARG002
        return None

    def style(self, path: DataPath) -> ScalarStyle:  # noqa: ARG002
        return "auto"

    def value(self, path: DataPath, text: str) -> str:  # noqa: ARG002
        return text


@dataclass(slots=True)
class OutlineEntry:
    """One key or list item: comment and blank lines above it, the comment behind it, and its value."""

    key: str | None
    value: OutlineValue
    lead: list[str] = field(default_factory=list)
    trail: str = ""


@dataclass(slots=True)
class Branch:
    """A mapping or a list, with the comment lines at its foot."""

    is_map: bool
    entries: list[OutlineEntry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


OutlineValue: TypeAlias = "str | Branch | None"


def dump(data: dict[str, Data], layout: Layout) -> str:
    """`data` as a text of its own: canonical order, LF, a final newline; the empty text for no data."""
    root = outline(canonical(data, layout, ()), layout, ())
    return "".join(line + "\n" for line in lines(root, layout, ())) if data else ""


def canonical(data: Data, layout: Layout, path: DataPath) -> Data:
    """`data` with every scalar in its canonical spelling."""
    if isinstance(data, dict):
        return {key: canonical(value, layout, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [canonical(value, layout, (*path, place)) for place, value in enumerate(data)]
    return data if data is None else layout.value(path, data)


def outline(data: Data, layout: Layout, path: DataPath) -> OutlineValue:
    """The outline of `data` at `path`, keys in canonical order."""
    if isinstance(data, dict):
        entries = [OutlineEntry(key, outline(value, layout, (*path, key))) for key, value in data.items()]
        return Branch(True, ordered(entries, layout.order(path)))
    if isinstance(data, list):
        items = enumerate(data)
        return Branch(False, [OutlineEntry(None, outline(item, layout, (*path, i))) for i, item in items])
    return data


def ordered(entries: list[OutlineEntry], order: Sequence[str] | None) -> list[OutlineEntry]:
    """Entries in canonical order; keys it does not name stay in theirs, last."""
    if order is None:
        return entries
    rank = {key: place for place, key in enumerate(order)}
    return sorted(entries, key=lambda entry: rank.get(entry.key or "", len(rank)))


def lines(
    value: OutlineValue, layout: Layout, path: DataPath, indent: int = 0, step: int = STEP
) -> list[str]:
    """The lines of a whole value that stands on its own, at `indent`, without line ends."""
    if isinstance(value, Branch) and (value.entries or value.foot):
        return _branch(value, layout, path, indent, step)
    first, *rest = _inline(value, layout, path, indent)
    return [" " * indent + first, *rest]


def entry_lines(
    entry: OutlineEntry, layout: Layout, path: DataPath, indent: int, step: int = STEP
) -> list[str]:
    """The lines of one entry of a mapping or list; `path` is the entry's own."""
    pad = " " * indent
    head = [pad + line if line else "" for line in entry.lead]
    name = "-" if entry.key is None else pad.join(key(entry.key).splitlines(keepends=True))
    below, after = _below_or_after(entry, layout, path, indent, step)
    first = pad + name + (f" {after[0]}" if after and after[0] else "")
    if entry.trail:
        first += f"  {entry.trail}"
    return [*head, *first.split("\n"), *after[1:], *below]


def _below_or_after(
    entry: OutlineEntry, layout: Layout, path: DataPath, indent: int, step: int
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


def _branch(branch: Branch, layout: Layout, path: DataPath, indent: int, step: int) -> list[str]:
    out: list[str] = []
    for place, entry in enumerate(branch.entries):
        part = place if entry.key is None else entry.key
        out += entry_lines(entry, layout, (*path, part), indent, step)
    return out + [" " * indent + line if line else "" for line in branch.foot]


def _inline(value: OutlineValue, layout: Layout, path: DataPath, indent: int) -> list[str]:
    """A value that fits behind its key, with the lines of a literal block if it is one."""
    if value is None:
        return [""]
    if isinstance(value, Branch):
        return ["{}" if value.is_map else "[]"]
    style = layout.style(path)
    block = literal(value) if style == "auto" else None
    if block is None:
        return [spelled(value, style)]
    pad = " " * (indent + STEP)
    return [block[0], *(pad + line if line else "" for line in block[1:])]


def scalar(text: str) -> str:
    """`text` on one line: plain where every reader gives the same str back, else in double quotes."""
    return text if is_plain(text) else quoted(text)


def quoted(text: str) -> str:
    """`text` in double quotes, on one line. A lone surrogate, which no file can hold, becomes U+FFFD."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether `text` may stand without quotes, as a key or a value; `flow`: between brackets too."""
    if not text or text[0] in _FIRST or text != text.strip() or _HIDDEN.search(text):
        return False
    if ": " in text or " #" in text or text[-1] == ":" or text.startswith("..."):
        return False
    return not (_TYPED.fullmatch(text) or (flow and _FLOW.intersection(text)))


def spelled(text: str, style: ScalarStyle, *, flow: bool = False) -> str:
    """`text` on one line in the style asked for, safe between brackets if `flow`."""
    if style == "double":
        return quoted(text)
    if style == "bare" and is_bare(text):
        return text
    return text if is_plain(text, flow=flow) else quoted(text)


def is_bare(text: str) -> bool:
    """Whether `text` may stand as it is where a number, a date or a yes is meant."""
    return bool(_BARE.fullmatch(text)) and text not in ABSENT | {"-", "---", "..."} and text[-1] != ":"


def key(text: str, *, flow: bool = False) -> str:
    """`text` as a key, its colon included; one that is too long for that is written as `? key` and `:`."""
    written = text if is_plain(text, flow=flow) else quoted(text)
    return f"{written}:" if len(written) <= _KEY_LIMIT else f"? {written}\n:"


def literal(text: str) -> list[str] | None:
    """The lines of a literal block that says exactly `text`, its header first; None where none does."""
    body = text.removesuffix("\n")
    if "\n" not in text or not body:
        return None
    lines = body.split("\n")
    if any(line != line.rstrip() or _HIDDEN.search(line) for line in lines):
        return None
    if not lines[0] or lines[0][0] == " " or not lines[-1]:
        return None
    return ["|" if body != text else "|-", *lines]


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _NAMED.get(char) or f"\\u{ord(char):04x}"
