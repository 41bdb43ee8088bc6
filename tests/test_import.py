"""`tas import`: a CRM's export into files, all of it or nothing; the mapped fields and nothing else; repeatably.

TAS_ROWS=100000 makes files of so many rows, changes ten, and looks at what git says.
"""

from __future__ import annotations

import codecs
import errno
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import ROOT, TAS
from repositories import Counted, Repository
from tas_cli.boundary import run
from tas_cli.commands.deals import FileNames
from tas_cli.findings import BadFile
from tas_cli.importing import cells
from tas_cli.importing import rows as rows_read
from tas_cli.importing.cells import same_id
from tas_cli.importing.profiles import profiles
from tas_cli.model.assessment import Assessment, read_assessment
from tas_cli.model.import_checks import mapping_faults
from tas_cli.model.workspace import read_workspace
from tas_cli.storage import files, replacing, replacing_many, spreadsheets, tables

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-22")
ROWS = int(os.environ.get("TAS_ROWS", "500"))
SETTINGS = """\
format: 1
stages: [discovery, proposal]
custom:
  forecast_category: text
  score: number
  since: date
import:
  crm:
    id: Id
"""
FIELDS = """\
    fields:
      customer: Account
      opportunity: Name
      owner: {column: Owner, map: {Maria Rossi: maria}, else: keep}
      stage: {column: Stage, map: {Prospecting: discovery, Proposal: proposal}, when: open}
      amount: Amount
      currency: Currency
      close_date: {column: Close, when: open}
      closed_on: {column: Close, when: closed}
      outcome: {column: Stage, map: {Won: won, Lost: lost}, else: open}
      custom.forecast_category: Forecast
"""
HEAD = "Id,Account,Name,Owner,Stage,Amount,Currency,Close,Forecast"
ACME = "006Qy00000MRAtd,Acme Bank,Core,Maria Rossi,Prospecting,1200000,EUR,2027-03-31,Commit"
ZENO = '006Qy00000MRAtD,"Zeno, Inc.",Core,王伟,Won,95.5,CNY,2026-10-01,'
RATED = """\
# kept by hand
format: 1
customer: Acme Bank
opportunity: Core
crm_id: "006Qy00000MRAtd"
verified: true
competitors: {x_sys: X-Sys}
answers:
  tas:
    compelling_event: {us: "+", evidence: CFO said so}   # and a remark
"""


def table(*rows: str, head: str = HEAD) -> str:
    return "".join(f"{row}\n" for row in (head, *rows))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals").mkdir()
    settings("")
    return tmp_path


def settings(more: str, fields: str = FIELDS) -> None:
    lines = "".join(f"    {line}\n" for line in more.splitlines())
    Path("tas.yaml").write_text(SETTINGS + lines + fields, encoding="utf-8")


def imported(export: str | bytes, *options: str, code: int = 0, name: str = "e.csv") -> None:
    data = export.encode() if isinstance(export, str) else export
    Path(name).write_bytes(data)
    assert run(["import", name, *options, *DAY]) == code


def deals() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("deals").iterdir()}


def deal(name: str) -> Assessment:
    reading = read_assessment(Path("deals", f"{name}.tas.yaml").read_text(encoding="utf-8"), name)
    assert reading.assessment is not None
    return reading.assessment


def test_of_new_deals_it_is_told_beforehand_where_they_stand_and_what_they_are_worth(capsys: Out) -> None:
    imported(table(ACME, ZENO), "--dry-run")
    out, err = capsys.readouterr()
    lines = {" ".join(line.split()) for line in out.splitlines()}
    assert {"stage discovery", "close date 2027-03-31", "outcome won", "closed on 2026-10-01"} <= lines
    assert {"amount 95.5 CNY", "amount 1,200,000 EUR"} <= lines
    assert "to be rated" not in err
    assert not deals()


def test_rows_become_files_and_a_second_import_changes_no_byte(capsys: Out) -> None:
    imported(table(ACME, ZENO))
    err = capsys.readouterr().err
    assert err.startswith("2 rows: 2 new, 0 changed, 0 as they were")
    assert "; 1 to be rated: tas assess NAME\n" in err
    acme = deal("acme-bank-core")
    assert (acme.owner, acme.stage, acme.close_date) == ("maria", "discovery", date(2027, 3, 31))
    assert acme.custom == {"forecast_category": "Commit"}
    zeno = deal("zeno-inc-core")
    assert (zeno.owner, zeno.stage, zeno.outcome, zeno.closed_on) == ("王伟", "", "won", date(2026, 10, 1))
    assert zeno.close_date is None
    assert "amount: 95.5\n" in Path("deals/zeno-inc-core.tas.yaml").read_text(encoding="utf-8")
    before = deals()
    times = {path: path.stat().st_mtime_ns for path in Path("deals").iterdir()}
    imported(table(ZENO, ACME))
    assert deals() == before
    assert {path: path.stat().st_mtime_ns for path in Path("deals").iterdir()} == times
    assert "0 new, 0 changed, 2 as they were" in capsys.readouterr().err
    assert run(["check", "--fail-on", "error", *DAY]) == 0


def test_mapped_fields_are_the_crms_and_all_else_keeps_its_bytes() -> None:
    path = Path("deals/renamed-by-hand.tas.yaml")
    path.write_text(RATED, encoding="utf-8")
    imported(table(ACME))
    assert list(deals()) == [path.name]
    text = path.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line in RATED.splitlines()]
    assert kept == RATED.splitlines()
    assert deal("renamed-by-hand").custom == {"forecast_category": "Commit"}
    # The 18 characters of an id are its 15.
    imported(table(ACME.replace("MRAtd,", "MRAtdIAH,")))
    assert list(deals()) == [path.name]
    # An empty cell says nothing; a deal that is open again was not closed.
    imported(table(ACME.replace("Prospecting", "Lost").replace("maria", "").replace("1200000", "")))
    assert (deal("renamed-by-hand").outcome, deal("renamed-by-hand").stage) == ("lost", "discovery")
    assert deal("renamed-by-hand").amount == 1200000
    imported(table(ACME))
    assert (deal("renamed-by-hand").outcome, deal("renamed-by-hand").closed_on) == ("open", None)


