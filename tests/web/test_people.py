"""The people of the tests are who they should be."""

from server import clock
from server.domain.access import Grant, Role
from server.operations.identify import identify_app_user, identify_session
from server.store.transaction import Store
from tests.people import People


def test_everybody_is_known_by_their_token(store: Store, people: People) -> None:
    found = identify_session(store, people.township_office.token, clock.now())

    assert found is not None
    places = people.places
    assert found[0].grants == (Grant(Role.OFFICE, places.project_id, places.township_id),)


def test_the_phone_is_known_by_its_token(store: Store, people: People) -> None:
    with store.reading() as session:
        found = identify_app_user(session, people.app_user.token, clock.now())

    assert found is not None
    assert found.area_ids == {people.places.township_id}
