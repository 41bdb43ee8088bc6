"""Files in, findings out: the gate of `tas check` without its command line and without its reports.

Everything a caller needs is named here.
"""

from __future__ import annotations

from .judging_files import Gate, deal_of
from .many import judge_all
from .prepared import Judged, Prepared
from .totals import FailOn, Totals, counted, selected
from .trouble import displayed

__all__ = [
    "FailOn",
    "Gate",
    "Judged",
    "Prepared",
    "Totals",
    "counted",
    "deal_of",
    "displayed",
    "judge_all",
    "selected",
]
