"""Pages of users and of the project."""

import re

from flask import Flask
from sqlmodel import select

from server.domain.roles import Role
from server.store.tables.projects import Project
from server.store.tables.users import RoleAssignment
from server.store.transaction import Store
from tests.people import PASSWORD, People
from tests.web.office_browser import browser


def _users(people: People, rest: str = "") -> str:
    return f"/office/{people.places.project_id}/users{rest}"


def test_an_administrator_sees_all_users_a_data_steward_those_of_the_project(
    app: Flask, people: People
) -> None:
    everybody = browser(app, people.administrator).get(_users(people)).text
    steward = browser(app, people.data_steward).get(_users(people))

    assert "5 users" in everybody
    assert "Demo county / First township" in everybody
    assert "Whole server" in everybody
    assert steward.status_code == 200
    assert "Add a user" not in steward.text
    for person in (people.county_office, people.viewer, people.township_office):
        assert browser(app, person).get(_users(people)).status_code == 403


def test_a_user_is_added_and_given_a_role(app: Flask, store: Store, people: People) -> None:
    client = browser(app, people.administrator)
    typed = {"name": "Wang", "email": "Wang@Example.org", "password": PASSWORD}

    added = client.post(_users(people, "/new"), data=typed)

    assert added.status_code == 303
    assert "sees nothing of this project" in client.get(added.location).text
    given = client.post(
        f"{added.location}/roles",
        data={"role": "office", "place": str(people.places.township_id)},
    )
    assert given.status_code == 303
    page = client.get(added.location).text
    assert "Demo county / First township" in page
    assert "wang@example.org" in page
    signed_in = browser(app).post(
        "/office/login", data={"email": "wang@example.org", "password": PASSWORD}
    )
    assert signed_in.status_code == 303


def test_what_is_wrong_with_a_new_user_is_said_at_the_field(app: Flask, people: People) -> None:
    client = browser(app, people.administrator)
    good = {"name": "Wang", "email": "wang@example.org", "password": PASSWORD}

    for changes, field in (
        ({"email": "nobody"}, "email"),
        ({"email": people.viewer.email}, "email"),
        ({"password": "short"}, "password"),
        ({"name": "x" * 300}, "name"),
    ):
        answer = client.post(_users(people, "/new"), data={**good, **changes})
        assert answer.status_code == 422
        assert f'href="#field-{field}"' in answer.text
        assert PASSWORD not in answer.text


def test_a_role_is_taken_and_ends_the_sessions(app: Flask, store: Store, people: People) -> None:
    client = browser(app, people.administrator)
    page = client.get(_users(people, f"/{people.viewer.id}")).text
    address = re.search(r'action="([^"]+/take)"', page)
    assert address is not None

    answer = client.post(address[1])

    assert answer.status_code == 303
    with store.reading() as session:
        left = session.exec(
            select(RoleAssignment).where(RoleAssignment.user_id == people.viewer.id)
        ).all()
    assert left == []
    assert browser(app, people.viewer).get("/office/").location.startswith("/office/login")


def test_nobody_gives_a_role_to_themselves_or_loses_the_last_administrator(
    app: Flask, store: Store, people: People
) -> None:
    client = browser(app, people.administrator)
    own = _users(people, f"/{people.administrator.id}")

    page = client.get(own).text

    assert "/take" not in page
    assert "Give a role" not in page
    given = client.post(f"{own}/roles", data={"role": "data_steward", "place": "project"})
    assert given.status_code == 422
    assert "You can't give this role" in given.text.replace("&#39;", "'")
    assert client.post(f"{own}/disabled", data={"disabled": "1"}).status_code == 403
    with store.reading() as session:
        role = session.exec(
            select(RoleAssignment).where(RoleAssignment.role == Role.ADMINISTRATOR)
        ).one()
    assert client.post(f"{own}/roles/{role.id}/take").status_code in {403, 422}


def test_a_role_of_another_project_is_not_there(app: Flask, store: Store, people: People) -> None:
    with store.writing() as session:
        foreign = RoleAssignment(
            user_id=people.viewer.id,
            project_id=people.places.other_project_id,
            role=Role.OFFICE,
            created_at=session.exec(select(RoleAssignment)).first().created_at,
        )
        session.add(foreign)
        session.flush()
        foreign_id = foreign.id
    client = browser(app, people.administrator)

    answer = client.post(_users(people, f"/{people.viewer.id}/roles/{foreign_id}/take"))

    assert answer.status_code == 404
    assert browser(app, people.data_steward).get(_users(people, "/999")).status_code == 404


def test_a_new_password_and_disabling_sign_the_user_out(app: Flask, people: People) -> None:
    client = browser(app, people.administrator)
    address = _users(people, f"/{people.viewer.id}")
    office = browser(app, people.viewer)
    assert office.get(f"/office/{people.places.project_id}/").status_code == 200

    short = client.post(f"{address}/password", data={"password": "short"})
    changed = client.post(f"{address}/password", data={"password": "another long password"})

    assert short.status_code == 422
    assert changed.status_code == 303
    assert office.get(f"/office/{people.places.project_id}/").status_code == 302
    assert client.post(f"{address}/disabled", data={"disabled": "1"}).status_code == 303
    typed = {"email": people.viewer.email, "password": "another long password"}
    assert browser(app).post("/office/login", data=typed).status_code == 401
    assert client.post(f"{address}/disabled", data={"disabled": "0"}).status_code == 303
    assert browser(app).post("/office/login", data=typed).status_code == 303


def test_the_project_is_renamed(app: Flask, store: Store, people: People) -> None:
    client = browser(app, people.county_office)
    address = f"/office/{people.places.project_id}/project"

    saved = client.post(address, data={"name": "River county", "description": "Year 2026"})
    empty = client.post(address, data={"name": " ", "description": ""})

    assert saved.status_code == 303
    assert "River county" in client.get(address).text
    assert empty.status_code == 422
    for person in (people.township_office, people.viewer):
        assert browser(app, person).get(address).status_code == 403
        assert browser(app, person).post(address, data={"name": "x"}).status_code == 403


def test_an_administrator_makes_another_project(app: Flask, store: Store, people: People) -> None:
    client = browser(app, people.administrator)

    answer = client.post("/office/projects", data={"project_name": "Third county"})

    assert answer.status_code == 303
    assert "Set up this project" in client.get(answer.location).text
    with store.reading() as session:
        assert len(session.exec(select(Project)).all()) == 3
    refused = browser(app, people.county_office).post(
        "/office/projects", data={"project_name": "x"}
    )
    assert refused.status_code == 403
