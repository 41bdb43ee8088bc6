"""Findings in every format: the same findings, valid for those who read them, and user text that stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from xmlschema import XMLSchema

from tas_cli.boundary import run
from tas_cli.findings import Finding
from tas_cli.gate import Checked, JudgedFile, Totals, counted
from tas_cli.reports.findings import of_file, summary
from tas_cli.reports.formats import render

HERE = Path(__file__).parent
JUNIT = XMLSchema(HERE / "schemas" / "junit.xsd")
SARIF = Draft7Validator(json.loads((HERE / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8")))
FORMATS = ("text", "json", "github", "junit", "sarif", "gitlab", "markdown")
DAY = ("--today", "2026-11-22")
HOSTILE = (
    "::error::gotcha",
    "  ::set-output name=x::y",
    "a\r%0A::error::b",
    "a\n::warning file=x::b",
    "##[error]gotcha",
    "text ##[command]rm",
    "</testcase><script>alert(1)</script>",
    "]]>&amp;<![CDATA[",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\u202ebackwards\u200b",
    "a|b`c`*d*_e_[f](http://g)<b>@here #12 www.example.org",
    "![x](http://evil/x.png)",
    "%0A%0D%25",
    "\"quoted\" 'text' & more",
    "金蝶 ＋ ✓ −",
    "\udcff lone",
    "{0} {name} %s",
)
Gold = Callable[[str, str], None]
Out = pytest.CaptureFixture[str]

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
findings = st.builds(
    lambda id, level, file, line, message: Finding(id, level, file, line, message=message, question="tas.q"),
    st.sampled_from(["TAS201", "own-rule", "TAS104"]),
    st.sampled_from(["error", "warning"]),
    texts.filter(bool),
    st.integers(1, 99999),
    texts,
)


def of(finding: Finding) -> JudgedFile:
    return JudgedFile(finding.file, (finding,), {finding.line: finding.text("en")})


def whole(format: str, finding: Finding) -> str:
    judged = of(finding)
    totals = counted(judged.findings, 1)
    if format in ("text", "github"):
        lines = of_file(judged, "en", annotated=format == "github")
        return lines + summary(totals, "en") if format == "text" else lines
    return render("check", format, Checked([judged], totals), "en")


def commands(text: str) -> list[tuple[str, str]]:
    """What GitHub's runner would obey in a log: `::name` at the start of a line, `##[name]` anywhere in one."""
    found = []
    for line in re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", text):
        if match := re.match(r"\s*::([\w-]+)[^:]*::(.*)", line) or re.search(
            r"##\[([\w-]+)[^\]]*\](.*)", line
        ):
            found.append((match[1], line))
    return found


@given(findings)
def test_text_holds_nothing_that_is_obeyed(finding: Finding) -> None:
    out = whole("text", finding)
    assert commands(out) == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert out.count("\n") <= 4
    assert re.search(rf":{finding.line}: {finding.level} {finding.id}", out)


@given(st.sampled_from(["json", "junit", "sarif", "gitlab", "markdown"]), findings)
def test_no_document_is_obeyed_in_a_log(format: str, finding: Finding) -> None:
    assert commands(whole(format, finding)) == []


@given(findings)
def test_github_obeys_one_command_a_finding(finding: Finding) -> None:
    out = whole("github", finding)
    obeyed = commands(out)
    assert [name for name, _ in obeyed] == [finding.level]
    properties = obeyed[0][1].split("::")[1].split(" ", 1)[1].split(",")
    assert [each.split("=")[0] for each in properties] == ["file", "line", "title"]
    assert properties[1] == f"line={finding.line}"
    assert "\x1b" not in out


@given(findings)
def test_junit_is_xml_with_one_case(finding: Finding) -> None:
    out = whole("junit", finding)
    assert out.isascii()
    assert [error.reason for error in JUNIT.iter_errors(out)] == []
    root = ElementTree.fromstring(out)  # noqa: S314 - our own output
    assert (root.tag, root.get("tests"), root.get("failures")) == (
        "testsuites",
        "1",
        str(int(finding.level == "error")),
    )
    assert [each.tag for each in root.iter()][:3] == ["testsuites", "testsuite", "testcase"]
    assert [each.tag for each in root.iter()][3:] == ["failure" if finding.level == "error" else "system-out"]
    failure = root.find(".//failure")
    if failure is not None and not re.search(r"[^\x20-\x7e]", finding.text("en")):
        assert failure.get("message") == finding.text("en")


