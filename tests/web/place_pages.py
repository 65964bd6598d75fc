"""A campaign that evaluates townships and parks, as pages show it."""

from dataclasses import dataclass

from server import clock
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.lifecycle import AssessmentState
from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.job_context import JobContext
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment, AssessmentValue
from server.store.tables.schemes import SchemeVersion
from tests import evaluated, factories
from tests.people import People

GIVEN = {**evaluated.HALL, "source": "assessor self", "na": "full"}


@dataclass(frozen=True, slots=True)
class Places:
    """A campaign that evaluates townships and parks by a scheme."""

    project_id: int
    campaign_id: int
    scheme_id: int
    version_id: int
    own_park_id: int
    other_park_id: int

    @property
    def list_url(self) -> str:
        """The campaign's evaluation."""
        return f"/office/{self.project_id}/evaluations"

    def url(self, kind: str, key: int) -> str:
        """Return the evaluation of one of them."""
        return f"{self.list_url}/{self.campaign_id}/enterprises/{key}?kind={kind}"

    def sheet_url(self, kind: str, key: int, level: str) -> str:
        """Return the sheet of a level."""
        return f"{self.sheets_url}/{self.scheme_id}/{key}/{level}?kind={kind}"

    @property
    def sheets_url(self) -> str:
        """The list of points given by hand."""
        return f"/office/{self.project_id}/campaigns/{self.campaign_id}/assessments"


def make_places(context: JobContext, people: People) -> Places:
    """Give two townships with 9 and 5 points, and two parks, one of them in both."""
    places = people.places
    with context.store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign_id = stored(factories.campaign(session, places.project_id).id)
        parks = [
            stored(factories.park(session, places.project_id, name).id)
            for name in ("River park", "Hill park")
        ]
        for number, (area_id, park_id) in enumerate(
            ((places.township_id, parks[0]), (places.sibling_id, parks[1])), 1
        ):
            facts = EnterpriseFacts(
                name=f"Works {number}",
                area_id=area_id,
                uscc=factories.credit_code(),
                park_id=park_id,
            )
            factories.enterprise(session, places.project_id, area_id, facts=facts)
    table = evaluated.table(GIVEN, line="8")
    version_id = evaluated.publish(context, places.project_id, table)
    with context.store.writing() as session:
        for kind in ("township", "park"):
            wanted = SchemeAssignment(version_id, subject_kind=kind)
            assign_scheme(session, evaluated.by(), Scope(places.project_id), campaign_id, wanted)
        scheme_id = session.get_one(SchemeVersion, version_id).scheme_id
        for key, points in ((places.township_id, "9"), (places.sibling_id, "5")):
            given = Assessment(
                campaign_id=campaign_id,
                scheme_id=scheme_id,
                scheme_version_id=version_id,
                subject_kind="township",
                subject_id=key,
                level="county",
                state=AssessmentState.SUBMITTED,
                saved_at=clock.now(),
                submitted_at=clock.now(),
            )
            session.add(given)
            session.flush()
            value = AssessmentValue(assessment_id=stored(given.id), measure="A", value=points)
            session.add(value)
    evaluated.work(context)
    return Places(places.project_id, campaign_id, scheme_id, version_id, parks[0], parks[1])
