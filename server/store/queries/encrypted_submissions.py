"""Encrypted submissions of a form within a scope, in constant memory: what archives are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from server.store.queries.scope import Scope
from server.store.queries.submission_filters import JOINED, SubmissionFilter, conditions_of
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import SubmissionVersion, SubmissionXml
from server.store.upsert import table_of

_MANY = 200
_VERSIONS, _FORM_VERSIONS = table_of(SubmissionVersion), table_of(FormVersion)
_XMLS = table_of(SubmissionXml)
_OF_FORMS_WITH_KEY = JOINED.join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _VERSIONS.c.form_version_id)


@dataclass(frozen=True, slots=True)
class SealedSubmission:
    """What came in place of the answers of one submission."""

    version_id: int
    instance_id: str
    xml: bytes


def has_key(session: Session, form_pk: int) -> bool:
    """Tell whether any version of a form lets phones encrypt what they send."""
    statement = select(_FORM_VERSIONS.c.id).where(
        _FORM_VERSIONS.c.form_pk == form_pk, _FORM_VERSIONS.c.public_key.is_not(None)
    )
    return session.connection().execute(statement.limit(1)).first() is not None


def count_sealed(session: Session, scope: Scope, wanted: SubmissionFilter) -> int:
    """Return how many submissions were sent with versions of the form that have a key."""
    statement = select(func.count()).select_from(_OF_FORMS_WITH_KEY).where(*_wanted(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def stream_sealed(
    session: Session, scope: Scope, wanted: SubmissionFilter
) -> Iterator[SealedSubmission]:
    """Yield the current versions of these submissions, the oldest first."""
    statement = (
        select(_VERSIONS.c.id, _VERSIONS.c.instance_id, _XMLS.c.xml)
        .select_from(
            _OF_FORMS_WITH_KEY.join(_XMLS, _XMLS.c.submission_version_id == _VERSIONS.c.id)
        )
        .where(*_wanted(scope, wanted))
        .order_by(_VERSIONS.c.id)
    )
    rows = session.connection().execute(statement, execution_options={"yield_per": _MANY})
    for row in rows:
        yield SealedSubmission(*row)


def _wanted(scope: Scope, wanted: SubmissionFilter) -> list[ColumnElement[bool]]:
    return [*conditions_of(scope, wanted), _FORM_VERSIONS.c.public_key.is_not(None)]
