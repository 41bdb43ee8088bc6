"""`tas propose`: what may wait beside a deal, what may not and why, and that the deal stays as it is."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import proposing
from builders import ROOT
from proposing import CALLS, said, sentences
from tas_cli.boundary import run
from tas_cli.judging.quoting import Notes, folded
from tas_cli.model.proposals import KEYS, read_proposals
from tas_cli.storage.files import beside
from tas_cli.words import texts

Out = pytest.CaptureFixture[str]
DAY = ("--today", "2026-11-25")
SCHEMAS = {
    name: Draft202012Validator(json.loads((ROOT / "schema" / f"{name}.schema.json").read_text("utf-8")))
    for name in ("propose", "proposals")
}
HARBOR = "deals/harbor-logistics.tas.yaml"
NOTES = "calls/harbor-2026-11-24.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example workspace, to be written in."""
    made = tmp_path / "workspace"
    shutil.copytree(ROOT / "examples", made)
    monkeypatch.chdir(made)
    return made


def propose(
    folder: Path, *proposals: object, deal: str = HARBOR, source: str = NOTES, more: tuple[str, ...] = ()
) -> int:
    path = folder / "p.json"
    path.write_text(json.dumps({"format": 1, "proposals": proposals}), encoding="utf-8")
    return run(["propose", deal, "--from", str(path), "--source", source, *DAY, *more])


def test_the_figures_hold() -> None:
    """True quotes pass; what was altered, invented, ours, injected or stale does not, and each says why."""
    figures = proposing.figures()
    least = {"true": 60, "invented": 40, "own mouth": 20, "injected": 20, "stale": 10}
    for name, (n, passed, why) in figures.items():
        assert n >= least[name], name
        assert passed == (n if name == "true" else 0), (name, why)
        assert sum(why.values()) == n - passed
    reasons = {reason for _, _, why in figures.values() for reason in why}
    assert {f"propose.refused.{reason}" for reason in reasons} <= texts("en").keys()


