"""`tas diff` as people call it: files, folders and revisions of either."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import LIBRARY, rated, scored, with_rating
from repositories import Counted, Repository
from tas_cli.boundary import run
from tas_cli.changes import folders as comparing
from tas_cli.model.assessment import Assessment, read_assessment, with_fields, with_note
from tas_cli.model.layout import new_text

Out = pytest.CaptureFixture[str]
Gold = Callable[[str, str], None]
FILE = "deals/金蝶.tas.yaml"
HOSTILE = "[/]<b>|x|</b> \x1b[31m\u202e::error::x ##[y] @all"

OLD = with_note(
    rated(
        "++?+?.+-???+...??..?", "?+.+?....-++?+.", start=scored("2223.222"),
        competitors={"a": "X-Sys", "status_quo": "Do nothing"}, customer="金蝶软件",
        opportunity="Core banking replacement", stage="discovery",
    ),
    "tas", "financial_condition", "us", "evidence", "Annual report 2025, page 12",
)  # fmt: skip


def later(deal: Assessment) -> Assessment:
    """A few weeks on: some news of every kind."""
    for question, party, sign in (
        ("compelling_event", "us", "+"),
        ("application_or_project", "us", "-"),
        ("business_profile", "us", "?"),
        ("solution_fit", "us", "+"),
        ("solution_fit", "a", "-"),
        ("formal_decision_criteria", "a", "?"),
        ("sales_resources", "us", None),
    ):
        deal = with_rating(deal, "tas", question, party, sign)  # type: ignore[arg-type]
    deal = with_note(
        deal, "tas", "compelling_event", "us", "evidence", "CFO's mail: the licence ends on 30 June"
    )
    deal = with_note(deal, "tas", "inside_support", "us", "next_step", "Ask the CIO 谁希望我们赢")
    return with_fields(scored("1111.112", deal), stage="proposal")


NEW = later(OLD)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    made.saved(FILE, OLD)
    made.write(FILE, NEW)
    monkeypatch.chdir(made.folder)
    return made


def diff(capsys: Out, *arguments: str, code: int = 0) -> str:
    assert run(["diff", *arguments]) == code
    return capsys.readouterr().out


def parsed(capsys: Out, *arguments: str, code: int = 0) -> Any:
    return json.loads(diff(capsys, *arguments, "--format", "json", code=code))


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text(lang: str, capsys: Out, gold: Gold) -> None:
    gold(f"diff_{lang}.txt", diff(capsys, FILE, "--lang", lang))


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_markdown(lang: str, capsys: Out, gold: Gold) -> None:
    gold(f"diff_{lang}.md", diff(capsys, FILE, "--lang", lang, "--format", "markdown"))


@pytest.mark.usefixtures("repository")
def test_json(capsys: Out, gold: Gold) -> None:
    gold("diff.json", diff(capsys, FILE, "--format", "json"))


def test_the_shape_that_scripts_rely_on(repository: Repository, capsys: Out) -> None:
    repository.write("a", rated("?", stage="discovery"))
    repository.write("b", rated("+", stage="proposal"))
    found = parsed(capsys, "a", "b")
    assert found["format"] == 1
    assert found["changes"] == [
        {"question": "tas.application_or_project", "party": "us", "kind": "learned", "old": "?", "new": "+"},
        {"field": "stage", "old": "discovery", "new": "proposal"},
    ]
    assert found["verdict"] == {"old": "find_out", "new": "find_out"}
    assert found["mode"] == {"old": None, "new": None}


def test_one_side_is_compared_with_head(repository: Repository, capsys: Out) -> None:
    whole = parsed(capsys, f"HEAD:{FILE}", FILE)
    assert whole["changes"]
    assert parsed(capsys, FILE) == whole
    repository.commit()
    assert parsed(capsys, FILE)["changes"] == []
    assert parsed(capsys, f"HEAD~1:{FILE}", FILE) == whole


def test_revisions_from_a_subfolder(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = parsed(capsys, FILE)
    monkeypatch.chdir(repository.folder / "deals")
    name = Path(FILE).name
    for arguments in (
        [name],
        [f"HEAD:{FILE}", name],
        [f"HEAD:./{name}", name],
        [f"HEAD^{{/w: *o|ork}}:{FILE}", name],
    ):
        assert parsed(capsys, *arguments) == whole
    assert [each["file"] for each in parsed(capsys, "HEAD:.", ".")["files"]] == [name]
    assert [each["file"] for each in parsed(capsys, ".")["files"]] == [name]


def test_the_index_is_a_side_too(repository: Repository, capsys: Out) -> None:
    repository.git("add", "-A")
    assert parsed(capsys, f":{FILE}", FILE)["changes"] == []
    assert parsed(capsys, f"HEAD:{FILE}", f":{FILE}")["changes"]


def test_a_file_of_that_very_name_is_the_file(repository: Repository, capsys: Out) -> None:
    repository.write("HEAD:x", OLD)
    assert parsed(capsys, "HEAD:x", FILE)["changes"]


def test_a_mode_that_falls_is_pointed_out(repository: Repository, capsys: Out) -> None:
    repository.write("large", scored("33333333"))
    repository.write("small", scored("11111111"))
    assert "large deal as if it were small" in diff(capsys, "large", "small")
    assert "防止大单做小" in diff(capsys, "large", "small", "--format", "markdown", "--lang", "zh")
    assert parsed(capsys, "large", "small")["mode_fell"] is True
    assert "as if it were small" not in diff(capsys, "small", "large")


def test_layout_and_comments_are_no_change(repository: Repository, capsys: Out) -> None:
    text = (repository.folder / FILE).read_text("utf-8")
    repository.write("other.tas.yaml", "# mine\r\n" + text.replace("\n", "\r\n").replace('"+"', "'＋'"))
    assert "No change in meaning." in diff(capsys, FILE, "other.tas.yaml", "--exit-code")
    assert diff(capsys, f"HEAD:{FILE}", FILE, "--exit-code", code=1)


def test_standard_input(repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (repository.folder / FILE).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    assert parsed(capsys, FILE, "-")["changes"] == []
    assert run(["diff", "-"]) == 2
    assert run(["diff", "-", "-"]) == 2
    assert run(["diff", "a", "b", "c"]) == 2


def folders(repository: Repository) -> None:
    """HEAD and the working folder: one changed, renamed (two ways), removed, added, the same."""
    deals = {name: rated("+?-"[i:] + "+-?" * 5, customer=name) for i, name in enumerate("abcde")}
    for name, deal in deals.items():
        repository.write(f"deals/{name}.tas.yaml", deal)
    repository.write("deals/.hidden/x.tas.yaml", deals["a"])
    repository.commit()
    (repository.folder / "deals/sub").mkdir()
    for old, new in (("b", "sub/b2"), ("c", "c2")):
        (repository.folder / f"deals/{old}.tas.yaml").rename(repository.folder / f"deals/{new}.tas.yaml")
    (repository.folder / "deals/d.tas.yaml").unlink()
    repository.write("deals/c2.tas.yaml", with_fields(deals["c"], customer="C and sons", stage="proposal"))
    repository.write("deals/new.tas.yaml", OLD)
    repository.write("deals/a.tas.yaml", with_rating(deals["a"], "tas", "solution_fit", "us", "-"))


def test_folders(repository: Repository, capsys: Out, gold: Gold) -> None:
    (repository.folder / FILE).unlink()
    folders(repository)
    found = parsed(capsys, "HEAD:deals", "deals", "--exit-code", code=1)
    assert [(each["file"], each["status"], each.get("was")) for each in found["files"]] == [
        ("a.tas.yaml", "changed", None),
        ("c2.tas.yaml", "renamed", "c.tas.yaml"),
        ("d.tas.yaml", "removed", None),
        ("new.tas.yaml", "added", None),
        ("sub/b2.tas.yaml", "renamed", "b.tas.yaml"),
    ]
    assert parsed(capsys, "deals") == found
    gold("diff_folders.txt", diff(capsys, "HEAD:deals", "deals"))
    gold("diff_folders.md", diff(capsys, "HEAD:deals", "deals", "--format", "markdown", "--lang", "zh"))
    repository.commit()
    assert parsed(capsys, "HEAD~1:deals", "HEAD:deals/") == found
    assert parsed(capsys, "deals", "--exit-code") == {"format": 1, "files": []}


def test_an_unreadable_file_is_named_and_the_rest_is_shown(repository: Repository, capsys: Out) -> None:
    repository.write("deals/bad.tas.yaml", "customer: [")
    repository.commit()
    repository.write(
        "deals/bad.tas.yaml", 'customer: A\nanswers:\n  tas:\n    solution_fit:\n      us: "*"\n'
    )
    repository.write(FILE, OLD)
    assert run(["diff", "deals", "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert [each["file"] for each in json.loads(out)["files"]] == ["金蝶.tas.yaml"]
    assert "deals/bad.tas.yaml" in err
    assert run(["diff", "HEAD:deals/bad.tas.yaml", FILE]) == 2
    assert "HEAD:deals/bad.tas.yaml:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.tas.yaml"], "no such file"),
        (["nowhere.tas.yaml", FILE], "no such file"),
        (["nowhere", "deals"], "no such file"),
        (["HEAD~9:x", FILE], "no revision"),
        (["HEAD:x", FILE], "holds no"),
        (["HEAD:deals", FILE], "is a folder"),
        (["--", "--output=stolen:x", FILE], "no revision"),
        (["HEAD:deals/link.tas.yaml", FILE], "holds no"),
        ([FILE, "--today", "soon"], "not a date"),
    ],
)
def test_what_cannot_be_compared(
    arguments: list[str], said: str, repository: Repository, capsys: Out
) -> None:
    (repository.folder / "deals/link.tas.yaml").symlink_to("/etc/passwd")
    repository.commit()
    assert run(["diff", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, said in err, "Traceback" in err) == ("", True, False)
    assert not (repository.folder / "stolen").exists()


def test_without_git(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, deal in (("rep", OLD), ("manager", NEW)):
        Path(f"{name}.tas.yaml").write_text(new_text(deal, LIBRARY), encoding="utf-8")
    monkeypatch.setenv("PATH", "")
    assert "Compelling event" in diff(capsys, "rep.tas.yaml", "manager.tas.yaml")
    assert run(["diff", "rep.tas.yaml"]) == 2
    assert "git is not installed" in capsys.readouterr().err


def test_an_unborn_head_has_its_own_sentence(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "new")
    repository.write("a.tas.yaml", OLD)
    monkeypatch.chdir(repository.folder)
    assert run(["diff", "a.tas.yaml"]) == 2
    assert "no commit yet" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_text_of_users_stays_text(format: str, repository: Repository, capsys: Out) -> None:
    deal = with_note(NEW, "tas", "compelling_event", "us", "evidence", HOSTILE.replace("\x1b", "[ESC]"))
    deal = with_fields(
        deal, customer=HOSTILE.replace("\x1b", ""), competitors={"a": HOSTILE.replace("\x1b", "")}
    )
    repository.write(FILE, deal)
    for arguments in ([FILE], ["deals"]):
        out = diff(capsys, *arguments, "--format", format, "--color", "never")
        assert not re.search(r"\x1b|\u202e|##\[|(?m:^\s*::error)", out)
        assert format != "markdown" or not re.search(r"(?<!\\)<b>", out)
        assert format != "json" or out.isascii()


@pytest.mark.usefixtures("repository")
def test_colour_is_only_a_support(capsys: Out) -> None:
    plain, colored = (diff(capsys, FILE, "--color", when) for when in ("never", "always"))
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]+m", "", colored) == plain


def test_many_files_cost_one_git_and_equal_ones_no_parsing(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        repository.write(f"deals/{number}.tas.yaml", rated("+-?", customer=str(number)))
    repository.commit()
    repository.write("deals/7.tas.yaml", rated("+-+", customer="7"))
    started, read = Counted(subprocess.Popen), Counted(read_assessment)
    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(comparing, "read_assessment", read)
    assert len(parsed(capsys, "deals")["files"]) == 1
    assert (started.calls, read.calls) == (1, 2)


@pytest.fixture
def branches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two commits of two deals on main, a branch beside it, and a change that is not committed."""
    made = Repository(tmp_path / "branches")
    monkeypatch.chdir(made.folder)
    made.write("tas.yaml", "us: Zenith\n")
    made.saved("deals/a.tas.yaml", OLD, "start")
    made.git("branch", "side")
    made.git("tag", "v1")
    made.saved("deals/a.tas.yaml", with_fields(OLD, owner="Ann"), "two")
    made.git("checkout", "-q", "side")
    made.saved("deals/b.tas.yaml", with_fields(OLD, customer="Nord"), "beside")
    made.git("checkout", "-q", "main")
    made.write("deals/a.tas.yaml", NEW)
    return made


