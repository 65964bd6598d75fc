"""The delivered workbooks compile without warnings, in both languages, and phones accept them."""

import subprocess
from importlib import resources
from pathlib import Path

import pytest

from xlsforms.compile import compile_workbook
from xlsforms.compiled_form import CompiledForm, ExpectedAttachment, FormField
from xlsforms.delivered import DELIVERED_FORMS, FOLLOW_UP_FORM, VISIT_FORM
from xlsforms.measures import is_guidance, is_measure_name, write_score

FORMS = resources.files("xlsforms") / "forms"
VALIDATOR = resources.files("pyxform.validators.odk_validate") / "bin" / "ODK_Validate.jar"
LANGUAGES = ("中文 (zh)", "English (en)")
INDICATORS = (
    "pay",
    "social_insurance",
    "rest",
    "environment",
    "training",
    "labour_conditions",
    "democracy",
    "care",
)


def _compile(name: str) -> CompiledForm:
    file_name = f"{name}.xlsx"
    return compile_workbook((FORMS / file_name).read_bytes(), file_name=file_name)


@pytest.fixture(scope="module")
def satisfaction() -> CompiledForm:
    return _compile("satisfaction")


@pytest.fixture(scope="module")
def site_check() -> CompiledForm:
    return _compile("site_check")


@pytest.fixture(scope="module")
def follow_up() -> CompiledForm:
    return _compile(FOLLOW_UP_FORM)


@pytest.fixture(scope="module", params=DELIVERED_FORMS)
def form(request: pytest.FixtureRequest) -> CompiledForm:
    return _compile(request.param)


def _named(form: CompiledForm, name: str) -> FormField:
    (field,) = (one for one in form.fields if one.name == name)
    return field


def test_it_compiles_without_warnings_in_both_languages(form: CompiledForm) -> None:
    assert form.warnings == ()
    assert form.languages == LANGUAGES
    assert form.default_language == LANGUAGES[0]
    assert form.version.isdigit()


def test_every_text_is_there_in_both_languages(form: CompiledForm) -> None:
    for field in form.fields:
        for texts in (
            field.labels,
            field.hints,
            field.required_messages,
            field.constraint_messages,
            *(choice.labels for choice in field.choices),
        ):
            assert set(texts) in (set(), set(LANGUAGES)), field.path
        if field.control is not None:
            assert field.labels, field.path
        if field.required:
            assert field.required_messages, field.path
        if field.constraint:
            assert field.constraint_messages, field.path


def test_its_measures_are_documented(form: CompiledForm) -> None:
    table = Path(__file__).parents[2].joinpath("docs/measures.md").read_text(encoding="utf-8")

    assert all(is_measure_name(one) for one in form.measures)
    assert [one for one in form.measures if f"| `{one}` |" not in table] == []


