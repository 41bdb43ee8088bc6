"""Policy rules: what they can name, what is said of those that cannot be used, what they make of a deal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, LIBRARY, ROOT, TAS, TODAY, rated, scored
from tas_cli.findings import Finding
from tas_cli.judging.our_cells import our_cells
from tas_cli.judging.soundness import Asked
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, read_assessment
from tas_cli.model.bank import read_bank
from tas_cli.model.layout import new_text
from tas_cli.model.library import Library
from tas_cli.model.workspace import Workspace, read_workspace
from tas_cli.policy import Deal, Policy, compiled_policy, names_of, values_seen
from tas_cli.words import say

LIB = Library(LIBRARY, ("tas", "uss"), {})
SOME = rated("++-?" + "+" * 16, "+-+-", start=scored("223")).model_copy(
    update={"stage": "proposal", "amount": 250000, "competitors": {"金蝶": "金蝶", "a": "A"}}
)


def workspace(rules: Sequence[dict[str, str]], more: str = "") -> Workspace:
    text = "".join(f"  - {json.dumps(rule, ensure_ascii=False)}\n" for rule in rules)
    made = read_workspace(f"{more}policy:\n{text}", Path.cwd())
    assert not made.findings, made.findings
    return made


def compiled(*expressions: str, library: Library = LIB, more: str = "") -> tuple[Policy, list[Finding]]:
    rules = [{"id": f"r{i}", "expect": each} for i, each in enumerate(expressions)]
    policy, findings = compiled_policy(workspace(rules, more), library)
    assert policy is not None
    return policy, findings


def deal(assessment: Assessment = SOME) -> Deal:
    return Deal(assessment, BANKS, our_cells(assessment, Asked.of(BANKS).ratings), TODAY)


def outcome(expression: str, assessment: Assessment = SOME) -> str:
    policy, findings = compiled(expression)
    assert not findings, [each.text("en") for each in findings]
    return policy.apply(deal(assessment))[0].outcome


EITHER_WAY = [
    "tas.application_or_project.us == '+'",
    "amount > 0  // a comment",
    "size(customer) > 3 ? true : false",
    "tas.application_or_project['nobody'] == '+'",
    "1 / counts.plus > 0",
    "owner in ['x', 'y'] || outcome == 'open'",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(EITHER_WAY), st.sampled_from(["true", *EITHER_WAY])), min_size=1, max_size=6
    ),
    st.sampled_from([SOME, Assessment(), rated("+"), rated("-" * 20)]),
)
def test_rules_asked_together_say_what_each_says_by_itself(
    rules: list[tuple[str, str]], assessment: Assessment
) -> None:
    drawn = [{"id": f"r{i}", "expect": expect, "when": when} for i, (expect, when) in enumerate(rules)]
    together, _ = compiled_policy(workspace(drawn), LIB)
    assert together is not None
    said = [(each.rule.id, each.outcome, each.reason) for each in together.apply(deal(assessment))]
    apart = []
    for rule in drawn:
        policy, _ = compiled_policy(workspace([rule]), LIB)
        assert policy is not None
        apart += [(each.rule.id, each.outcome, each.reason) for each in policy.apply(deal(assessment))]
    assert said == apart


@pytest.mark.parametrize(
    "expression",
    [
        "tas.application_or_project.us == '+'",
        "tas.application_or_project['us'] == '+'",
        "tas['application_or_project'].us == '+'",
        "tas . access_to_funds . us == '?'",
        "tas.application_or_project.a == '+' && tas.business_profile['a'] == '-'",
        "tas.strategic_value.a == ''",
        "tas.application_or_project.nobody == ''",
        "tas.application_or_project['金蝶'] == ''",
        "tas.application_or_project.evidence == ''",
        "uss.deal_size.answer == 'medium'",
        "uss.competition.answer == ''",
        "uss.deal_size.evidence == ''",
        "customer == 'Acme' && opportunity == 'Core' && owner == '' && currency == ''",
        "stage in ['proposal', 'negotiation']",
        "amount > 100000",
        "amount > 100000.0",
        "100000 < amount",
        "amount == 250000",
        "amount in [1, 250000]",
        "amount / 1000 >= 2 * 100",
        "amount > size(competitors)",
        "amount > -1",
        "amount > (2 - 1) * 100",
        "days_to_close > 100.5",
        "size(competitors) * 1.5 == 3.0",
        "amount > 100000 && days_to_close > 30",
        "outcome == 'open' && !verified && close_date == ''",
        "'a' in competitors",
        "days_since_assessed > 100000 && days_to_close > 100000",
        "verdict == 'find_out'",
        "mode == ''",
        "sections.tas.win == 'yes'",
        "counts.plus == 18 && counts.minus == 1 && counts.unknown == 1 && counts.unrated == 0",
        "size(unsupported) == 18 && 'tas.strategic_value' in unsupported",
        "standing.a != '' && standing.nobody == ''",
        "competitors.exists(c, tas.application_or_project[c] == '+')",
        "competitors.all(c, tas.solution_fit[c] != '-')",
        "customer.startsWith('Ac') && customer.matches('^A.*e$')",
        "// a comment\n  true",
        'stage == "proposal" ? true : amount > 3',
        "has(tas.solution_fit.us)",
    ],
)
def test_holds(expression: str) -> None:
    assert outcome(expression) == "holds"


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("tas.compeling_event.us == '+'", "tas.compelling_event"),
        ("tass.compelling_event.us == '+'", "tas.compelling_event"),
        ("tas['compeling_event'].us == '+'", "tas.compelling_event"),
        ("sections.tas.wim == 'yes'", "sections.tas.win"),
        ("sections.uss.form == 'yes'", "'sections.uss.form'"),
        ("counts.pluss > 1", "counts.plus"),
        ("count.plus > 1", "counts.plus"),
        ("stge == 'x'", "stage"),
        ("tas.solution_fit.answer == '+'", "tas.solution_fit.us"),
        ("uss.solution.us == '+'", "uss.solution.answer"),
        ("uss.solutions.answer == '?'", "uss.solution.answer"),
        ("tas == 3", "'tas'"),
        ("stage", "gives string"),
        ("amount", "gives double"),
        ("stage > 3", "no matching overload"),
        ("stage == ", "Syntax error"),
        ("stage == '", "Syntax error"),
        ("nope(stage)", "nope"),
        ("stage.us == 'x'", "select"),
        ("competitors.exists(tas, true)", "'tas' already means"),
        ("x" * 2001, "2000"),
        ("(" * 300 + "true" + ")" * 300, "recursion"),
        ("[customer].map(a, a+a+a+a+a+a+a+a+a+a).size() > 0", "grows"),
        ("competitors.all(c, c.matches('(a*)*b'))", "grows"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_line(expression: str, told: str) -> None:
    policy, findings = compiled("true", expression)
    assert [each.rule.id for each in policy.rules] == ["r0"]
    assert {(each.id, each.level, each.line) for each in findings} == {("TAS301", "error", 3)}
    assert any(told in each.text("en") for each in findings)
    assert all(each.help("zh") for each in findings)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("tas.solution_fit.us == '＋'", "＋"),
        ("tas.solution_fit['us'] != 'yes'", "yes"),
        ("'plus' == tas.solution_fit.us", "plus"),
        ("uss.solution.answer in ['tailored', 'tailord']", "tailord"),
        ("verdict == 'persue'", "persue"),
        ("outcome == 'loose'", "loose"),
        ("mode == 'quickly'", "quickly"),
        ("sections.tas.win == 'ja'", "ja"),
        ("standing.a == 'infront'", "infront"),
    ],
)
def test_comparisons_that_never_hold_are_a_warning(expression: str, value: str) -> None:
    policy, findings = compiled(expression)
    assert len(policy.rules) == 1
    assert [(each.id, each.level) for each in findings] == [("TAS303", "warning")]
    assert repr(value) in findings[0].text("en")


def test_stages_are_checked_where_the_workspace_lists_them() -> None:
    assert compiled("stage == 'propsal'")[1] == []
    assert [each.id for each in compiled("stage == 'propsal'", more="stages: [proposal]\n")[1]] == ["TAS303"]


@pytest.mark.parametrize("id", ["TAS201", "", "a b", "../x", "-x", "x" * 101])
def test_ids_that_no_rule_may_have(id: str) -> None:
    _, findings = compiled_policy(workspace([{"id": id, "expect": "true"}]), LIB)
    assert [each.id for each in findings] == ["TAS304"]


def test_an_id_belongs_to_one_rule() -> None:
    _, findings = compiled_policy(workspace([{"id": "a", "expect": "true"}] * 2), LIB)
    assert [(each.id, each.line) for each in findings] == [("TAS304", 3)]


def test_a_policy_has_an_end() -> None:
    policy, findings = compiled_policy(
        workspace([{"id": f"r{i}", "expect": "true"} for i in range(300)]), LIB
    )
    assert policy is not None
    assert len(policy.rules) == 200
    assert [(each.id, each.line) for each in findings] == [("TAS305", 202)]


def test_a_bank_in_another_script_can_be_named() -> None:
    text = (
        "format: 1\nid: own\nversion: 1\ntitle: T\nsections:\n  - id: 价值\n    title: S\n    questions:\n"
        "      - {id: 金额, title: Q}\n      - {id: for, title: Q}\n"
    )
    bank, _ = read_bank(text, "own.yaml")
    assert bank is not None
    library = Library({**LIBRARY, "own": bank}, ("own",), {})
    policy, findings = compiled(
        "own['金额'].us == '+'",
        "own['for']['us'] == ''",
        "sections.own['价值'] == 'unclear'",
        library=library,
    )
    assert findings == []
    assessment = Assessment().model_copy(update={"answers": {"own": {"金额": Answer(ratings={"us": "+"})}}})
    seen = Deal(assessment, [bank], our_cells(assessment, Asked.of([bank]).ratings), TODAY)
    assert [each.outcome for each in policy.apply(seen)] == ["holds"] * 3


def findings_of(rule: dict[str, str], assessment: Assessment = SOME) -> list[Finding]:
    policy, faults = compiled_policy(workspace([{"id": "rule", **rule}]), LIB)
    assert policy is not None
    assert faults == []
    reading = read_assessment(new_text(assessment, LIBRARY), "a.tas.yaml")
    return list(policy.judge(deal(assessment), reading, "a.tas.yaml"))


def test_a_finding_carries_the_rule() -> None:
    rule = {"expect": "tas.solution_fit.us == '-'", "level": "warning", "say": "Not {this}, [please]."}
    found = findings_of(rule)[0]
    assert (found.id, found.level, found.question) == ("rule", "warning", "tas.solution_fit")
    assert found.text("en") == found.text("zh") == "Not {this}, [please]."
    assert "tas.solution_fit.us == '-'" in found.help("en")
    line = new_text(SOME, LIBRARY).splitlines()[found.line - 1]
    assert line.strip() == "solution_fit:"


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("stage == 'x'", "stage: proposal"),
        ("owner != '' && stage == 'x'", "stage: proposal"),
        ("counts.plus > 30", "format: 1"),
        ("uss.deal_size.answer == 'small'", "deal_size: medium"),
        ("uss.competition.answer == '?'", "uss:"),
    ],
)
def test_a_finding_points_to_what_the_rule_names(expression: str, line: str) -> None:
    found = findings_of({"expect": expression})[0]
    assert new_text(SOME, LIBRARY).splitlines()[found.line - 1].strip() == line


def test_when_decides_whether_a_rule_applies() -> None:
    assert findings_of({"when": "stage == 'lead'", "expect": "false"}) == []
    assert len(findings_of({"when": "stage == 'proposal'", "expect": "false"})) == 1


@pytest.mark.parametrize(
    "rule", [{"expect": "1 / int(amount - 250000.0) > 0"}, {"when": "int(owner) > 1", "expect": "true"}]
)
def test_a_rule_that_fails_on_a_deal_is_that_deals_finding(rule: dict[str, str]) -> None:
    found = findings_of({**rule, "level": "warning"})
    assert [(each.id, each.level) for each in found] == [("TAS302", "warning")]
    assert "rule" in found[0].text("en")


def test_long_texts_are_cut_for_rules() -> None:
    assert outcome("size(customer) == 10000", SOME.model_copy(update={"customer": "x" * 50000})) == "holds"


def test_values_have_the_kind_they_say() -> None:
    names = names_of(LIB, ())
    kinds = {"text": str, "number": float, "whole": int, "flag": bool, "names": list, "by_name": dict}
    for assessment in (SOME, Assessment()):
        for name, value in values_seen(names, deal(assessment)).items():
            assert type(value) is kinds[names.known[name].kind], name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_starter_policy_compiles_and_means_something(lang: str) -> None:
    made = read_workspace(say("init.workspace", lang), ROOT)  # type: ignore[arg-type]
    policy, findings = compiled_policy(made, LIB)
    assert findings == []
    assert policy is not None
    assert len(policy.rules) == 5
    hopeless = rated("-" * 20, stage="negotiation", amount=10**6, close_date=TODAY, start=scored("2" * 8))
    empty = rated("", stage="negotiation", close_date=TODAY)
    failed = {
        each.rule.id
        for one in (hopeless, empty)
        for each in policy.apply(deal(one))
        if each.outcome == "fails"
    }
    assert failed == {each.rule.id for each in policy.rules}
    assert {each.outcome for each in policy.apply(deal(rated("++", stage="discovery")))} == {"skipped"}


def test_a_greedy_policy_is_held_in_bounds() -> None:
    """Repetition within repetition ends by CEL's own budget, texts cannot be multiplied without limit."""
    nested = (
        "competitors.all(a, competitors.all(b, competitors.all(c, competitors.all(d, a + b + c + d != ''))))"
    )
    many = SOME.model_copy(update={"competitors": {f"c{i}": "x" for i in range(300)}})
    assert outcome(nested, many) == "broken"


