"""Who may do what where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.access import (
    Grant,
    Role,
    Verb,
    keeps_an_administrator,
    may,
    may_give,
    may_somewhere,
    scope_of,
    sees_project,
)
from server.domain.central_verbs import CENTRAL_ROLES, central_verbs
from server.domain.roles import PROJECT_VERBS, ROLE_VERBS, SERVER_VERBS, SHARED_VERBS

PROJECT = 1
OTHER_PROJECT = 2
COUNTY, TOWNSHIP, SIBLING, VILLAGE = 10, 20, 21, 30
PATHS = {
    COUNTY: (COUNTY,),
    TOWNSHIP: (COUNTY, TOWNSHIP),
    SIBLING: (COUNTY, SIBLING),
    VILLAGE: (COUNTY, TOWNSHIP, VILLAGE),
}
GRANTS = st.builds(
    Grant,
    role=st.sampled_from(Role),
    project_id=st.sampled_from([None, PROJECT, OTHER_PROJECT]),
    area_id=st.sampled_from([None, *PATHS]),
)
AREA_VERBS = sorted(set(Verb) - SERVER_VERBS - PROJECT_VERBS - SHARED_VERBS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", AREA_VERBS)
def test_a_role_in_an_area_reaches_its_subtree_and_no_further(role: Role, verb: Verb):
    grants = [Grant(role, PROJECT, TOWNSHIP)]

    reached = {
        area
        for area, path in PATHS.items()
        if may(grants, verb, project_id=PROJECT, area_path=path)
    }

    assert reached == ({TOWNSHIP, VILLAGE} if verb in ROLE_VERBS[role] else set())
    assert not may(grants, verb, project_id=OTHER_PROJECT, area_path=PATHS[TOWNSHIP])
    assert not may(grants, verb, project_id=PROJECT)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", sorted(PROJECT_VERBS))
def test_what_belongs_to_all_areas_is_changed_by_roles_in_the_whole_project(role: Role, verb: Verb):
    is_held = verb in ROLE_VERBS[role]

    assert may([Grant(role, PROJECT)], verb, project_id=PROJECT) == is_held
    assert not may([Grant(role, PROJECT, COUNTY)], verb, project_id=PROJECT)
    assert not may_somewhere([Grant(role, PROJECT, COUNTY)], verb, PROJECT)


@pytest.mark.parametrize("verb", sorted(SHARED_VERBS))
def test_what_belongs_to_all_areas_is_read_by_roles_in_any(verb: Verb):
    grants = [Grant(Role.VIEWER, PROJECT, VILLAGE)]

    assert may(grants, verb, project_id=PROJECT)
    assert not may(grants, verb, project_id=OTHER_PROJECT)


@pytest.mark.parametrize("verb", sorted(SERVER_VERBS))
def test_the_server_is_run_by_administrators_of_the_server(verb: Verb):
    assert may([Grant(Role.ADMINISTRATOR)], verb)
    assert not may([Grant(Role.ADMINISTRATOR, PROJECT)], verb, project_id=PROJECT)
    assert not may([Grant(Role.DATA_STEWARD)], verb)


def test_only_the_data_steward_reads_raw_anonymous_answers():
    readers = {role for role in Role if Verb.RAW_ANSWERS_READ in ROLE_VERBS[role]}

    assert readers == {Role.DATA_STEWARD}


def test_a_scope_is_the_whole_project_some_areas_or_nothing():
    verb = Verb.ENTERPRISE_CHANGE
    two = [Grant(Role.OFFICE, PROJECT, TOWNSHIP), Grant(Role.OFFICE, PROJECT, SIBLING)]

    assert scope_of(two, verb, PROJECT) == {TOWNSHIP, SIBLING}
    assert scope_of([*two, Grant(Role.VIEWER, PROJECT)], verb, PROJECT) == {TOWNSHIP, SIBLING}
    assert scope_of([*two, Grant(Role.OFFICE, PROJECT)], verb, PROJECT) is None
    assert scope_of([Grant(Role.OFFICE)], verb, PROJECT) is None
    assert scope_of(two, verb, OTHER_PROJECT) == frozenset()


def test_a_project_is_seen_by_who_has_a_part_in_it():
    assert sees_project([Grant(Role.VIEWER, PROJECT, VILLAGE)], PROJECT)
    assert not sees_project([Grant(Role.VIEWER, PROJECT)], OTHER_PROJECT)
    assert not sees_project([], PROJECT)


def test_an_area_without_its_project_reaches_nothing():
    grants = [Grant(Role.ADMINISTRATOR, None, TOWNSHIP)]

    assert not may(grants, Verb.PROJECT_CREATE)
    assert not sees_project(grants, PROJECT)
    assert not may_give(grants, Grant(Role.VIEWER, PROJECT), giver_id=1, receiver_id=2)


@given(st.lists(GRANTS, max_size=3), st.sampled_from(AREA_VERBS), st.sampled_from([*PATHS]))
def test_what_may_be_done_to_an_area_is_what_the_scope_reaches(
    grants: list[Grant], verb: Verb, area: int
):
    scope = scope_of(grants, verb, PROJECT)

    reaches = scope is None or bool(scope & set(PATHS[area]))

    assert may(grants, verb, project_id=PROJECT, area_path=PATHS[area]) == reaches


def give(giver: Grant, given: Grant, *, receiver_id: int = 2) -> bool:
    path = None if given.area_id is None else PATHS[given.area_id]
    return may_give([giver], given, giver_id=1, receiver_id=receiver_id, area_path=path)


def test_nobody_gives_a_role_to_oneself():
    administrator = Grant(Role.ADMINISTRATOR)

    assert give(administrator, Grant(Role.VIEWER, PROJECT))
    assert not give(administrator, Grant(Role.VIEWER, PROJECT), receiver_id=1)


def test_nobody_gives_a_role_beyond_ones_own_place():
    of_project = Grant(Role.ADMINISTRATOR, PROJECT)
    of_township = Grant(Role.ADMINISTRATOR, PROJECT, TOWNSHIP)

    assert give(of_project, Grant(Role.ADMINISTRATOR, PROJECT, COUNTY))
    assert not give(of_project, Grant(Role.ADMINISTRATOR))
    assert not give(of_project, Grant(Role.VIEWER, OTHER_PROJECT))
    assert give(of_township, Grant(Role.OFFICE, PROJECT, VILLAGE))
    assert not give(of_township, Grant(Role.OFFICE, PROJECT, SIBLING))
    assert not give(of_township, Grant(Role.OFFICE, PROJECT))


@pytest.mark.parametrize("role", [Role.DATA_STEWARD, Role.OFFICE, Role.VIEWER])
def test_others_than_administrators_give_no_roles(role: Role):
    assert not give(Grant(role), Grant(Role.VIEWER, PROJECT))


def test_an_area_is_given_by_its_own_path_only():
    giver = [Grant(Role.ADMINISTRATOR, PROJECT, TOWNSHIP)]
    given = Grant(Role.OFFICE, PROJECT, SIBLING)

    assert not may_give(giver, given, giver_id=1, receiver_id=2, area_path=PATHS[TOWNSHIP])
    assert not may_give(giver, given, giver_id=1, receiver_id=2)


def test_the_last_administrator_stays():
    assert keeps_an_administrator({1, 2}, leaving_id=1)
    assert not keeps_an_administrator({1}, leaving_id=1)


def test_centrals_verbs_follow_the_roles():
    everywhere = central_verbs([Grant(Role.ADMINISTRATOR)], PROJECT)
    viewer = central_verbs([Grant(Role.VIEWER, PROJECT)], PROJECT)
    township = central_verbs([Grant(Role.OFFICE, PROJECT, TOWNSHIP)], PROJECT)

    assert "user.create" in everywhere
    assert viewer == next(one for one in CENTRAL_ROLES if one.system == "viewer").verbs
    assert "form.update" not in township
    assert "submission.update" in township
    assert central_verbs([Grant(Role.VIEWER, PROJECT)], OTHER_PROJECT) == ()
    assert list(everywhere) == sorted(everywhere)
