"""The guide of a scheme workbook, made from the kinds: columns, help in both languages, choices."""

import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache

from server.domain.schemes.described.columns import GradeColumns, IndicatorColumns, VetoColumns
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.described.target_row import TargetColumns
from server.domain.schemes.exact.conditions import Comparison
from server.domain.schemes.kinds.bind import parameter_types, row_type, scalar_columns
from server.domain.schemes.kinds.decision_kind import (
    all_grade_kinds,
    all_group_kinds,
    all_veto_kinds,
)
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from server.domain.schemes.reading import help_columns
from server.domain.schemes.reading.help_parameters import PARAMETER_HELP, SETTINGS_HELP
from server.domain.schemes.reading.sheet_columns import RecordColumns, StageColumns
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
from xlsforms.scheme_guide import GuideColumn, GuideKind, SchemeGuide
from xlsforms.write_scheme import write_scheme

Translate: typing.TypeAlias = Callable[[str], str]
"""From an English sentence to the same in Chinese."""

_COLUMNS: Mapping[str, tuple[type, Mapping[str, str]]] = {
    INDICATORS: (IndicatorColumns, help_columns.INDICATOR_COLUMNS),
    VETOES: (VetoColumns, help_columns.VETO_COLUMNS),
    GRADES: (GradeColumns, help_columns.GRADE_COLUMNS),
    STAGES: (StageColumns, help_columns.STAGE_COLUMNS),
    RECORDS: (RecordColumns, help_columns.RECORD_COLUMNS),
    TARGETS: (TargetColumns, help_columns.TARGET_COLUMNS),
}
_FIXED: Mapping[str, Mapping[str, str]] = {
    PARAMETERS: help_columns.PARAMETERS_COLUMNS,
    SETTINGS: help_columns.SETTINGS_COLUMNS,
}
_AS_TEXT = frozenset(
    {"code", "parent", "level_before", "standards", "setting", "measure", "column", "by_date"}
)
_WIDE = frozenset({"applies_when", "value"})
_IN_TWO_LANGUAGES = ("_zh", "_en")
_WIDE_WIDTH = 36
_WIDTHS = {"help": 70, "setting": 26, "code": 10, "parent": 10, "measure": 24, "assessor": 18}


def scheme_guide(chinese: Translate) -> SchemeGuide:
    """Return the guide of the kinds there are; `chinese` translates its sentences."""
    columns = {sheet: tuple(_fixed(sheet, chinese)) for sheet in _FIXED}
    for sheet, (kind, texts) in _COLUMNS.items():
        own = parameter_types(kind)
        # New columns go behind those that the help puts into order.
        names = [name for name in texts if name in own]
        names += [name for name in own if name not in texts]
        common = [_column(name, texts, own[name], chinese) for name in names]
        columns[sheet] = (*_with_kinds(sheet, common), *_of_kinds(sheet, chinese, names))
    settings = parameter_types(SchemeSettings)
    return SchemeGuide(
        columns=columns,
        settings=tuple(
            _column(name, SETTINGS_HELP, hint, chinese) for name, hint in settings.items()
        ),
        kinds=tuple(_kinds(chinese)),
    )


def blank_workbook(chinese: Translate) -> bytes:
    """Return the workbook of a scheme that says nothing yet, with all columns and settings."""
    return write_scheme(Scheme({}, (), {}), scheme_guide(chinese), all_columns=True)


def kinds_of(sheet: str) -> Mapping[str, typing.Any]:
    """Return name -> kind of all kinds that a row of a sheet can have."""
    if sheet == INDICATORS:
        return {**all_rule_kinds(), **all_group_kinds()}
    if sheet == VETOES:
        return all_veto_kinds()
    return all_grade_kinds() if sheet == GRADES else {}


@cache
def known_columns(sheet: str) -> frozenset[str]:
    """Return all columns that a sheet may have, whatever the kinds of its rows; none: any."""
    if sheet not in _COLUMNS:
        return frozenset()
    own = (name for kind in kinds_of(sheet).values() for name in scalar_columns(kind.parameters))
    return frozenset(parameter_types(_COLUMNS[sheet][0])) | frozenset(own)


def _fixed(sheet: str, chinese: Translate) -> Iterator[GuideColumn]:
    for name, text in _FIXED[sheet].items():
        one = _column(name, {name: text}, str, chinese)
        # Of the version 2026.10 a spreadsheet program would make 2026.1.
        yield replace(one, is_text=True) if (sheet, name) == (SETTINGS, "value") else one


def _column(
    name: str, texts: Mapping[str, str], hint: object, chinese: Translate, *, is_common: bool = True
) -> GuideColumn:
    text = texts.get(name, "")
    choices, is_open = _choices(name, hint)
    return GuideColumn(
        name,
        chinese(text) if text else "",
        text,
        choices,
        is_open=is_open,
        is_text=name in _AS_TEXT,
        width=_width(name),
        is_common=is_common,
    )


def _width(name: str) -> int:
    if name in _WIDTHS:
        return _WIDTHS[name]
    return _WIDE_WIDTH if name in _WIDE or name.endswith(_IN_TWO_LANGUAGES) else 14


def _choices(name: str, hint: object) -> tuple[tuple[str, ...], bool]:
    """Return what a drop-down offers for a type, and whether other texts may stand there too."""
    if isinstance(hint, types.UnionType):
        hint = next(one for one in typing.get_args(hint) if one is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return _choices(name, typing.get_args(hint)[0])[0], True
    if hint is bool:
        return ("yes", "no"), False
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return tuple(hint), False
    if name == "op":
        return tuple(one for one in Comparison if one is not Comparison.ONE_OF), False
    return (), False


def _with_kinds(sheet: str, columns: Iterable[GuideColumn]) -> Iterator[GuideColumn]:
    names = tuple(kinds_of(sheet))
    for one in columns:
        yield _with_choices(one, names) if one.name == "kind" and names else one


def _with_choices(one: GuideColumn, choices: tuple[str, ...]) -> GuideColumn:
    return GuideColumn(one.name, one.help_zh, one.help_en, choices, width=22)


def _of_kinds(sheet: str, chinese: Translate, taken: Iterable[str]) -> Iterator[GuideColumn]:
    """Yield the columns that parameters of kinds need, each once, in the order of their help."""
    hints: dict[str, object] = {}
    for kind in kinds_of(sheet).values():
        for name in scalar_columns(kind.parameters):
            hints.setdefault(name, parameter_types(kind.parameters)[name])
    order = list(PARAMETER_HELP)
    for name in sorted(hints, key=lambda one: order.index(one) if one in order else len(order)):
        if name not in taken:
            yield _column(name, PARAMETER_HELP, _shared(sheet, name), chinese, is_common=False)


def _shared(sheet: str, name: str) -> object:
    """Return the type of a parameter; where kinds differ in its choices, it is a plain text."""
    found = {
        types_of[name]
        for kind in kinds_of(sheet).values()
        if name in (types_of := parameter_types(kind.parameters))
    }
    return found.pop() if len(found) == 1 else str


def _kinds(chinese: Translate) -> Iterator[GuideKind]:
    for sheet in (INDICATORS, VETOES, GRADES):
        for kind in kinds_of(sheet).values():
            of_row = row_type(kind.parameters)
            yield GuideKind(
                sheet,
                kind.name,
                chinese(kind.title),
                kind.title,
                scalar_columns(kind.parameters),
                () if of_row is None else scalar_columns(of_row),
            )
