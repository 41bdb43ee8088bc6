"""What git knows of many deals at once: for each file its earlier versions and the days of their commits.

One `git log` and one `git cat-file` whatever the number of deals. The main line counts: what a merge brought
in is dated by the merge. What moved between the versions of one deal is told by `timeline`. Shows nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..judging.portfolio import Moves, Stay
from ..judging.scorecard import Outline
from ..model.answers import US
from ..model.assessment import Assessment, read_assessment, with_fields
from ..storage import files
from ..storage.git import HEAD, Objects, folder_for
from ..storage.git_log import PastCommit, log_all

PATTERN = f"**/*{files.SUFFIX}"
_FURTHER_ON = re.compile(rb"^[^ #\r\n]", re.MULTILINE)


class Dated(NamedTuple):
    """A version of a deal and the day of its commit; `assessment` is None where nobody could read it."""

    day: date
    assessment: Assessment | None


Past = Sequence[Dated]
"""The versions of one deal, oldest first; none for a file that git does not know."""


def pasts(paths: Iterable[str], *, whole: bool = True) -> Mapping[str, Past]:
    """The past of each of these files up to HEAD. TasError where there is no git to ask.

    Where it need not be `whole`, a version has only its stage and its close date, which takes much less.
    """
    found: dict[str, Past] = {}
    for top, names in _by_repository(paths).items():
        found |= _in_one(top, names, _read_version if whole else _read_fields)
    return found


def _by_repository(paths: Iterable[str]) -> Mapping[Path, dict[str, str]]:
    """These files by the top of their repository, and by their name from there. TasError for one in none."""
    by_top: dict[Path, dict[str, str]] = {}
    for path in paths:
        top = top_of(path)
        if top is None:
            raise TasError("git.no_repository")
        by_top.setdefault(top, {})[os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")] = path
    return by_top


def top_of(path: str) -> Path | None:
    """The top of the repository that a file is in; None outside of any."""
    folder = folder_for(path)
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _in_one(
    top: Path, names: Mapping[str, str], read_one: Callable[[bytes], Assessment | None]
) -> dict[str, Past]:
    """The pasts of the files of one repository, given by their names from its top."""
    with Objects(top) as objects:
        start = objects.find(f"{HEAD}^{{commit}}")
        if start is None:
            raise objects.lacking(HEAD, "")
        blobs = _blobs(log_all(top, PATTERN, start.id), names)
        wanted = list(dict.fromkeys(id for versions in blobs.values() for _, id in versions))
        read = {
            id: read_one(blob.data if blob else b"")
            for id, blob in zip(wanted, objects.find_all(wanted), strict=True)
        }
    return {names[name]: [Dated(day, read[id]) for day, id in versions] for name, versions in blobs.items()}


def _blobs(steps: Iterable[PastCommit], names: Iterable[str]) -> dict[str, list[tuple[date, str]]]:
    """Day and blob of every version of each name, oldest first; a file goes by its later name all along."""
    found: dict[str, list[tuple[date, str]]] = {name: [] for name in names}
    called = {name: name for name in found}
    for step in steps:
        day = date.fromisoformat(step.date[:10])
        moved: dict[str, str] = {}
        for path, was, after, _ in step.touched:
            name = called.get(path)
            if name is not None and after is not None:
                found[name].append((day, after))
                if was != path:
                    moved[was] = name
                    del called[path]
        # What was renamed away from here before that is another deal's past.
        gone = {each.was for each in step.touched if each.was != each.path}
        called = {path: name for path, name in called.items() if path not in gone} | moved
    return {name: versions[::-1] for name, versions in found.items()}


def _read_version(data: bytes) -> Assessment | None:
    """The assessment that a blob holds; None where nobody can read it."""
    try:
        return read_assessment(files.decoded(data, "-"), "-").assessment if data else None
    except TasError:
        return None


def _read_fields(data: bytes) -> Assessment | None:
    """What moves, of a version; where the answers come last, as tas writes them, without reading those."""
    head, found, answers = data.partition(b"\nanswers:\n")
    is_last = found and not _FURTHER_ON.search(answers)
    read = (_read_version(head + b"\n") if is_last else None) or _read_version(data)
    return read and _moving(read.stage, read.close_date)


@cache
def _moving(stage: str, close_date: date | None) -> Assessment:
    """What moves is counted of; one value for all versions that have the same."""
    return with_fields(Assessment(), stage=stage, close_date=close_date)


def is_cut(path: str) -> bool:
    """Whether git knows only the last part of the past of a file: it is in a shallow clone."""
    top = top_of(path)
    return top is not None and (top / ".git" / "shallow").exists()


def moves(past: Past, now: Assessment) -> Moves | None:
    """The stays of a deal in its stages, and its close dates; None where git knows no version of it.

    What is on the disk and not committed yet belongs to no day, so it is not among them.
    """
    known = [(each.day, each.assessment) for each in past if each.assessment is not None]
    if not known:
        return None
    stays: list[Stay] = []
    closes: list[tuple[date, date]] = []
    for day, deal in known:
        if not stays or stays[-1].stage != deal.stage:
            if stays:
                stays[-1] = stays[-1]._replace(end=day)
            stays.append(Stay(deal.stage, day, None))
        if deal.close_date is not None and (not closes or closes[-1][1] != deal.close_date):
            closes.append((day, deal.close_date))
    current = stays[-1].stage == now.stage
    return Moves(tuple(stays if current else stays[:-1]), tuple(closes), current)


def outlines(past: Past, judged: Callable[[Assessment], Outline]) -> Iterator[tuple[date, Outline]]:
    """How a deal stood, and since which day, oldest first."""
    for day, deal in past:
        if deal is not None:
            yield day, judged(deal)


def as_they_were(
    paths: Sequence[str], folder: str, since: str
) -> tuple[dict[str, Assessment], dict[str, Assessment]]:
    """The deals at a revision, or at the end of a day: those of `paths` by path, and those gone since.

    `folder` holds the deals. Which of those gone only have another name now is told by `renamed`.
    """
    from .sources import Reader, in_revision, parse_side

    side = parse_side(folder)
    with Reader() as reader:
        revision = _revision(since, side.folder)
        listed = reader.listed(in_revision(side, revision, may_lack=True)) or {}
        texts = reader.texts(list(listed.values()))
    old: dict[str, Assessment] = {}
    for name, text in zip(listed, texts, strict=True):
        read = read_assessment(text, name).assessment if isinstance(text, str) else None
        if read is not None:
            old[name] = read
    here = {os.path.relpath(path, folder).replace(os.sep, "/"): path for path in paths}
    found = {path: old.pop(name) for name, path in here.items() if name in old}
    return found, {os.path.join(folder, name): deal for name, deal in old.items()}  # noqa: PTH118


def renamed(gone: Mapping[str, Assessment], come: Mapping[str, Assessment]) -> dict[str, str]:
    """New path → old path of deals that are the same by their CRM's key, else by customer and opportunity.

    Only where no other deal on the same side has the same.
    """
    from .folders import deal_of, pair_by

    pairs: dict[str, str] = {}
    pair_by(lambda deal: deal.crm_id or None, gone, come, pairs)
    pair_by(deal_of, gone, come, pairs)
    return {path: was for was, path in pairs.items()}


def _revision(since: str, folder: Path) -> str:
    """The revision that a word means: itself, or the last one of the day that it is."""
    try:
        last = date.fromisoformat(since)
    except ValueError:
        return since
    for step in log_all(folder, "**"):
        if date.fromisoformat(step.date[:10]) <= last:
            return step.id
    raise TasError("git.no_revision", revision=since)


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
    found: dict[str, Mapping[Rated, str]] = {}
    for top, names in _by_repository(paths).items():
        found |= {names[name]: rated for name, rated in _rated_in_one(top, names, wanted).items()}
    return found


def _rated_in_one(top: Path, names: Iterable[str], people: Collection[str]) -> dict[str, Mapping[Rated, str]]:
    with Objects(top) as objects:
        if objects.find(f"{HEAD}^{{commit}}") is None:
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
            id: _answers(_read_version(blob.data if blob else b""))
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
