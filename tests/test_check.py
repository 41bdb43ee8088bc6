"""`tas check` as people and CI call it: what is judged, what is said, how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tas_cli.boundary import run
from tas_cli.findings import switchable
from tas_cli.model.library import shipped

EXAMPLES = Path(__file__).parent / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.tas.yaml"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.tas.yaml"))
DAY = ("--today", "2026-11-22")
GOOD = "customer: Acme\nopportunity: Core\n"
BAD = "customer: Acme\n"
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def checked(capsys: Out, *arguments: str, code: int = 0) -> str:
    assert run(["check", *arguments, *DAY]) == code
    return capsys.readouterr().out


def found(capsys: Out, *arguments: str, code: int | None = None) -> list[tuple[str, str, int]]:
    """(file, id, line) of all findings."""
    result = run(["check", *arguments, "--format", "json", *DAY])
    document = json.loads(capsys.readouterr().out)
    assert result == (1 if document["errors"] else 0)
    assert code is None or result == code
    return [(each["file"], each["id"], each["line"]) for each in document["findings"]]


def ids(capsys: Out, *arguments: str) -> list[str]:
    return [id for _, id, _ in found(capsys, *arguments)]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_examples_have_no_findings(path: Path, capsys: Out) -> None:
    assert found(capsys, str(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_invalid_examples_have_the_findings_they_name(path: Path, capsys: Out) -> None:
    wanted = re.findall(r"(TAS[0-9]{3}):([0-9]+)", path.read_text(encoding="utf-8").splitlines()[0])
    assert wanted
    assert [(id, str(line)) for _, id, line in found(capsys, str(path))] == wanted


PROPOSALS = {"TAS501", "TAS502", "TAS503", "TAS504", "TAS505"}
"""Of a file that is no assessment, and of its history; test_propose and test_agents have them."""


def test_every_finding_about_assessments_has_an_example() -> None:
    named = {id for path in INVALID for id in re.findall(r"TAS[0-9]{3}", path.read_text(encoding="utf-8"))}
    missing = set(switchable()) - named
    # These need a workspace or a bank's `required`; test_soundness has them, and this file.
    assert missing == {"TAS128", "TAS205", "TAS206", "TAS207"} | PROPOSALS


def test_text_shows_place_source_cure_and_summary(capsys: Out) -> None:
    write("a.tas.yaml", GOOD + "amount: 1.2m\n")
    assert checked(capsys, "a.tas.yaml", code=1) == (
        "a.tas.yaml:3: error TAS105 '1.2m' is no plain number\n"
        "    | amount: 1.2m\n"
        "    write digits only: 1200000\n"
        "1 file checked: 1 error, 0 warnings\n"
    )


def test_it_speaks_chinese(capsys: Out) -> None:
    write("a.tas.yaml", GOOD + "amount: 1.2m\n")
    out = checked(capsys, "a.tas.yaml", "--lang", "zh", code=1)
    assert "不是纯数字" in out
    assert "检查了 1 个文件：1 个错误，0 个警告" in out


def test_nothing_stops_at_the_first(capsys: Out) -> None:
    write("tas.yaml", "policy:\n  - {id: big, expect: deal.amount > 100}\n")
    write("deals/a.tas.yaml", "customer: [\n")
    write("deals/b.tas.yaml", GOOD + 'assessed_on: 2026-01-01\nanswers: {tas: {nope: {us: "+"}}}\n')
    write("deals/c.tas.yaml", BAD)
    assert found(capsys) == [
        ("deals/a.tas.yaml", "TAS001", 1),
        ("deals/b.tas.yaml", "big", 1),
        ("deals/b.tas.yaml", "TAS202", 3),
        ("deals/b.tas.yaml", "TAS120", 4),
        ("deals/c.tas.yaml", "TAS102", 1),
        ("deals/c.tas.yaml", "big", 1),
    ]


def test_paths_default_to_the_deals_of_the_workspace(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    write("tas.yaml", "deals: pipeline\n")
    write("pipeline/a.tas.yaml", BAD)
    (Path("pipeline") / "inner").mkdir()
    monkeypatch.chdir("pipeline/inner")
    assert found(capsys) == [("../a.tas.yaml", "TAS102", 1)]


def test_a_file_named_twice_is_judged_once(capsys: Out, workspace: Path) -> None:
    write("deals/a.tas.yaml", BAD)
    names = ["deals", "deals/a.tas.yaml", "./deals/a.tas.yaml", str(workspace / "deals" / "a.tas.yaml")]
    assert found(capsys, *names) == [("deals/a.tas.yaml", "TAS102", 1)]


@pytest.mark.parametrize("command", [["check"], ["fmt", "--check"]])
@pytest.mark.parametrize("arguments", [["nowhere"], ["empty"], ["below/good.tas.yaml", "empty"], []])
def test_green_on_nothing_is_not_green(arguments: list[str], command: list[str], capsys: Out) -> None:
    write("below/good.tas.yaml", GOOD)
    Path("empty").mkdir()
    assert run([*command, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nowhere" in err or "empty" in err or "deals" in err


def test_standard_input(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert found(capsys, "-") == [("-", "TAS102", 1)]


def test_each_file_is_judged_by_its_own_workspace(capsys: Out) -> None:
    for name, limit in (("one", 10), ("two", 1000)):
        write(f"{name}/tas.yaml", f"policy:\n  - {{id: small, expect: deal.amount < {limit}}}\n")
        write(f"{name}/deals/a.tas.yaml", GOOD + "amount: 100\n")
    assert found(capsys, "one", "two") == [("one/deals/a.tas.yaml", "small", 3)]


@pytest.mark.parametrize(
    ("fail_on", "text", "code"),
    [
        ("error", BAD, 1),
        ("warning", BAD, 1),
        ("never", BAD, 0),
        ("error", GOOD + "close_date: 2026-01-01\n", 0),
        ("warning", GOOD + "close_date: 2026-01-01\n", 1),
        ("warning", GOOD, 0),
    ],
)
def test_fail_on(fail_on: str, text: str, code: int, capsys: Out) -> None:
    write("a.tas.yaml", text)
    checked(capsys, "a.tas.yaml", "--fail-on", fail_on, code=code)


def test_select_and_ignore_by_id_and_by_beginning(capsys: Out) -> None:
    write("tas.yaml", "policy:\n  - {id: big, expect: deal.amount > 100}\n")
    write("a.tas.yaml", GOOD + "close_date: 2026-01-01\nassessed_on: 2026-01-01\n")
    assert ids(capsys, "a.tas.yaml") == ["big", "TAS204", "TAS202"]
    assert ids(capsys, "a.tas.yaml", "--select", "TAS2") == ["TAS204", "TAS202"]
    assert ids(capsys, "a.tas.yaml", "--select", "TAS2", "--ignore", "TAS202") == ["TAS204"]
    assert ids(capsys, "a.tas.yaml", "--ignore", "big", "--ignore", "TAS20") == []
    assert run(["check", "a.tas.yaml", "--select", "bigg"]) == 2
    assert "bigg" in capsys.readouterr().err


def test_quiet_leaves_only_findings(capsys: Out) -> None:
    write("a.tas.yaml", GOOD)
    assert checked(capsys, "a.tas.yaml", "-q") == ""


def test_levels_of_the_workspace(capsys: Out) -> None:
    write("a.tas.yaml", GOOD + "close_date: 2026-01-01\n")
    write("tas.yaml", "findings: {TAS204: error}\n")
    checked(capsys, "a.tas.yaml", code=1)
    write("tas.yaml", 'findings: {TAS204: "off"}\n')
    assert found(capsys, "a.tas.yaml") == []


def test_fields_of_the_team_s_own_are_declared(capsys: Out) -> None:
    write(
        "tas.yaml",
        "custom: {seats: number, renewal: date, region: text, forecast: {options: [commit, best]}}\n",
    )
    own = "custom:\n  seats: {}\n  renewal: {}\n  forecast: {}\n  region: x\n"
    write("a.tas.yaml", GOOD + own.format("1200.50", "2026-11-22", "best"))
    assert found(capsys, "a.tas.yaml") == []
    write("a.tas.yaml", GOOD + own.format("many", "22.11.2026", "bst") + "  regoin: y\n")
    assert [(id, line) for _, id, line in found(capsys, "a.tas.yaml", code=1)] == [
        ("TAS128", 4), ("TAS128", 5), ("TAS128", 6), ("TAS127", 8),
    ]  # fmt: skip
    for wrong in (
        "custom: {seats: float}",
        "custom: {a b: text}",
        "custom: {x: {options: []}}",
        "custom: text",
    ):
        write("tas.yaml", wrong + "\n")
        assert ("tas.yaml", 1) in [(file, line) for file, _, line in found(capsys, "a.tas.yaml", code=1)]


def test_misspelt_settings_are_said(capsys: Out) -> None:
    write("tas.yaml", 'stages: [lead]\nmax_unknown: {laed: 3}\nfindings:\n  TAS240: error\n  TAS003: "off"\n')
    write("a.tas.yaml", GOOD)
    expected = [("tas.yaml", "TAS028", 2), ("tas.yaml", "TAS027", 4), ("tas.yaml", "TAS027", 5)]
    assert found(capsys, "a.tas.yaml", code=1) == expected


@pytest.mark.parametrize(
    ("text", "id", "line"),
    [
        ("polcy: []\n", "TAS101", 1),
        ("policy:\n  - id: [\n", "TAS001", 2),
        ("banks: [nope]\n", "TAS137", 1),
        ("us: x\nquestions: [../elsewhere.yaml]\n", "TAS138", 2),
        ("us: x\nquestions: [missing.yaml]\n", "TAS025", 2),
        ("us: x\nquestions: [one.yaml, two.yaml]\n", "TAS026", 2),
    ],
)
def test_a_broken_workspace_is_an_answer_and_files_are_still_read(
    text: str, id: str, line: int, capsys: Out
) -> None:
    for name in ("one", "two"):
        question = "{id: q, title: Q}"
        write(
            f"{name}.yaml",
            f"format: 1\nid: own\nversion: 1\ntitle: T\nsections: [{{id: s, title: S, questions: [{question}]}}]\n",
        )
    write("tas.yaml", text)
    write("a.tas.yaml", BAD)
    assert found(capsys, "a.tas.yaml", code=1) == [("a.tas.yaml", "TAS102", 1), ("tas.yaml", id, line)]


def test_a_bad_bank_is_named_by_its_own_file(capsys: Out) -> None:
    write("tas.yaml", "questions: [own.yaml]\n")
    write("own.yaml", "format: 1\nid: own\n")
    write("a.tas.yaml", GOOD)
    assert {file for file, _, _ in found(capsys, "a.tas.yaml", code=1)} == {"own.yaml"}


def test_a_named_workspace_is_judged_too(capsys: Out) -> None:
    write("tas.yaml", "polcy: []\n")
    assert found(capsys, "tas.yaml") == [("tas.yaml", "TAS101", 1)]


def test_files_that_cannot_be_read_are_findings(capsys: Out) -> None:
    write("deals/good.tas.yaml", GOOD)
    Path("deals/latin.tas.yaml").write_bytes(b"customer: Acme\nopportunity: Caf\xe9\n")
    Path("deals/large.tas.yaml").write_bytes(b"#" * (1 << 20) + b"\n")
    Path("deals/broken.tas.yaml").symlink_to("nowhere")
    assert found(capsys, "deals", code=1) == [
        ("deals/broken.tas.yaml", "TAS023", 1),
        ("deals/large.tas.yaml", "TAS020", 1),
        ("deals/latin.tas.yaml", "TAS021", 2),
    ]


def test_a_link_out_of_the_workspace_is_not_followed(
    capsys: Out, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("token: hunter2\n", encoding="utf-8")
    write("deals/good.tas.yaml", GOOD)
    Path("deals/leak.tas.yaml").symlink_to(secret)
    Path("deals/inside.tas.yaml").symlink_to("good.tas.yaml")
    write("tas.yaml", "us: Us\n")
    out = checked(capsys, "deals", code=1)
    assert "TAS024" in out
    assert "hunter2" not in out
    assert out.count("TAS") == 1
    Path("tas.yaml").unlink()
    Path("tas.yaml").symlink_to(secret)
    out = checked(capsys, "deals", code=1)
    assert "tas.yaml:1: error TAS024" in out
    assert "hunter2" not in out


def test_a_bank_that_is_a_link_out_of_the_workspace_is_not_read(
    capsys: Out, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("hunter2: x\n", encoding="utf-8")
    Path("banks").mkdir()
    Path("banks/own.yaml").symlink_to(secret)
    write("tas.yaml", "questions: [banks]\n")
    write("a.tas.yaml", GOOD)
    out = checked(capsys, "a.tas.yaml", code=1)
    assert "tas.yaml:1: error TAS138" in out
    assert "hunter2" not in out


def test_deals_outside_the_workspace_are_refused(capsys: Out) -> None:
    write("tas.yaml", "deals: /\n")
    assert run(["check"]) == 2
    assert "`deals`" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root may read everything")
def test_permission_denied_is_a_finding(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.chdir(folder)
        write("a.tas.yaml", GOOD).chmod(0o000)
        write("b.tas.yaml", GOOD)
        found(capsys, ".")  # as root, so that everything is imported before nobody may read it
        os.seteuid(65534)
        try:
            if not os.access(shipped() / "tas.yaml", os.R_OK, effective_ids=True):
                pytest.skip("this checkout is for its owner alone")
            assert found(capsys, ".") == [("a.tas.yaml", "TAS022", 1)]
        finally:
            os.seteuid(0)
            monkeypatch.undo()


def test_a_result_replaces_an_earlier_one_however_large(capsys: Out) -> None:
    write("a.tas.yaml", GOOD)
    write("out.json", "x" * 2_000_000)
    assert checked(capsys, ".", "--format", "json", "-o", "out.json") == ""
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["files"] == 1


def test_where_processes_cannot_be_copied_fresh_ones_say_the_same(capsys: Out) -> None:
    for i in range(60):
        write(f"deals/{i:02}.tas.yaml", GOOD if i % 3 else BAD)
    program = (
        "import sys\nfrom tas_cli.boundary import run\nfrom tas_cli.gate import all_files\n\n"
        'if __name__ == "__main__":\n    all_files.FORKS = False\n    sys.exit(run(sys.argv[1:]))\n'
    )
    script = write("elsewhere/main.py", program)
    done = subprocess.run(
        [sys.executable, str(script), "check", "deals", "-j", "2", *DAY],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == checked(capsys, "deals", "-j", "1", code=1)


def test_the_verdict_does_not_depend_on_processes_or_order(capsys: Out) -> None:
    write("tas.yaml", "policy:\n  - {id: even, expect: 'int(deal.amount) % 2 == 0', say: Odd.}\n")
    for i in range(120):
        write(f"deals/{i:03}.tas.yaml", GOOD + f"amount: {i}\n" if i % 7 else BAD)
    names = [str(path) for path in Path("deals").iterdir()]
    results = {
        checked(capsys, *arguments, code=1)
        for arguments in (["-j", "1"], ["-j", "3"], [*names, "-j", "2"], [*reversed(names), "-j", "5"])
    }
    assert len(results) == 1
    assert results.pop().endswith("120 files checked: 69 errors, 0 warnings\n")


def test_a_fault_in_a_copy_is_a_defect_and_not_silence(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    from tas_cli.gate import Gate

    for i in range(60):
        write(f"deals/{i}.tas.yaml", GOOD)

    def broken(_: Gate, path: str) -> Any:
        raise ValueError(path)

    monkeypatch.setattr(Gate, "judge", broken)
    assert run(["check", "deals", "-j", "2"]) == 3
    assert "defect" in capsys.readouterr().err


def test_a_file_with_too_much_wrong_ends_with_a_number(capsys: Out) -> None:
    write("a.tas.yaml", GOOD + "".join(f"k{i}: x\n" for i in range(5000)))
    write("b.tas.yaml", GOOD + "answers:\n" + "".join(f"  bank{i}: {{q: x}}\n" for i in range(5000)))
    for name in ("a.tas.yaml", "b.tas.yaml"):
        every = ids(capsys, name)
        assert len(every) == 1001
        assert every.count("TAS029") == 1


def test_long_names_and_many_of_them_stay_short_in_texts(capsys: Out) -> None:
    rivals = "".join(f"  c{i}: {'x' * 300}\n" for i in range(100))
    write("a.tas.yaml", f"{GOOD}outcome: lost\nlost_to: {'z' * 90000}\ncompetitors:\n{rivals}")
    assert len(checked(capsys, "a.tas.yaml", "-q")) < 6000


def test_nothing_is_written(capsys: Out, workspace: Path) -> None:
    write("tas.yaml", "policy:\n  - {id: big, expect: deal.amount > 100}\n")
    write("deals/a.tas.yaml", GOOD)
    before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*")}
    checked(capsys, code=1)
    assert {path: path.stat().st_mtime_ns for path in workspace.rglob("*")} == before


def test_explain_shows_what_rules_see(capsys: Out) -> None:
    write(
        "tas.yaml",
        "policy:\n  - {id: big, when: \"deal.owner == 'x'\", expect: deal.amount > 100}\n  - {id: half, expect: 1 % int(deal.amount) > 0}\n",
    )
    write("a.tas.yaml", GOOD + "owner: x\n")
    out = checked(capsys, "a.tas.yaml", "--explain")
    assert "  · deal.amount = 0.0\n" in out
    assert "  · deal.customer = 'Acme'\n" in out
    assert "  · big: FAILS\n    · when: deal.owner == 'x'\n    · expect: deal.amount > 100\n" in out
    assert "  · half: could not be worked out: modulus by zero\n" in out
    document = json.loads(checked(capsys, "a.tas.yaml", "--explain", "--format", "json"))
    result = document["results"][0]
    assert result["values"]["card.counts.unrated"] == 20
    assert [rule["outcome"] for rule in result["rules"]] == ["fails", "broken"]
    assert run(["check", "a.tas.yaml", "--explain", "--format", "sarif"]) == 2


def test_without_rules_the_policy_language_is_not_loaded() -> None:
    write("deals/a.tas.yaml", GOOD)
    program = (
        "import sys; before = set(sys.modules); from tas_cli.boundary import run; run(['check', 'deals']); "
        "print(' '.join({*sys.modules} - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {"cel_expr_python", "rich", "prompt_toolkit", "multiprocessing", "jinja2"}


def test_rules_that_nobody_can_judge_are_no_silence(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    write("deals/a.tas.yaml", GOOD)
    assert run(["check", *DAY]) == 0
    write("tas.yaml", "policy:\n  - {id: big, expect: deal.amount > 100}\n")
    capsys.readouterr()
    for arguments in ([], ["--select", "TAS2"], ["--fail-on", "never"], ["--explain"]):
        assert run(["check", "deals", *arguments, *DAY]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "pip install 'tas-cli[policy]'" in err
    assert run(["show", "deals/a.tas.yaml", *DAY]) == 0


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "\ufeff"])
def test_a_deal_that_lost_its_text_is_an_error(
    text: str, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("deals/a.tas.yaml", text)
    assert found(capsys, "deals", code=1) == [("deals/a.tas.yaml", "TAS030", 1)]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run(["check", "-", *DAY]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "standard input" in err


def test_what_nearly_is_an_assessment_is_said(capsys: Out, tmp_path_factory: pytest.TempPathFactory) -> None:
    write("deals/a.tas.yaml", GOOD)
    for name in ("b.tas.yml", "C.TAS.YAML", ".hidden/d.tas.yaml", ".tools/readme.md"):
        write(f"deals/{name}", BAD)
    other = tmp_path_factory.mktemp("other")
    Path("deals/link").symlink_to(other)
    Path("deals/loop").symlink_to("../deals")
    os.mkfifo("deals/f.tas.yaml")
    assert found(capsys, "deals", code=1) == [
        ("deals/.hidden", "TAS033", 1),
        ("deals/C.TAS.YAML", "TAS031", 1),
        ("deals/b.tas.yml", "TAS031", 1),
        ("deals/f.tas.yaml", "TAS023", 1),
        ("deals/link", "TAS032", 1),
    ]
    Path("deals/f.tas.yaml").unlink()
    checked(capsys, "deals", "--select", "TAS201")
    assert "rename it to deals/b.tas.yaml" in checked(capsys, "deals")
    write("tas.yaml", "exclude: [.hidden, '*.tas.yml', C.*, deals/link]\n")
    assert found(capsys, "deals") == []


def test_a_folder_with_near_misses_alone_is_nothing(capsys: Out) -> None:
    write("deals/b.tas.yml", GOOD)
    assert run(["check", "deals"]) == 2
    assert "b.tas.yml nearly is one" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["tas.yml", "TAS.YAML", "Tas.yaml", "TAS.yml", "Tas.Yaml"])
def test_settings_under_another_name_are_an_error(name: str, capsys: Out) -> None:
    write(name, 'policy:\n  - {id: never, expect: "false"}\n')
    write("deals/a.tas.yaml", GOOD)
    assert found(capsys, "deals", code=1) == [(name, "TAS035", 1)]
    assert found(capsys, name, code=1) == [(name, "TAS035", 1)]


@pytest.mark.parametrize("text", ["", "\n", "# to be written\n", "---\n"])
def test_a_tas_yaml_that_says_nothing_is_an_error(text: str, capsys: Out) -> None:
    """Whoever empties it has switched the team's rules off."""
    write("tas.yaml", text)
    write("deals/a.tas.yaml", GOOD)
    assert found(capsys, "deals", code=1) == [("tas.yaml", "TAS030", 1)]


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_an_empty_value_is_an_absent_one_in_a_rule_too(nothing: str, capsys: Out) -> None:
    write("deals/a.tas.yaml", GOOD)
    write("tas.yaml", f"policy:\n  - id: r\n    when: {nothing}\n    expect: 'false'\n    say: {nothing}\n")
    assert found(capsys, "deals", code=1) == [("deals/a.tas.yaml", "r", 1)]
    write("tas.yaml", f"policy:\n  - id: r\n    expect: {nothing}\n")
    assert found(capsys, "deals", code=1) == [("tas.yaml", "TAS102", 3)]
    write("tas.yaml", f"stages: [{nothing or 'null'}]\n")
    assert "None" not in checked(capsys, "deals", code=1)


