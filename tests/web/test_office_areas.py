"""Pages of areas and parks."""

import io
import re

from flask import Flask

from server.store.queries import areas, parks
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


def test_the_tree_shows_areas_with_their_enterprises(
    app: Flask, store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        factories.enterprise(session, places.project_id, places.village_id)
        factories.enterprise(session, places.project_id, places.sibling_id)

    county = browser(app, people.county_office).get(f"/office/{places.project_id}/areas").text
    township = browser(app, people.township_office).get(f"/office/{places.project_id}/areas").text

    assert "4 areas" in county
    assert re.search(rf'area={places.county_id}">2<', county)
    assert re.search(rf'area={places.township_id}">1<', county)
    assert "2 areas" in township
    assert "Second township" not in township
    assert "Add an area" not in township


def test_an_area_is_added_renamed_and_moved(app: Flask, store: Store, people: People) -> None:
    places = people.places
    client = browser(app, people.county_office)
    base = f"/office/{places.project_id}/areas"
    assert "Township" in client.get(f"{base}/new?below={places.county_id}").text

    added = client.post(
        f"{base}/new",
        data={"name": "Third township", "level": "township", "parent_id": str(places.county_id)},
    )
    renamed = client.post(
        f"{base}/{places.village_id}/name", data={"name": "Old village", "code": "990100"}
    )
    moved = client.post(
        f"{base}/{places.village_id}/place", data={"parent_id": str(places.sibling_id)}
    )

    assert [answer.status_code for answer in (added, renamed, moved)] == [303, 303, 303]
    with store.reading() as session:
        tree = areas.list_areas(session, places.project_id)
    assert [area.name for area in tree] == [
        "Demo county",
        "First township",
        "Second township",
        "Old village",
        "Third township",
    ]


def test_what_cannot_be_is_said_at_the_field(app: Flask, people: People) -> None:
    places = people.places
    client = browser(app, people.county_office)
    base = f"/office/{places.project_id}/areas"

    nothing = client.post(f"{base}/new", data={"name": " ", "level": "planet", "code": "x"})
    twice = client.post(
        f"{base}/new",
        data={"name": "First township", "level": "township", "parent_id": str(places.county_id)},
    )
    upside_down = client.post(
        f"{base}/new",
        data={"name": "Big", "level": "province", "parent_id": str(places.county_id)},
    )
    below_itself = client.post(
        f"{base}/{places.township_id}/place", data={"parent_id": str(places.village_id)}
    )

    for answer, text in (
        (nothing, "Enter the name of the area."),
        (nothing, "Choose a level."),
        (nothing, "An area code has 2 to 12 digits."),
        (twice, "There is one already"),
        (upside_down, "It must be lower than that of the area above"),
        (below_itself, "an area cannot lie below itself"),
    ):
        assert answer.status_code == 422
        assert text in answer.text
    assert 'value="First township"' in twice.text


def test_parks_are_added_and_renamed(app: Flask, store: Store, people: People) -> None:
    places = people.places
    client = browser(app, people.county_office)
    address = f"/office/{places.project_id}/parks"

    assert "No parks yet" in client.get(address).text
    assert client.post(address, data={"name": "East park"}).status_code == 303
    assert client.post(address, data={"name": "East park"}).status_code == 422
    assert client.post(address, data={"name": ""}).status_code == 422
    with store.reading() as session:
        (park,) = parks.list_parks(session, places.project_id)
    assert client.post(f"{address}/{park.id}", data={"name": "West park"}).status_code == 303
    assert "West park" in client.get(address).text


def test_only_who_has_the_whole_project_changes_areas(app: Flask, people: People) -> None:
    places = people.places
    for person in (people.township_office, people.viewer):
        client = browser(app, person)
        for address in ("areas/new", "areas/import", f"areas/{places.township_id}"):
            assert client.get(f"/office/{places.project_id}/{address}").status_code == 403
        assert client.post(f"/office/{places.project_id}/parks").status_code == 403


def test_areas_are_imported_after_a_preview(app: Flask, store: Store, people: People) -> None:
    places = people.places
    client = browser(app, people.county_office)
    table = (
        "名称,级别,上级区域\nThird township,乡镇,Demo county\n"
        "East village,村,Demo county/Third township\n"
        "First township,乡镇,Demo county\nNowhere,村,Unknown county\n"
    )

    answer = client.post(
        f"/office/{places.project_id}/areas/import",
        data={"file": (io.BytesIO(table.encode()), "areas.csv")},
    )
    page = client.get(answer.location).text
    confirmed = client.post(f"{answer.location}/confirm")
    result = client.get(confirmed.location).text
    again = client.post(f"{answer.location}/confirm")

    assert "Add 2, change 0" in page
    assert "This area is not one of yours." in page
    assert confirmed.status_code == 303
    assert "Imported: 2 areas added." in result
    assert again.status_code == 409
    with store.reading() as session:
        names = {area.name for area in areas.list_areas(session, places.project_id)}
    assert {"Third township", "East village"} <= names
