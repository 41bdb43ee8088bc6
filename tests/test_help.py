"""`--help` and errors of usage: examples that can be copied, our own words, exit code 2."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
import typer.main

from builders import COMPLETE
from tas_cli import cli
from tas_cli.boundary import run
from tas_cli.commands import usage
from tas_cli.commands.schema import KINDS
from tas_cli.model import schema
from tas_cli.reports.cells import width
from tas_cli.reports.formats import FORMATS, formats_of
from tas_cli.words import LANGUAGES, zh

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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "--foo"], "没有选项 --foo"),
        (["rate"], "缺少参数 'FILE'"),
        (["rate", "--evidence"], "选项 '--evidence' 后面要有值"),
        (["shwo"], "没有命令 'shwo'。是不是 'show'"),
        (["schema", "bank", "c"], "多出了参数（c）"),
        (["banks", "nothing"], "没有命令 'nothing'"),
        (["show", "--today", "31.12."], "31.12."),
        (["show", "--brief=x"], "选项 '--brief' 不带值"),
        (["show", "--format", "x"], "'--format' 的值不可用"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(arguments: list[str], said: str, capsys: Out) -> None:
    assert run(["--lang", "zh", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Error" not in err
    assert "Usage" not in err


def sentences() -> dict[str, str]:
    """Every sentence of every `--help`, and the command that says it."""
    found: dict[str, str] = {}

    def of(command: Any, context: typer.Context) -> None:
        described = inspect.cleandoc(command.help or "").partition(usage.EXAMPLES)[0]
        said = [" ".join(each.split()) for each in described.split("\n\n") if each.strip()]
        records = filter(None, (each.get_help_record(context) for each in command.get_params(context)))
        said += [usage.without_default(help) for _, help in records]
        for name, inner in getattr(command, "commands", {}).items():
            if not inner.hidden:
                said.append(inner.get_short_help_str(usage.WIDTH))
                of(inner, typer.Context(inner, parent=context, info_name=name))
        found.update((each, context.command_path) for each in said if each)

    whole = typer.main.get_command(cli.set_up())
    of(whole, typer.Context(whole, info_name="tas"))
    return found


def test_every_sentence_of_the_help_is_there_in_chinese_and_no_other() -> None:
    assert sorted(sentences()) == sorted(zh.HELP), "HELP in words/zh.py: a sentence lacks, or nobody says it"


def test_help_in_chinese_fits_the_page(capsys: Out) -> None:
    for name in cli.PAGES:
        assert run(["help", name, "--lang", "zh"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("用法：tas ")
        examples = shown.partition("示例：")[2].partition("\n\n")[0].splitlines()
        for line in set(shown.splitlines()) - set(examples):
            assert width(line) <= usage.WIDTH, line


def test_help_tells_what_help_behind_a_command_tells(capsys: Out) -> None:
    for words in (["show"], ["banks", "show"], []):
        assert run(["help", *words]) == 0
        told = capsys.readouterr().out
        assert run([*words, "--help"]) == 0
        assert capsys.readouterr().out == told
    assert run(["help", "shwo"]) == 2
    assert "Did you mean 'show'" in capsys.readouterr().err


def test_trouble_is_told_in_the_language_of_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text("language: zh\nstages: [接触]\n", encoding="utf-8")
    for words, told in (
        (["show", "acme"], "没有"),
        (["check", "--format", "x"], "用法：tas check"),
        (["check", "--format", "x"], "'x' 不在 markdown, json"),
        (["shw"], "没有命令 'shw'"),
    ):
        assert run(words) == 2
        assert told in capsys.readouterr().err
    monkeypatch.setenv("TAS_LANG", "en")
    assert run(["shw"]) == 2
    assert "No such command" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--lang", "zh"], ["--lang=zh"]])
def test_a_language_before_the_command_is_one_behind_it(given: list[str], capsys: Out) -> None:
    assert run([*given, "explain", "TAS201"]) == 0
    told = capsys.readouterr().out
    assert run(["explain", "TAS201", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == told
    assert run(given) == 0
    assert capsys.readouterr().out.startswith("用法：")
    assert run([*given, "explain", "TAS201", "--lang", "en"]) == 0
    assert "TAS201: " in capsys.readouterr().out


@pytest.mark.parametrize("given", [["--lang", "xx", "show"], ["show", "--lang", "xx"], ["--lang=xx", "show"]])
def test_a_language_that_nobody_speaks_is_refused(given: list[str], capsys: Out) -> None:
    assert run(given) == 2
    assert f"no language 'xx'\n     there are: {', '.join(LANGUAGES)}" in capsys.readouterr().err


def test_a_language_of_the_environment_that_nobody_speaks_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("TAS_LANG", "xx")
    assert run(["check"]) == 2
    assert "no language 'xx'" in capsys.readouterr().err


DOCS = Path(__file__).parent.parent / "docs"
HEADS = {
    "en": """\
# Commands

What `tas help COMMAND` prints, for every command. `--lang zh` prints it in Chinese. This page is made from the
program itself.
""",
    "zh": """\
# 全部命令

每个命令的 `tas help 命令 --lang zh` 就是这样。本页由程序自己生成。
""",
}


@pytest.mark.parametrize(("lang", "name"), [("en", "commands.md"), ("zh", "zh/commands.md")])
def test_the_page_of_all_commands_is_current(
    lang: str, name: str, request: pytest.FixtureRequest, capsys: Out
) -> None:
    """`pytest --accept` writes docs/commands.md and its Chinese twin."""
    parts = [HEADS[lang]]
    for command, _ in [("", ""), *pages()]:
        if command not in cli.HIDDEN:
            assert run(["--lang", lang, *command.split(), "--help"]) == 0
            parts.append(f"## tas {command}".rstrip() + f"\n\n```text\n{capsys.readouterr().out}```\n")
    made = "\n".join(parts)
    page = DOCS / name
    if request.config.getoption("--accept"):
        page.write_text(made, encoding="utf-8")
    held = page.read_text(encoding="utf-8")
    assert without_marks(held) == without_marks(made), f"pytest --accept writes docs/{name}"


def without_marks(page: str) -> str:
    """Without the signs in lines of usage, for which Typer's versions have ways of their own."""
    return re.sub(r"(?m)^(?:Usage: |用法：).*$", lambda line: re.sub(r"[\[\]{}.]", "", line[0]), page)


def test_what_options_offer_is_what_there_is() -> None:
    assert set(KINDS) == set(get_args(schema.SchemaKind))
    assert LANGUAGES[0] == "en"
    assert {*COMPLETE} <= {*LANGUAGES}
    for name in ("show", "diff", "history", "banks", "check"):
        assert name in FORMATS


@pytest.mark.parametrize("arguments", [[], ["--lang", "en"]])
def test_tas_alone_shows_the_help_and_how_to_begin(arguments: list[str], capsys: Out) -> None:
    assert run(arguments) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert 'tas assess "Acme Bank"' in shown.out
    assert "Error" not in shown.out
