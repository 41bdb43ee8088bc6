"""A typed answer is never read two ways: where an option's id is a number, a digit means the id, everywhere."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from builders import TODAY
from played import press
from tas_cli.boundary import run
from tas_cli.model.assessment import read_assessment
from tas_cli.model.bank_reading import read_bank
from tas_cli.session import open_session
from tas_cli.session.assessment_file import open_existing
from tas_cli.session.saver import Saver
from tas_cli.session.views import view

BANK = """\
format: 1
id: pain
version: 1
title: Pain
sections:
  - id: s
    title: S
    questions:
      - id: how_much
        title: How much
        options:
          - {id: "0", title: None, points: 0}
          - {id: "1", title: Some, points: 1}
          - {id: "3", title: Much, points: 3}
      - id: who
        title: Who
        options: [{id: rep, title: Rep, points: 0}, {id: team, title: Team, points: 3}]
"""
FILE = "a.tas.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pain.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "tas.yaml").write_text("banks: [pain]\nquestions: [pain.yaml]\n", encoding="utf-8")
    (tmp_path / FILE).write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def opened() -> Saver:
    bank, findings = read_bank(BANK, "pain.yaml")
    assert bank is not None, findings
    seen = open_existing(FILE)
    return Saver(open_session((bank,), seen.assessment, today=TODAY), seen, {"pain": bank})


def chosen(question: str = "how_much") -> str | None:
    found = read_assessment(Path(FILE).read_text(encoding="utf-8"), FILE).assessment
    assert found is not None
    return found.answer("pain", question).answer


@pytest.mark.parametrize("digit", ["0", "1", "3"])
def test_rate_takes_a_digit_for_the_id(digit: str) -> None:
    assert run(["rate", FILE, f"how_much={digit}"]) == 0
    assert chosen() == digit


@pytest.mark.parametrize("digit", ["0", "1", "3"])
def test_a_line_takes_a_digit_for_the_id(digit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{digit}\n".encode())))
    assert run(["assess", FILE]) == 0
    assert chosen() == digit


@pytest.mark.parametrize("digit", ["0", "1", "3"])
def test_a_key_takes_a_digit_for_the_id(digit: str) -> None:
    saver = opened()
    press(saver, digit)
    assert chosen() == digit


def test_a_digit_that_is_no_id_is_refused_and_a_letter_still_means_the_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["rate", FILE, "how_much=2"]) == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2\n")))
    assert run(["assess", FILE]) == 2
    assert chosen() is None
    saver = opened()
    press(saver, "2")
    assert saver.session.notice is not None
    assert saver.session.notice.id == "no_option"
    press(saver, "C")
    assert chosen() == "3"


def test_what_is_offered_is_what_may_be_typed() -> None:
    saver = opened()
    card = view(saver.session, "en").card
    assert card is not None
    assert [choice.label for choice in card.choices] == ["0", "1", "3"]
    press(saver, "1")
    card = view(saver.session, "en").card
    assert card is not None
    assert [(choice.label, choice.id) for choice in card.choices] == [("1", "rep"), ("2", "team")]
    press(saver, "2")
    assert chosen("who") == "team"
