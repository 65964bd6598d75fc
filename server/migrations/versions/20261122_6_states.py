"""Drafts are tried by phones, apart from submissions; what is odd about files of forms is kept."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_6_states"
down_revision = "20261122_5_device_passwords"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "draft_submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("instance_name", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_versions.id"],
            name=op.f("fk_draft_submissions_form_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_submissions")),
    )
    op.create_index(
        "uq_draft_submissions_instance",
        "draft_submissions",
        ["form_version_id", "instance_id"],
        unique=True,
    )
    op.create_table(
        "draft_submission_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_submission_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_submission_id"],
            ["draft_submissions.id"],
            name=op.f("fk_draft_submission_files_draft_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_submission_files")),
    )
    op.create_index(
        "uq_draft_submission_files_name",
        "draft_submission_files",
        ["draft_submission_id", "name"],
        unique=True,
    )
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.add_column(
        "form_attachments",
        sa.Column("warnings", json, server_default=sa.text("'[]'"), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("form_attachments", schema=None) as batch_op:
        batch_op.drop_column("warnings")
    op.drop_table("draft_submission_files")
    op.drop_table("draft_submissions")
