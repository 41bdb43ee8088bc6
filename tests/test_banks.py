"""The shipped banks are complete in both languages; a workspace can add or override one; errors point to lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import ROOT, TAS, USS, bank
from tas_cli.boundary import run
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.local_texts import text_in
from tas_cli.words import say

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
    assert [section.veto for section in TAS.sections] == [
        [], ["solution_fit"], ["inside_support"], ["degree_of_risk"],
    ]  # fmt: skip
    assert TAS.sections[2].veto_all == ["executive_credibility", "political_alignment"]
    assert [id for id, question in TAS.by_id.items() if question.core] == [
        "application_or_project", "access_to_funds", "compelling_event", "solution_fit", "inside_support",
        "short_term_revenue", "profitability",
    ]  # fmt: skip
    assert [id for id, question in TAS.by_id.items() if question.own_word] == [
        "sales_resources", *CRITERIA[15:],
    ]  # fmt: skip
    assert [id for id, question in TAS.by_id.items() if question.not_contested] == ["sales_resources"]
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
    assert [mode.form for mode in USS.modes] == ["short", "full", "full"]
    assert USS.lean == "larger"
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
    for check in bank.cross_checks:
        assert languages(check.say) == {"en", "zh"}
        assert check.say_minus is None or languages(check.say_minus) == {"en", "zh"}


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


RATINGS = """\
format: 1
id: x
version: 1
title: T
sections:
  - id: s
    title: S
    contested: true
    questions:
      - {id: a, title: A, core: true}
      - {id: b, title: B}
"""
CHOICES = """\
format: 1
id: x
version: 1
title: T
sections:
  - id: s
    title: S
    questions:
      - id: a
        title: A
        options: [{id: o, title: O, points: 1}, {id: p, title: P, points: 3}]
"""


SHEET = """\
format: 1
id: x
version: 1
title: T
sections:
  - id: s
    title: S
    questions:
      - {id: a, kind: check, title: A}
      - {id: b, kind: text, title: B}
      - id: t
        title: T
        columns:
          - {id: name, title: N}
          - {id: role, title: R, options: [{id: boss, title: B}]}
