"""`calibration.yaml`: what a team's closed deals taught, as a file that can be read and kept in git.

Holds no deal's data: means and weights by feature, figures, versions of the banks. Says what the file may
hold, reads it as strictly as any other and writes its text. What its numbers mean, `judging` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ..findings import BadFile, Finding
from ..yamlio.document import Data, DataPath, ScalarStyle
from ..yamlio.writing import Layout, dump
from . import workspace
from .field_types import (
    SCALAR,
    FlagField,
    FormatField,
    Reads,
    Shape,
    TextField,
    WholeField,
    no_entries,
    no_items,
    one_of,
    read_as,
    shown,
    wrong,
)

NAME = "calibration.yaml"
METHOD = "ridge-towards-unit-weights"
REASONS = ("too_few", "too_few_of_each", "no_support")
"""Why a calibration keeps silent."""
SIGNS = ("+", "-", "?")
"""The answers to a question with poles."""
_DIGITS = 6
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
_COUNTS = re.compile(r"[0-9]{1,9}( [0-9]{1,9})*")


def _number(value: object) -> float:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise wrong("TAS103", wanted="number", value=shown(value))
    return float(value)


def _numbers(value: object) -> tuple[float, ...]:
    if not isinstance(value, str):
        raise wrong("TAS103", wanted="numbers", value=shown(value))
    return tuple(map(_number, value.split()))


def _counts(value: object) -> tuple[int, ...]:
    if not isinstance(value, str) or not _COUNTS.fullmatch(value):
        raise wrong("TAS103", wanted="numbers", value=shown(value))
    return tuple(map(int, value.split(" ")))


_PATTERN = {"type": "string", "pattern": f"^{_NUMBER.pattern}$"}
NumberField = Annotated[float, Reads(_number, {"anyOf": [{"type": "number"}, _PATTERN]})]
NumbersField = Annotated[tuple[float, ...], Reads(_numbers, SCALAR)]
CountsField = Annotated[
    tuple[int, ...],
    Reads(_counts, {"type": "string", "pattern": f"^{_COUNTS.pattern}$"}),
]


class Figure(Shape):
    """A figure with the ends of its 80 % interval."""

    value: NumberField
    low: NumberField
    high: NumberField


class Accuracy(Shape):
    """Brier score and log loss (0 is perfect), AUC (.5 is blind), slope (1 is right), calibration error.

    `ece_floor` is the calibration error that perfect probabilities would show at this number of deals.
    """

    brier: Figure
    log_loss: Figure
    auc: Figure
    slope: Figure
    ece: Figure
    ece_floor: Figure


class CameTrue(Shape):
    """Closed deals to which about the same probability was given unseen, and how many of them were won."""

    probability: NumberField
    deals: WholeField
    won: WholeField


class WonGroup(Shape):
    """Closed deals whose count of something lies from `low` to `high`, and how many of them were won."""

    low: NumberField
    high: NumberField
    deals: WholeField
    won: WholeField


class PriorWeight(Shape):
    """What was expected of a weight before the first deal, and one standard deviation of that."""

    mean: NumberField
    spread: NumberField


class Weight(Shape):
    """A feature: its mean over the closed deals, its weight in log-odds, and how sure that is (one sd)."""

    mean: NumberField
    weight: NumberField
    spread: NumberField


class QuestionWeights(Shape):
    """The features of a question: whether it is `unknown`, and its sign (`plus`) or each of its `options`.

    `deals` and `won` count closed deals by `answers`.
    """

    plus: Weight | None = None
    options: dict[str, Weight] = Field(default_factory=no_entries)
    unknown: Weight
    deals: CountsField = ()
    won: CountsField = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be answered, unknown last."""
        return (*self.options, "?") if self.options else SIGNS

    @property
    def weights(self) -> Iterator[Weight]:
        """All of them, in the order of the directions."""
        if self.plus is not None:
            yield self.plus
        yield from self.options.values()
        yield self.unknown


