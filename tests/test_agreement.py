"""How often people agree, with the notes of their calls and with each other; and which criteria are badly worded."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import BANKS, ROOT, assessments, rated, scored
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.judging.agreement import agreements, of_two
from tas_cli.model.layout import new_text
from tas_cli.model.proposals import NO_PROPOSALS, Settled
from tas_cli.session.proposal_file import change_proposals
from tas_cli.storage.files import beside

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-25")
SCHEMAS = {
    name: Draft202012Validator(json.loads((ROOT / "schema" / f"{name}.schema.json").read_text("utf-8")))
    for name in ("diff", "portfolio")
}
LIBRARY = {bank.id: bank for bank in BANKS}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, deal: object) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new_text(deal, LIBRARY), encoding="utf-8")  # type: ignore[arg-type]
    return name


def settle(deal: str, question: str, agreed: int, differing: int) -> None:
    day = date(2026, 11, 25)
    lines = (
        *(Settled(question, "us", day, "+", "+") for _ in range(agreed)),
        *(Settled(question, "us", day, "+", "-") for _ in range(differing)),
    )
    change_proposals(beside(deal), lambda _: NO_PROPOSALS._replace(settled=lines))


def portfolio(capsys: Out, *arguments: str) -> str:
    assert run(["portfolio", "deals", "--view", "owners", *arguments, *DAY]) == 0
    return capsys.readouterr().out


def test_agreement_with_notes_is_told_from_thirty_settled_on(capsys: Out) -> None:
    first, second = write("deals/a.tas.yaml", rated("+")), write("deals/b.tas.yaml", rated("-"))
    assert "settled" not in portfolio(capsys)
    settle(first, "tas.inside_support", 14, 4)
    settle(second, "tas.compelling_event", 3, 8)
    assert "29 proposals are settled; from 30 on" in portfolio(capsys)
    assert json.loads(portfolio(capsys, "--format", "json"))["agreement"] is None
    settle(second, "tas.compelling_event", 3, 9)
    text = portfolio(capsys)
    assert "over 30 settled proposals" in " ".join(text.split())
    assert "Badly worded, since fewer than 0.4 of at least 5 answers agree: Compelling event" in " ".join(
        text.split()
    )
    assert text.index("Compelling event") < text.index("Inside support")
    assert "0.25 [0.13..0.43]" in text
    told = json.loads(portfolio(capsys, "--format", "json"))
    SCHEMAS["portfolio"].validate(told)
    found = told["agreement"]
    assert (found["both"], found["same"], found["badly_worded"]) == (30, 17, ["tas.compelling_event"])
    assert [each["question"] for each in found["criteria"]] == ["tas.compelling_event", "tas.inside_support"]
    assert "措辞不清" in portfolio(capsys, "--lang", "zh")


def test_proposals_that_cannot_be_read_are_told_and_the_deals_shown(capsys: Out) -> None:
    deal = write("deals/a.tas.yaml", rated("+"))
    Path(beside(deal)).write_text("stage: x\n", encoding="utf-8")
    assert run(["portfolio", "deals", *DAY]) == 0
    captured = capsys.readouterr()
    assert "a.proposals.yaml:1" in captured.err
    assert "Core" in captured.out


def test_two_people_who_rated_the_same_deals(capsys: Out) -> None:
    for number in range(6):
        write(f"rep/{number}.tas.yaml", scored("3", rated("+-+", "+")))
        write(f"manager/{number}.tas.yaml", scored("3", rated("--?", "+")))
    write("rep/only.tas.yaml", rated("+"))
    assert run(["diff", "rep", "manager", "--format", "json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    SCHEMAS["diff"].validate(told)
    found = {each["question"]: (each["both"], each["same"]) for each in told["agreement"]["criteria"]}
    assert found == {
        "tas.application_or_project": (12, 6),
        "tas.business_profile": (6, 6),
        "tas.financial_condition": (6, 0),
        "uss.deal_size": (6, 6),
    }
    assert told["agreement"]["badly_worded"] == ["tas.financial_condition"]
    assert run(["diff", "rep", "manager", *DAY]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "How often both say the same" in text
    assert (
        "Badly worded, since fewer than 0.4 of at least 5 answers agree: Customer's financial condition"
        in text
    )


def test_the_same_people_earlier_are_no_two_people(folder: Path, capsys: Out) -> None:
    repository = Repository(folder / "clone")
    repository.saved("deals/a.tas.yaml", rated("+"))
    repository.saved("deals/a.tas.yaml", rated("-"))
    assert run(["diff", str(folder / "clone" / "deals"), "--format", "json"]) == 0
    assert "agreement" not in json.loads(capsys.readouterr().out)
    assert run(["diff", f"{folder}/clone/deals", f"{folder}/clone/deals", "--format", "json"]) == 0


def test_few_answers_make_no_criterion_badly_worded() -> None:
    found = agreements([("tas.q", False)] * 4)
    assert found is not None
    assert found.badly_worded == ()
    found = agreements([("tas.q", False)] * 5)
    assert found is not None
    assert found.badly_worded == ("tas.q",)
    assert agreements([]) is None


@given(assessments())
def test_whoever_agrees_with_oneself_agrees_on_everything(deal: object) -> None:
    found = agreements(of_two(deal, deal))  # type: ignore[arg-type]
    assert found is None or (found.whole.same == found.whole.both and found.badly_worded == ())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1))
def test_the_sums_add_up_and_the_share_lies_in_its_interval(pairs: list[tuple[str, bool]]) -> None:
    found = agreements(pairs)
    assert found is not None
    assert sum(each.both for each in found.criteria) == found.whole.both == len(pairs)
    assert sum(each.same for each in found.criteria) == found.whole.same
    for each in (*found.criteria, found.whole):
        assert 0 <= each.low <= each.share <= each.high <= 1
