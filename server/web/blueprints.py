"""One table of all blueprints; each states its prefix here and its access at every route."""

from flask import Blueprint

from server.web.openrosa.entity_integrity import blueprint as openrosa_integrity
from server.web.openrosa.form_files import blueprint as openrosa_files
from server.web.openrosa.form_list import blueprint as openrosa_form_list
from server.web.openrosa.headers import blueprint as openrosa_headers
from server.web.openrosa.submission import blueprint as openrosa_submission
from server.web.public.health import blueprint as health
from server.web.survey.pages import blueprint as survey

_PROJECT = "/v1/projects/<pk:project_id>"

BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (health, ""),
    (survey, ""),
    (openrosa_headers, ""),
    (openrosa_form_list, _PROJECT),
    (openrosa_files, _PROJECT),
    (openrosa_submission, _PROJECT),
    (openrosa_integrity, _PROJECT),
)
