"""Rules compiled once and applied to many deals. The only module that imports CEL.

A rule that cannot be used, or could never do what it says, is a finding of its tas.yaml; one that fails on a
deal is that deal's finding. Judges nothing by itself and touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ..errors import Param, TasError
from ..findings import Finding
from ..model.assessment import Reading
from ..model.library import Library
from ..model.settings import Rule
from ..model.workspace import Workspace
from ..words import LANGUAGES, Lang, say
from ..yamlio.document import one_spelling
from .expressions import tree_of
from .mistakes import mistakes
from .names import Deal, Name, PolicyNames, names_of
from .wording import Mistake, Uses, Wording, merge_uses, spelled, worded

RULE_ID = re.compile(r"(?!TAS[0-9])\w[\w.-]{0,99}")
MOST_RULES = 200
_COMPLAINT = re.compile(r"(?:ERROR: <input>:-?\d+:-?\d+: )?([^\n]*)")
_NOISE = re.compile(r" \(in container ''\)| \[[A-Z_]+\]$|^[A-Z_]+: ")
_APART = re.compile(r"applied to '\((?:int, double|double, int|double, list\(int\))\)'")
"""How CEL complains of a whole number beside one with decimals."""

RuleOutcome = Literal["holds", "fails", "skipped", "broken"]


class Compiled(NamedTuple):
    """A rule ready to be applied: `when` is None where it always applies. `used` are the names in it."""

    rule: Rule
    when: Any
    expect: Any
    used: tuple[str, ...]


class Applied(NamedTuple):
    """What a rule made of a deal; `reason` says why it could not be worked out."""

    rule: Rule
    outcome: RuleOutcome
    reason: str = ""


class Policy:
    """The rules of a workspace that compiled, in their order."""

    def __init__(
        self,
        rules: Sequence[Compiled],
        environment: Any,
        names: PolicyNames,
        uses: Uses,
        words: Iterable[str],
    ) -> None:
        self.rules = tuple(rules)
        self.names = names
        self._environment = environment
        # Whatever may be asked for as a party has an answer, though a deal may not have that party.
        self._blank = dict.fromkeys(words, "")
        self._values = [(spelled(name), names.known[name], keys) for name, keys in uses.items()]

    def apply(self, deal: Deal) -> list[Applied]:
        """What each rule makes of `deal`."""
        activation = self._environment.Activation(
            {name: self._value(each, keys, deal) for name, each, keys in self._values}
        )
        return [_applied(rule, activation) for rule in self.rules]

    def judge(self, deal: Deal, reading: Reading, file: str) -> Iterator[Finding]:
        """The findings of the rules that `deal` does not meet."""
        for compiled, applied in zip(self.rules, self.apply(deal), strict=True):
            if applied.outcome in ("fails", "broken"):
                yield _finding(compiled, applied, self.names, reading, file)

    def _value(self, name: Name, keys: set[str] | None, deal: Deal) -> object:
        value = name.value(deal)
        if isinstance(value, dict):
            value = {**self._blank, **value} if keys is None else {key: value.get(key, "") for key in keys}
        return _in_one_spelling(value)


def _in_one_spelling(value: object) -> object:
    """A value as it is compared with the words of a rule."""
    if isinstance(value, str):
        return one_spelling(value)
    if isinstance(value, list):
        return list(map(one_spelling, value))
    if isinstance(value, dict):
        return {key: one_spelling(text) for key, text in value.items()}
    return value


def compiled_policy(workspace: Workspace, library: Library) -> tuple[Policy | None, list[Finding]]:
    """The workspace's rules compiled, None when it has none, and what is wrong with them.

    TasError when there are rules and CEL is not installed: they would silently guard nothing.
    """
    if not workspace.settings.policy:
        return None, []
    names = names_of(library, workspace.settings)
    compiler = _Compiler(names)
    rules: list[Compiled] = []
    findings: list[Finding] = []
    uses: Uses = {}
    words: set[str] = set()
    taken: set[str] = set()
    for i, rule in enumerate(workspace.settings.policy):
        found = _Rule(rule, i, workspace)
        if i == MOST_RULES:
            found.say("id", Mistake("TAS305", {"limit": MOST_RULES}))
            findings += found.findings
            break
        if not RULE_ID.fullmatch(rule.id) or rule.id in taken:
            found.say("id", Mistake("TAS304", {"name": rule.id[:60]}))
        taken.add(rule.id)
        compiled, wordings = found.compiled(compiler)
        findings += found.findings
        if compiled is not None:
            rules.append(compiled)
            for wording in wordings:
                merge_uses(uses, wording.uses)
                words |= wording.words
    return Policy(rules, compiler.environment, names, uses, words), findings


def compiled_condition(source: str, workspace: Workspace, library: Library, lang: Lang) -> Policy:
    """A condition of `--where` as a policy of one rule. TasError when it cannot be used."""
    settings = workspace.settings.model_copy(update={"policy": [Rule(id="where", expect=source)]})
    policy, findings = compiled_policy(workspace._replace(settings=settings, document=None), library)
    if policy is None or findings:
        raise TasError("portfolio.bad_where", reason=_why_not(findings[0], lang) if findings else "-")
    return policy


def _why_not(finding: Finding, lang: Lang) -> str:
    """What is wrong with a condition, without the name and the field that it has as a rule."""
    text = finding.text(lang)
    reason = (text.partition("expect")[2] or text.partition("where")[2]).lstrip(":： ")
    return reason if finding.id == "TAS301" else f"{reason} ({finding.help(lang)})"


class _Compiler:
    """CEL, told which names there are and what kind of value each has."""

    def __init__(self, names: PolicyNames) -> None:
        try:
            from cel_expr_python import cel  # type: ignore[import-untyped]
        except ImportError:
            raise TasError("policy.no_cel") from None
        kinds = {
            "text": (cel.Type.STRING, ""),
            "day": (cel.Type.STRING, ""),
            # 100000 and 100000.0 mean the same to people: of this one CEL finds out when it sees the value.
            "number": (cel.Type.DYN, 0.0),
            "whole": (cel.Type.INT, 0),
            "flag": (cel.Type.BOOL, False),
            "list": (cel.Type.List(cel.Type.STRING), []),
            "map": (cel.Type.Map(cel.Type.STRING, cel.Type.STRING), {}),
        }
        self.names = names
        self.called = {spelled(name): (name, each) for name, each in names.known.items()}
        self.environment = cel.NewEnv(
            variables={called: kinds[each.kind][0] for called, (_, each) in self.called.items()}
        )
        self._nothing = self.environment.Activation(
            {
                called: dict.fromkeys(each.keys, "") if each.keys else kinds[each.kind][1]
                for called, (_, each) in self.called.items()
            }
        )

    def kind(self, expression: Any) -> str:
        """What an expression gives; of a number with or without decimals only a deal's value tells it."""
        kind: str = expression.return_type().name()
        try:
            return kind if kind != "DYN" else expression.eval(self._nothing).type().name()
        except RuntimeError:
            return "ERROR"

    def fails(self, part: bytes) -> str | None:
        """Why a part of an expression cannot be worked out for a deal that says nothing; None when it can."""
        try:
            value = self.environment.deserialize(part).eval(self._nothing)
        except RuntimeError as trouble:
            return _plain(trouble)
        return _plain(value.value()) if value.type().name() == "ERROR" else None


