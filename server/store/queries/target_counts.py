"""Who counts for the targets of a campaign: enterprises in groups that are alike, places singly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlmodel import Session

from server.domain.lifecycle import AssessmentState, ReviewState
from server.domain.release import ReleaseKind
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.described.target_metrics import CountedBy, Metric
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.store.queries.assessed_enterprises import AssessedFilter, from_assessed
from server.store.queries.evaluated import IS_WORKED_OUT
from server.store.queries.scope import Scope
from server.store.queries.self_forms import NO_FORMS, SelfForms, has_sent
from server.store.tables.assessments import Assessment
from server.store.tables.enterprises import Enterprise
from server.store.tables.evaluations import StoredEvaluation
from server.store.tables.records import DepartmentRecord, HeldTitle
from server.store.tables.schemes import SchemeVersion
from server.store.tables.submissions import Submission
from server.store.tables.surveys import Release
from server.store.upsert import table_of

_ENTERPRISES, _ASSESSMENTS = table_of(Enterprise), table_of(Assessment)
_EVALUATIONS, _SUBMISSIONS = table_of(StoredEvaluation), table_of(Submission)
_RELEASES, _TITLES, _RECORDS = table_of(Release), table_of(HeldTitle), table_of(DepartmentRecord)
_VERSIONS = table_of(SchemeVersion)


@dataclass(frozen=True, slots=True)
class TargetsOf:
    """Whose targets are counted: a scheme's in a campaign, `since` and `until` being its year."""

    campaign_id: int
    scheme_id: int
    slug: str
    since: date
    until: date
    self_forms: SelfForms = NO_FORMS
    """Which submissions are self-assessments."""


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Enterprises of an area of which the same is known: how many they are, how many count."""

    area_id: int
    facts: Mapping[str, object]
    count: int
    counted: int


def count_enterprises(
    session: Session, scope: Scope, of: TargetsOf, by: CountedBy, facts: Sequence[str]
) -> tuple[AlikeGroup, ...]:
    """Return the enterprises that the scheme evaluates within a scope, grouped by some facts."""
    columns = [_ENTERPRISES.c.area_id, *(_ENTERPRISES.c[name] for name in facts)]
    counts = case((_counts(of, by), 1), else_=0)
    statement = from_assessed(
        select(*columns, func.count(), func.sum(counts)),
        scope,
        AssessedFilter(of.campaign_id, of.scheme_id),
    ).group_by(*columns)
    return tuple(
        AlikeGroup(row[0], dict(zip(facts, row[1:-2], strict=True)), row[-2], int(row[-1]))
        for row in session.connection().execute(statement)
    )


def list_counted_places(
    session: Session, of: TargetsOf, kind: str, by: CountedBy, ids: Sequence[int]
) -> frozenset[int]:
    """Return those of some parks or areas that count for a target by themselves."""
    if by.metric in {Metric.TAKES_PART, Metric.SELF_ASSESSED}:
        given = _ASSESSMENTS.c
        statement = select(given.subject_id).where(
            *_submitted(of, kind, is_own=by.metric is Metric.SELF_ASSESSED),
            given.subject_id.in_(ids),
        )
    else:
        made = _EVALUATIONS.c
        statement = select(made.subject_id).where(
            *_worked_out(of, kind, has_grade=by.metric is Metric.HAS_GRADE),
            made.subject_id.in_(ids),
        )
    return frozenset(session.connection().execute(statement).scalars())


def _counts(of: TargetsOf, by: CountedBy) -> ColumnElement[bool]:
    """Return the condition that an enterprise counts."""
    if by.metric is Metric.NEW_TITLES:
        return _is_newly_titled(of, by.name)
    if by.metric is Metric.RECORDS:
        return _has_record(of, by.name)
    known = _CONDITIONS.get(by.metric)
    return _ENTERPRISES.c[by.metric.value].is_(True) if known is None else known(of)


def _submitted(of: TargetsOf, kind: str, *, is_own: bool = False) -> list[ColumnElement[bool]]:
    given = _ASSESSMENTS.c
    conditions: list[ColumnElement[bool]] = [
        given.campaign_id == of.campaign_id,
        given.scheme_id == of.scheme_id,
        given.subject_kind == kind,
        given.state == AssessmentState.SUBMITTED,
    ]
    return [*conditions, given.level == SELF_LEVEL] if is_own else conditions


def _has_submitted(of: TargetsOf, *, is_own: bool = False) -> ColumnElement[bool]:
    conditions = _submitted(of, ENTERPRISE, is_own=is_own)
    return exists().where(*conditions, _ASSESSMENTS.c.subject_id == _ENTERPRISES.c.id)


def _has_sent(of: TargetsOf) -> ColumnElement[bool]:
    sent = _SUBMISSIONS.c
    return exists().where(
        sent.campaign_id == of.campaign_id,
        sent.enterprise_id == _ENTERPRISES.c.id,
        sent.deleted_at.is_(None),
        sent.exclusion_reason.is_(None),
        or_(sent.review_state.is_(None), sent.review_state != ReviewState.REJECTED),
    )


def _has_figures(of: TargetsOf) -> ColumnElement[bool]:
    # Only what is released is looked at: that somebody has answered says too much of a few people.
    return exists().where(
        _RELEASES.c.campaign_id == of.campaign_id,
        _RELEASES.c.enterprise_id == _ENTERPRISES.c.id,
        _RELEASES.c.kind == ReleaseKind.FIGURES.value,
    )


def _worked_out(of: TargetsOf, kind: str, *, has_grade: bool) -> list[ColumnElement[bool]]:
    made = _EVALUATIONS.c
    conditions: list[ColumnElement[bool]] = [
        made.campaign_id == of.campaign_id,
        made.scheme_version_id.in_(_versions(of)),
        made.subject_kind == kind,
        IS_WORKED_OUT,
    ]
    return [*conditions, made.grade.is_not(None)] if has_grade else conditions


def _versions(of: TargetsOf) -> Any:
    return select(_VERSIONS.c.id).where(_VERSIONS.c.scheme_id == of.scheme_id)


def _reaches(of: TargetsOf, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        *_worked_out(of, ENTERPRISE, has_grade=True),
        _EVALUATIONS.c.subject_id == _ENTERPRISES.c.id,
        *conditions,
    )


def _title(of: TargetsOf) -> ColumnElement[bool]:
    is_of_scheme = _TITLES.c.scheme.in_(("", of.slug))
    return and_(_TITLES.c.enterprise_id == _ENTERPRISES.c.id, is_of_scheme)


def _holds(of: TargetsOf) -> ColumnElement[bool]:
    until = _TITLES.c.until
    is_held = and_(_TITLES.c.since <= of.until, or_(until.is_(None), until >= of.until))
    return exists().where(_title(of), is_held)


def _is_newly_titled(of: TargetsOf, level: str) -> ColumnElement[bool]:
    is_new = and_(_TITLES.c.since > of.since, _TITLES.c.since <= of.until)
    if level:
        return exists().where(_title(of), is_new, _TITLES.c.level == level)
    held = exists().where(
        _title(of), _TITLES.c.code == _EVALUATIONS.c.grade, _TITLES.c.since <= of.since
    )
    return or_(exists().where(_title(of), is_new), _reaches(of, ~held))


def _has_record(of: TargetsOf, kind: str) -> ColumnElement[bool]:
    return exists().where(
        _RECORDS.c.enterprise_id == _ENTERPRISES.c.id,
        _RECORDS.c.kind == kind,
        _RECORDS.c.dated_on > of.since,
        _RECORDS.c.dated_on <= of.until,
    )


def _is_evaluated(of: TargetsOf) -> ColumnElement[bool]:
    made = _worked_out(of, ENTERPRISE, has_grade=False)
    return exists().where(*made, _EVALUATIONS.c.subject_id == _ENTERPRISES.c.id)


_CONDITIONS: Mapping[Metric, Callable[[TargetsOf], ColumnElement[bool]]] = {
    Metric.TAKES_PART: lambda of: or_(_has_submitted(of), _has_sent(of), _has_figures(of)),
    Metric.SELF_ASSESSED: lambda of: or_(
        _has_submitted(of, is_own=True),
        has_sent(of.campaign_id, of.self_forms, _ENTERPRISES.c.id),
    ),
    Metric.SURVEYED: _has_figures,
    Metric.EVALUATED: _is_evaluated,
    Metric.HAS_GRADE: _reaches,
    Metric.TITLES: lambda of: or_(_holds(of), _reaches(of)),
}
