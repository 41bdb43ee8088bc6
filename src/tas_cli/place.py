"""A place: the workspace, the question banks, the language and the day that a folder's deals are judged with.

Loaded once for a folder and asked by every command, so that none forgets a setting. Reads no deal, shows
nothing and compiles no policy (see `gate`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .days import day
from .findings import BadFile, Finding
from .model.assessment import Assessment
from .model.bank import Bank
from .model.library import Library, load_library
from .model.settings import Settings
from .model.workspace import Workspace, locate, read_folder
from .storage.files import STDIN
from .words import Lang
from .words.language import language

if TYPE_CHECKING:
    from .judging.forecast import Forecast, Forecaster
    from .judging.scorecard import Brief, Outline, Scorecard
    from .model.calibration_file import Calibration


class Place:
    """One workspace, or the defaults where there is none. Its banks are loaded when first asked for."""

    def __init__(self, workspace: Workspace, today: date, lang: Lang) -> None:
        self.workspace = workspace
        self.today = today
        self.lang = lang

    @property
    def root(self) -> Path | None:
        """The folder of its tas.yaml; None where there is none."""
        return self.workspace.root

    @property
    def settings(self) -> Settings:
        """What its tas.yaml says."""
        return self.workspace.settings

    @property
    def us(self) -> str:
        """Our own name; "" where nobody said it."""
        return self.settings.us

    @cached_property
    def library(self) -> Library:
        """Its question banks. BadFile when one of them cannot be used."""
        return load_library(self.workspace)

    @property
    def calibration_path(self) -> Path:
        """Where what was learned from closed deals is kept."""
        return (self.root or Path()) / "calibration.yaml"

    @cached_property
    def _learned(self) -> Calibration | BadFile | None:
        if not os.path.lexists(self.calibration_path):
            return None
        from .model.calibration_file import load_calibration

        try:
            return load_calibration(self.calibration_path, self.root)
        except BadFile as trouble:
            return trouble

    @property
    def calibration(self) -> Calibration | None:
        """What was learned from closed deals; None where nobody kept it. BadFile when it cannot be used."""
        if isinstance(self._learned, BadFile):
            raise self._learned
        return self._learned

    @property
    def calibration_faults(self) -> Sequence[Finding]:
        """What is wrong with it."""
        return self._learned.findings if isinstance(self._learned, BadFile) else ()

    @cached_property
    def why_no_forecast(self) -> str | None:
        """Why there are no forecasts here; None where there are."""
        from .judging.calibration import why_silent

        made = self.calibration
        return "none" if made is None else why_silent(made, self.library.banks)

    @cached_property
    def forecaster(self) -> Forecaster | None:
        """What says how likely a deal is won; None where nothing does, or what should cannot be used."""
        if self._learned is None or isinstance(self._learned, BadFile) or self.why_no_forecast is not None:
            return None
        from .judging.forecast import Forecaster

        return Forecaster(self._learned, list(self.library.banks.values()))

    def forecast(self, assessment: Assessment) -> Forecast | None:
        """How likely an open deal is won, by what was learned from closed ones; None where nobody knows."""
        forecaster = self.forecaster if assessment.outcome == "open" else None
        return forecaster.deal(assessment) if forecaster else None

    def banks_for(self, *assessments: Assessment) -> list[Bank]:
        """The banks that concern any of `assessments`: those walked here, then others answered."""
        return self.library.banks_for(*assessments)

    def score(self, assessment: Assessment, banks: Sequence[Bank] | None = None) -> Scorecard:
        """The scorecard of an assessment by these settings and today; by `banks` if not by its own."""
        from .judging.scorecard import score

        banks = self.banks_for(assessment) if banks is None else banks
        return score(assessment, banks, today=self.today, max_age_days=self.settings.max_age_days)

    def brief(self, assessment: Assessment, *, asks: bool = True) -> Brief:
        """What a deal comes down to among many; `asks`: also what to ask next."""
        from .judging.scorecard import brief

        return brief(assessment, self.banks_for(assessment), asks=asks)

    def outline(self, assessment: Assessment) -> Outline:
        """The verdicts and the mode alone, which no day and no setting changes."""
        from .judging.scorecard import outline

        return outline(assessment, self.banks_for(assessment))


class FoundPlace(NamedTuple):
    """The place of a folder, and the folders further in whose own tas.yaml changes nothing."""

    place: Place
    strays: tuple[Path, ...]


class Places:
    """The places of many files, each loaded once. `today` and `lang` are what the options say."""

    def __init__(self, today: str | None = None, lang: str | None = None) -> None:
        self.today = day(today)
        self._option = lang
        self._by_folder: dict[str, FoundPlace] = {}
        self._by_root: dict[Path | None, Place] = {}
        self._read: dict[Path, Workspace] = {}

    @property
    def lang(self) -> Lang:
        """The language for what concerns no place: that of the workspace we stand in."""
        return self._spoken(self.find(STDIN).place.workspace)

    def here(self) -> Place:
        """The place where we stand."""
        return self.of(STDIN)

    def banks_read(self) -> Iterator[str]:
        """The files of the question banks that were loaded."""
        for place in self._by_root.values():
            if "library" in place.__dict__:
                yield from place.library.where.values()

    def calibration_faults(self) -> Iterator[Finding]:
        """What is wrong with the calibrations that were looked at."""
        for place in self._by_root.values():
            if "_learned" in place.__dict__:
                yield from place.calibration_faults

    def of(self, path: str | Path) -> Place:
        """The place of a file or folder, which need not exist; of standard input it is where we stand.

        BadFile when its tas.yaml cannot be used.
        """
        place = self.find(path).place
        if place.workspace.findings:
            raise BadFile(place.workspace.findings)
        return place

    def find(self, path: str | Path) -> FoundPlace:
        """The same, whatever is wrong with its tas.yaml: the workspace has the findings."""
        name = "." if str(path) == STDIN else str(path)
        folder = name if os.path.isdir(name) else os.path.dirname(name) or "."  # noqa: PTH112, PTH120
        if folder not in self._by_folder:
            workspace, strays = locate(folder, self._read_once)
            if workspace.root not in self._by_root:
                speaking = self._spoken(workspace)
                self._by_root[workspace.root] = Place(workspace, self.today, speaking)
            self._by_folder[folder] = FoundPlace(self._by_root[workspace.root], strays)
        return self._by_folder[folder]

    def _spoken(self, workspace: Workspace) -> Lang:
        return language(self._option, workspace.settings.language, lambda: load_library(workspace).languages)

    def _read_once(self, folder: Path) -> Workspace:
        if folder not in self._read:
            self._read[folder] = read_folder(folder)
        return self._read[folder]


def language_around() -> str | None:
    """The language that the workspace around us names, for telling a trouble; None where it names none."""
    try:
        named: str | None = Places().find(STDIN).place.workspace.settings.language
    except Exception:
        # It is the first trouble that is to be told, whatever this one is.
        return None
    return named
