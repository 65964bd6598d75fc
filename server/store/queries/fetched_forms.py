"""Which versions of forms the phones of app users have fetched."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.store.tables.app_users import AppUser, Assignment, FetchedForm
from server.store.tables.forms import Form, FormVersion
from server.store.upsert import insert_or_update, table_of

_fetched, _assignments = table_of(FetchedForm), table_of(Assignment)
_forms, _versions, _app_users = table_of(Form), table_of(FormVersion), table_of(AppUser)
_current, _got = _versions.alias("current_version"), _versions.alias("fetched_version")


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """A form that a phone is offered: the version published now, and the one it fetched last."""

    form_id: str
    title: str
    version: str
    fetched_version: str | None
    fetched_at: datetime | None
    is_behind: bool


def is_noted(
    session: Session, app_user_id: int, *, form_pk: int, version_id: int, since: datetime
) -> bool:
    """Tell whether it is known already that a phone fetched this version a short while ago."""
    values = {
        "app_user_id": app_user_id,
        "form_pk": form_pk,
        "version_id": version_id,
        "since": since,
    }
    return session.connection().execute(_IS_NOTED, values).first() is not None


def note_fetch(
    session: Session, app_user_id: int, *, form_pk: int, version_id: int, now: datetime
) -> None:
    """Note which version of a form a phone has fetched."""
    found = {"form_version_id": version_id, "fetched_at": now}
    insert_or_update(
        session,
        FetchedForm,
        {"app_user_id": app_user_id, "form_pk": form_pk, **found},
        conflict_on=("app_user_id", "form_pk"),
        update=found,
    )


def list_offered_to(
    session: Session, app_user_ids: Collection[int]
) -> Mapping[int, tuple[PhoneForm, ...]]:
    """Return the forms that phones are offered now, each with the version that was fetched."""
    statement = (
        select(
            *(_assignments.c.app_user_id, _forms.c.form_id, _current.c.title),
            *(_current.c.version, _got.c.version, _fetched.c.fetched_at, _is_other()),
        )
        .join(_forms, _forms.c.id == _assignments.c.form_pk)
        .join(_current, _current.c.id == _forms.c.current_version_id)
        .outerjoin(_fetched, _is_of_assignment())
        .outerjoin(_got, _got.c.id == _fetched.c.form_version_id)
        .where(_assignments.c.app_user_id.in_(sorted(set(app_user_ids))), _is_offered())
        .order_by(_forms.c.form_id)
    )
    found: defaultdict[int, list[PhoneForm]] = defaultdict(list)
    for key, *values in session.connection().execute(statement):
        found[key].append(PhoneForm(*values))
    return {key: tuple(some) for key, some in found.items()}


def is_behind() -> ColumnElement[bool]:
    """Return the condition that an app user lacks the published version of a form it has."""
    lacking = (
        select(_assignments.c.form_pk)
        .join(_forms, _forms.c.id == _assignments.c.form_pk)
        .outerjoin(_fetched, _is_of_assignment())
        .where(_assignments.c.app_user_id == _app_users.c.id, _is_offered(), _is_other())
    )
    return exists(lacking.correlate(_app_users))


def _is_of_assignment() -> ColumnElement[bool]:
    return and_(
        _fetched.c.app_user_id == _assignments.c.app_user_id,
        _fetched.c.form_pk == _assignments.c.form_pk,
    )


def _is_offered() -> ColumnElement[bool]:
    """Return the condition that a form stands in the form list of phones."""
    return and_(
        _forms.c.deleted_at.is_(None),
        _forms.c.state == FormState.OPEN,
        _forms.c.is_anonymous.is_(False),
        _forms.c.current_version_id.is_not(None),
    )


def _is_other() -> ColumnElement[bool]:
    return or_(
        _fetched.c.form_version_id.is_(None),
        _fetched.c.form_version_id != _forms.c.current_version_id,
    )


_IS_NOTED = select(_fetched.c.form_pk).where(
    _fetched.c.app_user_id == bindparam("app_user_id"),
    _fetched.c.form_pk == bindparam("form_pk"),
    _fetched.c.form_version_id == bindparam("version_id"),
    _fetched.c.fetched_at > bindparam("since"),
)
