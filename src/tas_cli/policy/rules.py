"""Rules compiled once and applied to many deals. The only module that imports CEL.

A rule that does not compile, or names what does not exist, is a finding of its tas.yaml; one that fails on
a deal is that deal's finding. Judges nothing by itself and touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from ..errors import Param
from ..findings import Finding, Level
from ..model.assessment import Reading
from ..model.library import Library
from ..model.workspace import Rule, Workspace
from ..words import LANGUAGES, say
from .names import Deal, Name, Names, blank, names_of, spelled
from .wording import Wording, worded

RULE_ID = re.compile(r"(?!TAS[0-9])\w[\w.-]{0,99}")
MENDINGS = 40
MOST_RULES = 200
_COMPLAINT = re.compile(r"(?:ERROR: <input>:-?\d+:-?\d+: )?([^\n]*)")
_NOISE = re.compile(r" \(in container ''\)| \[[A-Z_]+\]$|^[A-Z_]+: ")

Outcome = Literal["holds", "fails", "skipped", "broken"]
_SIGNS: Mapping[str, Outcome] = {"+": "holds", "-": "fails", " ": "skipped"}


class Expression(NamedTuple):
    """An expression as CEL took it, and what it made of it."""

    source: str
    program: Any


class Compiled(NamedTuple):
    """A rule ready to be applied: `when` is None where it always applies. `used` names by expression."""

    rule: Rule
    when: Expression | None
    expect: Expression
    used: tuple[str, ...]


class Applied(NamedTuple):
    """What a rule made of a deal; `reason` says why it could not be worked out."""

    rule: Rule
    outcome: Outcome
    reason: str = ""


class Policy:
    """The rules of a workspace that compiled, in their order."""

    def __init__(
        self, rules: Sequence[Compiled], environment: Any, names: Names, mentioned: Iterable[str]
    ) -> None:
        self.rules = tuple(rules)
        self.names = names
        self._environment = environment
        self._blank = blank(mentioned)
        wanted = dict.fromkeys(name for each in rules for name in each.used)
        self._values = [(spelled(name), names.known[name]) for name in wanted]
        self._together = _together(rules, environment)

    def apply(self, deal: Deal) -> list[Applied]:
        """What each rule makes of `deal`."""
        activation = self._environment.Activation(
            {name: self._value(each, deal) for name, each in self._values}
        )
        outcomes = _outcomes(self._together, activation)
        if outcomes is not None:
            return [Applied(each.rule, outcome) for each, outcome in zip(self.rules, outcomes, strict=True)]
        # Something could not be worked out: only a rule by itself says what.
        return [_applied(rule, activation) for rule in self.rules]

    def judge(self, deal: Deal, reading: Reading, file: str) -> Iterator[Finding]:
        """The findings of the rules that `deal` does not meet."""
        for compiled, applied in zip(self.rules, self.apply(deal), strict=True):
            if applied.outcome in ("fails", "broken"):
                yield _finding(compiled, applied, self.names, reading, file)

    def _value(self, name: Name, deal: Deal) -> object:
        value = name.value(deal)
        return {**self._blank, **value} if isinstance(value, dict) else value


def compiled_policy(workspace: Workspace, library: Library) -> tuple[Policy | None, list[Finding]]:
    """The workspace's rules compiled, None when it has none, and what is wrong with them."""
    if not workspace.settings.policy:
        return None, []
    names = names_of(library, workspace.settings.stages)
    environment = _environment(names)
    rules: list[Compiled] = []
    findings: list[Finding] = []
    mentioned: set[str] = set()
    taken: set[str] = set()
    for i, rule in enumerate(workspace.settings.policy):
        found = _Rule(rule, i, workspace)
        if i == MOST_RULES:
            found.say("TAS305", "id", {"limit": MOST_RULES})
            findings += found.findings
            break
        if not RULE_ID.fullmatch(rule.id) or rule.id in taken:
            found.say("TAS304", "id", {"name": rule.id[:60]})
        taken.add(rule.id)
        wordings = {field: worded(getattr(rule, field), names) for field in ("when", "expect")}
        compiled = _compiled(found, wordings, environment)
        findings += found.findings
        if compiled is not None:
            rules.append(compiled)
            mentioned.update(*(wording.mentioned for wording in wordings.values()))
    return Policy(rules, environment, names, mentioned), findings


def _together(rules: Sequence[Compiled], environment: Any) -> Any:
    """One expression for the outcomes of all rules: asking once is several times as fast as asking each.

    None when there is nothing to ask, or it grows beyond what CEL takes.
    """
    outcomes = []
    for rule in rules:
        # Behind an expression a new line, because it may end in a comment.
        met = f'(({rule.expect.source}\n) ? "+" : "-")'
        outcomes.append(f'(({rule.when.source}\n) ? {met} : " ")' if rule.when else met)
    try:
        return environment.compile(" + ".join(outcomes))
    except Exception:  # CEL's own limits: then each rule is asked by itself
        return None


def _outcomes(together: Any, activation: Any) -> list[Outcome] | None:
    """The outcomes that `together` gives; None when one of its rules cannot be worked out."""
    try:
        value = together.eval(activation) if together else None
    except RuntimeError:
        return None
    # What CEL could not work out has a text for its value too: its complaint.
    if value is None or value.type().name() != "STRING":
        return None
    return [_SIGNS[sign] for sign in value.value()]


