"""What an import tells: what it would change, whose words it would replace, what is gone, what was done.

Changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import TasError
from ..output import emit, report, tell
from ..safe import line
from ..words import say

if TYPE_CHECKING:
    from ..changes.folders import FileStatus
    from ..importing.matching import Matched
    from ..importing.rows import RowsRead
    from ..model.assessment import Assessment
    from ..model.import_mapping import ImportMapping
    from ..output import Color
    from ..place import Place
    from ..storage.files import NewText

MOST_TOLD = 50
"""So many things of one kind are told one by one."""


def show(
    texts: Sequence[NewText],
    befores: Mapping[str, Assessment],
    mapping: ImportMapping,
    place: Place,
    format: str,
    to: str,
    color: Color,
) -> None:
    """What would change, as `tas diff` tells it; and which words of a person's the CRM's would replace."""
    from ..changes.folders import compared
    from ..model.assessment import Assessment, read_assessment, usable
    from ..reports.formats import Difference

    found = []
    for each in sorted(texts):
        before = befores.get(each.path)
        after = usable(read_assessment(each.text, each.path))
        status: FileStatus = "added" if before is None else "changed"
        found.append(compared(place, status, before or Assessment(), after, each.path))
    names = (say("import.before", place.lang), say("import.after", place.lang))
    report("diff", format, Difference(found, names, is_folder=True), place.lang, to=to, color=color)
    _tell_yours(befores, {each.file: each.new for each in found}, mapping, place)


def _tell_yours(
    now: Mapping[str, Assessment], after: Mapping[str, Assessment], mapping: ImportMapping, place: Place
) -> None:
    """Name the mapped fields that somebody changed since the last commit and the CRM would change again."""
    from ..changes.sources import Reader, in_revision, parse_side
    from ..importing.matching import known_deal
    from ..model.assessment import read_assessment
    from ..model.fields import plain_text

    paths = list(now)
    try:
        with Reader() as reader:
            texts = reader.texts([reader.source(in_revision(parse_side(path), "HEAD")) for path in paths])
    except TasError:
        return  # outside git nobody knows what was changed
    for path, text in zip(paths, texts, strict=True):
        committed = read_assessment(text, path).assessment if isinstance(text, str) else None
        if committed is None:
            continue
        was, yours, theirs = (
            known_deal(path, 1, deal, mapping.fields).values for deal in (committed, now[path], after[path])
        )
        for name in mapping.fields:
            if was[name] != yours[name] != theirs[name]:
                old, new = (plain_text(each[name]) or "-" for each in (yours, theirs))
                tell(say("import.yours", place.lang, file=path, name=name, old=old, new=new))


def list_gone(found: Matched, place: Place, *, aside: bool) -> None:
    """The open deals that the export no longer has: for a person to look into, never closed."""
    gone = [deal for deal in found.gone if deal.outcome == "open"]
    lines = [
        say(
            "import.gone",
            place.lang,
            file=deal.path,
            id=deal.crm_id,
            deal=" - ".join(filter(None, deal.names)),
        )
        for deal in sorted(gone)
    ]
    for each in lines if aside else ():
        tell(each)
    if lines and not aside:
        emit("\n".join(map(line, lines)))


def sum_up(read: RowsRead, found: Matched, currency: str, place: Place, *, dry_run: bool) -> None:
    """What was done, skipped, and taken for granted; `currency` is what new amounts are in."""
    for path, row in found.alike[:MOST_TOLD]:
        tell(say("import.alike", place.lang, file=path, line=row.line, id=row.id))
    unrated = sum(values.get("outcome") in (None, "open") for _, values in found.new)
    proved = [f"{column}: {form}" for column, form in read.proved.items()]
    proved += filter(None, [currency])
    tell(
        say(
            "import.would" if dry_run else "import.done",
            place.lang,
            n=len(read.rows),
            new=len(found.new),
            changed=len(found.updates),
            same=found.same,
            footers=read.footers,
            without=read.without_id,
            hidden=read.hidden,
            assumed=", ".join(proved),
            unrated=0 if dry_run else unrated,
        )
    )
