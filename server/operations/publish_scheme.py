"""Publish a scheme's draft: from then on the version never changes."""

from sqlmodel import Session

from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.operations.scheme_problems import warnings_of
from server.operations.scheme_warnings import scheme_warnings
from server.operations.upload_scheme import actee_of
from server.problems import NotFound, SchemeHasWarnings, SchemeVersionExists
from server.store.queries import audits, schemes
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.schemes import Scheme, SchemeVersion


def publish_scheme(
    session: Session, by: By, scheme: Scheme, *, accepts_warnings: bool = False
) -> SchemeVersion:
    """Publish the draft of a scheme, whose row is locked, and return the version.

    Campaigns keep the version that they were given. Raises NotFound without a draft,
    SchemeVersionExists when the name was published meanwhile, and SchemeHasWarnings unless
    somebody read them and accepts them.
    """
    scheme_id = stored(scheme.id)
    draft = schemes.find_draft(session, scheme_id)
    if draft is None:
        raise NotFound
    if schemes.find_published(session, scheme_id, draft.version) is not None:
        raise SchemeVersionExists(scheme=scheme.slug, version=draft.version)
    warnings = () if accepts_warnings else scheme_warnings(session, scheme.project_id, draft)
    if warnings:
        raise SchemeHasWarnings(warnings=warnings_of(warnings))
    draft.published_at, draft.published_by = by.at, by.actor_id
    settings = unpack_scheme(draft.content).settings
    names = {key: row["value"] for key, row in settings.items() if key in {"name_zh", "name_en"}}
    scheme.name_zh = names.get("name_zh") or scheme.name_zh
    scheme.name_en = names.get("name_en") or scheme.name_en
    scheme.updated_at = by.at
    session.flush()
    details = {"version": draft.version, "contentSha256": draft.content_sha256}
    audits.note(session, by, "scheme.update.publish", actee_of(scheme), details=details)
    return draft
