"""The subjects that a scheme assesses in a campaign, and how far each level is with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session

from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.places import is_covered
from server.store.queries.scope import Scope
from server.store.queries.self_forms import NO_FORMS, SelfForms, has_sent
from server.store.queries.subject_tables import SubjectTable, subject_table
from server.store.queries.subjects import get_subject
from server.store.tables.areas import AreaAncestor
from server.store.tables.assessments import Assessment
from server.store.tables.schemes import CampaignScheme
from server.store.upsert import table_of

_ABOVE, _USED = table_of(AreaAncestor), table_of(CampaignScheme)
_ASSESSMENTS = table_of(Assessment)
_WHOLE = 1_000
"""How far away a scheme is that counts in the whole campaign: farther than any area."""
NOT_BEGUN = "not_begun"
FORM_SENT = "form_sent"
"""The self-assessment came as a form, whether points were begun beside it or not."""


@dataclass(frozen=True, slots=True)
class AssessedFilter:
    """Which subjects: of a campaign and scheme, and by the state that a level has them in."""

    campaign_id: int
    scheme_id: int
    level: str = ""
    state: str = ""
    """A state, `not_begun`, `form_sent`, or nothing for all."""
    text: str = ""
    subject_kind: str = ENTERPRISE
    self_forms: SelfForms = NO_FORMS
    """Which submissions stand for the points of the level `self`."""


@dataclass(frozen=True, slots=True)
class AssessedEnterprise:
    """An enterprise, park or area that is assessed; a park has no area."""

    id: int
    name: str
    uscc: str | None
    area_id: int | None
    area_name: str | None


def list_assessed(
    session: Session,
    scope: Scope,
    wanted: AssessedFilter,
    *,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[AssessedEnterprise, ...]:
    """Return subjects within a scope by name, those after one of them. Raises NotFound."""
    table = subject_table(wanted.subject_kind)
    columns = (table.id, table.name, table.uscc, table.area_id, table.area_name)
    statement = from_assessed(select(*columns), scope, wanted)
    if after is not None:
        anchor = get_subject(session, scope, wanted.subject_kind, after)
        statement = statement.where(tuple_(table.name, table.id) > tuple_(anchor.name, anchor.id))
    statement = statement.order_by(table.name, table.id).limit(limit)
    return tuple(AssessedEnterprise(*row) for row in session.connection().execute(statement))


def count_assessed(session: Session, scope: Scope, wanted: AssessedFilter) -> int:
    """Return how many subjects there are."""
    counted = select(func.count(subject_table(wanted.subject_kind).id))
    statement = from_assessed(counted, scope, wanted)
    return int(session.connection().execute(statement).scalar_one())


def count_states(
    session: Session, scope: Scope, wanted: AssessedFilter
) -> Mapping[str, Mapping[str, int]]:
    """Return for each level how many subjects are in which state, those begun alone."""
    statement = (
        from_assessed(
            select(_ASSESSMENTS.c.level, _ASSESSMENTS.c.state, func.count()), scope, wanted
        )
        .join(_ASSESSMENTS, _is_of(wanted))
        .group_by(_ASSESSMENTS.c.level, _ASSESSMENTS.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for level, state, count in session.connection().execute(statement):
        found.setdefault(level, {})[AssessmentState(state).value] = int(count)
    return found


def count_self_assessed(session: Session, scope: Scope, wanted: AssessedFilter) -> int:
    """Return how many subjects submitted their own points, or sent them as a form."""
    statement = from_assessed(
        select(func.count(subject_table(wanted.subject_kind).id)), scope, wanted
    )
    submitted = exists().where(
        _is_of(wanted),
        _ASSESSMENTS.c.level == SELF_LEVEL,
        _ASSESSMENTS.c.state == AssessmentState.SUBMITTED,
    )
    statement = statement.where(or_(submitted, _has_form(wanted, SELF_LEVEL)))
    return int(session.connection().execute(statement).scalar_one())


def is_assessed(session: Session, scope: Scope, wanted: AssessedFilter, subject_id: int) -> bool:
    """Tell whether the scheme assesses a subject within a scope."""
    table = subject_table(wanted.subject_kind)
    statement = from_assessed(select(table.id), scope, wanted).where(table.id == subject_id)
    return session.connection().execute(statement).first() is not None


def list_kinds(session: Session, campaign_id: int) -> tuple[str, ...]:
    """Return the kinds of subjects that schemes assess in a campaign."""
    statement = select(_USED.c.subject_kind).where(_USED.c.campaign_id == campaign_id).distinct()
    return tuple(sorted(session.connection().execute(statement).scalars()))


def list_schemes(
    session: Session, campaign_id: int, subject_kind: str = ENTERPRISE
) -> tuple[tuple[int, int], ...]:
    """Return the schemes of a campaign for a kind of subject, each with its newest version."""
    statement = (
        select(_USED.c.scheme_id, func.max(_USED.c.scheme_version_id))
        .where(_USED.c.campaign_id == campaign_id, _USED.c.subject_kind == subject_kind)
        .group_by(_USED.c.scheme_id)
        .order_by(func.min(_USED.c.id))
    )
    return tuple((int(one), int(two)) for one, two in session.connection().execute(statement))


def find_version(
    session: Session,
    campaign_id: int,
    scheme_id: int,
    area_id: int | None,
    subject_kind: str = ENTERPRISE,
) -> int | None:
    """Return the version of a scheme that counts in an area: that of the nearest area above.

    Without an area it is the one that counts in the whole campaign.
    """
    statement = (
        select(_USED.c.scheme_version_id)
        .select_from(_USED.outerjoin(_ABOVE, _reaches(area_id)))
        .where(
            _USED.c.campaign_id == campaign_id,
            _USED.c.scheme_id == scheme_id,
            _USED.c.subject_kind == subject_kind,
            or_(_USED.c.area_id.is_(None), _ABOVE.c.depth.is_not(None)),
        )
        .order_by(_distance(), _USED.c.id)
    )
    found = session.connection().execute(statement).scalar()
    return None if found is None else int(found)


def from_assessed(statement: Select[Any], scope: Scope, wanted: AssessedFilter) -> Select[Any]:
    """Return a statement that reads the subjects which a scheme assesses, with their areas."""
    table = subject_table(wanted.subject_kind)
    conditions = table.conditions(scope, EnterpriseFilter(text=wanted.text))
    if table.kind != PARK:
        conditions.append(is_covered(wanted.campaign_id, table.area_id))
    return table.read(statement).where(
        *conditions,
        _nearest(wanted, table, wanted.scheme_id) == _nearest(wanted, table),
        *_of_state(wanted),
    )


def _nearest(
    wanted: AssessedFilter, table: SubjectTable, scheme_id: int | None = None
) -> ScalarSelect[int]:
    """Return how far above a subject's area a scheme counts, the nearest one."""
    used, above = _USED.alias(), _ABOVE.alias()
    distance = case((used.c.area_id.is_(None), _WHOLE), else_=above.c.depth)
    reaches = and_(above.c.ancestor_id == used.c.area_id, above.c.area_id == table.area_id)
    statement = (
        select(func.min(distance))
        .select_from(used.outerjoin(above, reaches))
        .where(used.c.campaign_id == wanted.campaign_id, used.c.subject_kind == table.kind)
    )
    if scheme_id is not None:
        statement = statement.where(used.c.scheme_id == scheme_id)
    return statement.correlate(table.base).scalar_subquery()


