"""The offices' part of the evaluation: tables, records, titles, and points given by hand.

As with everything of the demonstration, each step does only what is not there yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server import clock
from server.demo.accounts import SEATS
from server.demo.entrants import SND, TOWNSHIP_OF, Entrant
from server.demo.field_work import area_ids_of
from server.demo.given_points import TOWNSHIP, planned_sheet, typed_levels
from server.demo.import_known import Known, import_known
from server.demo.known_records import known_records, known_titles
from server.demo.own_workbooks import own_table
from server.demo.sheet_files import sheet_files
from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.job_context import JobContext
from server.operations.load_sheet import load_sheet
from server.operations.publish_scheme import publish_scheme
from server.operations.save_assessment import SheetInput, save_assessment
from server.operations.upload_scheme import read_scheme_upload, upload_scheme
from server.store.queries import assessments, schemes, users
from server.store.queries.assessments import AssessmentKey
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from xlsforms.delivered import delivered_name, read_delivered_scheme

_SEAT_OF_TOWNSHIP, SEAT_OF_COUNTY = "township office", "county office"


@dataclass(frozen=True, slots=True)
class OfficeWork:
    """The campaign that is evaluated, who takes part, their keys by number, and the first day."""

    context: JobContext
    campaign: Campaign
    entrants: Sequence[Entrant]
    keys: Mapping[int, int]
    began_on: date

    @property
    def _scope(self) -> Scope:
        return Scope(self.campaign.project_id)

    def do(self) -> None:
        """Do what is missing."""
        accounts = {title: self._account(title) for title in (_SEAT_OF_TOWNSHIP, SEAT_OF_COUNTY)}
        county = accounts[SEAT_OF_COUNTY]
        scheme_ids = {slug: self._used_scheme(slug, county) for slug in TOWNSHIP_OF}
        if county is not None:
            self._import(By(county, clock.now()))
        for entrant in self.entrants:
            for level in typed_levels(entrant):
                key = AssessmentKey(
                    stored(self.campaign.id),
                    scheme_ids[entrant.scheme],
                    self.keys[entrant.number],
                    level,
                )
                seat = _SEAT_OF_TOWNSHIP if level == TOWNSHIP else SEAT_OF_COUNTY
                self._give(entrant, key, accounts[seat])

    def _used_scheme(self, slug: str, actor_id: int | None) -> int:
        """Return the key of a scheme that is published and evaluates its township."""
        by = By(actor_id, clock.now())
        versions = self._versions(slug, by)
        campaign_id = stored(self.campaign.id)
        with self.context.store.writing() as session:
            scheme = schemes.get_scheme(session, self.campaign.project_id, slug)
            assigned = schemes.list_assignments(session, campaign_id)
            if scheme.id not in {one.scheme_id for one in assigned}:
                (area_id,) = area_ids_of(session, self.campaign.project_id, {TOWNSHIP_OF[slug]})
                wanted = SchemeAssignment(versions[-1], area_id=area_id)
                assign_scheme(session, by, self._scope, campaign_id, wanted)
            return stored(scheme.id)

    def _versions(self, slug: str, by: By) -> list[int]:
        """Return the published versions of a scheme: as delivered, and the county's own."""
        with self.context.store.reading() as session:
            scheme = schemes.find_scheme(session, self.campaign.project_id, slug)
            known = [] if scheme is None else schemes.list_versions(session, [stored(scheme.id)])
            there = [stored(one.id) for one in known if one.published_at is not None]
        delivered = read_delivered_scheme(slug)
        wanted = [delivered, own_table(delivered)] if slug == SND else [delivered]
        if len(there) >= len(wanted):
            return sorted(there)
        return there + [self._publish(slug, data, by) for data in wanted[len(there) :]]

    def _publish(self, slug: str, data: bytes, by: By) -> int:
        project_id = self.campaign.project_id
        upload = read_scheme_upload(data, self.context.blobs, file_name=delivered_name(slug))
        with self.context.store.writing() as session:
            upload_scheme(session, by, project_id, upload)
            scheme = schemes.get_scheme(session, project_id, slug, is_locked=True)
            return stored(publish_scheme(session, by, scheme, accepts_warnings=True).id)

    def _import(self, by: By) -> None:
        known = Known(
            known_records(self.entrants, self.began_on), known_titles(self.entrants, self.began_on)
        )
        import_known(self.context, by, self._scope, known, self.keys)

    def _give(self, entrant: Entrant, key: AssessmentKey, actor_id: int | None) -> None:
        """Fill the sheet of a level, unless somebody has begun it."""
        by = By(actor_id, clock.now())
        with self.context.store.reading() as session:
            if assessments.find_assessment(session, key) is not None:
                return
            rows = load_sheet(session, self._scope, key).rows
        plan = planned_sheet(entrant, key.level, rows)
        if plan is None:
            return
        files = sheet_files(self.context.blobs, entrant, key.level, rows)
        sent = SheetInput(plan.typed, seen=0, is_final=plan.is_final, new_files=files)
        with self.context.store.writing() as session:
            save_assessment(session, by, load_sheet(session, self._scope, key), sent)

    def _account(self, title: str) -> int | None:
        return account_of(self.context, title)


def account_of(context: JobContext, title: str) -> int | None:
    """Return the key of an account of the demonstration; visitors may have removed it."""
    (seat,) = (one for one in SEATS if one.title == title)
    with context.store.reading() as session:
        found = users.list_users(session, seat.email)
    return next((one.id for one in found if one.email == seat.email), None)