@pytest.mark.java
def test_odk_validate_accepts_it(form: CompiledForm, tmp_path: Path) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(form.xform)

    with resources.as_file(VALIDATOR) as jar:
        done = subprocess.run(
            ["java", "-Djava.awt.headless=true", "-jar", jar, path],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    assert done.returncode == 0, done.stderr
    assert "Xform is valid" in done.stdout + done.stderr


def test_the_survey_asks_eight_indicators_and_the_whole(satisfaction: CompiledForm) -> None:
    assert satisfaction.is_anonymous
    assert satisfaction.form_id == "satisfaction"
    assert satisfaction.attachments == ()
    for name in (*INDICATORS, "overall"):
        field = _named(satisfaction, name)
        assert field.measure == f"satisfaction.{name}"
        assert field.score is not None
        assert write_score(field.score) == "5=100 4=80 3=60 2=30 1=0"
        na = [] if name == "overall" else ["na"]
        assert [choice.name for choice in field.choices] == ["5", "4", "3", "2", "1", *na]


def test_the_survey_takes_up_to_three_wishes_and_a_comment(satisfaction: CompiledForm) -> None:
    improve, comment = _named(satisfaction, "improve"), _named(satisfaction, "comment")

    assert improve.is_select_multiple
    assert [choice.name for choice in improve.choices] == [*INDICATORS, "none"]
    assert improve.required is None
    assert "none" in (improve.constraint or "")
    assert (comment.measure, comment.appearance) == ("satisfaction.comment", "multiline")
    assert comment.required is None
    assert _named(satisfaction, "comment_prompt").relevant is not None


def test_every_question_of_the_survey_lies_in_a_group_on_one_screen(
    satisfaction: CompiledForm,
) -> None:
    groups = {one.path for one in satisfaction.fields if one.appearance == "field-list"}

    assert len(groups) == 4
    for field in satisfaction.fields:
        if field.control is not None:
            assert field.path.rpartition("/")[0] in groups


def test_the_site_check_finds_its_enterprise_in_three_ways(site_check: CompiledForm) -> None:
    links = {one.measure: one for one in site_check.fields if (one.measure or "")[:5] == "link."}

    assert links["link.poster"].type == "barcode"
    assert links["link.entity"].attachment == "enterprises.csv"
    assert links["link.entity"].appearance == "minimal autocomplete"
    assert links["link.entity"].name == "chosen"  # a meta node is called entity
    assert "regex(" in (links["link.uscc"].constraint or "")
    assert site_check.attachments == (ExpectedAttachment("enterprises.csv", "file"),)
    assert not site_check.is_anonymous


def test_the_site_check_holds_25_to_40_scored_checks_in_groups(site_check: CompiledForm) -> None:
    checks = [one for one in site_check.fields if one.score]

    assert 25 <= len(checks) <= 40
    assert len({one.path.rpartition("/")[0] for one in checks}) >= 9
    for check in checks:
        assert [choice.name for choice in check.choices] == ["yes", "no", "na"]


@pytest.mark.parametrize(
    ("name", "headcount"),
    [
        ("mediation_body", 50),
        ("congress_standard", 200),
        ("mutual_aid", 500),
        ("workshop_network", 1000),
    ],
)
def test_some_checks_are_asked_from_a_headcount_on(
    site_check: CompiledForm, name: str, headcount: int
) -> None:
    assert (_named(site_check, name).relevant or "").endswith(f">= {headcount}")


def test_employee_directors_are_asked_of_companies_only(site_check: CompiledForm) -> None:
    assert "legal_form" in (_named(site_check, "employee_directors").relevant or "")


def test_evidence_is_asked_for_once_a_check_is_answered(site_check: CompiledForm) -> None:
    photo = _named(site_check, "roster_photo")

    assert photo.is_binary
    assert "/roster" in (photo.relevant or "")


def test_ten_contracts_are_drawn_and_give_a_signing_rate(site_check: CompiledForm) -> None:
    assert _named(site_check, "contracts_drawn").default == "10"
    repeat = _named(site_check, "contract")
    assert repeat.type == "repeat"
    assert (repeat.repeat_count or "").endswith("/contracts_drawn")
    assert _named(site_check, "signed").repeat_path == "/contract"
    (rate,) = site_check.fields_with_measure("contracts.signing_rate")
    assert rate.calculate is not None


def test_findings_have_a_due_date_after_today(site_check: CompiledForm) -> None:
    due = _named(site_check, "finding_due")

    assert due.repeat_path == "/finding"
    assert due.constraint == ". > today()"


def test_signatures_and_place_are_taken_down(site_check: CompiledForm) -> None:
    assert _named(site_check, "place").type == "geopoint"
    signature = _named(site_check, "inspector_signature")
    assert (signature.appearance, signature.pii) == ("signature", True)


def test_each_finding_becomes_an_entity_of_its_row(site_check: CompiledForm) -> None:
    (declared,) = site_check.entity_declarations

    assert (declared.dataset, declared.path) == ("findings", "/finding")
    assert (declared.creates, declared.updates) == (True, False)
    saved = {one.save_to: one.path for one in site_check.fields if one.save_to}
    assert set(saved) == {
        "enterprise",
        "enterprise_name",
        "kind",
        "what",
        "photo",
        "found_on",
        "due_on",
        "state",
    }
    assert all(path.startswith("/finding/") for path in saved.values())
    assert _named(site_check, "finding").relevant == "/data/findings_asked/has_findings  = 'yes'"


def test_a_follow_up_lists_the_open_findings_of_the_scanned_enterprise(
    follow_up: CompiledForm,
) -> None:
    (declared,) = follow_up.entity_declarations
    finding, enterprise = _named(follow_up, "finding"), _named(follow_up, "enterprise_id")

    assert (declared.dataset, declared.path) == ("findings", "/rectification")
    assert (declared.creates, declared.updates) == (False, True)
    assert finding.attachment == "findings.csv"
    assert "enterprise = " in (finding.choice_filter or "")
    assert "state = 'open'" in (finding.choice_filter or "")
    assert "poster_codes" in (enterprise.calculate or "")
    assert {one.name for one in follow_up.attachments} == {"enterprises.csv", "findings.csv"}


def test_what_is_rectified_needs_a_photo_and_what_is_not_a_new_date(
    follow_up: CompiledForm,
) -> None:
    assert "= 'rectified'" in (_named(follow_up, "photo").required or "")
    assert "= 'not_yet'" in (_named(follow_up, "new_due").relevant or "")
    assert "<= 1" in (_named(follow_up, "result").constraint or "")
    saved = {one.save_to for one in follow_up.fields if one.save_to}
    assert {"state", "due_on", "followed_up_on", "rectified_on", "follow_up_note"} < saved


def test_a_visit_never_scores() -> None:
    visit = _compile(VISIT_FORM)

    assert [one for one in visit.fields if one.score] == []
    assert all(is_guidance(one) or one.startswith("link.") for one in visit.measures)
    assert any(map(is_guidance, visit.measures))
    assert visit.entity_declarations == ()
    kinds = [choice.name for choice in _named(visit, "kind").choices]
    assert kinds == ["quarterly", "fixed_contact", "stationed", "other"]
