"""What the rules of a policy saw in a deal and made of it, as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..policy import Applied
from ..safe import line, log
from ..words import Lang, say


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal as its rules see it: every name with its value, and what each rule made of them."""

    file: str
    values: Mapping[str, object]
    applied: Sequence[Applied]


def text(seen: Seen, lang: Lang) -> str:
    """One deal, a name a line."""
    return "\n".join(log(" " * depth + line(each)) for depth, each in _lines(seen, lang))


def _lines(seen: Seen, lang: Lang) -> Iterator[tuple[int, str]]:
    yield 0, say("check.explain.values", lang, file=seen.file)
    for name, value in seen.values.items():
        yield 2, f"{name} = {spelled(value)}"
    yield 0, say("check.explain.rules" if seen.applied else "check.explain.none", lang)
    for each in seen.applied:
        reason = {"reason": each.reason} if each.outcome == "broken" else {}
        yield 2, f"{each.rule.id}: {say(f'check.explain.{each.outcome}', lang, **reason)}"
        if each.rule.when != "true":
            yield 4, f"when: {each.rule.when}"
        yield 4, f"expect: {each.rule.expect}"


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


def as_json(seen: Seen) -> dict[str, object]:
    """One deal as plain data."""
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