"""


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "id", "name"),
    [
        # names that are no rating question of ours here
        (changed(RATINGS, "    questions", "    veto: [z]\n    questions"), 9, "TAS134", "z"),
        (changed(RATINGS, "    questions", "    veto_all: [z]\n    questions"), 9, "TAS134", "z"),
        (changed(RATINGS, "title: B", "title: B, not_for: [us]") + "ask_first: [b]\n", 12, "TAS134", "b"),
        (RATINGS + "cross_checks:\n  - {id: c, none: [z], say: C}\n", 13, "TAS134", "z"),
        (changed(RATINGS, "    questions", "    required: [a, a]\n    questions"), 9, "TAS132", "a"),
        (RATINGS + "cross_checks:\n  - {id: c, lacks: k, say: C}\n  - {id: c, lacks: k, say: C}\n", 14, "TAS132", "c"),
        # settings without effect
        *(
            (changed(CHOICES, "        title: A\n", f"        title: A\n        {setting}\n"), 11, "TAS139", setting.partition(":")[0])
            for setting in ("plus: Good", "minus: Bad", "not_for: [k]", "core: true", "not_contested: true", "own_word: true")
        ),
        (changed(CHOICES, "points: 1", "").replace(", points: 3", "").replace("title: A", "title: A\n        weight: 2"), 11, "TAS139", "weight"),
        (changed(RATINGS, "    contested: true\n", "").replace("title: B", "title: B, not_contested: true"), 10, "TAS139", "not_contested"),
        (changed(CHOICES, "    questions", "    contested: true\n    questions"), 8, "TAS139", "contested"),
        (changed(RATINGS, "    questions", "    required: [a]\n    veto: [b, a]\n    questions"), 10, "TAS139", "a"),
        (changed(RATINGS, "    questions", "    required: [a]\n    veto_all: [a, b]\n    questions"), 10, "TAS139", "a"),
        (changed(RATINGS, "    questions", "    veto: [b]\n    veto_all: [a, b]\n    questions"), 10, "TAS139", "b"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1}\n  - {id: n, title: N, from: 4}\n", 14, "TAS139", "n"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 0}\n  - {id: n, title: N, from: 1}\n", 13, "TAS139", "m"),
        (RATINGS + "lean: none\n", 12, "TAS139", "lean"),
        (CHOICES + "verdict: {yes_above: 0, no_below: 0}\n", 12, "TAS139", "verdict"),
        (RATINGS + "cross_checks:\n  - id: c\n    none: [a]\n    say: C\n    say_minus: D\n", 16, "TAS139", "say_minus"),
        (changed(RATINGS, ", core: true", "") + "cross_checks:\n  - {id: c, form: full, none: [a], say: C}\n", 13, "TAS139", "form"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1, warn: {points: 4}}\n", 13, "TAS139", "at_least"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1, warn: {points: 3, at_least: 2}}\n", 13, "TAS139", "at_least"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1, warn: {points: 3, always: [z]}}\n", 13, "TAS139", "z"),
        # points of some options alone, modes out of order, modes without a score
        (changed(CHOICES, ", points: 3", ""), 11, "TAS133", "a"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 2}\n  - {id: n, title: N, from: 1}\n", 12, "TAS135", None),
        (changed(CHOICES, ", points: 1", "").replace(", points: 3", "") + "modes:\n  - {id: m, title: M, from: 1}\n", 12, "TAS136", None),
        # cross-checks that ask nothing, or two things
        (RATINGS + "cross_checks:\n  - {id: c, say: C}\n", 13, "TAS140", "c"),
        (RATINGS + "cross_checks:\n  - {id: c, if: {a: '+'}, say: C}\n", 13, "TAS140", "c"),
        (RATINGS + "cross_checks:\n  - {id: c, none: [a], lacks: k, say: C}\n", 13, "TAS140", "c"),
        # thresholds
        (RATINGS + "verdict: {yes_above: 2, no_below: 0}\n", 6, "TAS141", "s"),
        (RATINGS + "verdict: {yes_above: 0, no_below: 1}\n", 12, "TAS142", None),
        # kinds that cannot be, tables with one id twice, settings that a kind has no use for
        (changed(SHEET, "kind: text", "kind: rating"), 10, "TAS108", None),
        (changed(SHEET, "id: role", "id: name"), 15, "TAS132", "name"),
        (changed(SHEET, "id: role", "id: id"), 15, "TAS132", "id"),
        (changed(SHEET, "title: B}]", "title: B}, {id: boss, title: C}]"), 15, "TAS132", "role"),
        (changed(SHEET, "title: R,", "title: R, kind: text,"), 15, "TAS139", "kind"),
        (changed(SHEET, "title: B}]", "title: B, points: 1}]"), 15, "TAS139", "points"),
        (changed(SHEET, "        title: T\n", "        title: T\n        kind: text\n"), 13, "TAS139", "kind"),
        (changed(SHEET, "        title: T\n", "        title: T\n        options: [{id: o, title: O}]\n"), 13, "TAS139", "options"),
        (changed(SHEET, "title: B}\n", "title: B, plus: Good}\n"), 10, "TAS139", "plus"),
        (changed(SHEET, "title: B}\n", "title: B, field: verified}\n"), 10, "TAS139", "field"),
        (changed(SHEET, "title: A}", "title: A, field: owner}"), 9, "TAS108", None),
        # checks of rows and ticks
        (SHEET + "cross_checks:\n  - {id: c, rows: {of: a, have: {role: boss}}, say: C}\n", 17, "TAS143", "a"),
        (SHEET + "cross_checks:\n  - {id: c, rows: {of: t, have: {rank: boss}}, say: C}\n", 17, "TAS143", "rank"),
        (SHEET + "cross_checks:\n  - {id: c, rows: {of: t, each: {role: chef}, filled: [name]}, say: C}\n", 17, "TAS143", "chef"),
        (SHEET + "cross_checks:\n  - {id: c, rows: {of: t, filled: [rank]}, say: C}\n", 17, "TAS143", "rank"),
        (SHEET + "cross_checks:\n  - {id: c, rows: {of: t}, say: C}\n", 17, "TAS139", "rows"),
        (changed(SHEET, "title: N}", "title: N, counts: score}"), 14, "TAS139", "counts"),
        (SHEET + "          - {id: w, title: W, kind: number, counts: weight}\n", 16, "TAS139", "counts"),
        (SHEET + "          - {id: w, title: W, kind: number, counts: score}\n", 16, "TAS139", "counts"),
        (SHEET + "".join(f"          - {{id: {id}, title: W, kind: number, counts: {as_}}}\n" for id, as_ in (("v", "weight"), ("w", "weight"), ("z", "score"))), 16, "TAS139", "counts"),
        (SHEET + "          - {id: w, title: W, kind: number, counts: weights}\n", 16, "TAS108", None),
        (SHEET + "cross_checks:\n  - {id: c, ticked: [b], say: C}\n", 17, "TAS134", "b"),
        (SHEET + "cross_checks:\n  - {id: c, ticks_at_most: 1, say: C}\n", 17, "TAS139", "ticks_at_most"),
        (SHEET + "cross_checks:\n  - {id: c, ticked: [a], once: [z], say: C}\n", 17, "TAS134", "z"),
        (SHEET + "cross_checks:\n  - {id: c, ticked: [a], where: {fit: '+'}, say: C}\n", 17, "TAS134", "fit"),
        (SHEET + "cross_checks:\n  - {id: c, ticked: [a], fields: [amount], say: C}\n", 17, "TAS140", "c"),
        # what went away, and words that are none
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1, warn_at_points: 3}\n", 13, "TAS101", "warn_at_points"),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1, form: tiny}\n", 13, "TAS108", None),
        (CHOICES + "modes:\n  - {id: m, title: M, from: 1}\nlean: smaller\n", 14, "TAS108", None),
    ],
)  # fmt: skip
def test_what_a_bank_cannot_mean_is_refused_at_its_line(text: str, line: int, id: str, name: str) -> None:
    bank, findings = read_bank(text, "own.yaml")
    assert bank is None
    assert (line, id) in [(finding.line, finding.id) for finding in findings]
    found = next(finding for finding in findings if finding.id == id)
    assert name is None or found.params["name"] == name


@pytest.mark.parametrize("text", [RATINGS, CHOICES, SHEET])
def test_a_plain_bank_is_good(text: str) -> None:
    assert read_bank(text, "own.yaml")[1] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_banks_show_tells_every_setting(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(bank: str) -> str:
        assert run(["banks", "show", bank, "--lang", lang]) == 0
        return "".join(capsys.readouterr().out.split())

    def said(key: str, **params: int | str) -> str:
        return "".join(say(key, lang, **params).split())

    tas, uss = shown("tas"), shown("uss")
    for mark, count in (("required", 2), ("veto", 3), ("core", 7), ("not_contested", 1), ("own_word", 6)):
        assert tas.count(said(f"banks.{mark}")) == count
    assert said("banks.veto_all", others="political_alignment") in tas
    assert said("banks.ask_first", questions=", ".join(TAS.ask_first)) in tas
    assert said("banks.verdict", yes=0, no=0) in tas
    for check in TAS.cross_checks:
        for text in filter(None, (check.say, check.say_minus)):
            assert "".join(text[lang].split()) in tas  # type: ignore[index]
    assert said("banks.check.rival", minus=5, plus=0) in tas
    assert said("banks.check.close", n=365) in tas
    assert said("banks.form.short") in uss
    assert said("banks.lean.larger") in uss
    assert said("banks.warn.always", n=4, points=3, questions="deal_size") in uss


def test_banks_check_exits_1_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("format: 1\nid: own\nversion: 1\ntitle: T\nsectons: []\n", encoding="utf-8")
    assert run(["banks", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:5: error TAS101" in out
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


SHIPPED = sorted({path.stem for path in (ROOT / "questions").glob("*.yaml")} - {"playbook"})
SHEETS = [id for id in SHIPPED if bank(id).is_worksheet]


def test_the_account_plan_has_its_sheets() -> None:
    assert SHEETS == [
        "activities", "control", "customer", "partners", "plan", "players", "progress", "selection", "value", "visits",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("id", SHEETS)
def test_a_sheet_is_shown_in_every_language_and_whole(
    id: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = bank(id)
    assert sheet.id == id
    assert run(["banks", "show", id, "--lang", lang]) == 0
    told = "".join(capsys.readouterr().out.split())
    texts = [sheet.title, *(section.title for section in sheet.sections)]
    texts += [check.say for check in sheet.cross_checks]
    for question in sheet.by_id.values():
        texts += [text for text in (question.title, question.why, question.plus, question.proof) if text]
        texts += [option.title for option in question.options]
        texts += [column.title for column in question.columns]
        texts += [option.title for column in question.columns for option in column.options]
        assert question.ask is None or (isinstance(question.ask, dict) and {*question.ask} == {"en", "zh"})
        assert "".join(text_in(question.title, lang).split()) in told
    for text in texts:
        assert isinstance(text, dict)
        assert {*text} == {"en", "zh"}


def test_what_a_sheet_asks_of_another_bank_is_there() -> None:
    for sheet in map(bank, SHEETS):
        for check in sheet.cross_checks:
            for name in check.where:
                other, _, question = name.partition(".")
                assert bank(other).by_id[question].kind.each_party, name


def test_a_plan_is_filled_by_whoever_asks_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new deal is not asked for it, and one that has it is not either."""
    path = str(tmp_path / "a.tas.yaml")
    assert run(["assess", path, "--customer", "A", "--opportunity", "B", "--lines"]) == 0
    assert "players" not in Path(path).read_text(encoding="utf-8")
    assert run(["rate", path, "players.people/cio.name=Anna", "people/cio.role=decider"]) == 0
    capsys.readouterr()
    assert run(["assess", path, "--lines"]) == 0
    assert "Anna" not in capsys.readouterr().err


def test_the_bank_in_the_documentation_is_a_good_one() -> None:
    text = (ROOT / "docs" / "banks.md").read_text(encoding="utf-8")
    example = next(block for block in text.split("```yaml\n") if block.startswith("format: 1")).split("```")[
        0
    ]
    bank, findings = read_bank(example, "docs/banks.md")
    assert bank is not None, findings


def test_banks_check_speaks_as_check_does_and_names_what_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "questions" / "uss.yaml").read_text(encoding="utf-8")
    Path("bad.yaml").write_text(
        text.replace("format: 1", "format: 1\nodd: 1", 1) + "worse: 2\n", encoding="utf-8"
    )
    Path("good.yaml").write_text(text, encoding="utf-8")
    assert run(["banks", "check", "gone.yaml", "bad.yaml", "good.yaml"]) == 2
    out, err = capsys.readouterr()
    assert "gone.yaml" in err
    found = [line for line in out.splitlines() if line.startswith("bad.yaml:")]
    assert [": error TAS101 " in line for line in found] == [True, True]
    assert [int(line.split(":")[1]) for line in found] == sorted(int(line.split(":")[1]) for line in found)
    assert "    | odd: 1" in out
    assert "good.yaml" in out
