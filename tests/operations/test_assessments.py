"""Points by hand: saved, submitted, returned; who may give them, and what asks for a reason."""

from dataclasses import dataclass

import pytest
from sqlmodel import select

from server.domain.import_table import ImportFault
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.giving.filled_sheet import TypedSheet
from server.operations.load_sheet import Sheet, load_sheet
from server.operations.save_assessment import SheetInput, return_assessment, save_assessment
from server.problems import ChangedMeanwhile, NotAllowed, NotFound, NotPossibleNow
from server.store.queries.assessments import AssessmentKey
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.audits import Audit
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.schemes import used_scheme

FULL = TypedSheet(values={"1.1": "2.5", "1.2": "1"})


@dataclass(frozen=True, slots=True)
class Assessed:
    """An enterprise of a township that a campaign assesses."""

    store: Store
    people: People
    campaign_id: int
    scheme_id: int
    enterprise_id: int

    @property
    def county(self) -> Scope:
        return Scope(self.people.places.project_id)

    @property
    def township(self) -> Scope:
        places = self.people.places
        return Scope(places.project_id, frozenset({places.township_id}))

    def key(self, level: str) -> AssessmentKey:
        return AssessmentKey(self.campaign_id, self.scheme_id, self.enterprise_id, level)

    def sheet(self, level: str, scope: Scope | None = None) -> Sheet:
        with self.store.reading() as session:
            return load_sheet(session, scope or self.county, self.key(level))

    def save(
        self,
        level: str,
        typed: TypedSheet,
        *,
        is_final: bool = False,
        seen: int | None = None,
        scope: Scope | None = None,
    ) -> list[tuple[str, str | None, ImportFault]]:
        with self.store.writing() as session:
            sheet = load_sheet(session, scope or self.county, self.key(level))
            revision = sheet.revision if seen is None else seen
            sent = SheetInput(typed, revision, is_final=is_final)
            by = factories.by(self.people.county_office.id)
            filled = save_assessment(session, by, sheet, sent)
            return [(one.code, one.measure, one.fault) for one in filled.faults]

    def give_back(self, level: str, *, may_return: bool = True) -> None:
        with self.store.writing() as session:
            sheet = load_sheet(session, self.county, self.key(level))
            by = factories.by(self.people.county_office.id)
            return_assessment(session, by, sheet, reason="缺少附件", may_return=may_return)


@pytest.fixture
def assessed(store: Store, people: People) -> Assessed:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = factories.campaign(session, places.project_id)
        used = used_scheme(session, places.project_id, stored(campaign.id))
        enterprise = factories.enterprise(session, places.project_id, places.village_id)
        return Assessed(store, people, stored(campaign.id), used.scheme_id, enterprise.id)


def test_a_draft_keeps_what_was_typed_and_asks_for_nothing_more(assessed: Assessed) -> None:
    assert assessed.save("self", TypedSheet(values={"1.1": "1.5"}, reasons={"1.1": "试行"})) == []

    own = assessed.sheet("self").own
    assert own is not None
    assert own.assessment.state is AssessmentState.DRAFT
    assert own.values["1.1"].value == "1.5"
    assert own.values["1.1"].reason == "试行"


def test_points_outside_their_range_and_step_are_refused_and_not_written(
    assessed: Assessed,
) -> None:
    faults = assessed.save("self", TypedSheet(values={"1.1": "3", "1.2": "0.3"}))

    assert faults == [
        ("1.1", "1.1", ImportFault.NOT_IN_RANGE),
        ("1.2", "1.2", ImportFault.BETWEEN_STEPS),
    ]
    assert assessed.sheet("self").own is None


def test_submitting_needs_every_own_row(assessed: Assessed) -> None:
    faults = assessed.save("self", TypedSheet(values={"1.1": "2"}), is_final=True)

    assert faults == [("1.2", "1.2", ImportFault.MISSING)]


