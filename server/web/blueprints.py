"""One table of all blueprints; each states its prefix here and its access at every route."""

from flask import Blueprint

from server.web.central.form_drafts import blueprint as central_form_drafts
from server.web.central.form_parts import blueprint as central_form_parts
from server.web.central.forms import blueprint as central_forms
from server.web.central.projects import blueprint as central_projects
from server.web.central.sessions import blueprint as central_sessions
from server.web.central.users import blueprint as central_users
from server.web.office.entry import blueprint as office_entry
from server.web.office.login import blueprint as office_login
from server.web.openrosa.entity_integrity import blueprint as openrosa_integrity
from server.web.openrosa.form_files import blueprint as openrosa_files
from server.web.openrosa.form_list import blueprint as openrosa_form_list
from server.web.openrosa.headers import blueprint as openrosa_headers
from server.web.openrosa.submission import blueprint as openrosa_submission
from server.web.public.health import blueprint as health
from server.web.survey.pages import blueprint as survey

_OFFICE = "/office"
_REST = "/v1"
_PROJECT = "/v1/projects/<pk:project_id>"

BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (health, ""),
    (survey, ""),
    (office_entry, ""),
    (office_login, _OFFICE),
    (openrosa_headers, ""),
    (openrosa_form_list, _PROJECT),
    (openrosa_files, _PROJECT),
    (openrosa_submission, _PROJECT),
    (openrosa_integrity, _PROJECT),
    (central_sessions, _REST),
    (central_users, _REST),
    (central_projects, _REST),
    (central_forms, _PROJECT),
    (central_form_drafts, _PROJECT),
    (central_form_parts, _PROJECT),
)
