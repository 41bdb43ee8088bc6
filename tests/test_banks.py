"""The shipped banks are complete in both languages; a workspace can add or override one; errors point to lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import ROOT, TAS, USS
from tas_cli.boundary import run
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank

CRITERIA = """
application_or_project business_profile financial_condition access_to_funds compelling_event
formal_decision_criteria solution_fit sales_resources current_relationship unique_business_value
inside_support executive_credibility cultural_compatibility informal_decision_criteria political_alignment
short_term_revenue future_revenue profitability degree_of_risk strategic_value
""".split()


def meddpicc() -> Bank:
    path = ROOT / "examples" / "banks" / "meddpicc.yaml"
    bank, findings = read_bank(path.read_text(encoding="utf-8"), path.name)
    assert bank is not None, findings
    return bank


def test_tas_has_its_twenty_criteria_in_order() -> None:
    assert list(TAS.by_id) == CRITERIA
    assert [len(section.questions) for section in TAS.sections] == [5, 5, 5, 5]
    assert [section.id for section in TAS.sections if section.contested] == ["compete", "win"]
    assert TAS.sections[0].required == ["access_to_funds", "compelling_event"]
    left_out = [id for id, question in TAS.by_id.items() if "status_quo" in question.not_for]
    assert left_out == ["sales_resources", *CRITERIA[15:]]


def test_uss_has_eight_choices_and_three_modes() -> None:
    assert list(USS.by_id) == [
        "deal_size", "value_space", "solution", "selling_side", "competition", "customer_concern", "needs",
        "winning_factor",
    ]  # fmt: skip
    for question in USS.by_id.values():
        assert [option.points for option in question.options] == [1, 2, 3]
    assert [(mode.id, mode.from_) for mode in USS.modes] == [
        ("quick", 8),
        ("consultative", 13),
        ("strategic", 20),
    ]
    assert "reconstructed" in str(USS.notes).lower()
    assert USS.modes[2].standard is None


@pytest.mark.parametrize("bank", [TAS, USS, meddpicc()], ids=lambda bank: bank.id)
def test_texts_are_complete_in_both_languages(bank: Bank) -> None:
    def languages(value: object) -> set[str]:
        assert isinstance(value, dict), value
        return set(value)

    for question in bank.by_id.values():
        assert languages(question.title) == languages(question.ask) == {"en", "zh"}
        assert isinstance(question.ask, dict)
        assert 3 <= len(question.ask["en"]) == len(question.ask["zh"]) <= 5
        for option in question.options:
            assert languages(option.title) == {"en", "zh"}
        if question.kind.each_party:
            assert languages(question.plus) == languages(question.minus) == {"en", "zh"}


@pytest.mark.parametrize(
    ("text", "line", "id"),
    [
        ("format: 1\nid: x\n", 1, "TAS102"),
        ("format: 1\nid: deal\nversion: 1\ntitle: T\nsections:\n- {id: s, title: S, questions: [{id: q, title: Q}]}\n", 2, "TAS131"),
        ("format: 1\nid: x\nversion: 1\ntitle: T\nsection: []\nsections:\n- {id: s, title: S, questions: [{id: q, title: Q}]}\n", 5, "TAS101"),
        ("format: 1\nid: x\nversion: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  required: [z]\n  questions: [{id: q, title: Q}]\n", 8, "TAS134"),
        ("format: 1\nid: x\nversion: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n  - {id: q, title: Q}\n  - {id: q, title: Q}\n", 10, "TAS132"),
        ("format: 1\nid: x\nversion: 1\ntitle: T\nsections: []\n", 5, "TAS103"),
        ("format: 2\nid: x\nversion: 1\ntitle: T\nsections:\n- {id: s, title: S, questions: [{id: q, title: Q}]}\n", 1, "TAS109"),
        ("format: 1\nid: x\nid: y\n", 3, "TAS003"),
        ("a: &x 1\n", 1, "TAS004"),
    ],
)  # fmt: skip
def test_errors_point_to_the_line(text: str, line: int, id: str) -> None:
    bank, findings = read_bank(text, "own.yaml")
    assert bank is None
    assert (line, id) in [(finding.line, finding.id) for finding in findings]
    assert all(finding.text("en") and finding.text("zh") for finding in findings)


def test_banks_check_exits_1_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("format: 1\nid: own\nversion: 1\ntitle: T\nsectons: []\n", encoding="utf-8")
    assert run(["banks", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:5: TAS101" in out
    assert "sections" in out
    assert run(["banks", "check", str(ROOT / "questions" / "tas.yaml")]) == 0


def test_banks_show_json_prints_the_bank_as_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["banks", "show", "uss", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [mode["from"] for mode in shown["modes"]] == [8, 13, 20]
    assert [question["id"] for question in shown["sections"][0]["questions"]] == list(USS.by_id)


@pytest.mark.parametrize(("lang", "word"), [("en", "Compelling event"), ("zh", "迫切事件")])
def test_explain_a_criterion(lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "compelling_event", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert word in out
    assert sum(line.startswith("  · ") for line in out.splitlines()) >= 3


def test_explain_a_finding_a_mode_and_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "TAS104"]) == 0
    assert run(["explain", "quick", "--lang", "zh"]) == 0
    assert "快刀" in capsys.readouterr().out
    assert run(["explain", "compeling_event"]) == 2
    assert "compelling_event" in capsys.readouterr().err
    assert run(["explain", "TAS999"]) == 2


def test_a_workspace_adds_a_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "banks").mkdir()
    source = ROOT / "examples" / "banks" / "meddpicc.yaml"
    (tmp_path / "banks" / "meddpicc.yaml").write_bytes(source.read_bytes())
    (tmp_path / "tas.yaml").write_text("banks: [meddpicc]\nquestions: [banks]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["banks"]) == 0
    assert capsys.readouterr().out.split()[0] == "meddpicc"
    Path("a.tas.yaml").write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    assert run(["rate", "a.tas.yaml", "champion=+"]) == 0
    assert 'champion:\n      us: "+"' in (tmp_path / "a.tas.yaml").read_text(encoding="utf-8")


def test_a_workspace_overrides_a_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "questions" / "tas.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("version: 1", "version: 7", 1), encoding="utf-8")
    (tmp_path / "tas.yaml").write_text("questions: [own.yaml]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["banks"]) == 0
    assert "v7" in capsys.readouterr().out


def test_a_bank_outside_the_workspace_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "own.yaml").write_text("secret", encoding="utf-8")
    (inner / "tas.yaml").write_text("questions: [../own.yaml]\n", encoding="utf-8")
    monkeypatch.chdir(inner)
    assert run(["banks"]) == 2
    assert "tas.yaml:1" in capsys.readouterr().err


def test_the_bank_in_the_documentation_is_a_good_one() -> None:
    text = (ROOT / "docs" / "banks.md").read_text(encoding="utf-8")
    example = next(block for block in text.split("```yaml\n") if block.startswith("format: 1")).split("```")[
        0
    ]
    bank, findings = read_bank(example, "docs/banks.md")
    assert bank is not None, findings
