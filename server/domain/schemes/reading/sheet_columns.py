"""Columns of the sheets "stages" and "records", which no kind has a share in."""

from dataclasses import dataclass
from enum import StrEnum


class RecordType(StrEnum):
    """What a column of a department's records holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class StageColumns:
    """One step of the procedure."""

    order: int
    stage_zh: str
    stage_en: str = ""
    actor_zh: str = ""
    actor_en: str = ""
    level: str = ""
    deadline_zh: str = ""
    deadline_en: str = ""
    requirement_zh: str = ""
    requirement_en: str = ""
    decisions_zh: str = ""
    decisions_en: str = ""
    next_zh: str = ""
    next_en: str = ""
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """One column of a kind of records; a kind without columns has one row without column."""

    kind: str
    name_zh: str
    name_en: str = ""
    column: str = ""
    type: RecordType = RecordType.TEXT
    department_zh: str = ""
    department_en: str = ""
    note_zh: str = ""
    note_en: str = ""
