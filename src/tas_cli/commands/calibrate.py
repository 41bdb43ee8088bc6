"""`tas calibrate`: what a team's own closed deals teach, and whether that is enough to forecast open ones."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UNUSABLE, TasError
from ..output import emit, report, tell
from ..words import say
from .held_deals import held_deals, known_past
from .options import (
    ColorOption,
    LangOption,
    NoPager,
    PathsArgument,
    QuietOption,
    TodayOption,
    ToOption,
    chosen,
    format_of,
)


def calibrate(
    paths: PathsArgument = None,
    save: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep what was learned, for `tas forecast`.")
    ] = None,
    no_decision: Annotated[
        str, chosen(["--no-decision"], ("out", "lost"), "What a deal without a decision counts as.")
    ] = "out",
    moment: Annotated[
        str,
        typer.Option("--as-of", metavar="MOMENT", help="As of 30d before they closed, close, or stage."),
    ] = "30d",
    format: Annotated[str, format_of("calibrate")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Learn from your closed deals what your open ones are worth.

    Deals won and lost are looked at as they stood before they closed, out of git. Nothing is written without
    --save; a calibration.yaml beside tas.yaml is used by forecast, show, portfolio and report. Exit code 1:
    there is not enough to learn from.

    Examples:

      tas calibrate

      tas calibrate --save calibration.yaml

      tas calibrate --as-of stage --no-decision lost
    """
    from ..judging.calibration import taught
    from ..judging.closed_deals import as_of, told
    from ..model.calibration_file import written_calibration
    from ..reports.calibration import Learned

    found = held_deals(paths or (), today, lang, judged=False)
    asked = as_of(moment, (each.assessment for each in found.held if each.is_open))
    if asked is None:
        raise TasError("calibration.no_moment", name=moment)
    closed = [each for each in found.held if not each.is_open]
    past = known_past(found._replace(held=closed)) or {}
    versions = [(each.assessment, past.get(each.file, ())) for each in closed]
    deals = told(versions, asked, no_decision_is_lost=no_decision == "lost")
    banks = found.place.banks_for(*(each.assessment for each in closed))
    lesson = taught(deals.deals, banks, asked.text)
    is_saved = save is not None and bool(lesson.calibration.banks)
    if save is not None and is_saved:
        emit(written_calibration(lesson.calibration), save, found.read)
    value = Learned(lesson, deals, asked, banks)
    report(
        "calibrate", format, value, found.lang, to=to, color=color, paged=not no_pager, inputs=found.read
    )  # fmt: skip
    if save is not None and not quiet:
        tell(say("calibration.saved" if is_saved else "calibration.not_saved", found.lang, file=save))
    if found.some_unreadable:
        return UNUSABLE
    return 0 if lesson.calibration.speaks else 1
