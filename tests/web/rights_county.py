"""One of everything in each place: own township, its village, the next township, above, elsewhere.

The township office works in `own`; `child` lies in it, `sibling` beside it, `parent` above it, and
`foreign` in another project. `missing` are keys of nothing at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Flask
from sqlmodel import Session, select

from server.keys import TokenBox
from server.operations.device_password import add_password
from server.operations.job_context import JobContext
from server.operations.renew_evaluations import renew_evaluations
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import schemes
from server.store.queries.blobs import keep_blob
from server.store.row_key import stored
from server.store.tables.campaigns import Poster
from server.store.tables.entities import Entity
from server.store.tables.forms import FormVersion
from server.store.tables.jobs import Job
from server.store.tables.submissions import RejectedPayload, SubmissionVersion
from server.store.transaction import Store
from tests import factories
from tests.evaluated import SIGNED, assign, publish, row_of, table
from tests.finding_forms import add_finding
from tests.people import People, add_area
from tests.schemes import given_papers
from tests.site_checks import Checks, make_checks
from tests.surveys import add_campaign, add_enterprise, add_form, add_poster, delivered_form
from tests.web.office_checks import picture, send
from xlsforms.scheme import Scheme

PLACES = ("own", "child", "sibling", "parent", "foreign")
PHOTO = "photo.jpg"
SMALL_TABLE = table(SIGNED)
_NOTHING = 987_654_321

World = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RightsCounty:
    """Keys of what lies in each place, as they stand in addresses."""

    app: Flask
    people: People
    worlds: Mapping[str, World]


def make_rights_county(
    app: Flask, store: Store, settings: Settings, people: People
) -> RightsCounty:
    """Store an enterprise with a poster, a check, an app user and a job in each place."""
    places = people.places
    here = make_checks(store, people)
    with store.writing() as session:
        elsewhere = add_area(session, places.other_project_id, "Elsewhere")
        there = _other_checks(session, here, elsewhere)
    areas = {
        "own": (here, places.township_id),
        "child": (here, places.village_id),
        "sibling": (here, places.sibling_id),
        "parent": (here, places.county_id),
        "foreign": (there, elsewhere),
    }
    context = JobContext(store, BlobStore(settings.blob_dir), settings)
    tokens = TokenBox(settings.secret_key)
    worlds = {
        name: _world(context, tokens, *where, is_own=name in {"own", "child"})
        for name, where in areas.items()
    }
    worlds["missing"] = _missing(worlds["own"])
    return RightsCounty(app, people, worlds)


def _world(
    context: JobContext, tokens: TokenBox, checks: Checks, area_id: int, *, is_own: bool
) -> World:
    """Return the keys of one of everything, made in an area; the job by who works in it."""
    project_id = checks.project_id
    with context.store.writing() as session:
        enterprise_id = add_enterprise(session, project_id, area_id, "Works")
        code = add_poster(session, project_id, checks.campaign_id, enterprise_id)
        phone = factories.app_user(session, tokens, project_id, area_ids=frozenset({area_id}))
        add_password(session, factories.by(), tokens, phone.app_user.id)
        asker = checks.people.township_office if is_own else checks.people.county_office
        job = Job(
            project_id=project_id,
            requested_by=asker.id,
            kind="print_posters",
            title="Posters",
            created_at=factories.by().at,
        )
        session.add(job)
        session.flush()
        known = {"enterprise_id": enterprise_id, "job_id": stored(job.id), "code": code}
        known |= {"subject_id": enterprise_id}
        known |= {"app_user_id": stored(phone.app_user.id), "actor_id": stored(phone.app_user.id)}
        poster = session.exec(select(Poster).where(Poster.code == code)).one()
        known["poster_id"] = stored(poster.id)
        known["finding_id"] = add_finding(session, project_id, enterprise_id, area_id)
    sent = send(context, checks, files={PHOTO: picture()}, enterprise={"poster": code})
    with context.store.reading() as session:
        version = session.get_one(SubmissionVersion, sent.version_id)
        form_version = session.get_one(FormVersion, version.form_version_id)
        uuid = session.get_one(Entity, enterprise_id).uuid
    known |= {
        "project_id": project_id,
        "area_id": area_id,
        "campaign_id": checks.campaign_id,
        "submission_id": sent.submission_id,
        "version_id": sent.version_id,
        "instance_id": version.instance_id,
        "version_instance_id": version.instance_id,
        "payload_id": _payload(context, project_id, version.instance_id),
        "form_id": "site_check",
        "form_pk": checks.form_pk,
        "version": form_version.version,
        "md5": form_version.md5,
        "name": PHOTO,
        "preview_id": 1,
        "park_id": 1,
        "role": "app-user",
        "user_id": checks.people.viewer.id,
        "role_id": 1,
        "list_name": "enterprises",
        "uuid": uuid,
        "extension": "xlsx",
        "slug": "made",
        "scheme_version": "1",
        "assignment_id": _NOTHING,
        "evaluation_id": evaluation_of(context, checks, enterprise_id),
        "level": "self",
        "what": "records",
        "how": "draft",
        "test_id": _NOTHING,
        "draft_token": "-",
        **_papers(context, checks, enterprise_id),
    }
    return {name: str(value) for name, value in known.items()}


def _payload(context: JobContext, project_id: int, instance_id: str) -> int:
    """Return a payload in the quarantine with other XML of a submission."""
    now = factories.by().at
    xml, photo = context.blobs.put(b"<data id='site_check'/>"), context.blobs.put(picture())
    file = {"name": PHOTO, "contentType": "image/jpeg", "sha256": photo.sha256, "size": 1}
    payload = RejectedPayload(
        project_id=project_id,
        form_id="site_check",
        instance_id=instance_id,
        reason="submission-differs",
        xml_sha256=xml.sha256,
        files=[file],
        received_at=now,
        last_sent_at=now,
    )
    with context.store.writing() as session:
        keep_blob(session, photo, now)
        session.add(payload)
        session.flush()
        return stored(payload.id)


def evaluation_of(
    context: JobContext, checks: Checks, enterprise_id: int, cells: Scheme = SMALL_TABLE
) -> int:
    """Return the evaluation of an enterprise by the scheme of its project, at first `cells`."""
    with context.store.reading() as session:
        has_scheme = schemes.find_scheme(session, checks.project_id, "made") is not None
    if not has_scheme:
        version_id = publish(context, checks.project_id, cells)
        assign(context.store, checks.project_id, checks.campaign_id, version_id)
    payload = {"campaign_id": checks.campaign_id, "enterprise_id": enterprise_id}
    renew_evaluations(context, payload)
    with context.store.reading() as session:
        return stored(row_of(session, enterprise_id).id)


def _papers(context: JobContext, checks: Checks, enterprise_id: int) -> dict[str, int]:
    """Return the scheme of a project, and a file and an import about an enterprise."""
    with context.store.writing() as session:
        scheme = schemes.get_scheme(session, checks.project_id, "made")
        version = schemes.find_published(session, stored(scheme.id))
        assert version is not None
        made = given_papers(
            session,
            context.blobs,
            enterprise_id,
            campaign_id=checks.campaign_id,
            version_id=stored(version.id),
        )
    return {
        "scheme_id": stored(scheme.id),
        "file_id": made.file_id,
        "batch_id": made.batch_id,
    }


def _missing(own: World) -> World:
    """Return keys of the same project of things that are not there."""
    kept = {"project_id", "form_id", "form_pk", "version", "md5", "name", "role", "list_name"}
    kept |= {"extension", "campaign_id", "slug", "scheme_version", "scheme_id"}
    kept |= {"level", "what", "how"}
    return {
        name: value if name in kept else str(_NOTHING)
        for name, value in {**own, "instance_id": "", "code": ""}.items()
    } | {"instance_id": "uuid:00000000-0000-4000-8000-000000000000", "code": "AAAAAAAAAA"}


def _other_checks(session: Session, here: Checks, area_id: int) -> Checks:
    project_id = here.people.places.other_project_id
    form_pk, _ = add_form(session, project_id, delivered_form("site_check"))
    survey_pk, _ = add_form(session, project_id, delivered_form("satisfaction"))
    opens_on = factories.by().at.date()
    campaign_id = add_campaign(session, project_id, survey_pk, opens_on)
    made = add_enterprise(session, project_id, area_id, "Elsewhere")
    code = add_poster(session, project_id, campaign_id, made)
    uuid = session.get_one(Entity, made).uuid
    return replace(
        here,
        project_id=project_id,
        form_pk=form_pk,
        campaign_id=campaign_id,
        enterprise_ids=(made, made),
        uuids=(uuid, uuid),
        codes=(code, code),
    )
