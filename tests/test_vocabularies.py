"""Nets under the words: every member of every vocabulary has its text wherever a text is built from it.

A key that the code builds (`f"scorecard.verdict.{verdict}"`) cannot be found by looking for it, so `BUILT` says
for each such beginning what it can end in, out of the tables and types of the code; a beginning that the
table lacks, a text that nobody asks for, and a blank that nobody fills are each red.
"""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

import tas_cli
from builders import COMPLETE
from tas_cli.changes import compare, folders, merge
from tas_cli.commands import usage
from tas_cli.findings import OURS, Level, finding_ids
from tas_cli.interview import key_map, keyboard, screen_card
from tas_cli.judging import closed_deals, forecast, movement, portfolio, team_sums
from tas_cli.model import answers, bank, calibration_file, field_types
from tas_cli.model.bank import ALL_KINDS
from tas_cli.model.fields import FIELDS, OUTCOMES
from tas_cli.model.judgements import JUDGEMENTS, JudgementKind
from tas_cli.model.kinds import CHOICE, COLUMN_KINDS, KINDS, NO, YES
from tas_cli.model.settings import LEVELS
from tas_cli.policy import rules
from tas_cli.reports import calibration as reports_calibration
from tas_cli.reports import review_page
from tas_cli.reports.portfolio import Head
from tas_cli.reports.portfolio_views import VIEWS
from tas_cli.session import drafts
from tas_cli.words import LANGUAGES, texts

SOURCE = Path(tas_cli.__file__).parent
TREES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
    if path.parent.name != "words" or path.stem not in LANGUAGES
}
ENGLISH = texts("en")
AREAS = {
    "say": "",
    "phrase": "scorecard.",
    "word": "changes.",
    "label": "portfolio.",
    "learnt": "calibration.",
    "likely": "forecast.",
    "worded": "plan.",
}
"""What each of the functions that fetch a text puts in front of the key."""


def _calls() -> Mapping[str, list[tuple[str, ast.Call]]]:
    found: dict[str, list[tuple[str, ast.Call]]] = defaultdict(list)
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                found[name].append((f"{file}:{node.lineno}", node))
    return found


CALLS = _calls()
"""Every call by the name of what is called, and where."""


