"""Two ways of Unicode to spell one word are one id, wherever ids meet."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from builders import LIBRARY
from tas_cli.boundary import run
from tas_cli.model.answers import Answer, Evidence
from tas_cli.model.assessment import read_assessment
from tas_cli.model.layout import patched

ONE, TWO = (normalize(form, "générali") for form in ("NFC", "NFD"))
TEXT = f"""\
customer: A
opportunity: B
outcome: lost
lost_to: {TWO}
competitors:
  {TWO}: Générali
answers:
  tas:
    solution_fit:
      us: "+"
      {ONE}: "-"
      evidence:
        {TWO}: a mail
"""


def test_a_file_that_spells_an_id_in_both_ways_means_one() -> None:
    reading = read_assessment(TEXT, "a")
    assert not reading.findings
    deal = reading.assessment
    assert deal is not None
    assert deal.parties == ("us", ONE)
    assert deal.lost_to == ONE
    assert deal.answer("tas", "solution_fit") == Answer(
        None, {"us": "+", ONE: "-"}, {ONE: Evidence("a mail")}
    )
    assert patched(reading, deal, LIBRARY) == TEXT


def test_one_key_in_both_spellings_is_there_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.tas.yaml"
    path.write_text(TEXT.replace("answers:", f"  {ONE}: G\nanswers:"), encoding="utf-8")
    assert run(["check", str(path), "--ignore", "TAS2"]) == 1
    assert ":7: error TAS003" in capsys.readouterr().out


@pytest.mark.parametrize("party", [ONE, TWO])
def test_a_command_line_can_spell_it_either_way(party: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tas.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert run(["rate", str(path), f"{party}:solution_fit=+"]) == 0
    deal = read_assessment(path.read_text(encoding="utf-8"), "a").assessment
    assert deal is not None
    assert deal.answer("tas", "solution_fit").ratings == {"us": "+", ONE: "+"}


@pytest.mark.parametrize("word", [normalize(form, "zoé") for form in ("NFC", "NFD")])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_so_can_whatever_names_a_party_or_a_question(
    word: str, form: Literal["NFC", "NFD"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bank = (
        "format: 1\nid: own\nversion: 1\ntitle: T\nsections:\n  - id: s\n    title: S\n    contested: true\n"
        "    questions:\n      - {id: zoé, title: Q}\n"
    )
    Path("own.yaml").write_text(normalize(form, bank), encoding="utf-8")
    Path("tas.yaml").write_text("questions: [own.yaml]\nbanks: [own]\n", encoding="utf-8")
    deal = "customer: A\nopportunity: B\ncompetitors: {zoé: Z}\nanswers: {own: {zoé: {us: '+'}}}\n"
    Path("a.tas.yaml").write_text(normalize(form, deal), encoding="utf-8")
    for words in (
        ["assess", "a", "--party", word, "--lines"],
        ["explain", word],
        ["explain", f"own.{word}"],
        ["rate", "a", f"{word}:{word}=-"],
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        assert run(words) == 0, words
