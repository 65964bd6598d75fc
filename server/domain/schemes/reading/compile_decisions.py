"""Vetoes and grades of a scheme, typed and checked against its table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from server.domain.schemes.described.columns import GradeColumns, VetoColumns
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import fault_at
from server.domain.schemes.kinds.decision_kind import (
    GradeRow,
    GradeTable,
    VetoCase,
    VetoKind,
    all_grade_kinds,
    all_veto_kinds,
)
from server.domain.schemes.kinds.veto_effect import EffectKind, effect_of
from server.domain.schemes.reading.compiled import GradeSet, VetoRow
from server.domain.schemes.reading.read_rows import Reading
from xlsforms.scheme import GRADES, VETOES, SchemeRow


def compile_vetoes(reading: Reading) -> Iterator[VetoRow]:
    """Yield the vetoes that can be read."""
    kinds = all_veto_kinds()
    for one, row in reading.columns(VETOES, VetoColumns):
        kind = reading.kind(kinds, one.kind, row)
        if kind is None:
            continue
        parameters = reading.parameters(kind, one.code, row, VETOES)
        if parameters is None:
            continue
        wrong = tuple(kind.check(parameters, row))
        reading.found += wrong
        if not wrong:
            yield _veto(reading, kind, (one, parameters), row)


def _veto(
    reading: Reading, kind: VetoKind[Any], read: tuple[VetoColumns, Any], row: SchemeRow
) -> VetoRow:
    """Return the veto with its effect, and with what it says where nothing was observed."""
    one, parameters = read
    effect = replace(effect_of(kind.always or one.effect), name=one.effect_name)
    codes = [grade["code"] for grade in reading.scheme.grades]
    if effect.kind is EffectKind.AT_MOST and effect.grade not in codes:
        choices = ", ".join(codes)
        wrong = fault_at(faults.NOT_ONE_OF, row, "effect", text=effect.grade, choices=choices)
        reading.found.append(wrong)
    fields = kind.fields(parameters, one)
    silent = kind.rule(
        parameters, one, VetoCase({field.measure: () for field in fields}, {}, date.min)
    )
    return VetoRow(one, kind, parameters, fields, effect, silent)


def compile_grades(
    reading: Reading, table: GradeTable
) -> tuple[tuple[GradeSet, ...], Mapping[str, int]]:
    """Return the grades by kind, and the place of each that is a step of a ladder or band."""
    kinds = all_grade_kinds()
    sets: dict[str, list[GradeRow[Any]]] = {}
    order: dict[str, int] = {}
    for one, row in reading.columns(GRADES, GradeColumns):
        kind = reading.kind(kinds, one.kind, row)
        if kind is None:
            continue
        parameters = reading.parameters(kind, one.code, row, GRADES)
        if parameters is None:
            continue
        sets.setdefault(one.kind, []).append(GradeRow(one, parameters, row))
        if not kind.is_title and not kind.is_gate:
            order.setdefault(one.code, len(order))
    found = []
    for name, rows in sets.items():
        is_for_all = not any(one.columns.subject or one.columns.applies_when for one in rows)
        found.append(GradeSet(kinds[name], tuple(rows), is_for_all))
        reading.found += kinds[name].check(tuple(rows), table)
    return tuple(found), order
