"""What is wrong with the proposals beside deals: unreadable, without a deal, asked no more, waiting too long.

Nothing that waits is judged as an answer. Reads files, writes none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import Param, TasError
from ..findings import ENOUGH, Finding, usual_level
from ..judging.tallies import applies
from ..model.assessment import Assessment, read_assessment
from ..model.bank import question_in
from ..model.library import Library
from ..model.workspace import text_within
from ..storage import files
from .judged_files import JudgedFile, displayed, judged_file
from .ready_workspace import ReadyWorkspace

if TYPE_CHECKING:
    from ..model.proposals import ReadProposals

WAITING_DAYS = 14
"""After so many days nobody remembers the call."""


def judged_proposals(path: str, ready: ReadyWorkspace, today: date) -> JudgedFile:
    """All that is wrong with the proposals at `path`, in order of its lines."""
    from ..model.proposals import read_proposals

    name = displayed(path)
    text = text_within(path, ready.root, name)
    if isinstance(text, Finding):
        return JudgedFile(name, (text,))
    read = read_proposals(text, name)
    found = islice((*read.findings, *_found(read, path, ready, today)), ENOUGH)
    return judged_file(name, found, text)


def _found(read: ReadProposals, path: str, ready: ReadyWorkspace, today: date) -> Iterator[Finding]:
    if read.proposals is None:
        return
    name = displayed(path)
    if read.document.data is None:
        yield Finding("TAS030", "error", name, 1)
        return
    deal, owner = _deal(path)
    if deal is None:
        yield Finding("TAS502", usual_level("TAS502"), name, 1, params={"name": os.path.basename(owner)})  # noqa: PTH119
    for (question, party), proposal in read.proposals.waiting.items():
        line = read.document.line(("proposals", question, party))
        days = (today - proposal.proposed).days
        named: dict[str, Param] = {"question": question, "party": party}
        if days > WAITING_DAYS:
            about: dict[str, Param] = {**named, "days": days}
            yield Finding("TAS501", usual_level("TAS501"), name, line, params=about, question=question)
        if deal and ready.library and not is_asked(ready.library, deal, question, party):
            yield Finding("TAS503", usual_level("TAS503"), name, line, params=named, question=question)


def _deal(path: str) -> tuple[Assessment | None, str]:
    """The deal that proposals lie beside, as far as it can be read, and the path it has or would have."""
    stem = path.removesuffix(files.PROPOSALS)
    owner = next((each for each in (stem + files.SUFFIX, f"{stem}.yaml") if os.path.lexists(each)), None)
    if owner is None or files.beside(owner) != path:
        return None, stem + files.SUFFIX
    try:
        return read_assessment(files.read_text(owner), owner).assessment or Assessment(), owner
    except TasError:
        return Assessment(), owner


def is_asked(library: Library, deal: Assessment, name: str, party: str) -> bool:
    """Whether the deal has that cell: the question in a bank, and a party that it is asked about."""
    bank, _, id = name.partition(".")
    asked = question_in(library.banks, bank, id)
    return asked is not None and party in asked.kind.parties(deal.parties) and applies(asked, party)
