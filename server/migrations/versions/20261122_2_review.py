"""Submissions in the office: comments, revisions, where they were filled in; places of firms."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_2_review"
down_revision = "20261122_1_phones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "submission_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name=op.f("fk_submission_comments_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_comments_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_comments")),
    )
    with op.batch_alter_table("submission_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_comments_submission_id"), ["submission_id"], unique=False
        )

    for table in ("enterprises", "submissions"):
        op.add_column(table, sa.Column("latitude", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("longitude", sa.BigInteger(), nullable=True))
    op.add_column("submissions", sa.Column("metres_a_degree_east", sa.Integer(), nullable=True))
    op.add_column(
        "submissions",
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
    )
    op.create_index("ix_submissions_project", "submissions", ["project_id", "received_at", "id"])
    op.create_index("ix_audits_actee", "audits", ["actee_id", "actee_type"])
    _derive_again()


def _derive_again() -> None:
    """Have the worker look where submissions were filled in that came before there was a column."""
    connection = op.get_bind()
    forms = connection.execute(sa.text("SELECT id, xform FROM form_versions"))
    asking = [key for key, xform in forms if b"geopoint" in bytes(xform)]
    waiting = sa.text(_CURRENT).bindparams(sa.bindparam("asking", expanding=True))
    found = connection.execute(waiting, {"asking": asking}).scalars().all()
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
_CURRENT = """
    SELECT version.id FROM submission_versions AS version
    WHERE version.is_current AND version.form_version_id IN :asking
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
    op.drop_index("ix_audits_actee", table_name="audits")
    op.drop_index("ix_submissions_project", table_name="submissions")
    for column in ("revision", "metres_a_degree_east", "longitude", "latitude"):
        op.drop_column("submissions", column)
    for column in ("longitude", "latitude"):
        op.drop_column("enterprises", column)
    op.drop_table("submission_comments")