WORDS = st.sampled_from(
    "tas uss sections counts stage amount competitors . . [ ] ( ) == != < > + - * / && || ! ? : , 'us' '+' '' 1 2.5"
    " true false null in all exists filter map has size solution_fit deal_size us answer win x c // ' \" \\ \n 金 \x00".split(
        " "
    )
)


@given(st.lists(WORDS, max_size=14), st.sampled_from(["", " "]))
def test_no_expression_breaks_the_compiler(words: list[str], glue: str) -> None:
    rules = [{"id": "r", "expect": glue.join(words) or "x"}]
    made = read_workspace(json.dumps({"policy": rules}), Path.cwd())
    policy, findings = compiled_policy(made, LIB)
    assert policy is not None
    for finding in findings:
        assert finding.text("en")
        assert finding.text("zh")
    for applied in policy.apply(deal()):
        assert applied.outcome in ("holds", "fails", "broken")


def test_the_language_is_loaded_for_rules_only() -> None:
    program = "import sys, tas_cli.policy; print('cel_expr_python' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_banks_are_not_built_into_rules() -> None:
    names = names_of(Library({"uss": LIBRARY["uss"]}, ("uss",), {}), ())
    assert not [name for name in names.known if name.startswith("tas.")]
    assert f"tas.{next(iter(TAS.by_id))}" in names_of(LIB, ()).known
