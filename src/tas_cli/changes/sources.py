"""What a side of a comparison is: a file, a folder, standard input, or either of them in a revision.

Turns sides into named texts, from the disk or through git. Compares nothing and reads no YAML.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..storage import files, git
from ..storage.search import find_assessments


class Side(NamedTuple):
    """A side as it was typed: `revision` is None for the disk, "" for git's index.

    `folder` is where git runs to look it up. `may_lack`: only a revision was named, not the folder in it,
    which need not have been there.
    """

    word: str
    revision: str | None
    path: str
    folder: Path
    may_lack: bool = False

    @property
    def is_stdin(self) -> bool:
        """Whether it is standard input."""
        return self.revision is None and self.path == files.STDIN

    def below(self, name: str) -> str:
        """The name of a file in this folder, as people would type it."""
        return name if self.word in (".", "./") else f"{self.word.rstrip('/')}{self._joint}{name}"

    @property
    def _joint(self) -> str:
        return "" if self.revision is not None and not self.path else "/"


class Source(NamedTuple):
    """A file to be read: `name` for people, where it is, and its blob's id when git knows it already."""

    name: str
    side: Side
    path: str
    id: str | None = None

    @property
    def place_on_disk(self) -> str | None:
        """Where the file lies or would lie in the working folder; None when its path is from the top."""
        if self.side.revision is None:
            return self.path
        is_from_here = self.path.startswith(("./", "../"))
        return os.path.join(self.side.folder, self.path) if is_from_here else None  # noqa: PTH118


def parse_side(word: str) -> Side:
    """The side that `word` means. What exists on the disk under that very name is that file or folder."""
    if word == files.STDIN or os.path.lexists(word):
        return Side(word, None, word, git.folder_for(word if word != files.STDIN else "."))
    colon = _colon(word)
    if colon < 0 or (os.name == "nt" and colon == 1):
        return Side(word, None, word, git.folder_for(word))
    path = word[colon + 1 :]
    return Side(word, word[:colon], "./" if path == "." else path, git.folder_for("."))


def in_revision(side: Side, revision: str, *, may_lack: bool = False) -> Side:
    """The same file or folder in another revision."""
    if side.is_stdin:
        raise TasError("changes.stdin_alone")
    path = side.path if side.revision is not None else git.name_from(side.folder, side.path)
    return Side(f"{revision}:{side.path}", revision, path, side.folder, may_lack)


def _colon(word: str) -> int:
    """Where the path of `REV:path` begins: at the first colon that no braces hold, as in HEAD^{/a: b}:x."""
    depth = 0
    for index, character in enumerate(word):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ":" and depth <= 0:
            return index
    return -1


