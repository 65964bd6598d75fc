"""Site checks: submissions of forms that are not anonymous, the newest ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import JOINED, SubmissionFilter, conditions_of
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form, FormVersion
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.tables.users import Actor
from server.store.upsert import table_of

_SUBMISSIONS = table_of(Submission)
_VERSIONS = table_of(SubmissionVersion)
_FORMS = table_of(Form)
_FORM_VERSIONS = table_of(FormVersion)
_ENTERPRISES = table_of(Enterprise)
_ACTORS = table_of(Actor)


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """A submission as short lists show it."""

    form_id: str
    form_title: str
    instance_id: str
    instance_name: str | None
    enterprise_id: int | None
    enterprise_name: str | None
    submitter: str | None
    received_at: datetime
    review_state: ReviewState | None


def list_latest(
    session: Session, scope: Scope, *, limit: int, enterprise_id: int | None = None
) -> tuple[SiteCheck, ...]:
    """Return the newest submissions within a scope: of all enterprises, or of one."""
    wanted = SubmissionFilter(enterprise_id=enterprise_id)
    statement = (
        select(
            _FORMS.c.form_id,
            _FORM_VERSIONS.c.title,
            _SUBMISSIONS.c.root_instance_id,
            _VERSIONS.c.instance_name,
            _SUBMISSIONS.c.enterprise_id,
            _ENTERPRISES.c.name,
            _ACTORS.c.display_name,
            _SUBMISSIONS.c.received_at,
            _SUBMISSIONS.c.review_state,
        )
        .select_from(
            JOINED.join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _VERSIONS.c.form_version_id)
        )
        .where(*conditions_of(scope, wanted))
        .order_by(_SUBMISSIONS.c.received_at.desc(), _SUBMISSIONS.c.id.desc())
        .limit(limit)
    )
    return tuple(SiteCheck(*row) for row in session.connection().execute(statement))
