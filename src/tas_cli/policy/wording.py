"""What a rule's expression names, checked before CEL sees it, and spelled so that CEL understands it. Pure.

Finds misspelt names with the nearest right one, comparisons that can never hold, and rules that could grow
without bounds. Types and grammar are CEL's business (see `rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import Param
from ..model.answers import RESERVED, US
from ..model.field_types import ID, nearest
from .names import Name, Names, spelled
from .tokens import Chain, Token, chains, has_comprehension, lex, text_of, variables

MAX_LENGTH = 2000
MAX_PLUS = 8
_BUILT_IN = frozenset(
    "true false null in int uint double bool string bytes list map type duration timestamp dyn"
    " google optional".split()
)


class Trouble(NamedTuple):
    """Why an expression cannot be used: a text of the area `policy` and what fills its blanks."""

    id: str
    params: dict[str, Param]


class Never(NamedTuple):
    """A comparison of a name with a text that it can never be."""

    name: str
    value: str
    known: tuple[str, ...]


class Wording(NamedTuple):
    """An expression looked through: `source` as CEL can read it, the names it uses in order of appearance.

    `mentioned` are the words in it that may be parties.
    """

    source: str
    used: tuple[str, ...]
    mentioned: frozenset[str]
    troubles: tuple[Trouble, ...]
    nevers: tuple[Never, ...]


def worded(source: str, names: Names) -> Wording:
    """Look through one expression."""
    if len(source) > MAX_LENGTH:
        return Wording("", (), frozenset(), (Trouble("too_long", {"limit": MAX_LENGTH}),), ())
    tokens = lex(source)
    local = variables(tokens)
    troubles = [
        *_bounds(tokens),
        *(Trouble("shadows", {"name": name}) for name in sorted(local & names.roots)),
    ]
    used: dict[str, None] = {}
    nevers: list[Never] = []
    pieces: list[tuple[int, int, str]] = []
    for chain in chains(tokens):
        if chain.steps[0] in local | _BUILT_IN:
            continue
        name = _resolved(chain, names)
        if name is None:
            troubles.append(_unknown(chain, names))
            continue
        if _is_reserved(chain, name, names.known[name]):
            params: dict[str, Param] = {"name": ".".join(chain.steps), "near": f"{name}.{US}"}
            troubles.append(Trouble("unknown_name", params))
            continue
        used[name] = None
        nevers += _nevers(tokens, chain, name, names.known[name])
        end = tokens[chain.ends[name.count(".")] - 1].end
        pieces.append((tokens[chain.first].start, end, spelled(name)))
    return Wording(_replaced(source, pieces), tuple(used), _mentioned(tokens), tuple(troubles), tuple(nevers))


def _bounds(tokens: Sequence[Token]) -> Iterator[Trouble]:
    """Repetition may not multiply texts or patterns: such a rule could fill the memory or run for hours."""
    if not has_comprehension(tokens):
        return
    plus = sum(token.text == "+" for token in tokens)
    if plus > MAX_PLUS or any(token.text == "matches" and token.kind == "name" for token in tokens):
        yield Trouble("too_much", {"limit": MAX_PLUS})


def _resolved(chain: Chain, names: Names) -> str | None:
    """The longest known name that a chain begins with."""
    for length in range(min(len(chain.steps), 3), 0, -1):
        name = ".".join(chain.steps[:length])
        if name in names.known and all("." not in step for step in chain.steps[:length]):
            return name
    return None


def _is_reserved(chain: Chain, name: str, known: Name) -> bool:
    """Whether a chain asks a rating for something that no party can be called, such as its answer."""
    following = chain.steps[name.count(".") + 1 :][:1]
    if known.kind != "by_name" or not following:
        return False
    allowed = (US, "evidence") if known.question else ()
    return following[0] in RESERVED and following[0] not in allowed


def _unknown(chain: Chain, names: Names) -> Trouble:
    """A name that does not exist; as much of it is shown as the known names of its root have."""
    below = [name for name in names.known if name.startswith(f"{chain.steps[0]}.")]
    length = 1 + max(name.count(".") for name in below) if below else len(chain.steps)
    name = ".".join(chain.steps[:length])
    near = nearest(name, names.known) or nearest(chain.steps[0], names.known)
    return Trouble("unknown_name", {"name": name, "near": near or next(iter(below), "-")})


def _replaced(source: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(pieces, reverse=True):
        if source[start:end] != text:
            source = source[:start] + text + source[end:]
    return source


def _mentioned(tokens: Sequence[Token]) -> frozenset[str]:
    """Names and texts of an expression: whichever of them is asked for as a party must have an answer."""
    words = (text_of(token.text) if token.kind == "string" else token.text for token in tokens)
    return frozenset(word for word in words if word and ID.fullmatch(word) and not word[0].isdigit())


def _nevers(tokens: Sequence[Token], chain: Chain, name: str, known: Name) -> Iterator[Never]:
    """The texts that what a chain names is compared with and can never be."""
    step = chain.steps[name.count(".") + 1 :]
    if not known.texts or (known.kind == "by_name" and not step) or step[:1] == ("evidence",):
        return
    for literal in _compared(tokens, chain.first, chain.ends[-1]):
        value = text_of(literal)
        if value is not None and value not in known.texts:
            yield Never(".".join(chain.steps), value, known.texts)


def _compared(tokens: Sequence[Token], first: int, end: int) -> Iterator[str]:
    """The string literals on the other side of `==`, `!=` or `in`."""
    sign = tokens[end].text if end < len(tokens) else ""
    before = tokens[first - 1].text if first else ""
    if sign in ("==", "!=") and end + 1 < len(tokens) and tokens[end + 1].kind == "string":
        yield tokens[end + 1].text
    if before in ("==", "!=") and first > 1 and tokens[first - 2].kind == "string":
        yield tokens[first - 2].text
    if sign == "in" and end + 1 < len(tokens) and tokens[end + 1].text == "[":
        for token in tokens[end + 2 :]:
            if token.text == "]":
                return
            if token.kind == "string":
                yield token.text
