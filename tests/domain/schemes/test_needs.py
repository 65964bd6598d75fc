"""What a scheme asks for: every measure that its rows, vetoes and grades name, and as what."""

import pytest

from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.inputs.needs import (
    Needs,
    RecordNeed,
    SchemeNeed,
    SurveyNeed,
    needs_of,
)
from server.domain.schemes.kinds.rule_kind import FieldKind
from tests.domain.schemes.made import compiled

ROW = {"code": "A", "kind": "manual_range", "points": "10", "source": "assessor"}


def _asking(*measures: str) -> Needs:
    """Return the needs of a scheme whose rows apply where these measures are above 0."""
    names = "; ".join(f"{one} > 0" for one in measures)
    return needs_of(compiled([{**ROW, "applies_when": names}]))


def test_measures_come_from_rows_conditions_lists_vetoes_and_grades() -> None:
    rows = [
        {**ROW, "measure": "hall.points", "applies_when": "headcount >= 50"},
        {"code": "B", "kind": "best_of", "points": "2", "source": "record"},
        {**ROW, "code": "C", "starred": "yes"},
    ]
    lists = {
        "B": [{"measure": "record:awards", "op": ">=", "limit": "1", "points": "2"}],
        "T": [{"measure": "union", "of": "team", "op": ">=", "limit": "2/3"}],
    }
    scheme = compiled(
        rows,
        parameters=lists,
        vetoes=[{"code": "V", "kind": "veto", "measure": "record:arrears", "source": "record"}],
        grades=[{"code": "T", "kind": "grade_by_conditions", "applies_when": "kind = enterprise"}],
    )

    needs = needs_of(scheme)

    assert needs.measures == {
        *("hall.points", "headcount", "record:awards", "C", "C*", "record:arrears"),
        *("union", "team", "kind"),
    }
    assert needs.kinds["record:arrears"] is FieldKind.YES_NO
    assert needs.kinds["headcount"] is None
    assert {one.kind for one in needs.records} == {"awards", "arrears"}


def test_what_a_field_takes_goes_before_what_a_condition_compares() -> None:
    scheme = compiled([{**ROW, "applies_when": "A > 5"}, ROW | {"code": "B", "measure": "A"}])

    assert needs_of(scheme).kinds["A"] is FieldKind.NUMBER


@pytest.mark.parametrize("view", list(SurveyView))
def test_a_view_after_the_last_colon_makes_a_question_of_the_survey(view: SurveyView) -> None:
    needs = _asking(f"satisfaction.wages:{view}", f"pay:high:{view}")

    assert needs.survey == (
        SurveyNeed(f"satisfaction.wages:{view}", "satisfaction.wages", view),
        SurveyNeed(f"pay:high:{view}", "pay:high", view),
    )


@pytest.mark.parametrize("of", ["points", "met", "rate", "total", "record", "title", "scheme"])
def test_a_row_or_record_that_is_called_like_a_view_is_no_question(of: str) -> None:
    assert _asking(f"{of}:score").survey == ()


def test_records_titles_and_other_schemes_are_told_apart_by_what_stands_first() -> None:
    needs = _asking("record:fines", "record:fines:sum", "title:aaa", "scheme:park", "scheme:s2:1.2")
    whole = _asking("scheme:s2:total")

    assert needs.records == (
        RecordNeed("record:fines", "fines"),
        RecordNeed("record:fines:sum", "fines", "sum"),
    )
    assert needs.titles == ("aaa",)
    assert needs.schemes == (
        SchemeNeed("scheme:park", "park"),
        SchemeNeed("scheme:s2:1.2", "s2", "1.2"),
    )
    assert whole.schemes == (SchemeNeed("scheme:s2:total", "s2"),)
