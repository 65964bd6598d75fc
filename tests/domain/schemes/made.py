"""Schemes made in a few lines, as a workbook would hold them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from xlsforms.scheme import (
    GRADES,
    INDICATORS,
    PARAMETERS,
    RECORDS,
    SETTINGS,
    STAGES,
    TARGETS,
    VETOES,
    Cells,
    Scheme,
    SchemeRow,
)

TODAY = date(2026, 11, 1)
_FIRST_ROW = 3


def scheme(
    indicators: Sequence[Cells] = (),
    *,
    settings: Mapping[str, str] | None = None,
    parameters: Mapping[str, Sequence[Cells]] | None = None,
    **sheets: Sequence[Cells],
) -> Scheme:
    """Return a scheme; rows get a Chinese name where they have none."""
    wanted = {"scheme": "made", "version": "1", "name_zh": "测试办法", **(settings or {})}
    lists = parameters or {}
    return Scheme(
        settings={
            name: SchemeRow({"setting": name, "value": value}, SETTINGS, number)
            for number, (name, value) in enumerate(wanted.items(), _FIRST_ROW)
        },
        indicators=_rows(INDICATORS, indicators),
        parameters={
            code: tuple(
                SchemeRow(cells, PARAMETERS, number) for number, cells in enumerate(rows, 1)
            )
            for code, rows in lists.items()
        },
        vetoes=_rows(VETOES, sheets.get(VETOES, ())),
        grades=_rows(GRADES, sheets.get(GRADES, ())),
        stages=_rows(STAGES, sheets.get(STAGES, ())),
        records=_rows(RECORDS, sheets.get(RECORDS, ())),
        targets=_rows(TARGETS, sheets.get(TARGETS, ())),
    )


def compiled(indicators: Sequence[Cells], **sheets: object) -> CompiledScheme:
    """Return such a scheme ready to score."""
    return compile_scheme(scheme(indicators, **sheets))  # type: ignore[arg-type]


def subject(
    values: Mapping[str, Value | int | None], facts: Mapping[str, Value] | None = None
) -> Subject:
    """Return a subject with one observation a measure, given by an assessor of the county."""
    observed = (
        Observation(
            measure,
            Decimal(value) if type(value) is int else value,
            Source.ASSESSOR,
            "county",
            TODAY,
            "assessment:1",
        )
        for measure, value in values.items()
    )
    return Subject(inputs_of(observed), {"kind": "enterprise", **(facts or {})}, TODAY)


def _rows(sheet: str, many: Sequence[Cells]) -> tuple[SchemeRow, ...]:
    named = ({"name_zh": cells.get("code", sheet), **cells} for cells in many)
    return tuple(SchemeRow(cells, sheet, number) for number, cells in enumerate(named, _FIRST_ROW))
