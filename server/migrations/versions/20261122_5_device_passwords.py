"""Passwords of phones beside their tokens, for ODK Collect with user name and password."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_5_device_passwords"
down_revision = "20261122_4_edits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    with op.batch_alter_table("app_user_tokens", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_password", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Change it back: what was a password would else pass for a token."""
    op.execute("DELETE FROM app_user_tokens WHERE is_password")
    with op.batch_alter_table("app_user_tokens", schema=None) as batch_op:
        batch_op.drop_column("is_password")