class _Rule:
    """A rule on its way through the compiler, and what is wrong with it."""

    def __init__(self, rule: Rule, index: int, workspace: Workspace) -> None:
        self.rule = rule
        self.findings: list[Finding] = []
        self._index = index
        self._workspace = workspace

    def say(self, field: str, mistake: Mistake) -> None:
        """Say what is wrong with a field: a finding of its own, or a reason why the rule cannot be used."""
        line = self._workspace.line(("policy", self._index, field))
        params: dict[str, Param] = {"rule": self.rule.id[:60], "field": field, **mistake.params}
        if mistake.id.startswith("TAS"):
            finding = Finding(mistake.id, "error", self._workspace.file, line, params=params)
        else:
            message: dict[str, str] = {
                lang: say("TAS301", lang, **{**params, "reason": say(f"policy.{mistake.id}", lang, **params)})
                for lang in LANGUAGES
            }
            finding = Finding("TAS301", "error", self._workspace.file, line, message=message)
        if finding not in self.findings:
            self.findings.append(finding)

    def compiled(self, compiler: _Compiler) -> tuple[Compiled | None, list[Wording]]:
        """The rule made ready, None when something is wrong with it; and what its expressions say."""
        made: dict[str, Any] = {}
        wordings = []
        for field in ("expect", "when"):
            wording = worded(getattr(self.rule, field), compiler.names)
            for mistake in wording.mistakes:
                self.say(field, mistake)
            if not wording.mistakes:
                made[field] = self._expression(field, wording.source, compiler)
            wordings.append(wording)
        if self.findings:
            return None, []
        when = None if self.rule.when.strip() == "true" else made["when"]
        used = dict.fromkeys(name for wording in wordings for name in wording.uses)
        return Compiled(self.rule, when, made["expect"], tuple(used)), wordings

    def _expression(self, field: str, source: str, compiler: _Compiler) -> Any:
        """The expression compiled; what is wrong with it is said."""
        try:
            expression = compiler.environment.compile(source)
            tree = tree_of(expression.serialize())
        except Exception as trouble:  # whatever the compiler raises is about the expression
            self.say(field, _complaint(str(trouble)))
            return None
        kind = compiler.kind(expression)
        if kind not in ("BOOL", "ERROR"):
            self.say(field, Mistake("not_bool", {"kind": kind.lower()}))
            return None
        for mistake in mistakes(tree, compiler.called, compiler.names.has_stages, compiler.fails):
            self.say(field, mistake)
        return expression


