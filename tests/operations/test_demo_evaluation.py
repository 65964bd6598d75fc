"""What the demonstration's evaluation draws: tables, self-assessments, points, records, titles."""

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest

from server.demo.enterprises import demo_enterprises
from server.demo.entrants import EVALUATION_BATCH, LINFEN, SND, Entrant, Story, entrants_of
from server.demo.given_points import COUNTY, TOWNSHIP, planned_sheet, typed_levels
from server.demo.known_records import VETO_KIND, known_records, known_titles
from server.demo.opinions import climate_of
from server.demo.own_workbooks import ADVANCED, HARMONIOUS, OWN_VERSION, own_survey, own_table
from server.demo.posting_plan import Phone, PostingPlan, SelfTask, read_plan, write_plan
from server.demo.self_points import POINT_ITEMS, STEP, self_points
from server.demo.statements import climate_for, evaluation_answers
from server.domain.answers import Answers
from server.domain.evidence import questions_of_files
from server.domain.expressions import FormInstance
from server.domain.page_form import check_page_form
from server.domain.sampling import SampleProfile, required_sample
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.giving.filled_sheet import read_sheet
from server.domain.schemes.giving.owners import may_fill
from server.domain.schemes.giving.sheet import SheetRow, sheet_of
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.write_submission import write_submission
from tests.factories import compiled
from xlsforms.compile import compile_workbook
from xlsforms.delivered import SELF_FORM, read_delivered_scheme
from xlsforms.read_scheme import read_scheme

_DAY = dt.date(2026, 11, 20)
_PHONE = Phone("t" * 64, 1, "collect:demo-08", "企业自评")
_COUNTY = demo_enterprises(200)
_ENTRANTS = entrants_of(_COUNTY, 60)
_SND = [one for one in _ENTRANTS if one.scheme == SND]


@cache
def _scheme(slug: str) -> CompiledScheme:
    data = read_delivered_scheme(slug)
    return compile_scheme(read_scheme(own_table(data) if slug == SND else data))


def _rows(entrant: Entrant, level: str) -> tuple[SheetRow, ...]:
    scheme = _scheme(entrant.scheme)
    return sheet_of(scheme, may_fill(scheme, level), {"kind": "enterprise"})


def _told(story: Story, scheme: str = SND) -> Entrant:
    return next(one for one in _ENTRANTS if (one.story, one.scheme) == (story, scheme))


def _task(entrant: Entrant) -> SelfTask:
    clue = {"find_by": "uscc", "uscc": _COUNTY[entrant.number].uscc or ""}
    return SelfTask(0, f"uuid:{entrant.number}", entrant, _DAY.isoformat(), clue)


def _at(answers: Answers, path: str) -> object:
    place: object = answers
    for name in path.split("/")[1:]:
        place = place.get(name) if isinstance(place, dict) else None
    return place


def test_the_smallest_county_tells_every_story_of_the_largest() -> None:
    small = entrants_of(demo_enterprises(14), 4)
    assert [one for one in _ENTRANTS if one.story is not Story.USUAL] == list(small)
    assert len(_ENTRANTS) == 60
    assert len(_SND) == 36


def test_samples_are_large_enough_but_for_some() -> None:
    enough = [
        one.answer_count >= required_sample(SampleProfile(), one.headcount) for one in _ENTRANTS
    ]
    assert 0.6 < sum(enough) / len(enough) < 0.95
    assert 5 <= _told(Story.FEW_ANSWERS).answer_count < 10
    assert all(one.answer_count == 0 or one.answer_count >= 5 for one in _ENTRANTS)


def test_the_survey_of_the_evaluation_asks_what_both_tables_need() -> None:
    form = compile_workbook(own_survey(), file_name="survey.xlsx")
    check_page_form(form)
    asked = {field.name: field for field in form.fields if field.measure}
    model = _told(Story.MODEL)
    climate = climate_for(model.number, model.industry, model.story)
    answers = evaluation_answers(climate, EVALUATION_BATCH, model.number, 3)
    assert set(answers) == set(asked)
    for name, (chosen,) in answers.items():
        assert chosen in {one.name for one in asked[name].choices}
    needed = {f"satisfaction.{name}" for name in climate_of(0, "C18").feelings}
    assert needed < {field.measure for field in asked.values()}


