"""What the demonstration draws: believable, different between enterprises, the same every time."""

import dataclasses
import datetime as dt
import io

import pytest
from PIL import Image

from server.demo.draws import drawn_for
from server.demo.enterprises import MOST_HEADCOUNT, demo_enterprises
from server.demo.entity_blocks import with_entities
from server.demo.opinions import ITEMS, climate_of, opinion
from server.demo.pictures import SIZE, Scene, photo, signature
from server.demo.posting_plan import (
    CheckTask,
    FollowUpTask,
    Phone,
    PosterTask,
    PostingPlan,
    read_plan,
    write_plan,
)
from server.demo.site_checks import FilledForm, Visit, site_check
from server.demo.turnout import planned_answers
from server.domain.answers import Answers
from server.domain.credit_code import is_credit_code
from server.domain.entity_changes import read_entity_changes
from server.domain.expressions import FormInstance
from server.domain.write_submission import write_submission
from tests.factories import compiled

_COUNTY = demo_enterprises(200)
_HEADCOUNTS = [one.headcount for one in _COUNTY]


def _at(answers: Answers, path: str) -> object:
    place: object = answers
    for name in path.split("/")[1:]:
        place = place.get(name) if isinstance(place, dict) else None
    return place


def _visit(number: int) -> Visit:
    one = _COUNTY[number]
    return Visit(
        number=number,
        name=one.name,
        ownership=one.ownership,
        headcount=one.headcount,
        climate=climate_of(number, one.industry),
        day=dt.date(2026, 11, 20),
        clue={"find_by": "uscc", "uscc": one.uscc or ""},
        register={},
    )


def test_every_enterprise_has_its_own_name_and_a_valid_credit_code() -> None:
    assert len({one.name for one in _COUNTY}) == 200
    assert len({one.uscc for one in _COUNTY}) == 200
    assert all(is_credit_code(one.uscc or "") for one in _COUNTY)
    assert demo_enterprises(50) == _COUNTY[:50]
    assert min(_HEADCOUNTS) >= 8
    assert 1000 < max(_HEADCOUNTS) <= MOST_HEADCOUNT


def test_some_enterprises_answer_whole_some_hardly_and_some_not_at_all() -> None:
    counts = planned_answers(1, _HEADCOUNTS, 4960)
    assert sum(counts) == pytest.approx(4960, rel=0.02)
    assert all(count <= headcount for count, headcount in zip(counts, _HEADCOUNTS, strict=True))
    assert 0 in counts
    assert any(0 < count < 5 for count in counts)
    assert any(count == headcount for count, headcount in zip(counts, _HEADCOUNTS, strict=True))


def test_enterprises_differ_as_much_as_charts_need() -> None:
    shares = []
    for number, one in enumerate(_COUNTY):
        climate = climate_of(number, one.industry)
        answers = [opinion(climate, 1, number, worker) for worker in range(30)]
        assert all(set(ITEMS) < set(answer) for answer in answers)
        shares.append(sum(answer["overall"][0] in "45" for answer in answers) / 30)
    assert min(shares) < 0.4
    assert max(shares) == 1.0
    assert 0.7 < sum(shares) / len(shares) < 0.9


@pytest.mark.parametrize("number", [0, 3, 7, 11])
def test_a_check_answers_all_that_is_relevant_and_nothing_else(number: int) -> None:
    form = compiled("site_check")
    check = site_check(_visit(number), device_id="collect:demo", inspector="检查一组")
    instance = FormInstance(form, check.answers)
    for field in form.fields:
        if field.repeat_path or field.is_structure or field.path.startswith("/meta"):
            continue
        answer = _at(check.answers, field.path)
        is_relevant = field.relevant is None or instance.holds(field.relevant, field.path)
        assert answer is None or is_relevant, field.path
        if is_relevant and field.required and instance.holds(field.required, field.path):
            assert answer, field.path
        if answer and field.constraint:
            assert instance.holds(field.constraint, field.path), field.path
    xml = write_submission(form, check.answers, instance_id="uuid:1").decode()
    assert all(planned.file_name in xml for planned in check.photos)
    assert len({planned.file_name for planned in check.photos}) == len(check.photos)


