"""A file is evidence of the question it follows, or else of all questions of its group."""

from dataclasses import replace

import pytest

from server.domain.evidence import questions_of_files
from server.domain.submission_xml import parse_submission
from server.domain.write_submission import write_submission
from tests.domain.forms import form, group, repeat, text
from tests.surveys import delivered_form
from xlsforms.compiled_form import CompiledForm, FormField

SIGNATURES = {"inspector_signature", "enterprise_signature"}
NEVER_PROVEN = ("link.", "enterprise.", "veto.", "talks.", "finding.", "check.")
"""Whose photos the site check does not ask for."""


def asked(path: str) -> FormField:
    """Return a measured question."""
    return text(path, measure=f"x{path.replace('/', '.')}")


def photo(path: str) -> FormField:
    return text(path, type_name="binary")


def owners(*fields: FormField) -> dict[str, tuple[str, ...]]:
    return dict(questions_of_files(form(*fields)))


def files_of(visit: CompiledForm, answers: dict[str, object]) -> list[tuple[str, tuple[str, ...]]]:
    """Return value and files of each measured answer of a submission."""
    xml = write_submission(visit, answers, instance_id="uuid:1")
    return [(one.value, one.files) for one in parse_submission(xml, visit).measures]


def test_files_belong_to_the_question_they_follow_up_to_the_next_measured_one():
    assert owners(
        asked("/a"),
        photo("/a1"),
        text("/remark"),
        photo("/a2"),
        asked("/b"),
        photo("/b1"),
    ) == {"/a1": ("/a",), "/a2": ("/a",), "/b1": ("/b",)}


def test_a_file_does_not_reach_over_the_border_of_its_group():
    assert owners(
        group("/g"),
        asked("/g/a"),
        photo("/g/a1"),
        group("/h"),
        asked("/h/b"),
        photo("/h/b1"),
    ) == {"/g/a1": ("/g/a",), "/h/b1": ("/h/b",)}


def test_files_before_any_measured_question_belong_to_all_of_the_group():
    assert owners(
        asked("/before"), group("/g"), photo("/g/all"), asked("/g/a"), asked("/g/b"), photo("/g/b1")
    ) == {"/g/all": ("/g/a", "/g/b"), "/g/b1": ("/g/b",)}


def test_files_of_a_group_that_measures_nothing_belong_to_all_of_the_group_around_it():
    assert owners(
        group("/g"),
        asked("/g/a"),
        group("/g/photos"),
        photo("/g/photos/one"),
        group("/g/photos/more"),
        photo("/g/photos/more/two"),
        asked("/g/b"),
        group("/h"),
        asked("/h/c"),
    ) == {"/g/photos/one": ("/g/a", "/g/b"), "/g/photos/more/two": ("/g/a", "/g/b")}


def test_where_nothing_around_a_file_measures_anything_it_belongs_to_nothing():
    assert owners(group("/g"), asked("/g/a"), group("/h"), photo("/h/one"), photo("/two")) == {
        "/h/one": (),
        "/two": (),
    }


def test_a_measured_file_belongs_to_itself_and_what_follows_it_too():
    scan = replace(photo("/scan"), measure="x.scan")

    assert owners(asked("/a"), scan, photo("/more")) == {
        "/scan": ("/scan",),
        "/more": ("/scan",),
    }


def test_signatures_and_what_stands_in_meta_are_nobodys_evidence():
    signature = replace(photo("/signed"), appearance="signature")

    assert owners(asked("/a"), signature, group("/meta"), photo("/meta/audit")) == {}


def test_files_of_a_repeat_belong_to_the_same_instance_of_it():
    visit = form(
        repeat("/room"),
        text("/room/width", measure="room.width"),
        photo("/room/picture"),
        repeat("/room/exit"),
        text("/room/exit/lit", measure="exit.lit"),
        photo("/room/exit/picture"),
    )
    rooms = [
        {"width": "1", "picture": "1.jpg", "exit": [{"lit": "a", "picture": "a.jpg"}]},
        {"width": "2", "exit": [{"lit": "b"}, {"lit": "c", "picture": "c.jpg"}]},
        {"width": "3", "picture": "3.jpg"},
    ]

    assert files_of(visit, {"room": rooms}) == [
        ("1", ("1.jpg",)),
        ("a", ("a.jpg",)),
        ("2", ()),
        ("b", ()),
        ("c", ("c.jpg",)),
        ("3", ("3.jpg",)),
    ]


def test_files_of_a_repeat_that_measures_nothing_belong_to_the_group_around_it():
    visit = form(
        group("/g"),
        text("/g/a", measure="x.a"),
        repeat("/g/picture"),
        photo("/g/picture/file"),
        text("/g/b", measure="x.b"),
        group("/h"),
        text("/h/c", measure="x.c"),
    )
    answers = {
        "g": {"a": "1", "picture": [{"file": "1.jpg"}, {"file": "2.jpg"}], "b": "2"},
        "h": {"c": "3"},
    }

    both = ("1.jpg", "2.jpg")
    assert files_of(visit, answers) == [("1", both), ("2", both), ("3", ())]


def test_several_choices_have_the_same_evidence_and_a_name_counts_once():
    from_list = replace(asked("/a"), control="select")
    visit = form(from_list, photo("/one"), photo("/same"), photo("/none"))

    assert files_of(visit, {"a": "x y", "one": "1.jpg", "same": "1.jpg"}) == [
        ("x", ("1.jpg",)),
        ("y", ("1.jpg",)),
    ]


def test_files_of_an_item_of_the_self_assessment_are_its_photo_and_its_file():
    visit = delivered_form("self_assessment")
    items = [one for one in visit.fields if (one.measure or "").startswith("snd.")]

    expected = {
        f"{item.path}_{ending}": (item.path,) for item in items for ending in ("photo", "file")
    }

    assert len(items) == 44
    assert questions_of_files(visit) == expected


def test_each_photo_of_the_site_check_belongs_to_the_point_it_stands_under():
    visit = delivered_form("site_check")
    photos = [one for one in visit.fields if one.is_binary and one.name not in SIGNATURES]
    measures = {one.path: one.measure for one in visit.fields if one.measure}

    found = questions_of_files(visit)

    assert found.pop("/finding/finding_photo") == ("/finding/finding_text",)
    assert found == {
        one.path: (one.path.removesuffix("_photo"),)
        for one in photos
        if one.name != "finding_photo"
    }
    proven = {measures[path] for (path,) in found.values()}
    unproven = {
        one for one in measures.values() if one not in proven and not one.startswith(NEVER_PROVEN)
    }
    assert len(proven) == 36
    assert unproven == {
        "contracts.drawn",
        "contracts.signed",
        "contracts.valid",
        "contracts.signing_rate",
        "insurance.insured",
        "insurance.rate",
        "union.members",
        "union.rate",
        "care.after_childbirth",
    }


@pytest.mark.parametrize("name", ["satisfaction", "snd_satisfaction"])
def test_anonymous_forms_have_no_files_at_all(name: str):
    assert questions_of_files(delivered_form(name)) == {}
