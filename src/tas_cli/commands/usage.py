"""What `--help` and an error of usage look like, in the reader's language. Knows no command.

The pages of the commands are written in English; a language may have words of its own for any sentence there.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from ..errors import UNUSABLE
from ..output import tell
from ..words import LANGUAGES, Lang, say, translated

if TYPE_CHECKING:
    Formatter = Any

WIDTH = 80
NAMES = 30
"""The cells that names of options may take before their help goes below them."""
EXAMPLES = "Examples:"
# Patterns as text: most commands never need them compiled.
_TYPED = r" ?<(?:list\[)?(?:str|int|path)[^>]*>"
_EXTRA = r"(?:^|  )(\[[^\[\]]+\])$"
_SAID = (
    (r"Missing (?:argument|option|parameter) '(?P<name>[^']*)'\.?", "missing"),
    (r"Missing command\.", "no_command"),
    (r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.*)\?)?", "unknown_command"),
    (
        r"No such option: (?P<name>\S+?)\.?"
        r"(?: \(Possible options: (?P<near>.*)\)| Did you mean (?P<near2>.*)\?)?",
        "unknown_option",
    ),
    (r"Option '(?P<name>[^']*)' requires (?:an argument|\d+ arguments)\.", "no_value"),
    (r"Option '(?P<name>[^']*)' does not take a value\.", "no_value_wanted"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)", "too_many"),
    (r"Invalid value for '?(?P<name>[^:]*?)'?: (?P<text>.*)", "invalid"),
    (r"(?P<name>'.*') is none of (?P<text>.*)", "none_of"),
)


class LaidOutHelp:
    """Makes a command's help and usage those of this file."""

    def format_help(self, ctx: Any, formatter: Formatter) -> None:
        """All that `--help` prints."""
        formatter.write(_page(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The line on how to call it."""
        return _usage(self, ctx)


class Command(LaidOutHelp, typer.core.TyperCommand):
    """A command."""


class Group(LaidOutHelp, typer.core.TyperGroup):
    """A command with commands of its own."""


def complain(trouble: typer.TyperException, lang: Lang) -> int:
    """Say on stderr what was wrong in the call, and how it is called; the exit code."""
    context = getattr(trouble, "ctx", None)
    if context is not None:
        context.find_root().obj = {"lang": lang}
        tell(context.command.get_usage(context))
        tell(say("usage.try", lang, command=context.command_path) + "\n")
    format_message = getattr(trouble, "format_message", lambda: str(trouble))
    tell(say("usage.error", lang, text=_said(format_message(), lang)))
    return UNUSABLE


def _said(message: str, lang: Lang) -> str:
    """A complaint of the library that reads arguments, in the reader's words where we have them."""
    for pattern, key in _SAID if lang != LANGUAGES[0] else ():
        if found := re.fullmatch(pattern, message):
            words = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
            words["text"] = _said(words.get("text", ""), lang)
            return say(f"usage.{key}", lang, **{"name": "", "near": "", "text": "", **words})
    return message


def _language(context: Any) -> Lang:
    lang: Lang = (context.find_root().obj or {}).get("lang", LANGUAGES[0])
    return lang


def _usage(command: Any, context: Any) -> str:
    pieces = (re.sub(r"^\{(.*?)\}", r"\1", piece) for piece in command.collect_usage_pieces(context))
    return say("usage.usage", _language(context), call=" ".join((context.command_path, *pieces)))


def _page(command: Any, context: Any) -> str:
    lang = _language(context)
    parts = [_usage(command, context), *_paragraphs(command.help or "", lang)]
    rows: dict[str, list[tuple[str, str]]] = {"arguments": [], "options": [], "commands": []}
    for each in command.get_params(context):
        if record := each.get_help_record(context):
            kind = f"{each.param_type_name}s"
            name = re.sub(_TYPED, "" if kind == "arguments" else " TEXT", record[0])
            rows[kind].append((name, _helped(record[1], lang)))
    for name in getattr(command, "commands", ()):
        inner = command.get_command(context, name)
        if not inner.hidden:
            rows["commands"].append((name, translated(inner.get_short_help_str(WIDTH), lang)))
    parts += ["\n".join(_table(say(f"usage.{kind}", lang), each)) for kind, each in rows.items() if each]
    return "\n\n".join(parts) + "\n"


def _paragraphs(text: str, lang: Lang) -> Iterator[str]:
    from ..reports.cells import wrapped

    described, _, examples = inspect.cleandoc(text).partition(EXAMPLES)
    for paragraph in filter(None, map(str.strip, described.split("\n\n"))):
        lines = wrapped(translated(" ".join(paragraph.split()), lang), WIDTH - 2)
        yield "\n".join(f"  {line}" for line in lines)
    if examples:
        # Each on a line of its own, however long: they are there to be copied.
        shown = "\n".join(f"    {line.strip()}" for line in examples.splitlines() if line.strip())
        yield f"  {say('usage.examples', lang)}\n{shown}"


def without_default(help: str) -> str:
    """What an argument is for, as its command's page says it."""
    return re.sub(_EXTRA, "", help)


def _helped(help: str, lang: Lang) -> str:
    """What an argument is for, with its default as Typer writes it behind."""
    own = without_default(help)
    extra = help[len(own) :]
    if lang != LANGUAGES[0]:
        extra = extra.replace("default: ", say("usage.default", lang))
        extra = extra.replace("required", say("usage.required", lang))
    return translated(own, lang) + extra


def _table(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    from ..reports.cells import padded, width, wrapped

    yield heading
    cells = min(NAMES, max(width(name) for name, _ in rows))
    for name, help in rows:
        first, *more = wrapped(help, WIDTH - cells - 5)
        if width(name) > cells:
            yield f"  {name}"
            yield f"{'':{cells + 4}}{first}"
        else:
            yield f"  {padded(name, cells)}  {first}".rstrip()
        yield from (f"{'':{cells + 4}}{line}" for line in more)