@pytest.mark.parametrize("scene", list(Scene))
def test_photos_are_small_and_the_same_every_time(scene: Scene) -> None:
    made = photo(drawn_for("photo", scene), scene, "临江县 · 安全出口 2026-11-20")
    assert made == photo(drawn_for("photo", scene), scene, "临江县 · 安全出口 2026-11-20")
    assert len(made) < 60_000
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size) == ("JPEG", SIZE)
    with Image.open(io.BytesIO(signature(drawn_for("hand")))) as image:
        assert image.format == "JPEG"


def _task() -> CheckTask:
    one = _COUNTY[7]
    return CheckTask(
        phone=0,
        instance_id="uuid:1",
        number=3,
        enterprise=7,
        name=one.name,
        industry=one.industry,
        ownership=one.ownership,
        headcount=one.headcount,
        day="2026-11-20",
        clue={"find_by": "list", "chosen": "0f7c5ba4-5d2f-4d7e-9a57-111122223333"},
        register={"enterprise_id": "0f7c5ba4-5d2f-4d7e-9a57-111122223333"},
    )


def _follow_up() -> tuple[FilledForm, FilledForm]:
    """Return a check that found something, and its follow-up."""
    phone = Phone("t" * 64, 1, "collect:demo-01", "检查一组")
    for number in range(100):
        check = dataclasses.replace(_task(), number=number)
        found = check.filled(phone)
        if len(found.entities) > 1:
            return found, FollowUpTask("uuid:2", check, "2026-11-24").filled(phone)
    raise AssertionError("no check found anything")


def test_a_follow_up_answers_what_its_form_asks_and_names_the_findings_of_its_check() -> None:
    form = compiled("follow_up")
    check, made = _follow_up()
    instance = FormInstance(form, made.answers)
    for field in form.fields:
        is_ours = field.repeat_path or field.is_structure or field.path.startswith("/meta")
        if is_ours or field.name in {"poster_code", "place"}:
            continue
        answer = _at(made.answers, field.path)
        is_relevant = field.relevant is None or instance.holds(field.relevant, field.path)
        assert answer is None or is_relevant, field.path
        if is_relevant and field.required and instance.holds(field.required, field.path):
            assert answer, field.path

    xml = with_entities(write_submission(form, made.answers, instance_id="uuid:2"), made.entities)

    changes = read_entity_changes(xml, form)
    assert {one.uuid for one in changes} <= {one.uuid for one in check.entities}
    assert changes
    assert all(one.updates and one.base_version == 1 and one.branch_id for one in changes)
    assert {one.properties["state"] for one in changes} <= {"open", "rectified"}
    assert all(photo.file_name in xml.decode() for photo in made.photos)


def test_the_findings_of_a_check_are_entities_of_their_rows() -> None:
    form = compiled("site_check")
    check, _ = _follow_up()

    xml = with_entities(write_submission(form, check.answers, instance_id="uuid:1"), check.entities)

    changes = read_entity_changes(xml, form)
    assert [one.uuid for one in changes] == [one.uuid for one in check.entities]
    assert all(one.creates and one.label == one.properties["what"] for one in changes)
    assert {one.properties["state"] for one in changes} == {"open"}


def test_a_plan_is_read_as_it_was_written() -> None:
    plan = PostingPlan(
        base_url="http://127.0.0.1:8000",
        seconds=20,
        posters=(PosterTask("2345-6789", 1, 7, "C1810", 0, 12),),
        phones=(Phone("t" * 64, 1, "collect:demo-01", "检查一组"),),
        checks=(
            CheckTask(
                phone=0,
                instance_id="uuid:1",
                number=3,
                enterprise=7,
                name="临江澄禾服装有限公司",
                industry="C1810",
                ownership="私营企业",
                headcount=40,
                day="2026-11-20",
                clue={"find_by": "poster", "poster": "x"},
                register={},
            ),
        ),
        follow_ups=(FollowUpTask("uuid:2", _task(), "2026-11-24"),),
    )
    assert read_plan(write_plan(plan)) == plan
    assert plan.count == 14
