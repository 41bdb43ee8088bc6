"""The one table of formats holds what it says, and every format of every command is tried on every example."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import xml.etree.ElementTree as xml
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import BANKS, LIBRARY, ROOT, USS, rated
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.findings import finding_ids
from tas_cli.model.layout import new_text
from tas_cli.reports.formats import FORMATS, formats_of
from tas_cli.words import LANGUAGES

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-22")
WORKSPACE = ROOT / "examples"
VALID = sorted((ROOT / "tests" / "examples" / "valid").glob("*.tas.yaml"))
EXAMPLES = [
    *(path.relative_to(WORKSPACE).as_posix() for path in sorted((WORKSPACE / "deals").glob("*.tas.yaml"))),
    *(f"deals/{path.name}" for path in VALID),
]


@pytest.mark.parametrize("command", FORMATS)
def test_every_format_has_its_writer(command: str) -> None:
    assert formats_of(command)
    for form in FORMATS[command].values():
        places = [form.writer, *([form.layout] if form.layout else [])]
        for module, _, function in (place.partition(":") for place in places):
            assert callable(getattr(import_module(f"tas_cli.reports.{module}"), function))


def of_each(*arguments: str) -> Callable[[], Iterator[list[str]]]:
    """The arguments for every example; FILE stands for its name."""
    return lambda: ([name if each == "FILE" else each for each in arguments] for name in EXAMPLES)


CALLS = (("harbor-logistics", "harbor-2026-11-24"), ("东海精密", "东海-2026-11-24"))


def _proposed(deal: str, call: str) -> list[str]:
    notes = ["--from", f"calls/{call}.json", "--source", f"calls/{call}.txt"]
    return ["propose", deal, *notes, "--today", "2026-11-25"]


WALK: Mapping[str, Callable[[], Iterator[list[str]]]] = {
    "show": of_each("show", "FILE", *DAY),
    "plan": of_each("plan", "FILE", *DAY),
    "sheet": of_each("plan", "FILE", "--for", "customer", *DAY),
    "letter": lambda: iter([["plan", "deals/东海精密.tas.yaml", "--letter", "1", *DAY]]),
    "diff": of_each("diff", EXAMPLES[0], "FILE", *DAY),
    "history": of_each("history", "FILE", *DAY),
    "propose": lambda: (_proposed(deal, call) for deal, call in CALLS),
    "check": of_each("check", "FILE", "--fail-on", "never", *DAY),
    "rules": of_each("check", "--explain", "FILE", *DAY),
    "portfolio": lambda: iter([["portfolio", "deals", *DAY], ["portfolio", "deals", "--view", "map", *DAY]]),
    "flat": lambda: iter([["portfolio", "deals", "--flat", *DAY]]),
    "report": lambda: iter([["report", "deals", *DAY]]),
    "calibrate": lambda: iter([["calibrate", "closed", *DAY]]),
    "forecast": lambda: iter([["forecast", "closed", "deals", *DAY]]),
    "statistics": of_each("check", "FILE", "--statistics", "--fail-on", "never", *DAY),
    "facts": lambda: (["textconv", name] for name in EXAMPLES if "empty" not in name),
    "doctor": lambda: iter([["doctor"]]),
    "banks": lambda: iter([["banks"]]),
    "bank": lambda: (["banks", "show", bank.id] for bank in BANKS),
    "playbook": lambda: iter([["banks", "show", "playbook"]]),
    "question": lambda: (["explain", f"{bank.id}.{id}"] for bank in BANKS for id in bank.by_id),
    "mode": lambda: (["explain", mode.id] for mode in USS.modes),
    "finding": lambda: (["explain", id] for id in finding_ids()),
}
"""By command of the table: all that it is called with."""
MORE = {"check": ("text", "github"), "portfolio": ("parquet",)}
"""What a command prints line by line while it works, beside what the table has for it, or what another row has."""
HELP = {
    "show": "show",
    "plan": "plan",
    "diff": "diff",
    "propose": "propose",
    "history": "history",
    "check": "check",
    "portfolio": "portfolio",
    "doctor": "doctor",
    "calibrate": "calibrate",
    "forecast": "forecast",
    "banks": "banks",
    "bank": "banks show",
}


def formats(command: str) -> tuple[str, ...]:
    return (*formats_of(command), *MORE.get(command, ()))


def test_every_command_of_the_table_is_walked() -> None:
    assert set(WALK) == set(FORMATS)
    assert len(EXAMPLES) > 8


def nothing_lost(text: str) -> None:
    assert text.strip()
    assert "\x1b" not in text
    assert "\ufffd" not in text


def document(text: str) -> None:
    assert text.isascii()
    json.loads(text)


def numbered(text: str) -> None:
    assert text.isascii()
    assert json.loads(text)["format"] == 1


def sarif(text: str) -> None:
    read = json.loads(text)
    assert read["version"] == "2.1.0"
    assert "sarif-2.1.0" in read["$schema"]


def each_line(text: str) -> None:
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def rows(text: str) -> None:
    head, *others = csv.reader(io.StringIO(text))
    assert others
    assert all(len(row) == len(head) for row in others)


def calendar(text: str) -> None:
    assert text.splitlines()[0] == "BEGIN:VCALENDAR"
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT")


PROOFS: Mapping[str, Callable[[str], object]] = {
    "text": nothing_lost,
    "brief": nothing_lost,
    "markdown": nothing_lost,
    "json": numbered,
    "jsonl": each_line,
    "csv": rows,
    "sarif": sarif,
    "gitlab": document,
    "junit": xml.fromstring,
    "github": str,
    "html": nothing_lost,
    "ics": calendar,
}


def zipped(data: bytes) -> None:
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def columnar(data: bytes) -> None:
    assert data[:4] == data[-4:] == b"PAR1"


BINARY: Mapping[str, Callable[[bytes], object]] = {"xlsx": zipped, "parquet": columnar}
"""Formats that are no text: a file gets them, and no terminal."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All examples in one workspace, the shipped one."""
    made = tmp_path / "workspace"
    shutil.copytree(WORKSPACE, made)
    for path in VALID:
        shutil.copy(path, made / "deals")
    monkeypatch.chdir(made)
    return made