def test_reports_on_the_examples_fit_their_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    examples = str(HERE.parent / "examples")
    for format in ("junit", "sarif"):
        assert run(["check", examples, "--format", format, "--today", "2027-06-01"]) in (0, 1)
        out = capsys.readouterr().out
        if format == "junit":
            assert [error.reason for error in JUNIT.iter_errors(out)] == []
            assert out.count("<testcase") > 3
        else:
            assert [error.message for error in SARIF.iter_errors(json.loads(out))] == []


@given(findings)
def test_sarif_is_valid_and_names_the_file(finding: Finding) -> None:
    out = whole("sarif", finding)
    assert out.isascii()
    document = json.loads(out)
    assert not [error.message for error in SARIF.iter_errors(document)]
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"], errors="surrogateescape") == finding.file
    assert place["region"]["startLine"] == finding.line


@given(findings)
def test_json_gives_back_the_text_itself(finding: Finding) -> None:
    out = whole("json", finding)
    assert out.isascii()
    document = json.loads(out)
    assert document["format"] == 1
    assert document["findings"] == [
        {
            "id": finding.id,
            "level": finding.level,
            "file": finding.file,
            "line": finding.line,
            "question": finding.question,
            "message": finding.text("en"),
            "help": finding.help("en"),
            "waived": finding.waived and finding.waived._asdict(),
        }
    ]


@given(findings)
def test_gitlab_has_what_code_quality_wants(finding: Finding) -> None:
    out = whole("gitlab", finding)
    assert out.isascii()
    (entry,) = json.loads(out)
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert re.fullmatch("[0-9a-f]{32}", entry["fingerprint"])
    assert entry["location"] == {"path": finding.file, "lines": {"begin": finding.line}}


@given(findings)
def test_markdown_stays_a_table_of_words(finding: Finding) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(whole("markdown", finding))
    assert sum(token.type == "tr_open" for token in tokens) == 2
    assert sum(token.type == "td_open" for token in tokens) == 4
    inner = [each for token in tokens for each in token.children or []]
    kinds = {each.type for each in inner if not (each.type == "html_inline" and each.content == "<!-- -->")}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}


def test_fingerprints_stay_when_lines_move_and_differ_otherwise() -> None:
    def prints(*lines: int) -> list[str]:
        judged = JudgedFile("a", tuple(Finding("TAS201", "warning", "a", line) for line in lines))
        return [
            entry["fingerprint"]
            for entry in json.loads(render("check", "gitlab", Checked([judged], Totals(1, 0, 0)), "en"))
        ]

    assert prints(1, 2) == prints(5, 9)
    assert len(set(prints(1, 2, 3))) == 3


def test_long_tables_end_with_a_number() -> None:
    judged = JudgedFile("a", tuple(Finding("x", "error", "a", i, message="m") for i in range(1, 1004)))
    out = render("check", "markdown", Checked([judged], Totals(1, 1003, 0)), "en")
    assert out.count("| error |") == 1000
    assert out.endswith("... and 3 more")


