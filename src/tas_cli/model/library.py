"""Which question banks and which playbook there are, and where: shipped with tas, or of the workspace.

A workspace's bank with the id of a shipped one takes its place, and so does its playbook. Judges no answers.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import TasError
from ..findings import BadFile, Finding
from ..storage import files
from ..words import Lang
from ..yamlio.document import one_spelling
from ..yamlio.reading import parse
from .assessment import Assessment
from .bank import Bank, question_in
from .bank_reading import PLAYBOOK, is_like_a_playbook, read_bank
from .workspace import Workspace, is_inside, shown

if TYPE_CHECKING:
    from .playbook import Playbook


class Library(NamedTuple):
    """Banks by id, those that are walked first and in the workspace's order; `where` maps id to file.

    `own_playbook` is the workspace's, None where it has none. A shipped bank that nobody walks is read when
    it is first asked for.
    """

    banks: Mapping[str, Bank]
    walked: tuple[str, ...]
    where: Mapping[str, str]
    own_playbook: Playbook | None = None

    @property
    def playbook(self) -> Playbook:
        """The workspace's playbook, else the one that comes with tas, which is read only when asked for."""
        return self.own_playbook or _shipped_playbook()

    @property
    def languages(self) -> set[Lang]:
        """The languages in which the title of any bank is given."""
        titles = (bank.title for bank in self.banks.values())
        return {lang for title in titles if isinstance(title, dict) for lang in title}

    def at_hand(self, named: Collection[str] = ()) -> list[Bank]:
        """The banks that were read already, and of the others those that are `named`."""
        unread = self.banks.unread if isinstance(self.banks, _Banks) else ()
        return [self.banks[id] for id in self.banks if id not in unread or id in named]

    def banks_for(self, *assessments: Assessment) -> list[Bank]:
        """The banks that concern any of `assessments`, in one order wherever they stand in a file.

        Those that the workspace walks come first, then others that are answered.
        """
        named = {*self.walked, *(id for each in assessments for id in (*each.banks, *each.answers))}
        return [self.banks[id] for id in self.banks if id in named]

    def find(self, name: str) -> tuple[Bank, str]:
        """The bank and question id that `name` ("question" or "bank.question") means, else a TasError."""
        bank_id, _, question = one_spelling(name).rpartition(".")
        asked = [bank_id] if bank_id in self.banks else [] if bank_id else self.walked
        hits = [self.banks[id] for id in asked if question in self.banks[id].by_id]
        if not hits and not bank_id:
            hits = [bank for bank in self.banks.values() if question in bank.by_id]
        if len(hits) > 1:
            raise TasError(
                "cli.ambiguous_question", name=name, banks=", ".join(f"{b.id}.{question}" for b in hits)
            )
        if not hits:
            raise TasError("cli.unknown_question", name=name, near=self._near(question))
        return hits[0], question

    def bank(self, id: str) -> Bank:
        """The bank called `id`, else a TasError that lists what there is."""
        if id not in self.banks:
            from .field_types import nearest

            raise TasError(
                "cli.unknown_bank", name=id, near=nearest(id, self.banks), known=", ".join(self.banks)
            )
        return self.banks[id]

    def _near(self, question: str) -> str:
        from .field_types import nearest

        return nearest(question, [id for bank in self.banks.values() for id in bank.by_id])


class _Banks(Mapping[str, Bank]):
    """Banks by id, in order; of some only the file is known until they are asked for."""

    def __init__(self, order: Iterable[str], read: Mapping[str, Bank], unread: Mapping[str, Path]) -> None:
        self._order = tuple(order)
        self._read = dict(read)
        self._unread = unread

    @property
    def unread(self) -> Collection[str]:
        """The ids of those that nobody asked for yet."""
        return self._unread.keys() - self._read.keys()

    def __getitem__(self, id: str) -> Bank:
        if id not in self._read:
            path = self._unread[id]
            self._read[id] = _bank(files.read_text(path), shown(path))
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, id: object) -> bool:
        return id in self._read or id in self._unread


def _bank(text: str, file: str) -> Bank:
    """The bank of a file; BadFile when it cannot be used."""
    bank, findings = read_bank(text, file)
    if bank is None:
        raise BadFile(findings)
    return bank


