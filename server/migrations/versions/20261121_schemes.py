"""Evaluation schemes: what is scored by, what is put in, and what comes out."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_schemes"
down_revision = "20261121_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "record_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("undo_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_record_batches_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_record_batches_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["actors.id"], name=op.f("fk_record_batches_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_batches")),
    )
    with op.batch_alter_table("record_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_batches_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("name_zh", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["actors.id"], name=op.f("fk_schemes_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_schemes_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
    )
    with op.batch_alter_table("schemes", schema=None) as batch_op:
        batch_op.create_index("uq_schemes_slug", ["project_id", "slug"], unique=True)

    op.create_table(
        "scheme_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("workbook_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("workbook_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_scheme_versions_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["actors.id"], name=op.f("fk_scheme_versions_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_versions_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_versions")),
    )
    with op.batch_alter_table("scheme_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_versions_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            "uq_scheme_versions_draft",
            ["scheme_id"],
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )
        batch_op.create_index(
            "uq_scheme_versions_version",
            ["scheme_id", "version"],
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )

    op.create_table(
        "campaign_schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_campaign_schemes_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_schemes_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_campaign_schemes_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["schemes.id"], name=op.f("fk_campaign_schemes_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"],
            ["scheme_versions.id"],
            name=op.f("fk_campaign_schemes_scheme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_schemes")),
    )
    with op.batch_alter_table("campaign_schemes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_schemes_scheme_version_id"), ["scheme_version_id"], unique=False
        )
        batch_op.create_index(
            "uq_campaign_schemes_area",
            ["campaign_id", "subject_kind", "scheme_id", "area_id"],
            unique=True,
            sqlite_where=sa.text("area_id IS NOT NULL"),
            postgresql_where=sa.text("area_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_campaign_schemes_whole",
            ["campaign_id", "subject_kind", "scheme_id"],
            unique=True,
            sqlite_where=sa.text("area_id IS NULL"),
            postgresql_where=sa.text("area_id IS NULL"),
        )

    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                name="assessmentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("return_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_assessments_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_assessments_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["actors.id"], name=op.f("fk_assessments_saved_by")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["schemes.id"], name=op.f("fk_assessments_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"],
            ["scheme_versions.id"],
            name=op.f("fk_assessments_scheme_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["actors.id"], name=op.f("fk_assessments_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_assessments_enterprise", ["enterprise_id", "campaign_id"], unique=False
        )
        batch_op.create_index(
            "uq_assessments_of",
            ["campaign_id", "subject_kind", "subject_id", "scheme_id", "level"],
            unique=True,
        )

    op.create_table(
        "department_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("credit_code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("enterprise_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column(
            "columns",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["record_batches.id"], name=op.f("fk_department_records_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_department_records_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_department_records_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_department_records_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_records")),
    )
    with op.batch_alter_table("department_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_department_records_batch_id"), ["batch_id"], unique=False
        )
        batch_op.create_index(
            "ix_department_records_code", ["project_id", "credit_code"], unique=False
        )
        batch_op.create_index(
            "ix_department_records_of", ["enterprise_id", "kind", "dated_on"], unique=False
        )

    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("lowest", sa.BigInteger(), nullable=True),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("is_vetoed", sa.Boolean(), nullable=False),
        sa.Column("gap_count", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("computed_generation", sa.Integer(), nullable=False),
        sa.Column("computed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("inputs_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_evaluations_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_evaluations_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"],
            ["scheme_versions.id"],
            name=op.f("fk_evaluations_scheme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_evaluations_enterprise", ["enterprise_id", "campaign_id"], unique=False
        )
        batch_op.create_index(
            "ix_evaluations_grade", ["campaign_id", "scheme_version_id", "grade"], unique=False
        )
        batch_op.create_index(
            "ix_evaluations_ranking",
            ["campaign_id", "scheme_version_id", "lowest", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_evaluations_stale",
            ["campaign_id", "id"],
            unique=False,
            sqlite_where=sa.text("computed_generation < generation"),
            postgresql_where=sa.text("computed_generation < generation"),
        )
        batch_op.create_index(
            "uq_evaluations_of",
            ["campaign_id", "scheme_version_id", "subject_kind", "subject_id"],
            unique=True,
        )

    op.create_table(
        "held_titles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("credit_code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("enterprise_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("scheme", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source_document", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["record_batches.id"], name=op.f("fk_held_titles_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_held_titles_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_held_titles_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_held_titles_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_titles")),
    )
    with op.batch_alter_table("held_titles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_titles_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_held_titles_code", ["project_id", "credit_code"], unique=False)
        batch_op.create_index("ix_held_titles_of", ["enterprise_id", "code"], unique=False)

    op.create_table(
        "assessment_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("slot", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_files_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_assessment_files_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_files")),
    )
    with op.batch_alter_table("assessment_files", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_files_blob", ["blob_sha256"], unique=False)
        batch_op.create_index("ix_assessment_files_of", ["assessment_id", "measure"], unique=False)

    op.create_table(
        "assessment_values",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("is_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_values_assessment_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "measure", name=op.f("pk_assessment_values")),
    )
    op.create_table(
        "evaluation_traces",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("trace", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_evaluation_traces_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", name=op.f("pk_evaluation_traces")),
    )
    op.add_column(
        "submissions",
        sa.Column("exclusion_reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    )
    op.add_column(
        "measure_values",
        sa.Column(
            "files",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
    )
    _derive_again()


def _derive_again() -> None:
    """Have the worker look which files belong to what was measured before there was a column."""
    connection = op.get_bind()
    found = connection.execute(sa.text(_WITH_FILES)).scalars().all()
    rows = [
        {"key": str(version_id), "payload": {"submission_version_id": version_id}}
        for version_id in found
    ]
    if rows:
        again = sa.insert(_OUTBOX).values(
            kind="process_submission",
            lane="long",
            available_at=sa.func.current_timestamp(),
            attempts=0,
        )
        connection.execute(again, rows)


_OUTBOX = sa.table(
    "outbox",
    sa.column("kind"),
    sa.column("key"),
    sa.column("lane"),
    sa.column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
    sa.column("available_at"),
    sa.column("attempts"),
)
_WITH_FILES = """
    SELECT version.id FROM submission_versions AS version
    WHERE version.is_current
        AND EXISTS (
            SELECT 1 FROM submission_attachments AS file
            WHERE file.submission_version_id = version.id
        )
        AND EXISTS (
            SELECT 1 FROM measure_values AS measured
            WHERE measured.submission_id = version.submission_id
        )
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS waiting
            WHERE waiting.kind = 'process_submission'
                AND waiting.key = CAST(version.id AS VARCHAR)
                AND waiting.taken_at IS NULL AND waiting.failed_at IS NULL
        )
    ORDER BY version.id
"""


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("measure_values", "files")
    op.drop_column("submissions", "exclusion_reason")

    op.drop_table("evaluation_traces")
    op.drop_table("assessment_values")
    op.drop_table("assessment_files")
    op.drop_table("held_titles")
    op.drop_table("evaluations")
    op.drop_table("department_records")
    op.drop_table("assessments")
    op.drop_table("campaign_schemes")
    op.drop_table("scheme_versions")
    op.drop_table("schemes")
    op.drop_table("record_batches")
