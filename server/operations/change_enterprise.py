"""Create or change an enterprise by hand: fields are checked as an import checks its cells."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.enterprise_input import BadFacts, read_facts
from server.operations.write_enterprise import EnterpriseWrite, write_enterprise
from server.problems import (
    AlreadyExists,
    ChangedMeanwhile,
    InvalidFields,
    MissingParameter,
    NotFound,
)
from server.store.queries import areas, audits, enterprise_history, enterprises
from server.store.queries.audits import Actee, By
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise


@dataclass(frozen=True, slots=True)
class EnterpriseInput:
    """What somebody typed: texts by name of the fact (None: not known), and places by key.

    Only what is given changes; `is_park_given` tells that `park_id` None takes it out of its park.
    `seen_version` is the version that was looked at before: another one now is refused.
    """

    texts: Mapping[str, str | None] = field(default_factory=dict)
    area_id: int | None = None
    park_id: int | None = None
    is_park_given: bool = False
    seen_version: int | None = None


def create_enterprise(
    session: Session, by: By, scope: Scope, given: EnterpriseInput, *, today: dt.date
) -> Enterprise:
    """Create an enterprise in an area of the scope and return it.

    Raises MissingParameter, InvalidFields, NotFound for foreign places, and AlreadyExists for a
    credit code that the project has, saying nothing of whose it is.
    """
    for name, value in (("name", given.texts.get("name")), ("areaId", given.area_id)):
        if value is None:
            raise MissingParameter(field=name)
    lock_register(session, scope.project_id)
    blank = EnterpriseFacts(name="", area_id=given.area_id or 0)
    write = EnterpriseWrite(_facts(session, scope, blank, given, today=today))
    made = write_enterprise(session, by, scope.project_id, write)
    _note(session, by, made, "enterprise.create")
    return made


def change_enterprise(
    session: Session,
    by: By,
    scope: Scope,
    enterprise_id: int,
    given: EnterpriseInput,
    *,
    today: dt.date,
) -> Enterprise:
    """Change what is given of an enterprise within the scope and return it.

    Raises as creating does, and ChangedMeanwhile when it is not at the version that was seen.
    """
    lock_register(session, scope.project_id)
    enterprises.get_enterprise(session, scope, enterprise_id)
    current = enterprise_history.current_version(session, enterprise_id)
    if given.seen_version not in {None, current}:
        raise ChangedMeanwhile
    known = enterprises.list_facts(session, scope.project_id, [enterprise_id])[enterprise_id]
    facts = _facts(session, scope, known, given, today=today)
    write = EnterpriseWrite(facts, enterprise_id=enterprise_id)
    made = write_enterprise(session, by, scope.project_id, write)
    _note(session, by, made, "enterprise.update")
    return made


def _facts(
    session: Session,
    scope: Scope,
    known: EnterpriseFacts,
    given: EnterpriseInput,
    *,
    today: dt.date,
) -> EnterpriseFacts:
    try:
        facts = read_facts(known, given.texts, today=today)
    except BadFacts as error:
        raise invalid_fields(error) from error
    if given.area_id is not None:
        facts = dataclasses.replace(facts, area_id=given.area_id)
    if given.is_park_given:
        facts = dataclasses.replace(facts, park_id=given.park_id)
    if scope.area_ids is not None:
        inside = areas.list_ids_below(session, scope.area_ids)
        if facts.area_id not in inside:
            raise NotFound
    if facts.uscc is not None and facts.uscc != known.uscc:
        _check_code(session, scope, facts.uscc)
    return facts


def invalid_fields(error: BadFacts) -> InvalidFields:
    """Return the problem that names the fields and their faults."""
    return InvalidFields(
        fields=[one.field for one in error.faults],
        faults=[
            {"field": one.field, "fault": one.fault.value, "limit": one.limit, "reason": one.reason}
            for one in error.faults
        ],
    )


def _check_code(session: Session, scope: Scope, uscc: str) -> None:
    if enterprises.find_id_by_uscc(session, scope.project_id, uscc) is not None:
        raise AlreadyExists(fields=["uscc"], values=[uscc], table="enterprises")


def _note(session: Session, by: By, enterprise: Enterprise, action: str) -> None:
    actee = Actee("enterprise", str(enterprise.id), enterprise.project_id)
    audits.note(session, by, action, actee, details={"name": enterprise.name})
