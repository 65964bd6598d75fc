"""Load the sheet of one subject and level: its rows, what was given, and what others gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.areas import AreaLevel
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.exact.values import Value
from server.domain.schemes.giving.assessor_levels import assessors_of, levels_below, may_act_as
from server.domain.schemes.giving.filled_sheet import Below, TypedSheet
from server.domain.schemes.giving.owners import Access, access_of, may_fill
from server.domain.schemes.giving.sheet import SheetRow, sheet_of
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.typed_value import Untaken, read_value
from server.domain.schemes.reading.compiled import CompiledScheme
from server.operations.compiled_versions import compiled_version
from server.operations.gather_inputs import facts_of
from server.problems import NotFound
from server.store.queries import (
    areas,
    assessed_enterprises,
    assessments,
    campaigns,
    places,
    subjects,
)
from server.store.queries.assessed_enterprises import AssessedFilter
from server.store.queries.assessments import AssessmentKey, ValueRow
from server.store.queries.scope import Scope
from server.store.queries.subjects import NamedSubject
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.store.tables.assessments import Assessment, AssessmentFile


@dataclass(frozen=True, slots=True)
class LevelGiven:
    """What one level has given of a subject, submitted or not."""

    assessment: Assessment
    values: Mapping[str, ValueRow]

    @property
    def is_submitted(self) -> bool:
        """Whether it counts."""
        return self.assessment.state is AssessmentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a level for one subject, with all that stands beside it."""

    key: AssessmentKey
    version_id: int
    scheme: CompiledScheme
    subject: NamedSubject
    rows: tuple[SheetRow, ...]
    levels: Mapping[str, LevelGiven]
    """What each level has begun, this one included."""
    files: Sequence[AssessmentFile]
    """Of all levels."""
    below: Below
    """What the highest level below has submitted, by measure."""
    may_fill: bool

    @property
    def own(self) -> LevelGiven | None:
        """What this level has begun."""
        return self.levels.get(self.key.level)

    @property
    def revision(self) -> int:
        """How often this level has saved; 0 before the first time."""
        return 0 if self.own is None else self.own.assessment.revision

    @property
    def is_open(self) -> bool:
        """Whether this level can still change its points."""
        return self.own is None or not self.own.is_submitted


def load_sheet(session: Session, scope: Scope, key: AssessmentKey) -> Sheet:
    """Return a sheet; `scope` is what the assessor reaches. Raises NotFound.

    NotFound also for a subject that this scheme does not assess in the campaign, and for a
    level that the scheme does not know.
    """
    campaigns.get_campaign(session, scope.project_id, key.campaign_id)
    subject = subjects.get_subject(session, scope, key.subject_kind, key.subject_id)
    wanted = AssessedFilter(key.campaign_id, key.scheme_id, subject_kind=subject.kind)
    if not assessed_enterprises.is_assessed(session, scope, wanted, subject.id):
        raise NotFound
    version_id = assessed_enterprises.find_version(
        session, key.campaign_id, key.scheme_id, subject.area_id, subject.kind
    )
    if version_id is None:
        raise NotFound
    scheme = compiled_version(session, version_id).scheme
    if key.level not in assessors_of(scheme):
        raise NotFound
    known = facts_of(session, subject.kind, [subject.id])[subject.id]
    facts = {name: one.value for name, one in known.items()}
    access = access_of(scheme, key.level)
    rows = sheet_of(scheme, may_fill(scheme, key.level), facts)
    rows = tuple(row for row in rows if access[row.code] is not Access.HIDDEN)
    given = _given(session, key)
    return Sheet(
        key=key,
        version_id=version_id,
        scheme=scheme,
        subject=subject,
        rows=rows,
        levels=given,
        files=assessments.files_of(session, [stored(one.assessment.id) for one in given.values()]),
        below=below_of(scheme, key.level, rows, given),
        may_fill=may_act_as(key.level, reached_levels(session, scope, subject)),
    )


def _given(session: Session, key: AssessmentKey) -> Mapping[str, LevelGiven]:
    begun = assessments.list_of_subject(session, key)
    values = assessments.values_of(session, [stored(one.id) for one in begun])
    return {one.level: LevelGiven(one, values[stored(one.id)]) for one in begun}


def reached_levels(
    session: Session, scope: Scope, subject: NamedSubject
) -> frozenset[AreaLevel] | None:
    """Return the levels of the areas above a subject that a scope was given in; None: everything.

    A park lies in several areas: only who reaches all of its enterprises works for it.
    """
    if scope.area_ids is None:
        return None
    if subject.area_id is None:
        is_inside = places.has_all_of_park(session, scope, subject.id)
        known = [session.get_one(Area, key) for key in scope.area_ids] if is_inside else []
        return frozenset(AreaLevel(one.level) for one in known)
    path = areas.paths_of(session, {subject.area_id})[subject.area_id]
    return frozenset(AreaLevel(one.level) for one in path if one.id in scope.area_ids)


def below_of(
    scheme: CompiledScheme,
    level: str,
    rows: Sequence[SheetRow],
    given: Mapping[str, LevelGiven],
) -> Below:
    """Return what the levels below have submitted: the highest of them that gave some."""
    fields = {one.measure: one for row in rows for one in row.fields}
    found: dict[str, Value | None] = {}
    for one in reversed(levels_below(scheme, level)):
        if one not in given or not given[one].is_submitted:
            continue
        for measure, row in given[one].values.items():
            if row.is_not_applicable:
                found[measure] = None
                continue
            value = stored_value(fields.get(measure), row)
            if value is not None:
                found[measure] = value
    return found


def stored_value(field: InputField | None, row: ValueRow) -> Value | None:
    """Return a stored value as its field reads it; None when it has none, or takes it no more."""
    if field is None or row.value is None:
        return None
    try:
        return read_value(field, row.value)
    except Untaken:
        return None


def typed_of(sheet: Sheet) -> TypedSheet:
    """Return what is stored of a sheet as it stands in its fields."""
    values = {} if sheet.own is None else sheet.own.values
    reasons, left_out = {}, set()
    for row in sheet.rows:
        for one in row.fields:
            found = values.get(one.measure)
            if found is None:
                continue
            reasons[row.code] = found.reason
            if found.is_not_applicable:
                left_out.add(row.code)
    texts = {name: one.value for name, one in values.items() if one.value is not None}
    return TypedSheet(texts, reasons, frozenset(left_out))
