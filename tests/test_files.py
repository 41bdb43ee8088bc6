"""Files are replaced whole or not at all, never over somebody else's words, and trouble is one clear sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tas_cli.errors import TasError
from tas_cli.storage import files
from tas_cli.storage.search import find_assessments


def test_write_replaces_the_whole_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    files.write_text(path, "新", expected="old")
    assert path.read_text(encoding="utf-8") == "新"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_write_never_overwrites_what_somebody_else_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("theirs", encoding="utf-8")
    for expected in ("mine", None):
        with pytest.raises(files.ChangedOnDisk):
            files.write_text(path, "new", expected=expected)
    assert path.read_text(encoding="utf-8") == "theirs"


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.tas.yaml"
    files.write_text(path, "old", expected=None)
    files.write_text(path, "x" * files.MAX_BYTES, expected="old")
    with pytest.raises(TasError) as caught:
        files.write_text(path, "é" * files.MAX_BYTES, expected="x" * files.MAX_BYTES)
    assert caught.value.id == "files.grown_too_large"
    assert files.read_text(path) == "x" * files.MAX_BYTES
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("standing", [b"x" * (files.MAX_BYTES + 1), b"\xff\xfe", b""])
def test_a_result_replaces_whatever_stands_there(tmp_path: Path, standing: bytes) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(standing)
    files.overwrite(path, "y" * (files.MAX_BYTES + 1))
    assert path.stat().st_size == files.MAX_BYTES + 1


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    files.write_text(tmp_path / "link", "new", expected="old")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_line_ends_and_a_bom_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write_text(path, "\ufeffa\r\nb\n", expected=None)
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb\n"
    assert files.read_text(path) == "\ufeffa\r\nb\n"


@pytest.mark.parametrize(
    ("data", "id"), [(b"a\nb\xff", "files.not_utf8"), (b"x" * (files.MAX_BYTES + 1), "files.too_large")]
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, id: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(TasError) as trouble:
        files.read_text(tmp_path / "a")
    assert trouble.value.id == id
    assert trouble.value.params["line"] == (2 if id == "files.not_utf8" else 1)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TasError) as trouble:
        files.read_text(tmp_path / "pipe")
    assert trouble.value.id == "files.not_regular"


def test_find_is_sorted_once_each_and_enters_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b/2.tas.yaml", "a.tas.yaml", "b/1.tas.yaml", ".git/x.tas.yaml", "c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert list(find_assessments(["."])) == ["a.tas.yaml", "b/1.tas.yaml", "b/2.tas.yaml"]
    assert list(find_assessments(["c.yaml", "b", "c.yaml"])) == [
        "c.yaml",
        "b/1.tas.yaml",
        "b/2.tas.yaml",
    ]


UNPRIVILEGED = """
import os, sys, tempfile  # now, because nobody may read where the interpreter lives
from tas_cli.storage import files, search
from tas_cli.errors import TasError
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for action in sys.argv[2:]:
    try:
        if action == 'read': files.read_text(sys.argv[1])
        if action == 'write': files.write_text(sys.argv[1], 'new', expected='old')
        if action == 'find': list(search.find_assessments([sys.argv[1]]))
        print('fine')
    except TasError as trouble:
        print(trouble.id)
"""


def unprivileged(path: Path, *actions: str) -> list[str]:
    """What a user who is not root is told; root may do everything and would prove nothing."""
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(path), *actions],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split()


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    tmp_path.chmod(0o777)
    return tmp_path


def test_no_permission_is_one_clear_sentence(open_folder: Path) -> None:
    path = open_folder / "a"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    assert unprivileged(path, "read", "write") == ["fine", "files.no_permission"]
    path.chmod(0o000)
    assert unprivileged(path, "read") == ["files.no_permission"]
    path.chmod(0o666)
    open_folder.chmod(0o555)
    assert unprivileged(path, "write") == ["files.no_permission"]
    open_folder.chmod(0o777)
    assert path.read_text(encoding="utf-8") == "old"


def test_a_folder_that_cannot_be_read_is_not_skipped(open_folder: Path) -> None:
    inner = open_folder / "inner"
    inner.mkdir()
    inner.chmod(0o000)
    assert unprivileged(open_folder, "find") == ["files.no_permission"]
    inner.chmod(0o755)


def test_missing_is_said() -> None:
    with pytest.raises(TasError) as trouble:
        files.read_text("nowhere")
    assert trouble.value.id == "files.missing"


KILLED = """
import os, signal, sys
from tas_cli.storage import files
names = ('mkstemp', 'fsync', 'replace', 'chmod')
count = int(sys.argv[2])
def dying(function):
    def wrapped(*args, **kwargs):
        global count
        count -= 1
        if count == 0: os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        count -= 1
        if count == 0: os.kill(os.getpid(), signal.SIGKILL)
        return result
    return wrapped
import tempfile, pathlib
tempfile.mkstemp = dying(tempfile.mkstemp)
os.fsync = dying(os.fsync)
pathlib.Path.replace = dying(pathlib.Path.replace)
pathlib.Path.chmod = dying(pathlib.Path.chmod)
files.write_text(sys.argv[1], 'new', expected='old')
print('survived')
"""


def test_a_kill_at_any_step_leaves_the_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    seen = set()
    for count in range(1, 40):
        path.write_text("old", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(count)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        text = path.read_text(encoding="utf-8")
        assert text in ("old", "new")
        seen.add(text)
        if "survived" in done.stdout:
            assert text == "new"
            break
    else:
        pytest.fail("never survived")
    assert seen == {"old", "new"}