@pytest.mark.parametrize("text", ["", "\n", "# none\n"])
@pytest.mark.parametrize("command", ["check", "show", "plan", "fmt", "portfolio", "forecast", "calibrate"])
def test_no_deal_on_standard_input_is_no_deal(
    command: str, text: str, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run([command, "-"]) == 2
    out, err = capsys.readouterr()
    assert "standard input holds no assessment" in err
    assert not out


def test_emptied_proposals_are_an_error(capsys: Out) -> None:
    write("deals/a.tas.yaml", GOOD)
    write("deals/a.proposals.yaml", "# lost\n")
    assert found(capsys, "deals", code=1) == [("deals/a.proposals.yaml", "TAS030", 1)]


def test_an_emptied_deal_is_told_where_it_is_shown(capsys: Out) -> None:
    write("deals/a.tas.yaml", "")
    assert run(["show", "deals/a.tas.yaml"]) == 0
    assert "deals/a.tas.yaml:1: this file says nothing" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["dangling", "folder", "pipe"])
def test_an_odd_tas_yaml_is_an_error(kind: str, capsys: Out) -> None:
    write("deals/a.tas.yaml", GOOD)
    if kind == "dangling":
        Path("tas.yaml").symlink_to("nowhere")
    elif kind == "folder":
        Path("tas.yaml").mkdir()
    else:
        os.mkfifo("tas.yaml")
    assert found(capsys, code=1) == [("tas.yaml", "TAS023", 1)]
    assert run(["show", "deals/a.tas.yaml"]) == 2


