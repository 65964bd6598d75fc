"""One table of all blueprints; each states its prefix here and its access at every route."""

from flask import Blueprint

from server.web.central.app_user_imports import blueprint as central_app_user_imports
from server.web.central.app_users import blueprint as central_app_users
from server.web.central.areas import blueprint as central_areas
from server.web.central.assessments import blueprint as central_assessments
from server.web.central.assignments import blueprint as central_assignments
from server.web.central.campaign_schemes import blueprint as central_campaign_schemes
from server.web.central.campaigns import blueprint as central_campaigns
from server.web.central.device_passwords import blueprint as central_device_passwords
from server.web.central.enterprises import blueprint as central_enterprises
from server.web.central.entities import blueprint as central_entities
from server.web.central.entity_lists import blueprint as central_entity_lists
from server.web.central.evaluations import blueprint as central_evaluations
from server.web.central.findings import blueprint as central_findings
from server.web.central.form_drafts import blueprint as central_form_drafts
from server.web.central.form_parts import blueprint as central_form_parts
from server.web.central.forms import blueprint as central_forms
from server.web.central.imports import blueprint as central_imports
from server.web.central.jobs import blueprint as central_jobs
from server.web.central.phones import blueprint as central_phones
from server.web.central.posters import blueprint as central_posters
from server.web.central.projects import blueprint as central_projects
from server.web.central.quarantine import blueprint as central_quarantine
from server.web.central.records import blueprint as central_records
from server.web.central.releases import blueprint as central_releases
from server.web.central.schemes import blueprint as central_schemes
from server.web.central.sessions import blueprint as central_sessions
from server.web.central.submission_comments import blueprint as central_submission_comments
from server.web.central.submission_deletion import blueprint as central_submission_deletion
from server.web.central.submission_entities import blueprint as central_submission_entities
from server.web.central.submission_exports import blueprint as central_submission_exports
from server.web.central.submission_files import blueprint as central_submission_files
from server.web.central.submission_upload import blueprint as central_submission_upload
from server.web.central.submission_versions import blueprint as central_submission_versions
from server.web.central.submissions import blueprint as central_submissions
from server.web.central.user_roles import blueprint as central_user_roles
from server.web.central.users import blueprint as central_users
from server.web.office.account import blueprint as office_account
from server.web.office.app_users import blueprint as office_app_users
from server.web.office.areas import blueprint as office_areas
from server.web.office.assessments import blueprint as office_assessments
from server.web.office.campaigns import blueprint as office_campaigns
from server.web.office.collect_app import blueprint as office_collect_app
from server.web.office.desk import blueprint as office_desk
from server.web.office.enterprises import blueprint as office_enterprises
from server.web.office.entities import blueprint as office_entities
from server.web.office.entry import blueprint as office_entry
from server.web.office.evaluations import blueprint as office_evaluations
from server.web.office.exports import blueprint as office_exports
from server.web.office.findings import blueprint as office_findings
from server.web.office.forms import blueprint as office_forms
from server.web.office.imports import blueprint as office_imports
from server.web.office.inbox import blueprint as office_inbox
from server.web.office.jobs import blueprint as office_jobs
from server.web.office.login import blueprint as office_login
from server.web.office.posters import blueprint as office_posters
from server.web.office.project import blueprint as office_project
from server.web.office.quarantine import blueprint as office_quarantine
from server.web.office.records import blueprint as office_records
from server.web.office.results import blueprint as office_results
from server.web.office.schemes import blueprint as office_schemes
from server.web.office.submissions import blueprint as office_submissions
from server.web.office.users import blueprint as office_users
from server.web.openrosa.draft_tests import blueprint as openrosa_draft_tests
from server.web.openrosa.entity_integrity import blueprint as openrosa_integrity
from server.web.openrosa.form_files import blueprint as openrosa_files
from server.web.openrosa.form_list import blueprint as openrosa_form_list
from server.web.openrosa.headers import blueprint as openrosa_headers
from server.web.openrosa.submission import blueprint as openrosa_submission
from server.web.public.collect_app import blueprint as collect_app
from server.web.public.health import blueprint as health
from server.web.survey.pages import blueprint as survey

_OFFICE = "/office"
_REST = "/v1"
_PROJECT = "/v1/projects/<pk:project_id>"
_DRAFT = "/v1/test/<segment:draft_token>/projects/<pk:project_id>/forms/<segment:form_id>"

BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (health, ""),
    (collect_app, ""),
    (survey, ""),
    (office_entry, ""),
    (office_login, _OFFICE),
    (office_account, _OFFICE),
    (office_desk, _OFFICE),
    (office_enterprises, _OFFICE),
    (office_areas, _OFFICE),
    (office_imports, _OFFICE),
    (office_campaigns, _OFFICE),
    (office_assessments, _OFFICE),
    (office_records, _OFFICE),
    (office_posters, _OFFICE),
    (office_users, _OFFICE),
    (office_project, _OFFICE),
    (office_forms, _OFFICE),
    (office_findings, _OFFICE),
    (office_inbox, _OFFICE),
    (office_entities, _OFFICE),
    (office_submissions, _OFFICE),
    (office_quarantine, _OFFICE),
    (office_results, _OFFICE),
    (office_schemes, _OFFICE),
    (office_evaluations, _OFFICE),
    (office_app_users, _OFFICE),
    (office_collect_app, _OFFICE),
    (office_exports, _OFFICE),
    (office_jobs, _OFFICE),
    (openrosa_headers, ""),
    (openrosa_form_list, _PROJECT),
    (openrosa_files, _PROJECT),
    (openrosa_submission, _PROJECT),
    (openrosa_integrity, _PROJECT),
    (openrosa_draft_tests, _DRAFT),
    (central_sessions, _REST),
    (central_users, _REST),
    (central_user_roles, _REST),
    (central_projects, _REST),
    (central_forms, _PROJECT),
    (central_form_drafts, _PROJECT),
    (central_form_parts, _PROJECT),
    (central_app_users, _PROJECT),
    (central_app_user_imports, _PROJECT),
    (central_device_passwords, _PROJECT),
    (central_phones, _PROJECT),
    (central_assignments, _PROJECT),
    (central_areas, _PROJECT),
    (central_schemes, _PROJECT),
    (central_campaign_schemes, _PROJECT),
    (central_evaluations, _PROJECT),
    (central_assessments, _PROJECT),
    (central_enterprises, _PROJECT),
    (central_entity_lists, _PROJECT),
    (central_entities, _PROJECT),
    (central_imports, _PROJECT),
    (central_records, _PROJECT),
    (central_campaigns, _PROJECT),
    (central_findings, _PROJECT),
    (central_posters, _PROJECT),
    (central_jobs, _PROJECT),
    (central_submissions, _PROJECT),
    (central_submission_comments, _PROJECT),
    (central_submission_files, _PROJECT),
    (central_submission_entities, _PROJECT),
    (central_submission_upload, _PROJECT),
    (central_submission_versions, _PROJECT),
    (central_submission_deletion, _PROJECT),
    (central_quarantine, _PROJECT),
    (central_submission_exports, _PROJECT),
    (central_releases, _PROJECT),
)
