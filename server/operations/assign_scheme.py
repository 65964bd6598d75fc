"""Say which version of which scheme evaluates whom in a campaign, and until when it may change."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from server.domain.areas import AreaLevel
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.operations.inputs_changed import renew_campaign
from server.problems import N_, NotAllowed, NotFound, UnexpectedValue
from server.store.queries import areas, audits, campaigns, schemes
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.schemes import CampaignScheme

SUBJECT_KINDS = (ENTERPRISE, PARK, *(level.value for level in AreaLevel))


@dataclass(frozen=True, slots=True)
class SchemeAssignment:
    """A published version for a kind of subject, in the whole campaign or below an area.

    `counted_from` is the day that windows and waiting times end on; None: the campaign's last day.
    """

    version_id: int
    subject_kind: str = ENTERPRISE
    area_id: int | None = None
    counted_from: date | None = None


def assign_scheme(
    session: Session, by: By, scope: Scope, campaign_id: int, wanted: SchemeAssignment
) -> CampaignScheme:
    """Let a version evaluate subjects of a campaign, in place of another of the same scheme.

    All evaluations it changes are renewed. Raises NotFound for what is foreign, UnexpectedValue for
    a draft or another kind of subject, NotAllowed beyond the scope.
    """
    _check_reach(session, scope, wanted.area_id)
    campaign = campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    version = schemes.get_version(session, scope.project_id, wanted.version_id)
    if version.published_at is None:
        raise UnexpectedValue(
            field="versionId", value=version.version, reason=N_("it is not published yet")
        )
    if wanted.subject_kind not in SUBJECT_KINDS:
        raise UnexpectedValue(
            field="subjectKind",
            value=wanted.subject_kind,
            reason=N_("a scheme evaluates enterprises, parks, or areas of a level"),
        )
    row = CampaignScheme(
        campaign_id=stored(campaign.id),
        scheme_id=version.scheme_id,
        scheme_version_id=stored(version.id),
        subject_kind=wanted.subject_kind,
        area_id=wanted.area_id,
        counted_from=wanted.counted_from,
        created_by=by.actor_id,
        created_at=by.at,
    )
    schemes.replace_assignment(session, row)
    renew_campaign(session, campaign_id, now=by.at)
    details = {"version": version.version, "areaId": wanted.area_id, "kind": wanted.subject_kind}
    actee = _actee(scope, campaign_id)
    audits.note(session, by, "campaign.scheme.assign", actee, details=details)
    return row


def unassign_scheme(
    session: Session, by: By, scope: Scope, campaign_id: int, assignment_id: int
) -> None:
    """Take an assignment out of a campaign; its evaluations go with the next renewal.

    Raises NotFound, and NotAllowed beyond the scope.
    """
    campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    row = schemes.delete_assignment(session, campaign_id, assignment_id)
    _check_reach(session, scope, row.area_id)
    renew_campaign(session, campaign_id, now=by.at)
    details = {"versionId": row.scheme_version_id, "areaId": row.area_id, "kind": row.subject_kind}
    actee = _actee(scope, campaign_id)
    audits.note(session, by, "campaign.scheme.unassign", actee, details=details)


def settle_evaluations(
    session: Session, by: By, scope: Scope, campaign_id: int, *, is_settled: bool = True
) -> None:
    """Let all evaluations of a campaign stay as they are from now on, or change again.

    Raises NotFound, and NotAllowed for whoever has less than the whole project.
    """
    _check_reach(session, scope, None)
    campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    schemes.settle(session, campaign_id, at=by.at if is_settled else None)
    if not is_settled:
        renew_campaign(session, campaign_id, now=by.at)
    details = {"isSettled": is_settled}
    actee = _actee(scope, campaign_id)
    audits.note(session, by, "campaign.scheme.settle", actee, details=details)


def _check_reach(session: Session, scope: Scope, area_id: int | None) -> None:
    if area_id is not None:
        known = areas.list_known_ids(session, scope.project_id, {area_id})
        if area_id not in known:
            raise NotFound
    if scope.area_ids is None:
        return
    if area_id is None or area_id not in areas.list_ids_below(session, scope.area_ids):
        raise NotAllowed


def _actee(scope: Scope, campaign_id: int) -> Actee:
    return Actee("campaign", str(campaign_id), scope.project_id)
