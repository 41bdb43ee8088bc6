"""A hand-written text → the same in canonical layout, with every comment: what `tas fmt` does.

Has the whole text laid out anew, reads that back and compares. Writes no file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..errors import TasError
from .document import Data
from .outlining import laid_out_anew
from .positions import Tree, line_ending, split_bom
from .reading import parse
from .writing import AsItIs, Layout, canonical

_BLOCK_HEAD = re.compile(r"([|>][1-9]?)[+-]?([1-9]?)")


def tidy(text: str, layout: Layout) -> str:
    """`text` in canonical order, indentation, quoting and spelling; what is so already stays as it is.

    Keeps every comment, blank lines between entries (several become one), line ends and a BOM. Raises
    TasError("yaml.cannot_tidy", line) for a text with flaws, or where its meaning would not survive.
    """
    document = parse(text)
    if document.flaws:
        raise TasError("yaml.cannot_tidy", line=document.flaws[0].line)
    bom, body = split_bom(text)
    tree = Tree(body)
    meant = canonical(document.data, layout, ())
    result = anew(tree, meant, layout)
    if not says(result, meant) or comments(tree) != comments(Tree(result)):
        raise TasError("yaml.cannot_tidy", line=1)
    return bom + result


def anew(tree: Tree, data: Data, layout: Layout) -> str:
    """A whole text laid out anew to say `data`; whoever calls has to look whether it does."""
    eol = line_ending(tree.text)
    return "".join(line + eol for line in laid_out_anew(tree, data, layout))


def finished(text: str) -> str:
    """A text without flaws with a line end at its end, saying the same.

    A literal text that ends the file without one says so in its head from now on (`|-`).
    """
    if text.endswith(("\n", "\r")) or not text:
        return text
    meant = parse(text).data
    bom, body = split_bom(text)
    return next((bom + candidate for candidate in _finished(body) if says(candidate, meant)), text)


def _finished(text: str) -> Iterator[str]:
    tree = Tree(text)
    eol = line_ending(text)
    yield text + eol
    last = tree.root
    while last and last.items:
        last = last.items[-1].value
    if last and last.is_block:
        for chomping in ("-", ""):
            head = _BLOCK_HEAD.match(text, last.start)
            assert head  # noqa: S101 - every block text has one
            yield f"{text[: last.start]}{head[1]}{chomping}{head[2]}{text[head.end() :]}{eol}"
    yield anew(tree, parse(text).data, AsItIs())


def says(text: str, meant: Data) -> bool:
    """Whether a text has no flaw and says just this; an empty map is nothing."""
    document = parse(text)
    return not document.flaws and (document.data or None) == (meant or None)


def comments(tree: Tree) -> Counter[str]:
    """The comments of a text, as often as each stands there."""
    return Counter(comment.text for comment in tree.comments)