class Reader:
    """Reads sides: the disk, standard input, and one git process for each repository asked.

    `foreign` are the repositories further in that were passed over because another one was asked.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._objects: dict[Path, git.Objects] = {}
        self.foreign: set[str] = set()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._stack.close()

    def objects(self, folder: Path) -> git.Objects:
        """The objects of the repository that answers in `folder`."""
        if folder not in self._objects:
            self._objects[folder] = self._stack.enter_context(git.Objects(folder))
        return self._objects[folder]

    def is_revision(self, word: str, folder: Path) -> bool:
        """Whether git, where there is any, knows a commit by the name `word`."""
        try:
            return self.objects(folder).find(f"{word}^{{commit}}") is not None
        except TasError:
            return False

    def common(self, folder: Path, one: str, other: str) -> str:
        """The commit that two revisions come from, by its id."""
        ids = []
        for each in (one, other):
            found = self.objects(folder).find(f"{each}^{{commit}}")
            if found is None:
                raise self.objects(folder).lacking(each, "")
            ids.append(found.id)
        base = git.merge_base(folder, *ids)
        if base is None:
            raise TasError("changes.no_common", one=one, other=other)
        return base

    def listed(self, side: Side) -> dict[str, Source] | None:
        """The assessments in a folder by their path in it, in order; None when `side` is a file."""
        if side.revision is None:
            return self._on_disk(side)
        objects = self.objects(side.folder)
        found = objects.find(f"{side.revision}:{side.path}")
        if found is None and side.may_lack and self.is_revision(side.revision, side.folder):
            return {}
        if found is None:
            raise objects.lacking(side.revision, side.path)
        if found.kind != "tree":
            return None
        base = side.path if side.path.endswith("/") or not side.path else f"{side.path}/"
        entries = [entry for entry in objects.files(found) if entry.path.endswith(files.SUFFIX)]
        return {
            each.path: Source(
                side.below(each.path), side, base + each.path, None if each.is_link else each.id
            )
            for each in entries
        }

    def _on_disk(self, side: Side) -> dict[str, Source] | None:
        if side.is_stdin or not (Path(side.path).is_dir() or side.may_lack):
            return None
        found = find_assessments([side.path]) if Path(side.path).is_dir() else ()
        return {
            os.path.relpath(path, side.path).replace(os.sep, "/"): Source(path, side, path) for path in found
        }

    def as_git_sees(
        self, side: Side, found: dict[str, Source], other: Mapping[str, Source]
    ) -> dict[str, Source]:
        """What lies in a folder on the disk, to be compared with the `other` files of a revision.

        Without what belongs to a repository further in, and with what a sparse checkout left out: neither is
        a change of anybody's.
        """
        foreign = {name: own_repository(side.path, name) for name in found if name not in other}
        self.foreign |= {folder for folder in foreign.values() if folder}
        seen = {name: each for name, each in found.items() if not foreign.get(name)}
        if all(name in seen for name in other):
            return seen
        index = Side(side.word, "", git.name_from(side.folder, side.path), side.folder)
        for name, id in git.skipped(side.folder, index.path).items():
            if name in other and name not in seen:
                seen[name] = Source(side.below(name), index, f"{index.path}/{name}", id)
        return seen

    def source(self, side: Side) -> Source:
        """A side that is a file, to be read."""
        return Source(side.word, side, side.path)

    def text(self, source: Source) -> str:
        """The text of a file. TasError when it is not there or is no text."""
        text = self.texts([source])[0]
        if isinstance(text, TasError):
            raise text
        return text

    def texts(self, sources: Sequence[Source]) -> list[str | TasError]:
        """The texts of files of one side, or for each the trouble with it."""
        committed = [source for source in sources if source.side.revision is not None]
        if not committed:
            return [_tried(source) for source in sources]
        objects = self.objects(committed[0].side.folder)
        names = [source.id or f"{source.side.revision}:{source.path}" for source in committed]
        found = iter(list(objects.find_all(names)))
        return [
            _tried(source) if source.side.revision is None else _text_of(source, next(found), objects)
            for source in sources
        ]


def own_repository(folder: str, name: str) -> str | None:
    """The repository that begins between `folder` and the file `name` below it, if one does."""
    between = [Path(folder) / each for each in list(Path(name).parents)[:-1]]
    return next((str(each) for each in reversed(between) if (each / ".git").exists()), None)


def _tried(source: Source) -> str | TasError:
    try:
        return files.read_text(source.path)
    except TasError as trouble:
        return trouble


def _text_of(source: Source, found: git.Object | None, objects: git.Objects) -> str | TasError:
    if found is None and source.id:
        return TasError("git.not_here", name=source.name)
    if found is None or found.kind != "blob":
        return objects.lacking(source.side.revision or "", source.path)
    try:
        return files.decoded(found.data, source.name)
    except TasError as trouble:
        return trouble


def same_blob(id: str | None, text: str) -> bool:
    """Whether git's blob `id` holds exactly `text`; False when the id is not known."""
    if id is None:
        return False
    import hashlib

    data = text.encode("utf-8")
    made = hashlib.new("sha1" if len(id) == 40 else "sha256", usedforsecurity=False)
    made.update(b"blob %d\0" % len(data) + data)
    return made.hexdigest() == id
