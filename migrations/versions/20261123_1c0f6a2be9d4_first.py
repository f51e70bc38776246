"""first"""

import sqlalchemy as sa
from alembic import op

revision = "1c0f6a2be9d4"
down_revision = None


def upgrade() -> None:

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=40), nullable=False),
        sa.Column("target_kind", sa.String(length=60), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_target", ["target_kind", "target_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.String(length=16), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("kept_seq", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("derived_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", name="jobstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_due_at"), ["due_at"], unique=False)

    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column(
            "grade_system",
            sa.Enum("63", "54", name="gradesystem", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("stages", sa.String(length=60), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("name", name=op.f("uq_school_name")),
    )
    op.create_table(
        "school_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("group", "union", "district_zone", name="groupkind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "merged",
                "entrusted",
                "co_built",
                "alliance",
                "assisted",
                name="governancemode",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("introduction", sa.String(length=2000), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_group")),
        sa.UniqueConstraint("name", name=op.f("uq_school_group_name")),
    )
    op.create_table(
        "search_change",
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_search_change")),
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_at"), ["at"], unique=False)

    op.create_table(
        "unknown_name",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_unknown_name")),
    )
    with op.batch_alter_table("unknown_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unknown_name_tried_at"), ["tried_at"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_pinyin", sa.String(length=160), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "suspended", name="userstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("reset_code_hash", sa.String(length=200), nullable=True),
        sa.Column("reset_code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reset_code_attempts", sa.Integer(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("account_name", name=op.f("uq_user_account_name")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_user_phone")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_name_pinyin"), ["name_pinyin"], unique=False)

    op.create_table(
        "campus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_teaching_site", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_campus_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campus")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_campus_school_id_name")),
    )
    with op.batch_alter_table("campus", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campus_school_id"), ["school_id"], unique=False)

    op.create_table(
        "comment_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("anchor_start", sa.LargeBinary(), nullable=False),
        sa.Column("anchor_end", sa.LargeBinary(), nullable=False),
        sa.Column("quote", sa.String(length=300), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("ck_comment_thread_resolved_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_comment_thread_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_comment_thread_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["user.id"], name=op.f("fk_comment_thread_resolved_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_thread")),
    )
    with op.batch_alter_table("comment_thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_thread_document_id"), ["document_id"], unique=False)

    op.create_table(
        "document_client",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_client_document_id_document")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_client_user_id_user")),
        sa.PrimaryKeyConstraint("document_id", "client_id", name=op.f("pk_document_client")),
    )
    op.create_table(
        "document_hand",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_hand_document_id_document")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_hand_user_id_user")),
        sa.PrimaryKeyConstraint("document_id", "user_id", name=op.f("pk_document_hand")),
    )
    op.create_table(
        "document_picture",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_picture_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_document_picture_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("document_id", "sha256", name=op.f("pk_document_picture")),
    )
    op.create_table(
        "document_presenting",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("presenter_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_presenting_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["presenter_id"], ["user.id"], name=op.f("fk_document_presenting_presenter_id_user")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_presenting")),
    )
    op.create_table(
        "document_section",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_document_section_done_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["user.id"], name=op.f("fk_document_section_assignee_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_section_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["user.id"], name=op.f("fk_document_section_done_by_id_user")
        ),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f("pk_document_section")),
    )
    with op.batch_alter_table("document_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_section_assignee_id"), ["assignee_id"], unique=False)

    op.create_table(
        "document_snapshot",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_snapshot_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_document_snapshot")),
    )
    op.create_table(
        "document_update",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_document_update_author_id_user")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_update_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_document_update")),
    )
    with op.batch_alter_table("document_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_update_author_id"), ["author_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "final",
                "state_change",
                "named",
                "pause",
                "before_restore",
                name="versionkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_document_version_author_id_user")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("document_id", "no", name="uq_document_version_document_id_no"),
    )
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.create_index("ix_document_version_document_id_seq", ["document_id", "seq"], unique=False)
        batch_op.create_index("ix_document_version_sha256", ["sha256"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_login_session_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "member", name="membershiprole", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "yellow",
                "red",
                "graduated",
                "withdrawn",
                name="membershipstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_date IS NULL OR to_date >= from_date", name=op.f("ck_membership_period")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["school_group.id"], name=op.f("fk_membership_group_id_school_group")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_membership_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "group_id", "school_id", "from_date", name=op.f("uq_membership_group_id_school_id_from_date")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_school_id"), ["school_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_notification_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user.id"], name=op.f("fk_notification_recipient_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("recipient_id", "cause", name="uq_notification_once"),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_unread", ["recipient_id", "read_at"], unique=False)

    op.create_table(
        "org_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "district",
                "group",
                "school",
                "department",
                "subject_group",
                "lesson_group",
                "grade_group",
                "studio",
                "body",
                name="unitkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=30), nullable=True),
        sa.Column("grade", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["school_group.id"], name=op.f("fk_org_unit_group_id_school_group")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["org_unit.id"], name=op.f("fk_org_unit_parent_id_org_unit")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_org_unit_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_unit")),
    )
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_unit_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_unit_path"), ["path"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_unit_school_id"), ["school_id"], unique=False)

    op.create_table(
        "preparation_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("word", "pdf", "markdown", name="exportformat", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("is_set", sa.Boolean(), nullable=False),
        sa.Column("preparation_ids", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_preparation_export_job_id_job")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_preparation_export_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_export")),
    )
    with op.batch_alter_table("preparation_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_export_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_preparation_export_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "preparation_word_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_preparation_word_upload_owner_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_word_upload")),
    )
    with op.batch_alter_table("preparation_word_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_word_upload_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "print_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_print_template_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_print_template_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_template")),
        sa.UniqueConstraint("school_id", name=op.f("uq_print_template_school_id")),
    )
    with op.batch_alter_table("print_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_template_digest"), ["digest"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_user_id"), ["user_id"], unique=False)

    op.create_table(
        "school_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_school_period_period")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_period_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_period")),
        sa.UniqueConstraint("school_id", "no", name=op.f("uq_school_period_school_id_no")),
    )
    op.create_table(
        "suggesting_default",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_suggesting_default_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user.id"], name=op.f("fk_suggesting_default_set_by_id_user")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_suggesting_default")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(length=120), nullable=False),
        sa.Column("inserted", sa.String(length=400), nullable=False),
        sa.Column("deleted", sa.String(length=400), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "adopted",
                "rejected",
                "withdrawn",
                name="suggestionstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_suggestion_decided_by_somebody")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_suggestion_author_id_user")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_suggestion_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_suggestion_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("document_id", "key", "round", name="uq_suggestion_document_id_key_round"),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_document_id"), ["document_id"], unique=False)

    op.create_table(
        "teacher_profile",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=True),
        sa.Column("title", sa.String(length=30), nullable=True),
        sa.Column("honour", sa.String(length=60), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_teacher_profile_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_teacher_profile")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.String(length=20), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_term_period")),
        sa.CheckConstraint("no IN (1, 2)", name=op.f("ck_term_no")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["school_group.id"], name=op.f("fk_term_group_id_school_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("group_id", "school_year", "no", name=op.f("uq_term_group_id_school_year_no")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_group_id"), ["group_id"], unique=False)

    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "group_head",
                "group_office",
                "school_head",
                "academic_director",
                "subject_leader",
                "lesson_group_leader",
                "teacher",
                "studio_host",
                "research_officer",
                "inspector",
                "external_expert",
                name="role",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_date IS NULL OR to_date >= from_date", name=op.f("ck_affiliation_period")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_affiliation_unit_id_org_unit")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_affiliation_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affiliation_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_affiliation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_comment_author_id_user")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["comment_thread.id"], name=op.f("fk_comment_thread_id_comment_thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("author_id", "token", name="uq_comment_sent_once"),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "curriculum_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_unit_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("checked", "confirmed", "undone", name="importstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_curriculum_import_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["owner_unit_id"], ["org_unit.id"], name=op.f("fk_curriculum_import_owner_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_import")),
    )
    with op.batch_alter_table("curriculum_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_curriculum_import_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_curriculum_import_owner_unit_id"), ["owner_unit_id"], unique=False
        )

    op.create_table(
        "curriculum_node",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("volume", "unit", "topic", "period", name="nodekind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("owner_unit_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_pinyin", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=30), nullable=False),
        sa.Column("revision_year", sa.Integer(), nullable=True),
        sa.Column("volume", sa.String(length=20), nullable=False),
        sa.Column("source_key", sa.String(length=120), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["curriculum_node.id"],
            name=op.f("fk_curriculum_node_copied_from_id_curriculum_node"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_unit_id"], ["org_unit.id"], name=op.f("fk_curriculum_node_owner_unit_id_org_unit")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["curriculum_node.id"], name=op.f("fk_curriculum_node_parent_id_curriculum_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_node")),
        sa.UniqueConstraint("source_key", name=op.f("uq_curriculum_node_source_key")),
    )
    with op.batch_alter_table("curriculum_node", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_curriculum_node_owner_unit_id"), ["owner_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_curriculum_node_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_curriculum_node_path"), ["path"], unique=False)
        batch_op.create_index(
            "ix_curriculum_node_place", ["subject", "grade", "edition", "volume"], unique=False
        )
        batch_op.create_index(
            "uq_curriculum_node_own_volume",
            ["owner_unit_id", "subject", "grade", "edition", "volume", "revision_year"],
            unique=True,
            sqlite_where=sa.text("kind = 'volume' AND owner_unit_id IS NOT NULL AND archived_at IS NULL"),
            postgresql_where=sa.text("kind = 'volume' AND owner_unit_id IS NOT NULL AND archived_at IS NULL"),
        )

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "confirming",
                "confirmed",
                "undone",
                name="importstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("skip_bad", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("bad_count", sa.Integer(), nullable=False),
        sa.Column("slip_nonce", sa.String(length=64), nullable=True),
        sa.Column("slips_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_import_batch_by_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_import_batch_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "membership_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "yellow",
                "red",
                "graduated",
                "withdrawn",
                name="membershipstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_membership_change_by_id_user")),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_membership_change_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_change")),
    )
    with op.batch_alter_table("membership_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_change_membership_id"), ["membership_id"], unique=False
        )

    op.create_table(
        "preparation_export_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["preparation_export.id"],
            name=op.f("fk_preparation_export_file_export_id_preparation_export"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_export_file")),
    )
    with op.batch_alter_table("preparation_export_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_export_file_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_preparation_export_file_export_id"), ["export_id"], unique=False)

    op.create_table(
        "week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("week_no", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "teaching", "review", "holiday", "flexible", name="weekkind", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_week_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week")),
        sa.UniqueConstraint("term_id", "week_no", name=op.f("uq_week_term_id_week_no")),
    )
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=90), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_mention_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_comment_mention_user_id_user")),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_comment_mention")),
    )
    with op.batch_alter_table("comment_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_mention_user_id"), ["user_id"], unique=False)

    op.create_table(
        "curriculum_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "copied",
                "added",
                "edited",
                "moved",
                "archived",
                "restored",
                "imported",
                name="changekind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("node_name", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_curriculum_change_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["curriculum_import.id"],
            name=op.f("fk_curriculum_change_import_id_curriculum_import"),
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"], ["curriculum_node.id"], name=op.f("fk_curriculum_change_volume_id_curriculum_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_change")),
    )
    with op.batch_alter_table("curriculum_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_curriculum_change_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_curriculum_change_volume_id"), ["volume_id"], unique=False)

    op.create_table(
        "joint_preparation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=30), nullable=True),
        sa.Column("volume", sa.String(length=20), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("week_no", sa.Integer(), nullable=True),
        sa.Column("lead_preparer_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "drafting",
                "circulated",
                "discussing",
                "revising",
                "finalized",
                "archived",
                "cancelled",
                name="state",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "private",
                "invited",
                "lesson_group",
                "subject_group",
                "school",
                "group",
                "district",
                "public",
                name="visibility",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("template_key", sa.String(length=60), nullable=True),
        sa.Column("lesson_type", sa.String(length=30), nullable=True),
        sa.Column("periods", sa.Integer(), nullable=True),
        sa.Column("discuss_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("circulate_due", sa.Date(), nullable=True),
        sa.Column("finalize_due", sa.Date(), nullable=True),
        sa.Column("finalized_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finalized_by_id", sa.Integer(), nullable=True),
        sa.Column("final_version_id", sa.Integer(), nullable=True),
        sa.Column("contributor_count", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'cancelled' OR cancel_reason != ''",
            name=op.f("ck_joint_preparation_cancelled_with_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'cancelled') OR document_id IS NOT NULL",
            name=op.f("ck_joint_preparation_has_text"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('finalized', 'archived') OR (finalized_at IS NOT NULL AND finalized_by_id IS NOT NULL AND final_version_id IS NOT NULL)",
            name=op.f("ck_joint_preparation_finalized_with_version"),
        ),
        sa.CheckConstraint(
            "finalize_due IS NULL OR circulate_due IS NULL OR finalize_due >= circulate_due",
            name=op.f("ck_joint_preparation_dues_in_order"),
        ),
        sa.CheckConstraint(
            "periods IS NULL OR periods BETWEEN 1 AND 60", name=op.f("ck_joint_preparation_periods")
        ),
        sa.CheckConstraint(
            "week_no IS NULL OR week_no BETWEEN 1 AND 40", name=op.f("ck_joint_preparation_week_no")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_joint_preparation_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_joint_preparation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["final_version_id"],
            ["document_version.id"],
            name=op.f("fk_joint_preparation_final_version_id_document_version"),
        ),
        sa.ForeignKeyConstraint(
            ["finalized_by_id"], ["user.id"], name=op.f("fk_joint_preparation_finalized_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["school_group.id"], name=op.f("fk_joint_preparation_group_id_school_group")
        ),
        sa.ForeignKeyConstraint(
            ["lead_preparer_id"], ["user.id"], name=op.f("fk_joint_preparation_lead_preparer_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["curriculum_node.id"], name=op.f("fk_joint_preparation_node_id_curriculum_node")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_joint_preparation_term_id_term")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_joint_preparation_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_preparation")),
        sa.UniqueConstraint("document_id", name=op.f("uq_joint_preparation_document_id")),
    )
    with op.batch_alter_table("joint_preparation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_preparation_discuss_at"), ["discuss_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_grade"), ["grade"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_joint_preparation_lead_preparer_id"), ["lead_preparer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_joint_preparation_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_term_id"), ["term_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_preparation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "preparation_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("preparation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user.id"], name=op.f("fk_preparation_participant_invited_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["joint_preparation.id"],
            name=op.f("fk_preparation_participant_preparation_id_joint_preparation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_preparation_participant_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_participant")),
        sa.UniqueConstraint("preparation_id", "user_id", name="uq_preparation_participant_person"),
    )
    with op.batch_alter_table("preparation_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_participant_user_id"), ["user_id"], unique=False)

    op.create_table(
        "preparation_transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("preparation_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "start_draft",
                "circulate",
                "return",
                "open_discussion",
                "close_discussion",
                "reopen",
                "finalize",
                "archive",
                "cancel",
                name="move",
                native_enum=False,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "planned",
                "drafting",
                "circulated",
                "discussing",
                "revising",
                "finalized",
                "archived",
                "cancelled",
                name="state",
                native_enum=False,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "planned",
                "drafting",
                "circulated",
                "discussing",
                "revising",
                "finalized",
                "archived",
                "cancelled",
                name="state",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_preparation_transition_actor_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["joint_preparation.id"],
            name=op.f("fk_preparation_transition_preparation_id_joint_preparation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_transition")),
    )
    with op.batch_alter_table("preparation_transition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_preparation_transition_preparation_id"), ["preparation_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("preparation_transition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_transition_preparation_id"))

    op.drop_table("preparation_transition")
    with op.batch_alter_table("preparation_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_participant_user_id"))

    op.drop_table("preparation_participant")
    with op.batch_alter_table("joint_preparation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_preparation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_term_id"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_subject"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_state"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_node_id"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_lead_preparer_id"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_group_id"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_grade"))
        batch_op.drop_index(batch_op.f("ix_joint_preparation_discuss_at"))

    op.drop_table("joint_preparation")
    with op.batch_alter_table("curriculum_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_curriculum_change_volume_id"))
        batch_op.drop_index(batch_op.f("ix_curriculum_change_import_id"))

    op.drop_table("curriculum_change")
    with op.batch_alter_table("comment_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_mention_user_id"))

    op.drop_table("comment_mention")
    op.drop_table("week")
    with op.batch_alter_table("preparation_export_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_export_file_export_id"))
        batch_op.drop_index(batch_op.f("ix_preparation_export_file_digest"))

    op.drop_table("preparation_export_file")
    with op.batch_alter_table("membership_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_change_membership_id"))

    op.drop_table("membership_change")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_unit_id"))
        batch_op.drop_index(batch_op.f("ix_import_batch_by_id"))

    op.drop_table("import_batch")
    with op.batch_alter_table("curriculum_node", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_curriculum_node_own_volume",
            sqlite_where=sa.text("kind = 'volume' AND owner_unit_id IS NOT NULL AND archived_at IS NULL"),
            postgresql_where=sa.text("kind = 'volume' AND owner_unit_id IS NOT NULL AND archived_at IS NULL"),
        )
        batch_op.drop_index("ix_curriculum_node_place")
        batch_op.drop_index(batch_op.f("ix_curriculum_node_path"))
        batch_op.drop_index(batch_op.f("ix_curriculum_node_parent_id"))
        batch_op.drop_index(batch_op.f("ix_curriculum_node_owner_unit_id"))

    op.drop_table("curriculum_node")
    with op.batch_alter_table("curriculum_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_curriculum_import_owner_unit_id"))
        batch_op.drop_index(batch_op.f("ix_curriculum_import_actor_id"))

    op.drop_table("curriculum_import")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_thread_id"))
        batch_op.drop_index(batch_op.f("ix_comment_author_id"))

    op.drop_table("comment")
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affiliation_user_id"))
        batch_op.drop_index(batch_op.f("ix_affiliation_unit_id"))

    op.drop_table("affiliation")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_group_id"))

    op.drop_table("term")
    op.drop_table("teacher_profile")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_document_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_author_id"))

    op.drop_table("suggestion")
    op.drop_table("suggesting_default")
    op.drop_table("school_period")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_user_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("print_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_template_digest"))

    op.drop_table("print_template")
    with op.batch_alter_table("preparation_word_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_word_upload_owner_id"))

    op.drop_table("preparation_word_upload")
    with op.batch_alter_table("preparation_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_export_owner_id"))
        batch_op.drop_index(batch_op.f("ix_preparation_export_expires_at"))

    op.drop_table("preparation_export")
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_unit_school_id"))
        batch_op.drop_index(batch_op.f("ix_org_unit_path"))
        batch_op.drop_index(batch_op.f("ix_org_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_org_unit_group_id"))

    op.drop_table("org_unit")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_unread")

    op.drop_table("notification")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_school_id"))
        batch_op.drop_index(batch_op.f("ix_membership_group_id"))

    op.drop_table("membership")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_user_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_index("ix_document_version_sha256")
        batch_op.drop_index("ix_document_version_document_id_seq")

    op.drop_table("document_version")
    with op.batch_alter_table("document_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_update_author_id"))

    op.drop_table("document_update")
    op.drop_table("document_snapshot")
    with op.batch_alter_table("document_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_section_assignee_id"))

    op.drop_table("document_section")
    op.drop_table("document_presenting")
    op.drop_table("document_picture")
    op.drop_table("document_hand")
    op.drop_table("document_client")
    with op.batch_alter_table("comment_thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_thread_document_id"))

    op.drop_table("comment_thread")
    with op.batch_alter_table("campus", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campus_school_id"))

    op.drop_table("campus")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_name_pinyin"))

    op.drop_table("user")
    with op.batch_alter_table("unknown_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unknown_name_tried_at"))

    op.drop_table("unknown_name")
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signal_at"))

    op.drop_table("signal")
    op.drop_table("search_change")
    op.drop_table("school_group")
    op.drop_table("school")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_due_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_owner_id"))
        batch_op.drop_index(batch_op.f("ix_job_due_at"))

    op.drop_table("job")
    op.drop_table("document")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_target")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
