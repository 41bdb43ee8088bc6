"""What git's log says of files: which commits touched them, and what each left. Reads only.

One process a question. How git is asked is said in `git`. Knows nothing of assessments.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .git import HEAD, output_of

_FIELDS = 5


class Commit(NamedTuple):
    """A commit that touched the file asked for. `date` is its author's, ISO 8601 with the author's own zone.

    `before` holds the blob's id in each parent that was compared, `after` the one it left; None: no file.
    """

    id: str
    parents: tuple[str, ...]
    date: str
    author: str
    subject: str
    path: str
    before: tuple[str | None, ...]
    after: str | None


def log(folder: Path, path: str, revision: str = HEAD) -> list[Commit]:
    """The commits that touched the file at `path`, newest first, its renames followed; none is no trouble.

    `path` is as in `REV:path`: from the top of the repository, or from `folder` when it begins with a dot.
    A merge is among them only where it left something else than each of its parents had.
    """
    magic = "literal" if path.startswith(("./", "../")) else "top,literal"
    arguments = [
        "log", "--follow", "-c", "--raw", "-z", "--no-abbrev", "--no-relative", "--no-show-signature",
        "--no-ext-diff", "--no-textconv", "--no-decorate", "--no-notes", "--no-color",
        "--format=%H%x00%P%x00%aI%x00%aN%x00%s",
        "--end-of-options", revision, "--", f":({magic}){path}",
    ]  # fmt: skip
    return list(_commits(output_of(folder, arguments)))


class Touched(NamedTuple):
    """A file as a commit left it: its name, the one before (another if renamed), its blob; None: no file.

    `before` is the blob that stood there.
    """

    path: str
    was: str
    after: str | None
    before: str | None = None


class PastCommit(NamedTuple):
    """A commit with the files it touched. `date` is as in Commit, `author` a name or an address, as asked."""

    id: str
    date: str
    author: str
    touched: tuple[Touched, ...]


def log_all(folder: Path, pattern: str, revision: str = HEAD, *, every: bool = False) -> Iterator[PastCommit]:
    """The commits of the main line that touched files like `pattern` (a glob from the top), newest first.

    A merge counts as one step, with all that it brought in; or `every` commit counts, of merges only what
    they brought in, and authors go by their addresses. One process, whatever the number of files.
    """
    line = ["--topo-order"] if every else ["--first-parent", "-m"]
    arguments = [
        "log", *line, "-M", "--raw", "-z", "--no-abbrev", "--no-relative",
        "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-decorate", "--no-notes", "--no-color",
        f"--format=%H%x00%aI%x00{'%ae' if every else '%aN'}",
        "--end-of-options", revision, "--", f":(top,glob){pattern}",
    ]  # fmt: skip
    words = output_of(folder, arguments).decode("utf-8", "surrogateescape").split("\0")
    at = 0
    while at + 2 < len(words):
        id, date, author = (_clean(word.lstrip("\n")) for word in words[at : at + 3])
        at += 3
        touched = []
        while at < len(words) and (not words[at] or words[at].lstrip("\n").startswith(":")):
            if words[at]:
                before, after, names = _raw(words[at].lstrip("\n"))
                paths = [_clean(word) for word in words[at + 1 : at + 1 + names]]
                touched.append(Touched(paths[-1], paths[0], after, before[0] if before else None))
                at += names
            at += 1
        yield PastCommit(id, date, author, tuple(touched))


def _commits(output: bytes) -> Iterator[Commit]:
    words = output.decode("utf-8", "surrogateescape").split("\0")
    at = 0
    while at + _FIELDS <= len(words):
        id, parents, date, author, subject = (_clean(word.lstrip("\n")) for word in words[at : at + _FIELDS])
        at += _FIELDS
        # Between a commit and its paths stands a line end, or for a merge an empty word.
        while at < len(words) and not words[at]:
            at += 1
        raw = words[at].lstrip("\n") if at < len(words) else ""
        if not raw.startswith(":"):
            continue
        before, after, names = _raw(raw)
        path = _clean("".join(words[at + names : at + names + 1]))
        at += 1 + names
        yield Commit(id, tuple(parents.split()), date, author, subject, path, before, after)


def _raw(line: str) -> tuple[tuple[str | None, ...], str | None, int]:
    """Blobs before and after, and how many paths follow, of a line such as `:100644 100644 1a.. 2b.. M`.

    A merge has as many colons as parents, a mode and a blob more than that, and always one path.
    """
    *words, status = line.lstrip(":").split(" ")
    *before, after = (id if id.strip("0") else None for id in words[len(words) // 2 :])
    return tuple(before), after, 2 if status[:1] in ("R", "C") and len(before) == 1 else 1


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
