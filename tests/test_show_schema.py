"""The JSON of `tas show` is what its schema says, for any deal and any mix of banks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builders import BANKS, ROOT, TAS, TODAY, USS, assessments
from tas_cli.judging.judgements import JudgementKind, ids
from tas_cli.judging.scorecard import score
from tas_cli.model.assessment import Assessment
from tas_cli.model.bank import Bank
from tas_cli.reports.formats import ScoredDeal
from tas_cli.reports.scorecard_json import written

FILE = ROOT / "schema" / "show.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


@given(assessments(), st.sampled_from([BANKS, (TAS,), (USS,), (USS, TAS)]))
def test_the_schema_holds_for_any_deal(deal: Assessment, banks: tuple[Bank, ...]) -> None:
    card = score(deal, banks, today=TODAY)
    text = written([(ScoredDeal("a.tas.yaml", deal, banks, card), "en")], "en")
    Draft202012Validator(SCHEMA).validate(json.loads(text))


def with_every_judgement(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the judgements as the table has them now, best news first."""
    made: dict[str, Any] = json.loads(json.dumps(schema))
    parts = made["$defs"]
    enums: dict[JudgementKind, dict[str, Any]] = {
        "verdict": parts["result"]["properties"]["verdict"],
        "section": parts["section"]["properties"]["verdict"],
        "standing": parts["lead"]["properties"]["standing"],
        "state": parts["bank"]["properties"]["state"],
    }
    for kind, there in enums.items():
        there["enum"] = [*reversed(ids(kind)), *([None] if None in there["enum"] else [])]
    return made


def test_the_schema_knows_every_judgement(pytestconfig: pytest.Config) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    if pytestconfig.getoption("--accept"):
        FILE.write_text(json.dumps(with_every_judgement(SCHEMA), indent=2) + "\n", encoding="utf-8")
    assert json.loads(FILE.read_text(encoding="utf-8")) == with_every_judgement(SCHEMA)


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
