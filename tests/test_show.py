"""`tas show` as people call it: what comes out for good, bad, hostile and several files."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.model.library import Library, load_library
from tas_cli.model.workspace import Workspace

GOLD = Path(__file__).parent / "gold"
STRONG, WEAK, UNKNOWN = (GOLD / f"show_{name}.tas.yaml" for name in ("strong", "weak", "unknown"))
DAY = ("--today", "2026-11-22")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def deals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in a folder with the three deals in it."""
    for path in (STRONG, WEAK, UNKNOWN):
        (tmp_path / path.name.removeprefix("show_")).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)


def shown(capsys: Out, *arguments: str, code: int = 0) -> str:
    assert run(["show", *arguments, *DAY]) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["strong", "weak", "unknown"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_text(
    name: str,
    lang: str,
    columns: str,
    capsys: Out,
    gold: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    gold(f"show_{name}_{lang}_{columns}.txt", shown(capsys, f"{name}.tas.yaml", "--lang", lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_brief(lang: str, capsys: Out, gold: Callable[[str, str], None]) -> None:
    files = ["weak.tas.yaml", "strong.tas.yaml", "unknown.tas.yaml"]
    text = shown(capsys, *files, "--brief", "--lang", lang)
    gold(f"show_brief_{lang}.txt", text)
    assert shown(capsys, *files, "--format", "brief", "--lang", lang) == text


def test_csv(capsys: Out, gold: Callable[[str, str], None]) -> None:
    gold("show.csv", shown(capsys, "weak.tas.yaml", "unknown.tas.yaml", "--format", "csv"))


@pytest.mark.parametrize("name", ["strong", "weak", "unknown"])
def test_markdown(name: str, capsys: Out, gold: Callable[[str, str], None]) -> None:
    gold(f"show_{name}.md", shown(capsys, f"{name}.tas.yaml", "--format", "markdown"))


def test_json(capsys: Out, gold: Callable[[str, str], None]) -> None:
    files = ["weak.tas.yaml", "strong.tas.yaml", "unknown.tas.yaml"]
    text = shown(capsys, *files, "--format", "json")
    gold("show.json", text)
    assert [result["file"] for result in json.loads(text)["results"]] == files


@pytest.mark.parametrize(
    ("name", "words"), [("strong", "PURSUE"), ("weak", "QUALIFY OUT"), ("unknown", "FIND OUT FIRST")]
)
def test_the_verdict_does_not_depend_on_the_format(name: str, words: str, capsys: Out) -> None:
    verdicts = {"PURSUE": "pursue", "QUALIFY OUT": "qualify_out", "FIND OUT FIRST": "find_out"}
    file = f"{name}.tas.yaml"
    assert f"▌ {words}\n" in shown(capsys, file)
    assert f"**{words}**" in shown(capsys, file, "--format", "markdown")
    assert json.loads(shown(capsys, file, "--format", "json"))["results"][0]["verdict"] == verdicts[words]


def test_the_good_are_shown_and_the_bad_are_named(capsys: Out) -> None:
    Path("bad.tas.yaml").write_text("custmer: Acme\n")
    assert run(["show", "nope.tas.yaml", "strong.tas.yaml", "bad.tas.yaml", "weak.tas.yaml", *DAY]) == 2
    captured = capsys.readouterr()
    assert "Acme Bank" in captured.out
    assert "某某银行" in captured.out
    assert "nope.tas.yaml" in captured.err
    assert "bad.tas.yaml:1:" in captured.err


def test_nothing_is_written_when_nothing_can_be_shown(capsys: Out) -> None:
    Path("out.json").write_text("before")
    assert run(["show", "nope.tas.yaml", "--format", "json", "-o", "out.json"]) == 2
    assert capsys.readouterr().out == ""
    assert Path("out.json").read_text() == "before"


def test_what_is_amiss_but_readable_is_told_in_a_line(capsys: Out) -> None:
    Path("half.tas.yaml").write_text("customer: Acme\n")
    assert run(["show", "half.tas.yaml", *DAY]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Acme\n")
    assert captured.err.count("\n") == 1
    assert "half.tas.yaml:1: opportunity is missing; " in captured.err


def test_a_dash_is_standard_input(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = shown(capsys, "strong.tas.yaml")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STRONG.read_bytes())))
    assert shown(capsys, "-") == expected


@pytest.mark.parametrize("day", ["2026-02-30", "22.11.2026", "20261122", "２０２６-11-22", ""])
def test_a_day_that_is_none_is_refused(day: str, capsys: Out) -> None:
    assert run(["show", "strong.tas.yaml", "--today", day]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "is not a date" in captured.err


def test_the_workspace_says_who_we_are_how_old_is_old_and_in_which_language(capsys: Out) -> None:
    fresh = shown(capsys, "strong.tas.yaml", "--format", "json")
    Path("tas.yaml").write_text("us: Zenith\nmax_age_days: 1\nlanguage: zh\n")
    text = shown(capsys, "strong.tas.yaml")
    assert "Zenith" in text
    assert "建议跟进" in text
    stale = shown(capsys, "strong.tas.yaml", "--format", "json")
    assert "stale" not in [each["id"] for each in json.loads(fresh)["results"][0]["cautions"]]
    assert "stale" in [each["id"] for each in json.loads(stale)["results"][0]["cautions"]]


def test_a_broken_workspace_is_named(capsys: Out) -> None:
    Path("tas.yaml").write_text("us: Zenith\nmax_age_dais: 1\n")
    assert run(["show", "strong.tas.yaml", *DAY]) == 2
    assert "tas.yaml:2:" in capsys.readouterr().err


def test_banks_are_read_once_a_workspace(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def counting(workspace: Workspace) -> Library:
        loaded.append(workspace.root)
        return load_library(workspace)

    monkeypatch.setattr("tas_cli.place.load_library", counting)
    Path("other").mkdir()
    Path("other/tas.yaml").write_text("us: Other\n")
    Path("other/a.tas.yaml").write_bytes(STRONG.read_bytes())
    shown(capsys, "strong.tas.yaml", "other/a.tas.yaml", "weak.tas.yaml", "other/a.tas.yaml")
    assert loaded == [None, Path.cwd() / "other"]


def test_colour_is_only_a_support(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shown(capsys, "weak.tas.yaml")
    assert "\x1b" not in plain
    colored = shown(capsys, "weak.tas.yaml", "--color", "always")
    assert [line.rstrip() for line in ANSI.sub("", colored).splitlines()] == plain.splitlines()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert shown(capsys, "weak.tas.yaml") == colored
    assert shown(capsys, "weak.tas.yaml", "--color", "never") == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(capsys, "weak.tas.yaml") == plain


def test_a_file_takes_the_result(capsys: Out) -> None:
    text = shown(capsys, "weak.tas.yaml")
    assert shown(capsys, "weak.tas.yaml", "-o", "card.txt") == ""
    assert Path("card.txt").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("format", ["text", "brief", "markdown", "json", "csv"])
def test_user_text_is_data(format: str, capsys: Out) -> None:
    text = shown(capsys, "unknown.tas.yaml", "--format", format)
    bare = text.replace("\\", "") if format == "markdown" else text
    for literal in ("[/]", "[bold]Renewal[/bold]", "[bold]x"):
        assert literal in bare
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not re.search(r"(?m)^\s*::", text)


def test_a_pipe_that_is_not_utf8_gets_characters_it_can_hold() -> None:
    command = [sys.executable, "-m", "tas_cli", "show", "weak.tas.yaml", "--lang", "zh", *DAY]
    done = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "gbk"}
    )
    text = done.stdout.decode("gbk")
    assert "建议放弃" in text
    assert not re.search(r"[\u2500-\u257f]", text)
    assert re.search(r"\|-*o-*\|", text)
    assert "| 建议放弃" in text


@pytest.mark.parametrize(("today", "past"), [("2026-12-31", False), ("2027-01-01", True)])
def test_what_a_deal_claims_as_waived_is_seen(
    today: str,
    past: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("a.tas.yaml").write_text(
        "format: 1\ncustomer: A\nopportunity: B\nwaivers:\n"
        "  reason-to-act: {until: 2026-12-31, by: maria, reason: CFO answers}\n", encoding="utf-8",
    )  # fmt: skip
    assert run(["show", "a.tas.yaml", "--today", today]) == 0
    said = capsys.readouterr().out
    assert "Waiver: reason-to-act until 2026-12-31, granted by maria: CFO answers" in said
    assert ("(past)" in said) == past
    assert run(["portfolio", "a.tas.yaml", "--view", "table", "--today", today]) == 0
    assert "1 waiver" in capsys.readouterr().out
    assert run(["report", "a.tas.yaml", "-o", "page.html", "--today", today]) == 0
    assert "granted by maria" in Path("page.html").read_text(encoding="utf-8")


STEPS = """\
format: 1
customer: A
opportunity: B
competitors: {x: Xco}
answers:
  tas:
    compelling_event: {us: "?", next_step: {what: Call the CFO, due: 2026-11-30}}
    business_profile: {us: +, next_step: Look it up}
    formal_process: {us: +, next_step: {what: Book a room, due: 2027-01-05, owner: maria}}
    solution_fit: {us: +, x: +, next_step: {what: Demo, due: 2026-12-05}}
"""


@pytest.mark.parametrize("command", ["show", "plan"])
@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize(("lang", "heading"), [("en", "Next steps"), ("zh", "下一步安排")])
def test_every_next_step_is_told_once_by_day_with_its_person(
    command: str,
    format: str,
    lang: str,
    heading: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.tas.yaml").write_text(STEPS, encoding="utf-8")
    assert run([command, "a.tas.yaml", "--format", format, "--lang", lang, "--today", "2026-11-25"]) == 0
    out = capsys.readouterr().out
    before, _, listed = out.partition(heading)
    assert "Call the CFO" in before
    places = [listed.index(step) for step in ("Demo", "Book a room", "Look it up")]
    assert places == sorted(places)
    assert "maria" in listed
    assert "2027-01-05" in listed
    assert [out.count(step) for step in ("Call the CFO", "Demo", "Book a room", "Look it up")] == [1] * 4
    assert run(["show", "a.tas.yaml", "--format", "html", "-o", "a.html", "--lang", lang, "-q"]) == 0
    page = Path("a.html").read_text(encoding="utf-8")
    assert f">{heading}<" in page
    assert page.count("Book a room") == 1


@pytest.mark.parametrize("words", [["show", "a", "b", "c"], ["fmt", "."], ["fmt", "--check", "."]])
def test_what_is_wrong_for_all_of_several_deals_is_told_once(
    words: list[str], tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "team").mkdir()
    monkeypatch.chdir(tmp_path / "team")
    Path("tas.yaml").write_text("questions: [own.yaml]\n", encoding="utf-8")
    Path("own.yaml").write_text("id: own\n", encoding="utf-8")
    for name in "abc":
        Path(f"{name}.tas.yaml").write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    assert run(words) == 2
    assert capsys.readouterr().err.count("own.yaml:1") == 1


@pytest.mark.parametrize("words", [["show", "weak"], ["explain", "TAS104"], ["banks", "show", "uss"]])
def test_whatever_is_coloured_is_so_when_it_is_asked(
    words: list[str], capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = {}
    for color in ("auto", "always", "never"):
        assert run([*words, "--color", color]) == 0
        shown[color] = capsys.readouterr().out
    assert shown["auto"] == shown["always"] != shown["never"]
    assert "\x1b" not in shown["never"]
