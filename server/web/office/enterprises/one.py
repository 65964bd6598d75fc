"""One enterprise: what the register knows of it, its surveys, site checks, posters and history."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from qr.poster_code import printed_code
from server.domain.roles import Verb
from server.store.queries import (
    areas,
    campaigns,
    enterprise_history,
    enterprises,
    parks,
    posters,
    site_checks,
)
from server.store.queries.enterprise_history import EnterpriseVersion
from server.store.queries.enterprise_pages import EnterpriseLine, neighbours
from server.store.queries.posters import PosterFilter
from server.store.queries.releases import list_results
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.dates import day_text, moment_text, today
from server.web.office.enterprises.blueprint import blueprint
from server.web.office.findings.of_enterprise import enterprise_findings
from server.web.office.frame import Place, open_place, render_page
from server.web.office.register_words import (
    field_word,
    industry_word,
    ownership_word,
    verdict_state,
    yes_no_word,
)
from server.web.state import state

_MOST_VERSIONS = 20
_MOST_CHECKS = 20
_MOST_POSTERS = 50


@blueprint.get("/<pk:project_id>/enterprises/<pk:enterprise_id>")
@requires(Verb.ENTERPRISE_READ)
def show_enterprise(project_id: int, enterprise_id: int) -> str:
    """Show one enterprise."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTERPRISE_READ)
        found = enterprises.get_enterprise(session, place.scope, enterprise_id)
        versions = enterprise_history.list_versions(session, enterprise_id, limit=_MOST_VERSIONS)
        before, after = neighbours(session, place.scope, enterprise_id)
        return render_page(
            session,
            place,
            "enterprises/one.html",
            page_title=found.name,
            enterprise=found,
            breadcrumbs=_breadcrumbs(session, place, found),
            facts=_facts(session, found),
            history=list(_history(versions)),
            previous=_neighbour(place, before),
            next=_neighbour(place, after),
            may_change=may(Verb.ENTERPRISE_CHANGE, project_id),
            may_poster=may(Verb.POSTER_CHANGE, project_id),
            moment_text=moment_text,
            printed_code=printed_code,
            **_around(session, place.scope, enterprise_id),
            **enterprise_findings(session, place, enterprise_id),
        )


def _around(session: Session, scope: Scope, enterprise_id: int) -> dict[str, object]:
    wanted = PosterFilter(enterprise_id=enterprise_id)
    return {
        "results": list_results(session, scope, enterprise_id=enterprise_id),
        "campaign_names": {
            one.id: one.name for one in campaigns.list_campaigns(session, scope.project_id)
        },
        "verdict_state": verdict_state,
        "checks": site_checks.list_latest(
            session, scope, limit=_MOST_CHECKS, enterprise_id=enterprise_id
        ),
        "posters": posters.list_posters(session, scope, wanted, today=today(), limit=_MOST_POSTERS),
    }


def _breadcrumbs(session: Session, place: Place, found: Enterprise) -> list[dict[str, str]]:
    list_url = url_for("office_enterprises.list_enterprises", project_id=place.project_id)
    path = areas.paths_of(session, {found.area_id})[found.area_id]
    visible = {area.id for area, _ in place.choices}
    return [
        {"label": gettext("Register"), "url": list_url},
        *(
            {"label": area.name, "url": f"{list_url}?area={area.id}"}
            for area in path
            if area.id in visible
        ),
    ]


def _facts(session: Session, found: Enterprise) -> list[dict[str, str]]:
    park_id = found.park_id
    names = {} if park_id is None else parks.park_names(session, found.project_id, {park_id})
    headcount = "" if found.headcount is None else f"{found.headcount:,}"
    if headcount and found.headcount_on is not None:
        headcount = gettext(
            "%(count)s on %(day)s", count=headcount, day=day_text(found.headcount_on)
        )
    values = {
        "uscc": found.uscc or "",
        "headcount": headcount,
        "industry": industry_word(found.industry),
        "ownership": ownership_word(found.ownership),
        "park": names.get(park_id or 0, ""),
        "address": found.address or "",
        "telephone": found.telephone or "",
        "geometry": _position(found),
        "has_union": _with_members(found.has_union, found.union_member_count),
        "has_party_organisation": _with_members(
            found.has_party_organisation, found.party_member_count
        ),
    }
    return [{"label": field_word(name), "value": value} for name, value in values.items()]


def _position(found: Enterprise) -> str:
    if found.latitude is None or found.longitude is None:
        return ""
    return f"{found.latitude:.6f}, {found.longitude:.6f} (WGS-84)"


def _with_members(has: bool | None, count: int | None) -> str:  # noqa: FBT001 - the value itself
    word = yes_no_word(has)
    if count is None:
        return word
    return str(gettext("%(yes)s, %(count)s members", yes=word or "–", count=f"{count:,}"))


def _neighbour(place: Place, line: EnterpriseLine | None) -> dict[str, str] | None:
    if line is None:
        return None
    url = url_for(
        "office_enterprises.show_enterprise", project_id=place.project_id, enterprise_id=line.id
    )
    return {"label": line.name, "url": url}


def _history(versions: tuple[EnterpriseVersion, ...]) -> Iterator[dict[str, str | None]]:
    """Return what each version changed against the one before it."""
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        if before is None and version.version > 1:
            continue
        yield {
            "time": moment_text(version.at),
            "who": version.actor_name,
            "what": _what(version, before),
            "note": "" if before is None else _differences(before, version),
        }


def _what(version: EnterpriseVersion, before: EnterpriseVersion | None) -> str:
    if before is None:
        return str(gettext("Added to the register"))
    if version.is_from_submission:
        return str(gettext("Changed by a site check"))
    return str(gettext("Changed"))


def _differences(before: EnterpriseVersion, version: EnterpriseVersion) -> str:
    old, new = _shown(before), _shown(version)
    lines = [
        gettext(
            "%(field)s: %(old)s → %(new)s",
            field=field_word(name),
            old=old.get(name) or "–",
            new=new.get(name) or "–",
        )
        for name in new
        if old.get(name, "") != new[name]
    ]
    return "; ".join(map(str, lines))


def _shown(version: EnterpriseVersion) -> dict[str, str]:
    data = dict(version.data)
    shown = {
        "industry": industry_word(data.get("industry")),
        "ownership": ownership_word(data.get("ownership")),
        "has_union": yes_no_word(data.get("has_union")),
        "has_party_organisation": yes_no_word(data.get("has_party_organisation")),
    }
    return {"name": version.label, **data, **shown}
