"""What was done to a submission is noted by its key: an instance ID may be there in two forms."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_8_deeds"
down_revision = "20261122_7_findings"
branch_labels = None
depends_on = None

_AUDITS = sa.table(
    "audits",
    sa.column("project_id", sa.Integer),
    sa.column("actee_type", sa.String),
    sa.column("actee_id", sa.String),
)
_SUBMISSIONS = sa.table(
    "submissions",
    sa.column("id", sa.Integer),
    sa.column("project_id", sa.Integer),
    sa.column("root_instance_id", sa.String),
)


def upgrade() -> None:
    """Change the data: of two submissions with one ID the first keeps what was noted of both."""
    first = (
        sa.select(
            _SUBMISSIONS.c.project_id,
            _SUBMISSIONS.c.root_instance_id,
            sa.cast(sa.func.min(_SUBMISSIONS.c.id), sa.String).label("key"),
        )
        .group_by(_SUBMISSIONS.c.project_id, _SUBMISSIONS.c.root_instance_id)
        .subquery()
    )
    op.execute(
        sa.update(_AUDITS)
        .values(actee_id=first.c.key)
        .where(
            _AUDITS.c.actee_type == "submission",
            _AUDITS.c.project_id == first.c.project_id,
            _AUDITS.c.actee_id == first.c.root_instance_id,
        )
    )


def downgrade() -> None:
    """Change the data back."""
    op.execute(
        sa.update(_AUDITS)
        .values(actee_id=_SUBMISSIONS.c.root_instance_id)
        .where(
            _AUDITS.c.actee_type == "submission",
            _AUDITS.c.project_id == _SUBMISSIONS.c.project_id,
            _AUDITS.c.actee_id == sa.cast(_SUBMISSIONS.c.id, sa.String),
        )
    )
