"""Findings of site checks: the typed projection of the entity list of that name."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261122_7_findings"
down_revision = "20261122_6_states"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("submission_version_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "rectified", name="findingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["entities.id"], name=op.f("fk_findings_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_findings_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_findings_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_findings_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_due", ["project_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_findings_submission", ["submission_id"], unique=False)


def downgrade() -> None:
    """Change it back."""
    op.drop_table("findings")
