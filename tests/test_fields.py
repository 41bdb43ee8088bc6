"""Every field of a deal, wherever a field has to be known: layout, words, schema, diff, merge, rate.

A new record in FIELDS is walked through all of them; a place that forgets it turns red here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from builders import COMPLETE, LIBRARY, assessments
from tas_cli.boundary import run
from tas_cli.changes.merge import facts, from_facts, merge
from tas_cli.importing.matching import saying
from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, read_assessment, with_fields
from tas_cli.model.fields import (
    AMOUNT,
    ANSWERS,
    DAY,
    FIELDS,
    FLAG,
    KEY,
    NAMES,
    PARTS,
    TEXT,
    TEXTS,
    VALUES,
    VERSIONS,
    WAIVERS,
    DealField,
    Waiver,
)
from tas_cli.model.import_checks import SETTABLE
from tas_cli.model.layout import new_text
from tas_cli.model.schema import schema
from tas_cli.words import texts

Out = pytest.CaptureFixture[str]
BARE = Assessment(customer="A", opportunity="B")
SAMPLES: Mapping[object, tuple[object, object]] = {
    TEXT: ("one", "two"),
    AMOUNT: (Decimal("1200000.50"), Decimal(7)),
    DAY: (date(2026, 11, 2), date(2026, 11, 3)),
    FLAG: (True, True),
    NAMES: ({"x_sys": "X-Sys"}, {"x_sys": "Y"}),
    KEY: ("006Qy00000MRAtd", "0070"),
    TEXTS: ({"forecast": "commit"}, {"forecast": "omitted"}),
    WAIVERS: ({"TAS201": Waiver(date(2026, 12, 31), "maria", "why")}, {"TAS201": Waiver(date(2026, 12, 30))}),
    VERSIONS: ({"tas": 1}, {"tas": 2}),
    ANSWERS: (
        {"tas": {"solution_fit": Answer(ratings={"us": "+"})}},
        {"tas": {"solution_fit": Answer(ratings={"us": "-"})}},
    ),
}
NAMED = [name for name in FIELDS if name != "format"]


def samples(field: DealField) -> tuple[object, object]:
    """Two values that a field can have."""
    return (field.texts[-1], field.texts[-2]) if field.texts else SAMPLES[field.type]


def deals(name: str) -> tuple[Assessment, Assessment]:
    """Two deals that differ in the field alone."""
    one, two = samples(FIELDS[name])
    return with_fields(BARE, **{name: one}), with_fields(BARE, **{name: two})


@pytest.mark.parametrize("name", NAMED)
def test_it_is_laid_out_in_its_place_and_read_again(name: str) -> None:
    for deal in deals(name):
        text = new_text(deal, LIBRARY)
        read = read_assessment(text, "a")
        assert read.assessment == deal
        assert not read.findings
        keys = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
        assert name in keys
        assert keys == sorted(keys, key=list(FIELDS).index)


@pytest.mark.parametrize("name", [name for name in VALUES if not isinstance(samples(FIELDS[name])[0], str)])
def test_numbers_days_and_flags_are_never_quoted(name: str) -> None:
    line = next(line for line in new_text(deals(name)[0], LIBRARY).splitlines() if line.startswith(name))
    assert not set(line) & set("\"'")


def test_every_day_that_is_a_day_stands_bare_and_a_text_that_looks_like_one_does_not(
    tmp_path: Path, capsys: Out
) -> None:
    """In a field, in what comes with evidence and a next step, of a waiver, a check and a column of days."""
    path = tmp_path / "a.tas.yaml"
    path.write_text(
        """\
format: 1
customer: A
opportunity: B
close_date: "2027-03-31"
waivers:
  TAS201: {until: "2026-12-31"}
answers:
  tas:
    compelling_event:
      evidence: {text: "2026-11-01", day: "2026-11-02"}
      next_step: {what: "2026-11-03", due: "2026-11-04"}
  control:
    calls_unreturned: "2026-11-05"
    no_information: "no"
  plan:
    agreed:
      one: {step: "2026-11-06", by_when: "2026-11-07", days_before: "14"}
