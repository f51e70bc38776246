"""place_ended_with_membership"""

import sqlalchemy as sa
from alembic import op

revision = "633c930eebdc"
down_revision = "1c0f6a2be9d4"


def upgrade() -> None:

    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_with_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_affiliation_ended_with_id"), ["ended_with_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_affiliation_ended_with_id_membership"),
            "membership",
            ["ended_with_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:

    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_affiliation_ended_with_id_membership"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_affiliation_ended_with_id"))
        batch_op.drop_column("ended_with_id")
