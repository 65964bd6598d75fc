"""Answers from the worker's page: what is taken, what is refused, that nothing typed is lost."""

from html import escape

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlmodel import select

from server import clock
from server.domain.submission_xml import parse_submission
from server.store.tables.campaigns import Poster
from server.store.transaction import Store
from tests.survey_rows import arrivals, change_campaign, revoke_poster
from tests.surveys import (
    Survey,
    add_enterprise,
    answer_page,
    delivered_form,
    good_answers,
    make_survey,
    opened_start,
)
from tests.xlsform_md import compile_here

_RELEVANT = """
| survey   |               |      |       |           |          |
|          | type          | name | label | relevant  | required |
|          | select_one ab | a    | A?    |           |          |
|          | text          | b    | Why?  | ${a}='2'  | yes      |
| choices  |               |      |       |           |          |
|          | list_name     | name | label |           |          |
|          | ab            | 1    | One   |           |          |
|          | ab            | 2    | Two   |           |          |
| settings |               |      |       |           |          |
|          | form_id       | form_title | anonymous |||
|          | own           | Own  | yes   |           |          |
"""


def _send(client: FlaskClient, survey: Survey, start: str) -> None:
    sent = client.post(f"/q/{survey.code}", data={"start": start, **good_answers()})
    assert sent.status_code == 200, sent.text


def test_answers_become_the_xml_of_the_published_version(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)

    sent = answer_page(
        client, survey.code, good_answers("4", care="na", improve=["rest", "pay"], comment="好")
    )

    assert sent.status_code == 200
    assert "Thank you" in sent.text or "谢谢" in sent.text or "感谢" in sent.text
    (arrival,) = arrivals(store)
    assert arrival.enterprise_id == survey.enterprise_ids[0]
    assert arrival.form_version_id == survey.form_version_id
    assert arrival.flags == []
    form = delivered_form("satisfaction")
    root = etree.fromstring(arrival.xml)
    assert (root.get("id"), root.get("version")) == (form.form_id, form.version)
    parsed = parse_submission(arrival.xml, form)
    assert parsed.flags == ()
    assert parsed.ids.instance_id is not None
    assert parsed.answers["voice"] == {"democracy": "4", "care": "na", "overall": "4"}
    assert parsed.answers["wishes"] == {"improve": "pay rest", "comment": "好"}


def test_the_enterprise_comes_from_the_code_and_never_from_a_field(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store, enterprises=2)
    answers = good_answers() | {"enterprise_id": str(survey.enterprise_ids[1])}

    refused = answer_page(client, survey.codes[0], answers)
    other = client.get(f"/q/{survey.codes[1]}")
    crossed = client.post(
        f"/q/{survey.codes[0]}", data={"start": opened_start(other), **good_answers()}
    )

    assert refused.status_code == crossed.status_code == 422
    assert arrivals(store) == []


def test_errors_stand_at_the_questions_and_everything_typed_is_kept(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)
    answers = good_answers("2", improve=["pay", "rest", "care", "training"], comment="<b>说明")
    del answers["/work/pay"]

    page = answer_page(client, survey.code, answers)

    assert page.status_code == 422
    assert arrivals(store) == []
    assert page.text.count('aria-invalid="true"') == 2
    assert page.text.count('class="error"') == 2
    assert "请选择一项。" in page.text
    assert "最多选3项" in page.text
    assert page.text.count(" checked") == 8 + 4
    assert escape("<b>说明") in page.text
    again = {**answers, "/work/pay": "2", "/wishes/improve": ["pay"]}
    fixed = client.post(f"/q/{survey.code}", data={"start": opened_start(page), **again})
    assert fixed.status_code == 200
    assert len(arrivals(store)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"pay": "6"},
        {"pay": ["4", "4"]},
        {"pay": ["4", "5"]},
        {"improve": ["pay", "pay"]},
        {"improve": ["pay", "nonsense"]},
        {"improve": ["none", "pay"]},
        {"comment": ["one", "two"]},
        {"comment": "x" * 501},
        {"foreign": "1"},
    ],
)
def test_what_the_form_does_not_allow_is_refused_and_kept_on_the_page(
    client: FlaskClient, store: Store, changes: dict[str, str | list[str]]
) -> None:
    survey = make_survey(store)

    page = answer_page(client, survey.code, good_answers("4", **changes))

    assert page.status_code == 422
    assert arrivals(store) == []
    assert page.text.count(" checked") >= 8


def test_what_is_not_relevant_is_not_asked_and_not_stored(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store, form=compile_here(_RELEVANT))

    opened = client.get(f"/q/{survey.code}")
    skipped = client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(opened), "seen": "q0", "/a": "1", "/b": "typed before"},
    )
    asked = client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(client.get(f"/q/{survey.code}")), "seen": "q0", "/a": "2"},
    )

    assert 'name="/b"' not in opened.text
    assert skipped.status_code == 200
    (arrival,) = arrivals(store)
    assert b"typed before" not in arrival.xml
    assert asked.status_code == 200
    assert 'name="/b"' in asked.text
    assert "aria-invalid" not in asked.text
    again = {"start": opened_start(asked), "seen": "q0,q1", "/a": "2"}
    assert client.post(f"/q/{survey.code}", data=again).status_code == 422
    answered = client.post(f"/q/{survey.code}", data={**again, "/b": "because"})
    assert answered.status_code == 200
    assert len(arrivals(store)) == 2


def test_a_page_counts_once_however_often_it_is_sent(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)
    data = {"start": opened_start(client.get(f"/q/{survey.code}")), **good_answers()}

    sent = [client.post(f"/q/{survey.code}", data=data).status_code for _ in range(3)]

    assert sent == [200, 200, 200]
    assert len(arrivals(store)) == 1


@pytest.mark.parametrize("start", ["", "nonsense", "WzEsMSwxLDEsIngiXQ.aaaa.bbbb"])
def test_a_page_without_a_good_start_is_shown_again_as_typed(
    client: FlaskClient, store: Store, start: str
) -> None:
    survey = make_survey(store)

    page = client.post(f"/q/{survey.code}", data={"start": start, **good_answers()})

    assert page.status_code == 422
    assert page.text.count(" checked") == 9
    assert arrivals(store) == []
    data = {"start": opened_start(page), **good_answers()}
    assert client.post(f"/q/{survey.code}", data=data).status_code == 200


def test_what_changes_while_a_worker_answers_is_kept_for_what_was_opened_and_flagged(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)
    opened = [client.get(f"/q/{survey.code}") for _ in range(3)]
    with store.writing() as session:
        other = add_enterprise(session, survey.project_id, survey.area_id, "Elsewhere")
        session.exec(select(Poster)).one().enterprise_id = other
    _send(client, survey, opened_start(opened[0]))
    revoke_poster(store, survey)
    _send(client, survey, opened_start(opened[1]))
    change_campaign(store, survey, closed_at=clock.now())
    _send(client, survey, opened_start(opened[2]))

    kept = arrivals(store)

    assert {one.enterprise_id for one in kept} == {survey.enterprise_ids[0]}
    assert sorted(one.flags for one in kept) == [
        ["opened_before_closing", "poster_revoked", "poster_repointed"],
        ["poster_repointed"],
        ["poster_revoked", "poster_repointed"],
    ]
