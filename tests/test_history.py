"""`tas history` as people call it: rows, stories, renames, merges, and what cannot be read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import LIBRARY, rated, scored, with_rating
from repositories import Counted, Repository
from tas_cli.boundary import run
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import with_answer, with_fields, with_note
from tas_cli.model.bank_reading import read_bank
from tas_cli.reports.drawing import STEPS, spark

Out = pytest.CaptureFixture[str]
Gold = Callable[[str, str], None]
FILE = "deals/金蝶.tas.yaml"
START = with_fields(
    rated("++?+.", "?+.", start=scored("2223.222")), customer="金蝶软件", competitors={"a": "X-Sys"}
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A deal rated by three people, renamed, laid out again, once broken, and changed but not committed."""
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.folder)
    made.saved("deals/old name.tas.yaml", START, "start")
    deal = with_rating(START, "tas", "compelling_event", "us", "+")
    deal = with_note(deal, "tas", "compelling_event", "us", "evidence", "CFO's mail of 12 Nov")
    made.saved("deals/old name.tas.yaml", deal, "learned", who="李雷")
    made.git("mv", "deals/old name.tas.yaml", FILE)
    made.commit("moved")
    text = (made.folder / FILE).read_text("utf-8")
    made.saved(FILE, "# a comment\n" + text, "comment")
    made.saved(FILE, text.replace('us: "+"', "us: +", 1).replace("customer:", "customer"), "broken")
    deal = with_rating(deal, "tas", "compelling_event", "us", "?")
    made.saved(FILE, with_fields(deal, stage="proposal"), "doubt", who="Ann O'Neill-Featherstonehaugh")
    made.write(FILE, scored("1111.112", with_rating(deal, "tas", "compelling_event", "a", "-")))
    return made


def history(capsys: Out, *arguments: str, code: int = 0) -> str:
    assert run(["history", *arguments]) == code
    return capsys.readouterr().out


def parsed(capsys: Out, *arguments: str) -> Any:
    return json.loads(history(capsys, *arguments, "--format", "json"))


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text(lang: str, capsys: Out, gold: Gold) -> None:
    gold(f"history_{lang}.txt", history(capsys, FILE, "--lang", lang))


@pytest.mark.usefixtures("repository")
def test_markdown_and_json(capsys: Out, gold: Gold) -> None:
    gold("history.md", history(capsys, FILE, "--format", "markdown"))
    gold("history.json", history(capsys, FILE, "--format", "json"))


@pytest.mark.usefixtures("repository")
def test_the_story_of_a_question(capsys: Out, gold: Gold) -> None:
    question = ("--question", "compelling_event")
    gold("history_question.txt", history(capsys, FILE, *question))
    gold("history_question.md", history(capsys, FILE, *question, "--format", "markdown", "--lang", "zh"))
    story = parsed(capsys, FILE, *question)["story"]
    assert [(each["author"], each["party"], each["old"], each["new"]) for each in story] == [
        (None, "a", None, "-"),
        ("Ann O'Neill-Featherstonehaugh", "us", "+", "?"),
        ("李雷", "us", None, "+"),
    ]
    assert story[2]["evidence"] == "CFO's mail of 12 Nov"
    assert run(["history", FILE, "--question", "nonsense"]) == 2


@pytest.mark.usefixtures("repository")
def test_a_row_for_each_commit_that_changed_the_meaning(capsys: Out) -> None:
    rows = parsed(capsys, FILE)["versions"]
    assert [(row["subject"], row["status"]) for row in rows] == [
        (None, "changed"),
        ("doubt", "changed"),
        ("broken", "unreadable"),
        ("learned", "changed"),
        ("start", "created"),
    ]
    assert rows[-1]["path"] == "deals/old name.tas.yaml"
    assert rows[2]["problem"]["id"].startswith("TAS0")
    assert [change["kind"] for change in rows[1]["changes"] if "kind" in change] == ["doubted"]