def shipped() -> Path:
    """The folder of the banks that come with tas.

    A checkout is asked first: an editable install can hold a stale copy inside the package.
    """
    package = Path(__file__).parents[1]
    checkout = package.parents[1]
    return (checkout if (checkout / "pyproject.toml").is_file() else package) / "questions"


def load_library(workspace: Workspace) -> Library:
    """All banks. BadFile when one that is walked, or of the workspace's own, cannot be used."""
    unread = {path.stem: path for path in sorted(shipped().glob("*.yaml")) if path.stem != PLAYBOOK}
    read: dict[str, Bank] = {}
    where = {id: shown(path) for id, path in unread.items()}
    own_playbook: str | None = None
    for path in _paths(workspace):
        name, text = shown(path), files.read_text(path)
        if is_like_a_playbook(text):
            if own_playbook is not None:
                raise TasError("cli.bank_twice", name=PLAYBOOK, first=where[PLAYBOOK], second=name)
            own_playbook, where[PLAYBOOK] = text, name
            continue
        bank = _bank(text, name)
        if bank.id in read:
            raise TasError("cli.bank_twice", name=bank.id, first=where[bank.id], second=name)
        read[bank.id], where[bank.id] = bank, name
    walked = tuple(workspace.settings.banks)
    for i, id in enumerate(walked):
        if id not in read and id not in unread:
            at = workspace.line(("banks", i))
            params = {"name": id, "known": ", ".join(where)}
            raise BadFile([Finding("TAS137", "error", workspace.file, at, params=params)])
    banks = _Banks(dict.fromkeys((*walked, *unread, *read)), read, unread)
    for id in walked:
        banks[id]
    for id, bank in read.items():
        if any(check.where for check in bank.cross_checks):
            _check_where(bank, banks, where[id])
    playbook = None if own_playbook is None else _usable_playbook(own_playbook, where[PLAYBOOK], banks)
    return Library(banks, walked, where, playbook)


def _check_where(bank: Bank, banks: Mapping[str, Bank], file: str) -> None:
    """BadFile for a cross-check that waits for a rating that no bank asks for."""
    for place, check in enumerate(bank.cross_checks):
        for name in check.where:
            other, _, question = name.partition(".")
            asked = question_in(banks, other, question)
            if asked is None or not asked.kind.each_party:
                line = parse(files.read_text(Path(file))).line(("cross_checks", place, "where", name))
                raise BadFile([Finding("TAS134", "error", file, line, params={"name": name})])


def _usable_playbook(text: str, name: str, banks: Mapping[str, Bank] | None = None) -> Playbook:
    """A playbook; BadFile when it cannot be used, or names what none of `banks` has."""
    from .playbook import astray, read_playbook  # which few commands need

    playbook, findings = read_playbook(text, name)
    if playbook is not None and banks is not None:
        findings = list(astray(playbook, text, name, banks))
    if playbook is None or findings:
        raise BadFile(findings)
    return playbook


def read_questions(text: str, file: str) -> tuple[Bank | Playbook | None, list[Finding]]:
    """What a file that `questions` may name holds, a bank or a playbook, with what is wrong in it."""
    if not is_like_a_playbook(text):
        return read_bank(text, file)
    from .playbook import read_playbook

    return read_playbook(text, file)


@cache
def _shipped_playbook() -> Playbook:
    path = shipped() / f"{PLAYBOOK}.yaml"
    return _usable_playbook(files.read_text(path), shown(path))


def _paths(workspace: Workspace) -> Iterator[Path]:
    """The bank files a workspace names; of a folder, its `*.yaml` in order. Never outside the workspace."""
    root = workspace.root or Path()
    for i, entry in enumerate(workspace.settings.questions):
        path = root / entry
        # os.path.isdir has an answer for names that no system would take.
        files_of = list(_in_folder(path)) if os.path.isdir(path) else [path]  # noqa: PTH112
        if not all(is_inside(root, str(each)) for each in (entry, *files_of)):
            line = workspace.line(("questions", i))
            raise BadFile([Finding("TAS138", "error", workspace.file, line, params={"name": entry})])
        yield from files_of


def _in_folder(folder: Path) -> Iterator[Path]:
    """The bank files of a folder; BadFile for one that is a bank by all but its name."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            yield path
        elif path.suffix.lower() in (".yaml", ".yml"):
            near = path.with_suffix(".yaml").name
            raise BadFile([Finding("TAS036", "error", shown(path), 1, params={"near": near})])
