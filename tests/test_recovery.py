"""When the disk refuses: it is said at once, the answers wait in a recovery file, and they come back."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from builders import BANKS, LIBRARY, TODAY, assessments, rated
from played import press
from tas_cli.boundary import run
from tas_cli.changes.merge import facts
from tas_cli.errors import TasError
from tas_cli.interview.messages import ending, trouble_text
from tas_cli.interview.opening import offered
from tas_cli.interview.prompts import Prompter
from tas_cli.model.assessment import Assessment
from tas_cli.model.layout import new_text
from tas_cli.session import WalkScope, assessment_file, open_session, recovery
from tas_cli.session.saver import Saver
from tas_cli.storage import replacing

Out = pytest.CaptureFixture[str]
FILE = "deals/a.tas.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(sys, "platform", "linux")
    Path("deals").mkdir()
    return tmp_path


def saver(file: str = FILE, start: Assessment | None = None) -> Saver:
    """A saver at a file; made first unless it is there."""
    seen = assessment_file.open_or_new(file)
    if seen.reading is None:
        seen = assessment_file.save(seen, start or rated("", ""), LIBRARY).seen
    return Saver(open_session(BANKS, seen.assessment, today=TODAY, scope=WalkScope("tas")), seen, LIBRARY)


def on_disk(file: str = FILE) -> Assessment:
    return assessment_file.open_existing(file).assessment


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """`refuse(part, number)`: replacing a file whose path holds `part` fails; number 0 lets it be again."""
    replace = replacing.replace
    refused: dict[str, int] = {}

    def failing(target: Path, data: bytes, expected: bytes | None) -> None:
        for part, number in refused.items():
            if number and part in str(target):
                raise OSError(number, os.strerror(number))
        replace(target, data, expected)

    monkeypatch.setattr(replacing, "replace", failing)
    return refused.__setitem__


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "no space left"), (errno.EROFS, "read-only"), (errno.EACCES, "permission denied")],
)
def test_a_refusal_is_said_at_once_and_the_answers_wait(
    refuse: Callable[[str, int], None], number: int, says: str
) -> None:
    here = saver()
    refuse("a.tas.yaml", number)
    press(here, "+-")
    line = trouble_text(here, "en")
    assert says in line
    assert "\n" not in line
    (waiting,) = recovery.waiting(FILE).recoveries
    assert str(waiting.path) in line
    assert waiting.wanted.rating("tas", "business_profile") == "-"
    assert on_disk().answers == {}
    assert "Your last 2 answers wait" in line
    assert any(line in said for said in ending(here, "en"))


def test_only_what_is_not_in_the_file_is_called_not_saved(refuse: Callable[[str, int], None]) -> None:
    here = saver()
    press(here, "+-?+-?")
    refuse("a.tas.yaml", errno.ENOSPC)
    press(here, "+")
    assert here.unsaved == 1
    assert "Your last answer waits" in trouble_text(here, "en")
    assert "0 ratings" not in " ".join(ending(here, "en"))


def test_every_later_answer_tries_again_and_then_the_recovery_file_goes(
    refuse: Callable[[str, int], None],
) -> None:
    here = saver()
    refuse("a.tas.yaml", errno.ENOSPC)
    press(here, "+-")
    refuse("a.tas.yaml", 0)
    press(here, "?")
    assert here.trouble is None
    assert facts(on_disk()) == facts(here.session.assessment)
    assert recovery.waiting(FILE).recoveries == ()
    assert trouble_text(here, "en") == ""


def test_a_folder_that_vanished() -> None:
    here = saver()
    press(here, "+")
    Path("deals").rename("elsewhere")
    press(here, "-")
    assert trouble_text(here, "en").startswith("NOT SAVED: no such file or folder (a.tas.yaml)")
    assert "没有这个文件或文件夹（a.tas.yaml）" in trouble_text(here, "zh")
    Path("elsewhere").rename("deals")
    press(here, "?")
    assert on_disk().rating("tas", "business_profile") == "-"


def test_a_file_that_was_broken_meanwhile_is_not_overwritten() -> None:
    here = saver()
    Path(FILE).write_text("customer: [oops\n", encoding="utf-8")
    press(here, "+")
    assert "(a.tas.yaml:" in trouble_text(here, "en")
    assert Path(FILE).read_text(encoding="utf-8") == "customer: [oops\n"
    assert len(recovery.waiting(FILE).recoveries) == 1


def test_when_the_state_folder_refuses_too_it_says_so(refuse: Callable[[str, int], None]) -> None:
    here = saver()
    refuse("a.tas.yaml", errno.ENOSPC)
    refuse("state", errno.ENOSPC)
    press(here, "+")
    assert "written down nowhere" in trouble_text(here, "en")
    assert not here.aside


def test_a_session_that_could_save_nowhere_prints_the_answers(
    refuse: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    saver()
    refuse("a.tas.yaml", errno.ENOSPC)
    refuse("state", errno.ENOSPC)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"+\n")))
    assert run(["assess", FILE, "--bank", "tas"]) == 2
    said = capsys.readouterr().err
    assert 'us: "+"' in said
    assert said.count("NOT SAVED") == 2


def waits(file: str = FILE) -> None:
    """Answers `+` and `-` that wait for the file, which has other answers in the meantime."""
    here = saver(file)
    base, wanted = here.session.assessment, rated("+", "-")
    recovery.keep(file, new_text(base, LIBRARY), new_text(wanted, LIBRARY), None)


def assess(monkeypatch: pytest.MonkeyPatch, lines: str, *options: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    return run(["assess", FILE, "--today", "2026-11-22", "--bank", "tas", *options])


def test_in_a_pipe_it_is_named_and_left(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    waits()
    assert assess(monkeypatch, "") == 0
    assert f"tas assess {FILE} --recover" in capsys.readouterr().err
    assert assess(monkeypatch, "", "--no-recover") == 0
    assert len(recovery.waiting(FILE).recoveries) == 1
    assert on_disk().answers == {}


def test_recover_merges_the_answers_into_what_is_on_disk_now(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    waits()
    text = Path(FILE).read_text(encoding="utf-8")
    Path(FILE).write_text(f"# a comment\n{text}owner: maria\n", encoding="utf-8")
    assert assess(monkeypatch, "", "--recover") == 0
    assert "2 ratings saved" in capsys.readouterr().err
    now = on_disk()
    assert now.owner == "maria"
    assert now.answers["tas"]["application_or_project"].ratings == {"us": "+", "a": "-"}
    assert Path(FILE).read_text(encoding="utf-8").startswith("# a comment\n")
    assert recovery.waiting(FILE).recoveries == ()


def test_recover_asks_about_true_conflicts(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    waits()
    assessment_file.save(assessment_file.open_existing(FILE), rated("-", ""), LIBRARY)
    assert assess(monkeypatch, "o\n", "--recover") == 0
    assert "Both changed" in capsys.readouterr().err
    assert on_disk().rating("tas", "application_or_project") == "+"
    assert recovery.waiting(FILE).recoveries == ()


def test_a_conflict_left_open_waits_for_the_next_session(monkeypatch: pytest.MonkeyPatch) -> None:
    waits()
    assessment_file.save(assessment_file.open_existing(FILE), rated("-", ""), LIBRARY)
    assert assess(monkeypatch, "q\n", "--recover") == 0
    assert on_disk().rating("tas", "application_or_project") == "-"
    (waiting,) = recovery.waiting(FILE).recoveries
    assert waiting.wanted.rating("tas", "application_or_project") == "+"
    assert assess(monkeypatch, "o\n", "--recover") == 0
    assert on_disk().rating("tas", "application_or_project") == "+"


def test_a_recovery_stays_while_the_disk_still_refuses(
    refuse: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    waits()
    refuse("a.tas.yaml", errno.ENOSPC)
    assert assess(monkeypatch, "+\n", "--recover") == 2
    assert "no space left" in capsys.readouterr().err
    assert len(recovery.waiting(FILE).recoveries) == 1


class Answers(Prompter):
    """Somebody at a terminal who types these lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__(piped=False)
        self.lines = list(lines)

    def ask(self, prompt: str, *, pasted: bool = False) -> str | None:
        del pasted
        assert prompt
        return self.lines.pop(0) if self.lines else None


