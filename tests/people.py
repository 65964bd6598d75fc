"""Six people with their roles, sessions and tokens: the same in every test.

The project `places.project_id` has one county with two townships, one of which has a village:
`township_office` works in `township_id`, so that `village_id` lies below, `sibling_id` beside and
`county_id` above. `other_project_id` is a project that only the administrator sees.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from server import clock, keys, passwords
from server.domain.roles import Role
from server.keys import TokenBox
from server.operations.create_project import create_project
from server.store.queries.audits import By
from server.store.tables.app_users import AppUser, AppUserArea, AppUserToken
from server.store.tables.areas import Area, AreaAncestor
from server.store.tables.users import Actor, RoleAssignment, User, WebSession
from server.store.transaction import Store

PASSWORD = "a password of ten"
_HASH = passwords.hash_password(PASSWORD)


@dataclass(frozen=True, slots=True)
class Person:
    """A web user who is logged in."""

    id: int
    email: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Headers of a request by this person."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Phone:
    """An app user with a valid token."""

    id: int
    token: str

    @property
    def prefix(self) -> str:
        """What stands in front of an address of this phone, instead of `/v1`."""
        return f"/v1/key/{self.token}"


@dataclass(frozen=True, slots=True)
class Places:
    """A project with a small tree of areas, and another project."""

    project_id: int
    county_id: int
    township_id: int
    sibling_id: int
    village_id: int
    other_project_id: int


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and the places where they work."""

    administrator: Person
    data_steward: Person
    county_office: Person
    township_office: Person
    viewer: Person
    app_user: Phone
    places: Places


def make_people(store: Store, tokens: TokenBox) -> People:
    """Store six people, two projects and four areas in an empty database."""
    with store.writing() as session:
        places = _places(session)
        project_id = places.project_id
        return People(
            administrator=add_person(session, "administrator", Role.ADMINISTRATOR),
            data_steward=add_person(session, "data_steward", Role.DATA_STEWARD, project_id),
            county_office=add_person(session, "county_office", Role.OFFICE, project_id),
            township_office=add_person(
                session, "township_office", Role.OFFICE, project_id, places.township_id
            ),
            viewer=add_person(session, "viewer", Role.VIEWER, project_id),
            app_user=add_phone(session, tokens, project_id, places.township_id),
            places=places,
        )


def add_person(
    session: Session,
    name: str,
    role: Role,
    project_id: int | None = None,
    area_id: int | None = None,
) -> Person:
    """Store a user `<name>@example.org` with a role and a session."""
    now = clock.now()
    actor = Actor(type="user", display_name=name, created_at=now)
    session.add(actor)
    session.flush()
    assert actor.id is not None
    email, token = f"{name}@example.org", keys.new_token()
    session.add(User(id=actor.id, email=email, password_hash=_HASH))
    session.flush()
    session.add(
        RoleAssignment(
            user_id=actor.id, project_id=project_id, area_id=area_id, role=role, created_at=now
        )
    )
    session.add(
        WebSession(
            token_hash=keys.token_hash(token),
            user_id=actor.id,
            csrf=keys.new_token(),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=8),
        )
    )
    session.flush()
    return Person(id=actor.id, email=email, token=token)


def add_phone(
    session: Session, tokens: TokenBox, project_id: int, area_id: int | None = None
) -> Phone:
    """Store an app user with a token, in an area or (None) in the whole project, without forms."""
    now = clock.now()
    actor = Actor(type="field_key", display_name="inspector 1", created_at=now)
    session.add(actor)
    session.flush()
    assert actor.id is not None
    session.add(AppUser(id=actor.id, project_id=project_id))
    session.flush()
    if area_id is not None:
        session.add(AppUserArea(app_user_id=actor.id, area_id=area_id))
    token = keys.new_token()
    session.add(
        AppUserToken(
            app_user_id=actor.id,
            lookup_hash=keys.token_hash(token),
            token_encrypted=tokens.seal(token),
            created_at=now,
        )
    )
    session.flush()
    return Phone(id=actor.id, token=token)


def add_area(session: Session, project_id: int, name: str, above: tuple[int, ...] = ()) -> int:
    """Store an area below others (`above`: from the root down) and return its key."""
    level = ("county", "township", "village")[len(above)]
    area = Area(
        project_id=project_id,
        parent_id=above[-1] if above else None,
        name=name,
        level=level,
        created_at=clock.now(),
    )
    session.add(area)
    session.flush()
    assert area.id is not None
    for depth, ancestor_id in enumerate((area.id, *reversed(above))):
        session.add(AreaAncestor(area_id=area.id, ancestor_id=ancestor_id, depth=depth))
    session.flush()
    return area.id


def _places(session: Session) -> Places:
    by = By(None, clock.now())
    project_id = create_project(session, by, name="Demo county").id
    other_project_id = create_project(session, by, name="Another county").id
    assert project_id is not None
    assert other_project_id is not None
    county = add_area(session, project_id, "Demo county")
    township = add_area(session, project_id, "First township", (county,))
    return Places(
        project_id=project_id,
        county_id=county,
        township_id=township,
        sibling_id=add_area(session, project_id, "Second township", (county,)),
        village_id=add_area(session, project_id, "First village", (county, township)),
        other_project_id=other_project_id,
    )
