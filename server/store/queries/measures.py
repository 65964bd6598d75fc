"""What site checks measured, live: the newest value of each measure of each enterprise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from server.store.queries.scope import Scope, within
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form
from server.store.tables.submissions import MeasureValue, Submission
from server.store.upsert import table_of

_MEASURES, _ENTERPRISES = table_of(MeasureValue), table_of(Enterprise)
_SUBMISSIONS, _FORMS = table_of(Submission), table_of(Form)
_COLUMNS = {**_MEASURES.c, "form_id": _FORMS.c.form_id}


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value that a submission measured in an enterprise on a day."""

    enterprise_id: int
    campaign_id: int | None
    submission_id: int
    measure: str
    value: str
    day: date
    files: Sequence[str] = ()
    """Names of the attachments that are its evidence, whether they have come or not."""
    form_id: str = ""


def list_measurements(
    session: Session,
    scope: Scope,
    *,
    campaign_id: int | None = None,
    enterprise_id: int | None = None,
    measures: Collection[str] | None = None,
) -> tuple[Measurement, ...]:
    """Return what was measured within a scope: by enterprise and measure, the newest last."""
    columns = [_COLUMNS[name] for name in Measurement.__slots__]
    conditions: list[ColumnElement[bool]] = [
        _ENTERPRISES.c.project_id == scope.project_id,
        within(scope, _ENTERPRISES.c.area_id),
        _SUBMISSIONS.c.deleted_at.is_(None),
    ]
    if campaign_id is not None:
        conditions.append(_MEASURES.c.campaign_id == campaign_id)
    if enterprise_id is not None:
        conditions.append(_MEASURES.c.enterprise_id == enterprise_id)
    if measures is not None:
        conditions.append(_MEASURES.c.measure.in_(sorted(measures)))
    statement = (
        select(*columns)
        .join(_ENTERPRISES, _ENTERPRISES.c.id == _MEASURES.c.enterprise_id)
        .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _MEASURES.c.submission_id)
        .join(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
        .where(*conditions)
        .order_by(
            _MEASURES.c.enterprise_id,
            _MEASURES.c.measure,
            _MEASURES.c.day,
            _SUBMISSIONS.c.received_at,
            _MEASURES.c.id,
        )
    )
    return tuple(Measurement(*row) for row in session.connection().execute(statement))
