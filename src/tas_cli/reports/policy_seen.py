"""What the rules of a policy saw in a deal and made of it, as a document or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import safe
from ..findings import Finding
from ..model.fields import Waiver
from ..model.naming import phrase
from ..policy import Applied
from ..words import Lang, say
from .doc import Block, Doc, Heading, Items, ListItem, Span, items, spans

VOID = ("TAS401", "TAS402", "TAS403", "TAS404", "TAS405")
"""The findings that say why a waiver does not hold."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal as its rules see it: every name with its value, and what each rule made of them.

    With its waivers, and the findings in which they show.
    """

    file: str
    values: Mapping[str, object]
    applied: Sequence[Applied]
    waivers: Mapping[str, Waiver]
    findings: Sequence[Finding]

    def waives(self, id: str, lang: Lang) -> str:
        """What the waiver of `id` does: who granted it, or why it is void or idle."""
        for each in self.findings:
            if each.id == id and each.waived:
                return each.help(lang)
            if each.id in VOID and each.params.get("name") == id[:60]:
                return each.text(lang)
        return say("check.explain.idle", lang)


def page(seen: Sequence[Seen], lang: Lang) -> Doc:
    """Every deal by itself: the names a rule can use with their values, and what each rule made of them."""
    return Doc(lang, tuple(block for each in seen for block in _deal(each, lang)))


def _deal(seen: Seen, lang: Lang) -> Iterator[Block]:
    yield Heading(say("check.explain.values", lang, file=seen.file))
    yield items(f"{name} = {spelled(value)}" for name, value in seen.values.items())
    yield Heading(say("check.explain.rules" if seen.applied else "check.explain.none", lang))
    if seen.applied:
        yield Items(tuple(_rule(each, lang) for each in seen.applied))
    if seen.waivers:
        yield Heading(say("check.explain.waivers", lang))
        after = phrase("after", lang)
        yield items(f"{id}{after}{seen.waives(id, lang)}" for id in seen.waivers)


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


def as_json(seen: Sequence[Seen], lang: Lang) -> str:
    """The same as JSON."""
    return safe.as_json({"format": 1, "results": [_as_data(each, lang) for each in seen]})


def _as_data(seen: Seen, lang: Lang) -> dict[str, object]:
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
    waivers = [{"id": id, "message": seen.waives(id, lang)} for id in seen.waivers]
    return {"file": seen.file, "values": dict(seen.values), "rules": rules, "waivers": waivers}