def closed_deals(folder: Path) -> None:
    """Closed deals beside the others, as many as can be learned from."""
    (folder / "closed").mkdir()
    for i in range(24):
        deal = rated("?" * (i % 3) + ("+" if i % 2 else "-") * (8 + i % 4))
        closed = deal.model_copy(update={"outcome": "won" if i % 2 else "lost"})
        path = folder / "closed" / f"c{i}.tas.yaml"
        path.write_text(new_text(closed, LIBRARY), encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("command", "format"), [(each, format) for each in WALK for format in formats(each)])
def test_every_format_of_every_command_on_every_example(
    command: str, format: str, lang: str, folder: Path, capsys: Out
) -> None:
    if command == "history":
        made = Repository(folder)
        made.commit()
        for name in EXAMPLES:
            assert run(["rate", name, "tas.solution_fit=?"]) == 0
        made.commit("doubts")
        capsys.readouterr()
    if command in ("calibrate", "forecast"):
        closed_deals(folder)
        assert run(["calibrate", "closed", "--save", "calibration.yaml", "-o", "told", *DAY]) == 0
        capsys.readouterr()
    chosen = () if len(formats(command)) == 1 else ("--format", format)
    for arguments in WALK[command]():
        language = () if command == "facts" else ("--lang", lang)
        to = ("-o", "result") if format in BINARY else ()
        code = run([*arguments, *chosen, *language, *to])
        out, err = capsys.readouterr()
        assert (code, err) == (0, ""), arguments
        if format in BINARY:
            BINARY[format](Path("result").read_bytes())
            continue
        PROOFS[format](out)
        if format == "json":
            schema_of(command).validate(json.loads(out))


MACHINE = ("json", "jsonl", "csv", "sarif", "gitlab", "junit", "ics")


@pytest.mark.parametrize("command", [each for each in WALK if set(MACHINE) & set(formats(each))])
def test_no_machine_format_tells_where_on_this_machine_a_file_lies(
    command: str, folder: Path, capsys: Out
) -> None:
    Repository(folder).commit()
    closed_deals(folder)
    called, *arguments = next(WALK[command]())
    given = [str(folder / each) if (folder / each).exists() else each for each in arguments]
    for format in (each for each in formats(command) if each in MACHINE):
        run([called, *given, *(() if len(formats(command)) == 1 else ("--format", format))])
        out = capsys.readouterr().out
        assert out
        assert str(folder) not in out


@cache
def schema_of(command: str) -> Any:
    """What the JSON of a command is held to, as other programs may."""
    held = json.loads((ROOT / "schema" / f"{command}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(held)
    return Draft202012Validator(held)


@pytest.mark.parametrize("command", [each for each in FORMATS if "json" in FORMATS[each]])
def test_the_page_on_json_names_every_schema(command: str) -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert f"(../schema/{command}.schema.json)" in page
    assert schema_of(command).schema["title"]


def test_what_a_folder_and_a_question_give_have_their_schema(folder: Path, capsys: Out) -> None:
    made = Repository(folder)
    made.commit()
    assert run(["rate", EXAMPLES[0], "tas.solution_fit=?", "--set", "stage=discovery"]) == 0
    made.commit("doubts")
    capsys.readouterr()
    for command, *arguments in (
        ("diff", "HEAD~1", "HEAD"),
        ("history", EXAMPLES[0], "--question", "solution_fit"),
        ("portfolio", "deals", "--since", "HEAD~1", *DAY),
    ):
        assert run([command, *arguments, "--format", "json"]) == 0
        schema_of(command).validate(json.loads(capsys.readouterr().out))
    assert run(["portfolio", "deals", "--format", "jsonl", *DAY]) == 0
    a_deal = Draft202012Validator(schema_of("portfolio").schema["$defs"]["deal"])
    for line in capsys.readouterr().out.splitlines():
        a_deal.validate(json.loads(line))


@pytest.mark.parametrize("command", HELP)
def test_the_help_offers_what_the_table_has_and_nothing_else_is_taken(command: str, capsys: Out) -> None:
    called = HELP[command].split()
    assert run([*called, "--help"]) == 0
    offered = re.search(r"--format <(.*?)>", capsys.readouterr().out)
    assert offered
    assert set(offered[1].split("|")) == set(formats(command))
    assert run([*called, "--format", "nothing", *(["tas"] if command == "bank" else [])]) == 2
    said = capsys.readouterr().err
    assert all(each in said for each in formats(command))