def test_a_bank_under_another_ending_is_an_error(capsys: Out) -> None:
    write("tas.yaml", "questions: [banks]\n")
    write("banks/m.yml", "format: 1\nid: tas\n")
    write("deals/a.tas.yaml", GOOD)
    assert found(capsys, code=1) == [("banks/m.yml", "TAS036", 1)]


def test_a_link_is_no_second_deal(capsys: Out) -> None:
    write("deals/m.tas.yaml", BAD)
    for name in ("a", "z"):
        Path(f"deals/{name}.tas.yaml").symlink_to("m.tas.yaml")
    Path("again").symlink_to("deals")
    out = checked(capsys, "deals/a.tas.yaml", "deals", "again", "deals/z.tas.yaml", code=1)
    assert out.count("TAS102") == 1
    assert out.startswith("deals/m.tas.yaml:1")
    assert "1 file checked" in out


def test_templates_are_left_out_and_counted(capsys: Out) -> None:
    write("tas.yaml", "exclude: ['_*.tas.yaml', deals/archive/**]\n")
    for name in ("a", "_template", "archive/b", "archive/2024/c", "inner/_t"):
        write(f"deals/{name}.tas.yaml", GOOD if name == "a" else BAD)
    assert "1 file checked: 0 errors, 0 warnings, 4 left out\n" in checked(capsys)
    document = json.loads(checked(capsys, "deals", "deals/_template.tas.yaml", "--format", "json"))
    assert (document["files"], document["left_out"]) == (1, 4)
    assert "0 files checked: 0 errors, 0 warnings, 1 left out" in checked(capsys, "deals/_template.tas.yaml")
    assert run(["check", "deals/archive"]) == 2
    assert "`exclude`" in capsys.readouterr().err


