"""What a version changes, in words: rows added, removed, moved, and cells with old and new text."""

from collections.abc import Iterator

from flask_babel import gettext

from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.differences import Change, Difference, differences
from server.problems import N_
from server.web.office.evaluations.words import name_of
from server.web.office.schemes.sheets import heading
from xlsforms.scheme import (
    GRADES,
    INDICATORS,
    PARAMETERS,
    RECORDS,
    SETTINGS,
    STAGES,
    TARGETS,
    VETOES,
    Scheme,
)

SHEET_WORDS = {
    SETTINGS: N_("Settings"),
    INDICATORS: N_("Indicators"),
    PARAMETERS: N_("Parameters"),
    VETOES: N_("Vetoes"),
    GRADES: N_("Grades"),
    STAGES: N_("Stages"),
    RECORDS: N_("Records"),
    TARGETS: N_("Targets"),
}
_WORDS = {
    Change.ADDED: N_("added"),
    Change.REMOVED: N_("removed"),
    Change.CHANGED: N_("changed"),
    Change.MOVED: N_("moved"),
}


def changed_rows(old: Scheme, new: Scheme) -> list[dict[str, str]]:
    """Return a row for each cell that differs; one for a row that came, went or moved."""
    return [row for one in differences(old, new) for row in _rows(one)]


def _rows(one: Difference) -> Iterator[dict[str, str]]:
    known = {
        "what": f"{gettext(SHEET_WORDS[one.sheet])} · {gettext(_WORDS[one.change])}",
        "code": one.key,
        "name": name_of(Text(one.name_zh, one.name_en)),
    }
    if one.change is not Change.CHANGED:
        yield {**known, "column": "", "before": "", "after": ""}
        return
    for cell in one.cells:
        yield {**known, "column": heading(cell.column), "before": cell.old, "after": cell.new}
