"""Every kind of question, wherever a kind matters: asked, understood, kept, written, merged, judged as open."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from builders import BANKS, LIBRARY, SHEETS, changes, values_of
from tas_cli.boundary import run
from tas_cli.changes.merge import facts, from_facts, merge
from tas_cli.model.answers import US, Answer
from tas_cli.model.assessment import Assessment, read_assessment, with_cell, with_fields, with_value
from tas_cli.model.bank import Bank, Question
from tas_cli.model.kinds import COLUMN_KINDS, KINDS, QuestionKind
from tas_cli.model.layout import new_text

Out = pytest.CaptureFixture[str]
DEAL = Assessment(customer="A", opportunity="B", competitors={"x_sys": "X-Sys"})
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
plain = pytest.mark.parametrize(
    "kind", [each for each in KINDS.values() if not each.has_rows], ids=lambda k: k.name
)


def asked(kind: QuestionKind) -> tuple[Bank, Question]:
    """A question of this kind in a shipped bank."""
    return next(
        (b, each)
        for b in (*BANKS, *SHEETS)
        for each in b.by_id.values()
        if each.kind is kind and not each.not_for
    )


def told(kind: QuestionKind, question: Question) -> list[str]:
    """What is answered on a command line: the question, or each column of a row."""
    if not kind.has_rows:
        return [question.id]
    return [f"{question.id}/one.{column.id}" for column in question.columns]


@plain
def test_what_is_offered_is_understood_kept_and_taken_away(kind: QuestionKind) -> None:
    _, question = asked(kind)
    for party in kind.parties(DEAL.parties):
        for value in (*values_of(question), "?"):
            assert kind.understood(f" {value} ", question.offers) == value
            kept = kind.changed(Answer(), party, value)
            assert kind.value(kept, party) == value
            assert kind.is_answered(kept, party)
            assert kind.is_open(kept, party) == (value == "?")
            assert kind.changed(kept, party, None) == Answer()


def test_what_a_column_offers_is_understood_kept_and_taken_away() -> None:
    columns = [column for bank in SHEETS for each in bank.by_id.values() for column in each.columns]
    assert {column.kind.name for column in columns} == {*COLUMN_KINDS}
    for column in columns:
        for value in (*values_of(column.asked), "?"):
            assert column.kind.understood(f" {value} ", column.asked.offers) == value
            deal = with_cell(DEAL, "b", "q", "one", column.id, value)
            assert column.kind.value(deal.answer("b", "q").cell("one", column.id), US) == value
            assert with_cell(deal, "b", "q", "one", column.id, None) == DEAL


@kinds
def test_what_is_no_answer_is_not_understood(kind: QuestionKind) -> None:
    _, question = asked(kind)
    assert kind.typed or kind.understood("no such thing", question.offers) is None
    assert kind.understood("", question.offers) is None
    assert kind.has_rows or kind.understood("？", question.offers) == "?"
    assert kind.is_open(Answer())
    assert not kind.is_answered(Answer())


@kinds
def test_it_is_written_read_merged_and_shown(kind: QuestionKind, tmp_path: Path, capsys: Out) -> None:
    bank, question = asked(kind)
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    for place in told(kind, question):
        of = question.column(place.partition(".")[2])
        value = values_of(of.asked if of else question)[-1]
        for party in kind.parties(DEAL.parties):
            prefix = f"{party}:" if kind.each_party else ""
            assert run(["rate", str(path), f"{prefix}{bank.id}.{place}={value}"]) == 0
    deal = read_assessment(path.read_text(encoding="utf-8"), "a").assessment
    assert deal is not None
    answer = deal.answer(bank.id, question.id)
    assert all(kind.is_answered(answer, party) for party in kind.parties(DEAL.parties))
    row = {column.id: values_of(column.asked)[-1] for column in question.columns}
    assert answer.rows == ({"one": row} if kind.has_rows else {})
    assert new_text(deal, LIBRARY) == path.read_text(encoding="utf-8")
    assert run(["fmt", "--check", str(path)]) == 0
    assert from_facts(1, facts(deal)) == deal
    assert merge(DEAL, deal, with_fields(DEAL, customer="Z")).assessment.answers == deal.answers
    for command in (["show", str(path)], ["show", str(path), "--format", "markdown"], ["check", str(path)]):
        assert run(command) in (0, 1)
    capsys.readouterr()
    assert run(["show", str(path), "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["results"][0]["banks"][bank.id]
    assert shown["rated"] == 1
    assert (question.id in shown.get("answers", {})) is not kind.find_out
    assert run(["show", str(path), "--format", "csv"]) == 0
    assert f",{question.id}" in capsys.readouterr().out


@kinds
def test_what_two_people_say_differently_is_a_conflict_and_a_change(kind: QuestionKind) -> None:
    bank, question = asked(kind)
    one, other = (_answering(bank, question, place) for place in (0, -1))
    column = question.columns[1].id if kind.has_rows else None
    assert [conflict.path[:3] for conflict in merge(DEAL, one, other).conflicts] == [
        ("answers", bank.id, question.id)
    ]
    (found,) = changes(one, other, [bank])
    kept = "worsened" if kind.each_party else "changed"
    assert (found.question, found.column, found.kind) == (f"{bank.id}.{question.id}", column, kept)


def _answering(bank: Bank, question: Question, place: int) -> Assessment:
    if not question.columns:
        return with_value(DEAL, bank.id, question, US, values_of(question)[place])
    column = question.columns[1]
    return with_cell(DEAL, bank.id, question.id, "one", column.id, values_of(column.asked)[place])


@plain
def test_a_party_that_it_is_not_asked_of_is_refused(kind: QuestionKind, tmp_path: Path, capsys: Out) -> None:
    bank, question = asked(kind)
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    for party in DEAL.parties:
        value = values_of(question)[0]
        code = run(["rate", str(path), f"{party}:{bank.id}.{question.id}={value}"])
        assert code == (0 if party in kind.parties(DEAL.parties) else 2)
    capsys.readouterr()


@kinds
def test_a_session_asks_it_and_keeps_the_answer(
    kind: QuestionKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, question = asked(kind)
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    row = {column.id: values_of(column.asked)[0] for column in question.columns}
    said = [*row.values()] if kind.has_rows else [values_of(question)[-1]]
    typed = "\n".join(
        (f":/{question.id}" if kind.has_rows or bank.id == "plan" else f"/{question.id}", *said, "")
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    assert run(["assess", str(path), "--lines", "--bank", bank.id, "--today", "2026-11-22"]) == 0
    deal = read_assessment(path.read_text(encoding="utf-8"), "a").assessment
    assert deal is not None
    answer = deal.answer(bank.id, question.id)
    if kind.has_rows:
        assert list(answer.rows.values()) == [row]
    else:
        assert kind.value(answer, US) == said[0]


@pytest.mark.parametrize("said", [" + ", "＋", "+", "？", " ? ", "no such option"])
def test_an_answer_that_is_no_option_is_written_as_it_was_read(said: str) -> None:
    """Only the `?` has spellings; whatever else stands there is kept, and reported."""
    text = f'customer: A\nopportunity: B\nanswers:\n  uss:\n    solution: "{said}"\n'
    deal = read_assessment(text, "a").assessment
    assert deal is not None
    assert read_assessment(new_text(deal, LIBRARY), "a").assessment == deal
