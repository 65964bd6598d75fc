"""Save an enterprise that somebody typed: new, or changed from the version they had before them."""

from sqlmodel import Session

from server.domain.enterprise_facts import EnterpriseFacts
from server.operations.write_enterprise import EnterpriseWrite, write_enterprise
from server.problems import AlreadyExists, ChangedMeanwhile, NotFound
from server.store.queries import areas, audits, enterprise_history, enterprises
from server.store.queries.audits import Actee, By
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise


def add_enterprise(session: Session, by: By, scope: Scope, facts: EnterpriseFacts) -> Enterprise:
    """Add an enterprise within the scope and return it; see `change_enterprise`."""
    lock_register(session, scope.project_id)
    _check(session, scope, facts)
    made = write_enterprise(session, by, scope.project_id, EnterpriseWrite(facts))
    _note(session, by, made, "enterprise.create")
    return made


def change_enterprise(
    session: Session,
    by: By,
    scope: Scope,
    facts: EnterpriseFacts,
    *,
    enterprise_id: int,
    seen_version: int,
) -> Enterprise:
    """Make an enterprise what the facts say and return it.

    Raises NotFound when it, its area or its park is foreign, ChangedMeanwhile when it is no longer
    at the version that was seen, and AlreadyExists when another one has the credit code: in
    whatever area, of which nothing is told.
    """
    lock_register(session, scope.project_id)
    enterprises.get_enterprise(session, scope, enterprise_id)
    if enterprise_history.current_version(session, enterprise_id) != seen_version:
        raise ChangedMeanwhile
    _check(session, scope, facts, enterprise_id)
    write = EnterpriseWrite(facts, enterprise_id=enterprise_id)
    changed = write_enterprise(session, by, scope.project_id, write)
    _note(session, by, changed, "enterprise.update")
    return changed


def _check(
    session: Session, scope: Scope, facts: EnterpriseFacts, enterprise_id: int | None = None
) -> None:
    reached = scope.area_ids
    if reached is not None and facts.area_id not in areas.list_ids_below(session, reached):
        raise NotFound
    if facts.uscc is None:
        return
    holder = enterprises.find_id_by_uscc(session, scope.project_id, facts.uscc)
    if holder not in {None, enterprise_id}:
        raise AlreadyExists(fields=["uscc"], values=[facts.uscc], table="enterprises")


def _note(session: Session, by: By, enterprise: Enterprise, action: str) -> None:
    actee = Actee("enterprise", str(enterprise.id), enterprise.project_id)
    audits.note(session, by, action, actee, details={"name": enterprise.name})
