"""What stands beside a text: its rights are those that the preparation answers for it."""

from tests.rights.cast import EVERYBODY, TEACHING
from tests.rights.preparation import IN_CHARGE, READERS
from tests.rights.table import Row, Table
from tests.rights.world import PICTURE

WRITERS = IN_CHARGE | {"participant"}
SPEAKERS = WRITERS | {"expert"}
ONE = "/documents/{document}"
THREAD, HISTORY = f"{ONE}/comments/{{thread}}", f"{ONE}/history"
SAID = {"body": "好", "token": "token-000001"}

PICTURES = [
    Row(f"get {ONE}/images/{{digest}}", READERS),
    Row(f"post {ONE}/images", WRITERS, READERS, answer=201, sends={"file": PICTURE.getvalue()}),
    Row("get /documents/readings?words=字", EVERYBODY),
]
COMMENTS = [
    Row(f"get {ONE}/comments", READERS),
    Row(f"get {THREAD}", READERS, answer=303),
    Row(f"post {ONE}/comments", SPEAKERS, READERS, sends={"quote": "平均分", **SAID}),
    Row(f"post {THREAD}/replies", SPEAKERS, READERS, sends=SAID),
    Row(f"post {THREAD}/resolution", WRITERS, READERS),
    Row(f"post {THREAD}/reopening", WRITERS, READERS),
    Row(f"post {THREAD}/replies/{{comment}}", {"participant"}, READERS, sends={"body": "改了"}),
    Row(f"post {THREAD}/replies/{{comment}}/removal", {"participant"}, READERS),
]
SECTIONS = [
    Row(f"get {ONE}/sections", READERS),
    Row(f"post {ONE}/sections/goals/assignee", IN_CHARGE, READERS, answer=200, sends={"assignee": "{lead}"}),
    Row(f"post {ONE}/sections/goals/done", WRITERS, READERS, answer=200, sends={"done": "1"}),
]
PRESENTING = [  # while the lead preparer presents
    Row(f"get {ONE}/presenting", READERS),
    Row(
        f"post {ONE}/presenting",
        {"lead preparer"},
        READERS,
        answer=200,
        unlike={"subject leader": 409, "lesson group leader": 409},
    ),
    Row(f"post {ONE}/presenting/end", IN_CHARGE, READERS, answer=200),
    Row(f"post {ONE}/presenting/lock", {"lead preparer"}, READERS, answer=200, sends={"on": "1"}),
    Row(f"post {ONE}/presenting/hand", READERS, answer=200, sends={"on": "1"}),
    Row(
        f"post {ONE}/presenting/hands/{{teacher}}", {"lead preparer"}, READERS, answer=200, sends={"on": "1"}
    ),
]
PAST = [
    Row(f"get {HISTORY}", WRITERS, READERS),
    Row(f"get {HISTORY}/versions/{{version}}", WRITERS, READERS),
    Row(f"get {HISTORY}/versions/{{version}}/state", WRITERS, READERS),
    Row(f"get {HISTORY}/compare?from={{version}}", WRITERS, READERS),
    Row(f"get {HISTORY}/replay", WRITERS, READERS),
    Row(f"get {HISTORY}/log", WRITERS, READERS),
    Row(f"get {HISTORY}/writers", READERS),
    Row(f"post {HISTORY}/versions", WRITERS, READERS, sends={"label": "二稿"}),
    Row(f"post {HISTORY}/restorations", WRITERS, READERS, answer=201, sends={"version": "{version}"}),
]
SUGGESTIONS = [
    Row(f"get {ONE}/suggestions", READERS),
    Row(f"get {ONE}/suggestions/text", READERS, answer=303),
    Row(
        f"post {ONE}/suggestions/decisions",
        IN_CHARGE,
        READERS,
        answer=200,
        sends={"keys": "77-1", "verb": "adopt"},
    ),
    Row(f"post {ONE}/suggestions/default", IN_CHARGE, READERS, answer=200, sends={"on": "1"}),
]

TABLE = Table(
    blueprints={"coedit", "comments", "sections", "presenting", "history", "suggestions"},
    cast=TEACHING,
    rows=[*PICTURES, *COMMENTS, *SECTIONS, *PRESENTING, *PAST, *SUGGESTIONS],
)
