"""Files are replaced whole or not at all, never over somebody else's words, and trouble is one clear sentence."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tas_cli.errors import TasError
from tas_cli.storage import files, replacing
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


class AtTheLastMoment:
    """Somebody else who saves, by `write`, right before or right after one file takes the other's place."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], *, before: bool
    ) -> None:
        self.write = write
        self.before = before
        self.times = 1
        self.trade = replacing.trade_places
        monkeypatch.setattr(replacing, "trade_places", self)

    def __call__(self, source: Path, target: Path) -> bool:
        if self.before and self.times:
            self.write(target)
        traded = self.trade(source, target)
        if not self.before and self.times:
            self.write(target)
        self.times = 0
        return traded


def in_place(target: Path) -> None:
    target.write_text("theirs", encoding="utf-8")


def by_renaming(target: Path) -> None:
    (target.parent / "b").write_text("theirs", encoding="utf-8")
    (target.parent / "b").replace(target)


@pytest.mark.parametrize("write", [in_place, by_renaming])
def test_who_saves_at_the_last_moment_gets_the_file_back(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if write is by_renaming and replacing._swap() is None:
        pytest.skip("this system cannot swap two names")
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    AtTheLastMoment(monkeypatch, write, before=True)
    with pytest.raises(files.ChangedOnDisk):
        files.write_text(path, "ours", expected="old")
    assert path.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_who_has_emptied_the_file_gets_the_time_to_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    with path.open("r+", encoding="utf-8") as file:

        def empty(_target: Path) -> None:
            file.truncate(0)

        def go_on(_seconds: float) -> None:
            file.write("theirs")
            file.flush()
            monkeypatch.setattr(time, "sleep", lambda _seconds: None)

        monkeypatch.setattr(time, "sleep", go_on)
        AtTheLastMoment(monkeypatch, empty, before=True)
        with pytest.raises(files.ChangedOnDisk):
            files.write_text(path, "ours", expected="old")
    assert path.read_text(encoding="utf-8") == "theirs"


def test_a_file_that_somebody_only_emptied_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    AtTheLastMoment(monkeypatch, lambda target: os.truncate(target, 0), before=True)
    files.write_text(path, "ours", expected="old")
    assert path.read_text(encoding="utf-8") == "ours"


def test_who_saves_right_after_us_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    AtTheLastMoment(monkeypatch, in_place, before=False)
    files.write_text(path, "ours", expected="old")
    assert path.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("refusal", [None, errno.EINVAL])
def test_where_names_cannot_be_swapped_one_replaces_the_other(
    refusal: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_one: bytes, _other: bytes) -> None:
        raise OSError(refusal, "no")

    monkeypatch.setattr(replacing, "_swap", lambda: refusing if refusal else None)
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    files.write_text(path, "new", expected="old")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_goes_away_at_the_last_moment_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if replacing._swap() is None:
        pytest.skip("this system cannot swap two names")
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    AtTheLastMoment(monkeypatch, Path.unlink, before=True)
    with pytest.raises(files.ChangedOnDisk):
        files.write_text(path, "ours", expected="old")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_somebody_takes_first_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    link = os.link

    def later(source: Path, target: Path) -> None:
        in_place(path)
        link(source, target)

    monkeypatch.setattr(os, "link", later)
    with pytest.raises(files.ChangedOnDisk):
        files.write_text(path, "ours", expected=None)
    assert path.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_another_program_holds_is_waited_for_with_a_word_and_then_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    clock = iter(range(100))
    said: list[str] = []
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(replacing, "on_wait", said.append)
    holding = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holding, fcntl.LOCK_EX)
    with pytest.raises(TasError) as trouble:
        files.write_text(path, "ours", expected=None)
    assert (trouble.value.id, said) == ("files.locked", [str(tmp_path)])
    assert next(clock) <= replacing.patience + 3
    os.close(holding)
    files.write_text(path, "ours", expected=None)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a file away")
def test_root_leaves_a_file_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    os.chown(path, 1000, 1001)
    path.chmod(0o640)
    files.write_text(path, "new", expected="old")
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (1000, 1001, 0o640)


def test_attributes_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    try:
        os.setxattr(path, "user.note", b"mine")
    except (AttributeError, OSError):
        pytest.skip("no attributes here")
    files.write_text(path, "new", expected="old")
    assert os.getxattr(path, "user.note") == b"mine"


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
import os, pathlib, signal, sys
from tas_cli.storage import files, replacing
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
for name in ('open', 'fdopen', 'fsync', 'fchmod', 'link', 'read'):
    setattr(os, name, dying(getattr(os, name)))
replacing.trade_places = dying(replacing.trade_places)
pathlib.Path.unlink = dying(pathlib.Path.unlink)
files.write_text(sys.argv[1], 'new', expected=None if sys.argv[3] == 'new file' else 'old')
print('survived')
"""


@pytest.mark.parametrize("kind", ["new file", "old file"])
def test_a_kill_at_any_step_leaves_the_file_whole(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    seen = set()
    for count in range(1, 60):
        path.unlink(missing_ok=True)
        if kind == "old file":
            path.write_text("old", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(count), kind],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        text = path.read_text(encoding="utf-8") if path.exists() else "none"
        assert text in ("old" if kind == "old file" else "none", "new")
        seen.add(text)
        if "survived" in done.stdout:
            assert text == "new"
            break
    else:
        pytest.fail("never survived")
    assert len(seen) == 2
    # What the killed ones left lying about is gone with the next save.
    files.write_text(path, "newer", expected="new")
    assert list(tmp_path.iterdir()) == [path]


class Full(io.FileIO):
    """A file on a disk that has room for a hundred texts and a half."""

    def write(self, data: Any) -> int:
        room = 100 * 2500 + 1000 - self.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[:room])


@pytest.mark.parametrize("disk", ["roomy", "full", "none"])
def test_texts_that_are_put_away_take_no_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, disk: str
) -> None:
    """Where there is no folder or no room to put them in they do, and are there all the same."""

    def refused(**_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    if disk == "none":
        monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    elif disk == "full":
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full(tmp_path / "away", "wb+"))
    texts = files.PutAway()
    tracemalloc.start()
    try:
        numbers = [texts.put(f"{i}é\r\n" * 500) for i in range(1000)]
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert (taken < 300_000) is (disk == "roomy")
    assert [texts.get(number) for number in numbers[::-7]] == [f"{i}é\r\n" * 500 for i in range(999, -1, -7)]
