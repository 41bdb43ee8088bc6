"""What a rule's expression names, checked before CEL sees it, and spelled so that CEL understands it. Pure.

Finds misspelt names with the nearest right one, words of other languages, and rules that could grow without
bounds. Types and grammar are CEL's business (see `rules`), what can never hold is that of `mistakes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..errors import NO_PARAMS, Param
from ..model.answers import RESERVED, competitor_id
from ..model.bank import CEL_WORDS
from ..model.field_types import ID, nearest
from ..yamlio.document import one_spelling
from .expressions import Chain, Token, chains, has_repetition, lex, text_at, text_of, variables
from .names import Name, PolicyNames, is_word, written

MAX_LENGTH = 2000
MAX_PLUS = 8
_BUILT_IN = frozenset(
    "true false null in int uint double bool string bytes list map type duration timestamp dyn"
    " google optional".split()
)
_FOREIGN: Mapping[str, str] = {
    "and": "&&", "or": "||", "not": "!", "is": "==", "=": "==", "≠": "!=", "≥": ">=", "≤": "<=", "＝": "==",
    "“": "'", "”": "'", "‘": "'", "’": "'", "！": "!", "（": "(", "）": ")", "，": ",",
    "且": "&&", "或": "||",
}  # fmt: skip
"""What people write who never wrote CEL, and what it is there."""
_FOREIGN_PAIRS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("is", "not"): ("is not", "!="),
    ("not", "in"): ("not in", "!(... in ...)"),
    ("<", ">"): ("<>", "!="),
}
"""The same of two that stand together: how they are called, and what they are."""
_COMPARING = frozenset(("==", "!=", "<", "<=", ">", ">="))


class Mistake(NamedTuple):
    """Why an expression cannot be used: a finding's id, or a text of the area `policy`, and what fills it."""

    id: str
    params: Mapping[str, Param] = NO_PARAMS


Uses = dict[str, set[str] | None]
"""The names that an expression uses, and the entries it asks a map for; None when that may be any."""


class Wording(NamedTuple):
    """An expression looked through: `source` as CEL can read it, the names it uses in order of appearance.

    `words` are those in it that may be parties.
    """

    source: str
    uses: Uses
    words: frozenset[str]
    mistakes: tuple[Mistake, ...]


def worded(source: str, names: PolicyNames) -> Wording:
    """Look through one expression. Two spellings of one word are one, here as in a deal's ids."""
    if len(source) > MAX_LENGTH:
        return Wording("", {}, frozenset(), (Mistake("too_long", {"limit": MAX_LENGTH}),))
    source = one_spelling(source)
    tokens = lex(source)
    local = variables(tokens)
    mistakes = [*_foreign(tokens, names), *_bounds(tokens)]
    mistakes += [Mistake("shadows", {"name": name}) for name in sorted(local & names.roots)]
    uses: Uses = {}
    pieces: list[tuple[int, int, str]] = []
    for chain in chains(tokens):
        if chain.steps[0] in local | _BUILT_IN or _foreign_sign(tokens, chain.first, names):
            continue
        name = _resolved(chain, names)
        fault = _unknown(chain, names) if name is None else _odd_entry(tokens, chain, name, names.known[name])
        if name is None or fault:
            mistakes += [fault] if fault else []
            continue
        merge_uses(uses, {name: set(chain.steps[name.count(".") + 1 :][:1]) or None})
        end = tokens[chain.ends[name.count(".")] - 1].end
        pieces.append((tokens[chain.first].start, end, spelled(name)))
    return Wording(_replaced(source, pieces), uses, _words(tokens), tuple(mistakes))


def merge_uses(uses: Uses, more: Uses) -> None:
    """Add to `uses` what another expression uses."""
    for name, keys in more.items():
        known = uses.get(name, set())
        uses[name] = None if known is None or keys is None else known | keys


def spelled(name: str) -> str:
    """`name` as CEL can spell it: parts in another script or taken by CEL get a stand-in."""
    return ".".join(map(_part, name.split(".")))


def _part(part: str) -> str:
    return part if is_word(part) and part not in CEL_WORDS else f"q_{part.encode().hex()}"


