"""`tas merge` on texts and in real git: nothing of either side vanishes, true conflicts stay for people."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import LIBRARY, assessments
from tas_cli.boundary import run
from tas_cli.changes.merge import facts, merge
from tas_cli.changes.text_merge import merge_texts
from tas_cli.model.assessment import Assessment, Reading, read_assessment
from tas_cli.model.layout import new_text, patched
from tas_cli.storage.files import MAX_BYTES
from tas_cli.yamlio.comments import Remark, remarks, with_remarks

LABELS = ("ours", "theirs")
BASE = """\
customer: Acme
opportunity: Core
competitors:
  x_sys: X-Sys
answers:
  tas:
    compelling_event:   # the CIO knows
      us: "?"
      x_sys: "?"
    # ask the CFO
    solution_fit:
      us: "+"
"""


def reading(text: str) -> Reading:
    read = read_assessment(text, "a")
    assert read.assessment is not None, [(f.id, f.line) for f in read.findings]
    return read


def merged(base: str, ours: str, theirs: str) -> tuple[str, int]:
    result = merge_texts(reading(base), reading(ours), reading(theirs), LIBRARY, labels=LABELS)
    return result.text, result.conflicts


def test_different_parties_of_one_criterion_merge_clean() -> None:
    ours = BASE.replace('us: "?"', 'us: "+"   # he said so')
    theirs = BASE.replace('x_sys: "?"', 'x_sys: "-"')
    assert merged(BASE, ours, theirs) == (ours.replace('x_sys: "?"', 'x_sys: "-"'), 0)


def test_a_true_conflict_stands_between_ordinary_markers() -> None:
    text, conflicts = merged(BASE, BASE.replace('us: "?"', 'us: "+"'), BASE.replace('us: "?"', 'us: "-"'))
    assert conflicts == 1
    assert '<<<<<<< ours\n      us: "+"\n=======\n      us: "-"\n>>>>>>> theirs\n' in text
    found = read_assessment(text, "a").findings
    assert [(finding.id, finding.line) for finding in found] == [
        ("TAS010", text.splitlines().index("<<<<<<< ours") + 1)
    ]


def test_removed_here_and_changed_there_is_a_conflict_with_one_empty_side() -> None:
    ours = BASE.replace('      x_sys: "?"\n', "")
    theirs = BASE.replace('x_sys: "?"', 'x_sys: "+"')
    text, conflicts = merged(BASE, ours, theirs)
    assert conflicts == 1
    assert '<<<<<<< ours\n=======\n      x_sys: "+"\n>>>>>>> theirs\n' in text


def test_comments_of_both_sides_stay() -> None:
    ours = BASE.replace("customer:", "# ours\ncustomer:")
    theirs = BASE.replace("solution_fit:", "solution_fit:  # theirs").replace(
        "opportunity", "# above\nopportunity"
    )
    text, conflicts = merged(BASE, ours, theirs)
    assert conflicts == 0
    assert {remark.text for remark in remarks(text)} == {
        "# ours", "# above", "# the CIO knows", "# ask the CFO", "# theirs",
    }  # fmt: skip
    assert "# above\nopportunity" in text


def test_a_side_that_changed_nothing_gives_the_other_byte_for_byte() -> None:
    other = BASE.replace("\n", "\r\n").replace("# ask the CFO\r\n    ", "")
    assert merged(BASE, BASE, other) == (other, 0)
    assert merged(BASE, other, BASE) == (other, 0)
    assert merged(BASE, other, other) == (other, 0)


def test_the_same_words_at_a_further_place_are_a_comment_of_their_own() -> None:
    base = BASE.replace('us: "+"', 'us: "+"  # to do')
    ours = base.replace("Acme", "Acme Bank")
    theirs = base.replace('us: "?"', 'us: "?"  # to do')
    for text, conflicts in (merged(base, ours, theirs), merged(base, theirs, ours)):
        assert conflicts == 0
        assert text == theirs.replace("Acme", "Acme Bank")


def test_what_nobody_disputes_stands_outside_the_markers() -> None:
    base = BASE + "      next_step: ask\n" + "    inside_support:\n      next_step: ask\n"
    ours = base.replace("  x_sys: X-Sys\n", "  a: A\n")
    theirs = base.replace("X-Sys", "X-Sys GmbH").replace('us: "+"', 'us: "+"\n      x_sys: "+"')
    text, conflicts = merged(base, ours, theirs)
    assert conflicts == 1
    assert text.count("<<<<<<<") == 1
    for side in ("ours", "theirs"):
        assert said(settled(text, side)).rating("tas", "solution_fit", "x_sys") == "+"


def test_a_text_that_ends_the_file_gains_no_line_by_a_marker() -> None:
    base, ours, theirs = (BASE + f"reason: |\n  {word}" for word in ("a", "b", "c"))
    text, conflicts = merged(base, ours, theirs)
    assert conflicts == 1
    assert (said(settled(text, "ours")).reason, said(settled(text, "theirs")).reason) == ("b", "c")


@pytest.mark.parametrize("empty", ["", "\n", "# nothing left\n", "format: 1\n", "answers:\n"])
def test_an_empty_side_is_no_statement(empty: str) -> None:
    for ours, theirs in ((empty, BASE), (empty, BASE + "# more\n"), (BASE, empty)):
        text, conflicts = merged(BASE, ours, theirs)
        assert conflicts == 1
        assert settled(text, "ours") == ours
        assert settled(text, "theirs") == theirs


def test_a_clean_merge_that_nobody_could_read_is_a_conflict() -> None:
    rivals = ["".join(f"  {sign}{n}: {sign}{n}\n" for n in range(60)) for sign in "ab"]
    long = ["x" * 700_000, "y" * 700_000]
    for ours, theirs in (
        (BASE.replace("  x_sys: X-Sys\n", f"  x_sys: X-Sys\n{more}") for more in rivals),
        (
            BASE + f"      evidence:\n        {id}: {text}\n"
            for id, text in zip(("us", "x_sys"), long, strict=True)
        ),
    ):
        text, conflicts = merged(BASE, ours, theirs)
        assert conflicts == 1
        assert (settled(text, "ours"), settled(text, "theirs")) == (ours, theirs)


comments = st.text("abc# 中:'\"", max_size=8).map(lambda text: "# " + text.strip())


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and two edits of it, each with comments of its own."""
    base = new_text(draw(assessments()), LIBRARY)
    sides = []
    for mark in ("left", "right"):
        side = patched(reading(base), draw(assessments()), LIBRARY)
        paths = [remark.path for remark in remarks(side)] + [
            ("customer",),
            ("answers",),
            ("answers", "tas"),
            (),
        ]
        news = [
            Remark(draw(st.sampled_from(paths)), f"{draw(comments)} {mark} {n}", draw(st.booleans()))
            for n in range(draw(st.integers(0, 3)))
        ]
        sides.append(with_remarks(side, news))
    return base, sides[0], sides[1]


