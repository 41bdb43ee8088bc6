"""Policy rules: what they can name, what is said of those that cannot be used, what they make of a deal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, LIBRARY, ROOT, TAS, TODAY, rated, scored
from tas_cli.findings import Finding
from tas_cli.judging.our_cells import Asked, our_cells
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, read_assessment, usable
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.layout import new_text
from tas_cli.model.library import Library
from tas_cli.model.settings import Settings
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
    return Deal(assessment, BANKS, our_cells(assessment, Asked.of(BANKS)), TODAY)


def outcome(expression: str, assessment: Assessment = SOME) -> str:
    policy, findings = compiled(expression)
    assert not findings, [each.text("en") for each in findings]
    return policy.apply(deal(assessment))[0].outcome


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
        "tas.application_or_project.evidence == '' && tas.application_or_project.next_step == ''",
        "tas.solution_fit.due == '' && tas.solution_fit.owner == '' && uss.solution.due < '2027-01-31'",
        "deal.crm_id == '' && size(deal.waivers) == 0 && !('TAS201' in deal.waivers)",
        "uss.deal_size.answer == 'medium'",
        "uss.competition['answer'] == ''",
        "uss.deal_size.evidence == ''",
        "deal.customer == 'Acme' && deal.opportunity == 'Core' && deal.owner == '' && deal.currency == ''",
        "deal.stage.startsWith('prop')",
        "deal.amount > 100000",
        "deal.amount > 100000.0",
        "100000 < deal.amount",
        "deal.amount == 250000",
        "deal.amount in [1, 250000]",
        "deal.amount / 1000.0 >= 2.0 * 100.0",
        "deal.amount > size(deal.competitors)",
        "deal.amount > -1 && -deal.amount < 0.5",
        "double(size(deal.competitors)) * 1.5 == 3.0",
        "deal.amount > 100000 && deal.days_to_close > 30",
        "deal.amount > 3000000 / 12 - 1",
        "deal.outcome == 'open' && !deal.verified && deal.close_date == ''",
        "deal.close_date < '2027-01-31' && deal.closed_on in ['', '2027-01-31'] && deal.assessed_on == ''",
        "deal.lost_to == '' && deal.reason == ''",
        "'a' in deal.competitors && !('nobody' in deal.competitors)",
        "deal.days_since_assessed > 100000 && deal.days_to_close > 100000",
        "timestamp('2023-07-01T00:00:00Z') < timestamp('2027-07-01T00:00:00Z')",
        "card.verdict == 'find_out'",
        "card.mode == ''",
        "card.score.uss > 7 && card.score.uss < 20.5",
        "card.sections.tas.win == 'yes'",
        "card.counts.plus == 18 && card.counts.minus == 1",
        "card.counts.unknown == 1 && card.counts.unrated == 0",
        "size(card.unsupported) == 18 && 'tas.strategic_value' in card.unsupported",
        "card.standing.a != '' && card.standing.nobody == ''",
        "deal.competitors.exists(c, tas.application_or_project[c] == '+')",
        "deal.competitors.all(c, tas.solution_fit[c] != '-')",
        "!deal.competitors.exists(c, c == 'x_sys')",
        "deal.customer.startsWith('Ac') && deal.customer.matches('^A.*e$')",
        "// a comment\n  true",
        'deal.owner == "proposal" ? true : deal.amount > 3',
        "'and = or' != deal.owner",
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
        ("card.sections.tas.wim == 'yes'", "card.sections.tas.win"),
        ("card.sections.uss.form == 'yes'", "'card.sections.uss.form'"),
        ("card.counts.pluss > 1", "card.counts.plus"),
        ("card.count.plus > 1", "card.counts.plus"),
        ("deal.stge == 'x'", "deal.stage"),
        ("tas.solution_fit.answer == '+'", "tas.solution_fit.us"),
        ("tas.solution_fit.note == ''", "tas.solution_fit."),
        ("tas.solution_fit['X-Sys'] == '+'", "tas.solution_fit['x_sys']"),
        ("tas.solution_fit == '+'", "tas.solution_fit.us"),
        ("card.standing['us'] == 'ahead'", "card.standing['x_sys']"),
        ("uss.solution.us == '+'", "uss.solution.answer"),
        ("uss.solution == '?'", "uss.solution.answer"),
        ("uss.solutions.answer == '?'", "uss.solution"),
        ("tas == 3", "'tas'"),
        ("deal == 3", "'deal'"),
        ("deal.owner", "gives string"),
        ("deal.days_to_close", "gives int"),
        ("deal.amount", "gives double"),
        ("card.score.uss * 2.0", "gives double"),
        ("deal.verified ? deal.amount : 1.0", "gives double"),
        ("tas.solution_fit", "gives map"),
        ("deal.owner > 3", "no matching overload"),
        ("deal.owner == ", "Syntax error"),
        ("deal.owner == '", "Syntax error"),
        ("nope(deal.owner)", "nope"),
        ("deal.owner.us == 'x'", "select"),
        ("deal.competitors.exists(tas, true)", "'tas' already means"),
        ("x" * 2001, "2000"),
        ("(" * 300 + "true" + ")" * 300, "recursion"),
        ("[deal.customer].map(a, a+a+a+a+a+a+a+a+a+a).size() > 0", "grows"),
        ("deal.competitors.all(c, c.matches('(a*)*b'))", "grows"),
        # What managers write.
        ("deal.owner == 'x' and deal.verified", "write &&"),
        ("deal.owner is not 'x'", "'is not' is not CEL: write !="),
        ("deal.owner not in ['x']", "'not in' is not CEL: write !(... in ...)"),
        ("deal.owner <> 'x'", "'<>' is not CEL: write !="),
        ("deal.owner == 'x' OR deal.verified", "write ||"),
        ("not deal.verified", "write !"),
        ("deal.owner = 'x'", "write =="),
        ("deal.owner == “x”", "write '"),
        ("deal.owner == 'x' 且 deal.verified", "write &&"),
        # Numbers of two kinds.
        ("deal.amount / 1000 >= 2", "deal.amount may have decimals"),
        ("deal.amount * 2.0 > 3", "write 3.0 for 3"),
        ("deal.days_to_close > 30.5", "write 3.0 for 3"),
        ("2 + deal.amount > 3", "write 3.0 for 3"),
        ("deal.amount > '100000'", "compared with what is none"),
        # Constants and calls that fail on every deal.
        ("timestamp('2023-07-01') < timestamp('2027-07-01T00:00:00Z')", "deal.close_date < '2027-01-31'"),
        ("timestamp('2023-07-01') < timestamp('2027-07-01T00:00:00Z')", "'2023-07-01' has no time"),
        ("timestamp(deal.close_date) < timestamp('2027-07-01T00:00:00Z')", "deal.close_date has no time"),
        ("int('many') > deal.days_to_close", "int can never be worked out: cannot convert"),
        ("deal.days_to_close > 1 % 0", "modul"),
        ("deal.owner.matches('a(')", "invalid reg"),
        ("deal.verified && 'a'.matches('(')", "invalid reg"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_line(expression: str, told: str) -> None:
    policy, findings = compiled("true", expression)
    assert [each.rule.id for each in policy.rules] == ["r0"]
    assert {(each.id, each.level, each.line) for each in findings} == {("TAS301", "error", 3)}
    assert any(told in each.text("en") for each in findings)
    assert all(each.help("zh") for each in findings)


@pytest.mark.parametrize(
    "name",
    "customer stage amount verified competitors days_to_close verdict mode unsupported standing".split(),
)
def test_a_name_without_its_root_gets_it_as_its_cure(name: str) -> None:
    _, findings = compiled(f"{name} == 'x'")
    told = findings[0].text("en")
    assert [f"nearest: {root}.{name})" in told for root in ("deal", "card")].count(True) == 1


@pytest.mark.parametrize(
    ("expression", "id", "told"),
    [
        ("tas.solution_fit.us == '＋'", "TAS303", "'＋'"),
        ("tas.solution_fit['us'] != 'yes'", "TAS303", "'yes'"),
        ("tas.solution_fit['金蝶'] == 'yes'", "TAS303", "'yes'"),
        ("'plus' == tas.solution_fit.us", "TAS303", "'plus'"),
        ("deal.competitors.exists(c, tas.solution_fit[c] == 'yes')", "TAS303", "'yes'"),
        ("uss.solution.answer in ['tailored', 'tailord']", "TAS303", "'tailord'"),
        ("card.verdict == 'persue'", "TAS303", "'persue'"),
        ("!(deal.outcome == 'loose')", "TAS303", "'loose'"),
        ("(deal.outcome) == 'loose' || deal.verified", "TAS303", "'loose'"),
        ("card.mode == 'quickly'", "TAS303", "'quickly'"),
        ("card.sections.tas.win == 'ja'", "TAS303", "'ja'"),
        ("card.standing.a == 'infront'", "TAS303", "'infront'"),
        ("card.unsupported.exists(q, q == 'tas.compelling_evnt')", "TAS303", "'tas.compelling_evnt'"),
        ("!('compelling_event' in card.unsupported)", "TAS306", "'tas.compelling_event'"),
        ("'tas.compelling_evnt' in card.unsupported", "TAS306", "'tas.compelling_event'"),
        ("!('X-Sys' in deal.competitors)", "TAS306", "'x_sys'"),
        ("'us' in deal.competitors", "TAS306", "'us'"),
        ("!deal.competitors.exists(c, c == 'X-Sys')", "TAS306", "'x_sys'"),
        ("deal.lost_to != 'X-Sys'", "TAS306", "'x_sys'"),
        ("deal.lost_to in ['X-Sys', '']", "TAS306", "'x_sys'"),
        ("!('X-Sys' in card.standing)", "TAS306", "'x_sys'"),
        ("'X-Sys' in tas.compelling_event", "TAS306", "'x_sys'"),
        ("'The CIO' in players.people.id", "TAS306", "'the_cio'"),
        ("deal.close_date <= '31/12/2026'", "TAS307", "'31/12/2026'"),
        ("'2026-1-1' < deal.close_date", "TAS307", "'2026-1-1'"),
        ("deal.closed_on in ['2026-02-30']", "TAS307", "'2026-02-30'"),
        ("deal.close_date.endsWith('/2026')", "TAS307", "'/2026'"),
        ("!deal.outcome.startsWith('Wo')", "TAS303", "'Wo'"),
        ("card.mode.contains('quik')", "TAS303", "'quik'"),
        ("'TAS101' in deal.waivers", "TAS306", "'TAS"),
        ("tas.solution_fit.due < '1.2.2027'", "TAS307", "'1.2.2027'"),
        ("has(tas.solution_fit.us)", "TAS308", "deal.owner != ''"),
        ("!has(deal.owner)", "TAS308", "deal.owner != ''"),
        ("card.counts.plus / 20 > 0", "TAS309", "double("),
        ("deal.days_to_close / 7 > 2", "TAS309", "double("),
        ("deal.days_to_close > 10 / 3", "TAS309", "double("),
        ("deal.stage == 'proposal'", "TAS310", "stages: ["),
        ("deal.stage in ['', 'proposal']", "TAS310", "stages: ["),
    ],
)
def test_what_can_never_do_what_it_says_is_an_error(expression: str, id: str, told: str) -> None:
    policy, findings = compiled("true", expression)
    assert [each.rule.id for each in policy.rules] == ["r0"]
    assert [(each.id, each.level, each.line) for each in findings] == [(id, "error", 3)]
    assert told in f"{findings[0].text('en')} {findings[0].help('en')}"


def test_a_team_s_own_fields_are_named_by_their_kind() -> None:
    more = "custom: {region: text, seats: number, renewal: date, forecast: {options: [commit, best_case]}}\n"
    assessment = SOME.model_copy(update={"custom": {"seats": "40", "forecast": "commit"}})
    policy, findings = compiled(
        "deal.custom.seats > 30 && deal.custom.seats < 40.5",
        "deal.custom.region == '' && deal.custom.renewal < '2027-01-31'",
        "deal.custom.forecast == 'commit' && deal.custom['forecast'] in ['commit', '']",
        more=more,
    )
    assert findings == []
    assert [each.outcome for each in policy.apply(deal(assessment))] == ["holds"] * 3
    for expression, id in (
        ("deal.custom.forecast == 'comit'", "TAS303"),
        ("deal.custom.renewal < '1.2.27'", "TAS307"),
        ("deal.custom.forcast == ''", "TAS301"),
        ("deal.custom.seats == 'many'", "TAS301"),
    ):
        assert [each.id for each in compiled(expression, more=more)[1]] == [id]
    assert [each.id for each in compiled("deal.custom.seats > 3")[1]] == ["TAS301"]


def test_stages_are_those_of_the_workspace() -> None:
    more = "stages: [proposal]\n"
    assert compiled("deal.stage in ['proposal', '']", more=more)[1] == []
    assert [each.id for each in compiled("deal.stage == 'propsal'", more=more)[1]] == ["TAS303"]


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
        "own['for']['us'] == '' && own.for.us == ''",
        "card.sections.own['价值'] == 'unclear'",
        library=library,
    )
    assert findings == []
    assessment = Assessment().model_copy(update={"answers": {"own": {"金额": Answer(ratings={"us": "+"})}}})
    seen = Deal(assessment, [bank], our_cells(assessment, Asked.of([bank])), TODAY)
    assert [each.outcome for each in policy.apply(seen)] == ["holds"] * 3


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_two_spellings_of_one_word_are_one(form: Literal["NFC", "NFD"]) -> None:
    """In what a rule says and in what a deal does; an id is the same in both."""
    text = normalize(
        form,
        "format: 1\nid: own\nversion: 1\ntitle: T\nsections:\n  - id: s\n    title: S\n    questions:\n"
        "      - {id: café, title: Q}\n",
    )
    bank, _ = read_bank(text, "own.yaml")
    assert bank is not None
    library = Library({**LIBRARY, "own": bank}, ("own",), {})
    policy, findings = compiled(
        *(
            normalize(form, rule)
            for rule in (
                "own['café'].us == '+' && own['café']['zoé'] == '-'",
                "'zoé' in deal.competitors",
                "deal.customer == 'Café'",
                "deal.stage in ['privé']",
            )
        ),
        library=library,
        more=normalize("NFD" if form == "NFC" else "NFC", "stages: [privé]\n"),
    )
    assert findings == []
    for other in ("NFC", "NFD"):
        said = normalize(other, "customer: Café\nopportunity: B\nstage: privé\ncompetitors: {zoé: Zoé}\n")
        said += normalize(other, 'answers: {own: {café: {us: "+", zoé: "-"}}}\n')
        assessment = usable(read_assessment(said, "a.tas.yaml"))
        seen = Deal(assessment, [bank], our_cells(assessment, Asked.of([bank])), TODAY)
        assert {each.outcome for each in policy.apply(seen)} == {"holds"}
    (fault,) = compiled("own.café.us == '+'", library=library)[1]
    assert "own['café']" in fault.text("en")
    assert "own['café']" in values_seen(policy.names, seen)


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
        ("deal.stage == ''", "stage: proposal"),
        ("deal.owner != '' && deal.amount < 3", "amount: 250000"),
        ("card.counts.plus > 30", "format: 1"),
        ("uss.deal_size.answer == 'small'", "deal_size: medium"),
        ("uss.competition.answer == '?'", "uss:"),
    ],
)
def test_a_finding_points_to_what_the_rule_names(expression: str, line: str) -> None:
    found = findings_of({"expect": expression})[0]
    assert new_text(SOME, LIBRARY).splitlines()[found.line - 1].strip() == line


def test_when_decides_whether_a_rule_applies() -> None:
    assert findings_of({"when": "deal.owner != ''", "expect": "false"}) == []
    assert len(findings_of({"when": "deal.owner == ''", "expect": "false"})) == 1


@pytest.mark.parametrize(
    "rule",
    [{"expect": "1 % int(deal.amount - 250000.0) > 0"}, {"when": "int(deal.owner) > 1", "expect": "true"}],
)
def test_a_rule_that_fails_on_a_deal_is_that_deals_finding(rule: dict[str, str]) -> None:
    found = findings_of({**rule, "level": "warning"})
    assert [(each.id, each.level) for each in found] == [("TAS302", "warning")]
    assert "rule" in found[0].text("en")


def test_long_texts_are_cut_for_rules() -> None:
    assert (
        outcome("size(deal.customer) == 10000", SOME.model_copy(update={"customer": "x" * 50000})) == "holds"
    )


def test_values_have_the_kind_they_say() -> None:
    names = names_of(LIB, Settings())
    kinds = {
        "text": str, "day": str, "number": float, "whole": int, "flag": bool, "list": list, "map": dict,
    }  # fmt: skip
    for assessment in (SOME, Assessment()):
        for name, value in values_seen(names, deal(assessment)).items():
            assert type(value) is kinds[names.known[name].kind], name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_starter_policy_compiles_and_means_something(lang: str) -> None:
    made = read_workspace(say("init.workspace", lang), ROOT)
    policy, findings = compiled_policy(made, LIB)
    assert findings == []
    assert policy is not None
    assert len(policy.rules) == 5
    first, _, last = made.settings.stages
    hopeless = rated("-" * 20, stage=last, amount=10**6, close_date=TODAY, start=scored("2" * 8))
    empty = rated("", stage=last, close_date=TODAY)
    failed = {
        each.rule.id
        for one in (hopeless, empty)
        for each in policy.apply(deal(one))
        if each.outcome == "fails"
    }
    assert failed == {each.rule.id for each in policy.rules}
    assert {each.outcome for each in policy.apply(deal(rated("++", stage=first)))} == {"skipped"}


def test_a_greedy_policy_is_held_in_bounds() -> None:
    """Repetition within repetition ends by CEL's own budget, texts cannot be multiplied without limit."""
    nested = (
        "deal.competitors.all(a, deal.competitors.all(b, deal.competitors.all(c,"
        " deal.competitors.all(d, a + b + c + d != ''))))"
    )
    many = SOME.model_copy(update={"competitors": {f"c{i}": "x" for i in range(300)}})
    assert outcome(nested, many) == "broken"


WORDS = st.sampled_from(
    "tas uss deal.stage deal.amount deal.competitors deal.close_date card.counts.plus card.unsupported"
    " . . [ ] ( ) == != < > + - * / && || ! ? : , 'us' '+' '' 1 2.5 0 % timestamp"
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
    names = names_of(Library({"uss": LIBRARY["uss"]}, ("uss",), {}), Settings())
    assert not [name for name in names.known if name.startswith("tas.")]
    assert f"tas.{next(iter(TAS.by_id))}" in names_of(LIB, Settings()).known


def test_what_a_table_says_is_no_list_of_ids() -> None:
    _, findings = compiled(
        "'Anna Smith' in players.people.name || players.people.name.exists(n, n == 'Anna Smith')"
    )
    assert findings == []


def test_a_part_of_what_can_be_is_looked_for() -> None:
    _, findings = compiled(
        "deal.outcome.startsWith('w') || deal.close_date.startsWith('2026-') || deal.owner.contains('/')",
        "deal.close_date.endsWith('-31') || card.mode.contains('') || deal.stage.startsWith('Prop')",
    )
    assert findings == []
