"""How a repository happens to be checked out is nobody's change: real git in every state that it knows."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from builders import rated, scored, with_rating
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.model.assessment import with_fields

Out = pytest.CaptureFixture[str]
A = with_fields(rated("++?+.", start=scored("2223.222")), customer="A")
B = with_fields(rated("--?+."), customer="B")
LATER = with_rating(A, "tas", "compelling_event", "us", "-")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two deals in two folders, committed twice, nothing changed since."""
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.folder)
    made.write("tas.yaml", "us: Zenith\n")
    made.write("deals/north/a.tas.yaml", A)
    made.saved("deals/south/b.tas.yaml", B, "start")
    made.saved("deals/north/a.tas.yaml", LATER, "later")
    return made


def files(capsys: Out, *arguments: str) -> list[tuple[str, str]]:
    assert run(["diff", *arguments, "--format", "json"]) == 0
    return [(each["file"], each["status"]) for each in json.loads(capsys.readouterr().out)["files"]]


def history(capsys: Out, file: str) -> list[str]:
    assert run(["history", file, "--format", "json"]) == 0
    return [row["status"] for row in json.loads(capsys.readouterr().out)["versions"]]


CHANGED = [("north/a.tas.yaml", "changed")]


def unchanged(capsys: Out) -> None:
    assert files(capsys) == files(capsys, "HEAD", "deals") == []
    assert files(capsys, "HEAD~1") == files(capsys, "HEAD~1..HEAD") == CHANGED


def test_a_plain_checkout(repository: Repository, capsys: Out) -> None:
    unchanged(capsys)
    repository.git("checkout", "-q", "--detach")
    unchanged(capsys)


@pytest.mark.parametrize("index", [[], ["--sparse-index"]])
def test_sparse(repository: Repository, capsys: Out, index: list[str]) -> None:
    try:
        repository.git("sparse-checkout", "set", *index, "deals/north")
    except subprocess.CalledProcessError:
        pytest.skip("this git knows no sparse checkout")
    assert not (repository.folder / "deals/south").exists()
    unchanged(capsys)
    assert history(capsys, "deals/south/b.tas.yaml") == ["created"]
    # What is left out keeps its say where a revision differs; what is really gone is gone.
    assert files(capsys, "HEAD~1", "deals/north") == [("a.tas.yaml", "changed")]
    (repository.folder / "deals/north/a.tas.yaml").unlink()
    assert files(capsys) == [("north/a.tas.yaml", "removed")]


def test_a_sparse_checkout_without_the_folder_of_deals(repository: Repository, capsys: Out) -> None:
    repository.git("sparse-checkout", "set", "docs")
    assert not (repository.folder / "deals").exists()
    assert files(capsys) == files(capsys, "HEAD") == []
    assert files(capsys, "HEAD~1") == CHANGED


def test_a_repository_within(repository: Repository, tmp_path: Path, capsys: Out) -> None:
    inner = Repository(tmp_path / "inner")
    inner.saved("deals/c.tas.yaml", B, "inner")
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.folder), "deals/inner"
    )
    repository.commit("with a submodule")
    assert (repository.folder / "deals/inner/deals/c.tas.yaml").is_file()
    assert run(["diff"]) == 0
    assert "deals/inner: a repository of its own" in capsys.readouterr().err
    assert run(["diff", "-q"]) == 0
    assert capsys.readouterr().err == ""
    assert files(capsys) == []
    assert files(capsys, "HEAD~1") == []
    # Within it, it is the one that is asked.
    assert files(capsys, "deals/inner/deals") == []
    assert history(capsys, "deals/inner/deals/c.tas.yaml") == ["created"]
    Repository(repository.folder / "deals/clone").saved("d.tas.yaml", A)
    assert files(capsys) == []


def test_a_worktree(
    repository: Repository, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "beside"), "HEAD~1")
    monkeypatch.chdir(tmp_path / "beside")
    assert files(capsys) == []
    assert files(capsys, "main") == CHANGED
    assert history(capsys, "deals/north/a.tas.yaml") == ["created"]


def test_line_ends(
    repository: Repository, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(
        ["git", "clone", "-q", "-c", "core.autocrlf=true", repository.folder, tmp_path / "windows"],
        check=True,
    )
    monkeypatch.chdir(tmp_path / "windows")
    assert b"\r\n" in Path("deals/north/a.tas.yaml").read_bytes()
    unchanged(capsys)
    assert history(capsys, "deals/north/a.tas.yaml") == ["changed", "created"]


def test_a_stash(repository: Repository, capsys: Out) -> None:
    repository.write("deals/south/b.tas.yaml", with_fields(B, stage="proposal"))
    assert files(capsys) == [("south/b.tas.yaml", "changed")]
    repository.git("stash", "-q")
    unchanged(capsys)
    for side in ("stash", "stash@{0}", "refs/stash"):
        assert files(capsys, "HEAD", side) == [("south/b.tas.yaml", "changed")]
    assert run(["diff", "stash@{0}:deals/south/b.tas.yaml", "deals/south/b.tas.yaml", "--exit-code"]) == 1


def test_a_shallow_clone(
    repository: Repository, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", repository.folder.as_uri(), tmp_path / "shallow"], check=True
    )
    monkeypatch.chdir(tmp_path / "shallow")
    assert files(capsys) == []
    assert run(["diff", "HEAD~1"]) == 2
    assert "shallow" in capsys.readouterr().err
    assert run(["diff", "HEAD~1..HEAD"]) == 2


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_files_that_git_was_told_to_leave_alone(repository: Repository, flag: str, capsys: Out) -> None:
    repository.git("update-index", flag, "deals/south/b.tas.yaml")
    unchanged(capsys)
    # Whoever writes into such a file has changed it all the same.
    repository.write("deals/south/b.tas.yaml", A)
    assert files(capsys) == [("south/b.tas.yaml", "changed")]


def test_touched_staged_or_laid_out_anew_is_unchanged(repository: Repository, capsys: Out) -> None:
    path = repository.folder / "deals/south/b.tas.yaml"
    path.write_bytes(b"# a comment\n" + path.read_bytes())
    unchanged(capsys)
    repository.git("add", "-A")
    unchanged(capsys)
    path.chmod(0o755)
    unchanged(capsys)
