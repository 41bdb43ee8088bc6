"""A rating session as a step function: session + event → session. Pure: no disk, no clock, no screen.

Every front end turns keys into these events and draws what `views` makes of the state, so no two walks can
drift apart. Saving is the business of `saver`, which alone touches the disk. What most callers need is named
here.
"""

from __future__ import annotations

from .events import AnswerCell
from .state import Notice, Session, WalkScope, all_cells, dated, open_session
from .steps import step

__all__ = ["AnswerCell", "Notice", "Session", "WalkScope", "all_cells", "dated", "open_session", "step"]
