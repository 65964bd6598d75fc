"""Write what was planned of a submission's entities: into the register, or into any other list."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from server import clock
from server.domain.credit_code import normalise_credit_code
from server.domain.enterprise_facts import REGISTER_PROPERTIES
from server.domain.enterprise_input import BadFacts
from server.domain.entity_changes import EntityFault, EntityRefused
from server.domain.findings import ENTERPRISE, FINDINGS
from server.operations.create_project import ENTERPRISES
from server.operations.entity_places import Sender, place_of
from server.operations.link_submission import BY_HAND
from server.operations.move_findings import enterprise_texts
from server.operations.plan_entity import Plan
from server.operations.write_entities import EntityWrite, write_entities
from server.operations.write_register_entity import RegisterEntity, write_register_entity
from server.problems import NotFound
from server.store.queries import audits, enterprises
from server.store.queries.audits import Actee, By
from server.store.queries.entities import ISSUES
from server.store.queries.entity_submissions import SentVersion


def write_planned(
    session: Session, sent: SentVersion, sender: Sender, plans: Sequence[Plan], *, zone: str
) -> None:
    """Write the planned entities of a submission, each with a note in the audit trail.

    Raises EntityRefused for values that do not fit the register, AlreadyExists for what somebody
    else wrote at the same time: the transaction has to be given up.
    """
    by = By(sent.submitter_id, clock.now())
    for plan in plans:
        if plan.change.dataset == ENTERPRISES:
            _write_enterprise(session, by, sender, plan, zone=zone)
        else:
            _write_entity(session, by, sent, sender, plan)
        version = 1 if plan.state is None else plan.state.current_version + 1
        details = {
            "dataset": plan.change.dataset,
            "uuid": plan.change.uuid,
            "version": version,
            "submissionVersionId": sent.id,
        }
        action = "entity.create" if plan.state is None else "entity.update.version"
        actee = Actee("entity", plan.change.uuid, sent.project_id)
        audits.note(session, by, action, actee, details=details)


def _write_entity(session: Session, by: By, sent: SentVersion, sender: Sender, plan: Plan) -> None:
    given = dict(plan.given)
    if plan.change.dataset == FINDINGS:
        given |= _texts_of_tie(session, sent, plan)
    place = place_of(session, sent, {**plan.data, **given}, sender)
    area_id, enterprise_id = place.area_id, place.enterprise_id
    if plan.state is not None and (enterprise_id is None or plan.state.enterprise_id is not None):
        area_id, enterprise_id = plan.state.area_id, plan.state.enterprise_id
    if plan.change.dataset == FINDINGS and enterprise_id and not plan.data.get(ENTERPRISE):
        given |= enterprise_texts(session, enterprise_id)
    write = EntityWrite(
        label=plan.label,
        data=given,
        entity_id=None if plan.state is None else plan.state.id,
        uuid=plan.change.uuid,
        area_id=area_id,
        enterprise_id=enterprise_id,
        origin=plan.origin,
        may_be_gone=plan.change.dataset == ISSUES,
    )
    write_entities(session, by, plan.list_id, [write])


def _texts_of_tie(session: Session, sent: SentVersion, plan: Plan) -> Mapping[str, str]:
    """Return the enterprise that the office says a new finding is of, whatever the phone thinks."""
    if plan.state is not None or sent.linked_by != BY_HAND or sent.enterprise_id is None:
        return {}
    return enterprise_texts(session, sent.enterprise_id)


def _write_enterprise(session: Session, by: By, sender: Sender, plan: Plan, *, zone: str) -> None:
    """Write an enterprise of the register; a question left empty does not make a fact unknown."""
    given = {
        name: text
        for name, text in plan.given.items()
        if text.strip() or name not in REGISTER_PROPERTIES
    }
    _check_code(session, sender, plan, given.get("uscc", ""))
    entity = RegisterEntity(
        label=plan.label, properties=given, uuid=plan.change.uuid, origin=plan.origin
    )
    key = None if plan.state is None else plan.state.id
    today = clock.day_in(zone)
    try:
        write_register_entity(session, by, sender.scope, entity, enterprise_id=key, today=today)
    except BadFacts as error:
        errors = (
            plan.change.error(EntityFault.DOES_NOT_FIT, f"{one.field}: {given.get(one.field, '')}")
            for one in error.faults
        )
        raise EntityRefused(*errors) from error
    except NotFound as error:
        raise EntityRefused(plan.change.error(EntityFault.OUT_OF_AREA)) from error


def _check_code(session: Session, sender: Sender, plan: Plan, uscc: str) -> None:
    """Refuse the credit code of another enterprise."""
    key = None if plan.state is None else plan.state.id
    found = enterprises.find_id_by_uscc(
        session, sender.scope.project_id, normalise_credit_code(uscc)
    )
    if uscc and found not in {None, key}:
        raise EntityRefused(plan.change.error(EntityFault.TAKEN, f"uscc: {uscc}"))
