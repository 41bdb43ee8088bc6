"""Hostile files before every command that reads: nothing crashes, escapes, lies, hangs or is written.

Each command meets its own share of the kinds in `hostile`, taken by a stride; TAS_HOSTILE=1 takes them all, TAS_HOSTILE=8
every eighth for each command, and all of them among the commands. With -s the long forms say what was slowest and largest.
"""

from __future__ import annotations

import csv
import heapq
import html.parser
import io
import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
import unicodedata
import xml.etree.ElementTree as xml
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import hostile
from tas_cli.boundary import run

LONG = int(os.environ.get("TAS_HOSTILE", "0"))
"""Every how many kinds in the long form; 0 is the short one."""
SPENT: list[tuple[float, str]] = []
LIMIT = 120 if LONG else 30
"""Seconds after which a command is taken to hang: far beyond any slow machine."""
LARGE = 30_000
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


@pytest.fixture(scope="module", autouse=True)
def costs() -> Iterator[None]:
    """Say after a long run what the dearest commands cost; a figure to look at, no test."""
    yield
    if LONG:
        print(f"\n{len(SPENT)} commands; the slowest in seconds of processor time:")
        print("\n".join(f"{seconds:.2f} {line}" for seconds, line in heapq.nlargest(5, SPENT)))
        print(
            f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB, of all of them in one process"
        )


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
        started = time.process_time()
        code = run(arguments)
        SPENT.append((time.process_time() - started, shlex.join(arguments)))
        sys.stdout.flush()
        sys.stderr.flush()
        return Said(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)
        sys.stdin, sys.stdout, sys.stderr = before


