"""Nothing that anybody can read rests on fewer than five workers.

The same county is played several times with other answers, and everything that everybody can read
is compared: pages, REST, phones, exports, jobs. What the rules hide must not make a difference:

* while the survey is open, what was answered; and in an enterprise with fewer than five answers,
  how many there are;
* after closing, what was answered by fewer than five and how many they were: in an enterprise, at
  one question, in one list of texts; and the one voice against all others in a small enterprise.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from flask import Flask

from server.settings import Settings
from server.store.transaction import Store
from tests.system import every_page
from tests.system.county_of_answers import (
    NOW,
    SMALL,
    Answer,
    County,
    Stage,
    copy_of,
    happy,
    make_county,
)
from tests.system.reading import Reading, differences, read_all, read_everything

Plan = Mapping[str, Sequence[Answer]]
TEXT = "the canteen closes too early"
NOT_READ_AS_PAGES = {
    "office_assessments.show_newest",  # a redirect to the newest campaign
    "office_entry.show_first_project",  # a redirect to the desk
    "openrosa_submission.show_submission_address",  # headers alone
    "openrosa_draft_tests.show_submission_address",  # headers alone
    "office_submissions.download_bundle",  # of encrypted submissions alone
}


@pytest.fixture
def county(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr("server.clock.now", lambda: NOW)
    made = make_county(store, settings)
    store.dispose()
    return made


def _few(*counts: int, choice: str) -> dict[str, list[Answer]]:
    """Return what the enterprises below the threshold answer."""
    return {
        name: [happy(choice, comment=TEXT)] * count
        for name, count in zip(SMALL, counts, strict=True)
    }


def _some(
    total: int, special: int, answer: Answer, *, others: Answer | None = None
) -> list[Answer]:
    return [answer] * special + [others or happy()] * (total - special)


def first_plan() -> Plan:
    """Return the county's answers; the second plan differs in whatever nobody may know."""
    return _few(0, 1, 2, 3, 4, choice="5") | {
        "five": [happy()] * 5,
        "six": _some(6, 0, happy()),
        "seven": _some(7, 0, happy()),
        "nine": _some(9, 2, happy(pay="na"), others=happy("3")),
        "ten": _some(10, 3, happy(comment=TEXT), others=happy("3")),
        "twelve": _some(12, 1, happy(training="na"), others=happy(comment=TEXT)),
        "twenty": _some(20, 4, happy("2", improve=["pay", "rest"])),
    }


def second_plan() -> Plan:
    """Return answers whose release must be the same as that of the first plan."""
    pay = happy("3", pay="5")
    return _few(4, 3, 1, 0, 2, choice="1") | {
        "five": [happy()] * 5,
        "six": _some(6, 1, happy(improve=["pay"])),
        "seven": _some(7, 1, happy("1")),
        "nine": _some(9, 2, happy(pay="na"), others=pay)[:7] + [happy("3", pay="na")] * 2,
        "ten": _some(10, 1, happy(comment="other words"), others=happy("3"))[:8] + [happy()] * 2,
        "twelve": _some(12, 3, happy(training="na"), others=happy(comment=TEXT)),
        "twenty": _some(20, 4, happy("2", improve=["pay", "rest"])),
    }


def other_answers(plan: Plan, counts: Sequence[int]) -> Plan:
    """Return as many answers with other content; and other numbers where there are few."""
    answers = [happy("1", comment="no"), happy("2", pay="na"), happy("5", improve=["none"])]
    changed = {name: [answers[n % 3] for n, _ in enumerate(one)] for name, one in plan.items()}
    return changed | _few(*counts, choice="3")


def _check_same(left: Mapping[str, Reading], right: Mapping[str, Reading]) -> None:
    found = [
        f"{who} reads at {address}:\n  " + "\n  ".join(lines)
        for who in left
        for address, lines in differences(left[who], right[who]).items()
    ]
    assert found == [], "\n".join(found)


def _quick_look(stage: Stage) -> dict[str, Reading]:
    """Return what the county office reads."""
    worlds = every_page.worlds_of(stage.store, stage.county)
    where = every_page.addresses(stage.app, worlds, stage.county)
    return {"county_office": read_all(stage, stage.county.people.county_office, where)}


def test_every_part_of_every_address_is_filled(
    app: Flask, store: Store, settings: Settings, county: County
) -> None:
    worlds = every_page.worlds_of(store, county)

    assert every_page.unfilled(app, worlds) == {}


def test_while_a_survey_is_open_only_counts_from_five_on_make_a_difference(
    settings: Settings, county: County, tmp_path: Path
) -> None:
    plan = first_plan()
    other = other_answers(plan, (4, 3, 1, 0, 2))
    with copy_of(settings, county, tmp_path / "one") as one:
        one.play(plan, upto=3)
        few = _quick_look(one)
        one.play(_rest(plan, 3), upto=99)
        one.move_posters()
        many = read_everything(one)
        assert _unread(one, many) == NOT_READ_AS_PAGES
    with copy_of(settings, county, tmp_path / "two") as two:
        two.play(other, upto=4)
        _check_same(few, _quick_look(two))
        two.play(_rest(other, 4), upto=99)
        two.move_posters()
        _check_same(many, read_everything(two))
    page = _results_page(county)
    assert few["county_office"][page] != many["county_office"][page]


def test_after_closing_nothing_tells_of_fewer_than_five(
    settings: Settings, county: County, tmp_path: Path
) -> None:
    with copy_of(settings, county, tmp_path / "one") as one:
        one.play(first_plan(), upto=99)
        one.close()
        one.move_posters()
        first = read_everything(one)
    with copy_of(settings, county, tmp_path / "two") as two:
        two.play(second_plan(), upto=99)
        two.close()
        two.move_posters()
        _check_same(first, read_everything(two))
    assert "80" in first["viewer"][_results_page(county)]


def _unread(stage: Stage, read: Mapping[str, Reading]) -> set[str]:
    """Return the routes that showed nobody anything: their parts name nothing that is there."""
    where = every_page.addresses(
        stage.app, every_page.worlds_of(stage.store, stage.county), stage.county
    )
    found = {name for one in read.values() for name, text in one.items() if text.startswith("200")}
    of_jobs = {name.rsplit(" ", 1)[-1] for name in found}
    shown = {one.endpoint for one in where if one.path in found or one.endpoint in of_jobs}
    return {one.endpoint for one in where} - shown


def _rest(plan: Plan, played: int) -> Plan:
    return {name: answers[played:] for name, answers in plan.items()}


def _results_page(county: County) -> str:
    return f"/office/{county.checks.project_id}/results"
