"""Git as tas asks it: odd names, odd repositories, and nothing run that a repository asks for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from repositories import Repository
from tas_cli.errors import TasError
from tas_cli.storage import git, git_log
from tas_cli.storage.files import MAX_BYTES

NAME = 'deals x/金蝶 "q"\t.tas.yaml'


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def trouble(folder: Path, revision: str = "HEAD", path: str = "x") -> str:
    """The id of the trouble that keeps something from being found."""
    try:
        with git.Objects(folder) as objects:
            assert objects.find(f"{revision}:{path}") is None
            return objects.lacking(revision, path).id
    except TasError as refused:
        return refused.id


def test_objects_by_any_name(repository: Repository) -> None:
    repository.saved(NAME, "a\n")
    with git.Objects(repository.folder) as objects:
        found = objects.find(f"HEAD:{NAME}")
        assert found
        assert (found.kind, found.data) == ("blob", b"a\n")
        tree = objects.find("HEAD^{tree}")
        assert tree
        assert [entry.path for entry in objects.files(tree)] == [NAME]


def test_names_that_no_object_has(repository: Repository) -> None:
    repository.saved("a", "a\n")
    odd = ["", "HEAD:a\nHEAD", "HEAD:\0", "x" * 10_000, "-x:a", "--batch-all-objects", "HEAD:", "HEAD:a"]
    with git.Objects(repository.folder) as objects:
        found = list(objects.find_all(odd))
    assert [each and each.kind for each in found] == [None] * 6 + ["tree", "blob"]


def test_many_objects_in_one_go(repository: Repository) -> None:
    for number in range(30):
        repository.write(f"{number}", f"{number}\n" * 5_000)
    repository.commit()
    names = [f"HEAD:{number}" for number in range(31)] * 20
    with git.Objects(repository.folder) as objects:
        found = list(objects.find_all(names))
    assert [each.data.split(b"\n")[0].decode() if each else "none" for each in found] == [
        *map(str, range(30)), "none",
    ] * 20  # fmt: skip


def test_a_blob_that_is_too_large_is_cut_and_the_next_one_is_whole(repository: Repository) -> None:
    repository.write("large", b"x" * (3 * MAX_BYTES))
    repository.saved("small", "y")
    with git.Objects(repository.folder) as objects:
        large, small = objects.find("HEAD:large"), objects.find("HEAD:small")
    assert large
    assert small
    assert (len(large.data), small.data) == (MAX_BYTES + 1, b"y")


def test_links_are_followed_inside_the_repository_only(repository: Repository) -> None:
    repository.write("real", "here\n")
    for name, target in (("inside", "real"), ("outside", "/etc/passwd"), ("loop", "loop"), ("lost", "no")):
        (repository.folder / name).symlink_to(target)
    repository.commit()
    with git.Objects(repository.folder) as objects:
        found = {name: objects.find(f"HEAD:{name}") for name in ("inside", "outside", "loop", "lost")}
        again = objects.find("HEAD:real")
    assert found["inside"] == again
    assert [found[name] for name in ("outside", "loop", "lost")] == [None] * 3


def test_hidden_folders_and_submodules_hold_no_files(repository: Repository) -> None:
    repository.saved("a/b/c", "x")
    repository.saved(".hidden/d", "x")
    head = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    repository.git("commit", "-qm", "module")
    with git.Objects(repository.folder) as objects:
        tree = objects.find("HEAD^{tree}")
        assert tree
        assert [entry.path for entry in objects.files(tree)] == ["a/b/c"]


def test_sha256(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", "--object-format=sha256")
    repository.saved("a", "x")
    with git.Objects(repository.folder) as objects:
        tree = objects.find("HEAD^{tree}")
        assert tree
        assert [len(entry.id) for entry in objects.files(tree)] == [64]
    assert [commit.path for commit in git_log.log(repository.folder, "a")] == ["a"]


def test_no_repository(tmp_path: Path) -> None:
    assert trouble(tmp_path) == "git.no_repository"


def test_unborn_head(repository: Repository) -> None:
    assert trouble(repository.folder) == "git.unborn"


def test_no_such_revision_or_path(repository: Repository) -> None:
    repository.saved("a", "x")
    assert trouble(repository.folder, "HEAD~5") == "git.no_revision"
    assert trouble(repository.folder, "--output=stolen..HEAD") == "git.no_revision"
    assert trouble(repository.folder, "HEAD", "b") == "git.no_path"
    assert not (repository.folder / "stolen..HEAD").exists()


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.saved("a", "1")
    repository.saved("a", "2")
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", repository.folder.as_uri(), tmp_path / "s"], check=True
    )
    assert trouble(tmp_path / "s", "HEAD~1", "a") == "git.no_revision_shallow"
    assert git.clone(tmp_path / "s") == git.Clone(is_shallow=True, has_files=True)


def test_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    repository.saved("deals/a", "1")
    subprocess.run(["git", "clone", "-q", "--bare", repository.folder, tmp_path / "bare"], check=True)
    with git.Objects(tmp_path / "bare") as objects:
        found = objects.find("HEAD:deals/a")
    assert found
    assert found.data == b"1"
    assert len(git_log.log(tmp_path / "bare", "deals/a")) == 1
    assert git.clone(tmp_path / "bare") == git.Clone(is_shallow=False, has_files=False)


def test_git_not_installed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(TasError) as caught:
        git.Objects(repository.folder)
    assert caught.value.id == "git.not_installed"


def test_somebody_elses_repository(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.saved("a", "x")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with git.Objects(repository.folder) as objects, pytest.raises(TasError) as caught:
        objects.find("HEAD")
    assert (caught.value.id, caught.value.params["folder"]) == ("git.unsafe", str(repository.folder))


def test_inside_a_hook(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.saved("deals/a", "x")
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("GIT_DIR", ".git")
    folder = git.folder_for("deals/a")
    with git.Objects(folder) as objects:
        assert objects.find(f"HEAD:{git.name_from(folder, 'deals/a')}")


def test_the_log_follows_renames_and_tells_each_blob(repository: Repository) -> None:
    repository.saved(NAME, "a\nb\nc\nd\n", who="李雷")
    repository.saved(NAME, "a\nb\nc\nd\ne\n")
    repository.git("mv", NAME, "new.tas.yaml")
    repository.commit("moved")
    repository.git("rm", "-q", "new.tas.yaml")
    repository.commit("gone")
    found = git_log.log(repository.folder, "./new.tas.yaml")
    assert [(commit.subject, commit.author, commit.path) for commit in found] == [
        ("gone", "Maria Chen", "new.tas.yaml"),
        ("moved", "Maria Chen", "new.tas.yaml"),
        ("work", "Maria Chen", NAME),
        ("work", "李雷", NAME),
    ]
    chain = [(commit.before[0], commit.after) for commit in found]
    assert (chain[0][1], chain[-1][0]) == (None, None)
    assert [before for before, _ in chain[:-1]] == [after for _, after in chain[1:]]


def test_paths_of_the_log_are_no_patterns(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("sub/*.tas.yaml", "star")
    repository.commit()
    repository.saved("sub/other.tas.yaml", "other")
    monkeypatch.setenv("GIT_ICASE_PATHSPECS", "1")
    assert len(git_log.log(repository.folder, "sub/*.tas.yaml")) == 1
    assert len(git_log.log(repository.folder / "sub", "./*.tas.yaml")) == 1
    assert len(git_log.log(repository.folder / "sub", "sub/*.tas.yaml")) == 1
    assert git_log.log(repository.folder, "sub/*") == []


def test_the_log_holds_a_merge_only_where_it_made_something_new(repository: Repository) -> None:
    lines = [f"{number}\n" for number in range(20)]
    repository.saved("a", "".join(lines))
    for branch, at in (("left", 2), ("right", 15)):
        repository.git("checkout", "-qb", branch, "main")
        repository.saved("a", "".join([*lines[:at], branch + "\n", *lines[at:]]), branch)
    repository.git("merge", "-q", "-m", "both", "left")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "taken whole", "right")
    found = git_log.log(repository.folder, "a")
    assert [commit.subject for commit in found if len(commit.parents) == 2] == ["both"]
    assert [len(commit.before) for commit in found] == [2, 1, 1, 1]


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
def test_no_program_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f'#!/bin/sh\necho "$0 $@" >> "{sprung}"\nexit 1\n')
    trap.chmod(0o755)
    first = repository.saved("a.tas.yaml", "1\n2\n3\n")
    repository.saved("a.tas.yaml", "1\n2\n3\n4\n")
    _sign(repository)
    _set_traps(repository, trap)
    lost = repository.git("rev-parse", f"{first}:a.tas.yaml")
    content = repository.folder / ".git" / "objects" / lost[:2] / lost[2:]
    kept = content.read_bytes()
    for control in (["log", "-1"], ["diff", "HEAD~1", "HEAD"], ["status"], ["cat-file", "-p", lost]):
        if control[-1] == lost:
            content.unlink()
        subprocess.run(
            ["git", *control],
            cwd=repository.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert sprung.exists(), f"the trap does not work for git {control[0]}"
        sprung.unlink()
    with git.Objects(repository.folder) as objects:
        assert objects.find("HEAD:a.tas.yaml")
        assert objects.find(lost) is None
        assert objects.lacking("nowhere", "a").id == "git.no_revision"
    content.write_bytes(kept)
    assert len(git_log.log(repository.folder, "./a.tas.yaml")) == 2
    assert git.skipped(repository.folder, "./") == {}
    assert git.merge_base(repository.folder, "HEAD", "HEAD~1") == first
    assert git.stages(repository.folder, "./a.tas.yaml") == (None, None, None)
    assert not sprung.exists(), sprung.read_text()


def test_what_the_index_keeps_of_a_merge_and_of_a_sparse_checkout(repository: Repository) -> None:
    repository.saved("deals/a.tas.yaml", "base\n")
    repository.git("checkout", "-qb", "side")
    repository.saved("deals/a.tas.yaml", "theirs\n")
    repository.git("checkout", "-q", "main")
    ours = repository.saved("deals/a.tas.yaml", "ours\n")
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "side")
    stages = git.stages(repository.folder / "deals", "./a.tas.yaml")
    assert stages == (b"base\n", b"ours\n", b"theirs\n")
    assert git.merge_base(repository.folder, "main", "side") == repository.git("merge-base", "main", "side")
    repository.git("reset", "-q", "--hard", ours)
    repository.git("checkout", "-q", "--orphan", "alone")
    repository.commit("alone")
    assert git.merge_base(repository.folder, "main", "alone") is None
    repository.git("update-index", "--skip-worktree", "deals/a.tas.yaml")
    blob = repository.git("rev-parse", "HEAD:deals/a.tas.yaml")
    assert git.skipped(repository.folder, "./deals") == {"a.tas.yaml": blob}
    assert git.skipped(repository.folder / "deals", "./") == {"a.tas.yaml": blob}
    assert git.skipped(repository.folder, "./elsewhere") == {}


def _sign(repository: Repository) -> None:
    """Give HEAD a signature to be checked."""
    raw = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=repository.folder, capture_output=True, check=True
    ).stdout
    head, _, message = raw.partition(b"\n\n")
    signed = (
        head + b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n" + message
    )
    id = repository.git("hash-object", "-t", "commit", "-w", "--stdin", feed=signed)
    repository.git("reset", "-q", "--hard", id)


def _set_traps(repository: Repository, trap: Path) -> None:
    """Have the repository ask for the trap wherever git knows to ask."""
    hooks = repository.folder / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
        (hooks / name).symlink_to(trap)
    (repository.folder / ".git" / "info").mkdir(exist_ok=True)
    (repository.folder / ".git" / "info" / "attributes").write_text(
        "*.yaml diff=evil filter=evil merge=evil\n"
    )
    settings: dict[str, Any] = dict.fromkeys(
        (
            "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy",
            "core.alternateRefsCommand", "diff.external", "diff.evil.textconv", "diff.evil.command",
            "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "merge.evil.driver",
            "gpg.program", "gpg.ssh.program", "gpg.x509.program", "credential.helper", "pager.log",
            "remote.origin.uploadpack", "uploadpack.packObjectsHook", "sequence.editor",
        ),
        trap,
    )  # fmt: skip
    settings |= {
        "core.hooksPath": hooks,
        "log.showSignature": "true",
        "alias.log": f"!{trap}",
        "alias.cat-file": f"!{trap}",
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap} %S",
        "remote.origin.vcs": "ext",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }
    for name, value in settings.items():
        repository.git("config", name, str(value))
