"""The playbook: whole in both languages, read strictly, replaced by a workspace's own file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import ROOT, TAS
from tas_cli.boundary import run
from tas_cli.model.library import load_library
from tas_cli.model.playbook import Playbook, astray, read_playbook
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace

Out = pytest.CaptureFixture[str]
FILE = ROOT / "questions" / "playbook.yaml"
TEXT = FILE.read_text(encoding="utf-8")
SMALL = """\
format: 1
id: playbook
title: Ours
modes:
  quick:
    title: One visit
    visits:
      - {id: only, title: The visit, proof: They sign}
activities: tas
moves:
  - {ours: "+", move: praise, say: Praise it}
strategies:
  - {id: charge, when: {standing: ahead}, because: we can}
"""


def shipped() -> Playbook:
    playbook, findings = read_playbook(TEXT, "playbook.yaml")
    assert playbook is not None, findings
    return playbook


def local(node: object) -> Iterator[dict[str, object]]:
    """Every text by language in it."""
    if isinstance(node, dict):
        if set(node) & {"en", "zh"}:
            yield node
        for each in node.values():
            yield from local(each)
    elif isinstance(node, list):
        for each in node:
            yield from local(each)


def test_the_shipped_playbook_is_whole_in_both_languages() -> None:
    found = list(local(shipped().model_dump(mode="json")))
    assert len(found) > 60
    for each in found:
        assert set(each) == {"en", "zh"}
        if isinstance(each["en"], list):
            assert len(each["en"]) == len(each["zh"])  # type: ignore[arg-type]


def test_the_shipped_playbook_names_nothing_that_the_shipped_banks_lack() -> None:
    library = load_library(Workspace(None, Settings()))
    assert library.playbook == shipped()
    if shipped().activities in library.banks:
        assert list(astray(shipped(), TEXT, "playbook.yaml", library.banks)) == []


def test_every_criterion_says_what_would_prove_it() -> None:
    assert all(set(question.proof or {}) == {"en", "zh"} for question in TAS.by_id.values())


@pytest.mark.parametrize(
    ("text", "line", "id"),
    [
        (SMALL.replace("id: playbook", "id: other"), 2, "TAS108"),
        (SMALL.replace("activities: tas\n", ""), 1, "TAS102"),
        (SMALL.replace("moves:", "movs:"), 10, "TAS101"),
        (SMALL.replace('ours: "+"', "ours: plus"), 11, "TAS108"),
        (SMALL.replace("standing: ahead", "standing: leading"), 13, "TAS108"),
        (SMALL.replace("standing: ahead", "standng: ahead"), 13, "TAS101"),
        (SMALL.replace("proof: They sign", "prof: They sign"), 8, "TAS101"),
        (SMALL.replace("    visits:", "    letters: [thanks]\n    visits:"), 7, "TAS150"),
        (SMALL + "letters:\n  - {id: thanks, subject: Thanks, body: [Well]}\n", 15, "TAS139"),
        (SMALL + "statements:\n  - {id: one, say: 'For {the customer}'}\n", 15, "TAS151"),
        (SMALL + "statements:\n  - {id: one, say: 'For {customer'}\n", 15, "TAS151"),
        (SMALL + "statements:\n  - {id: one, say: A}\n  - {id: one, say: B}\n", 16, "TAS132"),
        (SMALL.replace("strategies:", '  - {ours: "+", theirs: "-", move: boast, say: B}\nstrategies:'), 12, "TAS139"),
        (SMALL.replace("{standing: ahead}", "{}") + "  - {id: wait, when: {}, because: x}\n", 14, "TAS139"),
        ("moves: [", 1, "TAS001"),
    ],
)  # fmt: skip
def test_what_a_playbook_cannot_mean_is_refused_at_its_line(text: str, line: int, id: str) -> None:
    playbook, findings = read_playbook(text, "own.yaml")
    assert playbook is None
    assert (id, line) in [(each.id, each.line) for each in findings]


def team(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace with a playbook of its own and a deal that is clearly ahead."""
    (folder / "tas.yaml").write_text("us: We\nquestions: [ours]\n", encoding="utf-8")
    (folder / "ours").mkdir()
    (folder / "ours" / "way.yaml").write_text(text, encoding="utf-8")
    (folder / "deals").mkdir()
    deal = (ROOT / "examples" / "deals" / "acme-bank.tas.yaml").read_bytes()
    (folder / "deals" / "acme.tas.yaml").write_bytes(deal)
    monkeypatch.chdir(folder)


def test_a_workspace_replaces_the_playbook_by_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    team(tmp_path, SMALL, monkeypatch)
    assert run(["plan", "acme", "--format", "json"]) == 0
    [result] = json.loads(capsys.readouterr().out)["results"]
    assert {each["move"] for each in result["moves"]} == {"praise"}
    assert (result["strategy"]["suggested"], result["strategy"]["because"]) == ("charge", "we can")
    assert run(["plan", "acme"]) == 0
    out = capsys.readouterr().out
    assert "Praise it" in out
    assert "Insulate" not in out
    assert run(["check", "--fail-on", "never"]) == 0
    assert run(["banks", "show", "playbook"]) == 0
    assert "One visit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line", "name"),
    [
        ("activities: tas", "activities: nowhere", 9, "nowhere"),
        ("  quick:", "  slow:", 5, "slow"),
        ("standing: ahead", "sections: {bargain: yes}", 13, "bargain"),
        ("standing: ahead", "leads: {opportunity: ahead}", 13, "opportunity"),
        ("moves:", "statements: [{id: a, say: 'See {tas.nothing}'}]\nmoves:", 10, "tas.nothing"),
        ("standing: ahead", "answers: {customer.ours_in_us: yes}", 13, "customer.ours_in_us"),
        ("standing: ahead", "answers: {ours_in_use: yes}", 13, "ours_in_use"),
        ("standing: ahead", "answers: {customer.ours_in_use: maybe}", 13, "customer.ours_in_use: maybe"),
        ("standing: ahead", "answers: {uss.deal_size: huge}", 13, "uss.deal_size: huge"),
        ("standing: ahead", "answers: {plan.goal: All}", 13, "plan.goal"),
        ("standing: ahead", "answers: {players.people: cio}", 13, "players.people"),
        ("moves:", "gates: [{id: nothing, after: win}]\nmoves:", 10, "nothing"),
    ],
)
def test_what_no_bank_has_is_an_error_of_the_gate(
    old: str, new: str, line: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    team(tmp_path, SMALL.replace(old, new), monkeypatch)
    assert run(["check"]) == 1
    out = capsys.readouterr().out
    assert f"ours/way.yaml:{line}: " in out
    assert "TAS152" in out
    assert name in out
    assert run(["plan", "acme"]) == 2


def test_two_playbooks_are_one_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    team(tmp_path, SMALL, monkeypatch)
    (tmp_path / "ours" / "way2.yaml").write_text(SMALL, encoding="utf-8")
    assert run(["plan", "acme"]) == 2
    assert "way2.yaml" in capsys.readouterr().err


def test_banks_checks_a_playbook_and_shows_ours(tmp_path: Path, capsys: Out) -> None:
    assert run(["banks", "check", str(FILE)]) == 0
    assert "good" in capsys.readouterr().out
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.replace("proof: They sign", ""), encoding="utf-8")
    assert run(["banks", "check", str(bad)]) == 1
    assert "TAS102" in capsys.readouterr().out
    assert run(["check", str(bad)]) == 1
    assert "TAS102" in capsys.readouterr().out
