"""Who made ratings what they are, as far as git knows: the author of the commit that changed one last.

One `git log` and one `git cat-file` a repository, whatever the number of deals; every commit counts, also
those that a merge brought in. Judges nobody.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..model.answers import US
from ..model.assessment import Assessment
from ..storage.git import Objects
from ..storage.git_log import PastCommit, log_all
from .past import PATTERN, read_version, top_of


class Rated(NamedTuple):
    """An answer as it stands: bank, question, party and what it is."""

    bank: str
    question: str
    party: str
    value: str


class _Touch(NamedTuple):
    author: str
    before: str | None
    after: str | None


def ratings_by(paths: Iterable[str], people: Collection[str]) -> Mapping[str, Mapping[Rated, str]]:
    """By file the answers that were last changed in a commit of one of `people` (addresses), and by whom.

    Only files that any of them touched are read. TasError where there is no git to ask.
    """
    wanted = {each.casefold() for each in people}
    by_top: dict[Path, dict[str, str]] = {}
    for path in paths:
        top = top_of(path)
        if top is None:
            raise TasError("git.no_repository")
        by_top.setdefault(top, {})[os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")] = path
    found: dict[str, Mapping[Rated, str]] = {}
    for top, names in by_top.items():
        found |= {names[name]: rated for name, rated in _in_one(top, names, wanted).items()}
    return found


def _in_one(top: Path, names: Iterable[str], people: Collection[str]) -> dict[str, Mapping[Rated, str]]:
    with Objects(top) as objects:
        if objects.find("HEAD^{commit}") is None:
            return {}
        touched = _touches(log_all(top, PATTERN, every=True), names)
        touched = {
            name: touches
            for name, touches in touched.items()
            if any(each.author in people for each in touches)
        }
        blobs = {id for touches in touched.values() for each in touches for id in each[1:] if id}
        wanted = sorted(blobs)
        read = {
            id: _answers(read_version(blob.data if blob else b""))
            for id, blob in zip(wanted, objects.find_all(wanted), strict=True)
        }
    return {name: _last(touches, read, people) for name, touches in touched.items()}


def _touches(steps: Iterable[PastCommit], names: Iterable[str]) -> dict[str, list[_Touch]]:
    """Who touched each file, newest first; a file goes by its later name all along."""
    found: dict[str, list[_Touch]] = {name: [] for name in names}
    called = {name: name for name in found}
    for step in steps:
        for path, was, after, before in step.touched:
            name = called.get(path)
            if name is not None:
                found[name].append(_Touch(step.author.casefold(), before, after))
                called.setdefault(was, name)
    return found


def _last(
    touches: Sequence[_Touch], read: Mapping[str, frozenset[Rated]], people: Collection[str]
) -> Mapping[Rated, str]:
    """The answers that `people` were the last to make what they are."""
    last: dict[Rated, str] = {}
    for author, before, after in touches:
        made = read.get(after or "", frozenset()) - read.get(before or "", frozenset())
        for each in made:
            last.setdefault(each, author)
    return {rated: author for rated, author in last.items() if author in people}


def _answers(deal: Assessment | None) -> frozenset[Rated]:
    return frozenset(answers_of(deal)) if deal else frozenset()


def answers_of(deal: Assessment) -> Iterable[Rated]:
    """The ratings and options that a deal holds."""
    for bank, answers in deal.answers.items():
        for question, answer in answers.items():
            for party, sign in answer.ratings.items():
                yield Rated(bank, question, party, sign)
            if answer.answer:
                yield Rated(bank, question, US, answer.answer)