@pytest.mark.parametrize("glob", ["/deals", "../x", "a//b", "", "{x: y}", "a\\\\b"])
def test_patterns_that_match_nothing_are_refused(glob: str, capsys: Out) -> None:
    write("tas.yaml", f"exclude:\n  - {glob if glob.startswith('{') else json.dumps(glob)}\n")
    write("deals/a.tas.yaml", GOOD)
    assert found(capsys, code=1) == [("tas.yaml", "TAS103", 2)]


@pytest.mark.parametrize(
    ("text", "id"),
    [(b"customer: [\n", "TAS001"), (b"caf\xe9: x\n", "TAS021"), (b"nope: x\n", "TAS101"), (b"", "TAS030")],
)
def test_no_selection_hides_that_something_was_not_judged(text: bytes, id: str, capsys: Out) -> None:
    Path("a.tas.yaml").write_bytes(text)
    for arguments in (["--ignore", "TAS0", "--ignore", "TAS1"], ["--select", "TAS201"]):
        assert id in [each for _, each, _ in found(capsys, "a.tas.yaml", *arguments, code=1)]


def test_no_selection_hides_a_rule_that_cannot_be_used(capsys: Out) -> None:
    write(
        "tas.yaml", "policy:\n  - {id: r, expect: deal.owner.nosuch() == 'x'}\n  - {id: s, expect: 'true'}\n"
    )
    write("a.tas.yaml", GOOD)
    for arguments in (["--select", "r"], ["--select", "s"], ["--select", "TAS2"], ["--ignore", "TAS3"]):
        assert found(capsys, "a.tas.yaml", *arguments, code=1) == [("tas.yaml", "TAS301", 2)]
    assert run(["check", "a.tas.yaml", "--explain"]) == 2


