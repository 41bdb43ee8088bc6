"""`--help` and errors of usage: examples that can be copied, our own words, exit code 2."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest
import typer

from tas_cli import cli
from tas_cli.boundary import run
from tas_cli.commands.schema import KINDS
from tas_cli.model import schema
from tas_cli.reports.formats import FORMATS, formats_of
from tas_cli.words import LANGUAGES

Out = pytest.CaptureFixture[str]


def pages() -> list[tuple[str, str]]:
    """Command line and docstring of every command and every command of a group."""
    found = []
    for command in cli.set_up().registered_commands:
        found.append((str(command.name), inspect.getdoc(command.callback) or ""))
    for group in cli.set_up().registered_groups:
        assert isinstance(group.typer_instance, typer.Typer)
        callback = group.typer_instance.registered_callback
        found.append((str(group.name), inspect.getdoc(callback.callback) or "" if callback else ""))
        for command in group.typer_instance.registered_commands:
            found.append((f"{group.name} {command.name}", inspect.getdoc(command.callback) or ""))
    return found


@pytest.mark.parametrize(("command", "about"), pages(), ids=[name for name, _ in pages()])
def test_examples_stand_on_one_line_each(command: str, about: str, capsys: Out) -> None:
    assert run([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out.splitlines()
    for example in (line.strip() for line in about.partition("Examples:")[2].splitlines()):
        assert not example or f"    {example}" in shown, example
    first = about.splitlines()[0]
    assert len(first) <= 60
    assert f"  {first}" in shown
    for typed in ("<list[str]>", "[[FILE", "]...]", "<str>]"):
        assert typed not in shown[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "--lang", "xx"], "none of en, zh"),
        (["show", "--color", "blue"], "none of auto, always, never"),
        (["show", "--format", "yaml"], f"none of {', '.join(formats_of('show'))}"),
        (["check", "--fail-on", "x"], "none of error, warning, never"),
        (["schema", "x"], f"none of {', '.join(KINDS)}"),
        (["shwo"], "Did you mean 'show'"),
        (["show", "--today", "31.12."], "is not a date"),
    ],
)
def test_a_wrong_value_is_told_in_our_words(arguments: list[str], said: str, capsys: Out) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Value error" not in err


def test_what_options_offer_is_what_there_is() -> None:
    assert set(KINDS) == set(get_args(schema.SchemaKind))
    assert LANGUAGES == ("en", "zh")
    for name in ("show", "diff", "history", "banks", "check"):
        assert name in FORMATS
