"""What is an amount, and which number a text that is none is said to mean: the right one, both, or none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.boundary import run
from tas_cli.importing.cells import amount_of_cell, day_in, same_id
from tas_cli.model.amounts import AMOUNT, readings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.2m", ["1200000"]), ("1.5M", ["1500000"]), ("1,200,000", ["1200000"]), ("1'200'000", ["1200000"]),
        ("1 200 000", ["1200000"]), ("1.200.000", ["1200000"]), ("€ 1.2m", ["1200000"]), ("EUR 500", ["500"]),
        ("500 EUR", ["500"]), ("120k", ["120000"]), ("120万", ["1200000"]), ("120W", ["1200000"]),
        ("RMB 120w", ["1200000"]), ("1亿", ["100000000"]), ("１２０", ["120"]), ("1,5", ["1.5"]), ("1,50", ["1.5"]),
        ("1.234,56", ["1234.56"]), ("1,234.56", ["1234.56"]), ("3.975,35", ["3975.35"]), (".5", ["0.5"]),
        ("950.000", ["950000", "950"]), ("950,000", ["950000", "950"]), ("1.250", ["1250", "1.25"]),
        ("0.950", ["0.95"]), ("500 tkr", []), ("-500", []), ("1.234m", []), ("1234.567", []), ("120 apples", []),
        ("5mm", []), ("1,2,3", []), ("12,34,567", []), ("1.2.3", []), ("", []), (".", []), ("1e5", []), ("9" * 50, []),
    ],
)  # fmt: skip
def test_a_cure_names_a_number_only_where_it_is_certain(text: str, meant: list[str]) -> None:
    assert list(readings(text)) == meant


@given(st.text("0123456789.,' kmwW万亿€-t", max_size=12))
def test_every_number_named_is_an_amount_of_the_same_digits(text: str) -> None:
    for number in readings(text):
        assert AMOUNT.fullmatch(number)
        digits = "".join(each for each in text if each.isdecimal()).strip("0")
        assert number.replace(".", "").strip("0") == digits


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_plain_number_means_itself(whole: int, cents: int) -> None:
    text = f"{whole}.{cents:02}"
    assert [Decimal(each) for each in readings(text)] == [Decimal(text)]
    (swiss,) = readings(f"{whole:,}.{cents:02}".replace(",", "'"))
    assert Decimal(swiss) == Decimal(text)


def test_both_readings_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.tas.yaml"
    path.write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    assert run(["rate", str(path), "--set", "amount=950.000"]) == 2
    assert "950000, or 950 if that is what is meant" in capsys.readouterr().err
    assert run(["rate", str(path), "--set", "amount=500 tkr"]) == 2
    assert "digits only\n" in capsys.readouterr().err


@given(st.text())
def test_a_cell_of_an_export_is_read_or_refused_whatever_it_holds(text: str) -> None:
    for mark in ("", ".", ","):
        found = amount_of_cell(text, mark)
        assert found is None or AMOUNT.fullmatch(f"{found[0]:f}")
    day_in(text, "%d.%m.%Y")
    assert same_id(text) in (text, text[:15])
