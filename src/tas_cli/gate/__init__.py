"""Files in, findings out: the gate of `tas check` without its command line and without its reports.

Everything a caller needs is named here.
"""

from __future__ import annotations

from .all_files import judge_all, work_all
from .files_to_judge import FilesToJudge, files_to_judge
from .judged_files import Checked, FailOn, JudgedFile, Totals, counted, displayed, from_top, selected
from .one_file import Gate, deal_of
from .proposal_faults import is_asked

__all__ = [
    "Checked",
    "FailOn",
    "FilesToJudge",
    "Gate",
    "JudgedFile",
    "Totals",
    "counted",
    "deal_of",
    "displayed",
    "files_to_judge",
    "from_top",
    "is_asked",
    "judge_all",
    "selected",
    "work_all",
]
