"""`tas import`: opportunities out of a CRM's export into files, repeatably."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import TasError
from ..output import emit, is_agreed, tell, watched
from ..reports.formats import formats_of
from ..storage import files
from ..words import say
from .deals import FileNames, all_deals, displayed
from .import_told import MOST_TOLD, list_gone, show, sum_up
from .options import ColorOption, LangOption, QuietOption, TodayOption, ToOption, chosen

if TYPE_CHECKING:
    from ..gate import Gate
    from ..importing.matching import KnownDeal, Matched
    from ..importing.rows import RowsRead
    from ..model.assessment import Assessment
    from ..model.import_mapping import ImportMapping
    from ..place import Place
    from ..storage.files import NewText


ATTEMPTS = 5


def import_deals(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The export, CSV or a spreadsheet; - is stdin.")
    ],
    crm: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Which mapping of tas.yaml, if it has several."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; print what tas diff would.")
    ] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="Also list open deals that the export does not have.")
    ] = False,
    init: Annotated[bool, typer.Option("--init", help="Propose a mapping for tas.yaml.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --init: put it into tas.yaml without asking.")
    ] = False,
    format: Annotated[
        str, chosen(["--format"], formats_of("diff"), "Form of what --dry-run prints.")
    ] = "text",
    to: ToOption = "-",
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Bring deals in from a CRM's export.

    One row is one opportunity; `import` in tas.yaml says which column is which field. Rows are matched by the
    CRM's id alone. The mapped fields are the CRM's; all else in a deal's file stays as it is. The whole
    export is judged before anything is written: one bad row, and nothing is. Importing the same file again
    changes no byte.

    Examples:

      tas import report.csv --init

      tas import report.csv --dry-run

      tas import report.csv --complete
    """
    from ..place import Places

    places = Places(today, lang)
    place = places.here()
    if init:
        return propose(file, place, to, yes=yes)
    mapping = _mapping(place, crm)
    read = _rows(file, mapping, place)
    paths = all_deals(places)
    known = _known_deals(paths, mapping, place)
    found = _matched(read, known, file, place)
    currency = _currency(found, place)
    befores: dict[str, Assessment] = {}
    texts = [*_changed_texts(found, place, befores), *_new_texts(found, currency, paths, place)]
    if dry_run:
        show(texts, befores, mapping, place, format, to, color)
    else:
        _write(texts, found, place)
    if complete:
        list_gone(found, place, aside=dry_run and format != "text")
    if not quiet:
        sum_up(read, found, currency, place, dry_run=dry_run)
    return 0


def _mapping(place: Place, crm: str | None) -> ImportMapping:
    """The mapping to read by. BadFile where tas.yaml maps what it cannot; TasError for none or several."""
    from ..findings import BadFile
    from ..model.import_checks import mapping_faults

    mappings = place.settings.imports
    if not mappings:
        raise TasError("import.no_mapping", file=place.workspace.file)
    if crm is None and len(mappings) > 1:
        raise TasError("import.which", names=", ".join(mappings))
    if crm is not None and crm not in mappings:
        raise TasError("import.no_such", name=crm, names=", ".join(mappings))
    if faults := tuple(mapping_faults(place.workspace)):
        raise BadFile(faults)
    return mappings[crm or next(iter(mappings))]


def _rows(file: str, mapping: ImportMapping, place: Place) -> RowsRead:
    from ..importing.rows import read_rows
    from ..storage.tables import Dialect, read_table

    declared = Dialect(mapping.encoding, mapping.delimiter, mapping.sheet)
    return read_rows(read_table(file, declared), file, mapping, place.settings)


def _known_deals(paths: Sequence[str], mapping: ImportMapping, place: Place) -> list[KnownDeal]:
    """The deals there are. TasError where one cannot be read: it might be the one that a row is of."""
    from ..gate import Gate, work_all

    work = work_all(paths, Gate(place.today), None, partial(_known, tuple(mapping.fields)))
    found = list(watched(work, len(paths), say("portfolio.reading", place.lang)))
    for trouble in (each for each in found if isinstance(each, str)):
        tell(trouble)
    if any(isinstance(each, str) for each in found):
        raise TasError("import.unreadable")
    return [each for each in found if not isinstance(each, str)]


def _known(fields: Sequence[str], gate: Gate, path: str) -> KnownDeal | str:
    from ..findings import title
    from ..importing.matching import known_deal
    from ..model.assessment import read_assessment
    from ..model.workspace import leads_out
    from ..output import describe

    place = gate.places.find(path).place
    if leads_out(path, place.root):
        return f"tas: {path}: {title('TAS024', gate.places.lang)}"
    try:
        reading = read_assessment(files.read_text(path), path)
    except TasError as trouble:
        return describe(trouble, gate.places.lang)
    if reading.assessment is None:
        return reading.findings[0].complaint(gate.places.lang)
    return known_deal(path, reading.document.line(("crm_id",)), reading.assessment, fields)


