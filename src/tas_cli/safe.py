"""User text made harmless for where it is shown: one function for each place. Decides nothing else."""

from __future__ import annotations

import re

# C0 except tab and newline, DEL and C1, the marks that turn text around or hide it, and what no XML may hold.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
# Patterns as text: most commands never need them compiled.
# What Markdown reads as its own within a line: an underscore only at the edge of a word, a star unless it
# stands alone, a bracket unless it holds a range of numbers, an ampersand only where an entity could begin.
_MARKDOWN = (
    r"(?<=\s)\*(?=\s)|\[-?[0-9.]+\.\.-?[0-9.]+\](?![(\[:])"
    r"|([\\\\`*\[\]<~$]|(?<![^\W_])_|_(?![^\W_])|&(?=\#?\w+;))"
)
# What begins a list, a heading, a quotation, a line of its own or a command of a log runner.
_BLOCK = r"^(\d+(?=[.)](\s|$))|(?=[-+](\s|$)|[-=]+$|>|#+(\s|$)|::))"
# What GitHub links by itself, escaped or not, unless something stands in between: @name, #12, www.
_LINKED = r"(?<=@)(?=\w)|(?<=#)(?=\d)"
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_FORMULA = tuple("=+-@＝＋－＠")
_COMMAND = re.compile(r"(?m)^(\s*)::(?=\S)")


def terminal(text: str) -> str:
    """Text for a terminal or a plain file: no escape, no control character but newline and tab."""
    return _CONTROL.sub(lambda found: f"<{ord(found[0]):02X}>", text)


def has_control(text: str) -> bool:
    """Whether something in a text would be shown otherwise there: a control, or what turns or hides text."""
    return _CONTROL.search(text) is not None


def line(text: str) -> str:
    """The same on one line."""
    return text if is_tidy(text) else " ".join(terminal(text).split())


def is_tidy(text: str) -> bool:
    """Whether a text is on one line, without a control and with single spaces alone, as nearly all are."""
    return text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]


def markdown(text: str, *, starts: bool = True, cell: bool = False) -> str:
    """Text in Markdown: no markup, link, mention or command; if it `starts` a line, no block of its own.

    In the `cell` of a table it starts no line, and stays in its cell.
    """
    escaped = re.sub(_MARKDOWN, lambda found: f"\\{found[1]}" if found[1] else found[0], line(text))
    escaped = escaped.replace("://", ":\\/\\/").replace("www.", "www\\.")
    if cell:
        escaped = escaped.replace("|", "\\|")
    elif starts:
        escaped = re.sub(_BLOCK, r"\1\\", escaped, count=1)
    return re.sub(_LINKED, "<!-- -->", escaped)


def log(text: str) -> str:
    """Lines in which a log runner finds no command to obey (`##[x]` anywhere, `::x::` at the start)."""
    text = text.replace("##[", "# #[")
    return _COMMAND.sub(r"\1: :", text) if "::" in text else text


def annotation(text: str) -> str:
    """Text as the message of a GitHub workflow command: one line, no escape of theirs in it."""
    return log(line(text)).replace("%", "%25")


def annotation_property(text: str) -> str:
    """Text as a property of a GitHub workflow command, such as the file."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def xml(text: str) -> str:
    """Text inside an XML element or a quoted attribute, in ASCII."""
    import html

    return (
        html.escape(terminal(text))
        .replace("\n", "&#10;")
        .replace("##[", "#&#35;[")
        .encode("ascii", "xmlcharrefreplace")
        .decode()
    )


def as_json(data: object) -> str:
    """Plain data as a JSON document, made harmless likewise."""
    from json import dumps

    return json(dumps(data, indent=2))


def json(text: str) -> str:
    """A JSON document, the same but for how a `##[` in its texts is spelled: a log runner would obey that."""
    return text.replace("##[", "#\\u0023[")


def spreadsheet(text: str) -> str:
    """Text in a cell of a CSV file: one line, and nothing that a spreadsheet takes for a formula.

    Some take the wide signs of a Chinese keyboard for the beginning of one too.
    """
    shown = log(line(text))
    return f"'{shown}" if shown.startswith(_FORMULA) and not _NUMBER.fullmatch(shown) else shown
