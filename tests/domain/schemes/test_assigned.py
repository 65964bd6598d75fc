"""Which versions evaluate a subject: those of the nearest area above it, and no others."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.schemes.described.assigned import ENTERPRISE, PARK, Assignment, assigned_to

PATH = (1, 2, 3)
"""Areas from the root to that of the subject."""
ASSIGNED = st.lists(
    st.builds(
        Assignment,
        version_id=st.integers(1, 9),
        scheme_id=st.integers(1, 3),
        subject_kind=st.sampled_from([ENTERPRISE, PARK]),
        area_id=st.sampled_from([None, 1, 2, 3, 4]),
    ),
    max_size=8,
)


def _below(area_id: int | None, version_id: int = 1, kind: str = ENTERPRISE) -> Assignment:
    return Assignment(version_id, 1, kind, area_id)


def test_the_table_of_the_nearest_area_replaces_those_above_and_that_of_the_campaign() -> None:
    whole, county, township = _below(None), _below(1, 2), _below(3, 3)

    assert assigned_to([whole, county, township], ENTERPRISE, PATH) == (township,)
    assert assigned_to([whole, county], ENTERPRISE, PATH) == (county,)
    assert assigned_to([whole, county], ENTERPRISE, ()) == (whole,)


def test_several_tables_of_one_area_count_beside_each_other_in_their_order() -> None:
    first, second = _below(2, 5), _below(2, 4)

    assert assigned_to([_below(None), first, second], ENTERPRISE, PATH) == (first, second)


def test_a_table_of_another_kind_of_subject_replaces_none() -> None:
    own, of_parks = _below(None), _below(3, kind=PARK)

    assert assigned_to([own, of_parks], ENTERPRISE, PATH) == (own,)
    assert assigned_to([own], PARK, PATH) == ()


@given(ASSIGNED)
def test_all_that_count_are_of_one_area_and_none_lies_nearer(many: list[Assignment]) -> None:
    found = assigned_to(many, ENTERPRISE, PATH)

    near = (None, *PATH)
    meant = [one for one in many if one.subject_kind == ENTERPRISE and one.area_id in near]
    assert bool(found) == bool(meant)
    places = {near.index(one.area_id) for one in found}
    assert len(places) <= 1
    assert all(near.index(one.area_id) <= max(places) for one in meant)


@given(ASSIGNED, ASSIGNED)
def test_what_is_assigned_elsewhere_changes_nothing(
    many: list[Assignment], others: list[Assignment]
) -> None:
    elsewhere = [one for one in others if one.area_id == 4]

    assert assigned_to([*elsewhere, *many], ENTERPRISE, PATH) == assigned_to(many, ENTERPRISE, PATH)