def _matched(read: RowsRead, known: Sequence[KnownDeal], file: str, place: Place) -> Matched:
    """The rows with their deals. TasError where anything is wrong with any row, each named."""
    from ..importing.matching import matched

    found = matched(read.rows, known, file)
    faults = sorted(
        (*read.findings, *found.findings), key=lambda each: (each.file != file, each.file, each.line)
    )
    for each in faults[:MOST_TOLD]:
        tell(f"tas: {each.file}:{each.line}: {each.id} {each.text(place.lang)}\n     {each.help(place.lang)}")
    if len(faults) > MOST_TOLD:
        tell(say("import.more_faults", place.lang, n=len(faults) - MOST_TOLD))
    if faults:
        raise TasError("import.bad_rows", n=len(faults))
    return found


def _currency(found: Matched, place: Place) -> str:
    """The workspace's currency, where new deals have an amount and the export names none; else ""."""
    lacking = any("amount" in values and "currency" not in values for _, values in found.new)
    return place.settings.currency if lacking else ""


def _new_texts(found: Matched, currency: str, paths: Sequence[str], place: Place) -> list[NewText]:
    """The files of new deals, named by customer and opportunity."""
    from ..importing.matching import saying
    from ..model.assessment import Assessment
    from ..model.layout import new_text
    from ..model.workspace import schema_line

    folder = displayed(str(place.workspace.deals))
    listed = os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208
    names = FileNames([*listed, *map(os.path.basename, paths)])
    made = []
    for row, values in found.new:
        usual = {"currency": currency} if currency and "amount" in values else {}
        deal = saying(Assessment(crm_id=row.id), {**usual, **values})
        name = names.new(f"{deal.customer} {deal.opportunity}")
        path = os.path.join(folder, name)  # noqa: PTH118
        made.append(files.NewText(path, schema_line(path) + new_text(deal, place.library.banks), None))
    return made


def _changed_texts(found: Matched, place: Place, befores: dict[str, Assessment]) -> list[NewText]:
    """The texts of deals that are to say something else; what they say now is put into `befores`."""
    made = []
    for update in found.updates:
        text, new, befores[update.path] = _changed(update.path, update.values, place)
        made.append(files.NewText(update.path, new, text))
    return made


def _changed(path: str, values: Mapping[str, Any], place: Place) -> tuple[str, str, Assessment]:
    """The text of a deal, the one in which it says `values`, and what it says now."""
    from ..importing.matching import saying
    from ..model.assessment import read_assessment
    from ..model.layout import patched

    text = files.read_text(path)
    reading = read_assessment(text, path)
    if reading.assessment is None:
        from ..findings import BadFile

        raise BadFile(reading.findings)
    return text, patched(reading, saying(reading.assessment, values), place.library.banks), reading.assessment


def _write(texts: Sequence[NewText], found: Matched, place: Place) -> None:
    """All files at once; those that somebody else wrote meanwhile once more, with what they say now."""
    folder = place.workspace.deals
    with files.refusals_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    values = {update.path: update.values for update in found.updates}
    for path in files.write_all(texts):
        for attempt in range(ATTEMPTS):
            if path not in values or attempt == ATTEMPTS - 1:
                raise TasError("files.changed", file=path)
            text, new, _ = _changed(path, values[path], place)
            try:
                files.write_text(path, new, expected=text)
                break
            except files.ChangedOnDisk:
                continue


def propose(file: str, place: Place, to: str, *, yes: bool) -> int:
    """Print a mapping, and put it into tas.yaml where somebody agrees."""
    from ..importing.profiles import fitting, proposal
    from ..model.workspace import NAME

    if place.settings.imports:
        raise TasError("import.has_mapping", file=place.workspace.file)
    text = proposal(fitting(file), place.settings, place.lang)
    emit(text, to)
    path = str(place.root / NAME) if place.root else NAME
    question = say("import.init.ask", place.lang, file=displayed(path))
    agreed = yes or (sys.stdin.isatty() and sys.stdout.isatty() and is_agreed(question))
    if agreed:
        _append(path, text)
    tell(say("import.init.written" if agreed else "import.init.next", place.lang, file=displayed(path)))
    return 0


def _append(path: str, text: str) -> None:
    """Add a section to tas.yaml; it is read first, so that none is written that could not be."""
    from ..findings import BadFile
    from ..model.workspace import read_workspace

    standing = files.read_text(path) if os.path.lexists(path) else None
    whole = f"{standing.rstrip()}\n\n{text}" if standing else f"format: 1\n{text}"
    read = read_workspace(whole, Path(path).parent)
    if read.findings:
        raise BadFile(read.findings)
    files.rewrite(path, whole, expected=standing)
