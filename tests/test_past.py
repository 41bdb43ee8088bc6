"""What git knows of many deals: every version with its day, through renames and merges, in a fixed number of processes."""

from __future__ import annotations

import subprocess
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from builders import rated
from repositories import Counted, Repository
from tas_cli.boundary import run
from tas_cli.changes.past import pasts
from tas_cli.errors import TasError
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.reports.portfolio_views import PAST_VIEWS, VIEWS


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def at(stage: str, customer: str = "Acme") -> Assessment:
    return with_fields(rated("+?-"), stage=stage, customer=customer)


def stages(path: str) -> list[tuple[str | None, date]]:
    return [(each.assessment.stage if each.assessment else None, each.day) for each in pasts([path])[path]]


def test_versions_come_oldest_first_with_their_days(repository: Repository) -> None:
    for stage in ("lead", "discovery", "proposal"):
        repository.saved("deals/a.tas.yaml", at(stage))
    found = stages("deals/a.tas.yaml")
    assert [stage for stage, _ in found] == ["lead", "discovery", "proposal"]
    days = [day for _, day in found]
    assert [(later - earlier).days for earlier, later in pairwise(days)] == [1, 1]


def test_a_renamed_file_keeps_its_past_and_a_new_one_of_the_old_name_begins_its_own(
    repository: Repository,
) -> None:
    repository.saved("deals/a.tas.yaml", at("lead"))
    repository.git("mv", "deals/a.tas.yaml", "deals/b.tas.yaml")
    repository.commit()
    repository.saved("deals/b.tas.yaml", at("proposal"))
    repository.saved("deals/a.tas.yaml", at("discovery", customer="Beta"))
    assert [stage for stage, _ in stages("deals/b.tas.yaml")] == ["lead", "lead", "proposal"]
    assert [stage for stage, _ in stages("deals/a.tas.yaml")] == ["discovery"]


def test_what_a_merge_brought_in_is_dated_by_the_merge(repository: Repository) -> None:
    repository.saved("deals/a.tas.yaml", at("lead"))
    repository.git("checkout", "-q", "-b", "side")
    repository.saved("deals/a.tas.yaml", at("discovery"))
    repository.git("checkout", "-q", "main")
    repository.saved("deals/other.tas.yaml", at("lead", customer="Beta"))
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert [stage for stage, _ in stages("deals/a.tas.yaml")] == ["lead", "discovery"]


def test_an_unreadable_version_and_an_unknown_file_are_no_trouble(repository: Repository) -> None:
    repository.saved("deals/a.tas.yaml", "us: [")
    repository.saved("deals/a.tas.yaml", at("lead"))
    repository.write("deals/new.tas.yaml", at("lead"))
    assert [stage for stage, _ in stages("deals/a.tas.yaml")] == [None, "lead"]
    assert stages("deals/new.tas.yaml") == []


def test_names_in_any_script_and_from_any_folder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.saved("deals/东海 精密.tas.yaml", at("lead"))
    monkeypatch.chdir(repository.folder / "deals")
    assert [stage for stage, _ in stages("东海 精密.tas.yaml")] == ["lead"]


def test_two_processes_for_any_number_of_deals(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(5):
        repository.write(f"deals/{i}.tas.yaml", at("lead", customer=f"C{i}"))
    repository.commit()
    started = Counted(subprocess.Popen)
    monkeypatch.setattr(subprocess, "Popen", started)
    found = pasts([f"deals/{i}.tas.yaml" for i in range(5)])
    assert all(len(past) == 1 for past in found.values())
    assert started.calls == 2


def test_outside_git_and_before_the_first_commit_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.tas.yaml").write_text("customer: A\n", encoding="utf-8")
    with pytest.raises(TasError) as trouble:
        pasts(["a.tas.yaml"])
    assert trouble.value.id == "git.no_repository"
    Repository(tmp_path)
    with pytest.raises(TasError) as trouble:
        pasts(["a.tas.yaml"])
    assert trouble.value.id == "git.unborn"


def test_every_view_alone_tells_what_it_tells_beside_the_others(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """A view that git knows something for asks git also where nobody else does."""
    for stage, month in (("lead", 1), ("discovery", 3), ("proposal", 6)):
        deal = with_fields(at(stage), close_date=date(2027, month, 1), amount=Decimal(1000), currency="EUR")
        repository.saved("deals/a.tas.yaml", deal)
    asked = ("portfolio", "deals", "--today", "2026-11-22", "--format", "markdown")
    views = [view for view in VIEWS if view != "changes"]
    told = {}
    for view in views:
        assert run([*asked, "--view", view]) == 0
        told[view] = capsys.readouterr().out.partition("\n")[2].strip()
    assert run([*asked, *(word for view in views for word in ("--view", view))]) == 0
    whole = capsys.readouterr().out
    assert {view for view in views if told[view] not in whole} == set()
    assert {view for view in PAST_VIEWS - {"changes"} if told[view] == ""} == set()
