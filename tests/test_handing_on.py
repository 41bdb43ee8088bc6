"""What a portfolio is handed on as: a spreadsheet, a calendar, rows for an engine; nothing in it obeys anybody."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import ROOT, rated
from tas_cli.boundary import run
from tas_cli.model.answers import NextStep
from tas_cli.model.assessment import Assessment, with_fields, with_step
from tas_cli.model.layout import new_text
from tas_cli.reports.flat_rows import COLUMNS
from tas_cli.reports.portfolio_views import VIEWS

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-22")
HOSTILE = "=cmd|'/c calc'!A1"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals").mkdir()
    Path("tas.yaml").write_text("banks: [tas]\nstages: [lead]\ncustom: {segment: text}\n", encoding="utf-8")
    deal = rated("+?-", "-+", customer=HOSTILE, opportunity="http://x.example", amount=Decimal("1234.50"))
    deal = with_fields(
        deal, currency="EUR", close_date=date(2026, 12, 18), custom={"segment": "\x1b[31mbank"}
    )
    deal = with_step(
        deal, "tas", "solution_fit", NextStep("Call\x07 Anna;\nthen, write", date(2026, 12, 1), "王伟")
    )
    write("a", with_step(deal, "tas", "compelling_event", NextStep("Some day")))
    write("b", with_fields(deal, customer="B", outcome="lost", crm_id="7"))
    return tmp_path


def write(name: str, deal: Assessment) -> None:
    Path(f"deals/{name}.tas.yaml").write_text(new_text(deal, {}), encoding="utf-8")


def handed(format: str, *options: str, code: int = 0) -> bytes:
    assert run(["portfolio", "--format", format, "-o", "result", *options, *DAY]) == code
    return Path("result").read_bytes() if not code else b""


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_a_spreadsheet_has_days_and_numbers_and_a_sheet_a_view() -> None:
    pytest.importorskip("xlsxwriter")
    data = handed("xlsx", "--sort", "file")
    assert data == handed("xlsx", "--sort", "file")
    found = sheets(data)
    head, first, _ = found["Deals"]
    deal = dict(zip(head, first, strict=True))
    assert (deal["customer"], deal["amount"]) == (HOSTILE, 1234.5)
    assert deal["close_date"] == date(2026, 12, 18)
    assert deal["counts.plus"] == 1
    assert deal["custom.segment"] == "<1B>[31mbank"
    assert len(found) == len(VIEWS)
    two = sheets(handed("xlsx", "--view", "table", "--view", "quarter", "--lang", "zh"))
    assert len(two) == 3
    assert "商机" in two
    book = zipfile.ZipFile(io.BytesIO(data))
    texts = {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets")}
    assert not any("<f>" in text or "hyperlink" in text.lower() for text in texts.values())
    assert 'state="frozen"' in texts["xl/worksheets/sheet1.xml"]


def test_no_terminal_gets_what_is_no_text_and_a_pipe_does(here: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    pytest.importorskip("xlsxwriter")
    called = ["-m", "tas_cli", "portfolio", "--format", "xlsx", *DAY]
    child = pexpect.spawn(sys.executable, called, cwd=str(here), encoding="utf-8", timeout=60)
    child.expect("-o FILE")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    done = subprocess.run(
        [sys.executable, *called], cwd=here, capture_output=True, check=True, env={**os.environ}
    )
    assert done.stdout.startswith(b"PK")
    assert run(["portfolio", "--format", "xlsx", "-o", "deals/a.tas.yaml", *DAY]) == 2


def test_dated_next_steps_are_whole_days_that_make_nobody_busy() -> None:
    icalendar = pytest.importorskip("icalendar")
    data = handed("ics")
    assert data == handed("ics")
    (event,) = icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 12, 1)
    assert event["dtend"].dt == date(2026, 12, 2)
    assert event["dtstamp"].dt.replace(tzinfo=None) == datetime(2026, 11, 22)
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["summary"]) == f"{HOSTILE}: Call Anna;\nthen, write"
    assert str(event["description"]) == "http://x.example\n王伟"
    assert b"\x07" not in data
    uid = event["uid"]
    text = Path("deals/a.tas.yaml").read_text(encoding="utf-8")
    Path("deals/a.tas.yaml").write_text(text.replace("2026-12-01", "2026-12-05"), encoding="utf-8")
    (moved,) = icalendar.Calendar.from_ical(handed("ics").decode()).walk("VEVENT")
    assert (moved["uid"], moved["dtstart"].dt) == (uid, date(2026, 12, 5))
    Path("deals/b.tas.yaml").write_text(text.replace("crm_id", "# crm_id"), encoding="utf-8")
    uids = {each["uid"] for each in icalendar.Calendar.from_ical(handed("ics").decode()).walk("VEVENT")}
    assert len(uids) == 2


def test_flat_rows_are_what_their_schema_says() -> None:
    schema = json.loads((ROOT / "schema" / "flat.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == list(COLUMNS) == schema["required"]
    rows = [json.loads(line) for line in handed("jsonl", "--flat", "--sort", "file").decode().splitlines()]
    for row in rows:
        Draft202012Validator(schema).validate(row)
    cells = {(row["file"], row["question"], row["party"]) for row in rows}
    assert len(cells) == len(rows) == 2 * 20 * 2
    first = [row for row in rows if row["party"] == "us"][:3]
    assert [row["answer"] for row in first] == ["+", "?", "-"]
    assert {row["amount"] for row in rows} == {1234.5}
    (step,) = (row for row in rows if row["next_step_due"] and row["file"].endswith("a.tas.yaml"))
    assert (step["question"], step["next_step_owner"]) == ("solution_fit", "王伟")
    handed("csv", "--flat", code=2)
    # What no bank here asks for is not lost.
    Path("deals/b.tas.yaml").write_text(
        "customer: B\nopportunity: O\nanswers: {own: {q: {us: '+'}}, tas: {gone: yes}}\n"
    )
    rows = [json.loads(line) for line in handed("jsonl", "--flat").decode().splitlines()]
    assert {("own", "q", "+"), ("tas", "gone", "yes")} < {
        (row["bank"], row["question"], row["answer"]) for row in rows
    }


def test_rows_come_line_by_line_to_whoever_reads_them(here: Path) -> None:
    whole = handed("jsonl", "--flat")
    called = [sys.executable, "-m", "tas_cli", "portfolio", "--format", "jsonl", "--flat", *DAY]
    done = subprocess.run(called, cwd=here, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (whole, b"")
    first = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$@" | head -1', "-", *called],
        cwd=here,
        capture_output=True,
        check=True,
    )
    assert (first.stdout, first.stderr) == (whole.splitlines(keepends=True)[0], b"")


def test_parquet_says_the_same_as_the_lines() -> None:
    duckdb = pytest.importorskip("duckdb")
    handed("parquet", "--sort", "file")
    Path("result").rename("rows.parquet")
    found = duckdb.sql("SELECT * FROM 'rows.parquet'")
    assert found.columns == list(COLUMNS)
    types = [str(each) for each in found.types]
    assert types == ["VARCHAR" if each == "JSON" else each for each in COLUMNS.values()]
    rows = [json.loads(line) for line in handed("jsonl", "--flat", "--sort", "file").decode().splitlines()]
    said = [dict(zip(COLUMNS, each, strict=True)) for each in found.fetchall()]
    for one, other in zip(said, rows, strict=True):
        plain = {name: str(value) if isinstance(value, date) else value for name, value in one.items()}
        assert {**plain, "custom": json.loads(plain["custom"])} == {**other, "amount": Decimal("1234.5")}


def test_the_page_about_scale_runs_as_printed_on_fewer_deals(here: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert "range(100000)" in blocks[0]
    with duckdb.connect(config={"threads": 1}) as database:
        found = [database.execute(each.replace("range(100000)", "range(700)")).fetchall() for each in blocks]
        columns = [name for name, *_ in database.execute("DESCRIBE flat").fetchall()]
    assert columns == [*COLUMNS, "repository"]
    portfolio, rates, movement = found[2:]
    assert {currency for currency, *_ in portfolio} == {"EUR", "USD", "CNY"}
    assert sum(deals for _, _, deals, *_ in portfolio) < 700
    assert len(rates) == 60
    assert sum(deals for _, _, deals, _ in movement) == 700
    # Ours beside theirs, in the same place and by the same queries.
    (here / "rows" / "repository=ours").mkdir()
    handed("parquet")
    Path("result").rename("rows/repository=ours/rows.parquet")
    with duckdb.connect(config={"threads": 1}) as database:
        for each in blocks[1:]:
            database.execute(each)
        (n,) = database.execute("SELECT count(*) FROM deals WHERE repository = 'ours'").fetchone()
    assert n == 2


@pytest.mark.parametrize(
    ("format", "module", "extra"),
    [("xlsx", "xlsxwriter", "xlsx"), ("ics", "icalendar", "calendar"), ("parquet", "duckdb", "parquet")],
)
def test_a_part_that_lacks_is_named(
    format: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    handed(format, code=2)
    assert f"pip install 'tas-cli[{extra}]'" in capsys.readouterr().err
