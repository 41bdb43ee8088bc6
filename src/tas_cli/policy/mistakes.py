"""What in an expression can never do what it says, though CEL takes it. Pure.

A comparison with a text that never comes, a membership that cannot be, a day that is none, a division that
loses its rest, a constant that fails: such a rule is green, or blames every deal, for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ..errors import Param
from ..model.answers import competitor_id
from ..model.field_types import is_day, nearest
from .expressions import ExpressionPart, ExpressionTree
from .names import ANY, Name, PossibleTexts
from .wording import Mistake

_EQUAL = frozenset(("_==_", "_!=_"))
_ORDERED = frozenset(("_<_", "_<=_", "_>_", "_>=_"))
_RECKONING = frozenset(("_+_", "_-_", "_*_", "_/_", "_%_"))
_PARTLY: Mapping[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
}
_PART_OF_A_DAY = re.compile(r"[0-9-]{0,10}")
_MOST_TEXTS = 40
"""So many texts are listed in a finding."""

Fails = Callable[[bytes], str | None]
"""Why a part of an expression cannot be worked out for a deal that says nothing; None when it can."""


class LookedAt(NamedTuple):
    """A text that a rule looks at: how it is called, what it can be, and whether it is a day."""

    name: str
    texts: PossibleTexts = ANY
    is_day: bool = False
    is_stage: bool = False
    known: Name | None = None


Scope = Mapping[str, LookedAt]
"""What the names stand for that a repetition brings in."""


def mistakes(
    tree: ExpressionTree, called: Mapping[str, tuple[str, Name]], has_stages: bool, fails: Fails
) -> Iterator[Mistake]:
    """All that can never hold, or always does, in an expression that CEL compiled.

    `called` are our names by how CEL spells them; `has_stages`: the workspace says which stages there are.
    """
    yield from _Search(tree, called, has_stages, fails).of(tree.root, {})


class _Search:
    def __init__(
        self, tree: ExpressionTree, called: Mapping[str, tuple[str, Name]], has_stages: bool, fails: Fails
    ) -> None:
        self._tree = tree
        self._called = called
        self._has_stages = has_stages
        self._fails = fails

    def of(self, node: ExpressionPart, scope: Scope) -> Iterator[Mistake]:
        if all(each.part in ("constant", "call", "list", "map", "field") for each in node.walk()):
            # Without names it says the same of every deal, so it can be tried now.
            if any(_loses_rest(each) for each in node.walk()):
                yield Mistake("TAS309")
            yield from self._failing(node)
            return
        if node.part == "repetition" and node.text:
            scope = {**scope, node.text: self._element(node.inner[0])}
        if node.part == "call":
            yield from self._call(node, scope)
        for each in node.inner:
            yield from self.of(each, scope)

    def _name(self, node: ExpressionPart) -> tuple[str, Name] | None:
        """The name of ours that a part is."""
        return self._called.get(node.text or "") if node.part == "name" else None

    def _failing(self, node: ExpressionPart) -> Iterator[Mistake]:
        """The innermost calls that fail."""
        inside = [mistake for each in node.inner for mistake in self._failing(each)]
        reason = self._fails(self._tree.alone(node)) if node.part == "call" and not inside else None
        if reason is not None:
            if node.text == "timestamp":
                inside.append(Mistake("no_time", {"what": repr(node.inner[0].text or "")}))
            else:
                inside.append(Mistake("fails", {"what": (node.text or "").strip("_"), "reason": reason}))
        yield from inside

    def _element(self, gone_through: ExpressionPart) -> LookedAt:
        named = self._name(gone_through)
        return (
            LookedAt(f"{named[0]}[...]", named[1].texts, known=named[1])
            if named and named[1].kind == "list"
            else LookedAt("")
        )

    def _said(self, node: ExpressionPart, scope: Scope) -> LookedAt | None:
        """The text of ours that a part stands for."""
        if node.part == "name" and node.text and node.text in scope:
            return scope[node.text]
        named = self._name(node)
        if named is not None:
            name, known = named
            if known.kind not in ("text", "day"):
                return None
            return LookedAt(name, known.texts, known.kind == "day", known.path == ("stage",), known)
        return self._entry(node)

    def _entry(self, node: ExpressionPart) -> LookedAt | None:
        """The entry of a map that a part asks for: `.us`, `['us']`, or whatever party."""
        if not node.inner or not (node.part == "field" or node.text == "_[_]"):
            return None
        named = self._name(node.inner[0])
        if named is None or named[1].kind != "map":
            return None
        name, known = named
        key = (
            node.text
            if node.part == "field"
            else node.inner[1].text
            if node.inner[1].part == "constant"
            else None
        )
        texts = known.keys.get(key or "", known.party or ANY)
        return LookedAt(f"{name}.{key}" if key else f"{name}[...]", texts, key == "due")

    def _call(self, node: ExpressionPart, scope: Scope) -> Iterator[Mistake]:
        if node.text in _EQUAL or node.text in _ORDERED:
            yield from self._comparison(node, scope)
        elif node.text == "@in":
            yield from self._membership(node, scope)
        elif node.text in _RECKONING:
            yield from self._reckoning(node)
        elif node.text in _PARTLY and len(node.inner) == 2 and _is_text(node.inner[1]):
            yield from self._partly(node, scope)
        elif node.text == "timestamp":
            said = self._said(node.inner[0], scope)
            if said is not None and said.is_day:
                yield Mistake("no_time", {"what": said.name})
        elif node.text == "matches" and _is_text(node.inner[-1]):
            reason = self._fails(self._tree.alone(node)) or ""
            if "invalid reg" in reason:
                yield Mistake("fails", {"what": "matches", "reason": reason})

    def _comparison(self, node: ExpressionPart, scope: Scope) -> Iterator[Mistake]:
        left, right = node.inner
        for one, other in ((left, right), (right, left)):
            said = self._said(one, scope)
            if said is not None and _is_text(other) and (said.is_day or node.text in _EQUAL):
                yield from self._never(said, other.text or "")
            if self._has_decimals(one) and other.type in ("text", "bool"):
                yield Mistake("no_number", {"name": self._decimals(one)})

    def _membership(self, node: ExpressionPart, scope: Scope) -> Iterator[Mistake]:
        one, many = node.inner
        said = self._said(one, scope)
        if said is not None and many.part == "list":
            for each in many.inner:
                if _is_text(each):
                    yield from self._never(said, each.text or "")
        named = self._name(many)
        if named is not None and _is_text(one):
            name, known = named
            value = one.text or ""
            possible = known.has_key(value) if known.kind == "map" else known.can_be(value)
            if known.kind in ("map", "list") and not possible:
                yield _never_holds(name, value, known)

    def _partly(self, node: ExpressionPart, scope: Scope) -> Iterator[Mistake]:
        """A text that is looked for within one that never has it."""
        said, value = self._said(node.inner[0], scope), node.inner[1].text or ""
        if said is None:
            return
        if said.is_day:
            if not _PART_OF_A_DAY.fullmatch(value):
                yield from self._never(said, value)
        elif said.texts and not any(_PARTLY[node.text or ""](text, value) for text in said.texts):
            yield from self._never(said, value)

    def _never(self, said: LookedAt, value: str) -> Iterator[Mistake]:
        params: dict[str, Param] = {"name": said.name, "value": value[:60]}
        if said.is_day:
            if value and not is_day(value):
                yield Mistake("TAS307", params)
        elif said.is_stage and not self._has_stages:
            if value:
                yield Mistake("TAS310", params)
        elif said.texts and value not in said.texts:
            known = ", ".join(repr(text) for text in list(said.texts)[:_MOST_TEXTS])
            yield Mistake("TAS303", {**params, "known": known})
        elif said.known and not said.texts and not said.known.can_be(value):
            yield _never_holds(said.name, value, said.known)

    def _reckoning(self, node: ExpressionPart) -> Iterator[Mistake]:
        if len(node.inner) < 2:
            return
        left, right = node.inner
        if _loses_rest(node):
            yield Mistake("TAS309")
        for one, other in ((left, right), (right, left)):
            if self._has_decimals(one) and other.type == "whole":
                yield Mistake("apart", {"name": self._decimals(one)})

    def _has_decimals(self, node: ExpressionPart) -> bool:
        """Whether a part is a number with decimals, or reckoned from one."""
        return node.type in ("any", "decimal") and bool(self._decimals(node))

    def _decimals(self, node: ExpressionPart) -> str:
        names = (self._name(each) for each in node.walk())
        return next((named[0] for named in names if named and named[1].kind == "number"), "")


def _loses_rest(node: ExpressionPart) -> bool:
    """Whether a part divides whole numbers that do not divide, or that nobody knows yet."""
    if node.text != "_/_" or not all(each.type == "whole" for each in node.inner):
        return False
    left, right = node.inner
    known = left.part == right.part == "constant" and right.text != "0"
    return not known or int(left.text or 0) % int(right.text or 1) != 0


def _is_text(node: ExpressionPart) -> bool:
    return node.part == "constant" and node.type == "text"


def _never_holds(name: str, value: str, known: Name) -> Mistake:
    return Mistake("TAS306", {"name": name, "value": value[:60], "near": _near(value, known)})


def _near(value: str, known: Name) -> str:
    """What was probably meant by an id that a list never holds."""
    if not known.texts:
        return competitor_id(value, ())
    ending = [each for each in known.texts if each.endswith(f".{value}")]
    return next(iter(ending), nearest(value, known.texts) or next(iter(known.texts)))
