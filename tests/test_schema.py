"""The JSON Schemas: current, valid, and of one mind with `tas check` where a schema can say it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tas_cli.boundary import run
from tas_cli.model.schema import KINDS, SchemaKind
from tas_cli.words import say

HERE = Path(__file__).parent
ROOT = HERE.parent
# But for those that are no YAML which a schema could be asked about.
EXAMPLES = [
    path
    for path in sorted((HERE / "examples").glob("*/*.tas.yaml"))
    if not re.match("# expect: TAS0", path.read_text(encoding="utf-8"))
]
Out = pytest.CaptureFixture[str]

# What no schema can see: other files, the day, and what answers mean together.
UNSEEN = ("TAS12", "TAS16", "TAS2")


class Loader(yaml.SafeLoader):
    """YAML as editors read it: dates are text, and only true and false are booleans."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":merge"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def validator(kind: SchemaKind) -> Any:
    return Draft202012Validator(
        json.loads((ROOT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    )


def valid(kind: SchemaKind, text: str) -> bool:
    return bool(validator(kind).is_valid(yaml.load(text, Loader)))  # noqa: S506 - a safe loader with fewer types


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind: SchemaKind, capsys: Out, pytestconfig: pytest.Config) -> None:
    assert run(["schema", kind]) == 0
    printed = capsys.readouterr().out
    path = ROOT / "schema" / f"{kind}.schema.json"
    if pytestconfig.getoption("--accept"):
        path.write_text(printed, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_of_its_dialect(kind: SchemaKind) -> None:
    schema = validator(kind).schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_examples_get_the_same_verdict(path: Path, capsys: Out) -> None:
    text = path.read_text(encoding="utf-8")
    run(["check", str(path), "--format", "json", "--today", "2026-11-22"])
    ids = [each["id"] for each in json.loads(capsys.readouterr().out)["findings"]]
    assert valid("assessment", text) == all(id.startswith(UNSEEN) for id in ids)


@pytest.mark.parametrize(
    "path", sorted([*(ROOT / "questions").glob("*.yaml"), *(ROOT / "examples" / "banks").glob("*.yaml")])
)
def test_banks_and_the_playbook_are_valid(path: Path) -> None:
    kind: SchemaKind = "playbook" if path.stem == "playbook" else "bank"
    assert valid(kind, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_workspaces_are_valid(lang: str) -> None:
    assert valid("workspace", say("init.workspace", lang))
    assert valid("workspace", (ROOT / "examples" / "tas.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("workspace", "polcy: []"),
        ("workspace", "policy:\n  - id: x"),
        ("workspace", "policy:\n  - {id: x, expect: 'true', level: fatal}"),
        ("workspace", "findings: {TAS201: loud}"),
        ("workspace", "format: 2"),
        ("bank", "id: x\nversion: 1\ntitle: T\nsections: []"),
        (
            "bank",
            "format: 1\nid: 1x\nversion: 1\ntitle: T\nsections: [{id: s, title: S, questions: [{id: q, title: Q}]}]",
        ),
        (
            "bank",
            "format: 1\nid: x\nversion: 1\ntitle: T\nsections: [{id: s, title: S, questions: [{id: q}]}]",
        ),
        (
            "bank",
            "format: 1\nid: x\nversion: 1\ntitle: T\nsections: [{id: s, title: S, questions: [{id: q, titel: Q, title: Q}]}]",
        ),
        ("assessment", "customer: A\nopportunity: B\ncompetitors: [x]"),
        ("assessment", "customer: A\nopportunity: B\nclose_date: 2027-3-1"),
        ("assessment", "customer: A\nopportunity: B\nanswers: {tas: {q: {us: [x]}}}"),
        ("assessment", "customer: A\nopportunity: B\ncompetitors: {a b: x}"),
    ],
)
def test_what_is_wrong_is_refused(kind: SchemaKind, text: str) -> None:
    assert not valid(kind, text)


def test_ids_of_any_script_are_ids() -> None:
    assert valid("assessment", "customer: A\nopportunity: B\ncompetitors: {金蝶: 金蝶, x_1: X}")


def of_the_team(capsys: Out) -> Any:
    assert run(["schema", "--workspace"]) == 0
    made = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def test_the_schema_of_a_team_knows_its_stages_fields_and_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tas.yaml").write_text(
        "stages: [lead, proposal]\ncustom: {region: {options: [north, south]}, note: text}\n",
        encoding="utf-8",
    )
    team = of_the_team(capsys)

    def fits(text: str) -> bool:
        data = yaml.load(f"customer: A\nopportunity: B\n{text}", Loader)  # noqa: S506 - a safe loader with fewer types
        return bool(team.is_valid(data))

    for good in (
        "stage: lead", "custom: {region: north, note: x}", 'answers: {tas: {compelling_event: {us: "+", evidence: x}}}',
        "answers: {uss: {value_space: small}}", 'answers: {uss: {value_space: {answer: "?", evidence: x}}}',
        "answers: {other: {anything: x}}", "answers: {tas: {gone: {us: '-'}}}",
        "answers: {progress: {find_prospects: 2026-11-22}}", "answers: {progress: {find_prospects: n/a}}", "answers: {players: {people: {cio: {name: X, stance: supporter}}}}",
    ):  # fmt: skip
        assert fits(good), good
    for bad in (
        "stage: led", "custom: {region: west}", 'answers: {tas: {compelling_event: {us: "x"}}}',
        'answers: {tas: {compelling_event: {us: "n/a"}}}', "answers: {uss: {value_space: huge}}", "answers: {uss: {value_space: {answer: huge}}}",
        "answers: {players: {people: {cio: {stance: friend}}}}",
    ):  # fmt: skip
        assert not fits(bad), bad
    ours = team.schema["properties"]["answers"]["anyOf"][0]["properties"]["tas"]["properties"]
    assert ours["compelling_event"]["description"].startswith("Compelling event · + ")


def test_the_schema_of_a_team_takes_what_the_gate_takes(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.chdir(ROOT / "examples")
    team = of_the_team(capsys)
    for path in sorted((ROOT / "examples" / "deals").glob("*.tas.yaml")):
        team.validate(yaml.load(path.read_text(encoding="utf-8"), Loader))  # noqa: S506 - as above


def test_a_new_deal_names_the_schema_that_init_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "team", "-q"]) == 0
    monkeypatch.chdir("team")
    typed = Path("typed")
    typed.write_text("A\nB\n\n1\n", encoding="utf-8")
    with typed.open() as answers:
        monkeypatch.setattr("sys.stdin", answers)
        assert run(["assess", "deals/north/a.tas.yaml", "--lines"]) in (0, 2)
    first = Path("deals/north/a.tas.yaml").read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert Path("deals/north", named[1]).resolve() == Path("assessment.schema.json").resolve()
    Draft202012Validator.check_schema(json.loads(Path("assessment.schema.json").read_text("utf-8")))
    assert run(["check", "deals", "--fail-on", "never"]) == 0
    assert run(["fmt", "--check", "deals"]) == 0
