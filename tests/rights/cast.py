"""The people of all tables. What they are is in world.py: a school's and its group's usual places."""

SIGNED_IN = (
    "installation admin", "group admin", "group head", "group office", "school head",
    "academic director", "subject leader", "lesson group leader", "teacher", "lead preparer",
    "participant", "expert", "partner", "partner head", "stranger", "stranger head",
)  # fmt: skip
EVERYBODY = frozenset(SIGNED_IN)
ADMINS = frozenset({"installation admin", "group admin"})
GROUP = ADMINS | {"group head", "group office"}
SCHOOL = GROUP | {"school head", "academic director"}
LEADERS = SCHOOL | {"subject leader", "lesson group leader"}
ANY_OFFICE = SCHOOL | {"partner head", "stranger head"}
NEAR = EVERYBODY - {"stranger", "stranger head"}  # may know of the group and its schools

# enough to tell the rules of teaching apart; each feature may ask more
TEACHING = (
    "guest", "suspended", "installation admin", "group office", "academic director", "subject leader",
    "lesson group leader", "teacher", "lead preparer", "participant", "expert", "partner", "stranger",
)  # fmt: skip