def _reaches(area_id: int | None) -> ColumnElement[bool]:
    return and_(_ABOVE.c.ancestor_id == _USED.c.area_id, _ABOVE.c.area_id == area_id)


def _distance() -> ColumnElement[int]:
    return case((_USED.c.area_id.is_(None), _WHOLE), else_=_ABOVE.c.depth)


def _is_of(wanted: AssessedFilter) -> ColumnElement[bool]:
    return and_(
        _ASSESSMENTS.c.campaign_id == wanted.campaign_id,
        _ASSESSMENTS.c.scheme_id == wanted.scheme_id,
        _ASSESSMENTS.c.subject_kind == wanted.subject_kind,
        _ASSESSMENTS.c.subject_id == subject_table(wanted.subject_kind).id,
    )


def _of_state(wanted: AssessedFilter) -> list[ColumnElement[bool]]:
    if not wanted.state or not wanted.level:
        return []
    of_level = exists().where(_is_of(wanted), _ASSESSMENTS.c.level == wanted.level)
    if wanted.state == NOT_BEGUN:
        return [~of_level, ~_has_form(wanted, wanted.level)]
    if wanted.state == FORM_SENT:
        return [_has_form(wanted, wanted.level)]
    return [of_level.where(_ASSESSMENTS.c.state == wanted.state)]


def _has_form(wanted: AssessedFilter, level: str) -> ColumnElement[bool]:
    """Return the condition that a form stands for a level: the enterprise's own alone."""
    if level != SELF_LEVEL or wanted.subject_kind != ENTERPRISE:
        return false()
    return has_sent(wanted.campaign_id, wanted.self_forms, subject_table(ENTERPRISE).id)
