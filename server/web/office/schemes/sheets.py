"""Sheets of a scheme as tables to read: grades, vetoes, stages, records and targets, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from server.i18n import reader_locale
from server.problems import N_
from server.web.office.evaluations.parameter_words import parameter_word
from server.web.office.schemes.cell_words import CellText, cell_words, list_row_words
from xlsforms.scheme import Scheme, SchemeRow

_HEADINGS = {
    "code": N_("Code of the row"),
    "name": N_("Name"),
    "kind": N_("Kind"),
    "parameter": N_("Parameter"),
    "source": N_("Source"),
    "measure": N_("Measure"),
    "look_back_months": N_("Looks back, months"),
    "proof": N_("Proof"),
    "may_set": N_("May be set by"),
    "effect": N_("Effect"),
    "subject": N_("Applies to"),
    "applies_when": N_("Applies when"),
    "level_before": N_("Grade held before"),
    "wait_months": N_("Waiting time, months"),
    "decided_by": N_("Decided by"),
    "valid_months": N_("Valid, months"),
    "quota": N_("At most"),
    "floor": N_("At least"),
    "quota_by": N_("Counted by"),
    "from_points": N_("From points"),
    "order": N_("Order"),
    "stage": N_("Stage"),
    "actor": N_("Who"),
    "level": N_("Level"),
    "deadline": N_("Deadline"),
    "requirement": N_("What is asked"),
    "decisions": N_("Decisions"),
    "next": N_("Then"),
    "column": N_("Column"),
    "type": N_("Kind of value"),
    "department": N_("Department"),
    "unit": N_("Unit"),
    "band": N_("Size band"),
    "metric": N_("Counts"),
    "per": N_("Out of"),
    "by_date": N_("By"),
    "goal": N_("Goal"),
    "stretch": N_("Stretch goal"),
    "within_years": N_("Within years"),
    "standards": N_("Standards"),
    "cap": N_("At most"),
    "row": N_("Row"),
    "note": N_("Note"),
}
"""In the order in which columns stand."""
_ZH, _EN = "_zh", "_en"


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet as a page shows it: headings, and a row of texts for each of its rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[CellText, ...], ...]


def sheet_table(scheme: Scheme, sheet: str) -> SheetTable:
    """Return a sheet with the columns that any row uses, the lists of its codes in the last one."""
    rows = scheme.rows_of(sheet)
    columns = _in_order({_plain(name): None for row in rows for name in row.cells})
    lists = {row["code"]: list_text(scheme, row["code"]) for row in rows}
    has_lists = any(lists.values())
    return SheetTable(
        headings=(*(heading(name) for name in columns), *_more(has_lists)),
        rows=tuple(
            (
                *(_text(scheme, sheet, row, name) for name in columns),
                *((CellText(lists[row["code"]]),) * has_lists),
            )
            for row in rows
        ),
    )


def list_text(scheme: Scheme, code: str) -> str:
    """Return the list of parameters of a code, one row after another."""
    return "; ".join(list_row_words(scheme, one) for one in scheme.parameters.get(code, ()))


def heading(column: str) -> str:
    """Return what a column is called; one that is a kind's own by its name in the workbook."""
    return str(gettext(_HEADINGS[column])) if column in _HEADINGS else parameter_word(column)


def _more(has_lists: bool) -> Iterable[str]:  # noqa: FBT001 - it multiplies
    return (str(gettext("Conditions")),) * has_lists


def _in_order(columns: Iterable[str]) -> tuple[str, ...]:
    order = {name: place for place, name in enumerate(_HEADINGS)}
    return tuple(sorted(columns, key=lambda name: order.get(name, order["note"])))


def _plain(name: str) -> str:
    return name[:-3] if name.endswith((_ZH, _EN)) else name


def _text(scheme: Scheme, sheet: str, row: SchemeRow, name: str) -> CellText:
    zh, en = row[f"{name}{_ZH}"], row[f"{name}{_EN}"]
    if zh or en:
        return CellText((zh or en) if reader_locale() == "zh_CN" else (en or zh))
    return cell_words(scheme, sheet, name, row[name])
