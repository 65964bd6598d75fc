"""The blueprint that the pages of records and titles share, and where each of them lies."""

from flask import Blueprint, url_for

from server.operations.import_records import RECORDS, TITLES

blueprint = Blueprint("office_records", __name__)

WHAT = f"/<pk:project_id>/<any({RECORDS}, {TITLES}):what>"
"""Both are lists of what came in batches; their pages differ in columns alone."""


def list_url(project_id: int, what: str, *, batch: int | None = None) -> str:
    """Return the address of the list of records or titles."""
    return url_for("office_records.list_entries", project_id=project_id, what=what, batch=batch)
