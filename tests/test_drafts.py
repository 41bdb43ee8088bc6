"""Texts begun and not kept: they outlive the session, belong to one cell, and never stand in anybody's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tas_cli.session import AnswerCell, recovery
from tas_cli.session.drafts import Drafts

CELL = AnswerCell("tas", "solution_fit", "us")
OTHER = AnswerCell("tas", "solution_fit", "金蝶")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_a_draft_is_found_by_its_cell_and_note_alone() -> None:
    drafts = Drafts("a.tas.yaml")
    draft = drafts.keep(CELL, "evidence", "a\nmail", None)
    drafts.keep(CELL, "evidence", "a\nmail of the CFO", draft)
    drafts.keep(OTHER, "next_step", "ask", None)
    again = Drafts("./a.tas.yaml")
    found = again.find(CELL, "evidence")
    assert found is not None
    assert found.text == "a\nmail of the CFO"
    assert again.find(CELL, "next_step") is None
    assert again.find(OTHER, "evidence") is None
    assert len(again.waiting()) == 2
    assert Drafts("b.tas.yaml").waiting() == []
    again.drop(found)
    assert [draft.cell for draft in Drafts("a.tas.yaml").waiting()] == [OTHER]


def test_two_sessions_do_not_overwrite_each_others_drafts() -> None:
    one, two = Drafts("a.tas.yaml"), Drafts("a.tas.yaml")
    first = one.keep(CELL, "evidence", "one", None)
    second = two.keep(CELL, "evidence", "two", None)
    one.keep(CELL, "evidence", "one more", first)
    assert sorted(draft.text for draft in Drafts("a.tas.yaml").waiting()) == ["one more", "two"]
    two.drop(second)
    found = Drafts("a.tas.yaml").find(CELL, "evidence")
    assert found is not None
    assert found.text == "one more"


def test_where_nothing_can_be_written_a_draft_stays_in_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "file"))
    drafts = Drafts("a.tas.yaml")
    drafts.keep(CELL, "evidence", "a mail", None)
    found = drafts.find(CELL, "evidence")
    assert found is not None
    assert found.text == "a mail"
    drafts.drop(found)
    assert drafts.waiting() == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "[" * 9000, '{"format": 1, "note": "x"}'])
def test_what_is_no_draft_is_left_alone(text: str) -> None:
    drafts = Drafts("a.tas.yaml")
    path = drafts.keep(CELL, "evidence", "a mail", None).path
    path.write_text(text, encoding="utf-8")
    assert Drafts("a.tas.yaml").waiting() == []
    assert path.read_text(encoding="utf-8") == text


def test_drafts_are_private() -> None:
    Drafts("a.tas.yaml").keep(CELL, "evidence", "a mail", None)
    assert recovery.folder().stat().st_mode & 0o077 == 0
