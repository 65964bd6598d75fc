"""Workbooks of schemes to save: of any version, of a delivered scheme, and an empty one."""

from functools import cache

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.domain.schemes.reading.guide import blank_workbook
from server.i18n import in_chinese
from server.operations.upload_scheme import XLSX
from server.problems import NotFound
from server.web.auth import requires
from server.web.downloads import send_blob, send_bytes
from server.web.office.frame import open_place
from server.web.office.schemes.blueprint import blueprint
from server.web.office.schemes.one import chosen_version
from server.web.office.schemes.upload import take_workbook
from server.web.state import state
from xlsforms.delivered import delivered_name, read_delivered_scheme

_DELIVERED = "/<pk:project_id>/schemes/new/delivered/<segment:slug>"


@blueprint.get("/<pk:project_id>/schemes/<segment:slug>/versions/<pk:version_id>/workbook")
@requires(Verb.SCHEME_READ)
def download_workbook(project_id: int, slug: str, version_id: int) -> Response:
    """Give the workbook that was uploaded."""
    with state().store.reading() as session:
        open_place(session, project_id, Verb.SCHEME_READ)
        version = chosen_version(session, project_id, slug, version_id)
        name = f"{slug} {version.version}.xlsx".replace("/", "_")
        return send_blob(version.workbook_sha256, name=name, content_type=XLSX)


@blueprint.get("/<pk:project_id>/schemes/new/template/workbook")
@requires(Verb.SCHEME_READ)
def download_template(project_id: int) -> Response:
    """Give an empty workbook with all columns, their help and their choices."""
    with state().store.reading() as session:
        open_place(session, project_id, Verb.SCHEME_READ)
    return send_bytes(_template(), name="scheme.xlsx", content_type=XLSX)


@blueprint.get(f"{_DELIVERED}/workbook")
@requires(Verb.SCHEME_READ)
def download_delivered(project_id: int, slug: str) -> Response:
    """Give the workbook of a delivered scheme, to be changed and uploaded."""
    with state().store.reading() as session:
        open_place(session, project_id, Verb.SCHEME_READ)
    return send_bytes(_delivered(slug), name=delivered_name(slug), content_type=XLSX)


@blueprint.post(_DELIVERED)
@requires(Verb.SCHEME_CHANGE)
def take_delivered(project_id: int, slug: str) -> AnyResponse:
    """Make a delivered scheme a draft of the project."""
    return take_workbook(project_id, _delivered(slug), delivered_name(slug))


@cache
def _template() -> bytes:
    return blank_workbook(in_chinese)


def _delivered(slug: str) -> bytes:
    try:
        return read_delivered_scheme(slug)
    except (KeyError, FileNotFoundError) as fault:
        raise NotFound from fault
