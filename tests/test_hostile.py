"""Hostile files before every command that reads: nothing crashes, escapes, lies, hangs or is written.

Each command meets its own share of the kinds in `hostile`, taken by a stride; TAS_HOSTILE=1 takes them all.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import unicodedata
import xml.etree.ElementTree as xml
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import hostile
from tas_cli.boundary import run

ALL = os.environ.get("TAS_HOSTILE") == "1"
LIMIT = 30
"""Seconds after which a command is taken to hang: far beyond any slow machine."""
DAY = ("--today", "2026-11-22")
ASSESSMENTS = hostile.assessments()
BANKS = hostile.banks()
WORKSPACES = hostile.workspaces()
ANSWERS = b"+\n-\n?\ne heard it\n1\n\nb\nu\nrubbish\nq\n"


class Said(NamedTuple):
    """What a command ended with and said."""

    code: int
    out: str
    err: str


class Hung(BaseException):
    """A command took longer than any sensible one."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder, and a command that never ends is stopped."""
    monkeypatch.chdir(tmp_path)
    Path("good.tas.yaml").write_bytes(hostile.GOOD.encode())
    return tmp_path


def _stop(*_: object) -> None:
    raise Hung


def called(*arguments: str, fed: bytes = b"") -> Said:
    """Run `tas`, its streams as bytes on both sides."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(fed), encoding="utf-8")
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdout, sys.stderr = (io.TextIOWrapper(each, encoding="utf-8") for each in (out, err))
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _stop)
        signal.alarm(LIMIT)
    try:
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Said(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)
        sys.stdin, sys.stdout, sys.stderr = before


def some(kinds: hostile.Kinds, stride: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every `stride`-th of the kinds, or all of them."""
    names = list(kinds)
    for name in names if ALL else names[first % stride :: stride]:
        yield name, kinds[name]


def tried(kinds: hostile.Kinds, stride: int, first: int, path: str, attempt: Callable[[bytes], None]) -> None:
    """Put each kind at `path` and try a command on it; every failure is collected under the kind's name."""
    failures = []
    for name, data in some(kinds, stride, first):
        Path(path).write_bytes(data)
        try:
            attempt(data)
        except (AssertionError, Hung, Exception) as trouble:
            failures.append(f"{name}: {type(trouble).__name__} {str(trouble)[:600]}")
    assert not failures, f"{len(failures)} kinds:\n" + "\n".join(failures[: 1000 if ALL else 12])


def harmless(said: Said) -> None:
    """No defect, and nothing that a terminal would obey on either stream."""
    assert said.code in (0, 1, 2), said
    for text in (said.out, said.err):
        assert "Traceback" not in text
        bad = [
            f"U+{ord(each):04X}"
            for each in set(text)
            if unicodedata.category(each) == "Cc" and each not in "\n\t"
        ]
        turning = [
            f"U+{ord(each):04X}"
            for each in set(text)
            & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
        ]
        assert not bad, f"{bad} in {text[:300]!r}"
        assert not turning, f"{turning} in {text[:300]!r}"
    assert len(said.err) < 100_000, f"{len(said.err)} characters of complaint"


def placed(said: Said, name: str = "x.tas.yaml") -> None:
    """A refusal names the file and a line of it."""
    if said.code == 2:
        assert re.search(rf"(^|\s){re.escape(name)}:[1-9]\d*: ", said.err), said.err[:300]


def unharmed(path: str, data: bytes) -> None:
    assert Path(path).read_bytes() == data
    leftovers = {each.name for each in Path().iterdir()} - {
        "good.tas.yaml",
        "x.tas.yaml",
        "tas.yaml",
        "bank.yaml",
        path,
    }
    assert not leftovers, leftovers


def a_scorecard(text: str) -> None:
    document = json.loads(text)
    assert document["format"] == 1
    assert text.isascii()


def no_commands(text: str, written: Sequence[str] = ()) -> None:
    """No line that a runner obeys, but for ours."""
    for line in text.splitlines():
        assert "##[" not in line, line[:200]
        if line.lstrip().startswith("::"):
            assert line.startswith(tuple(written)), line[:200]


def markdown_without_html(text: str) -> None:
    bare = re.sub(r"\\.|<!-- -->|</?(sub|sup|br|b|details|summary)>", "", text)
    assert not re.search(r"<[a-zA-Z!/?]", bare), re.search(r".{0,80}<[a-zA-Z!/?].{0,80}", bare)
    assert "](" not in bare
    no_commands(text)


