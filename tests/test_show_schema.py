"""The JSON of `tas show` is what its schema says, for any deal and any mix of banks."""

from __future__ import annotations

import json
from typing import Any

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

SCHEMA: dict[str, Any] = json.loads((ROOT / "schema" / "show.schema.json").read_text(encoding="utf-8"))


@given(assessments(), st.sampled_from([BANKS, (TAS,), (USS,), (USS, TAS)]))
def test_the_schema_holds_for_any_deal(deal: Assessment, banks: tuple[Bank, ...]) -> None:
    card = score(deal, banks, today=TODAY)
    text = written([(ScoredDeal("a.tas.yaml", deal, banks, card), "en")], "en")
    Draft202012Validator(SCHEMA).validate(json.loads(text))


def test_the_schema_knows_every_judgement() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    enums: dict[JudgementKind, list[str | None]] = {
        "verdict": parts["result"]["properties"]["verdict"]["enum"],
        "section": parts["section"]["properties"]["verdict"]["enum"],
        "standing": parts["lead"]["properties"]["standing"]["enum"],
        "state": parts["bank"]["properties"]["state"]["enum"],
    }
    for kind, there in enums.items():
        assert set(there) - {None} == set(ids(kind))


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
