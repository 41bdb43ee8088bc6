"""Throw mutated texts at everything that reads: the same ones for the same seed. Finds, and mends nothing.

    python tests/fuzzing.py [reader|bank|policy|merge ...] [--executions 100000] [--seed 1] [--start 0]

A finding is an exception that is no TasError, a result that says something else than what it was made from,
or an execution of more than two seconds of the processor. The work is done in processes of their own, so that one that dies
or hangs is a finding too. An execution depends on its target, seed and number alone: `--start N
--executions 1` is that one again. `test_fuzzing.py` does the first few of each with every run of the tests.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import hostile
from builders import with_rating
from tas_cli.changes.merge import facts
from tas_cli.changes.text_merge import merge_texts
from tas_cli.errors import TasError
from tas_cli.findings import Finding
from tas_cli.gate.one_file import judgements
from tas_cli.gate.ready_workspace import ReadyWorkspace
from tas_cli.model.assessment import read_assessment
from tas_cli.model.bank_reading import read_bank
from tas_cli.model.layout import new_text, patched, tidied
from tas_cli.model.library import load_library
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace, read_workspace
from tas_cli.place import Place
from tas_cli.reports.formats import render
from tas_cli.words import LANGUAGES

SECONDS = 2
"""An execution that takes longer hangs, for somebody who waits for a gate."""
BATCH = 2000
TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent
NOWHERE = Place(Workspace(None, Settings()), TODAY, "en")
BANKS = load_library(NOWHERE.workspace).banks
BANK = """\
format: 1
id: ours
version: 1
title: {en: Ours, zh: 我们的}
sections:
  - id: s
    title: S
    contested: true
    required: [q]
    questions:
      - {id: q, title: Q, ask: [Why?], plus: good, minus: bad, weight: 2, not_for: [status_quo]}
      - {id: r, title: R, core: true, own_word: true}
  - id: t
    title: T
    questions:
      - id: c
        title: C
        options:
          - {id: small, title: Small, points: 1}
          - {id: large, title: Large, points: 2}
verdict: {yes_above: 0, no_below: 0}
cross_checks:
  - {id: hope, if: {q: "+"}, needs: {r: "+"}, say: No., serious: true}
modes:
  - {id: quick, title: Quick, from: 1, form: short}
  - {id: slow, title: Slow, from: 2, warn: {points: 2, at_least: 1}}
"""
WORKSPACE = """\
format: 1
us: We
stages: [lead, discovery, proposal, negotiation]
max_unknown: {proposal: 8}
custom: {segment: text, seats: number, area: {options: [north, south]}}
findings: {TAS201: error, TAS202: "off"}
policy:
  - {id: one, when: WHEN, expect: EXPECT, level: warning, say: No.}
"""
EXPRESSIONS = (
    "deal.stage in ['proposal', 'negotiation'] && deal.amount > 500000.0",
    "tas.compelling_event.us == '+' || tas.compelling_event['x_sys'] != '-'",
    "card.counts.unknown + card.counts.unrated <= 12 && deal.days_to_close >= 0",
    "deal.competitors.exists(c, c == 'x_sys') ? deal.owner != '' : true",
    "!(card.verdict == 'pursue' && uss.solution.answer == '') && card.score.uss >= 8.0",
    "deal.close_date > '2026-12-31' || deal.custom.segment.startsWith('a')",
    "double(card.counts.plus) / 20.0 > 0.5 && card.standing['x_sys'] != 'behind'",
    "card.unsupported.all(q, q in ['tas.solution_fit']) || card.sections.tas.win == 'yes'",
)
DEALS = [read_assessment(text, "x") for text in ("", hostile.GOOD, hostile.GOOD.replace('"+"', '"?"'))]
CEL = ("&&", "||", "!", "==", "!=", "<", ">=", "in", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "'", '"', "'''",
       "b'", "r'", "\\", "//", "null", "true", "1", "0", "-1", "1.0", "1u", "0x1", "1e400", "9223372036854775807", "deal", "card", "tas", "uss",
       "deal.stage", "deal.amount", "deal.close_date", "deal.custom.segment", "deal.competitors", "deal.waivers", "card.counts.plus", "card.standing",
       "card.sections.tas.win", "card.score.uss", "tas.solution_fit.us", "tas.solution_fit.evidence", "['x_sys']", "size(", "has(", ".all(x, ", ".exists(x, ",
       ".map(x, ", ".filter(x, ", ".matches('", ".startsWith('", "timestamp(", "duration(", "double(", "int(", "string(", "type(", "dyn(", "and", "or", "=")  # fmt: skip
PIECES = (*hostile.TEXTS.values(), *hostile.VALUES.values(), *hostile.IDS, *CEL, "\n", "\n  ", "    ", ": ", "- ", " #", "us: ", "answers:", "tas:", "\r", "\ufeff")  # fmt: skip
SHORT = tuple(piece for piece in PIECES if len(piece) < 200)

Check = Callable[[random.Random], None]


def mutated(text: str, chance: random.Random) -> str:
    """`text` with one to six mishaps in it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        text = chance.choice(MISHAPS)(text, chance)
    return text