def _foreign(tokens: Sequence[Token], names: PolicyNames) -> Iterator[Mistake]:
    """Words and signs of other languages, each once; and `has`, which holds of whatever can be named."""
    said = set()
    for i, token in enumerate(tokens):
        word, sign = token.text, _foreign_sign(tokens, i, names)
        if _FOREIGN_PAIRS.get((text_at(tokens, i - 1).lower(), word.lower())):
            continue
        if (
            token.kind != "string"
            and (pair := (word.lower(), text_at(tokens, i + 1).lower())) in _FOREIGN_PAIRS
        ):
            word, sign = _FOREIGN_PAIRS[pair]
        if sign and word not in said:
            said.add(word)
            yield Mistake("foreign", {"word": word, "sign": sign})
        if word == "has" and text_at(tokens, i + 1) == "(" and text_at(tokens, i - 1) != ".":
            yield Mistake("TAS308")


def _foreign_sign(tokens: Sequence[Token], at: int, names: PolicyNames) -> str | None:
    token = tokens[at]
    if token.kind == "string" or text_at(tokens, at - 1) == "." or token.text in names.roots:
        return None
    return _FOREIGN.get(token.text.lower())


def _bounds(tokens: Sequence[Token]) -> Iterator[Mistake]:
    """Repetition may not multiply texts or patterns: such a rule could fill the memory or run for hours."""
    if not has_repetition(tokens):
        return
    plus = sum(token.text == "+" for token in tokens)
    if plus > MAX_PLUS or any(token.text == "matches" and token.kind == "name" for token in tokens):
        yield Mistake("too_much", {"limit": MAX_PLUS})


def _resolved(chain: Chain, names: PolicyNames) -> str | None:
    """The longest known name that a chain begins with."""
    for length in range(len(chain.steps), 0, -1):
        name = ".".join(chain.steps[:length])
        if name in names.known and all("." not in step for step in chain.steps[:length]):
            return name
    return None


def _unknown(chain: Chain, names: PolicyNames) -> Mistake:
    """A name that does not exist; as much of it is shown as the known names of its root have."""
    below = [name for name in names.known if name.startswith(f"{chain.steps[0]}.")]
    length = 1 + max(name.count(".") for name in below) if below else len(chain.steps)
    name = ".".join(chain.steps[:length])
    # Whoever left out the root means the name below it.
    rooted = (_resolved(chain._replace(steps=(root, *chain.steps)), names) for root in ("deal", "card"))
    near = (
        next(filter(None, rooted), "") or nearest(name, names.known) or nearest(chain.steps[0], names.known)
    )
    return Mistake("unknown_name", {"name": name, "near": written(near or next(iter(below), ""))})


def _odd_entry(tokens: Sequence[Token], chain: Chain, name: str, known: Name) -> Mistake | None:
    """What is wrong with the entry that a chain asks a map for: there is none, or none is asked for."""
    if known.kind != "map":
        return None
    following = chain.steps[name.count(".") + 1 :]
    if not following:
        beside = {text_at(tokens, chain.first - 1), text_at(tokens, chain.ends[-1])}
        return (
            Mistake("unknown_name", {"name": name, "near": _entry_near("", name, known)})
            if beside & _COMPARING
            else None
        )
    if known.has_key(following[0]):
        return None
    asked = {"name": f"{name}.{following[0]}", "near": _entry_near(following[0], name, known)}
    return Mistake("unknown_name", asked)


def _entry_near(key: str, name: str, known: Name) -> str:
    if known.party is not None and (not known.keys or (key and not ID.fullmatch(key))):
        rival = key if key and key not in RESERVED else "X-Sys"
        return f"{name}['{competitor_id(rival, ())}']"
    return f"{name}.{nearest(key, known.keys) or next(iter(known.keys))}"


def _replaced(source: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(pieces, reverse=True):
        if source[start:end] != text:
            source = source[:start] + text + source[end:]
    return source


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    """Names and texts of an expression: whichever of them is asked for as a party must have an answer."""
    words = (text_of(token.text) if token.kind == "string" else token.text for token in tokens)
    return frozenset(word for word in words if word and ID.fullmatch(word) and not word[0].isdigit())
