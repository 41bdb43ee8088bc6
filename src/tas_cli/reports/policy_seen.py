"""What the rules of a policy saw in a deal and made of it, as a document or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import safe
from ..model.naming import phrase
from ..policy import Applied
from ..words import Lang, say
from .doc import Block, Doc, Heading, Items, ListItem, Span, spans


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal as its rules see it: every name with its value, and what each rule made of them."""

    file: str
    values: Mapping[str, object]
    applied: Sequence[Applied]


def page(seen: Sequence[Seen], lang: Lang) -> Doc:
    """Every deal by itself: the names a rule can use with their values, and what each rule made of them."""
    return Doc(lang, tuple(block for each in seen for block in _deal(each, lang)))


def _deal(seen: Seen, lang: Lang) -> Iterator[Block]:
    yield Heading(say("check.explain.values", lang, file=seen.file))
    yield Items(tuple(ListItem(spans(f"{name} = {spelled(value)}")) for name, value in seen.values.items()))
    yield Heading(say("check.explain.rules" if seen.applied else "check.explain.none", lang))
    if seen.applied:
        yield Items(tuple(_rule(each, lang) for each in seen.applied))


def _rule(applied: Applied, lang: Lang) -> ListItem:
    reason = {"reason": applied.reason} if applied.outcome == "broken" else {}
    said = say(f"check.explain.{applied.outcome}", lang, **reason)
    when = [] if applied.rule.when == "true" else [spans(f"when: {applied.rule.when}")]
    bad = applied.outcome in ("fails", "broken")
    head = spans(f"{applied.rule.id}{phrase('after', lang)}", Span(said, "bad" if bad else ""))
    return ListItem(head, (*when, spans(f"expect: {applied.rule.expect}")))


def spelled(value: object) -> str:
    """A value as a rule would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        return f"'{escaped}'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{spelled(key)}: {spelled(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(spelled, value))}]"
    return str(value)


def as_json(seen: Sequence[Seen], lang: Lang) -> str:  # noqa: ARG001
    """The same as JSON."""
    return safe.json(json.dumps({"format": 1, "results": [*map(_as_data, seen)]}, indent=2))


def _as_data(seen: Seen) -> dict[str, object]:
    rules = [
        {
            "id": each.rule.id,
            "when": each.rule.when,
            "expect": each.rule.expect,
            "outcome": each.outcome,
            "reason": each.reason,
        }
        for each in seen.applied
    ]
    return {"file": seen.file, "values": dict(seen.values), "rules": rules}