def test_the_outermost_workspace_of_a_repository_counts(capsys: Out) -> None:
    """Nobody switches a team's policy off by adding a file, wherever the gate is started."""
    write("tas.yaml", "policy:\n  - {id: owned, expect: \"deal.owner != ''\"}\n")
    write("team/deals/a.tas.yaml", GOOD)
    assert found(capsys, "team", code=1) == [("team/deals/a.tas.yaml", "owned", 1)]
    write("team/deals/tas.yaml", "policy: []\n")
    expected = [("team/deals/a.tas.yaml", "owned", 1), ("team/deals/tas.yaml", "TAS034", 1)]
    assert found(capsys, "team", code=1) == expected
    assert found(capsys, "team/deals/a.tas.yaml", "--select", "TAS2", code=1) == expected[1:]
    os.chdir("team/deals")
    assert [id for _, id, _ in found(capsys, ".", code=1)] == ["owned", "TAS034"]


@pytest.mark.parametrize("top", ["file", "folder"])
def test_a_workspace_ends_at_the_top_of_its_repository(top: str, capsys: Out) -> None:
    write("tas.yaml", "policy:\n  - {id: owned, expect: \"deal.owner != ''\"}\n")
    write("clone/deals/a.tas.yaml", GOOD)
    if top == "file":
        write("clone/.git", "gitdir: elsewhere\n")
    else:
        Path("clone/.git").mkdir()
    assert found(capsys, "clone") == []
    write("clone/tas.yaml", "policy:\n  - {id: won, expect: \"deal.outcome == 'won'\"}\n")
    assert found(capsys, "clone", code=1) == [("clone/deals/a.tas.yaml", "won", 1)]


