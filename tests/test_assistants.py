"""The page for assistants and the AGENTS.md of `tas init`: their commands run, and lead from a call to ratings."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import ROOT
from tas_cli.boundary import run
from tas_cli.model.assessment import Assessment
from tas_cli.session.assessment_file import open_existing
from tas_cli.session.proposal_file import proposals_at
from tas_cli.storage.files import beside

Out = pytest.CaptureFixture[str]
PAGE = ROOT / "docs" / "assistants.md"
DAY = ("--today", "2026-11-25")
FORBIDDEN = ("rate", "resolve", "import", "merge")
CALLS = {"en": ("harbor-logistics", "harbor-2026-11-24"), "zh": ("东海精密", "东海-2026-11-24")}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "workspace"
    shutil.copytree(ROOT / "examples", made)
    monkeypatch.chdir(made)
    return made


def ratings(deal: Assessment) -> dict[tuple[str, str, str], str]:
    return {
        (bank, question, party): sign
        for bank, answers in deal.answers.items()
        for question, answer in answers.items()
        for party, sign in {**answer.ratings, **({"answer": answer.answer} if answer.answer else {})}.items()
    }


def commands(text: str) -> Iterator[list[str]]:
    for line in re.findall(r"^\$ tas ([^#\n]*)", text, re.MULTILINE):
        yield shlex.split(line)


def typed(monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))


def test_the_page_leads_from_two_calls_to_ratings(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert len(list(commands(PAGE.read_text("utf-8")))) >= 8
    for command in commands(PAGE.read_text("utf-8")):
        paths = {name: Path(f"deals/{name}.tas.yaml") for name, _ in CALLS.values()}
        before = {name: path.read_bytes() for name, path in paths.items()}
        rated = {name: ratings(open_existing(str(path)).assessment) for name, path in paths.items()}
        waiting = {name: proposals_at(beside(str(path))).waiting for name, path in paths.items()}
        # A person: + for whatever waits, and why where the notes spoke for another sign.
        typed(monkeypatch, "+\nwe know better\n" * 20 if command[0] == "assess" else "")
        dated = [*command, *DAY] if command[0] in ("show", "assess", "propose", "check") else command
        code = run(dated)
        assert command[0] not in FORBIDDEN
        assert code in ((0, 2) if command[0] == "assess" else (0,)), command
        capsys.readouterr()
        for name, path in paths.items():
            if command[:2] != ["assess", name]:
                assert path.read_bytes() == before[name], command
                continue
            now = ratings(open_existing(str(path)).assessment)
            changed = {key for key in now if now[key] != rated[name].get(key)}
            assert changed
            assert {(f"{bank}.{question}", party) for bank, question, party in changed} <= set(waiting[name])
            assert not proposals_at(beside(str(path))).waiting


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_init_writes_leads_from_a_call_to_ratings_too(
    lang: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("TAS_LANG", lang)
    assert run(["init", "../new"]) == 0
    text = (folder.parent / "new" / "AGENTS.md").read_text("utf-8")
    steps, never = re.split(r"^(?:Never|绝对不要)$", text, flags=re.MULTILINE)
    name, call = CALLS[lang]
    shutil.copy(f"calls/{call}.txt", "call.txt")
    shutil.copy(f"calls/{call}.json", "proposals.json")
    deal = Path(f"deals/{name}.tas.yaml")
    before = deal.read_bytes()
    found = re.findall(r"`tas ([^`]*)`", steps)
    assert [command.split()[0] for command in found] == ["show", "explain", "schema", "propose", "assess"]
    for command in found:
        words = [
            {"NAME": name, "QUESTION": "compelling_event"}.get(each, each) for each in shlex.split(command)
        ]
        assert deal.read_bytes() == before
        typed(monkeypatch, "?\nwe know better\n" * 20)
        code = run([*words, *(DAY if words[0] in ("propose", "assess", "show") else ())])
        assert code in ((0, 2) if words[0] == "assess" else (0,)), command
        capsys.readouterr()
    assert deal.read_bytes() != before
    assert not proposals_at(beside(str(deal))).waiting
    assert all(f"tas {command}" in never for command in ("rate", "assess", "import", "resolve"))


def test_init_leaves_an_agents_file_alone(folder: Path) -> None:
    made = folder.parent / "new"
    made.mkdir()
    (made / "AGENTS.md").write_text("ours\n", encoding="utf-8")
    assert run(["init", str(made)]) == 0
    assert (made / "AGENTS.md").read_text("utf-8") == "ours\n"


def test_the_page_shows_a_proposal_that_passes(capsys: Out) -> None:
    shown = re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown
    Path("p.json").write_text(shown[1], encoding="utf-8")
    arguments = ["propose", "harbor-logistics", "--from", "p.json", "--source", "calls/harbor-2026-11-24.txt"]
    assert run([*arguments, *DAY]) == 0
    assert "1 proposal waits" in capsys.readouterr().out
