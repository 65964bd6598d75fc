"""One scheme: what a version says, its draft with what it changes, versions, where it counts."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.exact.words import tell_fault
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.operations.compiled_versions import compiled_version
from server.operations.scheme_warnings import scheme_warnings
from server.problems import NotFound
from server.store.queries import schemes
from server.store.row_key import stored
from server.store.tables.schemes import Scheme, SchemeVersion
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, render_page
from server.web.office.schemes.assigned import assigned_rows, campaign_choices
from server.web.office.schemes.blueprint import blueprint
from server.web.office.schemes.changed import changed_rows
from server.web.office.schemes.rows import scheme_name, version_row, version_word
from server.web.office.schemes.shown import shown_scheme
from server.web.office.subject_kinds import subject_word
from server.web.state import state


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version that a page shows, and the one before it."""

    version: SchemeVersion
    before: SchemeVersion | None
    all: tuple[SchemeVersion, ...]


@blueprint.get("/<pk:project_id>/schemes/<segment:slug>")
@requires(Verb.SCHEME_READ)
def show_scheme(project_id: int, slug: str) -> str:
    """Show a scheme by its newest published version, or by its draft when there is no other."""
    with state().store.reading() as session:
        return scheme_page(session, project_id, slug, None)


@blueprint.get("/<pk:project_id>/schemes/<segment:slug>/versions/<pk:version_id>")
@requires(Verb.SCHEME_READ)
def show_version(project_id: int, slug: str, version_id: int) -> str:
    """Show one version of a scheme."""
    with state().store.reading() as session:
        return scheme_page(session, project_id, slug, version_id)


def scheme_page(
    session: Session,
    project_id: int,
    slug: str,
    version_id: int | None,
    *,
    errors: dict[str, str] | None = None,
) -> str:
    """Return the page of a scheme; `errors` are of a refused change."""
    place = open_place(session, project_id, Verb.SCHEME_READ)
    scheme = schemes.get_scheme(session, project_id, slug)
    chosen = _chosen(session, scheme, version_id, project_id)
    compiled = compiled_version(session, stored(chosen.version.id)).scheme
    return render_page(
        session,
        place,
        "schemes/one.html",
        page_title=scheme_name(scheme),
        breadcrumbs=_breadcrumbs(project_id),
        scheme=scheme,
        version=chosen.version,
        version_word=version_word(chosen.version),
        shown=shown_scheme(compiled),
        changes=_changes(chosen),
        warnings=_warnings(session, project_id, chosen.version),
        before=chosen.before,
        versions=[version_row(one) for one in chosen.all],
        errors=errors or {},
        **_assignment(session, place, scheme, chosen),
    )


def chosen_version(session: Session, project_id: int, slug: str, version_id: int) -> SchemeVersion:
    """Return a version of a scheme; its draft only for those who may change it."""
    scheme = schemes.get_scheme(session, project_id, slug)
    return _chosen(session, scheme, version_id, project_id).version


def _chosen(session: Session, scheme: Scheme, version_id: int | None, project_id: int) -> Chosen:
    known = schemes.list_versions(session, [stored(scheme.id)])
    if not may(Verb.SCHEME_CHANGE, project_id):
        known = tuple(one for one in known if one.published_at is not None)
    published = [one for one in known if one.published_at is not None]
    if version_id is None:
        found = next(iter(published), None) or next(iter(known), None)
    else:
        found = next((one for one in known if one.id == version_id), None)
    if found is None:
        raise NotFound
    return Chosen(found, _before(found, published), known)


def _before(version: SchemeVersion, published: list[SchemeVersion]) -> SchemeVersion | None:
    """Return the version that was published before; of a draft the newest."""
    if version.published_at is None:
        return next(iter(published), None)
    return next(iter(published[published.index(version) + 1 :]), None)


def _changes(chosen: Chosen) -> list[dict[str, str]]:
    if chosen.before is None:
        return []
    return changed_rows(unpack_scheme(chosen.before.content), unpack_scheme(chosen.version.content))


def _warnings(session: Session, project_id: int, version: SchemeVersion) -> list[dict[str, object]]:
    """Return what to look at again before a draft is published, and to accept."""
    if version.published_at is not None:
        return []
    rows: list[dict[str, object]] = []
    for one in scheme_warnings(session, project_id, version):
        what, advice = tell_fault(one, gettext)
        place = {"sheet": one.sheet, "row": one.row, "column": one.column}
        rows.append({**place, "what": what, "advice": advice})
    return rows


def _assignment(
    session: Session, place: Place, scheme: Scheme, chosen: Chosen
) -> dict[str, object]:
    """Return where the scheme counts, and what one may choose to let this version count."""
    may_assign = may(Verb.CAMPAIGN_CHANGE, place.project_id)
    is_published = chosen.version.published_at is not None
    subjects = compiled_version(session, stored(chosen.version.id)).scheme.settings.subjects
    return {
        "assigned": assigned_rows(session, place, stored(scheme.id)),
        "campaigns": campaign_choices(session, place.project_id) if may_assign else [],
        "areas": area_options(place),
        "subject_kinds": [{"value": one, "label": subject_word(one)} for one in subjects],
        "may_change": may(Verb.SCHEME_CHANGE, place.project_id),
        "may_assign": may_assign and is_published,
    }


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    url = url_for("office_schemes.list_schemes", project_id=project_id)
    return [{"label": gettext("Schemes"), "url": url}]
