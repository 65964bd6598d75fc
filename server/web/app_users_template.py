"""The spreadsheet to fill in for many app users, with the areas and forms that it may name."""

import tempfile
from pathlib import Path

from flask import Response
from flask_babel import gettext
from sqlmodel import Session

from exports.spreadsheet import Allowed, Column, ColumnKind, Sheet, Spreadsheet
from exports.xlsx_file import write_xlsx
from server.domain.app_users_import import AREAS, FORMS, NAME, TITLES
from server.i18n import reader_locale
from server.operations.import_app_users import known_forms
from server.operations.preview_register_import import known_areas
from server.store.queries import areas
from server.store.queries.scope import Scope
from server.web.downloads import send_bytes

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_of(session: Session, scope: Scope) -> Spreadsheet:
    """Return an empty table to fill in, and beside it all that its cells may name."""
    codes = {one.id: one.code for one in areas.list_areas(session, scope.project_id)}
    return Spreadsheet(
        (
            Sheet(gettext("App users"), _columns(), (), has_filter=False),
            Sheet(
                gettext("Areas"),
                (
                    Column(gettext("Area"), width=50),
                    Column(gettext("Area code"), ColumnKind.IDENTIFIER, 18),
                ),
                [
                    ("/".join(one.path), codes[one.area_id] or "")
                    for one in known_areas(session, scope)
                ],
            ),
            Sheet(
                gettext("Forms"),
                (Column(gettext("Form"), width=50), Column(gettext("Form ID"), width=30)),
                [(one.title, one.form_id) for one in known_forms(session, scope.project_id)],
            ),
        )
    )


def send_template(spreadsheet: Spreadsheet) -> Response:
    """Return the template as a file to save."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_xlsx(spreadsheet, path)
        name = f"{gettext('app-users')}.xlsx"
        return send_bytes(path.read_bytes(), name=name, content_type=_XLSX)


def _columns() -> tuple[Column, ...]:
    several = gettext("Several are separated by semicolons.")
    hints = {
        NAME: gettext("Whose phone it is. It stands beside everything the phone sends."),
        AREAS: f"{gettext('Names, paths or codes of the sheet of areas.')} {several}",
        FORMS: f"{gettext('Titles or IDs of the sheet of forms.')} {several}",
    }
    place = 0 if reader_locale() == "zh_CN" else -2
    return tuple(
        Column(titles[place], width=40, allowed=Allowed(hint=hints[key]))
        for key, titles in TITLES.items()
    )
