"""How one text is spelled in YAML so that no reader takes it for anything else.

Plain where YAML 1.1 and YAML 1.2 readers agree that it is that very text, in double quotes otherwise, or
as a literal block where a text of several lines survives it. Knows nothing of mappings or files.
"""

from __future__ import annotations

import re

from .shapes import Style

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


def spelled(text: str, style: Style, *, flow: bool = False) -> str:
    """`text` on one line in the style asked for, safe between brackets if `flow`."""
    if style == "double":
        return quoted(text)
    if style == "bare" and is_bare(text):
        return text
    return text if is_plain(text, flow=flow) else quoted(text)


def is_bare(text: str) -> bool:
    """Whether `text` may stand as it is where a number, a date or a yes is meant."""
    return bool(_BARE.fullmatch(text)) and text not in ("-", "---", "...") and text[-1] != ":"


def key(text: str, *, flow: bool = False) -> str:
    """`text` as a key, its colon included; one that is too long for that is written as `? key` and `:`."""
    written = text if is_plain(text, flow=flow) else quoted(text)
    return f"{written}:" if len(written) <= _KEY_LIMIT else f"? {written}\n:"


def can_be_single(text: str) -> bool:
    """Whether `text` can stand in single quotes on one line."""
    return not _HIDDEN.search(text)


def single(text: str) -> str:
    """`text` in single quotes; only for one that can be."""
    return "'" + text.replace("'", "''") + "'"


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