def test_what_is_committed_is_not_told_as_working_copy(repository: Repository, capsys: Out) -> None:
    repository.commit("all")
    assert parsed(capsys, FILE)["versions"][0]["subject"] == "all"
    repository.write(FILE, b"# only a comment\n" + (repository.folder / FILE).read_bytes())
    assert parsed(capsys, FILE)["versions"][0]["subject"] == "all"
    repository.write(FILE, "customer: [")
    assert parsed(capsys, FILE)["versions"][0]["status"] == "unreadable"


def test_a_file_that_is_gone(repository: Repository, capsys: Out) -> None:
    (repository.folder / FILE).unlink()
    rows = parsed(capsys, FILE)["versions"]
    assert (rows[0]["commit"], rows[0]["status"]) == (None, "removed")
    repository.commit("gone")
    rows = parsed(capsys, FILE)["versions"]
    assert [(row["subject"], row["status"]) for row in rows[:2]] == [
        ("gone", "removed"),
        ("doubt", "changed"),
    ]
    repository.saved(FILE, START, "back")
    rows = parsed(capsys, FILE)["versions"]
    assert [row["status"] for row in rows[:2]] == ["added_again", "removed"]


def test_a_file_that_comes_back_is_compared_with_what_was_last_there(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "back")
    monkeypatch.chdir(repository.folder)
    good = with_rating(START, "tas", "compelling_event", "us", "+")
    repository.saved("b.tas.yaml", good, "first")
    repository.git("rm", "-q", "b.tas.yaml")
    repository.commit("gone")
    repository.write("b.tas.yaml", with_rating(good, "tas", "compelling_event", "us", "-"))
    for _ in "uncommitted", "committed":
        rows = parsed(capsys, "b.tas.yaml")["versions"]
        assert [row["status"] for row in rows] == ["added_again", "removed", "created"]
        assert [(each["kind"], each["old"], each["new"]) for each in rows[0]["changes"]] == [
            ("worsened", "+", "-")
        ]
        repository.commit("back")
    assert "added again" in history(capsys, "b.tas.yaml")
    assert "重新加入" in history(capsys, "b.tas.yaml", "--lang", "zh")
    repository.git("rm", "-q", "b.tas.yaml")
    repository.commit("gone")
    repository.saved("b.tas.yaml", rated("?"), "again")
    assert [each["status"] for each in parsed(capsys, "b.tas.yaml")["versions"]][:2] == [
        "added_again",
        "removed",
    ]


