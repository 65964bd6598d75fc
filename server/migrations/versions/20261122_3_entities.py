"""Entities changed by submissions: conflicts, what could not be written, and what waits."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_3_entities"
down_revision = "20261122_2_review"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Change the schema."""
    # Not a batch: copying the table would break what refers to its rows on SQLite.
    op.add_column("entities", sa.Column("enterprise_id", sa.Integer(), nullable=True))
    op.create_index("ix_entities_enterprise", "entities", ["enterprise_id", "entity_list_id"])
    with op.batch_alter_table("entity_versions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("conflict", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True)
        )
        batch_op.add_column(sa.Column("conflicting", _JSON, nullable=True))
        batch_op.add_column(
            sa.Column("source_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True)
        )
        batch_op.create_index(
            "ix_entity_versions_submission", ["submission_version_id"], unique=False
        )
    _create_errors()
    _create_backlog()


def _create_errors() -> None:
    op.create_table(
        "entity_errors",
        sa.Column("submission_version_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("errors", _JSON, nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_entity_errors_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_entity_errors_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_entity_errors_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("submission_version_id", name=op.f("pk_entity_errors")),
    )
    with op.batch_alter_table("entity_errors", schema=None) as batch_op:
        for name in ("project_id", "submission_id"):
            batch_op.create_index(batch_op.f(f"ix_entity_errors_{name}"), [name], unique=False)


def _create_backlog() -> None:
    op.create_table(
        "entity_backlog",
        sa.Column("submission_version_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("entity_list_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("branch_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("branch_base_version", sa.Integer(), nullable=False),
        sa.Column("held_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_list_id"], ["entity_lists.id"], name=op.f("fk_entity_backlog_entity_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_entity_backlog_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_entity_backlog_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("submission_version_id", name=op.f("pk_entity_backlog")),
    )
    with op.batch_alter_table("entity_backlog", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entity_backlog_submission_id"), ["submission_id"], unique=False
        )
        batch_op.create_index("ix_entity_backlog_entity", ["entity_list_id", "uuid"], unique=False)


def downgrade() -> None:
    """Change it back."""
    op.drop_table("entity_backlog")
    op.drop_table("entity_errors")
    with op.batch_alter_table("entity_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_entity_versions_submission")
        for name in ("source_name", "conflicting", "conflict"):
            batch_op.drop_column(name)
    op.drop_index("ix_entities_enterprise", table_name="entities")
    op.drop_column("entities", "enterprise_id")
