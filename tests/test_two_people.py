"""Two people at one file: whatever the order of their keys, nothing anybody said is lost in silence."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, LIBRARY, TODAY, rated
from played import play, press
from tas_cli.boundary import run
from tas_cli.changes.merge import facts
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.session import WalkScope, assessment_file, open_session, recovery
from tas_cli.session.events import ChangeSeen, Move, Rate, Resolve, SessionEvent, Undo, Write
from tas_cli.session.saver import Saver
from tas_cli.session.views import view
from tas_cli.storage import files

FILE = "a.tas.yaml"
FIRST = "application_or_project"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def saver(start: Assessment | None = None) -> Saver:
    """One more person at the file, which is made when it is not there."""
    seen = assessment_file.open_or_new(FILE)
    if seen.reading is None:
        seen = assessment_file.save(seen, start or rated("", ""), LIBRARY).seen
    return Saver(open_session(BANKS, seen.assessment, today=TODAY, scope=WalkScope("tas")), seen, LIBRARY)


def on_disk() -> Assessment:
    return assessment_file.open_existing(FILE).assessment


def test_every_answer_is_on_disk_before_the_next_event() -> None:
    here = saver()
    for i, sign in enumerate("+-?+-?"):
        press(here, sign)
        assert facts(on_disk()) == facts(here.session.assessment)
        assert sum(here.session.value(cell) is not None for cell in here.session.walk) == i + 1


def test_moving_about_writes_nothing() -> None:
    here = saver()
    before = Path(FILE).stat().st_ino
    press(here, ["down", "right", "enter", "s-tab", "up", "f1", "f1", "x"])
    assert Path(FILE).stat().st_ino == before


def test_both_sessions_answers_are_in_and_each_sees_the_others() -> None:
    one, two = saver(), saver()
    press(one, "+")
    press(two, ["down"])
    assert two.session.notice is not None
    assert two.session.notice.id == "merged"
    press(two, ["down", "-"])
    assert two.session.assessment.rating("tas", FIRST) == "+"
    press(one, "?")
    assert one.session.assessment.rating("tas", "financial_condition") == "-"
    assert [said.ratings for said in on_disk().answers["tas"].values()] == [
        {"us": "+"},
        {"us": "?"},
        {"us": "-"},
    ]


def test_a_true_conflict_asks_keeps_theirs_and_settles_either_way() -> None:
    for key, stands in (("o", "-"), ("t", "+")):
        Path(FILE).unlink(missing_ok=True)
        one, two = saver(), saver()
        press(one, "+")
        press(two, "-")
        dispute = view(two.session, "en").dispute
        assert dispute is not None
        assert (dispute.what, dispute.ours, dispute.theirs) == (
            "Customer's application or project · Us",
            "-",
            "+",
        )
        assert on_disk().rating("tas", FIRST) == "+"
        press(two, "?")
        assert facts(on_disk()) == facts(one.session.assessment)
        press(two, key)
        assert on_disk().rating("tas", FIRST) == stands
        assert view(two.session, "en").dispute is None


def test_an_answer_in_a_pending_conflict_outlives_a_kill() -> None:
    one, two = saver(), saver()
    press(one, "+")
    press(two, "-")
    del two
    (waiting,) = recovery.waiting(FILE).recoveries
    assert waiting.wanted.rating("tas", FIRST) == "-"
    merged = recovery.taken_over([waiting], on_disk())
    assert [(c.told("ours"), c.told("theirs")) for c in merged.conflicts] == [("-", "+")]


def test_a_settled_conflict_leaves_nothing_behind() -> None:
    one, two = saver(), saver()
    press(one, "+")
    press(two, "-o")
    assert recovery.waiting(FILE).recoveries == ()


def test_a_file_that_was_deleted_is_made_again() -> None:
    here = saver()
    press(here, "+")
    Path(FILE).unlink()
    press(here, "-")
    assert facts(on_disk()) == facts(here.session.assessment)


@pytest.mark.parametrize(
    "left", ["", "\n", "# to be moved\n", "half", "most lines", "half of an older one", "customer: [\n"]
)
def test_a_file_that_says_nothing_says_nothing(left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever saves in place empties the file first; that is no word about anything in it."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    here = saver(rated("", "+", owner="maria"))
    text = Path(FILE).read_text(encoding="utf-8").replace("format: 1", "# ours, and known\nformat: 1")
    Path(FILE).write_text(text, encoding="utf-8")
    press(here, "+")
    text, older = Path(FILE).read_text(encoding="utf-8"), text
    half, most = text[: len(text) // 2], "".join(text.splitlines(keepends=True)[:2])
    cut = {"half": half, "most lines": most, "half of an older one": older[: len(older) - 3]}
    Path(FILE).write_text(cut.get(left, left), encoding="utf-8")
    press(here, ["down", "?"])
    if left == "customer: [\n":
        assert here.trouble is not None
        assert Path(FILE).read_text(encoding="utf-8") == left
        return
    now = on_disk()
    assert (now.owner, now.rating("tas", FIRST), now.rating("tas", FIRST, "a")) == ("maria", "+", "+")
    assert now.rating("tas", "financial_condition") == "?"
    assert "# ours, and known" in Path(FILE).read_text(encoding="utf-8")
    assert Path(FILE).read_text(encoding="utf-8").count("# to be moved") == (left == "# to be moved\n")


def test_a_script_that_meets_an_emptied_file_destroys_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    saver(rated("?", "+"))
    text = Path(FILE).read_text(encoding="utf-8")
    write_text = files.write_text

    def emptied(*given: object, **named: object) -> None:
        monkeypatch.setattr(files, "write_text", write_text)
        Path(FILE).write_text("", encoding="utf-8")
        write_text(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(files, "write_text", emptied)
    assert run(["rate", FILE, f"{FIRST}=+", "-q"]) == 0
    assert Path(FILE).read_text(encoding="utf-8") == text.replace('us: "?"', 'us: "+"')


@pytest.mark.parametrize("end", ["", "\n"])
def test_an_older_version_that_was_put_back_is_no_half_of_one(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole file stands for itself, also one whose last line does not end."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    saver(rated("+", "+"))
    older = Path(FILE).read_text(encoding="utf-8").rstrip() + end
    Path(FILE).write_text(older, encoding="utf-8")
    here = saver()
    press(here, ["down", "-"])
    Path(FILE).write_text(older, encoding="utf-8")
    here.look()
    assert Path(FILE).read_text(encoding="utf-8") == older
    assert view(here.session, "en").dispute is not None


@pytest.mark.parametrize("left", ["", "\n", "# a word\n", "customer: N\xc3"])
@pytest.mark.parametrize("goes_on", [True, False])
def test_a_script_that_finds_a_file_half_written_waits_for_the_rest(
    left: str, goes_on: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saver(rated("?", "+"))
    text = Path(FILE).read_text(encoding="utf-8")
    Path(FILE).write_bytes(left.encode("latin-1"))

    def rest(_seconds: float) -> None:
        if goes_on:
            Path(FILE).write_text(text, encoding="utf-8")

    monkeypatch.setattr(time, "sleep", rest)
    if goes_on:
        assert run(["rate", FILE, f"{FIRST}=+", "-q"]) == 0
        assert Path(FILE).read_text(encoding="utf-8") == text.replace('us: "?"', 'us: "+"')
    else:
        assert run(["rate", FILE, f"{FIRST}=+", "-q"]) == 2
        assert Path(FILE).read_bytes() == left.encode("latin-1")
        assert ("says nothing" in capsys.readouterr().err) == ("customer" not in left)


def test_a_script_writes_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    saver(rated("?", "+"))
    write_text = files.write_text

    def raced(*given: object, **named: object) -> None:
        monkeypatch.setattr(files, "write_text", write_text)
        assessment_file.save(assessment_file.open_existing(FILE), rated("-", "+"), LIBRARY)
        write_text(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "write_text", raced)
    assert run(["rate", FILE, f"{FIRST}=+", "compelling_event=-", "--set", "stage=won", "-q"]) == 2
    assert facts(on_disk()) == facts(rated("-", "+"))


def test_what_a_checkout_took_away_is_asked_about_and_never_gone_in_silence() -> None:
    here = saver()
    before = Path(FILE).read_text(encoding="utf-8")
    press(here, "+-")
    Path(FILE).write_text(before, encoding="utf-8")
    press(here, ["down"])
    assert len(here.session.conflicts) == 2
    assert on_disk().answers == {}
    (waiting,) = recovery.waiting(FILE).recoveries
    assert [said.ratings["us"] for said in waiting.wanted.answers["tas"].values()] == ["+", "-"]
    press(here, "o")
    press(here, "t")
    assert {id: said.ratings for id, said in on_disk().answers["tas"].items()} == {FIRST: {"us": "+"}}


def test_what_a_checkout_took_away_can_be_settled_at_one_go() -> None:
    here = saver()
    before = Path(FILE).read_text(encoding="utf-8")
    press(here, "+-??+")
    Path(FILE).write_text(before, encoding="utf-8")
    press(here, ["down", "O"])
    assert len(on_disk().answers["tas"]) == 5
    assert recovery.waiting(FILE).recoveries == ()


def test_keys_typed_before_a_change_was_seen_are_not_given_to_somebody_else() -> None:
    here = saver(rated("-" * 20, "", start=rated("")))
    here.feed(Rate("+"))
    theirs = with_fields(on_disk(), competitors={"b": "Beta", "a": "A"})
    assessment_file.save(assessment_file.open_existing(FILE), theirs, LIBRARY)
    for sign in "+-+-":
        here.feed(Rate(sign))
    assert "keys typed before that" in view(here.session, "en").notice
    ratings = [said.ratings for said in on_disk().answers["tas"].values() if len(said.ratings) > 1]
    assert ratings == [{"us": "-", "a": "+"}] * 2
    here.feed(ChangeSeen())
    here.feed(Rate("-"))
    assert sum(len(said.ratings) for said in on_disk().answers["tas"].values()) == 23


def test_comments_that_somebody_adds_meanwhile_stay() -> None:
    here = saver()
    text = Path(FILE).read_text(encoding="utf-8")
    Path(FILE).write_text("# call Bob\n" + text + "stage: proposal\n", encoding="utf-8")
    press(here, "+")
    assert Path(FILE).read_text(encoding="utf-8").startswith("# call Bob\n")
    assert on_disk().stage == "proposal"


def test_a_competitor_from_elsewhere_is_walked_at_once() -> None:
    here = saver()
    assessment_file.save(
        assessment_file.open_existing(FILE),
        with_fields(rated("", ""), competitors={"a": "A", "b": "B"}),
        LIBRARY,
    )
    press(here, "+")
    assert ("b", "B") in view(here.session, "en").columns
    press(here, ["right", "right", "?"])
    assert on_disk().rating("tas", "business_profile", "b") == "?"


def test_a_script_beside_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    here = saver()
    assert run(["rate", FILE, "compelling_event=+", "-q"]) == 0
    press(here, "+")
    assert run(["rate", FILE, "a:compelling_event=-", "-q"]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n?\n")))
    assert run(["assess", FILE]) == 0
    assert on_disk().answers["tas"]["compelling_event"].ratings == {"us": "+", "a": "-"}
    assert on_disk().rating("tas", FIRST) == "+"


# A law: who said what last, and in what order, decides nothing about what is lost.

moves: st.SearchStrategy[SessionEvent] = st.one_of(
    st.builds(Rate, st.sampled_from("+-?")),
    st.builds(Move, st.integers(-2, 2), st.integers(-1, 1)),
    st.builds(Write, st.just("evidence"), st.sampled_from(["a mail", "a call", ""])),
    st.just(Undo()),
    st.builds(Resolve, st.sampled_from(["ours", "theirs"])),
)


@given(st.lists(st.tuples(st.booleans(), moves), max_size=14))
def test_no_answer_is_lost_in_silence(turns: list[tuple[bool, SessionEvent]]) -> None:
    Path(FILE).unlink(missing_ok=True)
    for left in recovery.waiting(FILE).recoveries:
        recovery.drop(left.path)
    one, two = saver(rated("+?", "?")), saver()
    for first, event in turns:
        here = one if first else two
        play(here, [event])
        assert here.trouble is None
        # What this person sees is what the disk says, and what they said but the disk does not is asked about.
        assert facts(here.session.assessment) == facts(here.seen.assessment)
        waiting = [facts(r.wanted) for r in recovery.waiting(FILE).recoveries]
        for conflict in here.session.conflicts:
            assert any(conflict.ours.items() <= said.items() for said in waiting)
    for here in (one, two):
        # Settling saves, and a save may meet what the other did since: then there is one more thing to settle.
        for _ in range(len(turns)):
            play(here, [Resolve("ours")] * len(here.session.conflicts))
        assert not here.session.conflicts
    assert recovery.waiting(FILE).recoveries == ()
