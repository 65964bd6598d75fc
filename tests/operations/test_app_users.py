"""App users: tokens that open, end and are told to few."""

import datetime as dt

import pytest
from sqlmodel import Session, col, select

from qr.collect_settings import read_settings_text
from server import clock, keys
from server.keys import TokenBox
from server.operations.app_user_settings import CodePlan, phone_settings, print_card
from server.operations.change_app_user import (
    assign_areas,
    assign_form,
    assign_forms,
    delete_app_user,
    revoke_app_user,
    rotate_token,
    unassign_form,
)
from server.operations.create_app_user import get_app_user, list_app_users
from server.problems import NotAllowed, NotFound, NotPossibleNow
from server.store.queries.app_users import list_form_ids
from server.store.queries.identities import AppUserAccess, find_app_user_access
from server.store.queries.scope import Scope
from server.store.tables.app_users import AppUserToken
from server.store.tables.audits import Audit
from server.store.transaction import Store
from tests import factories

BOX = TokenBox("x" * 40)
CODES = CodePlan(project_name="临江县", is_managed=True, admin_password="k3m9w2x7")


def _opens(session: Session, token: str | None, *, later: int = 0) -> AppUserAccess | None:
    moment = clock.now() + dt.timedelta(seconds=later)
    return find_app_user_access(session, keys.token_hash(token or ""), moment)


def _places(session: Session) -> tuple[int, int, int]:
    project_id = factories.project(session)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    return project_id, county.id or 0, town.id or 0


def test_a_new_app_user_has_a_token_that_opens_its_areas_and_forms(store: Store) -> None:
    with store.writing() as session:
        project_id, _, town_id = _places(session)
        factories.survey_form(session, project_id)
        made = factories.app_user(session, BOX, project_id, area_ids=frozenset({town_id}))
        scope = Scope(project_id)

        assign_form(
            session,
            factories.by(),
            scope,
            form_id="satisfaction",
            app_user_id=made.app_user.id,
        )
        found = _opens(session, made.token)
        form_ids = list_form_ids(session, [made.app_user.id])
        stored = session.exec(select(AppUserToken)).one()

    assert found is not None
    assert found.area_ids == {town_id}
    assert form_ids == {made.app_user.id: ("satisfaction",)}
    assert made.token is not None
    assert made.token.encode() not in stored.token_encrypted
    assert made.token.encode() not in stored.lookup_hash


def test_a_rotated_token_only_sends_until_its_grace_ends(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        made = factories.app_user(session, BOX, project_id)

        new = rotate_token(
            session,
            factories.by(),
            Scope(project_id),
            BOX,
            app_user_id=made.app_user.id,
            grace=dt.timedelta(hours=1),
        )
        old, fresh = _opens(session, made.token), _opens(session, new)
        ended = _opens(session, made.token, later=3601)
        shown = get_app_user(session, factories.by(), Scope(project_id), BOX, made.app_user.id)

    assert old is not None
    assert old.submit_only_until is not None
    assert fresh is not None
    assert fresh.submit_only_until is None
    assert ended is None
    assert shown.token == new


def test_rotated_without_grace_revoked_or_deleted_a_token_opens_nothing(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        scope = Scope(project_id)
        users = [factories.app_user(session, BOX, project_id) for _ in range(3)]
        first, second, third = (one.app_user.id for one in users)

        rotate_token(session, factories.by(), scope, BOX, app_user_id=first, grace=dt.timedelta(0))
        revoke_app_user(session, factories.by(), scope, second)
        delete_app_user(session, factories.by(), scope, third)
        opened = [_opens(session, one.token) for one in users]
        listed = list_app_users(session, factories.by(), scope, BOX)

    assert opened == [None, None, None]
    assert [(one.app_user.id, one.token is None) for one in listed] == [
        (first, False),
        (second, True),
    ]


def test_an_office_of_one_area_sees_and_makes_app_users_of_that_area_only(store: Store) -> None:
    with store.writing() as session:
        project_id, county_id, town_id = _places(session)
        town = Scope(project_id, frozenset({town_id}))
        everywhere = factories.app_user(session, BOX, project_id)
        both = factories.app_user(
            session, BOX, project_id, area_ids=frozenset({county_id, town_id})
        )
        own = factories.app_user(session, BOX, project_id, area_ids=frozenset({town_id}))

        seen = [one.app_user.id for one in list_app_users(session, factories.by(), town, BOX)]
        for foreign in (everywhere, both):
            with pytest.raises(NotFound):
                revoke_app_user(session, factories.by(), town, foreign.app_user.id)
        for area_ids in (frozenset(), frozenset({county_id})):
            with pytest.raises(NotAllowed):
                assign_areas(session, factories.by(), town, own.app_user.id, area_ids)

    assert seen == [own.app_user.id]


def test_that_tokens_were_shown_is_in_the_audit_log_and_no_token_is(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        made = factories.app_user(session, BOX, project_id)
        get_app_user(session, factories.by(), Scope(project_id), BOX, made.app_user.id)
        list_app_users(session, factories.by(), Scope(project_id), BOX)

        entries = session.exec(select(Audit).where(col(Audit.action).startswith("field_key"))).all()

    assert [one.action for one in entries] == [
        "field_key.create",
        "field_key.read",
        "field_key.list",
    ]
    assert made.token not in str([one.model_dump() for one in entries])


def test_forms_are_set_all_at_once_or_taken_one_by_one(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        factories.survey_form(session, project_id)
        factories.published_form(session, project_id, factories.compiled("site_check"))
        made = factories.app_user(session, BOX, project_id)
        scope, key = Scope(project_id), made.app_user.id

        assign_forms(session, factories.by(), scope, key, ["satisfaction"])
        assign_forms(session, factories.by(), scope, key, ["site_check"])
        with pytest.raises(NotFound):
            unassign_form(session, factories.by(), scope, form_id="satisfaction", app_user_id=key)
        shown = get_app_user(session, factories.by(), scope, BOX, key)

    assert shown.form_ids == ("site_check",)


def test_the_settings_of_a_phone_hold_its_address_and_say_when_it_is_a_test(store: Store) -> None:
    with store.writing() as session:
        project_id, _, town_id = _places(session)
        made = factories.app_user(session, BOX, project_id, area_ids=frozenset({town_id}))
        real = phone_settings(session, made, CODES, public_base_url="https://labour.example.org")
        test = phone_settings(session, made, CODES, public_base_url="http://127.0.0.1:8000")

    general = read_settings_text(real.text)["general"]
    address = f"https://labour.example.org/v1/key/{made.token}/projects/{project_id}"
    assert general["server_url"] == address
    assert (real.is_test, test.is_test) == (False, True)
    assert real.areas == ("青石镇",)
    assert print_card(test, made_at=clock.now()).startswith(b"%PDF")


def test_a_revoked_app_user_has_no_settings(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        made = factories.app_user(session, BOX, project_id)
        revoke_app_user(session, factories.by(), Scope(project_id), made.app_user.id)
        shown = get_app_user(session, factories.by(), Scope(project_id), BOX, made.app_user.id)

        with pytest.raises(NotPossibleNow):
            phone_settings(session, shown, CODES, public_base_url="https://labour.example.org")