def test_not_applicable_needs_a_reason_and_a_row_that_allows_it(assessed: Assessed) -> None:
    nothing = TypedSheet(values={"1.1": "2"}, not_applicable=frozenset({"1.2"}))
    wrong = TypedSheet(not_applicable=frozenset({"1.1"}))

    assert assessed.save("self", nothing, is_final=True) == [
        ("1.2", None, ImportFault.REASON_FOR_NA)
    ]
    assert assessed.save("self", wrong) == [("1.1", "1.1", ImportFault.NA_REFUSED)]


def test_a_value_that_differs_from_the_level_below_needs_a_reason(assessed: Assessed) -> None:
    assert assessed.save("self", FULL, is_final=True) == []
    other = TypedSheet(values={"1.1": "2", "1.2": "1"})

    assert assessed.save("township", other, is_final=True) == [
        ("1.1", None, ImportFault.REASON_FOR_DIFFERENCE)
    ]
    told = TypedSheet(values=other.values, reasons={"1.1": "名册不全"})
    assert assessed.save("township", told, is_final=True) == []


def test_a_draft_of_the_level_below_is_not_compared_with(assessed: Assessed) -> None:
    assessed.save("self", FULL)

    assert assessed.sheet("township").below == {}


def test_nothing_is_changed_after_submission_until_it_was_returned(assessed: Assessed) -> None:
    assessed.save("self", FULL, is_final=True)

    with pytest.raises(NotPossibleNow):
        assessed.save("self", FULL)
    assessed.give_back("self")
    own = assessed.sheet("self").own

    assert own is not None
    assert own.assessment.state is AssessmentState.RETURNED
    assert own.assessment.return_reason == "缺少附件"
    assert assessed.save("self", FULL, is_final=True) == []


def test_only_submitted_points_are_returned_and_only_by_who_may(assessed: Assessed) -> None:
    assessed.save("self", FULL)
    with pytest.raises(NotPossibleNow):
        assessed.give_back("self")
    assessed.save("self", FULL, is_final=True)

    with pytest.raises(NotAllowed):
        assessed.give_back("self", may_return=False)


def test_whoever_saves_over_somebody_elses_change_is_told(assessed: Assessed) -> None:
    assessed.save("self", FULL)

    with pytest.raises(ChangedMeanwhile):
        assessed.save("self", FULL, seen=0)


def test_a_township_fills_its_own_sheet_and_not_the_countys(assessed: Assessed) -> None:
    assert assessed.sheet("township", assessed.township).may_fill
    assert not assessed.sheet("county", assessed.township).may_fill
    with pytest.raises(NotAllowed):
        assessed.save("county", FULL, scope=assessed.township)


def test_an_enterprise_of_another_area_is_not_there(assessed: Assessed) -> None:
    places = assessed.people.places
    sibling = Scope(places.project_id, frozenset({places.sibling_id}))

    with pytest.raises(NotFound):
        assessed.sheet("self", sibling)


def test_the_nearest_area_says_which_scheme_counts(assessed: Assessed, store: Store) -> None:
    places = assessed.people.places
    with store.writing() as session:
        used_scheme(
            session,
            places.project_id,
            assessed.campaign_id,
            slug="township",
            area_id=places.township_id,
        )

    with pytest.raises(NotFound):
        assessed.sheet("self")


def test_vetoes_are_hidden_from_the_self_assessment(assessed: Assessed) -> None:
    own = {row.code for row in assessed.sheet("self").rows if row.is_open}
    county = {row.code for row in assessed.sheet("county").rows if row.is_open}

    assert "V1" not in own
    assert "V1" in county


def test_each_step_is_in_the_audit_log(assessed: Assessed, store: Store) -> None:
    assessed.save("self", FULL)
    assessed.save("self", FULL, is_final=True)
    assessed.give_back("self")

    with store.reading() as session:
        rows = session.exec(select(Audit).where(Audit.actee_type == "assessment"))
        actions = [(one.action, one.details["level"]) for one in rows]
    assert actions == [
        ("assessment.save", "self"),
        ("assessment.submit", "self"),
        ("assessment.return", "self"),
    ]
