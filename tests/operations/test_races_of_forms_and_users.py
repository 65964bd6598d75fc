"""Two at once: one form of a name, one publication, one administrator who stays."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from server import clock
from server.domain.access import Grant, Role
from server.operations.assign_role import assign_role
from server.operations.change_user import delete_user
from server.operations.create_form import create_form
from server.operations.create_user import create_user, new_password_hash
from server.operations.publish_form import publish_form
from server.operations.read_form_upload import read_form_upload
from server.problems import Problem
from server.store.blobs import BlobStore
from server.store.queries import forms, users
from server.store.queries.audits import By
from server.store.transaction import Store
from tests.people import People
from tests.xforms import xform

FINE = "fine"


def _at_once(actions: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run all at once and count how they ended: fine, or by the name of the problem."""
    ends: list[str] = []
    start = threading.Barrier(len(actions))

    def run(action: Callable[[], object]) -> None:
        start.wait()
        try:
            action()
            ends.append(FINE)
        except Problem as problem:
            ends.append(problem.slug)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(ends)


def test_of_eight_equal_forms_one_is_created(
    store: Store, blobs: BlobStore, people: People
) -> None:
    by, upload = By(people.county_office.id, clock.now()), read_form_upload(xform(), blobs)

    def create() -> None:
        with store.writing() as session:
            create_form(session, by, project_id=people.places.project_id, upload=upload)

    assert _at_once([create] * 8) == {FINE: 1, "already-exists": 7}


def test_a_draft_is_published_once(store: Store, blobs: BlobStore, people: People) -> None:
    by, upload = By(people.county_office.id, clock.now()), read_form_upload(xform(), blobs)
    project_id = people.places.project_id
    with store.writing() as session:
        create_form(session, by, project_id=project_id, upload=upload)

    def publish() -> None:
        with store.writing() as session:
            publish_form(session, by, forms.get_form(session, project_id, "visit", is_locked=True))

    assert _at_once([publish] * 4) == {FINE: 1, "not-found": 3}
    with store.reading() as session:
        form = forms.get_form(session, project_id, "visit")
        assert len(forms.list_published(session, form.id)) == 1


def test_an_address_is_given_to_one_of_many(store: Store, people: People) -> None:
    by, hashed = By(people.administrator.id, clock.now()), new_password_hash(None)

    def create() -> None:
        with store.writing() as session:
            create_user(session, by, email="one@example.org", password_hash=hashed)

    assert _at_once([create] * 4) == {FINE: 1, "already-exists": 3}


def test_two_administrators_do_not_remove_each_other(store: Store, people: People) -> None:
    by, both = By(None, clock.now()), (people.administrator.id, people.data_steward.id)
    with store.writing() as session:
        assign_role(session, by, giver=None, receiver_id=both[1], grant=Grant(Role.ADMINISTRATOR))

    def remove(user_id: int) -> None:
        with store.writing() as session:
            delete_user(session, by, user_id)

    ends = _at_once([lambda: remove(both[0]), lambda: remove(both[1])])
    assert ends == {FINE: 1, "last-administrator": 1}
    with store.writing() as session:
        assert len(users.lock_administrators(session)) == 1
