"""Findings: made by site checks, rectified by follow-ups, moved and closed by the office."""

import datetime as dt

import pytest
from sqlmodel import Session

from server.domain.findings import FindingState, Standing
from server.operations.change_finding import FindingChange, change_finding
from server.operations.job_context import JobContext
from server.operations.tie_by_hand import tie_by_hand
from server.problems import ChangedMeanwhile, NotFound, UnexpectedValue
from server.store.queries import findings
from server.store.queries.findings import FindingFilter, FindingPage, FindingRow
from server.store.queries.scope import Scope
from server.store.tables.entities import Entity
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import Field, new_uuid
from tests.finding_forms import DUE, NOT_YET, RECTIFIED, finding, follow_up, publish, send_check
from tests.people import People

TODAY = dt.date(2026, 11, 22)
LATER = dt.date(2026, 12, 21)


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the forms of findings published."""
    made = Field(context, people)
    publish(made)
    return made


def _enterprise(field: Field, area_id: int, name: str = "甲厂") -> tuple[int, str]:
    with field.store.writing() as session:
        made = factories.enterprise(session, field.people.places.project_id, area_id, name=name)
        return made.id, made.uscc or ""


def _scope(field: Field, *area_ids: int) -> Scope:
    return Scope(field.people.places.project_id, frozenset(area_ids) if area_ids else None)


def _rows(field: Field, scope: Scope, wanted: FindingFilter | None = None) -> list[FindingRow]:
    with field.store.reading() as session:
        given = wanted or FindingFilter()
        return list(findings.list_findings(session, scope, given, today=TODAY))


def _change(
    session: Session,
    field: Field,
    row: FindingRow,
    change: FindingChange,
    scope: Scope | None = None,
) -> FindingRow:
    by = factories.by(field.people.county_office.id)
    where = scope or _scope(field)
    return change_finding(session, by, where, row.id, change, today=TODAY)


def test_a_site_check_makes_an_open_finding_of_its_enterprise(field: Field) -> None:
    enterprise_id, uscc = _enterprise(field, field.people.places.village_id)

    key = send_check(field, uscc)

    (row,) = _rows(field, _scope(field))
    assert (row.uuid, row.label, row.kind) == (key, "缺职工名册", "contracts")
    assert (row.enterprise_id, row.enterprise_name) == (enterprise_id, "甲厂")
    assert (row.state, row.due_on) == (FindingState.OPEN, dt.date.fromisoformat(DUE))
    assert row.submission_id is not None
    with field.store.reading() as session:
        assert row.data["enterprise"] == session.get_one(Entity, enterprise_id).uuid


def test_a_follow_up_rectifies_a_finding_and_another_moves_its_date(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    mended, late = send_check(field, uscc), send_check(field, uscc)

    follow_up(field, mended, 1, RECTIFIED)
    follow_up(field, late, 1, NOT_YET)

    rows = {row.uuid: row for row in _rows(field, _scope(field))}
    assert rows[mended].state is FindingState.RECTIFIED
    assert rows[mended].rectified_on == dt.date(2026, 11, 25)
    assert rows[mended].data["follow_up_photo"] == "after.jpg"
    assert rows[late].state is FindingState.OPEN
    assert rows[late].due_on == dt.date(2027, 1, 10)
    with field.store.reading() as session:
        versions = findings.list_versions(session, rows[mended].id)
    assert [one.form_id for one in versions] == ["site_check", "follow_up"]


def test_a_finding_is_overdue_from_the_day_after_its_date(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    follow_up(field, send_check(field, uscc), 1, RECTIFIED)
    send_check(field, uscc)
    counted = []
    with field.store.reading() as session:
        for day in (dt.date.fromisoformat(DUE), LATER):
            counts = findings.count_findings(session, _scope(field), today=day)
            listed = [
                len(
                    findings.list_findings(
                        session, _scope(field), FindingFilter(standing=one), today=day
                    )
                )
                for one in Standing
            ]
            assert listed == [counts[one] for one in Standing]
            counted.append(listed)

    assert counted == [[1, 0, 1], [0, 1, 1]]


def test_pages_go_on_after_a_row_and_back_before_one(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    dates = ("2026-12-03", "2026-12-01", "", "2026-12-02", "2026-12-02")
    for one in dates:
        send_check(field, uscc, finding(new_uuid(), finding_due=one))
    scope = _scope(field)

    whole = _rows(field, scope)
    with field.store.reading() as session:
        after = findings.list_findings(
            session, scope, page=FindingPage(limit=2, after=whole[1].id), today=TODAY
        )
        before = findings.list_findings(
            session, scope, page=FindingPage(limit=2, before=whole[4].id), today=TODAY
        )

    assert [findings.due_text(row.due_on) for row in whole] == [*sorted(filter(None, dates)), ""]
    assert [row.id for row in after] == [row.id for row in whole[2:4]]
    assert [row.id for row in before] == [row.id for row in whole[2:4]]


def test_nobody_sees_findings_outside_their_areas(field: Field) -> None:
    places = field.people.places
    _, uscc = _enterprise(field, places.sibling_id)
    send_check(field, uscc)

    (row,) = _rows(field, _scope(field))
    assert _rows(field, _scope(field, places.sibling_id)) == [row]
    assert _rows(field, _scope(field, places.township_id)) == []
    with field.store.writing() as session:
        change = FindingChange(1, "查实", FindingState.RECTIFIED)
        with pytest.raises(NotFound):
            _change(session, field, row, change, _scope(field, places.township_id))


def test_filters_narrow_by_enterprise_kind_and_text(field: Field) -> None:
    first, uscc = _enterprise(field, field.people.places.village_id)
    _, other = _enterprise(field, field.people.places.village_id, "乙厂")
    send_check(field, uscc)
    send_check(field, other, finding(new_uuid(), "通道堵塞", finding_subject="safety"))

    assert len(_rows(field, _scope(field), FindingFilter(enterprise_id=first))) == 1
    assert len(_rows(field, _scope(field), FindingFilter(kind="safety"))) == 1
    assert len(_rows(field, _scope(field), FindingFilter(text="通道"))) == 1
    assert len(_rows(field, _scope(field), FindingFilter(text="乙"))) == 1
    assert _rows(field, _scope(field), FindingFilter(text="%")) == []
    with field.store.reading() as session:
        assert findings.list_kinds(session, _scope(field)) == ("contracts", "safety")


def test_the_office_closes_a_finding_with_a_reason_and_opens_it_again(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    send_check(field, uscc)
    (row,) = _rows(field, _scope(field))
    with field.store.writing() as session:
        closed = _change(
            session, field, row, FindingChange(1, "已核实材料", FindingState.RECTIFIED)
        )
        again = _change(session, field, closed, FindingChange(2, "材料不实", FindingState.OPEN))
        same = _change(session, field, again, FindingChange(3, "无变化", FindingState.OPEN))

    assert (closed.state, closed.rectified_on) == (FindingState.RECTIFIED, TODAY)
    assert closed.data["office_reason"] == "已核实材料"
    assert (again.state, again.rectified_on, again.version) == (FindingState.OPEN, None, 3)
    assert same.version == 3


def test_two_who_change_a_finding_are_told_so(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    key = send_check(field, uscc)
    (row,) = _rows(field, _scope(field))
    follow_up(field, key, 1, NOT_YET)

    with field.store.writing() as session, pytest.raises(ChangedMeanwhile):
        _change(session, field, row, FindingChange(1, "查实", FindingState.RECTIFIED))


@pytest.mark.parametrize(
    ("reason", "due_on", "wrong"),
    [
        ("", LATER, "reason"),
        ("  ", LATER, "reason"),
        ("x" * 501, LATER, "reason"),
        ("延期", dt.date(2026, 11, 19), "dueOn"),
        ("延期", dt.date.max, "dueOn"),
    ],
)
def test_a_change_needs_a_reason_and_a_day_after_the_finding(
    field: Field, reason: str, due_on: dt.date, wrong: str
) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    send_check(field, uscc)
    (row,) = _rows(field, _scope(field))

    with field.store.writing() as session, pytest.raises(UnexpectedValue) as refused:
        _change(session, field, row, FindingChange(1, reason, due_on=due_on))

    assert refused.value.field == wrong


def test_findings_go_with_their_site_check_when_the_office_ties_it(field: Field) -> None:
    places = field.people.places
    enterprise_id, _ = _enterprise(field, places.sibling_id)
    send_check(field, "91320500UNKNOWN000")
    (row,) = _rows(field, _scope(field))
    assert (row.enterprise_id, row.area_id) == (None, None)

    with field.store.writing() as session:
        tie_by_hand(
            session,
            factories.by(field.people.county_office.id),
            _scope(field),
            submission_id=row.submission_id or 0,
            enterprise_id=enterprise_id,
            zone="Asia/Shanghai",
        )

    (moved,) = _rows(field, _scope(field, places.sibling_id))
    assert (moved.enterprise_id, moved.version) == (enterprise_id, 2)
    assert moved.data["enterprise_name"] == "甲厂"
    with field.store.reading() as session:
        assert moved.data["enterprise"] == session.get_one(Entity, enterprise_id).uuid


def test_odd_values_of_a_finding_fail_nothing(field: Field) -> None:
    _, uscc = _enterprise(field, field.people.places.village_id)
    odd = finding(
        new_uuid(),
        "乱" * 300,
        finding_due="下周",
        finding_found_on="2026-13-45",
        finding_state="done?",
        finding_subject="s" * 400,
    )

    send_check(field, uscc, odd)

    (row,) = _rows(field, _scope(field))
    assert (row.state, row.found_on, row.due_on) == (FindingState.OPEN, None, dt.date.max)
    assert len(row.kind) == 100
    with field.store.reading() as session:
        assert session.get_one(SubmissionVersion, row.submission_version_id).answers
