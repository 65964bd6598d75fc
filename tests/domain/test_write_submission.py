"""Answers that are written can be read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.answers import Answers
from server.domain.submission_xml import parse_submission
from server.domain.write_submission import UnknownAnswer, write_submission
from tests.domain.forms import SITE

LEGAL = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | (
    st.sampled_from("\t\n\r<>&'\"")
)
ANSWER = st.none() | st.text(LEGAL, min_size=1)
EXIT = st.fixed_dictionaries({}, optional={"width": ANSWER, "picture": ANSWER})
ROOM = st.fixed_dictionaries(
    {}, optional={"name": ANSWER, "exit": st.lists(EXIT, min_size=1, max_size=3)}
)
BUILDING = st.fixed_dictionaries(
    {}, optional={"floors": ANSWER, "room": st.lists(ROOM, min_size=1, max_size=3)}
)
SITE_ANSWERS = st.fixed_dictionaries(
    {}, optional={"poster": ANSWER, "note": ANSWER, "wishes": ANSWER, "building": BUILDING}
)


@given(SITE_ANSWERS)
def test_written_answers_are_read_back(answers: Answers):
    xml = write_submission(SITE, answers, instance_id="uuid:1")

    parsed = parse_submission(xml, SITE)

    assert parsed.answers == answers
    assert parsed.flags == ()
    assert (parsed.ids.form_id, parsed.ids.version) == ("site", "1")
    assert parsed.ids.instance_id == "uuid:1"


@given(st.text())
def test_any_text_can_be_written(text: str):
    xml = write_submission(SITE, {"note": text}, instance_id="uuid:1")

    assert parse_submission(xml, SITE).flags == ()


def test_the_name_stands_in_meta():
    xml = write_submission(SITE, {}, instance_id="uuid:1", instance_name="甲厂\x00")

    assert parse_submission(xml, SITE).ids.instance_name == "甲厂\ufffd"


def test_fields_stand_in_the_order_of_the_form():
    xml = write_submission(SITE, {"note": "b", "poster": "a"}, instance_id="uuid:1")

    assert xml.index(b"<poster>") < xml.index(b"<note>")


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"salary": "1"}, "/salary"),
        ({"meta": {"instanceID": "x"}}, "/meta"),
        ({"building": {"cellar": "1"}}, "/building/cellar"),
        ({"building": "1"}, "/building"),
        ({"building": {"room": {"name": "A"}}}, "/building/room"),
        ({"note": {"a": "1"}}, "/note"),
        ({"note": ["1"]}, "/note"),
    ],
)
def test_what_the_form_does_not_know_is_not_written(answers: Answers, path: str):
    with pytest.raises(UnknownAnswer) as caught:
        write_submission(SITE, answers, instance_id="uuid:1")

    assert caught.value.path == path
