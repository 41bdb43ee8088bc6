"""`tas forecast`: how likely open deals are won, by what was learned from closed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..errors import UNUSABLE
from ..output import is_screen, report
from .held_deals import held_deals
from .options import ColorOption, LangOption, NoPager, PathsArgument, TodayOption, ToOption, format_of

if TYPE_CHECKING:
    from ..judging.portfolio import Held


def forecast(
    paths: PathsArgument = None,
    format: Annotated[str, format_of("forecast")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Say how likely open deals are won, and how sure that is.

    By the workspace's calibration.yaml, which `tas calibrate --save` makes. Where there is none, or it keeps
    silent, deals are put in order by what is known for and against them, without a number.

    Examples:

      tas forecast

      tas forecast acme --format json
    """
    from ..reports.forecast import Foreseen
    from ..reports.portfolio import SHOWN

    found = held_deals(paths or (), today, lang)
    place = found.place
    calibration, because = place.calibration, place.why_no_forecast
    opened = [each for each in found.held if each.is_open]
    value = Foreseen(
        sorted(opened, key=_likely if because is None else _counted),
        calibration,
        because,
        place.forecaster.covariance if place.forecaster else None,
        place.banks_for(*(each.assessment for each in opened)),
        SHOWN if format == "text" and is_screen(to) else None,
    )
    read = (*found.read, str(place.calibration_path)) if calibration else found.read
    report("forecast", format, value, found.lang, to=to, color=color, paged=not no_pager, inputs=read)
    return UNUSABLE if found.some_unreadable else 0


def _likely(held: Held) -> tuple[float, str]:
    return -held.forecast.probability if held.forecast else 0.0, held.file


def _counted(held: Held) -> tuple[int, int, str]:
    counts = held.card.counts
    return counts.minus - counts.plus, counts.open, held.file