def plain_text(text: str) -> None:
    no_commands(text)


SCORECARDS: dict[str, Callable[[str], None]] = {
    "json": a_scorecard,
    "markdown": markdown_without_html,
    "text": plain_text,
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("format", SCORECARDS)
def test_show(format: str, lang: str) -> None:
    def attempt(data: bytes) -> None:
        said = called("show", "x.tas.yaml", "--format", format, "--lang", lang, *DAY)
        harmless(said)
        placed(said)
        assert said.code in (0, 2)
        assert bool(said.out) == (said.code == 0)
        if said.out:
            SCORECARDS[format](said.out)
        no_commands(said.err)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 31, len(format + lang), "x.tas.yaml", attempt)


def junit(text: str) -> None:
    root = xml.fromstring(text)
    assert root.tag == "testsuites"
    assert {each.tag for each in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "system-out",
    }
    assert text.isascii()


def sarif(text: str) -> None:
    (one,) = json.loads(text)["runs"]
    for each in one["results"]:
        assert one["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
    assert text.isascii()


def gitlab(text: str) -> None:
    listed = json.loads(text)
    prints = [each["fingerprint"] for each in listed]
    assert len(prints) == len(set(prints))
    assert text.isascii()


def annotations(text: str) -> None:
    no_commands(text, ("::error file=x.tas.yaml,line=", "::warning file=x.tas.yaml,line="))


def findings(text: str) -> None:
    document = json.loads(text)
    assert document["errors"] + document["warnings"] == len(document["findings"])
    assert text.isascii()


FINDINGS: dict[str, Callable[[str], None]] = {
    "text": plain_text, "json": findings, "github": annotations, "junit": junit, "sarif": sarif, "gitlab": gitlab,
    "markdown": markdown_without_html,
}  # fmt: skip


@pytest.mark.parametrize("format", FINDINGS)
def test_check(format: str) -> None:
    def attempt(data: bytes) -> None:
        said = called("check", "x.tas.yaml", "--format", format, *DAY)
        harmless(said)
        FINDINGS[format](said.out)
        assert said.err == ""
        verdict = called("check", "x.tas.yaml", "--format", "json", "--lang", "zh", *DAY)
        document = json.loads(verdict.out)
        assert said.code == verdict.code == (1 if document["errors"] else 0)
        last = data.count(b"\n") + data.count(b"\r") + data.count(b"\xe2\x80") + data.count(b"\xc2\x85") + 1
        for each in document["findings"]:
            assert each["file"] == "x.tas.yaml"
            assert 1 <= each["line"] <= last, each
            assert each["message"]
            assert len(each["message"]) < 5000, len(each["message"])
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 41, len(format), "x.tas.yaml", attempt)


def test_check_refuses_what_show_cannot_read() -> None:
    def attempt(data: bytes) -> None:
        shown, judged = (
            called("show", "x.tas.yaml", "-o", os.devnull, *DAY),
            called("check", "x.tas.yaml", *DAY),
        )
        piped = called("check", "-", *DAY, fed=data)
        assert shown.code == 0 or judged.code == 1
        assert piped.code == judged.code
        harmless(piped)

    tried(ASSESSMENTS, 61, 5, "x.tas.yaml", attempt)


def test_check_explain() -> None:
    def attempt(data: bytes) -> None:
        for format in ("text", "json"):
            said = called("check", "--explain", "x.tas.yaml", "--format", format, *DAY)
            harmless(said)
            placed(said)
            if said.out and format == "json":
                json.loads(said.out)

    tried(ASSESSMENTS, 67, 7, "x.tas.yaml", attempt)


@pytest.mark.parametrize("format", SCORECARDS)
@pytest.mark.parametrize("turned", [False, True])
def test_diff(format: str, turned: bool) -> None:
    def attempt(data: bytes) -> None:
        sides = ("x.tas.yaml", "good.tas.yaml") if turned else ("good.tas.yaml", "x.tas.yaml")
        said = called("diff", *sides, "--format", format, *DAY)
        harmless(said)
        placed(said)
        if said.out:
            SCORECARDS[format](said.out)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 53, len(format) + turned, "x.tas.yaml", attempt)


def test_fmt_check() -> None:
    def attempt(data: bytes) -> None:
        said = called("fmt", "--check", "x.tas.yaml")
        harmless(said)
        placed(said)
        no_commands(said.out + said.err)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 23, 3, "x.tas.yaml", attempt)


