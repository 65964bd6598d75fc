"""The address of a list holds its whole state; links change one thing of it."""

from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.web.addresses import changed_address, here

names = st.text(min_size=1, max_size=8)
parameters = st.lists(st.tuples(names, st.text(min_size=1, max_size=8)), max_size=5)


def test_a_changed_parameter_replaces_the_old_one() -> None:
    address = changed_address("/office", [("area", "3"), ("sort", "name")], {"sort": "-name"})

    assert address == "/office?area=3&sort=-name"


def test_none_takes_a_parameter_out() -> None:
    assert changed_address("/office", [("area", "3"), ("after", "x")], {"after": None}) == (
        "/office?area=3"
    )
    assert changed_address("/office", [("area", "3")], {"area": None}) == "/office"


@given(parameters=parameters)
def test_without_changes_nothing_is_lost(parameters: list[tuple[str, str]]) -> None:
    query = urlsplit(changed_address("/office", parameters, {})).query

    assert parse_qsl(query) == parameters


@given(parameters=parameters, name=names, value=st.text(min_size=1, max_size=8))
def test_a_change_leaves_the_others_as_they_are(
    parameters: list[tuple[str, str]], name: str, value: str
) -> None:
    query = urlsplit(changed_address("/office", parameters, {name: value})).query

    others = [(each, text) for each, text in parameters if each != name]
    assert parse_qsl(query) == [*others, (name, value)]


def test_here_keeps_the_page_and_its_other_filters() -> None:
    app = Flask("pages")

    with app.test_request_context("/office/projects/1/enterprises?area=3&state=open&state=new"):
        assert here(area=None) == "/office/projects/1/enterprises?state=open&state=new"
        assert here(area=7).endswith("?state=open&state=new&area=7")


def test_here_escapes_nothing_twice(client: FlaskClient) -> None:
    asked = "/office/no%20such%2Fpage/%E5%92%8C"

    shown = client.get(asked).text

    assert f'href="{asked}?lang=en"' in shown