def test_a_folder_is_a_workspace_of_its_own_where_the_outer_one_says_so(capsys: Out) -> None:
    write("tas.yaml", 'workspaces: [team]\npolicy:\n  - {id: outer, expect: "false"}\n')
    write("team/tas.yaml", 'workspaces: [deep]\npolicy:\n  - {id: inner, expect: "false"}\n')
    write("team/deep/tas.yaml", 'policy:\n  - {id: deepest, expect: "false"}\n')
    write("team/deals/a.tas.yaml", GOOD)
    write("team/deep/b.tas.yaml", GOOD)
    write("deals/c.tas.yaml", GOOD)
    assert [(file, id) for file, id, _ in found(capsys, ".", code=1)] == [
        ("deals/c.tas.yaml", "outer"),
        ("team/deals/a.tas.yaml", "inner"),
        ("team/deep/b.tas.yaml", "inner"),
        ("team/deep/tas.yaml", "TAS034"),
    ]
    write("tas.yaml", "us: x\nworkspaces: [team, gone]\n")
    assert ("tas.yaml", "TAS037", 2) in found(capsys, ".", code=1)
    for wrong in ("/team", "../team", "team/..", ".", "te*m"):
        write("tas.yaml", f"workspaces: [{json.dumps(wrong)}]\n")
        assert ("tas.yaml", "TAS103", 1) in found(capsys, "deals", code=1)