def test_fmt_writes_the_same_meaning_or_nothing() -> None:
    def attempt(data: bytes) -> None:
        before = called("show", "x.tas.yaml", "--format", "json", *DAY)
        said = called("fmt", "x.tas.yaml")
        harmless(said)
        if said.code == 2:
            unharmed("x.tas.yaml", data)
        else:
            assert called("show", "x.tas.yaml", "--format", "json", *DAY).out == before.out
            assert called("fmt", "--check", "x.tas.yaml").code == 0

    tried(ASSESSMENTS, 37, 11, "x.tas.yaml", attempt)


def test_merge() -> None:
    """What is merged is the user's file, control bytes and all; only what is said beside it is ours."""

    def attempt(data: bytes) -> None:
        for sides in (
            ("good.tas.yaml", "x.tas.yaml", "good.tas.yaml"),
            ("x.tas.yaml", "good.tas.yaml", "x.tas.yaml"),
        ):
            said = called("merge", *sides, "-o", "out.tas.yaml")
            harmless(said)
            placed(said)
            if said.code == 0:
                assert Path("out.tas.yaml").exists()
            Path("out.tas.yaml").unlink(missing_ok=True)
            unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 47, 13, "x.tas.yaml", attempt)


def test_textconv() -> None:
    def attempt(data: bytes) -> None:
        said = called("textconv", "x.tas.yaml")
        harmless(said)
        placed(said)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 19, 2, "x.tas.yaml", attempt)


def test_rate() -> None:
    def attempt(data: bytes) -> None:
        said = called("rate", "x.tas.yaml", "solution_fit=+", "uss.deal_size=large", "--evidence", "seen")
        harmless(said)
        if said.code == 2:
            unharmed("x.tas.yaml", data)
        else:
            assert called("show", "x.tas.yaml", *DAY).code == 0

    tried(ASSESSMENTS, 17, 4, "x.tas.yaml", attempt)


def test_assess() -> None:
    def attempt(data: bytes) -> None:
        said = called("assess", "x.tas.yaml", "--lines", *DAY, fed=ANSWERS)
        harmless(said)
        now = Path("x.tas.yaml").read_bytes()
        assert now == data or called("show", "x.tas.yaml", *DAY).code == 0

    tried(ASSESSMENTS, 43, 8, "x.tas.yaml", attempt)


def test_banks_check() -> None:
    def attempt(data: bytes) -> None:
        said = called("banks", "check", "bank.yaml")
        harmless(said)
        assert said.code == 2 or said.out
        placed(said, "bank.yaml")
        if said.code == 1:
            assert re.search(r"(?m)^bank\.yaml:[1-9]\d*: TAS\d+ ", said.out), said.out[:300]
        no_commands(said.out + said.err)
        unharmed("bank.yaml", data)

    tried(BANKS, 11, 1, "bank.yaml", attempt)


def test_workspace_of_a_hostile_bank() -> None:
    Path("tas.yaml").write_text("questions: [bank.yaml]\nbanks: [tas, ours]\n", encoding="utf-8")

    def attempt(data: bytes) -> None:
        for arguments in (
            ("check", "good.tas.yaml"),
            ("show", "good.tas.yaml"),
            ("banks", "show", "ours"),
            ("banks", "show", "ours", "--format", "json"),
        ):
            said = called(*arguments)
            harmless(said)
            if "json" in arguments and said.code == 0:
                json.loads(said.out)
            assert (
                said.code == 0 or said.out or re.search(r"(bank|tas|good\.tas)\.yaml:[1-9]\d*: ", said.err)
            ), said.err

    tried(BANKS, 71, 9, "bank.yaml", attempt)


def test_hostile_workspace() -> None:
    def attempt(data: bytes) -> None:
        judged = called("check", "good.tas.yaml", "--format", "json", *DAY)
        harmless(judged)
        faults = [each for each in json.loads(judged.out)["findings"] if each["file"] == "tas.yaml"]
        assert not faults or all(each["line"] >= 1 and len(each["message"]) < 5000 for each in faults)
        for arguments in (("check",), ("show", "good.tas.yaml"), ("banks",), ("fmt", "--check")):
            harmless(called(*arguments))
        unharmed("tas.yaml", data)

    tried(WORKSPACES, 41, 6, "tas.yaml", attempt)
