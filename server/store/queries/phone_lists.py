"""Which parts of which entity lists phones will ask for."""

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.store.tables.app_users import AppUserArea, AppUserToken, Assignment
from server.store.tables.entities import Entity, EntityList
from server.store.tables.forms import Form, FormAttachment
from server.store.upsert import table_of

_ENTITIES, _FILES, _FORMS = table_of(Entity), table_of(FormAttachment), table_of(Form)
_ASSIGNMENTS, _TOKENS = table_of(Assignment), table_of(AppUserToken)
_AREAS = table_of(AppUserArea)


def list_large(session: Session, least: int) -> tuple[EntityList, ...]:
    """Return the lists with so many entities or more; those of one owner's own are left out."""
    count = func.count()
    large = select(_ENTITIES.c.entity_list_id).group_by(_ENTITIES.c.entity_list_id)
    statement = select_rows(EntityList).where(
        col(EntityList.id).in_(large.having(count >= least)),
        col(EntityList.deleted_at).is_(None),
        col(EntityList.is_owner_only).is_(False),
    )
    return tuple(session.exec(statement.order_by(col(EntityList.id))))


def list_scopes(session: Session, list_id: int) -> tuple[frozenset[int], ...]:
    """Return the different sets of areas of the phones that get a list; empty: everything."""
    users = (
        select(_ASSIGNMENTS.c.app_user_id)
        .join(_FORMS, _FORMS.c.id == _ASSIGNMENTS.c.form_pk)
        .join(_FILES, _FILES.c.form_version_id == _FORMS.c.current_version_id)
        .join(_TOKENS, _TOKENS.c.app_user_id == _ASSIGNMENTS.c.app_user_id)
        .where(_FILES.c.entity_list_id == list_id, _TOKENS.c.revoked_at.is_(None))
        .distinct()
    )
    areas: dict[int, set[int]] = {
        key: set() for key in session.connection().execute(users).scalars()
    }
    of_users = select(_AREAS.c.app_user_id, _AREAS.c.area_id)
    for key, area_id in session.connection().execute(of_users):
        if key in areas:
            areas[key].add(area_id)
    return tuple(sorted({frozenset(one) for one in areas.values()}, key=sorted))