def test_from_a_revision_and_in_a_bare_repository(
    repository: Repository, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = parsed(capsys, FILE)["versions"][1:]
    assert parsed(capsys, f"HEAD:{FILE}")["versions"] == committed
    assert parsed(capsys, f"HEAD~3:{FILE}")["versions"] == committed[2:]
    subprocess.run(["git", "clone", "-q", "--bare", repository.folder, tmp_path / "bare"], check=True)
    monkeypatch.chdir(tmp_path / "bare")
    assert parsed(capsys, f"main:{FILE}")["versions"] == committed
    assert parsed(capsys, FILE)["versions"] == committed


def test_merges(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "merges")
    monkeypatch.chdir(repository.folder)
    repository.saved("a.tas.yaml", START, "start")
    ours = with_rating(START, "tas", "application_or_project", "us", "-")
    theirs = with_rating(START, "tas", "inside_support", "us", "+")
    both = with_rating(ours, "tas", "inside_support", "us", "+")
    repository.git("checkout", "-qb", "side")
    repository.saved("a.tas.yaml", theirs, "theirs")
    repository.git("checkout", "-q", "main")
    repository.saved("a.tas.yaml", ours, "ours")
    repository.git("merge", "-q", "-m", "clean", "side")
    rows = parsed(capsys, "a.tas.yaml")["versions"]
    assert [row["subject"] for row in rows] == [None, "ours", "theirs", "start"]
    # A clean merge is no row, and no row of either side is how the file stands: so that is the first.
    assert (rows[0]["status"], rows[0]["commit"], rows[0]["changes"]) == ("now", None, [])
    shown = json.loads((run(["show", "a.tas.yaml", "--format", "json"]), capsys.readouterr().out)[1])
    ours_now = [section["parties"]["us"] for section in shown["results"][0]["banks"]["tas"]["sections"]]
    assert rows[0]["counts"]["plus"] == sum(each["plus"] for each in ours_now)
    assert "now" in history(capsys, "a.tas.yaml").split()
    assert "现在" in history(capsys, "a.tas.yaml", "--lang", "zh").split()
    assert parsed(capsys, "HEAD^2:a.tas.yaml")["versions"][0]["subject"] == "theirs"
    repository.write("a.tas.yaml", with_rating(both, "tas", "solution_fit", "us", "?"))
    repository.git("add", "-A")
    repository.git("commit", "-q", "--amend", "--no-edit")
    row = parsed(capsys, "a.tas.yaml")["versions"][0]
    assert (row["status"], [change["question"] for change in row["changes"]]) == (
        "merged",
        ["tas.solution_fit"],
    )


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path, capsys: Out) -> None:
    subprocess.run(
        ["git", "clone", "-q", "--depth=2", repository.folder.as_uri(), tmp_path / "s"], check=True
    )
    assert run(["history", str(tmp_path / "s" / FILE)]) == 0
    out, err = capsys.readouterr()
    assert "shallow clone" in err
    assert "shallow clone" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["deals/unknown.tas.yaml"], "no file and no deal"),
        (["new.tas.yaml"], "knows no commit of this file"),
        (["HEAD~99:x"], "no revision"),
        (["--", "--all:x"], "no revision"),
        (["-"], "standard input has no history"),
        (["deals"], "is a folder"),
        (["HEAD:deals"], "is a folder"),
        (["."], "is a folder"),
    ],
)
def test_what_has_no_history(arguments: list[str], said: str, repository: Repository, capsys: Out) -> None:
    repository.write("new.tas.yaml", START)
    assert run(["history", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_no_repository(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["history", "a.tas.yaml"]) == 2
    assert "not inside a git repository" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
def test_a_pipe_that_is_not_utf8_gets_digits(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(STEPS) & set(history(capsys, FILE))
    monkeypatch.setattr("tas_cli.output.is_plain", lambda _: True)
    assert not set(STEPS) & set(history(capsys, FILE))


def test_the_number_of_git_processes_does_not_grow(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        repository.saved(FILE, with_fields(START, amount=Decimal(number)), str(number))
    started = Counted(subprocess.Popen)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert len(parsed(capsys, FILE)["versions"]) == 34
    assert started.calls == 3


def test_only_banks_that_some_version_answers_are_read(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Counted(read_bank)
    monkeypatch.setattr("tas_cli.model.library.read_bank", read)
    history(capsys, FILE)
    assert read.calls == 2
    question = next(iter(LIBRARY["control"].by_id))
    repository.saved(FILE, with_answer(START, "control", question, Answer("yes")), "more")
    repository.saved(FILE, START, "and no more")
    read.calls = 0
    told = history(capsys, FILE, "--lang", "en")
    assert read.calls == 3
    assert str(LIBRARY["control"].by_id[question].title["en"]) in told  # type: ignore[index]


def test_spark_lines_keep_both_ends() -> None:
    assert spark([0, 5, 10], 0, 10, 40, "abc") == "abc"
    assert spark(range(1000), 0, 999, 10, "0123456789") == "0123456789"
    assert spark([3], 3, 3, 1, "ab") == "a"


def test_a_name_that_nothing_has_is_told_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Repository(tmp_path / "team")
    made.write("deals/acme.tas.yaml", "customer: A\nopportunity: B\n")
    made.commit()
    monkeypatch.chdir(made.folder)
    assert run(["history", "acne"]) == 2
    assert "no deal 'acne' (nearest: acme)" in capsys.readouterr().err
    made.write("deals/new.tas.yaml", "customer: A\nopportunity: B\n")
    assert run(["history", "new"]) == 2
    assert "git knows no commit" in capsys.readouterr().err