def _environment(names: Names) -> Any:
    from cel_expr_python import cel  # type: ignore[import-untyped]

    kinds = {
        "text": cel.Type.STRING,
        "number": cel.Type.DOUBLE,
        "whole": cel.Type.INT,
        "flag": cel.Type.BOOL,
        "names": cel.Type.List(cel.Type.STRING),
        "by_name": cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
    }
    return cel.NewEnv(variables={spelled(name): kinds[each.kind] for name, each in names.known.items()})


class _Rule:
    """Where a rule stands, to say what is wrong with it."""

    def __init__(self, rule: Rule, index: int, workspace: Workspace) -> None:
        self.rule = rule
        self.findings: list[Finding] = []
        self._index = index
        self._workspace = workspace

    def say(self, id: str, field: str, params: Mapping[str, Param], level: Level = "error") -> None:
        line = self._workspace.line(("policy", self._index, field))
        self.findings.append(Finding(id, level, self._workspace.file, line, params=params))

    def unusable(self, field: str, why: str, params: Mapping[str, Param]) -> None:
        """Say why an expression cannot be used: `why` is a text of the area, `params` fill its blanks."""
        message: dict[str, str] = {
            lang: say(
                "TAS301",
                lang,
                rule=self.rule.id,
                field=field,
                reason=say(f"policy.{why}", lang, **params),
            )
            for lang in LANGUAGES
        }
        line = self._workspace.line(("policy", self._index, field))
        self.findings.append(Finding("TAS301", "error", self._workspace.file, line, message=message))


def _compiled(found: _Rule, wordings: Mapping[str, Wording], environment: Any) -> Compiled | None:
    made: dict[str, Expression | None] = {}
    for field, wording in wordings.items():
        for trouble in wording.troubles:
            found.unusable(field, trouble.id, trouble.params)
        for never in wording.nevers:
            known = ", ".join(repr(text) for text in never.known)
            params = {"rule": found.rule.id, "name": never.name, "value": never.value[:60], "known": known}
            found.say("TAS303", field, params, "warning")
        if not wording.troubles:
            made[field] = _expression(found, field, wording.source, environment)
    expect = made.get("expect")
    if expect is None or any(finding.level == "error" for finding in found.findings):
        return None
    used = dict.fromkeys((*wordings["expect"].used, *wordings["when"].used))
    when = None if found.rule.when.strip() == "true" else made["when"]
    return Compiled(found.rule, when, expect, tuple(used))


def _expression(found: _Rule, field: str, source: str, environment: Any) -> Expression | None:
    """The expression compiled; None when that cannot be done, which `found` is told."""
    complaint = ""
    for _ in range(MENDINGS):
        try:
            expression = environment.compile(source)
        except Exception as trouble:  # whatever the compiler raises is about the expression
            complaint = str(trouble)
            from .numbers import mended  # few rules need mending

            source_mended = mended(source, complaint)
            if source_mended is None:
                break
            source = source_mended
            continue
        kind = expression.return_type().name()
        if kind in ("BOOL", "bool", "DYN", "dyn"):
            return Expression(source, expression)
        found.unusable(field, "not_bool", {"kind": kind.lower()})
        return None
    found.unusable(field, "complaint", {"text": _first_complaint(complaint)})
    return None


def _first_complaint(text: str) -> str:
    lines = [line for line in text.splitlines() if "ERROR:" in line] or [text]
    line = lines[0][lines[0].find("ERROR:") :] if "ERROR:" in lines[0] else lines[0]
    shown = _COMPLAINT.match(line)
    return _NOISE.sub("", shown[1] if shown else line).strip()[:200]


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


def _evaluated(expression: Expression, activation: Any) -> bool | str:
    """What an expression gives; a text when it cannot be worked out: why."""
    try:
        value = expression.program.eval(activation).value()
    except RuntimeError as trouble:  # more repetition than CEL allows
        value = str(trouble)
    return value if isinstance(value, bool) else _NOISE.sub("", " ".join(str(value).split()))[:200]


def _finding(compiled: Compiled, applied: Applied, names: Names, reading: Reading, file: str) -> Finding:
    rule = compiled.rule
    line, question = _place(compiled, names, reading)
    params: dict[str, Param] = {"rule": rule.id, "expect": " ".join(rule.expect.split())}
    if applied.outcome == "broken":
        params["reason"] = applied.reason
        return Finding("TAS302", rule.level, file, line, params=params, question=question)
    silent: dict[str, str] = {lang: say("policy.silent", lang, rule=rule.id) for lang in LANGUAGES}
    return Finding(
        rule.id,
        rule.level,
        file,
        line,
        params=params,
        question=question,
        message=rule.say or silent,
    )


def _place(compiled: Compiled, names: Names, reading: Reading) -> tuple[int, str | None]:
    """The line to look at: of the first question a rule names, else of the first field that is there."""
    used = [names.known[name] for name in compiled.used]
    question = next((name.question for name in used if name.question), None)
    if question is not None:
        return reading.document.line(("answers", *question.split("."))), question
    lines = [reading.document.line((name.field,)) for name in used if name.field]
    return next((line for line in lines if line > 1), 1), None
