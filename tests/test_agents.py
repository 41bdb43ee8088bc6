"""`agents` in tas.yaml: whoever may only propose is found out where their commit was the last to rate."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import rated
from repositories import Counted, Repository
from tas_cli.boundary import run
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.storage import git

Out = pytest.CaptureFixture[str]
BOT = "helper[bot]@example.com"
SETTINGS = f'agents: ["{BOT}"]\n'
FIRST, SECOND = "tas.application_or_project", "tas.business_profile"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "clone")
    monkeypatch.chdir(made.folder)
    made.saved("tas.yaml", SETTINGS)
    return made


@pytest.fixture
def found(capsys: Out) -> Callable[..., list[tuple[str, str, str]]]:
    """`found(*arguments)`: file, question and agent of every finding about who rated."""

    def call(*arguments: str) -> list[tuple[str, str, str]]:
        run(["check", "--format", "json", "--select", "TAS504", "--select", "TAS505", *arguments])
        told = json.loads(capsys.readouterr().out)["findings"]
        return [(each["file"], each.get("question") or each["id"], each["level"]) for each in told]

    return call


Found = Callable[..., list[tuple[str, str, str]]]


def by(address: str, clone: Repository, deal: Assessment | str, name: str = "deals/a.tas.yaml") -> None:
    clone.write(name, deal)
    clone.git("add", "-A")
    clone.commit("work")
    clone.git("commit", "-q", "--amend", "--no-edit", f"--author=Somebody <{address}>")


def test_a_rating_of_theirs_is_an_error_with_its_line(clone: Repository, capsys: Out) -> None:
    by("ben@example.com", clone, rated("+"))
    by(BOT.upper(), clone, rated("+-"))
    assert run(["check", "--select", "TAS504", "--format", "json"]) == 1
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["id"], finding["question"], finding["level"]) == ("TAS504", SECOND, "error")
    line = Path("deals/a.tas.yaml").read_text("utf-8").splitlines()[finding["line"] - 1]
    assert line.strip() == 'us: "-"'
    assert BOT in finding["message"]
    assert run(["check", "--select", "TAS504", "--lang", "zh"]) == 1
    assert "只能提议" in capsys.readouterr().out


def test_the_last_to_change_it_counts(clone: Repository, found: Found) -> None:
    by(BOT, clone, rated("+"))
    assert found() == [("deals/a.tas.yaml", FIRST, "error")]
    by("ben@example.com", clone, with_fields(rated("+"), owner="ben"))
    assert found() == [("deals/a.tas.yaml", FIRST, "error")]
    by("ben@example.com", clone, rated("-"))
    assert found() == []
    by(BOT, clone, with_fields(rated("-"), stage="proposal"))
    assert found() == []
    by(BOT, clone, rated("+"))
    assert found() == [("deals/a.tas.yaml", FIRST, "error")]
    clone.write("deals/a.tas.yaml", rated("?"))
    assert found() == []


def test_a_merge_and_another_name_hide_nobody(clone: Repository, found: Found) -> None:
    by("ben@example.com", clone, rated("+"))
    clone.git("checkout", "-q", "-b", "side")
    by(BOT, clone, rated("+-"))
    clone.git("checkout", "-q", "main")
    by("ben@example.com", clone, rated("?"), "deals/b.tas.yaml")
    clone.git("merge", "-q", "--no-ff", "--no-edit", "side")
    assert found() == [("deals/a.tas.yaml", SECOND, "error")]
    clone.git("mv", "deals/a.tas.yaml", "deals/c.tas.yaml")
    clone.commit("rename")
    assert found() == [("deals/c.tas.yaml", SECOND, "error")]


def test_a_mailmap_hides_nobody(clone: Repository, found: Found) -> None:
    by(BOT, clone, rated("+"))
    clone.saved(".mailmap", f"Ben <ben@example.com> <{BOT}>\n")
    assert found() == [("deals/a.tas.yaml", FIRST, "error")]


def test_git_is_asked_twice_whatever_the_number_of_deals_and_only_where_agents_are_named(
    clone: Repository, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        by(BOT, clone, rated("+"), f"deals/{number}.tas.yaml")
    started = Counted(git._started)
    monkeypatch.setattr(git, "_started", started)
    assert len(found()) == 5
    assert started.calls == 2
    clone.write("tas.yaml", "us: A\n")
    assert found() == []
    assert started.calls == 2


def test_several_processes_find_the_same(clone: Repository, found: Found) -> None:
    for number in range(60):
        clone.write(f"deals/{number:02}.tas.yaml", rated("+"))
    by(BOT, clone, rated("-"))
    assert len(found("-j", "2")) == 61


def test_where_nobody_can_tell_it_says_so(
    clone: Repository, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by("ben@example.com", clone, rated("+"))
    by("ben@example.com", clone, rated("+-"))
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", clone.folder.as_uri(), str(shallow)],
        check=True,
        env={**os.environ},
    )
    monkeypatch.chdir(shallow)
    assert found() == [("tas.yaml", "TAS505", "warning")]
    plain = tmp_path / "plain"
    (plain / "deals").mkdir(parents=True)
    (plain / "tas.yaml").write_text(SETTINGS, encoding="utf-8")
    (plain / "deals" / "a.tas.yaml").write_bytes(Path("deals/a.tas.yaml").read_bytes())
    monkeypatch.chdir(plain)
    assert found() == [("tas.yaml", "TAS505", "warning")]
    (plain / "tas.yaml").write_text(SETTINGS + "findings: {TAS505: error}\n", encoding="utf-8")
    assert run(["check"]) == 1


def test_the_level_can_be_set_and_an_address_needs_its_sign(clone: Repository, found: Found) -> None:
    by(BOT, clone, rated("+"))
    clone.write("tas.yaml", SETTINGS + "findings: {TAS504: warning}\n")
    assert found() == [("deals/a.tas.yaml", FIRST, "warning")]
    clone.write("tas.yaml", "agents: [helper]\n")
    assert run(["check"]) == 1


def test_what_nobody_can_read_and_an_empty_history_are_no_trouble(
    clone: Repository, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(BOT, clone, "customer: [")
    by(BOT, clone, rated("+"))
    assert found() == [("deals/a.tas.yaml", FIRST, "error")]
    fresh = Repository(tmp_path / "fresh")
    fresh.write("tas.yaml", SETTINGS)
    fresh.write("deals/a.tas.yaml", rated("+"))
    monkeypatch.chdir(fresh.folder)
    assert found() == []
