"""A preparation while it is written, shown to its lesson group: who reads it, who is in charge of it."""

from tests.rights.cast import ADMINS, EVERYBODY, NEAR, TEACHING
from tests.rights.table import Row, Table

READERS = NEAR - {"partner", "partner head"}
IN_CHARGE = {"subject leader", "lesson group leader", "lead preparer"}
PROPOSERS = IN_CHARGE | {"teacher"}
OWNER = {"lead preparer"}
KEEPERS_OF_THE_FORM = ADMINS | {"academic director"}
ONE = "/preparations/{preparation}"
FORM = "/preparations/print-templates/{school}"

LISTS = [
    Row("get /preparations", EVERYBODY),
    Row("get /preparations/new?node_id={topic}", PROPOSERS, EVERYBODY),
    Row("get /preparations/new/colleagues?node_id={topic}", PROPOSERS, EVERYBODY),
    Row("post /preparations/new", PROPOSERS, EVERYBODY, answer=422, sends={"node_id": "{topic}"}),
    Row("get /preparations/templates/lesson_plan-mathematics", EVERYBODY),
    Row("get /preparations/imports/{conversion}", OWNER),
]
READING = [Row(f"get {ONE}{page}", READERS) for page in ("", "/text", "/edit", "/standing", "/participants")]
CHARGE = [
    Row(f"get {ONE}/details", IN_CHARGE, READERS),
    Row(f"post {ONE}/details", IN_CHARGE, READERS, answer=422, sends={"title": ""}),
    Row(f"post {ONE}/participants", IN_CHARGE, READERS, sends={"user_id": "{teacher}"}),
    Row(f"post {ONE}/participants/{{guests part}}/removal", IN_CHARGE | {"participant"}, READERS),
    Row(f"post {ONE}/transitions", IN_CHARGE, READERS, sends={"move": "circulate"}),
    Row(f"get {ONE}/finalization", IN_CHARGE, READERS, answer=303),  # not yet discussed: back to it
    Row(f"post {ONE}/finalization", IN_CHARGE, READERS, answer=409, sends={"visibility": "group"}),
    Row(f"get {ONE}/cancellation", IN_CHARGE, READERS),
    Row(f"post {ONE}/cancellation", IN_CHARGE, READERS, sends={"reason": "运动会"}),
]
FILES = [
    Row(f"post {ONE}/exports", READERS, sends={"format": "markdown"}),
    Row("get /preparations/exports/new", EVERYBODY),
    Row(
        "post /preparations/exports",
        READERS,
        EVERYBODY,
        sends={"preparation_id": "{preparation}", "format": "markdown"},
    ),
    Row("get /preparations/exports/{export}", OWNER),
    Row("get /preparations/exports/{export}/file", OWNER),
    Row(f"get {FORM}", KEEPERS_OF_THE_FORM, NEAR),
    Row(f"get {FORM}/shipped", KEEPERS_OF_THE_FORM, NEAR),
    Row(f"post {FORM}", KEEPERS_OF_THE_FORM, NEAR, answer=422),
    Row(f"post {FORM}/removal", KEEPERS_OF_THE_FORM, NEAR),
]

TABLE = Table(blueprints={"preparation"}, cast=TEACHING, rows=[*LISTS, *READING, *CHARGE, *FILES])