def _piece(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(SHORT) + text[at + chance.choice((0, 0, 1, 3, 10)) :]


def _character(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    rune = chr(
        chance.choice(
            (chance.randrange(32, 127), chance.randrange(0xD800), chance.randrange(0x10000, 0x110000))
        )
    )
    return text[:at] + rune + text[at + chance.randrange(2) :]


def _cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.choice((1, 2, 10, 100)) :]


def _line(text: str, chance: random.Random) -> str:
    """A line repeated, taken away, moved, indented otherwise, or its value changed."""
    lines = text.splitlines(keepends=True) or [""]
    at = chance.randrange(len(lines))
    line = lines[at]
    key, colon, _ = line.partition(":")
    lines[at : at + 1] = chance.choice(
        (
            [],
            [line, line],
            [" " + line],
            [line[1:]],
            ["  " + line],
            [f"{key}{colon} {chance.choice(SHORT)}\n"],
            [f"# {line}"],
        )
    )
    if chance.randrange(4) == 0:
        lines.insert(chance.randrange(len(lines) + 1), line)
    return "".join(lines)


def _word(text: str, chance: random.Random) -> str:
    """A word of the text in the place of another."""
    words = text.split()
    return text.replace(chance.choice(words), chance.choice(words), 1) if words else text


def _value(text: str, chance: random.Random) -> str:
    """Another value behind a key, in quotes: what is said is odd, how it is written is not."""
    places = [each.end() for each in re.finditer(r": (?=[^\n])", text)]
    if not places:
        return text
    start = chance.choice(places)
    end = min((at for at in (text.find(mark, start) for mark in ",}\n") if at >= 0), default=len(text))
    new = chance.choice(SHORT)
    return (
        text[:start]
        + (new if chance.randrange(3) == 0 else json.dumps(new, ensure_ascii=chance.random() < 0.3))
        + text[end:]
    )


def _reworded(expression: str, chance: random.Random) -> str:
    """An expression with other words and signs, as somebody new to CEL might write it."""
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        parts = re.split(r"([\w.]+|'[^']*'|\s+)", expression)
        at = chance.randrange(len(parts))
        parts[at] = chance.choice(
            (chance.choice(CEL), chance.choice(SHORT), "", parts[at] * 2, chance.choice(EXPRESSIONS))
        )
        expression = "".join(parts)
    return expression


MISHAPS = (_value, _value, _value, _value, _piece, _piece, _character, _cut, _line, _line, _line, _word)


def told(findings: Iterable[Finding]) -> None:
    """Every finding can be said in every language, in one line of bounded length, and names a line."""
    for each in findings:
        assert each.line >= 1
        for lang in LANGUAGES:
            assert 0 < len(each.text(lang)) < 2000
            assert len(each.help(lang)) < 2000


def said(text: str) -> Mapping[Any, object]:
    """The facts of a text."""
    read = read_assessment(text, "x")
    assert read.assessment is not None, text
    return facts(read.assessment)


def reader(chance: random.Random) -> None:
    """A deal is read or reproached; what was read can be judged, shown, laid out and changed, and says the same."""
    text = mutated(hostile.GOOD, chance)
    reading = read_assessment(text, "x.tas.yaml")
    told(reading.findings)
    if reading.assessment is None:
        assert reading.findings
        return
    deal = reading.assessment
    told(judgements(reading, "x.tas.yaml", ReadyWorkspace(NOWHERE), TODAY))
    NOWHERE.score(deal)
    assert said(new_text(deal, BANKS)) == said(tidied(reading, BANKS)) == facts(deal)
    wanted = with_rating(
        deal, "tas", "solution_fit", "us", "-" if deal.rating("tas", "solution_fit", "us") == "+" else "+"
    )
    assert said(patched(reading, wanted, BANKS)) == facts(wanted)


def bank(chance: random.Random) -> None:
    """A bank is read or reproached; what was read can be shown, and deals judged by it."""
    read, findings = read_bank(mutated(BANK, chance), "bank.yaml")
    told(findings)
    assert (read is None) == bool(findings)
    if read is not None:
        for format in ("text", "json"):
            render("bank", format, read, chance.choice(LANGUAGES))
        for deal in DEALS:
            if deal.assessment is not None:
                NOWHERE.score(deal.assessment, [read])


def policy(chance: random.Random) -> None:
    """A workspace is read or reproached; what was read judges every deal."""
    text = WORKSPACE if chance.randrange(4) else mutated(WORKSPACE, chance)
    for word in ("WHEN", "EXPECT"):
        text = text.replace(word, json.dumps(_reworded(chance.choice(EXPRESSIONS), chance)))
    workspace = read_workspace(text, HERE)
    ready = ReadyWorkspace(Place(workspace, TODAY, "en"))
    for own in ready.own.values() if isinstance(ready.own, Mapping) else ready.own:
        told(own.findings)
    for deal in DEALS:
        told(judgements(deal, "x.tas.yaml", ready, TODAY))


def merge(chance: random.Random) -> None:
    """Two changed sides are merged into what can be read, or into conflicts each choice of which can be read."""
    base, ours, theirs = (
        read_assessment(text, "x")
        for text in (hostile.GOOD, *(mutated(hostile.GOOD, chance) for _ in range(2)))
    )
    if any(each.assessment is None for each in (ours, theirs)):
        return
    merged = merge_texts(base, ours, theirs, BANKS, labels=("ours", "theirs"))
    if not merged.conflicts:
        assert read_assessment(merged.text, "x").assessment is not None, merged.text
        return
    for sides in ((0,), (1,), (0, 1)):
        text = chosen(merged.text, lambda sides=sides: chance.choice(sides))  # type: ignore[misc]
        assert read_assessment(text, "x").assessment is not None, merged.text


def chosen(text: str, side: Callable[[], int]) -> str:
    """A text with markers as somebody leaves it who takes one side of each conflict."""
    lines: list[str] = []
    within = taken = -1
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            within, taken = 0, side()
        elif line.startswith("=======") and within == 0:
            within = 1
        elif line.startswith(">>>>>>> ") and within == 1:
            within = -1
        elif within in (-1, taken):
            lines.append(line)
    return "".join(lines)


TARGETS: dict[str, Check] = {"reader": reader, "bank": bank, "policy": policy, "merge": merge}


class Hangs(BaseException):
    """An execution takes longer than anybody waits."""


def _stop(*_: Any) -> None:
    raise Hangs


def executed(target: str, seed: int, numbers: Iterable[int]) -> list[str]:
    """Run a target for each number; what was found, as text."""
    found = []
    timed = hasattr(signal, "setitimer")
    if timed:
        signal.signal(signal.SIGVTALRM, _stop)
    for number in numbers:
        if timed:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            TARGETS[target](random.Random(f"{target} {seed} {number}"))
        except TasError:
            pass
        except (Exception, Hangs):
            found.append(f"{target} --seed {seed} --start {number}\n{traceback.format_exc()}")
        finally:
            if timed:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return found


def _batch(target: str, seed: int, start: int, count: int) -> list[str]:
    """The same in a process of its own."""
    command = [
        sys.executable,
        __file__,
        target,
        "--seed",
        str(seed),
        "--start",
        str(start),
        "--executions",
        str(count),
        "--here",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        return [
            f"{target} --seed {seed} --start {start} --executions {count}: died with {done.returncode}\n{done.stderr[-2000:]}"
        ]
    return [done.stdout] if done.returncode else []


def main() -> int:
    """Fuzz what the arguments say; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=list(TARGETS))
    parser.add_argument("--executions", type=int, default=100_000, help="of each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--here", action="store_true", help="in this process")
    given = parser.parse_args()
    findings = 0
    for start in range(given.start, given.start + given.executions, BATCH):
        count = min(BATCH, given.start + given.executions - start)
        for target in given.targets:
            found = (
                executed(target, given.seed, range(start, start + count))
                if given.here
                else _batch(target, given.seed, start, count)
            )
            findings += len(found)
            print(*found, sep="\n", end="" if not found else "\n", flush=True)
        if not given.here:
            print(
                f"{time.strftime('%H:%M:%S')} {start + count - given.start} of each of {', '.join(given.targets)}: {findings} findings",
                flush=True,
            )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
