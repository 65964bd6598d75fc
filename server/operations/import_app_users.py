"""Import a table of app users: a preview first, then all of its new ones at once."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from server import keys
from server.domain.app_users_import import (
    AREAS,
    FORMS,
    TITLES,
    AppUserChoices,
    CodedArea,
    KnownForm,
    NewAppUser,
    read_app_users,
)
from server.domain.import_table import ImportTable
from server.domain.json_values import objects_of, text_of, texts_of
from server.keys import TokenBox
from server.operations.confirm_register_import import ImportDone, claim_preview, note_import
from server.operations.create_app_user import FIELD_KEY
from server.operations.create_campaign import check_reach
from server.operations.preview_register_import import PreviewContent, known_areas, with_texts
from server.operations.read_import_file import read_import_file
from server.problems import N_, ChangedMeanwhile, NotAllowed, NotFound, NotPossibleNow
from server.store.queries import app_user_lists, app_users, areas, forms
from server.store.queries.app_user_lists import PhoneFilter
from server.store.queries.app_users import PlannedAppUser
from server.store.queries.audits import By
from server.store.queries.scope import Scope

APP_USERS = "app_users"


def read_app_users_file(data: bytes) -> ImportTable:
    """Return the table of app users in a file; raises UnreadableSpreadsheet."""
    return read_import_file(data, TITLES.values())


def load_choices(session: Session, scope: Scope) -> AppUserChoices:
    """Return what a table may name: areas and forms, and the names that are taken."""
    codes = {one.id: one.code for one in areas.list_areas(session, scope.project_id)}
    there = app_user_lists.list_phones(session, scope, PhoneFilter())
    return AppUserChoices(
        areas=[CodedArea(one, codes[one.area_id]) for one in known_areas(session, scope)],
        forms=known_forms(session, scope.project_id),
        taken={one.actor.display_name for one in there},
        needs_area=not scope.is_whole_project,
    )


def known_forms(session: Session, project_id: int) -> list[KnownForm]:
    """Return the published forms that phones may fill: not those of anonymous surveys."""
    return [
        KnownForm(form.form_id, version.title)
        for form, version in forms.list_forms(session, project_id)
        if form.current_version_id is not None and not form.is_anonymous
    ]


def preview_app_users(session: Session, scope: Scope, table: ImportTable) -> PreviewContent:
    """Return which app users a table would add, row by row, and every cell that is wrong."""
    reading = read_app_users(table, load_choices(session, scope))
    content = {
        "rows": [_to_json(row) for row in reading.new],
        "wrongRowCount": len({one.row for one in reading.problems}),
        "problems": with_texts(table, reading.problems),
        "unknownColumns": list(reading.unknown_columns),
    }
    return PreviewContent(0, content)


def confirm_app_users(
    session: Session, by: By, scope: Scope, tokens: TokenBox, preview_id: int
) -> ImportDone:
    """Make the app users of a preview, all or none of them, each with a token of its own.

    Raises NotFound for the preview of another user, NotPossibleNow when it was confirmed already or
    holds no right row, ChangedMeanwhile when a name was taken, a form closed to phones or an area
    lost since.
    """
    preview = claim_preview(session, by, scope.project_id, preview_id, kind=APP_USERS)
    rows = objects_of(preview.content, "rows")
    if not rows:
        raise NotPossibleNow(reason=N_("no row of this file can be imported"))
    _check_still_true(session, scope, rows)
    pks = {form.form_id: form.id for form, _ in forms.list_forms(session, scope.project_id)}
    planned = [_planned(tokens, row, pks) for row in rows]
    app_users.insert_app_users(session, by, scope.project_id, planned, actor_type=FIELD_KEY)
    done = ImportDone(created_count=len(rows), changed_count=0)
    note_import(session, by, preview, done)
    return done


def _check_still_true(session: Session, scope: Scope, rows: Sequence[Mapping[str, object]]) -> None:
    known = load_choices(session, scope)
    form_ids = {one.form_id for one in known.forms}
    names = {text_of(one, "name") for one in rows}
    named = {form_id for one in rows for form_id in texts_of(one, "formIds")}
    if names & set(known.taken) or not named <= form_ids:
        raise ChangedMeanwhile
    try:
        for area_ids in {frozenset(_area_ids(one)) for one in rows}:
            check_reach(session, scope, area_ids)
    except (NotFound, NotAllowed) as problem:
        raise ChangedMeanwhile from problem


def _planned(
    tokens: TokenBox, row: Mapping[str, object], pks: Mapping[str, int | None]
) -> PlannedAppUser:
    token = keys.new_token()
    return PlannedAppUser(
        name=text_of(row, "name"),
        area_ids=_area_ids(row),
        form_pks=tuple(pks[form_id] or 0 for form_id in texts_of(row, "formIds")),
        lookup_hash=keys.token_hash(token),
        token_encrypted=tokens.seal(token),
    )


def _area_ids(row: Mapping[str, object]) -> tuple[int, ...]:
    found = row.get("areaIds")
    return tuple(int(one) for one in found) if isinstance(found, list) else ()


def _to_json(row: NewAppUser) -> dict[str, object]:
    return {
        "row": row.number,
        "name": row.name,
        "areaIds": [one.area_id for one in row.areas],
        "formIds": [one.form_id for one in row.forms],
        "values": {
            AREAS: "、".join("/".join(one.path) for one in row.areas),
            FORMS: " · ".join(one.title for one in row.forms),
        },
    }