def test_a_bank_called_tas_yaml_is_no_workspace(capsys: Out) -> None:
    question = "{id: q, title: Q}"
    bank = f"format: 1\nid: own\nversion: 1\ntitle: T\nsections: [{{id: s, title: S, questions: [{question}]}}]\n"
    write("tas.yaml", "questions: [banks, other/tas.yaml]\nbanks: [own]\n")
    write("banks/tas.yaml", bank)
    write("other/tas.yaml", bank.replace("own", "other"))
    for folder in ("banks", "other"):
        write(f"{folder}/a.tas.yaml" if folder == "other" else "deals/a.tas.yaml", GOOD)
        assert found(capsys, folder if folder == "other" else "deals") == []
        assert found(capsys, f"{folder}/tas.yaml") == []


def test_a_bank_that_is_named_is_judged_as_one(capsys: Out) -> None:
    """What a commit changes is given to the hook file by file."""
    write("q/own.yaml", "format: 1\nid: own\nsections: []\n")
    assert {id for _, id, _ in found(capsys, "q/own.yaml", code=1)} == {"TAS102", "TAS103"}
    write("tas.yaml", "questions: [q]\n")
    assert {file for file, _, _ in found(capsys, "q/own.yaml", code=1)} == {"q/own.yaml"}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("acme.tas.yaml", "TAS115"),
        ("../deals/acme.tas.yaml\n", "TAS115"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32\nsize 12\n",
            "TAS116",
        ),
    ],
)
def test_what_git_left_instead_of_a_file_is_called_what_it_is(text: str, id: str, capsys: Out) -> None:
    write("a.tas.yaml", text)
    assert found(capsys, "a.tas.yaml", code=1) == [("a.tas.yaml", id, 1)]


TERMS = "waivers: {by: [maria], days: 60}\n"
RULES = (
    "policy:\n"
    "  - {id: owned, expect: \"deal.owner != ''\"}\n"
    '  - {id: few-waivers, expect: "size(deal.waivers) < 1"}\n'
)


def waiver(id: str, until: str = "2026-12-31", by: str = "maria") -> str:
    return f'  {id}: {{until: {until}, by: {by}, reason: "CFO answers on the 15th"}}\n'


def test_a_waived_finding_is_a_note_and_counts_as_nothing(capsys: Out) -> None:
    write("tas.yaml", TERMS + "policy:\n  - {id: owned, expect: \"deal.owner != ''\"}\n")
    write("a.tas.yaml", GOOD + "close_date: 2026-01-01\nwaivers:\n" + waiver("owned") + waiver("TAS204"))
    document = json.loads(checked(capsys, "a.tas.yaml", "--fail-on", "warning", "--format", "json"))
    assert (document["errors"], document["warnings"], document["waived"]) == (0, 0, 2)
    reasons = {"by": "maria", "until": "2026-12-31", "reason": "CFO answers on the 15th"}
    assert [(each["id"], each["level"], each["waived"]) for each in document["findings"]] == [
        ("owned", "note", reasons),
        ("TAS204", "note", reasons),
    ]
    out = checked(capsys, "a.tas.yaml")
    assert "note owned rule owned is not met" in out
    assert "waived by maria until 2026-12-31: CFO answers on the 15th" in out
    assert out.endswith("1 file checked: 0 errors, 0 warnings, 2 waived\n")
    assert "::notice file=a.tas.yaml" in checked(capsys, "a.tas.yaml", "--format", "github")
    assert "<failure" not in checked(capsys, "a.tas.yaml", "--format", "junit", "--fail-on", "warning")
    sarif = json.loads(checked(capsys, "a.tas.yaml", "--format", "sarif"))
    assert all(each["suppressions"] for each in sarif["runs"][0]["results"])


@pytest.mark.parametrize(
    ("terms", "entry", "expected"),
    [
        (TERMS, waiver("owned"), []),
        (TERMS, waiver("owned", until="2026-11-22"), []),
        (TERMS, waiver("owned", until="2027-01-21"), []),
        (TERMS, waiver("owned", until="2027-01-22"), ["TAS405", "owned"]),
        (TERMS, waiver("owned", until="2026-11-21"), ["TAS404", "owned"]),
        (TERMS, waiver("owned", by="jonas"), ["TAS403", "owned"]),
        (TERMS, "  owned: {until: 2026-12-31}\n", ["TAS403", "owned"]),
        (TERMS, waiver("ownd"), ["TAS402", "owned"]),
        (TERMS, waiver("TAS101"), ["TAS402", "owned"]),
        (TERMS, waiver("TAS404"), ["TAS402", "owned"]),
        *((TERMS, waiver(id), ["TAS402", "owned"]) for id in switchable() if not id.startswith("TAS2")),
        ("", waiver("owned"), ["TAS401", "owned"]),
    ],
)
def test_which_waivers_hold(terms: str, entry: str, expected: list[str], capsys: Out) -> None:
    write("tas.yaml", terms + "policy:\n  - {id: owned, expect: \"deal.owner != ''\"}\n")
    write("a.tas.yaml", GOOD + "waivers:\n" + entry)
    run(["check", "a.tas.yaml", "--format", "json", *DAY])
    document = json.loads(capsys.readouterr().out)
    assert sorted(each["id"] for each in document["findings"] if each["level"] != "note") == sorted(expected)
    assert all(each["line"] == 4 for each in document["findings"] if each["id"].startswith("TAS4"))