@pytest.mark.parametrize(
    ("lines", "taken", "left"),
    [(("y",), True, 1), (("",), True, 1), (("n",), False, 1), (("what", "d"), False, 0), ((), False, 1)],
)
def test_on_a_terminal_it_asks(lines: tuple[str, ...], taken: bool, left: int) -> None:
    waits()
    found = offered(assessment_file.open_existing(FILE), None, Answers(*lines), "en")
    assert bool(found.recoveries) == taken
    assert (found.assessment.rating("tas", "application_or_project") == "+") == taken
    assert len(recovery.waiting(FILE).recoveries) == left


def test_a_recovery_that_was_left_is_not_overwritten(refuse: Callable[[str, int], None]) -> None:
    waits()
    here = saver()
    refuse("a.tas.yaml", errno.ENOSPC)
    press(here, "?")
    assert len(recovery.waiting(FILE).recoveries) == 2


def test_what_cannot_be_read_is_named_and_left_alone(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    waits()
    path = recovery.waiting(FILE).recoveries[0].path
    for text in ("", "[]", "{}", '{"format": 2}', '{"format": 1, "base": "a: [", "wanted": ""}', "[" * 5000):
        path.write_text(text, encoding="utf-8")
        assert assess(monkeypatch, "") == 0
        assert "cannot be used" in capsys.readouterr().err
        assert path.read_text(encoding="utf-8") == text


def test_two_names_of_one_file_share_their_recovery(folder: Path) -> None:
    waits()
    Path("link").symlink_to("deals")
    for name in ("link/a.tas.yaml", str(folder / FILE), "deals/../deals/a.tas.yaml"):
        assert len(recovery.waiting(name).recoveries) == 1
    assert recovery.waiting("deals/b.tas.yaml").recoveries == ()


def test_the_folder_is_private_and_where_the_system_keeps_such_things(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits()
    assert recovery.folder() == folder / "state" / "tas" / "recovery"
    assert recovery.folder().stat().st_mode & 0o077 == 0
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert recovery.folder() == Path.home() / ".local" / "state" / "tas" / "recovery"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "Application Support" in str(recovery.folder())


def test_a_state_folder_that_cannot_be_made_is_a_tas_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "file"))
    with pytest.raises(TasError):
        recovery.keep(FILE, "", "", None)


@given(assessments(), assessments())
def test_any_answers_survive_the_recovery_file(base: Assessment, wanted: Assessment) -> None:
    slot = recovery.keep(FILE, new_text(base, LIBRARY), new_text(wanted, LIBRARY), None)
    (back,) = recovery.waiting(FILE).recoveries
    assert (facts(back.base), facts(back.wanted)) == (facts(base), facts(wanted))
    assert facts(recovery.taken_over([back], back.base).assessment) == facts(wanted)
    recovery.drop(slot.path)
