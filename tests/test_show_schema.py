"""The JSON of `tas show` is what its schema says, for any deal and any mix of banks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import BANKS, ROOT, TAS, TODAY, USS, assessments
from tas_cli.judging.scorecard import score
from tas_cli.model.assessment import Assessment
from tas_cli.model.bank import Bank
from tas_cli.model.judgements import JudgementKind, ids
from tas_cli.reports.formats import ScoredDeal
from tas_cli.reports.scorecard_data import written

FILE = ROOT / "schema" / "show.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


@given(assessments(), st.sampled_from([BANKS, (TAS,), (USS,), (USS, TAS)]))
def test_the_schema_holds_for_any_deal(deal: Assessment, banks: tuple[Bank, ...]) -> None:
    card = score(deal, banks, today=TODAY)
    text = written([(ScoredDeal("a.tas.yaml", deal, banks, card), "en")], "en")
    Draft202012Validator(SCHEMA).validate(json.loads(text))


KNOWN_BY: Mapping[JudgementKind, str] = {
    "verdict": "pursue",
    "section": "blocked",
    "standing": "ahead",
    "state": "confirmed",
}
"""A judgement of each kind by which a list of them is known."""


def with_every_judgement(schema: Any) -> Any:
    """The schema with the judgements as the table has them now, best news first."""
    if isinstance(schema, list):
        return [with_every_judgement(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: with_every_judgement(each) for key, each in schema.items()}
    listed = made.get("enum", ())
    for kind, known in KNOWN_BY.items():
        if known in listed:
            made["enum"] = [*reversed(ids(kind)), *([None] if None in listed else [])]
    return made


@pytest.mark.parametrize("path", sorted(FILE.parent.glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_knows_every_judgement(path: Path, pytestconfig: pytest.Config) -> None:
    made = with_every_judgement(schema := json.loads(path.read_text(encoding="utf-8")))
    Draft202012Validator.check_schema(made)
    if pytestconfig.getoption("--accept") and made != schema:
        path.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == made


def test_every_kind_of_judgement_is_found_in_a_schema() -> None:
    assert all(f'"{known}"' in FILE.read_text(encoding="utf-8") for known in KNOWN_BY.values())


def test_a_key_too_many_or_too_few_is_seen() -> None:
    text = written(
        [(ScoredDeal("a", Assessment(), BANKS, score(Assessment(), BANKS, today=TODAY)), "en")], "en"
    )
    checker = Draft202012Validator(SCHEMA)
    good = json.loads(text)
    assert checker.is_valid(good)
    assert not checker.is_valid({**good, "results": [{**good["results"][0], "extra": 1}]})
    short = {key: value for key, value in good["results"][0].items() if key != "to_yes"}
    assert not checker.is_valid({**good, "results": [short]})