@pytest.mark.parametrize(
    "name", ["verified", "answers", "competitors", "crm_id", "lost_to", "custom.nope", "custom", "x"]
)
def test_a_mapping_to_a_field_of_somebody_else_is_refused(name: str, capsys: Out) -> None:
    settings("", FIELDS + f"      {name}: Owner\n")
    imported(table(ACME), code=2)
    assert "tas.yaml:21" in capsys.readouterr().err
    assert deals() == {}
    assert run(["check", "tas.yaml", *DAY]) == 1
    assert "TAS038" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("mapping", "id"),
    [
        ("id: X\n    fields: {customer: A}", "TAS102"),
        ("id: X\n    feilds: {}\n    fields: {customer: A, opportunity: B}", "TAS101"),
        ("fields: {customer: A, opportunity: B}", "TAS102"),
        ("id: X\n    dates: '%q'\n    fields: {customer: A, opportunity: B}", "TAS103"),
        ("id: X\n    dates: '%d.%m'\n    fields: {customer: A, opportunity: B}", "TAS103"),
        ("id: X\n    decimal: x\n    fields: {customer: A, opportunity: B}", "TAS108"),
        ("id: X\n    delimiter: ab\n    fields: {customer: A, opportunity: B}", "TAS103"),
        ("id: X\n    encoding: klingon\n    fields: {customer: A, opportunity: B}", "TAS103"),
        ("id: X\n    fields: {customer: A, opportunity: {map: {a: b}}}", "TAS102"),
        ("id: X\n    fields: {customer: A, opportunity: {column: B, els: x}}", "TAS101"),
        ("id: X\n    fields: {customer: A, opportunity: {column: B, else: x}}", "TAS139"),
        ("id: X\n    fields: {customer: A, opportunity: {column: B, when: open}}", "TAS139"),
        ("id: X\n    fields: {customer: A, opportunity: [B]}", "TAS103"),
        ("id: X\n    fields: {customer: A, opportunity: B, stage: {column: S, map: {x: nowhere}}}", "TAS039"),
        (
            "id: X\n    fields: {customer: A, opportunity: B, outcome: {column: S, map: {}, else: one}}",
            "TAS039",
        ),
        (
            "id: X\n    fields: {customer: A, opportunity: B, amount: {column: S, map: {x: '1.200'}}}",
            "TAS039",
        ),
        (
            "id: X\n    fields: {customer: A, opportunity: B, close_date: {column: S, map: {x: soon}}}",
            "TAS039",
        ),
    ],
)
def test_a_mapping_is_read_strictly(mapping: str, id: str) -> None:
    workspace = read_workspace(f"stages: [a]\nimport:\n  crm:\n    {mapping}\n", Path())
    found = [*workspace.findings, *mapping_faults(workspace)]
    assert [each.id for each in found] == [id]
    assert found[0].line > 2
    assert BadFile(found).findings


