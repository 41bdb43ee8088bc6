"""The day it is, or the day the user says it is. The one reader of the clock; knows nothing of times."""

from __future__ import annotations

import re
from datetime import date

from .errors import TasError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str | None) -> date:
    """The date that `text` (YYYY-MM-DD) names; today for None. TasError for anything else."""
    if text is None:
        return date.today()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise TasError("cli.bad_date", value=text)
