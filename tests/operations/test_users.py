"""Users, roles and sessions: who may give what to whom, and what ends a session."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from server import clock
from server.domain.access import Grant, Role
from server.operations.assign_role import assign_role, take_role
from server.operations.change_user import UserChange, change_password, change_user, delete_user
from server.operations.create_user import create_user, new_password_hash
from server.operations.identify import identify_app_user, identify_session
from server.operations.log_in import log_in
from server.operations.log_out import end_token, log_out
from server.problems import (
    AlreadyExists,
    LastAdministrator,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    UnexpectedValue,
    WeakPassword,
)
from server.store.queries import identities, users
from server.store.queries.audits import By
from server.store.queries.identities import UserAccess
from server.store.transaction import Store
from tests.people import People, Person

HASH = new_password_hash(None)


def _by(person: Person) -> By:
    return By(person.id, clock.now())


def _access(session: Session, person: Person) -> UserAccess:
    found = identities.find_user_access(session, person.id)
    assert found is not None
    return found


def test_an_address_is_taken_once_whatever_its_letter_case(store: Store, people: People) -> None:
    by = _by(people.administrator)
    with store.writing() as session:
        key = create_user(session, by, email=" New@Example.org ", password_hash=HASH)
        assert users.get_user(session, key).email == "new@example.org"

    with pytest.raises(AlreadyExists), store.writing() as session:
        create_user(session, by, email="NEW@example.org", password_hash=HASH)
    with store.reading() as session:
        assert len(users.list_users(session)) == 6


@pytest.mark.parametrize("email", ["", "x", "a@b@c", "a b@example.org", "a\0@example.org"])
def test_what_is_no_address_is_refused(store: Store, people: People, email: str) -> None:
    with store.writing() as session, pytest.raises(UnexpectedValue):
        create_user(session, _by(people.administrator), email=email, password_hash=HASH)


def test_a_short_password_is_refused() -> None:
    with pytest.raises(WeakPassword):
        new_password_hash("123456789")


def test_a_search_takes_percent_and_underscore_as_they_are(store: Store, people: People) -> None:
    with store.reading() as session:
        assert [one.email for one in users.list_users(session, "COUNTY")] == [
            people.county_office.email
        ]
        assert len(users.list_users(session, "y_office")) == 1
        assert users.list_users(session, "%") == ()


def test_a_session_lives_until_it_is_ended(store: Store, people: People) -> None:
    by = _by(people.viewer)
    with store.writing() as session:
        new = log_in(session, by, people.viewer.id)
    found = identify_session(store, new.token, by.at)
    assert found is not None
    assert identify_session(store, new.token, by.at + timedelta(hours=8)) is None

    with store.writing() as session:
        log_out(session, by, user_id=people.viewer.id, token_hash=found[1])
    assert identify_session(store, new.token, by.at) is None
    with store.writing() as session, pytest.raises(NotFound):
        log_out(session, by, user_id=people.viewer.id, token_hash=found[1])


def test_password_disabling_and_deletion_end_all_sessions(store: Store, people: People) -> None:
    by = _by(people.administrator)
    with store.writing() as session:
        change_password(session, by, people.viewer.id, password_hash=HASH)
        change_user(session, by, people.county_office.id, UserChange(is_disabled=True))
        delete_user(session, by, people.township_office.id)

    for person in (people.viewer, people.county_office, people.township_office):
        assert identify_session(store, person.token, by.at) is None
    with store.writing() as session:
        with pytest.raises(NotAuthenticated):
            log_in(session, by, people.county_office.id)
        with pytest.raises(NotFound):
            users.get_user(session, people.township_office.id)
        key = create_user(session, by, email=people.township_office.email, password_hash=HASH)
    assert key != people.township_office.id


def test_the_last_administrator_stays(store: Store, people: People) -> None:
    by, one = _by(people.administrator), people.administrator.id
    with store.writing() as session:
        with pytest.raises(LastAdministrator):
            change_user(session, by, one, UserChange(is_disabled=True))
        with pytest.raises(LastAdministrator):
            delete_user(session, by, one)
        role = users.list_roles(session, user_id=one)[0]
        with pytest.raises(LastAdministrator):
            take_role(session, by, giver=None, role_id=role.id)

    with store.writing() as session:
        assign_role(
            session,
            by,
            giver=None,
            receiver_id=people.data_steward.id,
            grant=Grant(Role.ADMINISTRATOR),
        )
        take_role(session, by, giver=None, role_id=role.id)
        assert users.lock_administrators(session) == {people.data_steward.id}


def test_nobody_gives_to_oneself_or_beyond_their_own(store: Store, people: People) -> None:
    project_id = people.places.project_id
    with store.writing() as session:
        administrator = _access(session, people.administrator)
        for giver, receiver, grant in (
            (administrator, people.administrator, Grant(Role.DATA_STEWARD, project_id)),
            (_access(session, people.county_office), people.viewer, Grant(Role.OFFICE, project_id)),
            (_access(session, people.data_steward), people.viewer, Grant(Role.VIEWER, project_id)),
        ):
            with pytest.raises(NotAllowed):
                assign_role(
                    session,
                    _by(people.administrator),
                    giver=giver,
                    receiver_id=receiver.id,
                    grant=grant,
                )


def test_a_role_in_an_area_is_given_and_taken(store: Store, people: People) -> None:
    by, places = _by(people.administrator), people.places
    grant = Grant(Role.VIEWER, places.project_id, places.village_id)
    with store.writing() as session:
        giver = _access(session, people.administrator)
        first = assign_role(session, by, giver=giver, receiver_id=people.viewer.id, grant=grant)
        again = assign_role(session, by, giver=giver, receiver_id=people.viewer.id, grant=grant)
        assert first == again
        assert grant in _access(session, people.viewer).grants
        take_role(session, by, giver=giver, role_id=first)
        assert grant not in _access(session, people.viewer).grants

    assert identify_session(store, people.viewer.token, by.at) is None


def test_foreign_areas_and_areas_without_project_are_refused(store: Store, people: People) -> None:
    by, places = _by(people.administrator), people.places
    with store.writing() as session:
        for grant, problem in (
            (Grant(Role.VIEWER, places.other_project_id, places.village_id), NotFound),
            (Grant(Role.VIEWER, 999), NotFound),
            (Grant(Role.VIEWER, None, places.village_id), UnexpectedValue),
        ):
            with pytest.raises(problem):
                assign_role(session, by, giver=None, receiver_id=people.viewer.id, grant=grant)


def test_who_manages_its_areas_ends_a_phones_token(store: Store, people: People) -> None:
    token = people.app_user.token
    with store.writing() as session:
        with pytest.raises(NotAllowed):
            end_token(
                session,
                _by(people.viewer),
                user=_access(session, people.viewer),
                token=token,
            )
        office = people.township_office
        end_token(session, _by(office), user=_access(session, office), token=token)
        with pytest.raises(NotAllowed):
            end_token(session, _by(office), user=_access(session, office), token="x" * 64)
    with store.reading() as session:
        assert identify_app_user(session, token, clock.now()) is None


def test_a_session_of_somebody_else_is_for_administrators(store: Store, people: People) -> None:
    with store.writing() as session:
        office, administrator = people.county_office, people.administrator
        with pytest.raises(NotAllowed):
            end_token(
                session,
                _by(office),
                user=_access(session, office),
                token=people.viewer.token,
            )
        end_token(
            session,
            _by(administrator),
            user=_access(session, administrator),
            token=people.viewer.token,
        )

    assert identify_session(store, people.viewer.token, clock.now()) is None
