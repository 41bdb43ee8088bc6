"""One place for workspace, banks, language and day: what it loads once, and what no command may forget."""

from __future__ import annotations

from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.model.assessment import read_assessment, usable
from tas_cli.place import Places

DEAL = (
    "format: 1\ncustomer: Acme\nopportunity: CRM\nassessed_on: 2026-01-01\nanswers:\n  tas:\n"
    '    compelling_event:\n      us: "+"\n      evidence: his mail\n'
)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tas.yaml").write_text("language: zh\nus: Wir\nmax_age_days: 90\n", encoding="utf-8")
    for folder in ("deals", "deals/north"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.tas.yaml").write_text(DEAL, encoding="utf-8")
    return tmp_path


def test_all_files_of_a_workspace_share_one_place(team: Path) -> None:
    places = Places()
    one = places.of("deals/a.tas.yaml")
    assert one is places.of(team / "deals" / "north" / "a.tas.yaml") is places.of("deals") is places.here()
    assert (one.lang, one.us, one.root) == ("zh", "Wir", team)
    assert one.library is one.library


def test_a_scorecard_knows_the_workspace_s_age_limit(team: Path) -> None:
    deal = usable(read_assessment(DEAL, "a"))
    place = Places("2026-02-25").of("deals")  # after 55 days, with a limit of 90
    assert "stale" not in [each.id for each in place.score(deal).cautions]
    (team / "tas.yaml").write_text("max_age_days: 30\n", encoding="utf-8")
    assert "stale" in [each.id for each in Places("2026-02-25").of("deals").score(deal).cautions]


def test_without_a_workspace_there_is_a_place_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = Places(lang="zh").of("nowhere/at/all.tas.yaml")
    assert (place.root, place.lang, place.us) == (None, "zh", "")
    assert list(place.library.banks)[:2] == ["tas", "uss"]


@pytest.mark.parametrize("name", ["维持现状", "Do nothing", "do  NOTHING", "status_quo"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_doing_nothing_is_one_competitor_in_every_language_and_command(
    team: Path, name: str, lang: str
) -> None:
    file = "deals/a.tas.yaml"
    assert run(["rate", file, "--competitor", name, "--lang", lang]) == 0
    by_rate = (team / file).read_text(encoding="utf-8")
    (team / file).write_text(DEAL, encoding="utf-8")
    assert run(["assess", file, "--competitor", name, "--lang", lang, "--lines"]) == 0
    by_session = (team / file).read_text(encoding="utf-8")
    assert usable(read_assessment(by_rate, "")).competitors == {"status_quo": " ".join(name.split())}
    assert (
        usable(read_assessment(by_rate, "")).competitors
        == usable(read_assessment(by_session, "")).competitors
    )
