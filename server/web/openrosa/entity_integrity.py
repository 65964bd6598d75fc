"""Which entities a phone should forget: those deleted, or gone to where it gets nothing from."""

from flask import Blueprint, Response, request

from server.domain.access import Verb
from server.problems import NotAllowed
from server.store.queries import entity_feed, offered_forms
from server.store.queries.entities import get_list
from server.web.auth import caller, requires
from server.web.openrosa import documents
from server.web.openrosa.phone_callers import app_user_id, entity_scope
from server.web.openrosa.phone_seen import note_phones
from server.web.snapshot import reading

blueprint = Blueprint("openrosa_entity_integrity", __name__)
note_phones(blueprint)


@blueprint.get("/datasets/<segment:list_name>/integrity")
@requires(Verb.ENTITY_READ, phones=True)
def show_integrity(project_id: int, list_name: str) -> Response:
    """Answer for each id whether it is gone; unknown ids are left out.

    Leaving out keeps what a phone made offline and did not send yet (OpenRosa entity integrity).
    What it sent and what now lies beyond its areas is no longer its own: no list would ever bring
    it back, so that it would stay on the phone as it was for good.
    """
    uuids = [part.strip().lower() for part in request.args.get("id", "").split(",")]
    phone = app_user_id()
    with reading() as session:
        entities = get_list(session, project_id, list_name)
        part = entity_feed.part_of(entities, entity_scope(project_id), caller().actor_id)
        if phone is not None and not offered_forms.may_use_list(session, part.list_id, phone):
            raise NotAllowed
        states = entity_feed.list_deleted_states(session, part, uuids)
    return documents.answer(documents.integrity(states))
