"""Plain data → text in canonical block layout: what a new file looks like, and one entry of an old one.

A text is spelled so that no reader takes it for anything else: plain where YAML 1.1 and 1.2 agree on it, in
double quotes otherwise, or as a literal block. Data becomes an outline (entries with what belongs to each,
comments included), the outline becomes lines. `outlining.py` makes outlines of old texts; nothing here reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from .document import ABSENT, Data, DataPath, ScalarStyle, one_spelling

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
_NOT_BARE = ABSENT | {"-", "---", "..."}
_KEY_LIMIT = 1000


class Layout:
    """What the writer of a file kind wants; this one wants nothing."""

    def order(self, path: DataPath) -> Sequence[str] | None:  # noqa: ARG002
        """The canonical order of the keys of the mapping at `path`; None keeps what stands."""
        return None

    def style(self, path: DataPath, text: str) -> ScalarStyle:  # noqa: ARG002
        """How the scalar `text` at `path` is written."""
        return "auto"

    def value(self, path: DataPath, text: str) -> str:  # noqa: ARG002
        """The canonical spelling of the scalar `text` at `path`."""
        return text

    def on_one_line(self, path: DataPath) -> bool:  # noqa: ARG002
        """Whether the map at `path`, whose values are short words, is written on one line."""
        return False


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
    whole = OutlineEntry(None, None)
    revise(whole, canonical(data, layout, ()), layout, ())
    return "".join(line + "\n" for line in lines(whole.value, layout, ())) if data else ""


def canonical(data: Data, layout: Layout, path: DataPath) -> Data:
    """`data` with every scalar in its canonical spelling."""
    if isinstance(data, dict):
        return {key: canonical(value, layout, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [canonical(value, layout, (*path, place)) for place, value in enumerate(data)]
    return data if data is None else layout.value(path, data)


def revise(entry: OutlineEntry, data: Data, layout: Layout, path: DataPath) -> None:
    """Make an entry say `data`, its keys in order: what stays keeps its comments, others go to the foot."""
    old = entry.value
    if not data or not isinstance(old, Branch) or not isinstance(data, dict if old.is_map else list):
        entry.lead += _comments_within(old)
        old = Branch(isinstance(data, dict))
    if not isinstance(data, (dict, list)):
        entry.value = data
        return
    standing = _paired(old, data)
    entries = []
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        inner = standing.pop(part, None) or OutlineEntry(part if isinstance(part, str) else None, None)
        revise(inner, value, layout, (*path, part))
        entries.append(inner)
    orphans = [text for gone in standing.values() for text in comments_of(gone)]
    entry.value = Branch(old.is_map, ordered(entries, layout.order(path)), [*orphans, *old.foot])


def comments_of(entry: OutlineEntry) -> list[str]:
    """The comments of an entry and of all that it holds."""
    return [text for text in (*entry.lead, entry.trail) if text] + _comments_within(entry.value)


def _comments_within(value: OutlineValue) -> list[str]:
    if not isinstance(value, Branch):
        return []
    within = [text for entry in value.entries for text in comments_of(entry)]
    return within + [text for text in value.foot if text]


def _paired(old: Branch, new: dict[str, Data] | list[Data]) -> dict[str | int, OutlineEntry]:
    """What an outline holds, by the place that it has in the new data; what goes gets a place of no use."""
    if isinstance(new, dict):
        return {entry.key or "": entry for entry in old.entries}
    items = [_said(entry.value) for entry in old.entries]
    shared = zip(items, new, strict=False)
    start = next((place for place, (was, meant) in enumerate(shared) if was != meant), len(new))
    gone = len(items) - len(new)
    if gone <= 0 or items[start + gone :] != new[start:]:
        return dict(enumerate(old.entries))
    places = [*range(start), *range(-gone, 0), *range(start, len(new))]
    return dict(zip(places, old.entries, strict=True))


def _said(value: OutlineValue) -> Data:
    if not isinstance(value, Branch):
        return value
    if not value.is_map:
        return [_said(entry.value) for entry in value.entries]
    return {entry.key or "": _said(entry.value) for entry in value.entries}


def ordered(entries: list[OutlineEntry], order: Sequence[str] | None) -> list[OutlineEntry]:
    """Entries in canonical order; keys it does not name stay in theirs, last."""
    rank = {key: place for place, key in enumerate(order or ())}
    return sorted(entries, key=lambda entry: rank.get(entry.key or "", len(rank)))


def lines(
    value: OutlineValue, layout: Layout, path: DataPath, indent: int = 0, step: int = STEP
) -> list[str]:
    """The lines of a whole value that stands on its own, at `indent`, without line ends."""
    pad = " " * indent
    if not isinstance(value, Branch) or not value.entries:
        first, *rest = _inline(value, layout, path, pad)
        return [pad + first, *rest]
    found: list[str] = []
    for place, entry in enumerate(value.entries):
        part = place if entry.key is None else entry.key
        found += entry_lines(entry, layout, (*path, part), indent, step)
    return found + [pad + line if line else "" for line in value.foot]


def entry_lines(
    entry: OutlineEntry, layout: Layout, path: DataPath, indent: int, step: int = STEP
) -> list[str]:
    """The lines of one entry of a mapping or list; `path` is the entry's own."""
    pad = " " * indent
    name = "-" if entry.key is None else pad.join(key(entry.key).splitlines(keepends=True))
    if isinstance(entry.value, Branch) and entry.value.entries and not _fits_on_a_line(entry, layout, path):
        after, below = "", lines(entry.value, layout, path, indent + (STEP if name == "-" else step), step)
        if name == "-" and not entry.trail and below[0] and below[0].lstrip(" ")[0] != "#":
            # A mapping or list inside a list begins beside the dash.
            after = below.pop(0).lstrip(" ")
    else:
        after, *below = _inline(entry.value, layout, path, pad)
    first = pad + name + (f" {after}" if after else "") + (f"  {entry.trail}" if entry.trail else "")
    return [*(pad + line if line else "" for line in entry.lead), *first.split("\n"), *below]


