"""`tas init` and what it teaches a clone's git: nothing twice, nothing within, nothing that breaks plain git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tas_cli.boundary import run
from tas_cli.storage.git_setup import DIFF, MERGE
from tas_cli.storage.replacing import prepared

Out = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parent.parent / "examples"
DEAL = (
    "format: 1\ncustomer: Acme\nopportunity: CRM\nanswers:\n  tas:\n    compelling_event:  # the CIO knows\n"
    '      us: "?"\n'
)
WITHOUT_TAS = "/usr/bin:/bin"


def git(*arguments: str, path: str | None = None, check: bool = True) -> str:
    """What git prints, with tas on the PATH unless `path` says otherwise."""
    people = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    with_tas = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["git", *arguments], env={**os.environ, **people, "PATH": path or with_tas}, capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.decode("utf-8", "replace")


def setting(name: str) -> str:
    return git("config", "--local", "--get", name, check=False).rstrip("\n")


@pytest.fixture(autouse=True)
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    return tmp_path


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_twice_changes_nothing(clone: Path) -> None:
    Path(".gitattributes").write_text("*.png binary", encoding="utf-8")
    every = ["init", "--git", "--git-diff", "--yes", "--pre-commit"]
    assert run(every) == 0
    first = state(clone)
    assert Path(".gitattributes").read_text("utf-8") == "*.png binary\n*.tas.yaml diff=tas merge=tas\n"
    assert run(every) == 0
    assert state(clone) == first


@pytest.mark.parametrize(
    "name",
    ["deals/a.tas.yaml", "deals/金蝶 a.proposals.yaml", "tas.yaml", "calibration.yaml", "report.html"],
)
def test_what_a_kill_leaves_of_a_save_is_never_committed(name: str, clone: Path) -> None:
    run(["init", "-q"])
    left = prepared(clone / name, b"half", b"" if Path(name).exists() else None)
    assert left.exists()
    assert left.name not in git("status", "--short", "-uall", "-z")


@pytest.mark.parametrize(("lang", "stage"), [("en", "proposal"), ("zh", "方案")])
def test_the_starter_is_a_good_one(lang: str, stage: str, capsys: Out) -> None:
    assert run(["init", "--lang", lang]) == 0
    settings = yaml.safe_load(Path("tas.yaml").read_text("utf-8"))
    assert stage in settings["stages"]
    assert settings.get("language") == ("zh" if lang == "zh" else None)
    assert all(name in str(settings["policy"]) for name in settings["stages"][1:])
    shutil.copytree(EXAMPLES / "deals", "deals", dirs_exist_ok=True)
    capsys.readouterr()
    assert run(["show", "acme-bank"]) == 0
    assert ("建议" in capsys.readouterr().out) == (lang == "zh")
    # A stage that the policy does not know is no free pass.
    Path("deals/d.tas.yaml").write_text(DEAL + "stage: Proposal/Price Quote\n", encoding="utf-8")
    run(["check", "deals/d.tas.yaml", "--format", "json"])
    assert "TAS206" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "stage"), [("en", "negotiation"), ("zh", "谈判")])
def test_the_starters_rules_hold_once_something_is_rated(lang: str, stage: str, capsys: Out) -> None:
    assert run(["init", "--lang", lang]) == 0
    capsys.readouterr()
    found = []
    for answers in ("", "answers: {tas: {compelling_event: {us: '?'}}}\n"):
        Path("deals/d.tas.yaml").write_text(
            f"format: 1\ncustomer: A\nopportunity: B\nstage: {stage}\n{answers}", encoding="utf-8"
        )
        run(["check", "deals/d.tas.yaml", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        found.append({each["id"] for each in findings if not each["id"].startswith("TAS")})
    assert found == [set(), {"reason-to-act", "money", "somebody-wants-us"}]


@pytest.mark.parametrize("folder", ["deals", "deals/new", "other"])
def test_within_a_workspace_there_is_no_second_one(folder: str, clone: Path, capsys: Out) -> None:
    assert run(["init"]) == 0
    before = state(clone)
    capsys.readouterr()
    assert run(["init", folder, "--pre-commit"]) == 0
    assert "no second one" in capsys.readouterr().err
    assert state(clone) == before
    Path(folder).mkdir(exist_ok=True, parents=True)
    assert run(["init", folder, "--git", "--yes"]) == 0
    assert setting("merge.tas.driver") == dict(MERGE)["merge.tas.driver"]
    assert not (clone / folder / "tas.yaml").exists()


def test_a_folder_that_the_workspace_names_gets_its_own() -> None:
    Path("tas.yaml").write_text("workspaces: [north]\n", encoding="utf-8")
    assert run(["init", "north"]) == 0
    assert Path("north/tas.yaml").is_file()
    assert run(["init", "south"]) == 0
    assert not Path("south").exists()


def test_a_repository_of_its_own_is_no_part_of_what_is_around(clone: Path) -> None:
    assert run(["init"]) == 0
    git("init", "-q", "inner")
    assert run(["init", "inner"]) == 0
    assert (clone / "inner" / "tas.yaml").is_file()


def test_git_sets_the_merge_driver_alone() -> None:
    assert run(["init", "--git", "--yes"]) == 0
    assert {name: setting(name) for name, _ in MERGE} == dict(MERGE)
    assert {setting(name) for name, _ in DIFF} == {""}


def test_git_diff_says_what_it_costs(capsys: Out) -> None:
    assert run(["init", "--git-diff", "--yes"]) == 0
    err = capsys.readouterr().err
    assert {name: setting(name) for name, _ in (*MERGE, *DIFF)} == dict((*MERGE, *DIFF))
    for said in ("a quarter of a second", "refs/notes/textconv/tas", "no patch", "--no-textconv"):
        assert said in err


@pytest.mark.parametrize("option", ["--git", "--git-diff"])
def test_without_a_terminal_it_says_what_it_did_not_set(option: str, capsys: Out) -> None:
    assert run(["init", option]) == 0
    err = capsys.readouterr().err
    assert "merge.tas.driver = tas merge %O %A %B" in err
    told = err.splitlines()[-1]
    assert "not set" in told
    assert "merge.tas.driver" in told
    assert ("diff.tas.textconv" in told) == (option == "--git-diff")
    assert "--yes" in told
    assert setting("merge.tas.driver") == ""
    assert run(["init", option, "-q"]) == 0
    assert "not set" in capsys.readouterr().err


def test_quiet(capsys: Out) -> None:
    assert run(["init", "-q", "--pre-commit"]) == 0
    assert capsys.readouterr().err == ""


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    shutil.rmtree(".git")
    assert run(["init", "new", "--git", "--yes"]) == 2
    err = capsys.readouterr().err
    assert "git init" in err
    assert "compare" not in err


def test_what_stands_in_the_way_is_said(capsys: Out) -> None:
    Path("tas.yaml").mkdir()
    assert run(["init"]) == 2
    assert "is no file" in capsys.readouterr().err
    assert not Path("deals").exists()
    Path("plain").touch()
    assert run(["init", "plain"]) == 2


# What git shows


@pytest.fixture
def committed() -> Path:
    """A clone with every driver, and a deal that was committed twice, with an awkward name."""
    assert run(["init", "-q", "--git-diff", "--yes"]) == 0
    path = Path("deals/金蝶 a.tas.yaml")
    path.write_text(DEAL, encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "one")
    path.write_text(DEAL.replace('us: "?"', 'us: "+"'), encoding="utf-8")
    git("commit", "-qam", "two")
    return path


@pytest.mark.usefixtures("committed")
def test_git_reads_in_the_bank_s_words_and_keeps_what_it_read() -> None:
    for _ in "first", "from the cache":
        shown = git("log", "-p")
        assert "-Compelling event [Us]: ?" in shown
        assert "+Compelling event [Us]: +" in shown
    assert "refs/notes/textconv/tas" in git("for-each-ref")


def test_a_changed_comment_is_seen(committed: Path) -> None:
    committed.write_text(
        committed.read_text("utf-8").replace("the CIO knows", "the CFO knows"), encoding="utf-8"
    )
    shown = git("diff")
    assert "-answers.tas.compelling_event # the CIO knows" in shown
    assert "+answers.tas.compelling_event # the CFO knows" in shown
    committed.write_text(committed.read_text("utf-8") + "# at the end\n", encoding="utf-8")
    assert "+# at the end" in git("diff")


@pytest.mark.usefixtures("committed")
def test_git_works_where_there_is_no_tas() -> None:
    Path("deals/b.tas.yaml").write_text(DEAL.replace("Acme", "Nord"), encoding="utf-8")
    git("add", "-A")
    shown = git("diff", "--cached", path=WITHOUT_TAS)
    assert "+customer: Nord" in shown
    git("notes", "--ref", "textconv/tas", "prune")
    assert "one" in git("log", "-p", path=WITHOUT_TAS)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"answers: [\n", "+answers: ["),
        (b"customer: M\xfcller\n", "+customer: M"),
        (b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n", "+<<<<<<< HEAD"),
        (b"customer: " + b"x" * (1 << 20), "xxxx"),
        (b"", "-customer: Acme"),
        (b"reason: \x1b[31m ##[error] boo\n" + DEAL.encode(), "##[error]"),
    ],
    ids=["broken", "latin-1", "markers", "large", "empty", "commands"],  # a large text is no name for a test
)
def test_git_diff_never_fails_and_prints_harmless_text(data: bytes, seen: str, committed: Path) -> None:
    committed.write_bytes(data)
    shown = git("diff")
    assert seen in shown or (seen == "##[error]" and "# #[error]" in shown)
    assert "\x1b" not in shown
    assert "##[error]" not in shown
    # And by hand, as git does it.
    assert run(["textconv", str(committed)]) == 0


def test_a_broken_workspace_does_not_break_git_diff(committed: Path) -> None:
    Path("tas.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    committed.write_text(DEAL.replace("Acme", "Nord"), encoding="utf-8")
    assert "+customer: Nord" in git("diff", "--", "deals")
