"""Measures that no form asks for: told at their cells with the nearest there is, stopping none."""

from server.domain.schemes.checking.check_guidance import OF_A_VISIT
from server.domain.schemes.checking.check_measures import NEAR_MEASURE, NO_SUCH_MEASURE
from tests.domain.schemes.bad_books import GROUP, ROW, checked, indicators, places
from tests.scheme_books import Rows

FORMS = frozenset({"contracts.signing_rate", "satisfaction.wages"})
LISTS = ("code", "parameter", "row", "value")
SHEET = "indicators"


def asking(measure: str | None, source: str = "inspection") -> dict[str, Rows]:
    """Return a table with a row that asks for a measure."""
    return indicators(GROUP, (*ROW[:5], source, measure))


def test_a_near_miss_names_the_measure_that_a_form_has() -> None:
    found = checked(asking("contract.signing_rate"), FORMS)

    (fault,) = found.faults
    assert (fault.kind, fault.sheet, fault.row, fault.column) == (NEAR_MEASURE, SHEET, 3, "measure")
    assert fault.details == {"measure": "contract.signing_rate", "near": "contracts.signing_rate"}


def test_a_scheme_may_be_there_before_its_forms() -> None:
    found = checked(asking("contracts.signing_rate"), frozenset())

    assert found.compiled is not None
    assert [one.kind for one in found.faults] == [NO_SUCH_MEASURE]


def test_without_forms_to_look_at_nothing_is_said() -> None:
    assert places(asking("contracts.signing_rate")) == []


def test_a_view_of_a_survey_question_is_no_part_of_its_name() -> None:
    known = asking("satisfaction.wages:lower", "survey")

    assert places(known, FORMS) == []


def test_another_source_beside_the_forms_is_enough() -> None:
    for source in ("inspection assessor", "survey self", "record inspection"):
        assert places(asking("wages.late", source), FORMS) == []


def test_a_row_that_names_no_measure_is_looked_up_by_its_code() -> None:
    assert places(asking(None), FORMS) == [(NO_SUCH_MEASURE, SHEET, 3, "source")]
    assert places(asking(None), FORMS | {"1.1"}) == []


def test_measures_of_a_list_are_told_where_the_list_has_them() -> None:
    rows = ("1.1", "1", "合同", "clause_sum", 10, "inspection")
    sheets: dict[str, Rows] = {
        **indicators(GROUP, rows),
        "parameters": (
            LISTS,
            ("1.1", "points", 1, 10),
            ("1.1", "name_zh", 1, "签订"),
            ("1.1", "measure", 1, "contracts.signed"),
        ),
    }

    assert places(sheets, FORMS) == [(NEAR_MEASURE, "parameters", 4, "value")]


def test_vetoes_are_looked_at_as_well() -> None:
    head = ("code", "name_zh", "kind", "source", "measure")
    vetoes: dict[str, Rows] = {
        "vetoes": (head, ("V", "欠薪", "veto", "inspection", "wages.arrears"))
    }

    assert places(vetoes, FORMS) == [(NO_SUCH_MEASURE, "vetoes", 2, "measure")]


def test_no_scheme_asks_for_what_was_noted_on_a_visit_of_guidance() -> None:
    lists = (LISTS, ("1.1", "measure", 1, "visit.problem_count"))
    condition = indicators(GROUP, (*ROW[:5], "assessor", None, "visit.stay_days >= 5"))

    assert places(asking("visit.kind")) == [(OF_A_VISIT, SHEET, 3, "measure")]
    assert (OF_A_VISIT, SHEET, 3, "measure") in places(asking("visit.kind", "assessor"))
    assert (OF_A_VISIT, "parameters", 2, "value") in places({"parameters": lists})
    assert (OF_A_VISIT, SHEET, 3, "applies_when") in places(condition)
    assert checked(asking("visit.kind"), frozenset({"visit.kind"})).compiled is None