def some(kinds: hostile.Kinds, stride: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every `stride`-th of the kinds, or as TAS_HOSTILE says; the large ones have a test of their own."""
    small = [(name, data) for name, data in kinds.items() if LONG or len(data) < LARGE]
    stride = LONG or stride
    yield from small[first % stride :: stride]


def tried(kinds: hostile.Kinds, stride: int, first: int, path: str, attempt: Callable[[bytes], None]) -> None:
    """Put each kind at `path` and try a command on it; every failure is collected under the kind's name."""
    failures = []
    for name, data in some(kinds, stride, first):
        Path(path).write_bytes(data)
        try:
            attempt(data)
        except (AssertionError, Hung, Exception) as trouble:
            failures.append(f"{name}: {type(trouble).__name__} {str(trouble)[:600]}")
    assert not failures, f"{len(failures)} kinds:\n" + "\n".join(failures[: 1000 if LONG else 12])


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

    tried(ASSESSMENTS, 236, len(format + lang), "x.tas.yaml", attempt)


def junit(text: str) -> None:
    root = xml.fromstring(text)  # noqa: S314
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


def workflow_commands(text: str) -> None:
    no_commands(text, ("::error file=x.tas.yaml,line=", "::warning file=x.tas.yaml,line="))


def findings(text: str) -> None:
    document = json.loads(text)
    assert document["errors"] + document["warnings"] == len(document["findings"])
    assert text.isascii()


FINDINGS: dict[str, Callable[[str], None]] = {
    "text": plain_text, "json": findings, "github": workflow_commands, "junit": junit, "sarif": sarif, "gitlab": gitlab,
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

    tried(ASSESSMENTS, 311, len(format), "x.tas.yaml", attempt)


def test_check_refuses_what_show_cannot_read() -> None:
    def attempt(data: bytes) -> None:
        shown, judged = (
            called("show", "x.tas.yaml", "-o", os.devnull, *DAY),
            called("check", "x.tas.yaml", *DAY),
        )
        piped = called("check", "-", *DAY, fed=data)
        assert shown.code == 0 or judged.code == 1
        assert piped.code == (2 if "TAS030" in judged.out else judged.code)
        harmless(piped)

    tried(ASSESSMENTS, 461, 5, "x.tas.yaml", attempt)


def test_check_explain() -> None:
    def attempt(_: bytes) -> None:
        for format in ("text", "json"):
            said = called("check", "--explain", "x.tas.yaml", "--format", format, *DAY)
            harmless(said)
            placed(said)
            if said.out and format == "json":
                json.loads(said.out)

    tried(ASSESSMENTS, 506, 7, "x.tas.yaml", attempt)


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

    tried(ASSESSMENTS, 401, len(format) + turned, "x.tas.yaml", attempt)


def test_fmt_check() -> None:
    def attempt(data: bytes) -> None:
        said = called("fmt", "--check", "x.tas.yaml")
        harmless(said)
        placed(said)
        no_commands(said.out + said.err)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 176, 3, "x.tas.yaml", attempt)


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

    tried(ASSESSMENTS, 281, 11, "x.tas.yaml", attempt)


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

    tried(ASSESSMENTS, 356, 13, "x.tas.yaml", attempt)


def test_textconv() -> None:
    def attempt(data: bytes) -> None:
        said = called("textconv", "x.tas.yaml")
        harmless(said)
        placed(said)
        unharmed("x.tas.yaml", data)

    tried(ASSESSMENTS, 146, 2, "x.tas.yaml", attempt)


def test_rate() -> None:
    def attempt(data: bytes) -> None:
        said = called("rate", "x.tas.yaml", "solution_fit=+", "uss.deal_size=large", "--evidence", "seen")
        harmless(said)
        if said.code == 2:
            unharmed("x.tas.yaml", data)
        else:
            assert called("show", "x.tas.yaml", *DAY).code == 0

    tried(ASSESSMENTS, 131, 4, "x.tas.yaml", attempt)


def test_assess() -> None:
    def attempt(data: bytes) -> None:
        said = called("assess", "x.tas.yaml", "--lines", *DAY, fed=ANSWERS)
        harmless(said)
        now = Path("x.tas.yaml").read_bytes()
        assert now == data or called("show", "x.tas.yaml", *DAY).code == 0

    tried(ASSESSMENTS, 326, 8, "x.tas.yaml", attempt)


def test_banks_check() -> None:
    def attempt(data: bytes) -> None:
        said = called("banks", "check", "bank.yaml")
        harmless(said)
        assert said.code == 2 or said.out
        placed(said, "bank.yaml")
        if said.code == 1:
            assert re.search(r"(?m)^bank\.yaml:[1-9]\d*: error TAS\d+ ", said.out), said.out[:300]
        no_commands(said.out + said.err)
        unharmed("bank.yaml", data)

    tried(BANKS, 86, 1, "bank.yaml", attempt)


def test_workspace_of_a_hostile_bank() -> None:
    Path("tas.yaml").write_text("questions: [bank.yaml]\nbanks: [tas, ours]\n", encoding="utf-8")

    def attempt(_: bytes) -> None:
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

    tried(BANKS, 536, 9, "bank.yaml", attempt)


def test_hostile_workspace() -> None:
    def attempt(data: bytes) -> None:
        judged = called("check", "good.tas.yaml", "--format", "json", *DAY)
        harmless(judged)
        faults = [each for each in json.loads(judged.out)["findings"] if each["file"] == "tas.yaml"]
        assert not faults or all(each["line"] >= 1 and len(each["message"]) < 5000 for each in faults)
        for arguments in (("check",), ("show", "good.tas.yaml"), ("banks",), ("fmt", "--check")):
            harmless(called(*arguments))
        unharmed("tas.yaml", data)

    tried(WORKSPACES, 311, 6, "tas.yaml", attempt)


def rows(text: str) -> None:
    for line in text.splitlines():
        json.loads(line)
    assert text.isascii()


def table(text: str) -> None:
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell[:80]
            assert not re.match(r"-[^0-9]", cell), cell[:80]


def calendar(text: str) -> None:
    assert text.startswith("BEGIN:VCALENDAR")
    names = re.findall(r"(?m)^([A-Z-]+)[:;]", text.replace("\r\n", "\n"))
    assert set(names) <= {
        "BEGIN", "X-WR-CALNAME", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES",
    }, set(names)  # fmt: skip


class Tags(html.parser.HTMLParser):
    """Which elements and attributes a page really has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name != "style", tag
            assert name not in ("href", "src", "action") or not re.match(
                r"(?i)\s*(javascript|data|https?):", value or ""
            )


def page(text: str) -> None:
    """No script but our own, none in an attribute, nothing that leads outside."""
    assert Tags(text).scripts <= 1


PRINTED: dict[str, Callable[[str], None]] = {
    "json": json.loads, "jsonl": rows, "csv": table, "ics": calendar, "html": page, "markdown": markdown_without_html, "text": plain_text,
}  # fmt: skip
OTHERS = [
    *((f"plan x.tas.yaml --format {format}", format) for format in ("text", "markdown", "json", "ics")),
    ("plan x.tas.yaml --for customer --format markdown", "markdown"),
    ("plan x.tas.yaml --letter 1 --format markdown", "markdown"),
    *((f"portfolio --format {format}", format) for format in ("text", "markdown", "json", "jsonl", "csv", "ics", "html")),
    ("portfolio --view activities", "text"),
    ("portfolio --view map --lang zh", "text"),
    ("portfolio --format jsonl --flat", "jsonl"),
    ("show x.tas.yaml --format html", "html"),
    ("show x.tas.yaml --brief", "text"),
    ("report", "html"),
    *((f"forecast --format {format}", format) for format in ("text", "markdown", "json")),
    ("calibrate --format json", "json"),
    ("check x.tas.yaml --statistics", "text"),
    ("import export.csv --dry-run", "text"),
    ("resolve x.tas.yaml", "text"),
    ("history x.tas.yaml", "text"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "format"), OTHERS, ids=[line for line, _ in OTHERS])
def test_every_other_command_that_reads_deals(line: str, format: str) -> None:
    """Beside a good deal, which is still told of whenever anything is."""
    Path("export.csv").write_text("Id,Account,Name\n7,Acme,Core\n", encoding="utf-8")
    Path("tas.yaml").write_text(
        "custom: {forecast_category: text}\nstages: [proposal]\nimport:\n  crm: {id: Id, fields: {customer: Account, opportunity: Name}}\n",
        encoding="utf-8",
    )

    def attempt(data: bytes) -> None:
        said = called(*line.split(), *(DAY if "history" not in line and "resolve" not in line else ()))
        harmless(said._replace(out=said.out.replace("\r\n", "\n")) if format == "ics" else said)
        no_commands(said.err)
        assert said.out or said.err
        if said.out:
            PRINTED[format](said.out)
        assert Path("x.tas.yaml").read_bytes() == data
        assert len(list(Path().iterdir())) == 4

    tried(ASSESSMENTS, 601, len(line), "x.tas.yaml", attempt)


def test_proposals_that_wish_us_ill() -> None:
    """What an assistant hands over is bytes like any other: refused or laid beside the deal, which stays as it is."""
    Path("notes.txt").write_text("Ms Lund: the board meets on the 15th.\n", encoding="utf-8")
    deal = Path("good.tas.yaml").read_bytes()
    one = {
        "question": "tas.compelling_event",
        "party": "us",
        "rating": "+",
        "quote": "the board meets",
        "speaker": "Ms Lund",
    }

    def attempt(_: bytes) -> None:
        said = called("propose", "good.tas.yaml", "--from", "x.json", "--source", "notes.txt", *DAY)
        harmless(said)
        no_commands(said.out + said.err)
        assert Path("good.tas.yaml").read_bytes() == deal

    told = {
        f"{key} {name}": json.dumps([{**one, key: "@"}]).replace("@", text).encode()
        for key in one
        for name, text in hostile.TEXTS.items()
    }
    tried({**ASSESSMENTS, **told}, 701, 3, "x.json", attempt)


@pytest.mark.parametrize("text", ["command", "command_later", "hash", "encoded", "esc", "mark", "script"])
@pytest.mark.parametrize("format", SCORECARDS)
def test_texts_in_every_place_at_once(format: str, text: str) -> None:
    Path("x.tas.yaml").write_bytes(ASSESSMENTS[f"text {text} everywhere"])
    said = called("show", "x.tas.yaml", "--format", format, *DAY)
    assert said.code == 0
    harmless(said)
    SCORECARDS[format](said.out)


READERS = (
    ("check",),
    ("show", "--format", "json"),
    ("fmt", "--check"),
    ("diff", "good.tas.yaml"),
    ("textconv",),
    ("show", "--format", "markdown"),
    ("rate", "--set", "stage=x"),
)


def test_large_files() -> None:
    """Each before one command, in turn; with TAS_HOSTILE before all of them."""
    large = [(name, data) for name, data in ASSESSMENTS.items() if len(data) >= LARGE]
    assert len(large) > 40
    for i, (name, data) in enumerate(large):
        for command in READERS if LONG else [READERS[i % len(READERS)]]:
            Path("x.tas.yaml").write_bytes(data)
            said = called(*command, "x.tas.yaml")
            assert said.code in (0, 1, 2), name
            harmless(said)
            of_the_whole = "says nothing" in said.err or "would grow beyond" in said.err
            if not of_the_whole:
                placed(said)


NAMES = (
    "a\nb", "\n::error::x", "e\x1b[31m", "-o", "--output=x", "东 海", " lead", "##[error]x", "\u202eevil", "a%0A::error::", "<script>",
    'q"', "a:b", "HEAD:x", "[bold]", "a\\b", "{x}", "@x", "", "\x9b31m", "|x`$(id)`", "x" * 240,
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("name", NAMES)
def test_names_of_files(name: str) -> None:
    file = f"{name}.tas.yaml"
    Path(file).write_text(hostile.GOOD.replace("verified: true", "verified: maybe"), encoding="utf-8")
    for command in (("show",), ("check",), ("fmt", "--check"), ("rate", "--set", "stage=x")):
        said = called(*command, "--", file)
        harmless(said)
        no_commands(said.out + said.err)
        assert said.code == (1 if command == ("check",) else 2)
        assert said.out + said.err
    no_commands(called("check", "--format", "github", "--", file).out, ("::error file=", "::warning file="))
    junit(called("check", "--format", "junit", "--", file).out)
    sarif(called("check", "--format", "sarif", "--", file).out)
    Path(file).write_text(hostile.GOOD, encoding="utf-8")
    said = called("show", "--format", "json", "--", file)
    assert json.loads(said.out)["results"][0]["file"] == file


@pytest.mark.parametrize("option", [("-o", ""), ("-o", "/"), ("-o", "x" * 300), ("-o", "good.tas.yaml/x")])
def test_results_that_no_file_can_hold(option: tuple[str, str]) -> None:
    said = called("show", "good.tas.yaml", *option)
    assert (said.code, said.out) == (2, "")
    harmless(said)


@pytest.mark.parametrize(
    "command", [("rate", "--set", "stage=x"), ("show",), ("init",), ("assess", "--lines")]
)
def test_names_that_no_disk_takes(command: tuple[str, ...]) -> None:
    said = called(*command, "x" * 5000)
    assert said.code == 2
    harmless(said)


@pytest.mark.parametrize("deals", ["/", "../..", '"a\\0b"'])
@pytest.mark.parametrize("command", ["check", "fmt"])
def test_a_workspace_cannot_send_us_elsewhere(command: str, deals: str) -> None:
    Path("tas.yaml").write_text(f"deals: {deals}\n", encoding="utf-8")
    said = called(command)
    assert said.code == 2
    assert "deals" in said.err
    harmless(said)


def test_many_parties_are_told_in_time() -> None:
    parties = "".join(f"  competitor_number_{i}: P{i}\n" for i in range(100))
    rated = "".join(f'      competitor_number_x{i}: "+"\n' for i in range(100))
    Path("x.tas.yaml").write_text(
        f"customer: A\nopportunity: B\ncompetitors:\n{parties}answers:\n  tas:\n    solution_fit:\n{rated}",
        encoding="utf-8",
    )
    said = called("check", "x.tas.yaml", "--format", "json", *DAY)
    helps = [each["help"] for each in json.loads(said.out)["findings"] if each["id"] == "TAS122"]
    assert helps
    assert all(len(each) < 500 for each in helps)


PROGRAM = (sys.executable, "-m", "tas_cli")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """A line of shell in which `tas` is ours; its streams can be closed and full as no test double is."""
    script = f'tas() {{ {shlex.join(PROGRAM)} "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("command", ["show good.tas.yaml", "--version"])
@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
@pytest.mark.parametrize("stream", [">/dev/full", ">&-"])
def test_output_that_does_not_arrive_is_no_success(command: str, unbuffered: str, stream: str) -> None:
    done = shell(f"export PYTHONUNBUFFERED=; {unbuffered}tas {command} {stream}")
    assert done.returncode == 2
    assert done.stderr.startswith("tas: the output could not be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
@pytest.mark.parametrize("command", ["show good.tas.yaml", "--help"])
def test_a_reader_that_went_away_is_no_trouble(command: str) -> None:
    done = shell(f"tas {command} | true; echo ${{PIPESTATUS[0]}}")
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("tas show nosuch 2>&-", 2),
        ("tas show - <&-", 2),
        ("tas show nosuch <&- >&- 2>&-", 2),
        ("tas rate good.tas.yaml --set stage=x >&- 2>&-", 0),
    ],
)
def test_closed_streams(line: str, code: int) -> None:
    done = shell(line)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("command", ["show", "check", "fmt", "textconv", "rate --set stage=x", "banks check"])
def test_a_pipe_with_a_name_is_not_waited_for(command: str) -> None:
    os.mkfifo("pipe.tas.yaml")
    said = called(*command.split(), "pipe.tas.yaml")
    assert said.code == (1 if command == "check" else 2)
    assert "not a regular file" in said.out + said.err