def test_a_rule_about_waivers_cannot_be_waived(capsys: Out) -> None:
    write("tas.yaml", TERMS + RULES)
    write("a.tas.yaml", GOOD + "waivers:\n" + waiver("owned") + waiver("few-waivers"))
    document = json.loads(checked(capsys, "a.tas.yaml", "--format", "json", code=1))
    assert [(each["id"], each["level"]) for each in document["findings"]] == [
        ("owned", "note"), ("few-waivers", "error"), ("TAS402", "warning"),
    ]  # fmt: skip


def test_a_waiver_never_reaches_a_fault_of_reading(capsys: Out) -> None:
    write("tas.yaml", TERMS)
    write("a.tas.yaml", BAD + "waivers:\n" + waiver("TAS102"))
    assert ids(capsys, "a.tas.yaml") == ["TAS102", "TAS402"]
    write("a.tas.yaml", GOOD + "nope: x\nwaivers:\n" + waiver("TAS101"))
    assert ids(capsys, "a.tas.yaml") == ["TAS101"]
    write("a.tas.yaml", GOOD + "waivers: {owned: {by: maria}}\n")
    assert ids(capsys, "a.tas.yaml") == ["TAS102"]


@pytest.mark.parametrize(
    "terms", ["{by: [], days: 3}", "{days: 3}", "{by: [maria]}", "{by: [a], days: 3, x: y}"]
)
def test_terms_without_effect_are_refused(terms: str, capsys: Out) -> None:
    write("tas.yaml", f"waivers: {terms}\n")
    write("a.tas.yaml", GOOD)
    assert {file for file, _, _ in found(capsys, "a.tas.yaml", code=1)} == {"tas.yaml"}


def test_statistics_count_by_id(capsys: Out) -> None:
    write(
        "tas.yaml", "policy:\n  - {id: owned, expect: \"deal.owner != ''\", say: Every deal has an owner.}\n"
    )
    write("deals/a.tas.yaml", GOOD)
    write("deals/b.tas.yaml", GOOD + "close_date: 2026-01-01\n")
    out = checked(capsys, "--statistics", code=1)
    assert re.search(r"2 +error +owned +Every deal has an owner\.", out)
    assert re.search(r"1 +warning +TAS204 +the deal is open, but its close date passed N days", out)
    assert out.index("owned") < out.index("TAS204")
    assert "2 files checked: 2 errors, 1 warning" in out
    document = json.loads(checked(capsys, "--statistics", "--format", "json", code=1))
    assert document["statistics"] == [
        {"id": "owned", "level": "error", "n": 2},
        {"id": "TAS204", "level": "warning", "n": 1},
    ]
    assert "0 errors" in checked(capsys, "--statistics", "--select", "TAS201")
    assert run(["check", "--statistics", "--format", "sarif"]) == 2


def test_explain_says_what_waivers_do(capsys: Out) -> None:
    write("tas.yaml", TERMS + "policy:\n  - {id: owned, expect: \"deal.owner != ''\"}\n")
    write(
        "a.tas.yaml", GOOD + "waivers:\n" + waiver("owned") + waiver("TAS204") + waiver("TAS225", by="jonas")
    )
    out = checked(capsys, "a.tas.yaml", "--explain")
    assert out.partition("What its waivers do:\n")[2].splitlines() == [
        "  · owned: waived by maria until 2026-12-31: CFO answers on the 15th",
        "  · TAS204: nothing: what it is for is not found here",
        "  · TAS225: 'jonas' may not waive TAS225",
    ]
    document = json.loads(checked(capsys, "a.tas.yaml", "--explain", "--format", "json"))
    assert [each["id"] for each in document["results"][0]["waivers"]] == ["owned", "TAS204", "TAS225"]
    for id in ("owned", "TAS204"):
        assert run(["explain", id]) == 0
        assert "for 60 days at most, by maria" in capsys.readouterr().out
    assert run(["explain", "TAS101"]) == 0
    assert "60 days" not in capsys.readouterr().out


def test_without_a_workspace_the_deals_right_here_are_meant(capsys: Out) -> None:
    write("a.tas.yaml", GOOD)
    write("below/b.tas.yaml", GOOD)
    assert checked(capsys).endswith("1 file checked: 0 errors, 0 warnings\n")
    assert run(["portfolio"]) == 0
    assert "1 deal\n" in capsys.readouterr().out
