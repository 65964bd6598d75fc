"""The sheet of one level: the rows of a table in their order, and which of them it fills."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.described.columns import NotApplicable
from server.domain.schemes.described.files_asked import files_asked
from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.conditions import all_hold
from server.domain.schemes.exact.values import Facts, Text
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.reading.compiled import CompiledScheme, GroupRow, RuleRow, VetoRow

_NOTHING_SAID = Text("", "")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as a level sees it; a row without fields sums up those below it, or is unknown."""

    code: str
    name: Text
    above: tuple[str, ...] = ()
    """Codes of the rows above it, the root first."""
    most: Decimal | None = None
    fields: tuple[InputField, ...] = ()
    sources: tuple[Source, ...] = ()
    slots: tuple[Text, ...] = ()
    """Names of the files that are asked for."""
    note: Text = _NOTHING_SAID
    is_own: bool = False
    """Whether this level fills it."""
    is_veto: bool = False
    is_group: bool = False
    applies: bool = True
    may_not_apply: bool = False
    """Whether an assessor may say that it does not apply."""
    needs_file: bool = False
    """Without a file there are no points."""

    @property
    def is_open(self) -> bool:
        """Whether something can be typed here."""
        return self.is_own and self.applies and bool(self.fields)

    @property
    def file_measure(self) -> str:
        """The measure that files of this row are kept under."""
        return self.fields[0].measure if self.fields else self.code


def sheet_of(
    scheme: CompiledScheme, own: Collection[str], facts: Facts | None
) -> tuple[SheetRow, ...]:
    """Return all rows of a scheme, vetoes last; `own` are the codes that this level fills.

    Without facts (None) every row applies: what a sheet for several enterprises needs. A row of
    which nobody knows whether it applies is open too.
    """
    rows = [*_indicators(scheme, frozenset(own), facts)]
    rows += [_veto(one, frozenset(own), facts) for one in scheme.vetoes]
    return tuple(rows)


def _indicators(
    scheme: CompiledScheme, own: frozenset[str], facts: Facts | None
) -> Iterator[SheetRow]:
    above: dict[str, tuple[str, ...]] = {}
    kept_out: set[str] = set()
    for code in _depth_first(scheme):
        row = scheme.rows[code]
        parent = row.columns.parent
        above[code] = (*above[parent], parent) if parent in above else ()
        applies = parent not in kept_out and _applies(row, facts)
        if not applies:
            kept_out.add(code)
        yield _indicator(row, above[code], is_own=code in own, applies=applies)


def _depth_first(scheme: CompiledScheme) -> Iterator[str]:
    """Yield each row right before those below it, whatever order the workbook has them in."""
    stack = list(reversed(scheme.roots))
    while stack:
        code = stack.pop()
        yield code
        row = scheme.rows[code]
        if isinstance(row, GroupRow):
            stack += reversed(row.children)


def _indicator(
    row: RuleRow | GroupRow, above: tuple[str, ...], *, is_own: bool, applies: bool
) -> SheetRow:
    columns, is_group = row.columns, isinstance(row, GroupRow)
    return SheetRow(
        code=columns.code,
        name=columns.name,
        above=above,
        most=row.most,
        fields=row.fields if isinstance(row, RuleRow) else (),
        sources=columns.source,
        slots=files_asked(columns.evidence),
        note=columns.remark,
        is_own=is_own and not is_group,
        is_group=is_group,
        applies=applies,
        may_not_apply=columns.na is not NotApplicable.REFUSED,
        needs_file=columns.evidence_gate,
    )


def _veto(row: VetoRow, own: frozenset[str], facts: Facts | None) -> SheetRow:
    columns = row.columns
    is_for = facts is None or not columns.subject or _kind(facts) in columns.subject
    return SheetRow(
        code=columns.code,
        name=columns.name,
        fields=row.fields,
        sources=columns.source,
        slots=files_asked(columns.proof),
        note=columns.remark,
        is_own=columns.code in own,
        is_veto=True,
        applies=is_for,
    )


def _applies(row: RuleRow | GroupRow, facts: Facts | None) -> bool:
    if facts is None:
        return True
    columns = row.columns
    if columns.subject and _kind(facts) not in columns.subject:
        return False
    return all_hold(columns.applies_when, facts) is not False


def _kind(facts: Facts) -> object:
    return facts.get("kind", "enterprise")
