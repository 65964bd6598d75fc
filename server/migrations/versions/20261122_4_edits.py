"""Edits make versions: one current version of each submission, and a quarantine that is emptied."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261122_4_edits"
down_revision = "20261122_3_entities"
branch_labels = None
depends_on = None

_WAITING = sa.text("settled_at IS NULL")
_CURRENT = sa.text("is_current")


def upgrade() -> None:
    """Change the schema."""
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    with op.batch_alter_table("rejected_payloads", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("version", text(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("deprecated_id", text(length=300), nullable=True))
        batch_op.add_column(sa.Column("device_id", text(length=300), nullable=True))
        batch_op.add_column(sa.Column("user_agent", text(length=300), nullable=True))
        batch_op.add_column(sa.Column("last_sent_at", moment(), nullable=True))
        batch_op.add_column(sa.Column("settled_at", moment(), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("settled_as", text(length=20), nullable=True))
        batch_op.add_column(sa.Column("settle_reason", text(length=500), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_rejected_payloads_settled_by"), "actors", ["settled_by"], ["id"]
        )
    op.execute("UPDATE rejected_payloads SET last_sent_at = received_at")
    with op.batch_alter_table("rejected_payloads", schema=None) as batch_op:
        batch_op.alter_column("last_sent_at", existing_type=moment(), nullable=False)
        batch_op.alter_column(
            "version",
            existing_type=text(length=300),
            existing_nullable=False,
            server_default=None,
        )
    for name, columns in _INDEXES:
        op.create_index(
            name,
            "rejected_payloads",
            list(columns),
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        )
    op.create_index(
        "uq_submission_versions_current",
        "submission_versions",
        ["submission_id"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )


_INDEXES = (
    ("ix_rejected_payloads_xml", ("project_id", "xml_sha256")),
    ("ix_rejected_payloads_edited", ("project_id", "deprecated_id")),
)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("uq_submission_versions_current", "submission_versions")
    for name, _ in _INDEXES:
        op.drop_index(name, "rejected_payloads")
    with op.batch_alter_table("rejected_payloads", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_rejected_payloads_settled_by"), type_="foreignkey")
        for name in (
            "settle_reason",
            "settled_as",
            "settled_by",
            "settled_at",
            "last_sent_at",
            "user_agent",
            "device_id",
            "deprecated_id",
            "version",
        ):
            batch_op.drop_column(name)
