"""Importing in tests: preview and confirm as the views do, and the county of the samples."""

import datetime as dt
from pathlib import Path

from sqlmodel import Session, func, select

from server.domain.import_table import ImportTable
from server.operations.confirm_register_import import ImportDone, confirm_register_import
from server.operations.import_areas import (
    AREAS,
    confirm_areas_import,
    preview_areas,
    read_areas_file,
)
from server.operations.preview_register_import import (
    REGISTER,
    PreviewContent,
    load_register,
    preview_register,
    read_register_file,
    save_preview,
)
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.transaction import Store
from tests import factories

TODAY = dt.date(2026, 11, 21)
SAMPLES = Path(__file__).resolve().parents[1] / "docs" / "samples"


def by_user(user_id: int) -> By:
    """Return a user who acts now."""
    return factories.by(user_id)


def csv_table(*lines: str) -> ImportTable:
    """Return lines of CSV as a table to import."""
    return read_register_file("\n".join(lines).encode())


def previewed(
    store: Store, scope: Scope, user_id: int, table: ImportTable
) -> tuple[int, PreviewContent]:
    """Keep a preview of importing a table, as the view does; return its key and content."""
    with store.reading() as session:
        state = load_register(session, scope)
    made = preview_register(table, state, today=TODAY)
    with store.writing() as session:
        saved = save_preview(
            session, by_user(user_id), scope.project_id, made, kind=REGISTER, file_name="名录.xlsx"
        )
        assert saved.id is not None
        return saved.id, made


def confirmed(store: Store, scope: Scope, user_id: int, preview_id: int) -> ImportDone:
    """Confirm a preview."""
    with store.writing() as session:
        return confirm_register_import(session, by_user(user_id), scope, preview_id)


def enterprise_count(store: Store) -> int:
    """Return how many enterprises the register has."""
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Enterprise)).one()


def sample_county(session: Session, user_id: int) -> int:
    """Make a project with the areas and the park of the sample files; return its key."""
    project_id = factories.project(session)
    table = read_areas_file((SAMPLES / "areas-sample.csv").read_bytes())
    made = preview_areas(session, project_id, table)
    saved = save_preview(
        session, by_user(user_id), project_id, made, kind=AREAS, file_name="areas-sample.csv"
    )
    assert saved.id is not None
    confirm_areas_import(session, by_user(user_id), project_id, saved.id)
    factories.park(session, project_id)
    return project_id
