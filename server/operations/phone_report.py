"""What the server knows of a phone: what came, what was announced and has not, what it fetched.

What was filled in on a phone and never sent it cannot know, and pages say so.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.store.queries import app_users, fetched_forms, phone_arrivals
from server.store.queries.app_users import AppUserRow
from server.store.queries.fetched_forms import PhoneForm
from server.store.queries.phone_arrivals import ArrivedForm, MissingFiles, Refused
from server.store.queries.scope import Scope

MOST_MISSING = 50
"""Submissions that lack files, of one phone: those are named."""


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """What is known of an app user's phone."""

    phone: AppUserRow
    forms: tuple[PhoneForm, ...]
    arrived: tuple[ArrivedForm, ...]
    missing: tuple[MissingFiles, ...]
    missing_count: int
    refused: Refused

    @property
    def arrived_count(self) -> int:
        """How many submissions have come."""
        return sum(one.count for one in self.arrived)

    @property
    def last_arrived_at(self) -> datetime | None:
        """When the last submission came."""
        return max((one.last_at for one in self.arrived), default=None)


def report_phone(session: Session, scope: Scope, app_user_id: int) -> PhoneReport:
    """Return what is known of an app user's phone; raises NotFound."""
    row = app_users.get_app_user(session, scope, app_user_id)
    return PhoneReport(
        phone=row,
        forms=fetched_forms.list_offered_to(session, [app_user_id]).get(app_user_id, ()),
        arrived=phone_arrivals.list_arrived(session, app_user_id),
        missing=phone_arrivals.list_missing(session, app_user_id, limit=MOST_MISSING),
        missing_count=phone_arrivals.count_missing(session, [app_user_id]).get(app_user_id, 0),
        refused=phone_arrivals.count_refused(session, scope.project_id, app_user_id),
    )
