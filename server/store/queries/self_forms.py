"""Self-assessments that came as forms: who has sent one that counts, and the newest one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.inputs.observe import accepted_states
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission
from server.store.upsert import table_of

_SUBMISSIONS, _FORMS = table_of(Submission), table_of(Form)


@dataclass(frozen=True, slots=True)
class SelfForms:
    """Which submissions are self-assessments: of which forms, and in which review states."""

    form_ids: tuple[str, ...] = ()
    states: frozenset[ReviewState] = frozenset()


NO_FORMS = SelfForms()


@dataclass(frozen=True, slots=True)
class SentForm:
    """A submission that is a self-assessment; one of a deleted form has no page."""

    submission_id: int
    form_id: str
    instance_id: str
    has_page: bool


def self_forms_of(settings: SchemeSettings) -> SelfForms:
    """Return which submissions a scheme takes as self-assessments."""
    return SelfForms(settings.self_form, accepted_states(settings))


def has_sent(
    campaign_id: int, forms: SelfForms, enterprise_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition that an enterprise has sent one that evaluations count."""
    if not forms.form_ids:
        return false()
    counts = _counts(campaign_id, forms)
    return exists().where(_SUBMISSIONS.c.enterprise_id == enterprise_id, counts)


def list_newest(
    session: Session, campaign_id: int, forms: SelfForms, enterprise_ids: Sequence[int]
) -> Mapping[int, SentForm]:
    """Return the newest one that counts of each of some enterprises, as far as there is one."""
    if not forms.form_ids or not enterprise_ids:
        return {}
    sent = _SUBMISSIONS.c
    newest_first = (sent.received_at.desc(), sent.id.desc())
    place = func.row_number().over(partition_by=sent.enterprise_id, order_by=newest_first)
    ranked = (
        select(
            sent.enterprise_id,
            sent.id,
            _FORMS.c.form_id,
            sent.root_instance_id,
            _FORMS.c.deleted_at.is_(None).label("has_page"),
            place.label("place"),
        )
        .join(_FORMS, _FORMS.c.id == sent.form_pk)
        .where(sent.enterprise_id.in_(enterprise_ids), _counts(campaign_id, forms))
        .subquery()
    )
    statement = select(*list(ranked.c)[:-1]).where(ranked.c.place == 1)
    rows = session.connection().execute(statement)
    return {row[0]: SentForm(row[1], row[2], row[3], bool(row[4])) for row in rows}


def _counts(campaign_id: int, forms: SelfForms) -> ColumnElement[bool]:
    """Return the condition that evaluations count a submission as a self-assessment."""
    sent, own = _SUBMISSIONS.c, _FORMS.alias("self_forms").c
    is_in_state: ColumnElement[bool] = sent.review_state.in_(sorted(forms.states))
    if ReviewState.RECEIVED in forms.states:
        is_in_state = or_(sent.review_state.is_(None), is_in_state)
    return and_(
        sent.campaign_id == campaign_id,
        sent.form_pk.in_(select(own.id).where(own.form_id.in_(forms.form_ids))),
        sent.deleted_at.is_(None),
        sent.exclusion_reason.is_(None),
        is_in_state,
    )
