"""What an import would do, as JSON that waits for its confirmation, and back again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.import_table import RowProblem
from server.domain.json_values import BadJson, integer_of, object_of
from server.domain.register import Column, RegisterRow, RegisterValue, Values
from server.domain.register_diff import RegisterChange

NAMES: Mapping[Column, str] = {
    Column.NAME: "name",
    Column.USCC: "uscc",
    Column.AREA: "areaId",
    Column.PARK: "park",
    Column.ADDRESS: "address",
    Column.INDUSTRY: "industry",
    Column.OWNERSHIP: "ownership",
    Column.HEADCOUNT: "headcount",
    Column.HEADCOUNT_ON: "headcountOn",
    Column.TELEPHONE: "telephone",
    Column.HAS_UNION: "hasUnion",
    Column.UNION_MEMBER_COUNT: "unionMemberCount",
    Column.HAS_PARTY_ORGANISATION: "hasPartyOrganisation",
    Column.PARTY_MEMBER_COUNT: "partyMemberCount",
    Column.LATITUDE: "latitude",
    Column.LONGITUDE: "longitude",
}
"""The columns of the register as the interface names them."""
_DEGREES = frozenset({Column.LATITUDE, Column.LONGITUDE})


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that is to be written: into a known enterprise, or (None) as a new one."""

    values: Values
    enterprise_id: int | None = None


def row_to_json(row: RegisterRow) -> dict[str, object]:
    """Return a new row as JSON."""
    return {"row": row.number, "values": _values_to_json(row.values)}


def change_to_json(change: RegisterChange) -> dict[str, object]:
    """Return a changed row as JSON: its values, and those that differ with what they were."""
    return {
        **row_to_json(change.row),
        "enterpriseId": change.enterprise_id,
        "changes": [
            {"column": NAMES[one.column], "old": _to_json(one.old), "new": _to_json(one.new)}
            for one in change.changes
        ],
    }


def problem_to_json(problem: RowProblem) -> dict[str, object]:
    """Return a problem as JSON."""
    column = problem.column
    known = column in set(Column)
    return {
        "row": problem.row,
        "address": problem.address,
        "column": NAMES[Column(column)] if known and column else column,
        "fault": problem.fault.value,
        "details": dict(problem.details),
    }


def planned_from_json(stored: Mapping[str, object]) -> PlannedRow:
    """Return a row as it was planned. Raises BadJson."""
    values = object_of(stored, "values")
    return PlannedRow(
        values={
            column: _from_json(column, values[name])
            for column, name in NAMES.items()
            if name in values
        },
        enterprise_id=integer_of(stored, "enterpriseId") if "enterpriseId" in stored else None,
    )


def values_of(facts: EnterpriseFacts, park_names: Mapping[int, str]) -> Values:
    """Return facts as the values that an import compares: only what is known."""
    values: dict[Column, RegisterValue] = {}
    for column in NAMES:
        if column is Column.PARK:
            value = park_names.get(facts.park_id) if facts.park_id is not None else None
        else:
            value = getattr(facts, column.value)
        if value is not None:
            values[column] = value
    return values


def facts_with(
    known: EnterpriseFacts | None, values: Values, park_ids: Mapping[str, int]
) -> EnterpriseFacts:
    """Return facts with the values of an import; what it does not know stays as it is."""
    fields = {name: getattr(known, name) for name in EnterpriseFacts.__slots__} if known else {}
    for column, value in values.items():
        if column is Column.PARK:
            fields["park_id"] = park_ids[str(value)]
        else:
            fields[column.value] = value
    return EnterpriseFacts(**fields)


def _values_to_json(values: Values) -> dict[str, object]:
    return {NAMES[column]: _to_json(value) for column, value in values.items()}


def _to_json(value: RegisterValue | None) -> str | int | bool | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _from_json(column: Column, value: object) -> RegisterValue:
    if column is Column.HEADCOUNT_ON and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if column in _DEGREES and isinstance(value, str):
        return Decimal(value)
    if not isinstance(value, str | int):
        raise BadJson(NAMES[column])
    return value
