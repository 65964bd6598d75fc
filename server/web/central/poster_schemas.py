"""Bodies of posters."""

from typing import Annotated

from pydantic import StringConstraints

from qr.poster_code import poster_url, printed_code
from server.domain.lifecycle import CampaignState
from server.store.queries.posters import PosterEntry
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp

Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class NewPostersBody(RequestBody):
    """Posters to be made: for every enterprise of the campaign, or for one; at one place."""

    campaign_id: RowKey
    enterprise_id: RowKey | None = None
    place: Place = ""


class PosterChangeBody(RequestBody):
    """Where a poster is to point."""

    enterprise_id: RowKey | None = None
    campaign_id: RowKey | None = None
    place: Place | None = None


class PrintBody(RequestBody):
    """Which posters one PDF is to hold: those of a campaign, in an area."""

    campaign_id: RowKey
    area_id: RowKey | None = None


class PosterAnswer(AnswerBody):
    """A poster with its code, and the address in its QR code."""

    id: int | None
    project_id: int
    campaign_id: int
    campaign_name: str
    campaign_state: CampaignState
    enterprise_id: int
    enterprise_name: str
    place: str
    code: str
    printed_code: str
    url: str
    created_at: Timestamp
    updated_at: Timestamp | None
    revoked_at: Timestamp | None


def poster_answer(
    entry: PosterEntry, *, campaign_state: CampaignState, public_base_url: str
) -> PosterAnswer:
    """Return a poster as a body."""
    more = {
        "campaign_name": entry.campaign.name,
        "campaign_state": campaign_state,
        "enterprise_name": entry.enterprise_name,
        "printed_code": printed_code(entry.poster.code),
        "url": poster_url(public_base_url, entry.poster.code),
    }
    return PosterAnswer.model_validate({**entry.poster.model_dump(), **more})
