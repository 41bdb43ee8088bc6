"""`tas explain`: of a finding title, reason, cure, level and how to set it; lists; rules; what is near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.findings import finding_ids, switchable, usual_level
from tas_cli.words import LANGUAGES, Lang, say

Out = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def explained(capsys: Out, *arguments: str, code: int = 0) -> str:
    assert run(["explain", *arguments]) == code
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


@pytest.mark.parametrize("id", finding_ids())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_is_told_whole(id: str, lang: Lang, capsys: Out) -> None:
    told = "".join(explained(capsys, id.lower(), "--lang", lang).split())
    assert told.startswith(f"{id}:")
    assert "".join(str(say(f"{id}.about", lang)).split()) in told
    level = say(f"check.level.{usual_level(id)}", lang)
    assert level in told
    assert (f"{id}:error" in told) == (id in switchable())
    assert "{{" not in told
    assert "⟦" not in told


def test_every_level_told_is_the_level_given(capsys: Out) -> None:
    run(["check", str(EXAMPLES / "invalid"), "--format", "json", "--today", "2026-11-22"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert len({each["id"] for each in found}) > 30
    for each in found:
        assert each["level"] == usual_level(each["id"]), each


def test_a_level_that_the_workspace_sets_is_told(capsys: Out) -> None:
    Path("tas.yaml").write_text('findings: {TAS201: error, TAS202: "off"}\n', encoding="utf-8")
    assert "Level here: error, set under `findings` in tas.yaml; without that it is warning" in explained(
        capsys, "TAS201"
    )
    assert "Level here: off" in explained(capsys, "TAS202")
    assert "Level: warning." in explained(capsys, "TAS204")


@pytest.mark.parametrize(("word", "number"), [("TAS", len(finding_ids())), ("TAS30", 6), ("tas0", 17)])
def test_the_beginning_of_an_id_lists(word: str, number: int, capsys: Out) -> None:
    assert run(["explain", word]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == sum(id.startswith(word.upper()) for id in finding_ids())
    assert len(lines) >= min(number, 6)
    assert all(len(line) > 10 for line in lines)


def test_a_rule_of_the_workspace(capsys: Out) -> None:
    Path("tas.yaml").write_text(
        "policy:\n  - id: has-owner\n    expect: deal.owner != ''\n    level: warning\n    say: Say whose it is.\n",
        encoding="utf-8",
    )
    told = explained(capsys, "has-owner")
    assert told.startswith("has-owner: Say whose it is.")
    for part in ("tas.yaml:2", "when: true", "expect: deal.owner != ''", "Level: warning"):
        assert part in told


@pytest.mark.parametrize("name", ["Degree of risk", "degree of RISK", "风险程度", "tas.degree_of_risk"])
def test_a_criterion_goes_by_the_name_on_the_screen_too(name: str, capsys: Out) -> None:
    assert run(["explain", name]) == 0
    by_name = capsys.readouterr().out
    assert run(["explain", "degree_of_risk"]) == 0
    assert by_name == capsys.readouterr().out


def test_a_mode_goes_by_the_name_on_the_screen_too(capsys: Out) -> None:
    assert run(["explain", "Strategic mode"]) == 0
    assert capsys.readouterr().out.startswith("Strategic mode (strategic")


def test_what_is_called_nothing(capsys: Out) -> None:
    assert "nearest: TAS" in explained(capsys, "TAS999", code=2)
    assert "nearest: compelling_event" in explained(capsys, "compeling_event", code=2)
    assert "nearest" not in explained(capsys, "zzzzzz", code=2)


def test_harmless(capsys: Out) -> None:
    Path("tas.yaml").write_text(
        'policy:\n  - id: r\n    expect: "true"\n    say: "\\u001b[31m##[error] red"\n', encoding="utf-8"
    )
    assert run(["explain", "r"]) == 0
    assert "\x1b" not in capsys.readouterr().out
