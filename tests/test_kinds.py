"""Every kind of question, wherever a kind matters: asked, understood, kept, written, merged, judged as open."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from builders import BANKS, LIBRARY
from tas_cli.boundary import run
from tas_cli.changes.merge import facts, from_facts, merge
from tas_cli.model.answers import US, Answer
from tas_cli.model.assessment import Assessment, read_assessment, with_fields, with_value
from tas_cli.model.bank import Bank, Question
from tas_cli.model.kinds import KINDS, QuestionKind
from tas_cli.model.layout import new_text

Out = pytest.CaptureFixture[str]
DEAL = Assessment(customer="A", opportunity="B", competitors={"x_sys": "X-Sys"})
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def asked(kind: QuestionKind) -> tuple[Bank, Question]:
    """A question of this kind in a shipped bank."""
    return next(
        (b, each) for b in BANKS for each in b.by_id.values() if each.kind is kind and not each.not_for
    )


@kinds
def test_what_is_offered_is_understood_kept_and_taken_away(kind: QuestionKind) -> None:
    _, question = asked(kind)
    for party in kind.parties(DEAL.parties):
        for value in (*kind.offered(question.offers), "?"):
            assert kind.understood(f" {value} ", question.offers) == value
            kept = kind.changed(Answer(), party, value)
            assert kind.value(kept, party) == value
            assert kind.is_answered(kept, party)
            assert kind.is_open(kept, party) == (value == "?")
            assert kind.changed(kept, party, None) == Answer()


@kinds
def test_what_is_no_answer_is_not_understood(kind: QuestionKind) -> None:
    _, question = asked(kind)
    assert kind.understood("no such thing", question.offers) is None
    assert kind.understood("", question.offers) is None
    assert kind.understood("？", question.offers) == "?"
    assert kind.is_open(Answer())
    assert not kind.is_answered(Answer())


@kinds
def test_it_is_written_read_merged_and_shown(kind: QuestionKind, tmp_path: Path, capsys: Out) -> None:
    bank, question = asked(kind)
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    value = kind.offered(question.offers)[-1]
    for party in kind.parties(DEAL.parties):
        assert run(["rate", str(path), f"{party}:{bank.id}.{question.id}={value}"]) == 0
    deal = read_assessment(path.read_text(encoding="utf-8"), "a").assessment
    assert deal is not None
    answer = deal.answer(bank.id, question.id)
    assert [kind.value(answer, party) for party in kind.parties(DEAL.parties)] == [value] * len(
        kind.parties(DEAL.parties)
    )
    assert from_facts(1, facts(deal)) == deal
    renamed = with_fields(DEAL, customer="Z")
    assert merge(DEAL, deal, renamed).assessment.answers == deal.answers
    other = with_value(deal, bank.id, question, US, kind.offered(question.offers)[0])
    assert [conflict.path[:3] for conflict in merge(DEAL, deal, other).conflicts] == [
        ("answers", bank.id, question.id)
    ]
    for command in (["show", str(path)], ["show", str(path), "--format", "markdown"], ["check", str(path)]):
        assert run(command) in (0, 1)
    capsys.readouterr()
    assert run(["show", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["banks"][bank.id]["rated"] == 1


@kinds
def test_a_party_that_it_is_not_asked_of_is_refused(kind: QuestionKind, tmp_path: Path, capsys: Out) -> None:
    bank, question = asked(kind)
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(DEAL, LIBRARY), encoding="utf-8")
    for party in DEAL.parties:
        value = kind.offered(question.offers)[0]
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
    value = kind.offered(question.offers)[-1]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"/{question.id}\n{value}\n".encode())))
    assert run(["assess", str(path), "--lines", "--bank", bank.id, "--today", "2026-11-22"]) == 0
    deal = read_assessment(path.read_text(encoding="utf-8"), "a").assessment
    assert deal is not None
    assert kind.value(deal.answer(bank.id, question.id), US) == value


@pytest.mark.parametrize("said", [" + ", "＋", "+", "？", " ? ", "no such option"])
def test_an_answer_that_is_no_option_is_written_as_it_was_read(said: str) -> None:
    """Only the `?` has spellings; whatever else stands there is kept, and reported."""
    text = f'customer: A\nopportunity: B\nanswers:\n  uss:\n    solution: "{said}"\n'
    deal = read_assessment(text, "a").assessment
    assert deal is not None
    assert read_assessment(new_text(deal, LIBRARY), "a").assessment == deal