""",
        encoding="utf-8",
    )
    assert run(["fmt", "--check", str(path)]) == 1
    assert "1 not in canonical layout" in capsys.readouterr().err
    assert run(["fmt", str(path)]) == 0
    assert "1 laid out anew" in capsys.readouterr().err
    tidy = path.read_text(encoding="utf-8")
    assert re.findall('"(.*?)"', tidy) == ["2026-11-01", "2026-11-03", "no", "2026-11-06"]
    assert len(re.findall(": [0-9]{4}-[0-9]{2}-[0-9]{2}$", tidy, re.MULTILINE)) == 6


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("lang", COMPLETE)
def test_it_has_words(name: str, lang: str) -> None:
    assert name == "answers" or texts(lang)[FIELDS[name].label]


@pytest.mark.parametrize("name", FIELDS)
def test_the_schema_says_what_it_means(name: str) -> None:
    described = schema("assessment")["properties"]
    assert described[name]["description"] == FIELDS[name].meaning
    assert list(described) == list(FIELDS)


@pytest.mark.parametrize("name", NAMED)
def test_its_facts_say_all_of_it(name: str) -> None:
    for deal in deals(name):
        assert from_facts(deal.format, facts(deal)) == deal
        assert facts(deal) != facts(BARE) or deal == BARE


@pytest.mark.parametrize("name", NAMED)
def test_a_merge_brings_it_over_or_asks(name: str) -> None:
    one, two = deals(name)
    renamed = with_fields(BARE, **{"opportunity" if name == "customer" else "customer": "Z"})
    for merged in (merge(BARE, one, renamed), merge(BARE, renamed, one)):
        assert not merged.conflicts
        assert getattr(merged.assessment, name) == getattr(one, name)
    goes_forward = name in ("assessed_on", "banks")
    assert bool(merge(BARE, one, two).conflicts) == (one != two and not goes_forward)


@pytest.mark.parametrize("name", [name for name in NAMED if name != "verified"])
@pytest.mark.parametrize("lang", COMPLETE)
def test_a_diff_tells_it(name: str, lang: str, tmp_path: Path, capsys: Out) -> None:
    sides = []
    for stem, deal in zip(("one", "two"), deals(name), strict=True):
        path = tmp_path / f"{stem}.tas.yaml"
        path.write_text(new_text(deal, LIBRARY), encoding="utf-8")
        sides.append(str(path))
    assert run(["diff", *sides, "--format", "json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert len(changes) == 1
    if name != "answers":
        assert changes[0]["field"].partition(".")[0] == name
        assert run(["diff", *sides, "--lang", lang]) == 0
        label = texts(lang)[FIELDS[name].label]
        assert str(label).partition("{")[0].strip() in capsys.readouterr().out


@pytest.mark.parametrize("name", FIELDS)
def test_rate_sets_exactly_the_fields_of_one_value(name: str, tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "a.tas.yaml"
    path.write_text(new_text(BARE, LIBRARY), encoding="utf-8")
    if name not in VALUES:
        assert run(["rate", str(path), "--set", f"{name}=1"]) == 2
        return
    wanted = deals(name)[0]
    line = next(line for line in new_text(wanted, LIBRARY).splitlines() if line.startswith(f"{name}: "))
    assert run(["rate", str(path), "--set", f"{name}={line.partition(': ')[2].strip(chr(34))}"]) == 0, (
        capsys.readouterr().err
    )
    assert read_assessment(path.read_text(encoding="utf-8"), "a").assessment == wanted


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.policy_type])
def test_a_rule_sees_it(name: str, tmp_path: Path, capsys: Out) -> None:
    """Of deals that differ in one field a rule sees that field differ, and no other."""
    (tmp_path / "tas.yaml").write_text("custom: {forecast: text}\n", encoding="utf-8")
    path, seen = tmp_path / "a.tas.yaml", []
    for deal in (BARE, *deals(name)):
        path.write_text(new_text(deal, LIBRARY), encoding="utf-8")
        assert run(["check", "--explain", str(path), "--today", "2026-11-22", "--format", "json"]) in (0, 1)
        seen.append(json.loads(capsys.readouterr().out)["results"][0]["values"])
    changed = {each for each in seen[0] if len({json.dumps(values[each]) for values in seen}) > 1}
    expected = "deal.custom.forecast" if name == "custom" else f"deal.{name}"
    of_deal = {each for each in changed if each.startswith("deal.") and not each.startswith("deal.days_")}
    assert of_deal == {expected}


def test_every_field_is_of_one_value_or_of_several_but_the_frame() -> None:
    assert {*VALUES, *PARTS, "format", "answers"} == set(FIELDS)
    assert set(SAMPLES) >= {field.type for name, field in FIELDS.items() if name != "format"}


@given(assessments())
def test_no_import_reaches_what_is_not_the_crms(before: Assessment) -> None:
    after = saying(before, {**dict.fromkeys(SETTABLE), "custom.x": "1"})
    changed = {name for name in type(before).model_fields if getattr(after, name) != getattr(before, name)}
    assert changed <= {*SETTABLE, "custom"}