def _fits_on_a_line(entry: OutlineEntry, layout: Layout, path: DataPath) -> bool:
    return layout.on_one_line(path) and not _comments_within(entry.value)


def _inline(value: OutlineValue, layout: Layout, path: DataPath, pad: str) -> list[str]:
    """A value that fits behind its key, with the lines of a literal block if it is one."""
    if value is None:
        return [""]
    if isinstance(value, Branch):
        words = (
            f"{key(each.key or '')} {_inline(each.value, layout, (*path, each.key or ''), pad)[0]}"
            for each in value.entries
        )
        return [f"{{{', '.join(words)}}}" if value.is_map else "[]"]
    style = layout.style(path, value)
    block = literal(value) if style == "auto" else None
    if block is None:
        return [spelled(value, style)]
    return [block[0], *(" " * STEP + pad + line if line else "" for line in block[1:])]


def quoted(text: str) -> str:
    """`text` in double quotes, on one line. A lone surrogate, which no file can hold, becomes U+FFFD."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def is_plain(text: str) -> bool:
    """Whether `text` may stand without quotes, as a key or a value of a block."""
    if not text or text[0] in _FIRST or text != text.strip() or _HIDDEN.search(text):
        return False
    if ": " in text or " #" in text or text[-1] == ":" or text.startswith("..."):
        return False
    return not _TYPED.fullmatch(text)


def spelled(text: str, style: ScalarStyle) -> str:
    """`text` on one line in the style asked for; bare is only what no reader takes for something else."""
    bare = style == "bare" and _BARE.fullmatch(text) and text[-1] != ":" and text not in _NOT_BARE
    return text if bare or (style != "double" and is_plain(text)) else quoted(text)


def key(text: str) -> str:
    """`text` as a key, its colon included; one that is too long for that is written as `? key` and `:`.

    A key is written as it is read: in the one spelling in which keys are compared.
    """
    written = spelled(one_spelling(text), "auto")
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
