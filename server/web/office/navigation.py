"""The navigation of the office: what people do, in the order they do it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext

from server.domain import access
from server.domain.roles import Verb
from server.problems import N_
from server.store.queries.identities import UserAccess


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the office and the verb that opens it."""

    label: str
    endpoint: str
    verb: Verb
    values: tuple[tuple[str, str], ...] = ()
    """Further parts of its address."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a group of pages is for."""

    label: str
    icon: str
    items: tuple[Item, ...]
    in_bar: bool = False


SECTIONS = (
    Section(
        N_("Desk"),
        "home",
        (Item(N_("Desk"), "office_desk.show_desk", Verb.PROJECT_READ),),
        in_bar=True,
    ),
    Section(
        N_("Enterprises"),
        "building",
        (
            Item(N_("Register"), "office_enterprises.list_enterprises", Verb.ENTERPRISE_READ),
            Item(N_("Import"), "office_imports.show_upload", Verb.ENTERPRISE_IMPORT),
            Item(N_("Areas and parks"), "office_areas.list_areas", Verb.AREA_READ),
        ),
        in_bar=True,
    ),
    Section(
        N_("Surveys"),
        "clipboard-list",
        (
            Item(N_("Campaigns"), "office_campaigns.list_campaigns", Verb.CAMPAIGN_READ),
            Item(N_("Posters"), "office_posters.list_posters", Verb.POSTER_READ),
            Item(N_("Results"), "office_results.list_results", Verb.RELEASE_READ),
        ),
        in_bar=True,
    ),
    Section(
        N_("Inspections"),
        "clipboard-check",
        (
            Item(N_("Submissions"), "office_submissions.list_submissions", Verb.SUBMISSION_READ),
            Item(N_("Kept aside"), "office_quarantine.list_payloads", Verb.SUBMISSION_READ),
            Item(N_("Findings"), "office_findings.list_findings", Verb.ENTITY_READ),
            Item(N_("Forms"), "office_forms.list_forms", Verb.FORM_READ),
            Item(N_("App users"), "office_app_users.list_app_users", Verb.APP_USER_MANAGE),
        ),
    ),
    Section(
        N_("Evaluation"),
        "report-analytics",
        (
            Item(N_("Evaluations"), "office_evaluations.list_evaluations", Verb.EVALUATION_READ),
            Item(N_("Points by hand"), "office_assessments.show_newest", Verb.ASSESSMENT_READ),
            Item(N_("Schemes"), "office_schemes.list_schemes", Verb.SCHEME_READ),
        ),
    ),
    Section(
        N_("Data"),
        "database",
        (
            Item(
                N_("Department records"),
                "office_records.list_entries",
                Verb.RECORD_READ,
                (("what", "records"),),
            ),
            Item(N_("Entity lists"), "office_entities.list_lists", Verb.ENTITY_READ),
            Item(N_("Unlinked inbox"), "office_inbox.list_unlinked", Verb.SUBMISSION_LINK),
            Item(N_("Exports"), "office_exports.show_exports", Verb.EXPORT_CREATE),
            Item(N_("Jobs"), "office_jobs.list_jobs", Verb.JOB_READ),
        ),
    ),
    Section(
        N_("Settings"),
        "settings",
        (
            Item(N_("Users and roles"), "office_users.list_users", Verb.USER_READ),
            Item(N_("Project"), "office_project.show_project", Verb.PROJECT_CHANGE),
            Item(N_("Collect for phones"), "office_collect_app.show_app", Verb.SERVER_CHANGE),
        ),
    ),
)


def navigation(user: UserAccess, project_id: int) -> list[dict[str, object]]:
    """Return the sections and items that a user may open in a project, the current one marked."""
    shown = []
    for section in SECTIONS:
        items = [_item(item, project_id) for item in section.items if _may(user, item, project_id)]
        if items:
            shown.append(_section(section, items))
    return shown


def _may(user: UserAccess, item: Item, project_id: int) -> bool:
    is_built = item.endpoint in current_app.view_functions
    return is_built and access.may_somewhere(user.grants, item.verb, project_id)


def _item(item: Item, project_id: int) -> dict[str, object]:
    return {
        "label": gettext(item.label),
        "url": url_for(item.endpoint, **_values(item, project_id)),
        "current": request.blueprint == item.endpoint.partition(".")[0],
    }


def _values(item: Item, project_id: int) -> dict[str, Any]:
    return {"project_id": project_id, **dict(item.values)}


def _section(section: Section, items: list[dict[str, object]]) -> dict[str, object]:
    return {
        "label": gettext(section.label),
        "icon": section.icon,
        "in_bar": section.in_bar,
        "url": items[0]["url"],
        "current": any(item["current"] for item in items),
        "items": items if len(section.items) > 1 else [],
    }