@pytest.mark.parametrize("story", list(Story))
def test_a_self_assessment_answers_all_that_is_relevant_and_nothing_else(story: Story) -> None:
    form = compiled(SELF_FORM)
    filled = _task(_told(story)).filled(_PHONE)
    instance = FormInstance(form, filled.answers)
    for field in form.fields:
        if field.is_structure or field.path.startswith("/meta"):
            continue
        answer = _at(filled.answers, field.path)
        is_relevant = field.relevant is None or instance.holds(field.relevant, field.path)
        assert answer is None or is_relevant, field.path
        if is_relevant and field.required and instance.holds(field.required, field.path):
            assert answer, field.path
        if answer and field.constraint:
            assert instance.holds(field.constraint, field.path), field.path
    xml = write_submission(form, filled.answers, instance_id="uuid:1").decode()
    assert filled.photos
    assert all(planned.file_name in xml for planned in filled.photos)


def test_the_model_photographs_the_papers_of_every_item_it_gives_itself_points_for() -> None:
    model = _told(Story.MODEL)
    filled = _task(model).filled(_PHONE)
    answered = {path: _at(filled.answers, path) for path in questions_of_files(compiled(SELF_FORM))}
    scored = [measure for measure, points in self_points(model).items() if points]

    pictured = [path for path, name in answered.items() if name]
    assert len(pictured) == len(set(answered.values()) - {None}) == len(scored)


def test_points_lie_in_the_ranges_of_the_table() -> None:
    most = {field.measure: field.maximum for row in _rows(_SND[0], "self") for field in row.fields}
    items = [item for many in POINT_ITEMS.values() for item in many]
    assert {item.measure: item.most for item in items} == {
        measure: most[measure] for measure in most if measure.startswith("snd.")
    }
    totals = [sum(self_points(one).values(), Decimal(0)) for one in _SND]
    assert all(total % STEP == 0 for total in totals)
    assert len(set(totals)) > 12


def test_every_sheet_that_is_submitted_can_be_saved() -> None:
    found = []
    for entrant in _ENTRANTS:
        for level in typed_levels(entrant):
            rows = _rows(entrant, level)
            plan = planned_sheet(entrant, level, rows)
            found.append((level, plan and plan.is_final))
            if plan is not None:
                filled = read_sheet(rows, plan.typed, {}, is_final=plan.is_final)
                assert filled.faults == ()
    for level in (TOWNSHIP, COUNTY):
        assert {(level, True), (level, False), (level, None)} <= set(found)


def test_an_office_says_why_it_gives_less_than_the_enterprise() -> None:
    changes = 0
    for entrant in _SND:
        rows = _rows(entrant, COUNTY)
        own, plan = self_points(entrant), planned_sheet(entrant, TOWNSHIP, rows)
        if plan is None or not plan.is_final:
            continue
        for row in rows:
            measure = row.fields[0].measure if row.fields else ""
            if measure in own and Decimal(plan.typed.values[measure]) != own[measure]:
                changes += 1
                assert plan.typed.reasons[row.code]
    assert changes > 20


def test_one_fine_lies_inside_the_window_and_the_others_before_it() -> None:
    records = known_records(_ENTRANTS, _DAY)
    since = months_before(_DAY, 12)
    inside = [one.enterprise for one in records[VETO_KIND] if one.on >= since]
    assert inside == [_told(Story.VETOED).number]
    assert len(records[VETO_KIND]) == 2
    assert not records["false_material"]
    assert all(one.document and one.on <= _DAY for many in records.values() for one in many)


def test_the_model_has_held_the_title_before_long_enough() -> None:
    titles = known_titles(_ENTRANTS, _DAY)
    (held,) = [one for one in titles if one.enterprise == _told(Story.MODEL).number]
    assert (held.code, held.since <= months_before(_DAY, 12)) == (HARMONIOUS, True)
    assert {one.code for one in titles} == {HARMONIOUS, "G1"}
    assert _told(Story.MODEL, LINFEN).number in {one.enterprise for one in titles}


def test_the_county_s_table_differs_from_the_delivered_one_in_its_grades_alone() -> None:
    delivered = read_scheme(read_delivered_scheme(SND))
    own = read_scheme(own_table(read_delivered_scheme(SND)))
    assert (own.indicators, own.parameters, own.vetoes, own.records) == (
        delivered.indicators,
        delivered.parameters,
        delivered.vetoes,
        delivered.records,
    )
    assert own.setting("version") == OWN_VERSION
    assert [(row["code"], row["kind"], row["from_points"]) for row in own.grades] == [
        (HARMONIOUS, "ladder", "80"),
        (ADVANCED, "ladder", "90"),
    ]


def test_self_assessments_of_a_plan_are_read_as_they_were_written() -> None:
    tasks = tuple(map(_task, _SND[:3]))
    plan = PostingPlan("http://127.0.0.1:8000", 20, phones=(_PHONE,), self_forms=tasks)
    assert read_plan(write_plan(plan)) == plan
    assert plan.count == 3