ROW = "b,Beta,Deal,ben,Proposal,5,EUR,2027-01-15,x"
TRAPS: Mapping[str, tuple[str, str, int]] = {
    # what is in the export: how it is declared, its rows, how many deals come of them
    "two ids differ in case": ("", table("aB,A,N,o,Won,1,EUR,,", "ab,B,N,o,Won,1,EUR,,"), 2),
    "footers": ("", table(ACME, "", "Grand Totals (1 record)", "Confidential Information - Do Not Distribute", "Copyright (c) 2026"), 1),
    "a sum below": ("", table(ACME, "合计,,,,,1200000,,,"), 1),
    "no id": ("", table(ACME, ",Nobody,N,o,Won,1,EUR,,"), 1),
    "a title above": ("", "Pipeline\nas of today\n\n" + table(ACME), 1),
    "the header again": ("", table(ACME, HEAD, ROW), 2),
    "sep= says it": ("", "sep=;\r\n" + table(ACME).replace(",", ";"), 1),
    "a declared delimiter": ("delimiter: tab", table(ACME).replace(",", "\t"), 1),
    "a carriage return ends lines": ("", table(ACME, ROW).replace("\n", "\r"), 2),
    "lines end within quotes": ("", table('c,"Two\nlines",N,o,Won,1,EUR,,', ROW), 2),
    "a cell without end": ("", table(f'{ROW[:-1]}"{"x" * 140_000}"'), 1),
    "blanks behind the last column": ("", table(f"{ROW},,,"), 1),
    "repeated headers nobody maps": ("", table(f"{ROW},1,2", head=f"{HEAD},Same,Same"), 1),
    "two amounts": ("", table(f"{ROW},9,USD", head=f"{HEAD},Amount (converted),Amount (converted) Currency"), 1),
    "days by declared form": ('dates: ["%d.%m.%Y", "%Y-%m-%d"]', table(ROW.replace("2027-01-15", "15.01.2027")), 1),
    "days by a column that proves it": ("", table(ROW.replace("2027-01-15", "05.04.2027"), ACME.replace("2027-03-31", "31.03.2027")), 2),
    "a day with a time": ("", table(ROW.replace("2027-01-15", "2027-01-15 14:05")), 1),
    "Chinese days": ("", table(ROW.replace("2027-01-15", "2026年12月18日")), 1),
    "years of two digits, declared": ('dates: "%m/%d/%y"', table(ROW.replace("2027-01-15", "1/15/27")), 1),
    "ten thousands": ("", table(ROW.replace(",5,", ",95万,")), 1),
    "thousands, declared": ('decimal: ","', table(ROW.replace(",5,", ",1.200,")), 1),
    "a currency beside the amount": ('decimal: "."', table(ROW.replace(",5,", ',"EUR 1,200",')), 1),
    "a byte order mark": ("", codecs.BOM_UTF8.decode() + table(ROW), 1),
    "formulas and markup are text": ("", table("=cmd|'/c calc'!A1,=cmd|x,[red]<b>,@x,Proposal,5,EUR,,"), 1),
    "a path for a name": ("", table("p,../../x,../y,no,Proposal,5,EUR,,null"), 1),
    "words that YAML misreads": ("", table("no,null,1e5,~,Proposal,5,EUR,,yes"), 1),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_what_exports_hold(trap: str) -> None:
    declared, export, n = TRAPS[trap]
    settings(declared)
    imported(export)
    assert len(deals()) == n
    assert all(re.fullmatch(r"[\w-]+\.tas\.yaml", name) for name in deals())
    before = deals()
    imported(export)
    assert deals() == before


def test_texts_arrive_as_they_are_and_numbers_as_they_are_meant() -> None:
    rows = [
        "no,null,1e5,~,Proposal,95万,EUR,,yes",
        "x,=cmd|'/c calc'!A1,[red]<b>,@x,Proposal,1200.50,EUR,,-1",
    ]
    imported(table(*rows))
    odd, formula = deal("null-1e5"), deal("cmd-c-calc-a1-red-b")
    assert (odd.crm_id, odd.customer, odd.opportunity, odd.owner) == ("no", "null", "1e5", "~")
    assert (odd.amount, odd.custom["forecast_category"]) == (Decimal(950000), "yes")
    assert (formula.customer, formula.opportunity, formula.owner) == ("=cmd|'/c calc'!A1", "[red]<b>", "@x")
    assert str(formula.amount) == "1200.5"


WRONG: Mapping[str, tuple[str, str, str]] = {
    # what is wrong: how the export is declared, its text, what is said with which line
    "one id twice": ("", table(ROW, ROW), "e.csv:3: TAS602"),
    "15 and 18 characters": ("", table(ACME, ACME.replace("MRAtd", "MRAtd" + same_id.__globals__["_checksum"]("006Qy00000MRAtd"))), "e.csv:3: TAS602"),
    "cells too few": ("", table(ROW, "c,C,N"), "e.csv:3: TAS601"),
    "cells too many": ("", table(f"{ROW},y"), "e.csv:2: TAS601"),
    "lines are counted through quotes": ("", table('c,"Two\nlines",N,o,Won,1,EUR,,', "d,D"), "e.csv:4: TAS601"),
    "a stage nobody mapped": ("", table(ROW.replace("Proposal", "Haggling")), "e.csv:2: TAS603"),
    "a day that can be two": ("", table(ROW.replace("2027-01-15", "05/04/2026")), "e.csv:1: TAS609"),
    "a column of two forms": ("", table(ROW.replace("2027-01-15", "31.03.2027"), ACME.replace("2027-03-31", "03/31/2027")), "TAS604"),
    "a day that is none": ("", table(ROW.replace("2027-01-15", "2027-02-30")), "e.csv:2: TAS604"),
    "years of two digits": ("", table(ROW.replace("2027-01-15", "31.03.27")), "e.csv:2: TAS604"),
    "a serial number for a day": ("", table(ROW.replace("2027-01-15", "46099")), "e.csv:2: TAS604"),
    "thousands or decimals": ("", table(ROW.replace(",5,", ",1.200,")), "e.csv:2: TAS605"),
    "the same, though declared": ('decimal: "."', table(ROW.replace(",5,", ",1.200,")), "e.csv:2: TAS605"),
    "below zero": ('decimal: "."', table(ROW.replace(",5,", ',"(1,200)",')), "e.csv:2: TAS605"),
    "an exponent": ("", table(ROW.replace(",5,", ",1e5,")), "e.csv:2: TAS605"),
    "no amount at all": ("", table(ROW.replace(",5,", ",null,")), "e.csv:2: TAS605"),
    "a currency that differs": ('decimal: "."', table(ROW.replace(",5,", ',"USD 1,200",')), "e.csv:2: TAS610"),
    "a new deal of nobody": ("", table("q,,N,o,Proposal,5,EUR,,"), "e.csv:2: TAS607"),
    "an unclosed quote": ("", table(ROW, 'c,"C,N'), "e.csv:3: a double quote"),
    "text behind a quote": ("", table('c,"C"x,N,o,Won,1,EUR,,'), "e.csv:2: something stands"),
    "NUL": ("", table(ROW, "c,\0"), "e.csv:3: holds NUL"),
    "a web page": ("", "<html><table><tr><td>Id</td></tr></table></html>", "e.csv: a web page"),
    "nothing": ("", "", "e.csv: holds no rows"),
    "another delimiter": ("", table(ROW).replace(",", ";"), "separated by ;"),
    "a tab as delimiter": ("", table(ROW).replace(",", "\t"), "separated by tab"),
    "a bar as delimiter": ("", table(ROW).replace(",", "|"), "separated by |"),
    "a comma as delimiter": ("delimiter: tab", table(ROW), "separated by ,"),
    "no such column": ("", table(ROW[:-2], head=HEAD.replace(",Forecast", "")), "'Forecast'"),
    "a mapped column twice": ("", table(f"{ROW},7", head=f"{HEAD},Amount"), "two columns are called 'Amount'"),
    "another encoding": ("", table(ROW) + "Ö", "e.csv:3: not utf-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("trap", WRONG)
def test_one_bad_row_and_nothing_is_written(trap: str, lang: str, capsys: Out) -> None:
    declared, export, said = WRONG[trap]
    settings(declared)
    data = export.encode("latin-1" if trap == "another encoding" else "utf-8")
    imported(data, "--lang", lang, code=2)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (said if lang == "en" else said.partition(": ")[0]) in shown.err
    assert deals() == {}


def test_a_web_page_stays_one_under_the_name_of_a_spreadsheet(capsys: Out) -> None:
    imported(f"\n<HTML><table><tr><td>{HEAD}</td></tr></table></HTML>", name="report.xls", code=2)
    assert "report.xls: a web page, whatever its name ends in" in capsys.readouterr().err


def test_a_value_that_no_map_knows_comes_with_the_line_to_add(capsys: Out) -> None:
    imported(table(ROW.replace("Proposal", "Needs: Analysis")), code=2)
    assert '"Needs: Analysis": ...' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", ""), ("gb18030", "encoding: gb18030"), ("cp1252", "encoding: cp1252")],
)
def test_encodings_are_marked_or_declared(encoding: str, declared: str) -> None:
    settings(declared)
    name = "Müller" if encoding == "cp1252" else "东海精密"
    imported(table(ROW.replace("Beta", name)).encode(encoding))
    assert deal(f"{name.lower()}-deal").customer == name


def test_own_fields_hold_what_they_are_declared_to(capsys: Out) -> None:
    settings("", FIELDS + "      custom.score: Score\n      custom.since: Since\n")
    head = f"{HEAD},Score,Since"
    imported(table(f"{ROW},7.50,2026-01-02", head=head))
    assert deal("beta-deal").custom == {"forecast_category": "x", "score": "7.5", "since": "2026-01-02"}
    imported(table(f"{ROW},many,soon", head=head), code=2)
    assert capsys.readouterr().err.count("TAS60") == 2


def test_without_a_map_a_cell_has_to_be_what_the_field_can_be(capsys: Out) -> None:
    settings("", re.sub("outcome: .*", "outcome: Forecast", re.sub("stage: .*", "stage: Stage", FIELDS)))
    imported(table(ROW), code=2)
    assert re.findall("TAS606 (\\w+)", capsys.readouterr().err) == ["Forecast", "Stage"]
    imported(table("b,B,N,o,proposal,1,EUR,2026-01-02,lost"))
    assert (deal("b-n").outcome, deal("b-n").stage) == ("lost", "proposal")


def test_two_exports_in_any_order_say_the_same() -> None:
    parts = [table(ACME, ROW), table(ZENO), table(ROW.replace("b,", "c,", 1).replace("Beta", "Gamma"))]
    outcomes = []
    for order in itertools.permutations(parts):
        for path in Path("deals").iterdir():
            path.unlink()
        for each in order:
            imported(each)
        outcomes.append(deals())
    assert all(each == outcomes[0] for each in outcomes)
    assert len(outcomes[0]) == 4


def test_deals_of_one_name_get_names_of_their_own_whatever_the_order() -> None:
    rows = [f"{id},Acme,Core,o,Proposal,{n},EUR,," for n, id in enumerate("cab", 1)]
    imported(table(*rows))
    first = deals()
    assert sorted(first) == ["acme-core-2.tas.yaml", "acme-core-3.tas.yaml", "acme-core.tas.yaml"]
    for path in Path("deals").iterdir():
        path.unlink()
    imported(table(*reversed(rows)))
    assert deals() == first
    names = FileNames(["ACME.tas.yaml"])
    assert [names.new("Acme"), names.new("acme"), names.new("…")] == [
        "acme-2.tas.yaml",
        "acme-3.tas.yaml",
        "deal.tas.yaml",
    ]


def test_one_id_in_two_files_and_a_deal_that_cannot_be_read(
    capsys: Out, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("one", "two"):
        Path(f"deals/{name}.tas.yaml").write_text(RATED, encoding="utf-8")
    imported(table(ACME), code=2)
    assert re.search(r"deals/two.tas.yaml:5: TAS608.*deals/one", capsys.readouterr().err)
    Path("deals/two.tas.yaml").write_text("customer: [", encoding="utf-8")
    imported(table(ACME), code=2)
    assert "deals/two.tas.yaml:1" in capsys.readouterr().err
    assert deals()["one.tas.yaml"] == RATED.encode()
    Path("deals/two.tas.yaml").unlink()
    outside = tmp_path_factory.mktemp("elsewhere") / "x.tas.yaml"
    outside.write_text(RATED, encoding="utf-8")
    Path("deals/one.tas.yaml").unlink()
    Path("deals/one.tas.yaml").symlink_to(outside)
    imported(table(ACME), code=2)
    assert "deals/one.tas.yaml: a link that leads out of the workspace" in capsys.readouterr().err
    assert outside.read_text(encoding="utf-8") == RATED


def test_what_is_gone_is_listed_and_what_looks_alike_is_said(capsys: Out) -> None:
    imported(table(ACME, ZENO, ROW))
    capsys.readouterr()
    imported(table(ZENO), "--complete")
    assert capsys.readouterr().out.splitlines() == [
        "deals/acme-bank-core.tas.yaml: not in the export: 006Qy00000MRAtd Acme Bank - Core",
        "deals/beta-deal.tas.yaml: not in the export: b Beta - Deal",
    ]
    assert deal("acme-bank-core").outcome == "open"
    Path("deals/hand.tas.yaml").write_text("customer: New\nopportunity: One\n", encoding="utf-8")
    imported(table("n,New,One,o,Proposal,5,EUR,,"))
    assert "tas rate deals/hand.tas.yaml --set crm_id=n" in capsys.readouterr().err


def test_a_dry_run_writes_nothing_and_names_what_a_person_changed(here: Path, capsys: Out) -> None:
    repository = Repository(here)
    imported(table(ACME))
    repository.commit("import")
    assert run(["rate", "acme-bank-core", "--set", "owner=zoe", "-q"]) == 0
    before = deals()
    capsys.readouterr()
    imported(table(ACME.replace("Maria Rossi", "Ben"), ROW), "--dry-run")
    shown = capsys.readouterr()
    assert deals() == before
    assert "zoe" in shown.out
    assert "Beta" in shown.out
    assert "deals/acme-bank-core.tas.yaml: owner: zoe (yours) → Ben (the CRM's)" in shown.err
    imported(table(ACME), "--dry-run", "--format", "json", "--complete")
    assert '"format": 1' in capsys.readouterr().out


def test_a_currency_of_the_workspace_is_taken_and_said(capsys: Out) -> None:
    fields = FIELDS.replace("      currency: Currency\n", "")
    Path("tas.yaml").write_text(f"currency: CHF\n{SETTINGS}{fields}", encoding="utf-8")
    imported(table(ROW))
    assert deal("beta-deal").currency == "CHF"
    assert "assumed Close: %Y-%m-%d, CHF" in capsys.readouterr().err


def test_a_full_disk_halfway_leaves_everything_old(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    imported(table(ACME))
    before = deals()
    written = replacing._written
    calls = itertools.count()

    def full(*given: Any, **how: Any) -> Path:
        if next(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return written(*given, **how)

    monkeypatch.setattr(replacing, "_written", full)
    changed = table(ACME.replace("1200000", "7"), ROW, ZENO)
    imported(changed, code=2)
    assert "no space left" in capsys.readouterr().err
    assert deals() == before
    monkeypatch.setattr(replacing, "_written", written)
    imported(changed)
    assert len(deals()) == 3


SMALL_DISK = """\
mount -t tmpfs -o size=100k,mode=777 tmpfs deals || exit 99
cp old/* deals && "$0" -P -m tas_cli import more.csv; code=$?
cp -a deals/. left && exit $code
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="a small disk is mounted by unshare")
def test_on_a_disk_that_is_really_full_everything_is_old() -> None:
    imported(table(ACME, ROW))
    before = deals()
    Path("deals").rename("old")
    Path("deals").mkdir()
    Path("left").mkdir()
    more = [f"{n},New {n},Core,o,Won,1,EUR,," for n in range(40)]
    Path("more.csv").write_text(table(ACME.replace("1200000", "7"), *more), encoding="utf-8")
    done = subprocess.run(
        ["unshare", "-r", "-m", "sh", "-c", SMALL_DISK, sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr or done.returncode == 99:
        pytest.skip("no disk may be mounted here")
    assert (done.returncode, "no space left" in done.stderr.lower()) == (2, True), done.stderr
    assert {path.name: path.read_bytes() for path in Path("left").iterdir()} == before


@pytest.mark.parametrize("rows", [3, 30])
def test_all_is_safe_on_the_disk_before_the_first_file_is_new(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = list[str]()

    def noted(where: Any, name: str) -> None:
        real = getattr(where, name)

        def note(*given: Any, **how: Any) -> Any:
            done.append(name)
            return real(*given, **how)

        monkeypatch.setattr(where, name, note)

    noted(replacing, "_written")
    noted(replacing, "_put")
    noted(replacing_many, "_sync_at_once")
    noted(os, "fsync")
    imported(table(*(f"{n},A{n},N,o,Proposal,1,EUR,," for n in range(rows))))
    assert len(deals()) == rows
    many = rows >= replacing_many.WORTH_ONE_SYNC and replacing_many._sync_at_once() is not None
    safe = ["_sync_at_once"] if many else ["fsync"] * rows
    assert done[: 2 * rows + len(safe)] == [*["_written"] * rows, *safe, *["_put"] * rows]


def test_a_file_changed_meanwhile_keeps_both(monkeypatch: pytest.MonkeyPatch) -> None:
    imported(table(ACME, ROW))
    path = Path("deals/acme-bank-core.tas.yaml")
    write_all = files.write_all

    def late(wanted: Sequence[files.NewText]) -> list[str]:
        path.write_text(path.read_text(encoding="utf-8") + "verified: true\n", encoding="utf-8")
        return write_all(wanted)

    monkeypatch.setattr(files, "write_all", late)
    imported(table(ACME.replace("1200000", "7"), ROW.replace(",5,", ",6,")))
    assert (deal("acme-bank-core").amount, deal("acme-bank-core").verified) == (Decimal(7), True)
    assert deal("beta-deal").amount == 6


def test_a_kill_between_two_files_leaves_each_whole_and_again_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put = replacing._put
    calls = itertools.count()

    def dying(temporary: Path, target: Path) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        put(temporary, target)

    monkeypatch.setattr(replacing, "_put", dying)
    Path("deals/.beta-deal.tas.yaml.99999-1.tmp").write_text("left by a kill", encoding="utf-8")
    imported(table(ACME, ROW, ZENO), code=130)
    assert len(deals()) == 1
    assert all(read_assessment(text.decode(), name).assessment for name, text in deals().items())
    monkeypatch.setattr(replacing, "_put", put)
    imported(table(ACME, ROW, ZENO))
    assert len(deals()) == 3
    assert not list(Path("deals").glob(".*"))


def test_many_rows_are_one_listing_and_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"id{n},Customer {n % 7},Deal {n % 50},o,Proposal,{n},EUR,," for n in range(400)]
    looked = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: looked.append(path) or scandir(path))  # type: ignore[func-returns-value]
    imported(table(*rows))
    assert len(deals()) == 400
    assert len(looked) < 10


def report(rows: int, changed: int = 0) -> str:
    """What Salesforce exports of so many opportunities; of some the forecast is another one than last week."""
    stages = ("Prospecting", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost")
    lines = (
        f'006Qy00000{n:05}AAA,Customer {n % 70},Deal {n},Owner {n % 9},{stages[n % 5]},EUR,"{n % 90 + 1},000.00",'
        f"{n % 12 + 1}/{n % 28 + 1}/2027,{'Omitted' if n < changed else ('Commit', 'Best Case')[n % 2]}"
        for n in range(rows)
    )
    head = "Opportunity ID,Account Name,Opportunity Name,Opportunity Owner,Stage,Amount Currency,Amount,Close Date"
    return table(
        *lines, "", '"Grand Totals"', "Copyright (c) salesforce.com", head=f"{head},Forecast Category"
    )


def test_a_report_becomes_a_file_a_row_and_next_week_ten_changes_are_ten_files(
    here: Path, capsys: Out
) -> None:
    Path("tas.yaml").unlink()
    Path("deals").rmdir()
    repository = Repository(here)
    assert run(["init", "--yes"]) == 0
    imported(report(ROWS), "--init", "--yes")
    imported(report(ROWS))
    assert len(list(Path("deals").glob("*.tas.yaml"))) == ROWS
    repository.commit("import")
    imported(report(ROWS))
    assert repository.git("status", "--porcelain", "deals") == ""
    lines = report(ROWS, changed=10).splitlines(keepends=True)
    imported("".join((lines[0], *reversed(lines[1:-3]), *lines[-3:])))
    *files_changed, summary = repository.git("diff", "--stat", "deals").splitlines()
    assert len(files_changed) == 10
    assert summary.strip().startswith("10 files changed, 10 insertions(+), 10 deletions(-)")
    capsys.readouterr()
    assert run(["portfolio", "--group", "custom.forecast_category", "--view", "table", *DAY]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n{name}" in shown for name in ("Commit", "Best Case", "Omitted"))


def test_a_hundred_thousand_rows_are_opened_once_and_judged_to_the_last(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    settings("", "    fields: {customer: Account, opportunity: Name, amount: Amount}\n")
    opened, understood = Counted(tables.table_bytes), Counted(cells.amount_of_cell)
    monkeypatch.setattr(tables, "table_bytes", opened)
    monkeypatch.setattr(rows_read, "amount_of_cell", understood)
    rows = [f"{n},Customer {n % 7000},Deal,{n % 90}" for n in range(99_999)]
    imported(table(*rows, "last,C,Deal,1e5", head="Id,Account,Name,Amount"), code=2)
    assert capsys.readouterr().err.startswith("tas: e.csv:100001: TAS605 Amount: '1e5'")
    # A cell is understood once, however often it stands there.
    assert (opened.calls, understood.calls) == (1, 91)
    assert deals() == {}


def mapped(code: int, *options: str) -> None:
    assert run(["import", *options]) == code


def test_mappings_are_chosen_by_name(capsys: Out) -> None:
    Path("e.csv").write_text(table(ROW), encoding="utf-8")
    text = Path("tas.yaml").read_text(encoding="utf-8")
    Path("tas.yaml").write_text(text + "  other:\n    id: Id\n" + FIELDS, encoding="utf-8")
    mapped(2, "e.csv")
    assert "crm, other" in capsys.readouterr().err
    mapped(2, "e.csv", "--as", "nope")
    mapped(0, "e.csv", "--as", "other")
    assert len(deals()) == 1
    mapped(2, "gone.csv", "--as", "other")
    mapped(2, "deals", "--as", "other")
    Path("tas.yaml").write_text("format: 1\n", encoding="utf-8")
    mapped(2, "e.csv")
    assert "--init" in capsys.readouterr().err


@pytest.mark.parametrize("page", ["docs/import.md", "docs/zh/import.md"])
def test_the_mapping_of_the_page_imports_what_salesforce_exports(page: str) -> None:
    (mapping,) = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    Path("tas.yaml").write_text(mapping, encoding="utf-8")
    head, *rows = EXPORTS["salesforce"].splitlines()
    imported(table(*(f"{row},Commit" for row in rows), head=f"{head},Forecast Category"))
    assert [deal(name).outcome for name in ("a-b", "a-b2")] == ["open", "won"]


EXPORTS = {
    "salesforce": "Account Name,Opportunity Name,Opportunity Owner,Stage,Amount Currency,Amount,Close Date,Opportunity ID\nA,B,C,Prospecting,EUR,\"1,200.00\",3/31/2027,1\nA,B2,C,Closed Won,EUR,5.00,4/1/2026,2\n",
    "hubspot": "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company\n1,B,Contract Sent,2027-03-31 10:00,C,5,A\n2,B2,Closed lost,2026-03-31 10:00,C,5,A\n",
    "pipedrive": "ID,Title,Organization,Owner,Value,Currency,Stage,Status,Expected close date\n1,B,A,C,5,EUR,Qualified,Open,2027-03-31\n2,B2,A,C,5,EUR,Qualified,Lost,2027-03-31\n",
    "zh": "商机编号,商机名称,客户名称,销售阶段,预计金额,预计成交日期,负责人\n1,核心系统,东海,方案报价,95万,2026年12月18日,王伟\n2,二期,东海,赢单,5,2026年11月18日,王伟\n",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", EXPORTS)
def test_a_mapping_is_proposed_that_imports_the_export(name: str, lang: str, capsys: Out) -> None:
    assert set(EXPORTS) == {profile.id for profile in profiles()}
    Path("tas.yaml").write_text("stages: [discovery, proposal, negotiation]\n", encoding="utf-8")
    encoding = "gb18030" if name == "zh" else "utf-8"
    export = EXPORTS[name].encode(encoding)
    imported(export, "--init", "--lang", lang)
    proposed = capsys.readouterr().out
    assert f"\n  {name}:\n" in proposed
    assert ("encoding: gb18030" in proposed) == (name == "zh")
    imported(export, "--init", "--yes")
    imported(export, "--init", "--yes", code=2)
    imported(export)
    assert len(deals()) == 2
    assert {"outcome: " in text.decode() for text in deals().values()} == {True, False}
    before = deals()
    imported(export)
    assert deals() == before


def test_own_fields_and_the_currency_are_proposed_as_far_as_an_export_has_them(capsys: Out) -> None:
    export = (
        "商机编号,商机名称,客户名称,预计金额,下一步,预测类别\n"
        "1,核心系统,东海,CNY 95万,12月1日前王伟拜访总经理,承诺\n"
    )
    Path("tas.yaml").write_text("stages: [接触]\n", encoding="utf-8")
    imported(export, "--init", "--yes")
    assert "custom:\n  crm_next_step: text\n  forecast_category: text\n" in capsys.readouterr().out
    imported(export)
    found = deal("东海-核心系统")
    assert (found.currency, found.amount) == ("CNY", Decimal(950000))
    assert found.custom == {"crm_next_step": "12月1日前王伟拜访总经理", "forecast_category": "承诺"}
    # A team that has fields of its own is told the line; so is one whose amounts are in nobody knows what.
    Path("tas.yaml").write_text("custom: {forecast_category: text}\n", encoding="utf-8")
    imported(export.replace("CNY ", ""), "--init")
    proposed = capsys.readouterr().out
    assert "custom.forecast_category: 预测类别" in proposed
    assert re.search("# .*custom.crm_next_step: 下一步", proposed)
    assert "currency: EUR" in proposed
    Path("tas.yaml").write_text("currency: CNY\n", encoding="utf-8")
    imported(export.replace("CNY ", ""), "--init")
    assert "currency" not in capsys.readouterr().out


STEPS = """\
answers:
  tas:
    compelling_event:
      next_step: {what: "Ask the CIO: what does a month cost?", due: 2026-11-20, owner: 王伟}   # agreed by phone
    solution_fit: {us: "?", next_step: See their architecture}
"""


def test_whose_next_step_it_is_survives_an_import_and_shows_beside_the_fields_it_brings(capsys: Out) -> None:
    settings("", FIELDS + "      custom.crm_next_step: Next Step\n")
    text = Path("tas.yaml").read_text(encoding="utf-8")
    Path("tas.yaml").write_text(text.replace("custom:", "custom:\n  crm_next_step: text"), encoding="utf-8")
    path = Path("deals/acme.tas.yaml")
    path.write_text(RATED.partition("answers:")[0] + STEPS, encoding="utf-8")
    head = f"{HEAD},Next Step"
    for forecast in ("Commit", "Best Case"):
        imported(table(f"{ACME.replace('Commit', forecast)},Send the offer", f"{ROW},", head=head))
        assert path.read_bytes().decode().endswith(STEPS)
    found = deal("acme")
    assert found.custom == {"crm_next_step": "Send the offer", "forecast_category": "Best Case"}
    capsys.readouterr()
    assert run(["portfolio", "--group", "custom.forecast_category", "--format", "json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    (acme,) = (each for each in told["deals"] if each["customer"] == "Acme Bank")
    step = {"what": "Ask the CIO: what does a month cost?", "due": "2026-11-20", "owner": "王伟"}
    assert {**acme["next_step"], **step} == acme["next_step"]
    assert acme["custom"] == found.custom
    assert run(["portfolio", "--group", "custom.forecast_category", *DAY]) == 0
    assert re.search("(?s)Best Case.*Acme", capsys.readouterr().out)
    assert run(["portfolio", "--view", "steps", *DAY]) == 0
    assert re.search("(?s)Overdue.*2026-11-20.*王伟", capsys.readouterr().out)
    assert run(["report", "-o", "page.html", *DAY]) == 0
    page = Path("page.html").read_text(encoding="utf-8")
    for word in (step["what"], step["due"], step["owner"], "Best Case", "Send the offer"):
        assert word in page
    assert run(["show", "acme", *DAY]) == 0
    assert "crm_next_step: Send the offer" in capsys.readouterr().out
    # Overdue in one, none in the other once half of it is rated.
    rated = [f"{id}=+" for id in list(TAS.by_id)[:10]]
    assert run(["rate", "beta-deal", *rated, "-q"]) == 0
    assert run(["check", "--format", "json", "--fail-on", "never", *DAY]) == 0
    named = {(each["file"], each["id"]) for each in json.loads(capsys.readouterr().out)["findings"]}
    assert {("deals/acme.tas.yaml", "TAS224"), ("deals/beta-deal.tas.yaml", "TAS225")} < named


def test_what_an_export_does_not_prove_is_left_to_a_person(capsys: Out) -> None:
    Path("tas.yaml").write_text("stages: [discovery]\n", encoding="utf-8")
    export = (
        EXPORTS["salesforce"]
        .replace("3/31", "3/1")
        .replace("1,200.00", "1.200")
        .replace("5.00", "5")
        .replace("Prospecting", "Haggling")
    )
    imported(export, "--init")
    proposed = capsys.readouterr().out
    for word in ("dates: ...", "decimal: ...", "Haggling"):
        assert word in proposed
    Path("tas.yaml").write_text("stages: [接触, 方案]\n", encoding="utf-8")
    imported(EXPORTS["zh"].encode("gb18030"), "--init")
    assert "方案报价: 方案" in capsys.readouterr().out
    imported("a;b\n1;2\n\u00fc\n", "--init", code=2)
    assert "salesforce, zh" in capsys.readouterr().err
    imported(EXPORTS["salesforce"].replace(",", ";").replace('"1;200.00"', "5"), "--init")
    assert "delimiter: ;" in capsys.readouterr().out


def spreadsheet(
    *rows: Sequence[object],
    hidden: int = 0,
    filtered: Sequence[int] = (),
    name: str = "e.xlsx",
    sheets: str = "Deals",
) -> str:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(name)
    days = book.add_format({"num_format": "dd.mm.yyyy"})
    for title in sheets.split():
        sheet = book.add_worksheet(title)
        for at, row in enumerate((HEAD.split(","), *rows)):
            for column, cell in enumerate(row):
                (
                    sheet.write_datetime(at, column, cell, days)
                    if isinstance(cell, date)
                    else sheet.write(at, column, cell)
                )
        sheet.set_column(1, hidden, None, None, {"hidden": hidden > 0})
        for at in filtered:
            sheet.set_row(at, None, None, {"hidden": True})
    book.add_worksheet("Notes").hide()
    book.close()
    return name


CELLS = ("b", "Beta", 7, "ben", "Proposal", 95.1, "EUR", date(2026, 12, 18), True)


def test_a_spreadsheet_has_days_and_numbers_and_hidden_columns(capsys: Out) -> None:
    pytest.importorskip("python_calamine")
    mapped(0, spreadsheet(CELLS, hidden=5))
    found = deal("beta-7")
    assert (str(found.amount), found.close_date, found.opportunity) == ("95.1", date(2026, 12, 18), "7")
    assert found.custom == {"forecast_category": "true"}
    before = deals()
    imported(table("b,Beta,7,ben,Proposal,95.10,EUR,2026-12-18,true"))
    assert deals() == before
    mapped(2, spreadsheet((*CELLS[:7], 46099, "")))
    assert "e.xlsx:2: TAS604 Close: '46099'" in capsys.readouterr().err
    mapped(2, spreadsheet(CELLS, sheets="One Two"))
    assert "One, Two" in capsys.readouterr().err
    settings("sheet: Two")
    mapped(0, spreadsheet(CELLS, sheets="One Two"))
    mapped(2, spreadsheet(CELLS))
    Path("e.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    mapped(2, "e.xlsx")
    assert "no spreadsheet that can be read" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_that_a_filter_hides_are_read_and_said(lang: str, capsys: Out) -> None:
    pytest.importorskip("python_calamine")
    others = [(f"c{n}", f"Gamma {n}", *CELLS[2:]) for n in range(3)]
    mapped(0, spreadsheet(CELLS, *others, filtered=[2, 4], sheets="R&D"), "--lang", lang)
    assert len(deals()) == 4
    said = "2 of them hidden in the sheet" if lang == "en" else "其中 2 行在表里是隐藏的"
    assert said in capsys.readouterr().err
    mapped(0, spreadsheet(CELLS), "--lang", lang)
    assert not re.search("hidden|隐藏", capsys.readouterr().err)


def parts_of(book: str) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def repacked(parts: Mapping[str, bytes], name: str = "e.xlsx") -> str:
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for part, data in parts.items():
            book.writestr(part, data)
    return name


def a_cell_far_away() -> str:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts = parts_of(spreadsheet(CELLS))
    sheet = parts["xl/worksheets/sheet1.xml"]
    return repacked({**parts, "xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)})


def a_text_without_end() -> str:
    parts = parts_of(spreadsheet(CELLS))
    texts = parts["xl/sharedStrings.xml"]
    return repacked({**parts, "xl/sharedStrings.xml": texts.replace(b"Beta", b"Beta" + b"x" * (300 << 20))})


def a_file_that_names_itself() -> str:
    parts = parts_of(spreadsheet(CELLS))
    names = "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 99}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x0 "Beta">{names}]><sst><si><t>&x9;</t></si></sst>'
    return repacked({**parts, "xl/sharedStrings.xml": bomb.encode()})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process's memory has no bound")
@pytest.mark.parametrize("hostile", [a_cell_far_away, a_text_without_end, a_file_that_names_itself])
def test_a_spreadsheet_that_unfolds_without_end_is_one_refusal(
    hostile: Callable[[], str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("python_calamine")
    monkeypatch.setattr(spreadsheets, "MOST_MEMORY", 250 << 20)
    mapped(2, hostile())
    shown = capfd.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 2)
    assert shown.err.startswith("tas: e.xlsx: ")
    assert deals() == {}
    mapped(0, spreadsheet(CELLS))
    monkeypatch.setattr(spreadsheets, "MOST_SECONDS", 0)
    mapped(2, "e.xlsx")
    assert "longer than 0 seconds" in capfd.readouterr().err


def test_a_sheet_may_say_that_it_is_as_large_as_a_sheet_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    Path("python_calamine.py").write_text(
        "open('obeyed', 'w')"
    )  # the reader is ours, wherever somebody stands
    parts = parts_of(spreadsheet(CELLS))
    sheet = re.sub(rb'ref="[A-Z0-9:]+"', b'ref="A1:XFD1048576"', parts["xl/worksheets/sheet1.xml"])
    monkeypatch.setattr(spreadsheets, "MOST_MEMORY", 250 << 20)
    mapped(0, repacked({**parts, "xl/worksheets/sheet1.xml": sheet}))
    assert len(deals()) == 1
    assert not Path("obeyed").exists()


OPEN_DOCUMENT = """\
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="R">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>
"""


def test_a_sheet_of_another_program_is_a_table_too() -> None:
    pytest.importorskip("python_calamine")
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    texts = (HEAD.split(","), ["b", "Beta", "Deal", "ben", "Proposal", "5", "EUR", "2027-01-15", "x"])
    rows = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in texts)
    manifest = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": OPEN_DOCUMENT.format(rows=rows).encode(),
        "META-INF/manifest.xml": manifest,
    }
    mapped(0, repacked(parts, "e.ods"))
    assert deal("beta-deal").amount == 5


def test_a_spreadsheet_without_the_part_that_reads_it(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    Path("e.csv").write_bytes(b"PK\x03\x04")
    mapped(2, "e.csv")
    assert "tas-cli[xlsx]" in capsys.readouterr().err


def test_standard_input_is_an_export_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(table(ROW).encode())

    monkeypatch.setattr("sys.stdin", Input)
    mapped(0, "-")
    assert len(deals()) == 1
    Path("tas.yaml").unlink()
    Input.buffer = io.BytesIO(EXPORTS["zh"].encode("gb18030"))
    mapped(0, "-", "--init", "--yes")
    assert "encoding: gb18030" in Path("tas.yaml").read_text(encoding="utf-8")
