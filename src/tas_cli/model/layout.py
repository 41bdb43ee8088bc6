"""How an assessment stands in its file: canonical order and quoting, and the edits that a change needs.

Turns a pair of values into edits for `yamlio.patching` and a new value into text. Reads and writes no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..yamlio.document import Data, DataPath, ScalarStyle
from ..yamlio.patching import patch
from ..yamlio.tidying import tidy
from ..yamlio.writing import Layout, dump
from .answers import NOTES, US, Answer, Evidence, NextStep
from .assessment import Assessment, Reading
from .bank import Bank, Question
from .field_types import NOT_APPLICABLE, canonical_rating, is_day
from .fields import FIELDS, PARTS, VALUES, Waiver, plain, plain_text
from .kinds import QuestionKind


class AssessmentLayout(Layout):
    """The canonical layout of an assessment whose parties and banks are known."""

    def __init__(self, parties: Sequence[str], banks: Mapping[str, Bank]) -> None:
        self.parties = list(parties)
        self.banks = banks

    def order(self, path: DataPath) -> Sequence[str] | None:
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
            case ("answers", _, _, "evidence", *party):
                return list(Evidence._fields) if party else [*Evidence._fields, *self.parties]
            case ("answers", _, _, "next_step"):
                return list(NextStep._fields)
            case ("answers", str(bank), str(id), _):
                asked = self._asked(bank, id)
                return [column.id for column in asked.columns] if asked else None
            case ("waivers", _):
                return list(Waiver._fields)
        return None

    def style(self, path: DataPath, text: str) -> ScalarStyle:
        """Ratings in double quotes, days bare; everything else as its field wants it."""
        if self._is_rating(path):
            return "double"
        kind = self._kind(path)
        if kind is not None and kind.ticked:
            return "bare" if is_day(text) else "double"
        if kind is not None and kind.plain and kind.understood(text, ()) == text:
            return "bare"
        match path:
            case ("answers", _, _, "evidence", *_, "day") | ("answers", _, _, "next_step", "due"):
                return "bare"
            case ("waivers", _, "until"):
                return "bare"
        field = FIELDS.get(str(path[0])) if path else None
        return field.type.style if field else "auto"

    def value(self, path: DataPath, text: str) -> str:
        """A rating in ASCII, and of options the `?`; every other text as it is."""
        if not self._is_rating(path) and not self._is_option(path):
            return text
        sign = canonical_rating(text)
        return sign if self._is_rating(path) or sign in ("?", NOT_APPLICABLE) else text

    def _asked(self, bank: str, id: str) -> Question | None:
        return self.banks[bank].by_id.get(id) if bank in self.banks else None

    def _kind(self, path: DataPath) -> QuestionKind | None:
        """Of what kind the question is, or the column, that the scalar at `path` answers; None for others."""
        match path:
            case ("answers", str(bank), str(id)) | ("answers", str(bank), str(id), "answer"):
                asked = self._asked(bank, id)
                return asked.kind if asked else None
            case ("answers", str(bank), str(id), str(row), str(column)) if row not in NOTES:
                asked = self._asked(bank, id)
                found = asked.column(column) if asked else None
                return found.kind if found else None
        return None

    def _is_rating(self, path: DataPath) -> bool:
        return path[:1] == ("answers",) and len(path) == 4 and path[3] not in ("answer", *NOTES)

    def _is_option(self, path: DataPath) -> bool:
        return path[:1] == ("answers",) and (len(path) == 3 or path[3:] == ("answer",))


def edits(old: Assessment, new: Assessment, standing: Data) -> dict[DataPath, Data]:
    """What must change in a file that holds `old` as the plain data `standing` for it to say `new`."""
    found: dict[DataPath, Data] = {}
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


def _mapping_edits(
    path: DataPath, old: Mapping[str, object], new: Mapping[str, object]
) -> dict[DataPath, Data]:
    keys = {**old, **new}
    return {(*path, key): plain(new.get(key)) for key in keys if old.get(key) != new.get(key)}


def _answer_edits(path: DataPath, old: Answer, new: Answer, standing: Data) -> dict[DataPath, Data]:
    whole = plain_answer(new)
    if not isinstance(standing, dict) or not isinstance(whole, dict):
        return {path: whole}
    found = _mapping_edits(path, {"answer": old.answer}, {"answer": new.answer})
    found |= _mapping_edits(path, old.ratings, new.ratings)
    for row in {**old.rows, **new.rows}:
        was, now = old.rows.get(row), new.rows.get(row)
        if was is None or now is None:
            found |= {(*path, row): {**now} if now else None}
        else:
            found |= _mapping_edits((*path, row), was, now)
    if old.next_step != new.next_step:
        shape = standing.get("next_step")
        found[*path, "next_step"] = _as_it_stands(new.next_step, shape)
    if old.evidence != new.evidence:
        found[*path, "evidence"] = _evidence_as_it_stands(new.evidence, standing.get("evidence"))
    return found


def _as_it_stands(note: Evidence | NextStep | None, standing: Data) -> Data:
    """A note as plain data: a map where one stands already, else as short as it can be."""
    return plain(note) if note and isinstance(standing, dict) else plain_note(note)


def _evidence_as_it_stands(evidence: Mapping[str, Evidence], standing: Data) -> Data:
    """Evidence in the shape that it has in the file, so that only what changed is written anew."""
    if not evidence:
        return None
    if list(evidence) == [US] and (not isinstance(standing, dict) or set(Evidence._fields) & set(standing)):
        return _as_it_stands(evidence[US], standing)
    by_party = standing if isinstance(standing, dict) else {}
    return {party: _as_it_stands(said, by_party.get(party)) for party, said in evidence.items()}


def _at(data: Data, path: DataPath) -> Data:
    for step in path:
        if not isinstance(data, dict) or not isinstance(step, str):
            return None
        data = data.get(step)
    return data


def plain_note(note: Evidence | NextStep | None) -> Data:
    """Evidence or a next step as plain data: its words alone where there is no more to it."""
    return (plain(note) if any(note[1:]) else note[0]) if note else None


def plain_answer(answer: Answer) -> Data:
    """An answer as plain data: a bare choice as its option, None for nothing."""
    if not answer:
        return None
    if answer.answer and not answer._replace(answer=None):
        return answer.answer
    made: dict[str, Data] = {"answer": answer.answer} if answer.answer else {}
    made |= answer.ratings
    made |= {row: {**said} for row, said in answer.rows.items()}
    evidence = _evidence_as_it_stands(answer.evidence, None)
    made |= {"evidence": evidence} if evidence else {}
    return made | ({"next_step": plain_note(answer.next_step)} if answer.next_step else {})


def plain_assessment(assessment: Assessment) -> dict[str, Data]:
    """An assessment as plain data, without what is absent or default."""
    made: dict[str, Data] = {"format": str(assessment.format)}
    made |= {field: plain_text(value) for field, value in assessment.filled()}
    for field in PARTS:
        if getattr(assessment, field):
            made[field] = {key: plain(value) for key, value in getattr(assessment, field).items()}
    answers = {
        bank: {question: plain_answer(answer) for question, answer in of_bank.items() if answer}
        for bank, of_bank in assessment.answers.items()
        if of_bank
    }
    if answers:
        made["answers"] = answers  # type: ignore[assignment]
    return made


def new_text(assessment: Assessment, banks: Mapping[str, Bank]) -> str:
    """The canonical text of a new file."""
    return dump(plain_assessment(assessment), AssessmentLayout(assessment.parties, banks))


def patched(
    reading: Reading, new: Assessment, banks: Mapping[str, Bank], parties: Sequence[str] | None = None
) -> str:
    """The text of `reading` with `new` in it: only the lines of what changed are touched.

    New entries stand in the order of `parties`, where they are given, else of those of `new`.
    """
    if reading.assessment is None:
        raise ValueError("a file that cannot be read cannot be patched")
    if reading.document.data is None and not reading.text.strip():
        return new_text(new, banks)
    needed = edits(reading.assessment, new, reading.document.data)
    return (
        patch(reading.text, needed, AssessmentLayout(parties or new.parties, banks))
        if needed
        else reading.text
    )


def tidied(reading: Reading, banks: Mapping[str, Bank]) -> str:
    """The text of `reading` in canonical layout, comments kept (`tas fmt`)."""
    parties = reading.assessment.parties if reading.assessment else (US,)
    return tidy(reading.text, AssessmentLayout(parties, banks))
