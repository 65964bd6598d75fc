"""The first tables: there is nothing before them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("display_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("md5", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("lane", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column(
            "payload",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("available_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("failed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_next", ["lane", "available_at"], unique=False)
        batch_op.create_index(
            "uq_outbox_waiting",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("taken_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("taken_at IS NULL AND failed_at IS NULL"),
        )

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("register_change_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_table(
        "spent_nonces",
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_spent_nonces")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("spent_nonces", schema=None) as batch_op:
        batch_op.create_index("ix_spent_nonces_day", ["day"], unique=False)

    op.create_table(
        "app_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_app_users_created_by")
        ),
        sa.ForeignKeyConstraint(["id"], ["actors.id"], name=op.f("fk_app_users_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_app_users_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_users")),
    )
    with op.batch_alter_table("app_users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_app_users_project_id"), ["project_id"], unique=False)

    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_areas_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_areas_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "uq_areas_sibling_name", ["project_id", "parent_id", "name"], unique=True
        )

    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("actee_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("actee_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column(
            "details",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("logged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_audits_actor_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_audits_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.create_index("ix_audits_newest", ["logged_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audits_project_id"), ["project_id"], unique=False)

    op.create_table(
        "entity_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("is_approval_required", sa.Boolean(), nullable=False),
        sa.Column("is_owner_only", sa.Boolean(), nullable=False),
        sa.Column(
            "properties",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_entity_lists_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_lists")),
    )
    with op.batch_alter_table("entity_lists", schema=None) as batch_op:
        batch_op.create_index("uq_entity_lists_name", ["project_id", "name"], unique=True)

    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closing", "closed", name="formstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("draft_version_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["actors.id"], name=op.f("fk_forms_created_by")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_forms_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
    )
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.create_index(
            "uq_forms_form_id",
            ["project_id", "form_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "parameters",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=True),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("result_blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("result_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("result_type", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_jobs_project_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["actors.id"], name=op.f("fk_jobs_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_project_id"), ["project_id"], unique=False)

    op.create_table(
        "parks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_parks_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parks")),
    )
    with op.batch_alter_table("parks", schema=None) as batch_op:
        batch_op.create_index("uq_parks_name", ["project_id", "name"], unique=True)

    op.create_table(
        "rejected_payloads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("instance_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("xml_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "files",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_rejected_payloads_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["actors.id"], name=op.f("fk_rejected_payloads_sender_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_payloads")),
    )
    with op.batch_alter_table("rejected_payloads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rejected_payloads_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=320), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("last_login_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["actors.id"], name=op.f("fk_users_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "app_user_areas",
        sa.Column("app_user_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_user_id"], ["app_users.id"], name=op.f("fk_app_user_areas_app_user_id")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_app_user_areas_area_id")),
        sa.PrimaryKeyConstraint("app_user_id", "area_id", name=op.f("pk_app_user_areas")),
    )
    op.create_table(
        "app_user_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_user_id", sa.Integer(), nullable=False),
        sa.Column("lookup_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("submit_only_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["app_user_id"], ["app_users.id"], name=op.f("fk_app_user_tokens_app_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user_tokens")),
        sa.UniqueConstraint("lookup_hash", name=op.f("uq_app_user_tokens_lookup_hash")),
    )
    with op.batch_alter_table("app_user_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_app_user_tokens_app_user_id"), ["app_user_id"], unique=False
        )

    op.create_table(
        "area_ancestors",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["areas.id"], name=op.f("fk_area_ancestors_ancestor_id")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_ancestors_area_id")),
        sa.PrimaryKeyConstraint("area_id", "ancestor_id", name=op.f("pk_area_ancestors")),
    )
    with op.batch_alter_table("area_ancestors", schema=None) as batch_op:
        batch_op.create_index(
            "ix_area_ancestors_ancestor_id", ["ancestor_id", "area_id"], unique=False
        )

    op.create_table(
        "assignments",
        sa.Column("app_user_id", sa.Integer(), nullable=False),
        sa.Column("form_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_user_id"], ["app_users.id"], name=op.f("fk_assignments_app_user_id")
        ),
        sa.ForeignKeyConstraint(["form_pk"], ["forms.id"], name=op.f("fk_assignments_form_pk")),
        sa.PrimaryKeyConstraint("app_user_id", "form_pk", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_form_pk"), ["form_pk"], unique=False)

    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("survey_form_pk", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("poster_text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("target_share", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column(
            "definitions",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_campaigns_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_campaigns_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_form_pk"], ["forms.id"], name=op.f("fk_campaigns_survey_form_pk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaigns_project_id"), ["project_id"], unique=False)

    op.create_table(
        "entities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_list_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "data",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("conflict", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_entities_area_id")),
        sa.ForeignKeyConstraint(["created_by"], ["actors.id"], name=op.f("fk_entities_created_by")),
        sa.ForeignKeyConstraint(
            ["entity_list_id"], ["entity_lists.id"], name=op.f("fk_entities_entity_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
    )
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.create_index("ix_entities_area", ["entity_list_id", "area_id"], unique=False)
        batch_op.create_index("uq_entities_uuid", ["entity_list_id", "uuid"], unique=True)

    op.create_table(
        "entity_area_changes",
        sa.Column("entity_list_id", sa.Integer(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_list_id"],
            ["entity_lists.id"],
            name=op.f("fk_entity_area_changes_entity_list_id"),
        ),
        sa.PrimaryKeyConstraint("entity_list_id", "area_key", name=op.f("pk_entity_area_changes")),
    )
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_pk", sa.Integer(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("xform", sa.LargeBinary(), nullable=False),
        sa.Column("md5", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("entities_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("public_key", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("is_client_editable", sa.Boolean(), nullable=False),
        sa.Column("workbook_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("workbook_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column(
            "warnings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("draft_token", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_form_versions_created_by")
        ),
        sa.ForeignKeyConstraint(["form_pk"], ["forms.id"], name=op.f("fk_form_versions_form_pk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_versions")),
    )
    with op.batch_alter_table("form_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_versions_form_pk"), ["form_pk"], unique=False)
        batch_op.create_index(
            "uq_form_versions_version",
            ["form_pk", "version"],
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )

    op.create_table(
        "import_previews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("register_change_count", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_import_previews_project_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_import_previews_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_previews")),
    )
    op.create_table(
        "role_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "data_steward",
                "office",
                "viewer",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_role_assignments_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_role_assignments_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_assignments_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
    )
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_assignments_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "campaign_areas",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_campaign_areas_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_areas_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", name=op.f("pk_campaign_areas")),
    )
    op.create_table(
        "enterprises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("uscc", sqlmodel.sql.sqltypes.AutoString(length=18), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("industry", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=True),
        sa.Column("ownership", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("headcount_on", sa.Date(), nullable=True),
        sa.Column("telephone", sqlmodel.sql.sqltypes.AutoString(length=50), nullable=True),
        sa.Column("has_union", sa.Boolean(), nullable=True),
        sa.Column("union_member_count", sa.Integer(), nullable=True),
        sa.Column("has_party_organisation", sa.Boolean(), nullable=True),
        sa.Column("party_member_count", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_enterprises_area_id")),
        sa.ForeignKeyConstraint(["id"], ["entities.id"], name=op.f("fk_enterprises_id")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_enterprises_park_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_enterprises_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
    )
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprises_area_id"), ["area_id"], unique=False)
        batch_op.create_index("ix_enterprises_name", ["project_id", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_enterprises_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "uq_enterprises_uscc",
            ["project_id", "uscc"],
            unique=True,
            sqlite_where=sa.text("uscc IS NOT NULL"),
            postgresql_where=sa.text("uscc IS NOT NULL"),
        )

    op.create_table(
        "form_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("md5", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content_type", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("entity_list_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_list_id"], ["entity_lists.id"], name=op.f("fk_form_attachments_entity_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_versions.id"],
            name=op.f("fk_form_attachments_form_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_attachments")),
    )
    with op.batch_alter_table("form_attachments", schema=None) as batch_op:
        batch_op.create_index("uq_form_attachments_name", ["form_version_id", "name"], unique=True)

    op.create_table(
        "anonymous_submissions",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column(
            "flags",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_anonymous_submissions_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_anonymous_submissions_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_versions.id"],
            name=op.f("fk_anonymous_submissions_form_version_id"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_anonymous_submissions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("anonymous_submissions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_anonymous_submissions_of", ["campaign_id", "enterprise_id"], unique=False
        )

    op.create_table(
        "arrivals",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column(
            "flags",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_arrivals_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_arrivals_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_arrivals_form_version_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_arrivals")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.create_index("ix_arrivals_of", ["campaign_id", "enterprise_id"], unique=False)

    op.create_table(
        "posters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_posters_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_posters_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_posters_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posters")),
    )
    with op.batch_alter_table("posters", schema=None) as batch_op:
        batch_op.create_index("ix_posters_campaign", ["campaign_id", "enterprise_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_posters_enterprise_id"), ["enterprise_id"], unique=False
        )
        batch_op.create_index("uq_posters_code", ["code"], unique=True)

    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("rules_version", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_releases_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_releases_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_releases_enterprise_id"), ["enterprise_id"], unique=False
        )
        batch_op.create_index(
            "uq_releases_of", ["campaign_id", "enterprise_id", "kind", "sequence"], unique=True
        )

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("form_pk", sa.Integer(), nullable=False),
        sa.Column("root_instance_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column(
            "review_state",
            sa.Enum(
                "received",
                "edited",
                "hasIssues",
                "approved",
                "rejected",
                name="reviewstate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("linked_by", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("link_problem", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_submissions_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_submissions_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["form_pk"], ["forms.id"], name=op.f("fk_submissions_form_pk")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_submissions_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["actors.id"], name=op.f("fk_submissions_submitter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_submissions_enterprise", ["enterprise_id", "form_pk"], unique=False
        )
        batch_op.create_index(
            "ix_submissions_newest", ["form_pk", "received_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_submissions_unlinked",
            ["project_id", "link_problem"],
            unique=False,
            sqlite_where=sa.text("link_problem IS NOT NULL"),
            postgresql_where=sa.text("link_problem IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_submissions_instance", ["form_pk", "root_instance_id"], unique=True
        )

    op.create_table(
        "tallies",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_tallies_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_tallies_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_tallies_form_version_id")
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id",
            "enterprise_id",
            "form_version_id",
            "measure",
            "value",
            name=op.f("pk_tallies"),
        ),
    )
    op.create_table(
        "measure_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_measure_values_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_measure_values_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_versions.id"],
            name=op.f("fk_measure_values_form_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_measure_values_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_values")),
    )
    with op.batch_alter_table("measure_values", schema=None) as batch_op:
        batch_op.create_index(
            "ix_measure_values_of", ["enterprise_id", "campaign_id", "measure"], unique=False
        )
        batch_op.create_index("ix_measure_values_submission", ["submission_id"], unique=False)

    op.create_table(
        "submission_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("form_pk", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("deprecated_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("instance_name", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("xml_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("saw_incomplete", sa.Boolean(), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("user_agent", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column(
            "answers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "flags",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_pk"], ["forms.id"], name=op.f("fk_submission_versions_form_pk")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_versions.id"],
            name=op.f("fk_submission_versions_form_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_versions_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["actors.id"], name=op.f("fk_submission_versions_submitter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_versions")),
    )
    with op.batch_alter_table("submission_versions", schema=None) as batch_op:
        batch_op.create_index("ix_submission_versions_submission", ["submission_id"], unique=False)
        batch_op.create_index(
            "uq_submission_versions_instance", ["form_pk", "instance_id"], unique=True
        )

    op.create_table(
        "entity_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "data",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("branch_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("trunk_version", sa.Integer(), nullable=True),
        sa.Column("branch_base_version", sa.Integer(), nullable=True),
        sa.Column("submission_version_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("user_agent", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["actors.id"], name=op.f("fk_entity_versions_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entities.id"], name=op.f("fk_entity_versions_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_entity_versions_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_versions")),
    )
    with op.batch_alter_table("entity_versions", schema=None) as batch_op:
        batch_op.create_index("uq_entity_versions_version", ["entity_id", "version"], unique=True)

    op.create_table(
        "submission_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_version_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("order_index", sa.Integer(), nullable=False),
        sa.Column("is_expected", sa.Boolean(), nullable=False),
        sa.Column("is_audit", sa.Boolean(), nullable=False),
        sa.Column("blob_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content_type", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column(
            "replaced_blobs",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_submission_attachments_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_attachments")),
    )
    with op.batch_alter_table("submission_attachments", schema=None) as batch_op:
        batch_op.create_index("ix_submission_attachments_blob", ["blob_sha256"], unique=False)
        batch_op.create_index(
            "uq_submission_attachments_name", ["submission_version_id", "name"], unique=True
        )

    op.create_table(
        "submission_xmls",
        sa.Column("submission_version_id", sa.Integer(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_version_id"],
            ["submission_versions.id"],
            name=op.f("fk_submission_xmls_submission_version_id"),
        ),
        sa.PrimaryKeyConstraint("submission_version_id", name=op.f("pk_submission_xmls")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE UNLOGGED TABLE attempt_counters (key VARCHAR(200) PRIMARY KEY,"
            " failure_count INTEGER NOT NULL, blocked_until DOUBLE PRECISION NOT NULL,"
            " window_start DOUBLE PRECISION NOT NULL)"
        )


def downgrade() -> None:
    """Take the change back."""
    op.execute("DROP TABLE IF EXISTS attempt_counters")
    op.drop_table("submission_xmls")
    with op.batch_alter_table("submission_attachments", schema=None) as batch_op:
        batch_op.drop_index("uq_submission_attachments_name")
        batch_op.drop_index("ix_submission_attachments_blob")

    op.drop_table("submission_attachments")
    with op.batch_alter_table("entity_versions", schema=None) as batch_op:
        batch_op.drop_index("uq_entity_versions_version")

    op.drop_table("entity_versions")
    with op.batch_alter_table("submission_versions", schema=None) as batch_op:
        batch_op.drop_index("uq_submission_versions_instance")
        batch_op.drop_index("ix_submission_versions_submission")

    op.drop_table("submission_versions")
    with op.batch_alter_table("measure_values", schema=None) as batch_op:
        batch_op.drop_index("ix_measure_values_submission")
        batch_op.drop_index("ix_measure_values_of")

    op.drop_table("measure_values")
    op.drop_table("tallies")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index("uq_submissions_instance")
        batch_op.drop_index(
            "ix_submissions_unlinked",
            sqlite_where=sa.text("link_problem IS NOT NULL"),
            postgresql_where=sa.text("link_problem IS NOT NULL"),
        )
        batch_op.drop_index("ix_submissions_newest")
        batch_op.drop_index("ix_submissions_enterprise")

    op.drop_table("submissions")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index("uq_releases_of")
        batch_op.drop_index(batch_op.f("ix_releases_enterprise_id"))

    op.drop_table("releases")
    with op.batch_alter_table("posters", schema=None) as batch_op:
        batch_op.drop_index("uq_posters_code")
        batch_op.drop_index(batch_op.f("ix_posters_enterprise_id"))
        batch_op.drop_index("ix_posters_campaign")

    op.drop_table("posters")
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.drop_index("ix_arrivals_of")

    op.drop_table("arrivals")
    with op.batch_alter_table("anonymous_submissions", schema=None) as batch_op:
        batch_op.drop_index("ix_anonymous_submissions_of")

    op.drop_table("anonymous_submissions")
    with op.batch_alter_table("form_attachments", schema=None) as batch_op:
        batch_op.drop_index("uq_form_attachments_name")

    op.drop_table("form_attachments")
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enterprises_uscc",
            sqlite_where=sa.text("uscc IS NOT NULL"),
            postgresql_where=sa.text("uscc IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_enterprises_park_id"))
        batch_op.drop_index("ix_enterprises_name")
        batch_op.drop_index(batch_op.f("ix_enterprises_area_id"))

    op.drop_table("enterprises")
    op.drop_table("campaign_areas")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_user_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_assignments_user_id"))

    op.drop_table("role_assignments")
    op.drop_table("import_previews")
    with op.batch_alter_table("form_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_form_versions_version",
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_form_versions_form_pk"))

    op.drop_table("form_versions")
    op.drop_table("entity_area_changes")
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.drop_index("uq_entities_uuid")
        batch_op.drop_index("ix_entities_area")

    op.drop_table("entities")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaigns_project_id"))

    op.drop_table("campaigns")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_form_pk"))

    op.drop_table("assignments")
    with op.batch_alter_table("area_ancestors", schema=None) as batch_op:
        batch_op.drop_index("ix_area_ancestors_ancestor_id")

    op.drop_table("area_ancestors")
    with op.batch_alter_table("app_user_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_app_user_tokens_app_user_id"))

    op.drop_table("app_user_tokens")
    op.drop_table("app_user_areas")
    op.drop_table("users")
    with op.batch_alter_table("rejected_payloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rejected_payloads_project_id"))

    op.drop_table("rejected_payloads")
    with op.batch_alter_table("parks", schema=None) as batch_op:
        batch_op.drop_index("uq_parks_name")

    op.drop_table("parks")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_project_id"))

    op.drop_table("jobs")
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_forms_form_id",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.drop_table("forms")
    with op.batch_alter_table("entity_lists", schema=None) as batch_op:
        batch_op.drop_index("uq_entity_lists_name")

    op.drop_table("entity_lists")
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audits_project_id"))
        batch_op.drop_index("ix_audits_newest")

    op.drop_table("audits")
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.drop_index("uq_areas_sibling_name")
        batch_op.drop_index(batch_op.f("ix_areas_parent_id"))

    op.drop_table("areas")
    with op.batch_alter_table("app_users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_app_users_project_id"))

    op.drop_table("app_users")
    with op.batch_alter_table("spent_nonces", schema=None) as batch_op:
        batch_op.drop_index("ix_spent_nonces_day")

    op.drop_table("spent_nonces")
    op.drop_table("projects")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outbox_waiting",
            sqlite_where=sa.text("taken_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("taken_at IS NULL AND failed_at IS NULL"),
        )
        batch_op.drop_index("ix_outbox_next")

    op.drop_table("outbox")
    op.drop_table("blobs")
    op.drop_table("actors")
