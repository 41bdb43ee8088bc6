"""Key figures of activities, and customers by segment: right sums, true numbers of records, no rank of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from repositories import Repository
from tas_cli.boundary import run

Out = pytest.CaptureFixture[str]
SETTINGS = """\
custom: {potential: number, share: {options: [small, half, all]}}
segments:
  potential: {field: potential, high: 500000}
  share: {field: share, high: [half, all]}
"""


def deal(customer: str, *, fields: str = "", records: str = "") -> str:
    answers = f"answers:\n  activities:\n    record:\n{records}" if records else ""
    return f"customer: {customer}\nopportunity: Core\n{fields}{answers}"


def record(id: str, **columns: str) -> str:
    return f"      {id}:\n" + "".join(f"        {name}: {text}\n" for name, text in columns.items())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "deals").mkdir()
    (tmp_path / "tas.yaml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / "deals" / f"{name}.tas.yaml").write_text(text, encoding="utf-8")


def shown(capsys: Out, view: str, *more: str) -> str:
    assert run(["portfolio", "--view", view, *more]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_activities_are_counted_and_their_cost_is_shared_out(folder: Path, capsys: Out) -> None:
    visit = {"type": "visit", "level": "decision", "effect": "strong", "cost": "300"}
    first = record("a", date="2026-11-02", **visit) + record(
        "b", date="2026-11-09", type="call", level="operating", effect="none", cost="100"
    )
    second = record("a", date="2026-11-10", type="visit", effect="some", cost="200") + record(
        "b", level='"?"', cost="many"
    )
    write(
        folder,
        won=deal("A", fields="currency: EUR\noutcome: won\nclosed_on: 2026-11-12\n", records=first),
        open=deal("B", fields="currency: EUR\n", records=second),
        none=deal("C"),
    )
    out = shown(capsys, "activities")
    assert "Records: 4, in 2 of 3 deals" in out
    assert "1.5 a week from 2026-11-02 to 2026-11-10" in out
    assert "Too few" in out
    assert "decision 1 50%" in out
    assert "visit 0 1 1" in out
    assert "600 EUR 300 EUR 2 600 EUR 1" in out
    assert "decision" not in shown(capsys, "activities", "--lang", "zh")


def test_nothing_is_concluded_from_nothing(folder: Path, capsys: Out) -> None:
    write(folder, a=deal("A"))
    assert "No activities are recorded" in shown(capsys, "activities")


def test_customers_are_segmented_by_potential_and_share(folder: Path, capsys: Out) -> None:
    write(
        folder,
        a=deal("Attacked", fields="custom: {potential: 500000, share: small}\n"),
        b=deal("Defended", fields="custom: {potential: 900000, share: all}\n"),
        c=deal("Maintained", fields="custom: {potential: 1, share: half}\n"),
        d=deal("Gone", fields="custom: {potential: 499999, share: small}\n"),
        e=deal("Unknown", fields="custom: {potential: 1}\n"),
        f=deal("Defended"),
    )
    out = shown(capsys, "segments")
    for said in (
        "Attacked Attack 500000 small 1",
        "Defended Defend 900000 all 2",
        "Maintained Maintain",
        "Gone Let go",
        "Unknown not known 1",
    ):
        assert said in out
    assert out.index("Attacked") < out.index("Defended") < out.index("Maintained") < out.index("Unknown")


def test_without_the_setting_it_is_said_how_to(folder: Path, capsys: Out) -> None:
    (folder / "tas.yaml").write_text("us: We\n", encoding="utf-8")
    write(folder, a=deal("A"))
    assert "`segments` in tas.yaml" in shown(capsys, "segments")


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("field: potential", "field: potental", "TAS127"),
        ("high: 500000", "high: [half]", "TAS128"),
        ("high: [half, all]", "high: 3", "TAS128"),
        ("high: [half, all]", "high: [most]", "TAS128"),
        ("high: 500000", "high: plenty", "TAS103"),
        ("  potential: {field: potential, high: 500000}\n", "", "TAS102"),
    ],
)
def test_segments_that_could_never_be_are_refused(
    old: str, new: str, id: str, folder: Path, capsys: Out
) -> None:
    (folder / "tas.yaml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    write(folder, a=deal("A"))
    assert run(["check", "--fail-on", "error"]) == 1
    out = capsys.readouterr().out
    assert id in out
    assert "tas.yaml:" in out


def forecast(outcome: str, closed_on: str = "", by: str = "2026-10-15") -> str:
    closed = f"closed_on: {closed_on}\n" if closed_on else ""
    return deal("A", fields=f"close_date: {by}\noutcome: {outcome}\n{closed}")


def test_forecasts_are_held_to_the_day_that_was_first_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    repository = Repository(tmp_path)
    monkeypatch.chdir(tmp_path)
    ends = [
        *[("won", "2026-10-14")] * 3,
        *[("won", "2026-11-01")] * 2,
        *[("open", "")] * 4,
        ("lost", "2026-10-01"),
    ]
    repository.write("deals/known-too-late.tas.yaml", forecast("won", "2026-09-01"))
    repository.write("deals/still-to-come.tas.yaml", forecast("open", by="2027-01-15"))
    for i in range(len(ends)):
        repository.write(f"deals/d{i}.tas.yaml", forecast("open"))
    repository.commit()
    for i, (outcome, closed_on) in enumerate(ends):
        repository.write(f"deals/d{i}.tas.yaml", forecast(outcome, closed_on, by="2026-12-31"))
    repository.commit()
    day = ("--today", "2026-11-22")
    assert (
        "10 deals have come to the day on which they were first to close: 3 won by then, 2 won later, "
        in shown(capsys, "activities", *day)
    )
    assert "4 still open, 1 not won" in shown(capsys, "activities", *day)
    assert "Forecast: 3 deals have come" in shown(capsys, "activities", *day, "deals/d0.tas.yaml", "deals/d1.tas.yaml", "deals/d9.tas.yaml", "deals/still-to-come.tas.yaml")  # fmt: skip


def test_the_page_of_a_team_has_segments_and_activities_where_there_are_any(
    folder: Path, capsys: Out
) -> None:
    recorded = record("a", date="2026-11-02", type="visit", level="decision", effect="strong")
    write(folder, a=deal("A", fields="custom: {potential: 900000, share: all}\n", records=recorded))
    assert run(["report"]) == 0
    page = capsys.readouterr().out
    assert '<section id="segments">' in page
    assert '<section id="activities">' in page
    (folder / "tas.yaml").write_text("us: We\n", encoding="utf-8")
    write(folder, a=deal("A"))
    assert run(["report"]) == 0
    page = capsys.readouterr().out
    assert 'id="segments"' not in page
    assert 'id="activities"' not in page
