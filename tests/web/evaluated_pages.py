"""A campaign with evaluated enterprises, as pages of evaluations show it."""

from dataclasses import dataclass

from server.operations.job_context import JobContext
from server.store.row_key import stored
from tests import evaluated, factories
from tests.people import People

GIVEN = {**evaluated.HALL, "source": "assessor self", "na": "full"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Keys of what was made: four enterprises of a village, one of the township beside it."""

    project_id: int
    campaign_id: int
    version_id: int
    enterprise_ids: tuple[int, ...]
    beside_id: int

    @property
    def list_url(self) -> str:
        """The campaign's evaluation."""
        return f"/office/{self.project_id}/evaluations"

    def url(self, enterprise_id: int) -> str:
        """One enterprise's evaluation."""
        return f"{self.list_url}/{self.campaign_id}/enterprises/{enterprise_id}"


def make_evaluated(context: JobContext, people: People, *, line: str = "8") -> Shown:
    """Evaluate five enterprises: they were given 10, 8, 8, 2 and 9 points; survey figures lack."""
    places = people.places
    table = evaluated.table(GIVEN, evaluated.PLEASED, line=line)
    with context.store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign_id = stored(factories.campaign(session, places.project_id).id)
        areas = (*(4 * (places.village_id,)), places.sibling_id)
        made = [
            factories.enterprise(session, places.project_id, area, name=f"Works {number}")
            for number, area in enumerate(areas, 1)
        ]
        ids = tuple(stored(one.id) for one in made)
    version_id = evaluated.publish(context, places.project_id, table)
    evaluated.assign(context.store, places.project_id, campaign_id, version_id)
    with context.store.writing() as session:
        for key, points in zip(ids, ("10", "8", "8", "2", "9"), strict=True):
            evaluated.submit_points(session, campaign_id, version_id, key, A=points)
    evaluated.work(context)
    return Shown(places.project_id, campaign_id, version_id, ids[:4], ids[4])