def _complaint(text: str) -> Mistake:
    """What CEL says of an expression that it does not take, without its own decorations."""
    lines = [line for line in text.splitlines() if "ERROR:" in line] or [text]
    line = lines[0][max(0, lines[0].find("ERROR:")) :]
    shown = _COMPLAINT.match(line)
    id = "apart_complaint" if _APART.search(line) else "complaint"
    return Mistake(id, {"text": _NOISE.sub("", shown[1] if shown else line).strip()[:200]})


def _applied(compiled: Compiled, activation: Any) -> Applied:
    if compiled.when is not None:
        applies = _evaluated(compiled.when, activation)
        if applies is False:
            return Applied(compiled.rule, "skipped")
        if applies is not True:
            return Applied(compiled.rule, "broken", str(applies))
    holds = _evaluated(compiled.expect, activation)
    if isinstance(holds, str):
        return Applied(compiled.rule, "broken", holds)
    return Applied(compiled.rule, "holds" if holds else "fails")


def _evaluated(expression: Any, activation: Any) -> bool | str:
    """What an expression gives; a text when it cannot be worked out: why."""
    try:
        value = expression.eval(activation).value()
    except RuntimeError as trouble:  # more repetition than CEL allows
        value = trouble
    return value if isinstance(value, bool) else _plain(value)


def _plain(complaint: object) -> str:
    return _NOISE.sub("", " ".join(str(complaint).split()))[:200]


def _finding(
    compiled: Compiled, applied: Applied, names: PolicyNames, reading: Reading, file: str
) -> Finding:
    rule = compiled.rule
    line, question = _place(compiled, names, reading)
    params: dict[str, Param] = {"rule": rule.id, "expect": " ".join(rule.expect.split())}
    if applied.outcome == "broken":
        params["reason"] = applied.reason
        return Finding("TAS302", rule.level, file, line, params=params, question=question)
    said: str | dict[str, str] = rule.say or {
        lang: say("policy.silent", lang, rule=rule.id) for lang in LANGUAGES
    }
    return Finding(rule.id, rule.level, file, line, params=params, question=question, message=said)


def _place(compiled: Compiled, names: PolicyNames, reading: Reading) -> tuple[int, str | None]:
    """The line to look at: of the first question a rule names, else of the first field that is there."""
    used = [names.known[name] for name in compiled.used]
    question = next((name.question for name in used if name.question), None)
    if question is not None:
        return reading.document.line(("answers", *question.split("."))), question
    first, *lines = (reading.document.line(path) for path in ((), *(name.path for name in used if name.path)))
    return next((line for line in lines if line > first), first), None
