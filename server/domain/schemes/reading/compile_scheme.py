"""A scheme as it was read becomes one that can be evaluated, or all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.row_rules.starred import star_fields
from server.domain.schemes.described.columns import (
    BONUSES,
    UNKNOWN,
    IndicatorColumns,
)
from server.domain.schemes.described.settings import SchemeSettings, SurveyView
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.exact import sum_of_known
from server.domain.schemes.exact.faults import Fault, SchemeFaults, fault_at
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.kinds.bind import number_of
from server.domain.schemes.kinds.decision_kind import (
    Child,
    GradeTable,
    Names,
    all_group_kinds,
)
from server.domain.schemes.kinds.rule_kind import Slot, all_rule_kinds, full_marks
from server.domain.schemes.reading.bind_settings import settings_of
from server.domain.schemes.reading.check_codes import check_codes
from server.domain.schemes.reading.compile_decisions import compile_grades, compile_vetoes
from server.domain.schemes.reading.compiled import (
    AnyRow,
    CompiledScheme,
    GradeSet,
    GroupRow,
    RuleRow,
    VetoRow,
)
from server.domain.schemes.reading.read_rows import Reading
from server.domain.schemes.reading.targets import compile_targets
from server.domain.schemes.reading.unknown_kinds import no_rule
from xlsforms.scheme import (
    INDICATORS,
    Scheme,
    SchemeRow,
)


def compile_scheme(scheme: Scheme) -> CompiledScheme:
    """Return the scheme ready to score. Raises SchemeFaults with everything that is wrong."""
    compiled, found = compile_with_faults(scheme)
    if any(faults.errors_of(found)):
        raise SchemeFaults(found)
    return compiled


def compile_with_faults(scheme: Scheme) -> tuple[CompiledScheme, tuple[Fault, ...]]:
    """Return the scheme as far as it can be made ready, and all that its cells do wrong.

    Only where no fault is an error may it be used to score; checks of the whole table use it too.
    """
    work = _Work(scheme)
    compiled = work.compiled()
    return compiled, (*work.found, *check_codes(scheme))


def _names(
    rows: Mapping[str, AnyRow], vetoes: tuple[VetoRow, ...], grades: tuple[GradeSet, ...]
) -> Names:
    return Names(
        {code: row.slot.name for code, row in rows.items()},
        {one.columns.code: one.columns.name for one in vetoes},
        {row.columns.code: row.columns.name for one in grades for row in one.rows},
    )


@dataclass(slots=True)
class _Work(Reading):
    """The scheme being made, and what was found to be wrong."""

    rows: dict[str, AnyRow] = field(default_factory=dict)
    survey_view: SurveyView = SurveyView.SATISFIED
    parents: frozenset[str] = frozenset()

    def compiled(self) -> CompiledScheme:
        settings = settings_of(self.scheme, self.found)
        self.survey_view = settings.survey_view
        self.parents = frozenset(row["parent"] for row in self.scheme.indicators)
        columns = list(self.columns(INDICATORS, IndicatorColumns))
        self._tree(columns)
        roots = tuple(one.code for one, _ in columns if not one.parent and one.code in self.rows)
        bonuses = tuple(code for code in roots if self.rows[code].columns.kind in BONUSES)
        most = sum_of_known([self.rows[code].most for code in roots if code not in bonuses])
        grades, grade_order = compile_grades(self, self._table(most, bonuses, settings))
        vetoes = tuple(compile_vetoes(self))
        targets, wrong = compile_targets(self.scheme.targets)
        self.found += wrong
        return CompiledScheme(
            source=self.scheme,
            settings=settings,
            rows=self.rows,
            roots=roots,
            order=tuple(one.code for one, _ in columns if one.code in self.rows),
            vetoes=vetoes,
            grades=grades,
            grade_order=grade_order,
            most=most,
            simple={code: _simple(row) for code, row in self.rows.items()},
            is_plain_sum=all(map(_only_adds_up, self.rows.values())),
            bonuses=bonuses,
            targets=targets,
            names=_names(self.rows, vetoes, grades),
        )

    def _table(
        self, most: Decimal | None, bonuses: tuple[str, ...], settings: SchemeSettings
    ) -> GradeTable:
        """Return what grades can speak of."""
        if settings.bonus_toward_threshold:
            most = sum_of_known([most, *(self.rows[code].most for code in bonuses)])
        groups = frozenset(code for code, row in self.rows.items() if isinstance(row, GroupRow))
        return GradeTable(frozenset(self.rows), groups, most)

    def _tree(self, columns: list[tuple[IndicatorColumns, SchemeRow]]) -> None:
        """Make all rows, each after those below it; what hangs in a circle is never made.

        A row whose parent is not there is made too: what is wrong with it must be told as well.
        """
        below: dict[str, list[str]] = {}
        for one, _ in columns:
            below.setdefault(one.parent, []).append(one.code)
        by_code = {one.code: (one, row) for one, row in columns}
        tops = [one.code for one, _ in columns if one.parent not in by_code]
        stack = [(code, False) for code in reversed(tops)]
        while stack:
            code, is_open = stack.pop()
            if code in self.rows or code not in by_code:
                continue
            if is_open or code not in below:
                self._make(*by_code[code], tuple(below.get(code, ())))
                continue
            stack.append((code, True))
            stack += [(child, False) for child in reversed(below[code])]

    def _make(self, one: IndicatorColumns, row: SchemeRow, below: tuple[str, ...]) -> None:
        points = self._points(one, row)
        slot = Slot(one.code, one.name, points, one.measure, row, self.survey_view)
        made = self._group(one, slot, below) if below else self._rule(one, slot)
        if made is not None:
            self.rows[one.code] = made

    def _points(self, one: IndicatorColumns, row: SchemeRow) -> Decimal | None:
        text = one.points.strip()
        if not text or text.casefold() in UNKNOWN:
            return None
        try:
            return number_of(text)
        except ValueError:
            self.found.append(fault_at(faults.NOT_A_NUMBER, row, "points", text=text))
            return None

    def _rule(self, one: IndicatorColumns, slot: Slot) -> RuleRow | None:
        kind = all_rule_kinds().get(one.kind)
        if kind is None:
            self.found += no_rule(self.parents, one, slot.row)
            return None
        parameters = self.parameters(kind, one.code, slot.row, INDICATORS)
        if parameters is None:
            return None
        wrong = tuple(kind.check(parameters, slot))
        self.found += wrong
        if any(faults.errors_of(wrong)):
            # Parameters that make no sense say nothing, but the table keeps the row: what is
            # wrong elsewhere must be told too.
            return RuleRow(one, slot, kind, parameters, (), full_marks(slot))
        fields = kind.fields(parameters, slot) + star_fields(one)
        return RuleRow(one, slot, kind, parameters, fields, kind.most(parameters, slot))

    def _group(self, one: IndicatorColumns, slot: Slot, below: tuple[str, ...]) -> GroupRow | None:
        kind = self.kind(all_group_kinds(), one.kind, slot.row)
        if kind is None:
            return None
        parameters = self.parameters(kind, one.code, slot.row, INDICATORS)
        if parameters is None:
            return None
        children = tuple(code for code in below if code in self.rows)
        ready = tuple(child_of(self.rows[code], Outcome()) for code in children)
        self.found += kind.check(parameters, slot, ready)
        most = kind.most(parameters, slot, ready)
        return GroupRow(one, slot, kind, parameters, children, ready, most)


def child_of(row: AnyRow, outcome: Outcome) -> Child:
    """Return a row as its group sees it."""
    return Child(row.columns.code, row.slot.name, row.most, row.columns.weight, outcome)


def _only_adds_up(row: AnyRow) -> bool:
    """Tell whether a row is no group, or one whose points are the sum of those below."""
    if not isinstance(row, GroupRow):
        return True
    return row.kind.is_sum and getattr(row.parameters, "floor", None) is None


def _simple(row: AnyRow) -> str:
    """Return the measure of a row that asks for one only, of all subjects and without a window."""
    if isinstance(row, GroupRow) or not row.columns.is_for_all or len(row.fields) != 1:
        return ""
    return row.fields[0].measure
