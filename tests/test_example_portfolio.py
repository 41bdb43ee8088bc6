"""The example of twelve deals: its made-up past is the same every time, and there is something to see in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builders import ROOT
from tas_cli.boundary import run

EXAMPLE = ROOT / "examples" / "portfolio"
DAY = ["--today", "2026-11-22"]


def grown(folder: Path) -> str:
    """The repository that the script makes; the id of its last commit."""
    subprocess.run([sys.executable, str(EXAMPLE / "history.py"), str(folder)], check=True)
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, check=True)
    return told.stdout.decode().strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("team")
    grown(made)
    return made


def test_the_past_is_the_same_every_time_and_ends_with_the_deals(folder: Path, tmp_path: Path) -> None:
    assert grown(tmp_path / "again") == grown(tmp_path / "and again")
    for path in (EXAMPLE / "deals").iterdir():
        assert (folder / "deals" / path.name).read_bytes() == path.read_bytes()


def test_a_week_of_it_has_all_that_happens_to_deals(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    assert run(["portfolio", "--since", "2026-11-15", "--format", "json", *DAY]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["deals"]) == 12
    buckets = {each["id"] for each in found["changes"]["buckets"]}
    assert buckets == {"won", "lost", "new", "larger", "smaller", "moved", "same"}
    assert found["changes"]["verdicts"]
    assert {deal["close_date_moves"] for deal in found["deals"]} > {0, 1, 2}
    assert run(["check", *DAY]) == 0
    assert run(["fmt", "--check", "."]) == 0


def test_within_the_examples_it_is_a_workspace_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(EXAMPLE), *DAY]) == 0
    assert "TAS034" not in capsys.readouterr().out
