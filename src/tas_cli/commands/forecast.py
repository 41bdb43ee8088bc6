"""`tas forecast`: how likely open deals are won, by what was learned from closed ones."""

from __future__ import annotations

from typing import Annotated

from ..errors import UNUSABLE
from ..output import is_screen, report
from .held_deals import foreseen, held_deals
from .options import ColorOption, LangOption, NoPager, PathsArgument, TodayOption, ToOption, format_of


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
    from ..reports.portfolio import SHOWN

    found = held_deals(paths or (), today, lang, judged=False)
    calibration = found.place.calibration
    value = foreseen(found.held, found.place, SHOWN if format == "text" and is_screen(to) else None)
    if format != "json" and value.because is None:
        # What to find out first, of the deals that are shown one by one.
        shown = [each._replace(card=found.place.brief(each.assessment)) for each in value.held[: value.most]]
        value = value._replace(held=[*shown, *value.held[len(shown) :]])
    read = (*found.read, str(found.place.calibration_path)) if calibration else found.read
    report("forecast", format, value, found.lang, to=to, color=color, paged=not no_pager, inputs=read)
    return UNUSABLE if found.some_unreadable else 0
