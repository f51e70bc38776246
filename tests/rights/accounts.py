"""The account: everybody's own, and whoever's office administers it. Nobody else learns that it exists."""

from collections.abc import Collection

from tests.rights.cast import ADMINS, EVERYBODY, GROUP, SCHOOL
from tests.rights.table import Row, Table

OWN = [
    Row("get /account", EVERYBODY),
    Row("post /account", EVERYBODY, sends={"email": ""}),
    Row("get /account/password", EVERYBODY),
    Row(
        "post /account/password", EVERYBODY, answer=422, sends={"current": "wrong", "new": "y", "again": "y"}
    ),
    Row("get /account/first-password", EVERYBODY, answer=302),  # they have one: on to the workbench
    Row("post /account/first-password", EVERYBODY, answer=409, sends={"new": "y"}),
    Row("get /account/devices", EVERYBODY),
    Row("post /account/devices/others/sign-out", EVERYBODY),
    Row("post /account/devices/{lead's session}/sign-out", {"lead preparer"}),
    Row("get /account/second-factor", EVERYBODY),
    Row("post /account/second-factor", EVERYBODY, answer=422, sends={"password": "wrong"}),
    Row("post /account/second-factor/confirmation", EVERYBODY, answer=409, sends={"code": "123456"}),
    Row("post /account/second-factor/cancellation", EVERYBODY),
    Row("get /account/second-factor/recovery-codes", EVERYBODY, answer=410),
    Row("post /account/second-factor/recovery-codes/new", EVERYBODY, answer=422, sends={"password": "wrong"}),
    Row("post /account/second-factor/removal", EVERYBODY, answer=422, sends={"password": "wrong"}),
]


def to_the_card(people: Collection[str]) -> dict[str, int]:
    """Whether they may see that card it says itself."""
    return dict.fromkeys(people, 303)


ADMINISTERED = [
    Row("get /accounts/{teacher}", SCHOOL, unlike=to_the_card(EVERYBODY - SCHOOL)),
    Row("get /accounts/{teacher}/reset-code", SCHOOL, answer=410),
    Row("post /accounts/{teacher}/reset-code", SCHOOL),
    Row("post /accounts/{teacher}/suspension", SCHOOL),
    Row("post /accounts/{teacher}/reactivation", SCHOOL, answer=409),
    Row("post /accounts/{teacher}/sign-out", SCHOOL),
    Row("post /accounts/{teacher}/second-factor-removal", SCHOOL, answer=409),
    Row("get /accounts/{head}", GROUP, unlike=to_the_card(EVERYBODY - GROUP)),
    Row("post /accounts/{head}/suspension", GROUP),
    Row("get /accounts/{top}", ADMINS, unlike=to_the_card(EVERYBODY - ADMINS)),
    Row("post /accounts/{top}/suspension", ADMINS),
]

TABLE = Table(
    blueprints={"accounts"},
    cast=(
        "guest", "suspended", "installation admin", "group admin", "group head", "group office",
        "school head", "academic director", "lesson group leader", "teacher", "lead preparer",
        "partner head", "stranger head",
    ),
    rows=[*OWN, *ADMINISTERED],
)  # fmt: skip
