"""How an assessment stands in its file: canonical order and quoting, and the edits that a change needs.

Turns a pair of values into edits for `yamlio.patch` and a new value into text. Reads and writes no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..yamlio import Data, Path, Style, dump, patch, tidy
from .answers import NOTES, US, Answer
from .assessment import Assessment, Reading
from .bank import Bank
from .field_types import canonical_rating
from .fields import FIELDS, PARTS, VALUES, plain_text


class AssessmentLayout:
    """The canonical layout of an assessment whose parties and banks are known (see `yamlio.Layout`)."""

    def __init__(self, parties: Sequence[str], banks: Mapping[str, Bank]) -> None:
        self.parties = list(parties)
        self.banks = banks

    def order(self, path: Path) -> Sequence[str] | None:
        """Fields as in the contract; questions as in their bank; parties as declared; then the notes."""
        match path:
            case ():
                return list(FIELDS)
            case ("banks",) | ("answers",):
                return list(self.banks)
            case ("answers", str(bank)):
                return list(self.banks[bank].by_id) if bank in self.banks else None
            case ("answers", _, _):
                return ["answer", *self.parties, *NOTES]
            case ("answers", _, _, "evidence" | "next_step"):
                return self.parties
        return None

    def style(self, path: Path) -> Style:
        """Ratings in double quotes; everything else as its field wants it."""
        if self._is_rating(path):
            return "double"
        field = FIELDS.get(str(path[0])) if path else None
        return field.type.style if field else "auto"

    def value(self, path: Path, text: str) -> str:
        """A rating in ASCII; every other text as it is."""
        return canonical_rating(text) if self._is_rating(path) or self._is_choice(path) else text

    def _is_rating(self, path: Path) -> bool:
        return path[:1] == ("answers",) and len(path) == 4 and path[3] not in ("answer", *NOTES)

    def _is_choice(self, path: Path) -> bool:
        return path[:1] == ("answers",) and (len(path) == 3 or path[3:] == ("answer",))


def edits(old: Assessment, new: Assessment, standing: Data) -> dict[Path, Data]:
    """What must change in a file that holds `old` as the plain data `standing` for it to say `new`."""
    found: dict[Path, Data] = {}
    for field in VALUES:
        if getattr(old, field) != getattr(new, field):
            found[(field,)] = plain_text(getattr(new, field)) or None
    for field in PARTS:
        found |= _mapping_edits((field,), getattr(old, field), getattr(new, field))
    for bank in {**old.answers, **new.answers}:
        for question in {**old.answers.get(bank, {}), **new.answers.get(bank, {})}:
            path = ("answers", bank, question)
            before, after = old.answer(bank, question), new.answer(bank, question)
            if before != after:
                found |= _answer_edits(path, before, after, _at(standing, path))
    return found


def _mapping_edits(path: Path, old: Mapping[str, object], new: Mapping[str, object]) -> dict[Path, Data]:
    keys = {**old, **new}
    return {(*path, key): plain_text(new.get(key)) for key in keys if old.get(key) != new.get(key)}


def _answer_edits(path: Path, old: Answer, new: Answer, standing: Data) -> dict[Path, Data]:
    if not isinstance(standing, dict) or not new:
        return {path: plain_answer(new)}
    found = _mapping_edits(path, {"answer": old.answer}, {"answer": new.answer})
    found |= _mapping_edits(path, old.ratings, new.ratings)
    for note in NOTES:
        before, after = getattr(old, note), getattr(new, note)
        if before == after:
            continue
        if isinstance(standing.get(note), dict) and after:
            found |= _mapping_edits((*path, note), before, after)
        else:
            found[*path, note] = _plain_note(after)
    return found


def _at(data: Data, path: Path) -> Data:
    for step in path:
        if not isinstance(data, dict) or not isinstance(step, str):
            return None
        data = data.get(step)
    return data


def _plain_note(note: Mapping[str, str]) -> Data:
    if not note:
        return None
    return note[US] if list(note) == [US] else dict(note)


def plain_answer(answer: Answer) -> Data:
    """An answer as plain data: a bare choice as its option, None for nothing."""
    if not answer:
        return None
    if answer.answer and not (answer.ratings or answer.evidence or answer.next_step):
        return answer.answer
    plain: dict[str, Data] = {"answer": answer.answer} if answer.answer else {}
    plain |= answer.ratings
    plain |= {note: _plain_note(getattr(answer, note)) for note in NOTES if getattr(answer, note)}
    return plain


def plain_assessment(assessment: Assessment) -> dict[str, Data]:
    """An assessment as plain data, without what is absent or default."""
    plain: dict[str, Data] = {"format": str(assessment.format)}
    plain |= {field: plain_text(value) for field, value in assessment.filled()}
    for field in PARTS:
        if getattr(assessment, field):
            plain[field] = {key: plain_text(value) for key, value in getattr(assessment, field).items()}
    answers = {
        bank: {question: plain_answer(answer) for question, answer in of_bank.items() if answer}
        for bank, of_bank in assessment.answers.items()
        if of_bank
    }
    if answers:
        plain["answers"] = answers  # type: ignore[assignment]
    return plain


def new_text(assessment: Assessment, banks: Mapping[str, Bank]) -> str:
    """The canonical text of a new file."""
    return dump(plain_assessment(assessment), AssessmentLayout(assessment.parties, banks))


def patched(reading: Reading, new: Assessment, banks: Mapping[str, Bank]) -> str:
    """The text of `reading` with `new` in it: only the lines of what changed are touched."""
    if reading.assessment is None:
        raise ValueError("a file that cannot be read cannot be patched")
    if reading.document.data is None and not reading.text.strip():
        return new_text(new, banks)
    needed = edits(reading.assessment, new, reading.document.data)
    return patch(reading.text, needed, AssessmentLayout(new.parties, banks)) if needed else reading.text


def tidied(reading: Reading, banks: Mapping[str, Bank]) -> str:
    """The text of `reading` in canonical layout, comments kept (`tas fmt`)."""
    parties = reading.assessment.parties if reading.assessment else (US,)
    return tidy(reading.text, AssessmentLayout(parties, banks))
