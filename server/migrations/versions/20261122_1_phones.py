"""Phones in numbers: what each has fetched and sent, admin passwords, Collect's APK."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261122_1_phones"
down_revision = "20261121_schemes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "fetched_forms",
        sa.Column("app_user_id", sa.Integer(), nullable=False),
        sa.Column("form_pk", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_user_id"], ["app_users.id"], name=op.f("fk_fetched_forms_app_user_id")
        ),
        sa.ForeignKeyConstraint(["form_pk"], ["forms.id"], name=op.f("fk_fetched_forms_form_pk")),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_fetched_forms_form_version_id")
        ),
        sa.PrimaryKeyConstraint("app_user_id", "form_pk", name=op.f("pk_fetched_forms")),
    )
    op.create_table(
        "admin_passwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("password_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_admin_passwords_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_admin_passwords_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_passwords")),
    )
    op.create_table(
        "collect_apps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("package", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["actors.id"], name=op.f("fk_collect_apps_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collect_apps")),
    )
    op.create_index(
        "uq_admin_passwords_number", "admin_passwords", ["project_id", "number"], unique=True
    )
    op.create_index(
        "ix_submissions_submitter", "submissions", ["submitter_id", "form_pk", "received_at"]
    )
    op.create_index(
        "ix_submission_attachments_missing",
        "submission_attachments",
        ["submission_version_id"],
        sqlite_where=sa.text("blob_sha256 IS NULL"),
        postgresql_where=sa.text("blob_sha256 IS NULL"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_submission_attachments_missing", table_name="submission_attachments")
    op.drop_index("ix_submissions_submitter", table_name="submissions")
    op.drop_table("collect_apps")
    op.drop_table("admin_passwords")
    op.drop_table("fetched_forms")