@pytest.mark.parametrize("call", CALLS, ids=["en", "zh"])
def test_what_passes_waits_beside_the_deal_and_changes_nothing_in_it(
    call: proposing.Call, folder: Path, capsys: Out
) -> None:
    deal, notes = folder / "deals" / call.deal.name, folder / "calls" / call.notes.name
    before = deal.read_bytes()
    arguments = [
        "propose", str(deal), "--from", str(notes.with_suffix(".json")), "--source", str(notes), *DAY,
    ]  # fmt: skip
    assert run([*arguments, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    SCHEMAS["propose"].validate(told)
    SCHEMAS["proposals"].validate(json.loads(notes.with_suffix(".json").read_text("utf-8")))
    path = Path(beside(str(deal)))
    waiting = read_proposals(path.read_text("utf-8"), path.name).proposals
    assert waiting is not None
    assert [tuple(each.values()) for each in told["passed"]] == list(waiting.waiting)
    assert {each.source for each in waiting.waiting.values()} == {f"calls/{call.notes.name}"}
    assert deal.read_bytes() == before
    text = path.read_bytes()
    assert run(arguments) == 0
    assert path.read_bytes() == text
    assert run(["fmt", "--check"]) == 0


@pytest.mark.usefixtures("folder")
def test_what_waits_is_neither_scored_nor_gated_nor_a_deal(capsys: Out) -> None:
    views = (
        ["show", HARBOR, *DAY],
        ["portfolio", *DAY],
        ["portfolio", "--format", "json", *DAY],
        ["diff", HARBOR, HARBOR],
    )
    run(["check", "--format", "json", *DAY])
    findings = json.loads(capsys.readouterr().out)["findings"]
    before = []
    for view in views:
        assert run(view) == 0
        before.append(capsys.readouterr().out)
    assert run(["propose", HARBOR, "--from", "calls/harbor-2026-11-24.json", "--source", NOTES, *DAY]) == 0
    capsys.readouterr()
    for view, out in zip(views, before, strict=True):
        assert run(view) == 0
        assert capsys.readouterr().out == out
    assert run(["check", "--format", "json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == findings
    assert told["files"] == 4


def test_refusals_are_listed_with_their_reasons(folder: Path, capsys: Out) -> None:
    who, quote = sentences(CALLS[0], ours=False)[0]
    good = said(who, quote)
    bad = [
        7,
        good | {"party": "nobody_here"},
        good | {"question": "no_such_question"},
        good | {"question": "uss.deal_size", "party": "oldhaven"},
        good | {"question": "plan.goal", "seen": None},
        {key: value for key, value in good.items() if key != "seen"},
        good | {"who": " "},
        good | {"side": None},
        good | {"day": "24.11.2026"},
        good | {"day": "2026-11-26"},
        good | {"next_step": "soon"},
        good | {"next_step": {"what": "Ask", "due": "soon"}},
        good | {"quote": "Two things."},
        good | {"quote": 12},
        good | {"quote": "x" * 1001},
        good | {"evidence": "x"},
        good,
        good,
    ]
    assert propose(folder, *bad, more=("--format", "json")) == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    SCHEMAS["propose"].validate(told)
    assert told["passed"] == [{"question": proposing.QUESTION, "party": "us"}]
    assert [each["index"] for each in told["refused"]] == [*range(16), 17]
    assert len({each["because"] for each in told["refused"]}) >= 14
    assert "17 proposals refused" in captured.err
    assert propose(folder, *bad, more=("--lang", "zh")) == 1
    captured = capsys.readouterr()
    assert "17 条提议被拒绝" in captured.out
    assert "说明是谁说的" in captured.out


def test_a_newer_proposal_takes_the_place_of_an_older_one_and_says_so(folder: Path, capsys: Out) -> None:
    first, second = sentences(CALLS[0], ours=False)[:2]
    assert propose(folder, said(*first)) == 0
    assert propose(folder, said(*second)) == 0
    assert "takes the place of an older proposal" in capsys.readouterr().out
    text = Path(beside(HARBOR)).read_text("utf-8")
    assert folded(second[1]) in folded(text)
    assert folded(first[1]) not in folded(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no list"),
        ('{"format": 1}', "no list"),
        ('{"format": 2, "proposals": []}', "another format"),
        ('{"format": true, "proposals": []}', "another format"),
        ('{"format": 1, "proposals": [], "deal": {}}', "'deal'"),
        ('{"format": 1, "proposals": []}' + " " * (1 << 20), "1 MiB"),
    ],
)
def test_a_file_that_is_no_list_of_proposals_cannot_be_used(
    text: str, says: str, folder: Path, capsys: Out
) -> None:
    (folder / "p.json").write_text(text, encoding="utf-8")
    assert run(["propose", HARBOR, "--from", "p.json", "--source", NOTES]) == 2
    assert says in capsys.readouterr().err
    assert not Path(beside(HARBOR)).exists()


def test_notes_that_are_too_large_or_no_text_cannot_be_used(folder: Path) -> None:
    (folder / "big.txt").write_text("x" * ((1 << 20) + 1), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\xff\xfe\x00")
    for source in ("big.txt", "bad.txt", "none.txt", "deals"):
        assert propose(folder, source=source) == 2
    assert propose(folder, deal="nowhere") == 2


@pytest.mark.usefixtures("folder")
def test_one_input_is_not_two_files(capsys: Out) -> None:
    assert run(["propose", HARBOR, "--from", "-", "--source", "-"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_a_deal_is_never_made(folder: Path) -> None:
    assert propose(folder, deal="deals/new.tas.yaml") == 2
    assert not (folder / "deals" / "new.tas.yaml").exists()


def test_a_mebibyte_of_notes_and_500_proposals_are_judged_at_once() -> None:
    call = CALLS[0]
    text = call.notes.read_text("utf-8")
    judge = proposing.judge(call, text + "\n" + "We talked about the weather and the cranes.\n" * 23000)
    proposals = [said(f"Luis {i}", quote) for i, (_, quote) in enumerate(sentences(call, ours=False) * 8)]
    missing = [said("Luis", f"{quote} {i}") for i, (_, quote) in enumerate(sentences(call, ours=False) * 8)]
    started = time.process_time()
    judged = judge.all([*proposals, *missing][:500])
    assert time.process_time() - started < 1
    assert len(judged.passed) + len(judged.refused) == 500
    started = time.process_time()
    judge.all([said("Luis", "We talked about the weather and the cranes.")] * 500)
    assert time.process_time() - started < 1


def test_the_schema_knows_what_the_judge_reads() -> None:
    assert set(said("a", "b")) | {"next_step"} == set(KEYS)
    assert SCHEMAS["proposals"].is_valid({"format": 1, "proposals": [said("a", "b")]})
    assert not SCHEMAS["proposals"].is_valid({"format": 1, "proposals": [said("a", "b", amount=1)]})


words = st.lists(
    st.sampled_from(["we", "can't", "pay", "1.200", "it", "不能", "付款", "état", "e\u0301tat"]),
    min_size=4,
    max_size=12,
)


@given(words, st.sampled_from([" ", "\n", "\t", " \r\n", "\u3000"]), st.data())
def test_every_run_of_whole_words_is_found_and_no_other_text(
    said: list[str], gap: str, data: st.DataObject
) -> None:
    notes = Notes(gap.join(said))
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first, len(said) - 1))
    quote = folded(" ".join(said[first : last + 1]))
    assert any(not notes.is_cut(at, quote) for at in notes.places(quote))
    assert not list(notes.places(quote + " never"))
    around = notes.around(quote)
    assert around is not None
    assert quote in " ".join(around.within)


@pytest.mark.parametrize(
    ("notes", "quote"),
    [
        ("We can't pay in March, not before.", "We can"),
        ("A non-binding offer was made to us.", "binding offer"),
        ("It costs 1.200.000 euros for us.", "It costs 1"),
        ("This was not approved by the board.", "approved by the board"),
        ("他们还没批准这个项目的预算", "批准这个项目的预算"),
        ("We never agreed to any of that.", "agreed to any of that"),
    ],
)
def test_a_quote_is_not_cut_where_it_turns_around(notes: str, quote: str) -> None:
    read = Notes(notes)
    places = list(read.places(quote))
    assert places
    assert all(read.is_cut(at, quote) for at in places)
    assert read.around(quote) is None


# The gate


def waiting(folder: Path, text: str, name: str = "harbor-logistics") -> str:
    path = folder / "deals" / f"{name}.proposals.yaml"
    path.write_text(text, encoding="utf-8")
    return path.as_posix()


GOOD = """\
format: 1
proposals:
  tas.access_to_funds:
    us:
      quote: The money is there
      who: Dana
      side: customer
      day: 2026-11-01
      proposed: 2026-11-02
"""


def found(capsys: Out, *arguments: str) -> tuple[int, list[tuple[str, str, int]]]:
    code = run(["check", "--format", "json", "--select", "TAS5", *arguments])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return code, [(each["id"], each["level"], each["line"]) for each in findings]


def test_a_proposal_that_waits_for_more_than_two_weeks_is_a_warning(folder: Path, capsys: Out) -> None:
    path = waiting(folder, GOOD)
    assert found(capsys, "--today", "2026-11-16") == (0, [])
    for named in ([], [path], [HARBOR], ["harbor-logistics"]):
        assert found(capsys, "--today", "2026-11-17", *named) == (0, [("TAS501", "warning", 4)])
    (folder / "tas.yaml").write_text("findings: {TAS501: error}", encoding="utf-8")
    assert found(capsys, "--today", "2026-11-17", path) == (1, [("TAS501", "error", 4)])
    (folder / "tas.yaml").write_text("findings: {TAS501: 'off'}", encoding="utf-8")
    assert found(capsys, "--today", "2026-11-17", path) == (0, [])


def test_proposals_without_a_deal_or_a_cell_are_warnings(folder: Path, capsys: Out) -> None:
    path = waiting(folder, GOOD, "gone")
    assert found(capsys, "--today", "2026-11-02", path) == (0, [("TAS502", "warning", 1)])
    path = waiting(folder, GOOD.replace("    us:", "    gone_party:"))
    assert found(capsys, "--today", "2026-11-02", path) == (0, [("TAS503", "warning", 4)])


@pytest.mark.parametrize(
    ("text", "id", "line"),
    [
        (GOOD + "amount: 3\n", "TAS101", 10),
        (GOOD.replace("who:", "whom:"), "TAS101", 6),
        (GOOD.replace("      who: Dana\n", ""), "TAS102", 4),
        (GOOD.replace("customer", "them"), "TAS108", 7),
        (GOOD.replace("2026-11-01", "1 Nov"), "TAS106", 8),
        (GOOD.replace("tas.access_to_funds", "access"), "TAS103", 3),
        (GOOD + "settled: x\n", "TAS103", 10),
        (GOOD + "settled:\n  - {question: tas.q, party: us, day: 2026-11-01, sign: '+'}\n", "TAS102", 10),
        (GOOD.replace("us:", "us: &a"), "TAS004", 4),
        ("- a\n", "TAS115", 1),
        ("format: 9\n", "TAS109", 1),
    ],
)
def test_a_file_of_proposals_is_read_strictly(
    text: str, id: str, line: int, folder: Path, capsys: Out
) -> None:
    path = waiting(folder, text)
    assert run(["check", path, "--format", "json"]) == 1
    first = json.loads(capsys.readouterr().out)["findings"][0]
    assert (first["id"], first["line"]) == (id, line)
    assert run(["fmt", path]) == 2
    assert propose(folder, said(*sentences(CALLS[0], ours=False)[0])) == 2
    assert Path(path).read_text("utf-8") == text


def test_fmt_lays_proposals_out_and_keeps_comments(folder: Path) -> None:
    settled = '{person: "-", sign: "+", day: 2026-11-01, party: us, question: tas.inside_support}'
    text = f"# from Ben\n\nsettled:\n- {settled}\nproposals:\n    tas.access_to_funds: {{us: {{who: Dana, quote: The money is there,\n      day: 2026-11-01, side: customer, proposed: 2026-11-02}}}}\n"
    path = waiting(folder, text)
    assert run(["fmt", path]) == 0
    line = '  - {question: tas.inside_support, party: us, day: 2026-11-01, sign: "+", person: "-"}\n'
    assert (
        Path(path).read_text("utf-8")
        == "# from Ben\n\n" + GOOD.removeprefix("format: 1\n") + "settled:\n" + line
    )
    assert run(["fmt", "--check", path]) == 0


def test_a_file_of_proposals_is_never_taken_for_a_deal(folder: Path, capsys: Out) -> None:
    path = waiting(folder, GOOD)
    assert run(["show", path]) == 2
    assert run(["portfolio", path]) == 2
    assert run(["show", HARBOR, "-o", path]) == 2
    capsys.readouterr()
    (folder / "only").mkdir()
    shutil.move(path, folder / "only")
    assert run(["check", "only"]) == 2