@pytest.fixture
def deals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace with an error, warnings, a rule, a clean file and a hostile one."""
    monkeypatch.chdir(tmp_path)
    Path("deals").mkdir()
    Path("tas.yaml").write_text(
        "stages: [proposal]\n"
        "policy:\n  - id: money\n    when: deal.stage == 'proposal'\n    expect: tas.access_to_funds.us == '+'\n"
        "    say: No proposal before we know where the money comes from.\n",
        encoding="utf-8",
    )
    files = {
        "acme": "customer: Acme\nopportunity: Core\nstage: proposal\nassessed_on: 2026-11-20\nanswers:\n  tas:\n"
        '    solution_fit:\n      us: "+"\n    access_to_funds:\n      us: "?"\n',
        "clean": "customer: Clean\nopportunity: Core\n",
        "typo": "customer: Typo\nopportunity: Core\namount: 1.2m\nownr: maria\n",
        "hostile": 'customer: "::error::x"\nopportunity: Core\noutcome: "</testcase> ##[cmd]\\r%0A|@here\\e[31m"\n',
    }
    for name, text in files.items():
        Path("deals", f"{name}.tas.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.usefixtures("deals")
def test_gold(format: str, lang: str, capsys: Out, gold: Gold) -> None:
    assert run(["check", "--format", format, "--lang", lang, *DAY]) == 1
    out = capsys.readouterr().out
    gold(f"check_{format}_{lang}.txt", re.sub(r'("semanticVersion": )"[^"]*"', r'\1"0"', out))


@pytest.mark.usefixtures("deals")
def test_every_format_has_the_same_findings(capsys: Out) -> None:
    def out(format: str) -> Any:
        assert run(["check", "--format", format, *DAY]) == 1
        return capsys.readouterr().out

    expected = [(each["file"], each["line"], each["id"]) for each in json.loads(out("json"))["findings"]]
    assert len(expected) == 5
    results = json.loads(out("sarif"))["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert expected == [
        (place["artifactLocation"]["uri"], place["region"]["startLine"], each["ruleId"])
        for place, each in zip(places, results, strict=True)
    ]
    assert expected == [
        (each["location"]["path"], each["location"]["lines"]["begin"], each["check_name"])
        for each in json.loads(out("gitlab"))
    ]
    lines = [f"{file}:{line}: " for file, line, _ in expected]
    for format in ("text", "github"):
        assert [each for each in out(format).splitlines() if each.startswith("deals")] != []
        assert all(line in out(format) for line in lines)
    suites = ElementTree.fromstring(out("junit"))  # noqa: S314 - our own output
    cases = [(each.get("classname"), each.get("name")) for each in suites.iter("testcase")]
    found = [(file, str(name).split(" ")[0]) for file, name in cases if name != "tas check"]
    assert found == [(file, id) for file, _, id in expected]
    assert [each for each in cases if each[1] == "tas check"] == [("deals/clean.tas.yaml", "tas check")]
    assert out("markdown").count("\n| deals") == len(expected)


@pytest.mark.usefixtures("deals")
def test_annotations_come_by_themselves_in_a_github_run(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["check", *DAY]) == 1
    out = capsys.readouterr().out
    assert "::error file=deals/typo.tas.yaml,line=3,title=TAS105::" in out
    assert "deals/typo.tas.yaml:3: error TAS105" in out
    assert {name for name, _ in commands(out)} == {"error", "warning"}
    assert run(["check", "--format", "json", *DAY]) == 1
    assert "::error" not in capsys.readouterr().out


@pytest.mark.usefixtures("deals")
def test_colour_only_when_asked_for(capsys: Out) -> None:
    assert run(["check", "--color", "always", *DAY]) == 1
    assert "\x1b[38;5;231;48;5;160merror\x1b[0m" in capsys.readouterr().out
    assert run(["check", *DAY]) == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.usefixtures("deals")
def test_output_to_a_file(capsys: Out) -> None:
    assert run(["check", "--format", "json", "-o", "out.json", *DAY]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["files"] == 4


def junit(capsys: Out, *arguments: str) -> list[tuple[str, bool]]:
    """The name of every case, and whether it fails."""
    run(["check", *arguments, "--format", "junit", *DAY])
    suites = ElementTree.fromstring(capsys.readouterr().out)  # noqa: S314 - our own output
    return [(str(each.get("name")), each.find("failure") is not None) for each in suites.iter("testcase")]


def test_junit_names_are_unique_and_stay_while_lines_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = 'answers: {tas: {solution_fit: {us: "x"}, compelling_event: {us: "y"}, deal: {us: "z"}}}\n'
    file = Path("a.tas.yaml")
    file.write_text(f"owner: x\n{answers}", encoding="utf-8")
    names = [name for name, _ in junit(capsys, "a.tas.yaml")]
    assert len(names) == len(set(names)) >= 3
    file.write_text(f"# a comment\n\nowner: x\n{answers}", encoding="utf-8")
    assert [name for name, _ in junit(capsys, "a.tas.yaml")] == names
    file.write_text("owner: x\n", encoding="utf-8")
    assert [name for name, _ in junit(capsys, "a.tas.yaml")] == ["TAS102 customer", "TAS102 opportunity"]


@pytest.mark.parametrize(("fail_on", "failing"), [("error", 1), ("warning", 2), ("never", 0)])
def test_junit_fails_what_the_gate_fails(
    fail_on: str, failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.tas.yaml").write_text("customer: A\nclose_date: 2026-01-01\n", encoding="utf-8")
    assert sum(fails for _, fails in junit(capsys, "a.tas.yaml", "--fail-on", fail_on)) == failing


@pytest.mark.parametrize("format", ["github", "gitlab", "sarif", "junit"])
@pytest.mark.parametrize("start", [".", "team", "team/deals", "elsewhere"])
def test_forges_know_files_from_the_top_of_the_repository(
    format: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    (tmp_path / "team" / "deals").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".git").write_text("gitdir: somewhere\n", encoding="utf-8")
    (tmp_path / "team" / "deals" / "a.tas.yaml").write_text("customer: A\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / start)
    assert run(["check", str(tmp_path / "team" / "deals"), "--format", format, *DAY]) == 1
    out = capsys.readouterr().out
    named = {"github": "file=", "gitlab": '"path": "', "sarif": '"uri": "', "junit": 'classname="'}[format]
    assert f"{named}team/deals/a.tas.yaml" in out