def constants(node: ast.AST) -> list[str]:
    """The texts that an expression can be, such as both of `"a" if x else "b"`."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def given(position: int, *names: str) -> list[str]:
    """What is written as an argument at `position` in calls of `names`."""
    found = [text for name in names for _, call in CALLS[name] for text in constants(call.args[position])]
    assert found, f"nobody calls {names}"
    return found


WRITTEN = {text for tree in TREES.values() for text in constants(tree)}


def judged(kind: JudgementKind) -> list[str]:
    return [each.id for each in JUDGEMENTS if each.kind == kind]


CAUTIONS = sorted({*given(0, "Caution")} - {"cross_check"})  # a cross-check brings its own words
HELPED = [
    mode for mode in get_args(key_map.KeyMode) if any(use.id == "show_help" for use in key_map.uses(mode))
]
HOW = [name for name, kind in ALL_KINDS.items() if kind.typed or kind.ticked or kind.has_rows]
BUILT: Mapping[str, Iterable[str]] = {
    "propose.refused": {*given(0, "_Refused"), *given(2, "_for_people"), *given(2, "_understood")},
    "scorecard.verdict": [*judged("verdict"), "none"],
    "scorecard.why": judged("verdict"),
    "scorecard.section": judged("section"),
    "scorecard.standing": judged("standing"),
    "scorecard.state": judged("state"),
    "scorecard.caution": [*CAUTIONS, "behind.all", "may_do_nothing", "may_do_nothing.all", "unknowns.asked", "unknowns.unrated"],
    "scorecard.legend": ["signs", "unsupported", "required", "not_for"],
    "scorecard.side": get_args(answers.Voice),
    "scorecard.form": get_args(get_args(bank.Form)[0]),
    "scorecard.outcome": [outcome for outcome in OUTCOMES if outcome != "open"],
    "banks": ["required", "veto", "core", "not_contested", "own_word", "allow_na"],
    "banks.check": ["serious", "no_leave", "ticked", "fields"],
    "banks.check.rows": ["some", "each"],
    "banks.kind": [kind.name for kind in KINDS.values() if not kind.find_out],
    "banks.column": [kind.name for kind in COLUMN_KINDS.values() if kind is not CHOICE],
    "banks.counts": ["weight", "score"],
    "kinds": [YES, NO],
    "rate.no_such_answer": [name for name, kind in ALL_KINDS.items() if kind.plain or kind.ticked],
    "banks.lean": get_args(get_args(bank.Lean)[0]),
    "calibration.because": [*calibration_file.REASONS, "none", "other_banks", "unusable"],
    "calibration.as_of": get_args(closed_deals.Moment),
    "calibration.left_out": ["unrated", *(each for each in OUTCOMES if each not in ("open", "won", "lost"))],
    "calibration.method": reports_calibration.METHODS,
    "calibration.rates": ["net", "unknown"],
    "calibration.head": reports_calibration.FIGURES,
    "forecast.between": ["tenths", "percent"],
    "forecast.at_most": ["tenths", "percent"],
    "forecast.at_least": ["tenths", "percent"],
    "forecast.anywhere": ["tenths", "percent"],
    "forecast.warning": get_args(forecast.WarningKind),
    "changes.field": [name for name in FIELDS if name not in ("format", "answers")],
    "changes.kind": get_args(compare.ChangeKind),
    "changes.status": get_args(folders.FileStatus),
    "changes.history": ["date", "author", "high", "low", "created", "added_again", "merged", "removed"],
    "changes.evidence": ["who", "side", "day", "source"],
    "changes.next_step": ["due", "owner"],
    "check.level": [*LEVELS, *get_args(Level)],
    "check.explain": get_args(rules.RuleOutcome),
    "check.head": ["place", "level", "finding", "cure", "count", "id"],
    "doctor": [*given(0, "Sign"), "set", "unset"],
    "git.no_revision": ["_shallow"],
    "plan.blank": ["us", "today", "benefits", "costs", "worth"],
    "plan.gate": ["yes", "no", "unknown", "turn"],
    "plan.head": ["step", "activity", "proof"],
    "plan.sheet.head": ["day", "before", "step", "ours", "theirs"],
    "policy": [id for id in given(0, "Mistake") if not OURS.fullmatch(id)],
    "portfolio.attention": portfolio.ATTENTION,
    "portfolio.bucket": movement.BUCKETS,
    "portfolio.view": VIEWS,
    "portfolio.head": get_args(Head),
    "portfolio.page": review_page.WORDS,
    "portfolio.page.section": ["now", "deals", "how"],
    "portfolio.page.number": ["open", "pursue", "attention"],
    "portfolio.page.end": ["left", "right", "bottom", "top"],
    "portfolio.segment": [*team_sums.SEGMENTS, "unknown"],
    "portfolio.steps": ["overdue", "this_week", "later", "undated", "missing"],
    "portfolio.dates": ["overdue", "moved"],
    "session": [*given(0, "Notice"), *(id for id in given(1, "refused") if id != "no_answer."), *given(0, "NoAnswer"), *{*get_args(keyboard.KeyboardNotice)} - {""}],
    "session.about": ["rival", "nothing"],
    "session.ask": ["customer", "opportunity"],
    "session.count": ["ratings", "notes", "entries"],
    "session.no_answer": [name for name, kind in COLUMN_KINDS.items() if kind is not CHOICE],
    "session.how": HOW,
    "session.lines.how": HOW,
    "session.help": [*screen_card.HELP_SIGNS, *screen_card.HELP_TEXTS],
    "session.help.key": [use.id for mode in HELPED for use in key_map.uses(mode)],
    "session.key": [use.id for use in key_map.KEY_MAP if use.rank is not None],
    "session.typing": get_args(keyboard.Input),
    "session.dispute": {*get_args(merge.SideName)} - {"base"},
    "session.note": get_args(drafts.DraftNote),
    "session.other": ["_customer", "_opportunity"],
    "shapes.wanted": [
        *(text for _, call in CALLS["wrong"] for each in call.keywords if each.arg == "wanted" for text in constants(each.value)),
        *given(3, "parts_of"),
        *field_types._WANTED.values(),
    ],
    "usage": ["arguments", "options", "commands", *(key for _, key in usage._SAID)],
}  # fmt: skip
"""By the beginning of a key: all that it can end in."""


def key_of(head: str, member: str) -> str:
    return f"{head}{member}" if member.startswith("_") else f"{head}.{member}"


@pytest.mark.parametrize("lang", COMPLETE)
@pytest.mark.parametrize("head", BUILT)
def test_every_member_has_words(head: str, lang: str) -> None:
    members = list(BUILT[head])
    assert members
    lacking = [key_of(head, member) for member in members if not texts(lang).get(key_of(head, member))]
    assert not lacking


def heads() -> Iterator[tuple[str, str]]:
    """The beginning of every key that the code builds, and where it does."""
    for name, area in AREAS.items():
        for where, call in CALLS[name]:
            for each in ast.walk(call.args[0]):
                if isinstance(each, ast.JoinedStr) and isinstance(each.values[0], ast.Constant):
                    yield f"{area}{each.values[0].value!s}".rstrip("._"), where


def test_every_built_key_is_walked() -> None:
    unknown = {
        head: where
        for head, where in heads()
        if head not in BUILT
        and head not in ("scorecard", "changes", "check", "plan", "portfolio", "calibration", "forecast")
    }
    assert not unknown, "say in BUILT what these can end in"
    assert len(set(heads())) > 20


class Asked(NamedTuple):
    """A text that a line of code asks for, with what it fills in; None where that is not written out."""

    where: str
    key: str
    filled: set[str] | None


def asked() -> Iterator[Asked]:
    """Every text whose key is written out, with the names of what fills its blanks."""
    for name, area in {**AREAS, "TasError": "", "wrong": ""}.items():
        for where, call in CALLS[name]:
            names = {each.arg for each in call.keywords} | (
                {"field"} if name == "wrong" else set()
            )  # by its place
            for text in constants(call.args[0]):
                if f"{area}{text}" in ENGLISH:
                    yield Asked(
                        where, f"{area}{text}", None if None in names else {each for each in names if each}
                    )


def blanks(key: str) -> set[str]:
    text = ENGLISH[key]
    forms = (text,) if isinstance(text, str) else text
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def test_every_blank_is_filled() -> None:
    """A blank that nobody fills ends a command as a defect, in the one case where the text is shown."""
    found = list(asked())
    assert len(found) > 150
    for each in found:
        for key in (each.key, f"{each.key}.hint", f"{each.key}.help"):
            if each.filled is not None and key in ENGLISH:
                assert blanks(key) <= each.filled, f"{each.where}: {key}"


def test_whatever_cannot_go_on_says_what_to_do() -> None:
    ids = {text for text in given(0, "TasError") if text in ENGLISH}
    without = {id for id in ids if f"{id}.hint" not in ENGLISH}
    assert without == {"git.failed", "cli.no_folder"}  # git's own words; and one line that holds its cure


@pytest.mark.parametrize("id", finding_ids())
def test_every_finding_says_what_why_and_what_to_do_and_is_made_somewhere(id: str) -> None:
    for lang in COMPLETE:
        assert all(texts(lang).get(f"{id}{part}") for part in ("", ".help", ".about"))
    assert id in WRITTEN


def test_every_finding_that_is_made_has_its_words() -> None:
    """Whose words are gone is no finding any more, and nobody would walk it."""
    assert {text for text in WRITTEN if OURS.fullmatch(text)} == {*finding_ids()}


def test_every_finding_is_tried_somewhere() -> None:
    """A finding that no test and no example brings about may as well not exist."""
    here = Path(__file__).parent
    tried = "".join(
        path.read_text(encoding="utf-8")
        for path in (*here.glob("test_*.py"), *here.glob("examples/*/*.yaml"))
    )
    assert [id for id in finding_ids() if id not in tried] == []


def test_no_text_is_left_that_nobody_asks_for() -> None:
    built = {key_of(head, member) for head, members in BUILT.items() for member in members}
    dead = [
        key
        for key in ENGLISH
        if not {base := re.sub(r"\.(hint|help|about)$", "", key), base.partition(".")[2]} & WRITTEN
        and base not in built
    ]
    assert not dead