class Calibration(Shape):
    """All that was learned. `because` says why it keeps silent, "" when it speaks.

    `as_of` is the moment at which the deals were looked at; `most_unknown` the largest number of unknowns of
    a closed deal, `always_compared` whether each had a competitor rated. `support` is the log of how much
    likelier the outcomes are than if ratings told nothing. `by_net` and `by_unknown` count the deals by the
    number of + less the number of -, and by that of unknowns. `features` are by bank and question. A line of
    `directions` is a sign, then an axis: a value for the intercept and for each feature.
    """

    format: FormatField
    method: Annotated[str, one_of(METHOD)]
    as_of: TextField
    banks: dict[str, WholeField]
    deals: WholeField
    distinct: WholeField
    won: WholeField
    speaks: FlagField
    because: Annotated[str, one_of(*REASONS)] | None = None
    support: NumberField
    most_unknown: WholeField
    always_compared: FlagField
    accuracy: Accuracy | None = None
    rivals: dict[str, Accuracy] = Field(default_factory=no_entries)
    reliability: list[CameTrue] = Field(default_factory=no_items)
    by_net: list[WonGroup] = Field(default_factory=no_items)
    by_unknown: list[WonGroup] = Field(default_factory=no_items)
    priors: dict[str, PriorWeight] = Field(default_factory=no_entries)
    intercept: Weight | None = None
    features: dict[str, dict[str, QuestionWeights]] = Field(default_factory=no_entries)
    directions: list[NumbersField] = Field(default_factory=no_items)

    @property
    def weights(self) -> Iterator[Weight]:
        """The intercept and every feature, in order."""
        if self.intercept is not None:
            yield self.intercept
        for each in self.by_question.values():
            yield from each.weights

    @property
    def by_question(self) -> Mapping[str, QuestionWeights]:
        """The features by "bank.id"."""
        return {
            f"{bank}.{id}": each for bank, of_bank in self.features.items() for id, each in of_bank.items()
        }


def read_calibration(text: str, file: str) -> tuple[Calibration | None, list[Finding]]:
    """The calibration that `text` holds, or None, with all that is wrong in it (all errors)."""
    document, made, findings = read_as(Calibration, text, file)
    if made is not None and (field := _contradiction(made)):
        findings = [Finding("TAS190", "error", file, document.line((field,)), params={"field": field})]
    # Nobody mends such a file by hand; one of a later format wants a later tas.
    told = [each if each.id == "TAS109" else each._replace(cured_by="TAS190") for each in findings]
    return (None if findings else made), told


def load_calibration(path: Path, root: Path | None) -> Calibration:
    """The calibration in a file of the workspace in folder `root`. BadFile when it cannot be used."""
    name = workspace.shown(path)
    text = workspace.text_within(path, root, name)
    made, findings = (None, [text]) if isinstance(text, Finding) else read_calibration(text, name)
    if made is None:
        raise BadFile(findings)
    return made


def _contradiction(made: Calibration) -> str:
    """The field that does not fit the rest; "" when all do."""
    parts, questions = list(made.weights), list(made.by_question.values())
    faults = {
        "distinct": made.distinct > made.deals,
        "won": made.won > made.deals,
        "speaks": made.speaks == bool(made.because),
        "accuracy": made.speaks and made.accuracy is None,
        "features": (made.speaks and not questions)
        or any(bool(each.plus) == bool(each.options) or _is_miscounted(each) for each in questions)
        or any(bank not in made.banks for bank in made.features),
        "intercept": any(each.spread < 0 for each in parts),
        "directions": any(len(line) != 1 + len(parts) or abs(line[0]) != 1 for line in made.directions),
    }
    return next((field for field, is_wrong in faults.items() if is_wrong), "")


def _is_miscounted(each: QuestionWeights) -> bool:
    """Whether the counts of a question fit neither its answers nor each other; a file may have none."""
    if not each.deals and not each.won:
        return False
    known = len(each.deals) == len(each.won) == len(each.answers)
    return not known or any(won > deals for won, deals in zip(each.won, each.deals, strict=True))


def written_calibration(made: Calibration) -> str:
    """The file's text, fields in their order."""
    plain = {name: _plain(getattr(made, name)) for name in Calibration.model_fields}
    return dump({name: value for name, value in plain.items() if value}, _CalibrationLayout())


def _plain(value: object) -> Data:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float():
            return _written(value)
        case Shape():
            parts = {name: _plain(getattr(value, name)) for name in type(value).model_fields}
            return {name: part for name, part in parts.items() if part}
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case tuple():
            return " ".join(map(_written, value))
    return str(value)


def _written(value: float) -> str:
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class _CalibrationLayout(Layout):
    """Numbers and flags stand bare."""

    def style(self, path: DataPath, text: str) -> ScalarStyle:  # noqa: ARG002
        return "auto" if path[0] in ("method", "because", "as_of", "directions") else "bare"