@given(versions())
def test_nothing_of_either_side_vanishes(texts: tuple[str, str, str]) -> None:
    _base, ours, theirs = texts
    text, conflicts = merged(*texts)
    for side in (ours, theirs):
        for remark in remarks(side):
            assert remark.text in text
    meant = merge(*(said(side) for side in texts))
    assert conflicts == len(meant.conflicts)
    if not conflicts:
        assert said(text) == meant.assessment
    else:
        for conflict in meant.conflicts:
            assert conflict.ours or conflict.theirs
        assert "<<<<<<< ours" in text
        assert ">>>>>>> theirs" in text
        kept, given_up = settled(text, "ours"), settled(text, "theirs")
        for path, value in facts(said(ours)).items():
            if path in {path for c in meant.conflicts for path in c.paths}:
                assert facts(said(kept)).get(path) == value
        for path, value in facts(said(theirs)).items():
            if path in {path for c in meant.conflicts for path in c.paths}:
                assert facts(said(given_up)).get(path) == value


@given(versions())
def test_the_sides_are_equal_in_meaning(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    (one, first), (two, second) = merged(base, ours, theirs), merged(base, theirs, ours)
    assert first == second
    if not first:
        assert said(one) == said(two)
    else:
        assert said(settled(one, "ours")) == said(settled(two, "theirs"))


def said(text: str) -> Assessment:
    assessment = reading(text).assessment
    assert assessment is not None
    return assessment


def settled(text: str, side: str) -> str:
    """The text as a person leaves it who keeps one side of every conflict."""
    kept, where = [], "both"
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            where = "ours"
        elif line.startswith("=======") and where == "ours":
            where = "theirs"
        elif line.startswith(">>>>>>> "):
            where = "both"
        elif where in ("both", side):
            kept.append(line)
    return "".join(kept)


def sides(folder: Path, *texts: str) -> list[str]:
    """The paths of a base, ours and theirs with these texts."""
    for name, text in zip(("base", "ours", "theirs"), texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [str(folder / name) for name in ("base", "ours", "theirs")]


# In git


def git(folder: Path, *arguments: str, check: bool = True, path: str | None = None) -> str:
    environment = {
        **os.environ,
        "PATH": path or f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-11-22T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-11-22T00:00:00Z",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    assert run(["init", str(tmp_path), "--git", "--yes"]) == 0
    (tmp_path / "deals" / "金蝶 a.tas.yaml").write_text(BASE, encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    return tmp_path


def branches(repository: Path, ours: str, theirs: str) -> Path:
    path = repository / "deals" / "金蝶 a.tas.yaml"
    git(repository, "switch", "-qc", "other")
    path.write_text(theirs, encoding="utf-8")
    git(repository, "commit", "-qam", "theirs")
    git(repository, "switch", "-q", "main")
    path.write_text(ours, encoding="utf-8")
    git(repository, "commit", "-qam", "ours")
    return path


def test_the_driver_merges_what_git_alone_cannot(repository: Path) -> None:
    ours, theirs = BASE.replace('us: "?"', 'us: "+"'), BASE.replace('x_sys: "?"', 'x_sys: "-"')
    path = branches(repository, ours, theirs)
    git(repository, "merge", "-q", "other")
    assert path.read_text(encoding="utf-8") == ours.replace('x_sys: "?"', 'x_sys: "-"')


def test_the_driver_leaves_a_true_conflict_to_people(repository: Path) -> None:
    path = branches(repository, BASE.replace('us: "?"', 'us: "+"'), BASE.replace('us: "?"', 'us: "-"'))
    git(repository, "merge", "-q", "other", check=False)
    assert "UU" in git(repository, "-c", "core.quotepath=off", "status", "--porcelain")
    text = path.read_text(encoding="utf-8")
    assert '<<<<<<< HEAD\n      us: "+"\n=======\n      us: "-"\n>>>>>>> other\n' in text


def test_labels_are_those_that_git_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = sides(tmp_path, BASE, BASE.replace('us: "?"', 'us: "+"'), BASE.replace('us: "?"', 'us: "-"'))
    assert run(["merge", *arguments, "-L", "HEAD", "-L", "1234", "-L", "fix\n(a)"]) == 1
    out = capsys.readouterr().out
    assert "<<<<<<< HEAD\n" in out
    assert ">>>>>>> fix (a)\n" in out
    assert run(["merge", *arguments, "-L", "%X", "-L", "%S", "-L", "%Y"]) == 1
    assert "<<<<<<< ours\n" in capsys.readouterr().out


# Whatever happens to the driver, theirs is there or git stops.

THEIRS = BASE.replace('us: "?"', 'us: "-"') + "      evidence: Gespräch mit Müller\n"
TEXTS = {
    "latin-1": THEIRS.encode("latin-1"),
    "utf-16": THEIRS.encode("utf-16"),
    "nul": THEIRS.encode().replace(b"Core", b"Co\0re"),
    "too big": THEIRS.encode() + b"#" * MAX_BYTES,
    "no yaml": THEIRS.encode() + b"oops: [\n",
}


def merged_by_git(repository: Path, theirs: bytes, ours: str, tas: str = "") -> bytes:
    """The file after a merge in which `tas` is a shell script, or not to be found where it is "none"."""
    path = repository / "deals" / "金蝶 a.tas.yaml"
    git(repository, "switch", "-qc", "other")
    path.write_bytes(theirs)
    git(repository, "commit", "-qam", "theirs")
    git(repository, "switch", "-q", "main")
    path.write_text(ours, encoding="utf-8")
    git(repository, "commit", "-qam", "ours")
    tools = repository / ".git" / "tools"
    tools.mkdir()
    if tas and tas != "none":
        (tools / "tas").write_text(f"#!/bin/sh\n{tas}\n", encoding="utf-8")
        (tools / "tas").chmod(0o755)
    search = f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin" if tas else None
    git(repository, "merge", "-q", "other", check=False, path=search)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("kind", "tas"),
    [*((kind, tas) for kind in TEXTS for tas in ("", "none")), ("nul", "exit 3"), ("latin-1", "kill -9 $$")],
)
def test_theirs_is_never_just_left_out(repository: Path, kind: str, tas: str) -> None:
    theirs = TEXTS[kind]
    data = merged_by_git(repository, theirs, BASE.replace("Acme", "Acme Bank"), tas)
    rating = 'us: "-"'.encode("utf-16-le" if kind == "utf-16" else "utf-8")
    assert b"Acme Bank" in data
    assert rating in data
    assert "Müller".encode({"latin-1": "latin-1", "utf-16": "utf-16-le"}.get(kind, "utf-8")) in data
    if kind in ("utf-16", "nul"):
        assert data.startswith(b"<<<<<<< ")


@pytest.mark.parametrize(
    ("theirs", "reason"), [(b"customer: M\xfcller\n", "not UTF-8"), (b"#" * (1 << 20) + b"\n", "1 MiB")]
)
def test_what_cannot_be_read_goes_by_the_name_that_git_knows(
    theirs: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in (("base", b"a: 1\n"), ("ours", b"a: 1\n"), (".merge_file_x", theirs)):
        (tmp_path / name).write_bytes(data)
    sides = [str(tmp_path / name) for name in ("base", "ours", ".merge_file_x")]
    run(["merge", *sides, "-o", str(tmp_path / "out"), "--path", "deals/a.tas.yaml"])
    told = capsys.readouterr().err
    assert told.startswith("deals/a.tas.yaml: ")
    assert reason in told
    assert "merge_file" not in told


KILLED = """\
import os, signal, sys

calls = 0

def hook(event, arguments):
    global calls
    if event.startswith("os.") or (event == "open" and (arguments[2] or 0) & os.O_ACCMODE):
        calls += 1
        if calls == AT:
            os.kill(os.getpid(), signal.SIGKILL)

from tas_cli.boundary import run
sys.addaudithook(hook)
run(sys.argv[1:])
os.kill(os.getpid(), signal.SIGKILL)
"""


# Every call there is with TAS_KILLS=1.
@pytest.mark.parametrize("at", [*range(1, 60, 1 if os.environ.get("TAS_KILLS") else 12), 0])
@pytest.mark.parametrize("ours", [BASE.replace("Acme", "Acme Bank"), BASE.replace('us: "?"', 'us: "+"')])
def test_a_driver_killed_at_any_call_leaves_both_sides(repository: Path, at: int, ours: str) -> None:
    script = repository / ".git" / "killed.py"
    script.write_text(KILLED.replace("AT", str(at), 1), encoding="utf-8")
    data = merged_by_git(
        repository, THEIRS.encode(), ours, f'exec "{sys.executable}" "{script}" "$@"'
    ).decode()
    assert 'us: "-"' in data
    assert "Müller" in data
    assert ("Acme Bank" in data) == ("Acme Bank" in ours)
    if 'us: "+"\n      x' in ours:
        assert data.index("<<<<<<< ") < data.index('us: "+"') < data.index('us: "-"')


@pytest.mark.parametrize("tas", ["none", "kill -9 $$"], ids=str)
def test_a_true_conflict_is_marked_whoever_merges(repository: Path, tas: str) -> None:
    data = merged_by_git(repository, THEIRS.encode(), BASE.replace('us: "?"', 'us: "+"'), tas)
    assert b'<<<<<<< ours\n      us: "+"\n=======\n      us: "-"\n>>>>>>> theirs\n' in data
    assert "UU" in git(repository, "-c", "core.quotepath=off", "status", "--porcelain")


def test_a_side_that_cannot_be_read_is_merged_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (
        ("base", BASE),
        ("ours", BASE.replace("Acme", "Acme Bank")),
        ("theirs", BASE + "oops: [\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert run(["merge", *arguments, "-o", str(tmp_path / "ours"), "--path", "deals/a.tas.yaml"]) == 0
    text = (tmp_path / "ours").read_text(encoding="utf-8")
    assert text == BASE.replace("Acme", "Acme Bank") + "oops: [\n"
    assert "deals/a.tas.yaml" in capsys.readouterr().err


def test_an_empty_base_is_two_new_files(tmp_path: Path) -> None:
    (tmp_path / "base").touch()
    (tmp_path / "ours").write_text(BASE, encoding="utf-8")
    (tmp_path / "theirs").write_text(BASE + '      x_sys: "+"\n', encoding="utf-8")
    arguments = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert run(["merge", *arguments, "-o", str(tmp_path / "out")]) == 0
    assert said((tmp_path / "out").read_text(encoding="utf-8")).rating("tas", "solution_fit", "x_sys") == "+"


def test_what_is_no_text_stands_there_twice_and_the_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, out = tmp_path / "good.tas.yaml", tmp_path / "bad.tas.yaml", tmp_path / "out.tas.yaml"
    good.write_text(BASE, encoding="utf-8")
    bad.write_text(BASE + "reason: \0\n", encoding="utf-8")
    arguments = ["merge", str(good), str(good), str(bad), "-o", str(out), "--path", "deals/a.tas.yaml"]
    assert run(arguments) == 1
    said = capsys.readouterr().err
    assert f"line {BASE.count(chr(10)) + 1}: " in said
    assert "deals/a.tas.yaml: " in said
    assert str(bad) not in said
    assert out.read_text(encoding="utf-8") == (
        f"<<<<<<< ours\n{BASE}=======\n{BASE}reason: \0\n>>>>>>> theirs\n"
    )


# tas fmt


def test_fmt_lays_out_anew_and_keeps_every_comment(tmp_path: Path) -> None:
    path = tmp_path / "a.tas.yaml"
    messy = "opportunity: Core # what\n# who\ncustomer:   'Acme'\nanswers: {tas: {solution_fit: {us: ＋}, compelling_event: {us: \"-\"}}}\n"
    path.write_text(messy, encoding="utf-8")
    assert run(["fmt", "--check", str(path)]) == 1
    assert path.read_text(encoding="utf-8") == messy
    assert run(["fmt", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert text == (
        '# who\ncustomer: Acme\nopportunity: Core  # what\nanswers:\n  tas:\n    compelling_event:\n      us: "-"\n'
        '    solution_fit:\n      us: "+"\n'
    )
    assert run(["fmt", "--check", str(path)]) == 0


def test_fmt_makes_no_file_that_nobody_could_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tas.yaml"
    text = "customer: " + "x" * (MAX_BYTES - 10)
    path.write_text(text, encoding="utf-8")
    assert run(["fmt", str(path)]) == 2
    assert "1 MiB" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == text


def test_fmt_names_what_it_cannot_read_and_does_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.tas.yaml").write_text("customer: [\n", encoding="utf-8")
    (tmp_path / "good.tas.yaml").write_text("opportunity: B\ncustomer: A\n", encoding="utf-8")
    assert run(["fmt", str(tmp_path)]) == 2
    assert "bad.tas.yaml:" in capsys.readouterr().err
    assert (tmp_path / "good.tas.yaml").read_text(encoding="utf-8") == "customer: A\nopportunity: B\n"
