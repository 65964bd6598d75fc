"""Pages of the register: the list, one enterprise, the form."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.enterprise_facts import EnterpriseFacts
from server.store.queries import enterprises
from server.store.queries.scope import Scope
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


@pytest.fixture
def ids(store: Store, people: People) -> dict[str, int]:
    """Give three enterprises: two in the first township, one beside it."""
    places = people.places
    with store.writing() as session:
        made = {}
        for name, area_id, headcount in (
            ("Alpha works", places.township_id, 12),
            ("Beta <svg onload=alert(1)> works", places.village_id, 345),
            ("Gamma works", places.sibling_id, None),
        ):
            facts = EnterpriseFacts(
                name=name,
                area_id=area_id,
                uscc=factories.credit_code(len(made) + 1),
                headcount=headcount,
            )
            key = name.split()[0]
            made[key] = factories.enterprise(session, places.project_id, area_id, facts=facts).id
    return made


def _list(client: FlaskClient, people: People, query: str = "") -> str:
    answer = client.get(f"/office/{people.places.project_id}/enterprises{query}")
    assert answer.status_code == 200
    return answer.text


def _names(page: str) -> list[str]:
    return re.findall(r"data-row-link>(\w+)", page)


def test_the_list_shows_what_lies_in_ones_areas(
    app: Flask, people: People, ids: dict[str, int]
) -> None:
    county = _list(browser(app, people.county_office), people)
    township = _list(browser(app, people.township_office), people)

    assert _names(county) == ["Alpha", "Beta", "Gamma"]
    assert "3 enterprises" in county
    assert _names(township) == ["Alpha", "Beta"]
    assert "2 enterprises" in township
    assert "Second township" not in township


def test_names_are_text(app: Flask, people: People, ids: dict[str, int]) -> None:
    page = _list(browser(app, people.administrator), people)

    assert "<svg onload" not in page
    assert "&lt;svg onload" in page


def test_a_filter_narrows_and_can_be_taken_off(
    app: Flask, people: People, ids: dict[str, int]
) -> None:
    client = browser(app, people.county_office)

    page = _list(client, people, f"?q=works&area={people.places.sibling_id}")

    assert _names(page) == ["Gamma"]
    assert "1 enterprises" in page
    assert "Remove the filter Area Second township" in page
    assert _names(_list(client, people, "?q=345")) == []
    assert _names(_list(client, people, "?q=%25")) == []
    assert "Nothing fits these filters" in _list(client, people, "?q=zzz")


def test_an_enterprise_is_found_by_pinyin_initials(
    app: Flask, store: Store, people: People, ids: dict[str, int]
) -> None:
    places = people.places
    with store.writing() as session:
        factories.enterprise(session, places.project_id, places.village_id, name="和合纺织厂")
        factories.enterprise(session, places.project_id, places.sibling_id, name="和合电子厂")
    county, township = browser(app, people.county_office), browser(app, people.township_office)

    assert "1 enterprises" in _list(county, people, "?q=hhfz")
    assert "2 enterprises" in _list(county, people, "?q=HH")
    assert "1 enterprises" in _list(township, people, "?q=hh")


def test_an_area_of_others_is_not_there(app: Flask, people: People, ids: dict[str, int]) -> None:
    client = browser(app, people.township_office)
    project_id = people.places.project_id

    for address in (
        f"/office/{project_id}/enterprises?area={people.places.sibling_id}",
        f"/office/{project_id}/enterprises?area=999",
        f"/office/{project_id}/enterprises?after={ids['Gamma']}",
        f"/office/{project_id}/enterprises/{ids['Gamma']}",
        f"/office/{project_id}/enterprises/{ids['Gamma']}/change",
        f"/office/{people.places.other_project_id}/enterprises",
    ):
        assert client.get(address).status_code == 404


def test_pages_follow_one_another_in_every_order(
    app: Flask, store: Store, people: People, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.web.office.enterprises.lists.ROWS_A_PAGE", 1)
    client = browser(app, people.county_office)

    for query, expected in (
        ("?sort=name", ["Alpha", "Beta", "Gamma"]),
        ("?sort=-name", ["Gamma", "Beta", "Alpha"]),
        ("?sort=headcount", ["Gamma", "Alpha", "Beta"]),
        ("?sort=-headcount", ["Beta", "Alpha", "Gamma"]),
    ):
        assert _turn(client, people, query, "next") == expected
        last = f"{query}&after={ids[expected[-2]]}"
        assert _turn(client, people, last, "prev") == expected[::-1]


def _turn(client: FlaskClient, people: People, query: str, rel: str) -> list[str]:
    names = []
    address = f"/office/{people.places.project_id}/enterprises{query}"
    for _ in range(5):
        page = client.get(address).text
        names += _names(page)
        link = re.search(rf'rel="{rel}" href="([^"]+)"', page)
        if link is None:
            break
        address = link[1].replace("&amp;", "&")
    return names


def test_one_enterprise_shows_facts_history_and_neighbours(
    app: Flask, people: People, ids: dict[str, int]
) -> None:
    client = browser(app, people.county_office)

    page = client.get(f"/office/{people.places.project_id}/enterprises/{ids['Beta']}").text

    assert "345" in page
    assert "First village" in page
    assert "Added to the register" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


_TYPED = {"name": "Delta works", "headcount": "1,200", "headcount_on": "2026-01-31"}


def test_an_enterprise_is_added(app: Flask, store: Store, people: People) -> None:
    client = browser(app, people.township_office)
    address = f"/office/{people.places.project_id}/enterprises/new"

    answer = client.post(address, data={**_TYPED, "area_id": str(people.places.village_id)})

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "The enterprise has been saved." in page
    with store.reading() as session:
        (found,) = enterprises.list_enterprises(session, Scope(people.places.project_id))
    assert (found.name, found.headcount) == ("Delta works", 1200)
    assert found.headcount_on == dt.date(2026, 1, 31)


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    app: Flask, people: People
) -> None:
    client = browser(app, people.county_office)
    address = f"/office/{people.places.project_id}/enterprises/new"

    answer = client.post(address, data={"name": "", "uscc": "12 34", "telephone": "0000-1"})

    assert answer.status_code == 422
    for text in ("Enter the name", "18 characters", "Choose an area"):
        assert text in answer.text
    assert 'href="#field-uscc"' in answer.text
    assert 'value="12 34"' in answer.text
    assert 'value="0000-1"' in answer.text


def test_a_foreign_credit_code_tells_neither_name_nor_area(
    app: Flask, people: People, ids: dict[str, int]
) -> None:
    client = browser(app, people.township_office)
    typed = {**_TYPED, "area_id": str(people.places.township_id), "uscc": factories.credit_code(3)}

    answer = client.post(f"/office/{people.places.project_id}/enterprises/new", data=typed)

    assert answer.status_code == 409
    assert "Another enterprise has this credit code." in answer.text
    assert "Gamma" not in answer.text
    assert "Second township" not in answer.text


def test_nothing_is_added_to_an_area_of_others(app: Flask, people: People) -> None:
    client = browser(app, people.township_office)
    typed = {**_TYPED, "area_id": str(people.places.sibling_id)}

    answer = client.post(f"/office/{people.places.project_id}/enterprises/new", data=typed)

    assert answer.status_code == 404


def test_a_change_is_shown_in_the_history(app: Flask, people: People, ids: dict[str, int]) -> None:
    client = browser(app, people.county_office)
    address = f"/office/{people.places.project_id}/enterprises/{ids['Alpha']}/change"
    typed = _fields(client.get(address).text) | {"headcount": "99"}

    answer = client.post(address, data=typed)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Employees: 12 → 99" in page
    assert "county_office" in page


def test_two_changes_at_once_do_not_overwrite_each_other(
    app: Flask, people: People, ids: dict[str, int]
) -> None:
    address = f"/office/{people.places.project_id}/enterprises/{ids['Alpha']}/change"
    one, other = browser(app, people.county_office), browser(app, people.township_office)
    first = _fields(one.get(address).text) | {"headcount": "50"}
    second = _fields(other.get(address).text) | {"headcount": "60"}

    assert one.post(address, data=first).status_code == 303
    answer = other.post(address, data=second)

    assert answer.status_code == 409
    assert "Somebody else changed this enterprise meanwhile." in answer.text
    assert 'value="60"' in answer.text


def _fields(page: str) -> dict[str, str]:
    """Return what the form of a page would send."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page, re.DOTALL):
        name = re.search(r'\bname="([^"]+)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if name and value and name[1] != "q":
            fields[name[1]] = value[1]
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_a_viewer_is_offered_no_change(app: Flask, people: People, ids: dict[str, int]) -> None:
    client = browser(app, people.viewer)
    page = client.get(f"/office/{people.places.project_id}/enterprises/{ids['Alpha']}").text

    assert "/change" not in page
    address = f"/office/{people.places.project_id}/enterprises/{ids['Alpha']}/change"
    assert client.get(address).status_code == 403
    assert client.post(address, data=_TYPED).status_code == 403