def told(capsys: Out, *arguments: str) -> list[tuple[str, str, int]]:
    files = parsed(capsys, *arguments)["files"]
    return [(each["file"], each["status"], len(each["changes"])) for each in files]


@pytest.mark.usefixtures("branches")
def test_sides_as_git_users_write_them(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    since_head = told(capsys, "HEAD:deals", "deals")
    since_start = told(capsys, "v1:deals", "deals")
    two = told(capsys, "v1:deals", "HEAD:deals")
    assert since_head != since_start != two
    for same in ([], ["HEAD"], ["@"], ["deals"], ["HEAD", "deals"], ["./deals"]):
        assert told(capsys, *same) == since_head
    for same in (["v1"], ["HEAD~1"], ["main~1", "deals"], ["refs/tags/v1"]):
        assert told(capsys, *same) == since_start
    for same in (
        ["v1..HEAD"],
        ["v1..main"],
        ["v1", "HEAD"],
        ["v1.."],
        ["side...main"],
        ["v1..HEAD", "deals"],
    ):
        assert told(capsys, *same) == two, same
    assert [each[:2] for each in told(capsys, "main..side")] == [
        ("a.tas.yaml", "changed"),
        ("b.tas.yaml", "added"),
    ]
    assert [each[:2] for each in told(capsys, "main...side")] == [("b.tas.yaml", "added")]
    monkeypatch.chdir("deals")
    assert told(capsys) == since_head
    assert told(capsys, "v1..HEAD") == two


@pytest.mark.usefixtures("branches")
def test_a_revision_beside_a_file_is_that_file_in_it(capsys: Out) -> None:
    whole = parsed(capsys, "v1:deals/a.tas.yaml", "deals/a.tas.yaml")
    for same in (["v1", "deals/a.tas.yaml"], ["v1", "a"], ["v1", "deals/a"]):
        assert parsed(capsys, *same) == whole
    assert parsed(capsys, "a") == parsed(capsys, "HEAD:deals/a.tas.yaml", "deals/a.tas.yaml")
    assert parsed(capsys, "v1..HEAD", "a") == parsed(capsys, "v1:deals/a.tas.yaml", "HEAD:deals/a.tas.yaml")


def test_a_word_that_is_deal_and_revision_is_refused(branches: Repository, capsys: Out) -> None:
    branches.git("tag", "a")
    branches.git("tag", "deals")
    for word in ("a", "deals"):
        assert run(["diff", word]) == 2
        err = capsys.readouterr().err
        assert "both" in err
        assert f"{word}^0" in err
    assert told(capsys, "./deals") == told(capsys, "deals/") == told(capsys)
    assert parsed(capsys, "deals/a")["changes"]
    assert told(capsys, "deals^0") == told(capsys)


def test_deals_that_were_not_there_yet_are_added(branches: Repository, capsys: Out) -> None:
    branches.git("stash", "-q")
    branches.git("checkout", "-q", "--orphan", "empty")
    branches.git("rm", "-rq", "--cached", "deals")
    branches.git("commit", "-qm", "none")
    branches.git("checkout", "-qf", "main")
    assert [each[:2] for each in told(capsys, "empty..main")] == [("a.tas.yaml", "added")]
    assert [each[:2] for each in told(capsys, "empty")] == [("a.tas.yaml", "added")]
    assert run(["diff", "empty...main"]) == 2
    assert "no commit in common" in capsys.readouterr().err
    assert run(["diff", "empty:deals", "deals"]) == 2


@pytest.mark.usefixtures("branches")
@pytest.mark.parametrize(
    "words",
    [["nope"], ["nope..HEAD"], ["HEAD..nope"], ["nope...HEAD"], ["v1..HEAD", "a", "b"], ["a", "b", "c"]],
)
def test_words_that_name_nothing_or_too_much(words: list[str], capsys: Out) -> None:
    assert run(["diff", *words]) == 2
    assert "tas: " in capsys.readouterr().err


@pytest.mark.usefixtures("branches")
def test_the_exit_code_of_every_way(capsys: Out) -> None:
    for words in ([], ["v1"], ["v1..HEAD"], ["a"]):
        diff(capsys, *words, "--exit-code", code=1)
    diff(capsys, "HEAD..HEAD", "--exit-code")


def test_a_deal_that_is_scored_and_never_rated_is_told_by_its_points(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "tas.yaml").write_text("banks: [uss]\n", encoding="utf-8")
    for name, points in (("a", "2222222."), ("b", "22222222")):
        (tmp_path / f"{name}.tas.yaml").write_text(new_text(scored(points), LIBRARY), encoding="utf-8")
    assert run(["diff", str(tmp_path / "a.tas.yaml"), str(tmp_path / "b.tas.yaml")]) == 0
    out = capsys.readouterr().out
    assert "score 16 [15..17] -> score 16" in out
    assert "Not rated" not in out


def test_a_form_that_changes_with_the_mode_is_told(tmp_path: Path, capsys: Out) -> None:
    for name, points in (("a", "11111112"), ("b", "11111113")):
        deal = rated("++?++", start=scored(points))
        (tmp_path / f"{name}.tas.yaml").write_text(new_text(deal, LIBRARY), encoding="utf-8")
    sides = [str(tmp_path / f"{name}.tas.yaml") for name in "ab"]
    assert run(["diff", *sides, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["form"] == {"old": "short", "new": "full"}
    assert data["mode"] == {"old": "quick", "new": "quick"}
    assert run(["diff", *sides, "--lang", "zh"]) == 0
    assert "简表 -> 全表" in capsys.readouterr().out


def test_what_the_workspace_leaves_out_is_no_deal(branches: Repository, capsys: Out) -> None:
    branches.write("tas.yaml", "exclude: [deals/template.tas.yaml]\n")
    branches.write("deals/template.tas.yaml", OLD)
    for words in ([], ["HEAD", "deals"], ["v1..HEAD"]):
        assert [each[0] for each in told(capsys, *words)] == ["a.tas.yaml"]
    assert run(["show"]) == 0
    assert "template" not in capsys.readouterr().out
