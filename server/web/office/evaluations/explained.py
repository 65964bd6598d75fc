"""One figure of a score table opened: its steps in words, its parameters, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, RuleRow
from server.domain.schemes.reading.read_rows import common_columns
from server.domain.schemes.scoring.evaluation import RowScore
from server.i18n import reader_locale
from server.web.office.evaluations.parameter_words import parameter_value, parameter_word
from server.web.office.evaluations.words import (
    gap_word,
    level_word,
    name_of,
    source_word,
    told,
    value_text,
)
from xlsforms.scheme import INDICATORS, SchemeRow


@dataclass(frozen=True, slots=True)
class Link:
    """Something behind a figure: a word, where to look at it, and a small picture of it."""

    label: str
    url: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where what observations name can be looked at."""

    origins: Mapping[str, Link] = field(default_factory=dict)
    """Of what an observation came from, such as `submission:12`."""
    files: Mapping[str, Link] = field(default_factory=dict)
    options: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Question of a survey, without the view -> its released figures: option and share."""


NO_LINKS = Links()
"""Nothing to look at: values were typed in."""


@dataclass(frozen=True, slots=True)
class Input:
    """An observation as a page shows it."""

    name: str
    value: str
    source: str
    level: str
    day: str
    origin: Link | None
    files: tuple[Link, ...]
    note: str
    counts: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in words, and its column in the workbook."""

    column: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """How the points of a row came about."""

    kind: str
    parameters: tuple[Parameter, ...]
    """Columns of the row's own kind."""
    list_columns: tuple[Parameter, ...]
    """Columns of its list, without values."""
    list_rows: tuple[tuple[str, ...], ...]
    steps: tuple[str, ...]
    inputs: tuple[Input, ...]
    evidence: str
    note: str


def explained(scheme: CompiledScheme, row: AnyRow, scored: RowScore, links: Links) -> Explained:
    """Return how a row came to its points."""
    own = scheme.source.parameters.get(row.columns.code, ())
    columns = tuple(dict.fromkeys(name for one in own for name in one.cells if name not in _KEYS))
    columns = tuple(name for name in columns if not _is_other_language(name, columns))
    return Explained(
        kind=str(gettext(row.kind.title)),
        parameters=_parameters(row.slot.row),
        list_columns=tuple(Parameter(name, _list_word(name)) for name in columns),
        list_rows=tuple(tuple(parameter_value(name, one[name]) for name in columns) for one in own),
        steps=tuple(told(one) for one in scored.outcome.steps),
        inputs=(
            *(shown_input(scheme, row, one, links, counts=True) for one in scored.used),
            *(shown_input(scheme, row, one, links, counts=False) for one in scored.beside),
        ),
        evidence=name_of(row.columns.evidence),
        note=name_of(row.columns.remark),
    )


_KEYS = frozenset({"code", "row"})


def _is_other_language(name: str, columns: tuple[str, ...]) -> bool:
    own, other = ("_zh", "_en") if reader_locale() == "zh_CN" else ("_en", "_zh")
    return name.endswith(other) and f"{name[:-3]}{own}" in columns


def _list_word(name: str) -> str:
    return str(gettext("Name")) if name in {"name_zh", "name_en"} else parameter_word(name)


def _parameters(row: SchemeRow) -> tuple[Parameter, ...]:
    common = common_columns(INDICATORS)
    return tuple(
        Parameter(name, parameter_word(name), parameter_value(name, text))
        for name, text in row.cells.items()
        if name not in common and text
    )


def shown_input(
    scheme: CompiledScheme, row: AnyRow | None, one: Observation, links: Links, *, counts: bool
) -> Input:
    """Return an observation of a row, or of a veto, as a page shows it."""
    return Input(
        name=_name(row, one.measure),
        value=gap_word(one.problem) if one.problem else value_text(one.value),
        source=source_word(one.source),
        level=level_word(one.level) if one.level and one.source is not Source.SELF else "",
        day=one.on.isoformat() if one.on else "",
        origin=links.origins.get(one.origin),
        files=tuple(found for name in one.evidence if (found := links.files.get(name))),
        note=_note(scheme, one),
        counts=counts,
        options=links.options.get(one.measure.partition(":")[0], ()),
    )


def _note(scheme: CompiledScheme, one: Observation) -> str:
    """Return what was noted; a record without document names its department, in Chinese."""
    if one.source is Source.RECORD:
        for row in scheme.source.records:
            if row["department_zh"] == one.note:
                return name_of(Text(row["department_zh"], row["department_en"]))
    return one.note


def _name(row: AnyRow | None, measure: str) -> str:
    """Return what is observed, empty where the row says it already."""
    if not isinstance(row, RuleRow):
        return ""
    for one in row.fields:
        if one.measure == measure:
            name = name_of(one.name)
            return "" if name == name_of(row.slot.name) else name
    return measure
