"""`tas import`: a CRM's export into files, all of it or nothing; the mapped fields and nothing else; repeatably."""

from __future__ import annotations

import codecs
import errno
import io
import itertools
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import ROOT
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.commands.deals import FileNames
from tas_cli.findings import BadFile
from tas_cli.importing.cells import same_id
from tas_cli.importing.profiles import profiles
from tas_cli.model.assessment import Assessment, read_assessment
from tas_cli.model.import_checks import mapping_faults
from tas_cli.model.workspace import read_workspace
from tas_cli.storage import files, replacing, replacing_many

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-22")
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


def spreadsheet(*rows: Sequence[object], hidden: int = 0, name: str = "e.xlsx", sheets: str = "Deals") -> str:
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
