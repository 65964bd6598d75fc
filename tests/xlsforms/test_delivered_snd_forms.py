"""The self-assessment and the 14 sentences, as the 100-point table needs them."""

from decimal import Decimal

import pytest

from xlsforms.compile import compile_workbook
from xlsforms.compiled_form import CompiledForm, FormField
from xlsforms.delivered import SELF_FORM, STATEMENTS_FORM, delivered_name, read_delivered
from xlsforms.measures import write_score


def _compile(name: str) -> CompiledForm:
    return compile_workbook(read_delivered(name), file_name=delivered_name(name))


@pytest.fixture(scope="module")
def self_assessment() -> CompiledForm:
    return _compile(SELF_FORM)


def _items(form: CompiledForm) -> list[FormField]:
    return [one for one in form.fields if (one.measure or "").startswith("snd.")]


def test_the_self_assessment_asks_44_items_and_says_who_it_is_about(
    self_assessment: CompiledForm,
) -> None:
    assert not self_assessment.is_anonymous
    assert len(_items(self_assessment)) == 44
    assert {"link.poster", "link.entity", "link.uscc"} <= set(self_assessment.measures)
    assert [one.name for one in self_assessment.attachments] == ["enterprises.csv"]


def test_points_stay_inside_their_range_in_steps_of_a_half(self_assessment: CompiledForm) -> None:
    full = Decimal(0)
    for item in _items(self_assessment):
        low, high, step = (item.constraint or "").split(" and ")
        assert item.type == "decimal"
        assert item.required == "true()"
        assert (low, step) == (". >= 0", "(. * 2) mod 1 = 0")
        full += Decimal(high.removeprefix(". <= "))
    assert full == 86


def test_every_item_has_a_place_for_a_photo_and_a_file(self_assessment: CompiledForm) -> None:
    fields = {one.name: one for one in self_assessment.fields}

    for item in _items(self_assessment):
        for ending in ("photo", "file"):
            evidence = fields[f"{item.name}_{ending}"]
            assert evidence.is_binary
            assert (evidence.relevant or "").strip().endswith("> 0")
            assert f"/{item.name} " in (evidence.relevant or "")


def test_groups_are_added_up_on_their_screen_and_all_at_the_end(
    self_assessment: CompiledForm,
) -> None:
    totals = {one.name: one.calculate or "" for one in self_assessment.fields if one.calculate}

    added = [name for name, sum_ in totals.items() if "coalesce(" in sum_]
    assert len(added) == 13
    assert sum(totals[name].count("coalesce(") for name in added) == 44
    assert totals["self_total"].count("_total") == 3


def test_the_sentences_are_anonymous_and_scored_like_satisfaction() -> None:
    form = _compile(STATEMENTS_FORM)
    sentences = [one for one in form.fields if (one.measure or "").startswith("perception.")]

    assert form.is_anonymous
    assert len(sentences) == 14
    assert form.fields_with_measure("satisfaction.overall")
    for one in sentences:
        assert one.score is not None
        assert write_score(one.score) == "5=100 4=80 3=60 2=30 1=0"
        assert [choice.name for choice in one.choices] == ["5", "4", "3", "2", "1", "na"]
