"""The trees: shared ones are read by all and changed by none, a school's own by whoever keeps it."""

from tests.rights.cast import EVERYBODY, NEAR, TEACHING
from tests.rights.table import Row, Table

OF_THE_SCHOOL = NEAR - {"partner", "partner head", "participant", "expert"}
KEEPERS = {"installation admin", "group admin", "group office", "academic director", "subject leader"}
NODE, VOLUME = "/curriculum/nodes/{own node}", "/curriculum/volumes/{own volume}"
UPLOAD = "/curriculum/imports/{upload}"
KEEPER_OF_THE_UPLOAD = {"academic director"}


def change(path: str, **more: object) -> Row:
    return Row(f"post {path}", KEEPERS, OF_THE_SCHOOL, **more)  # type: ignore[arg-type]


TABLE = Table(
    blueprints={"curriculum"},
    cast=TEACHING,
    rows=[
        Row("get /curriculum", EVERYBODY),
        Row("get /curriculum/volumes/{shared volume}", EVERYBODY),
        Row(f"get {VOLUME}", OF_THE_SCHOOL),
        Row(f"get {VOLUME}/changes", OF_THE_SCHOOL),
        Row(f"get {NODE}", OF_THE_SCHOOL),
        change(NODE, sends={"name": "新名称"}),
        change(f"{NODE}/children", sends={"name": "新课时"}),
        change(f"{NODE}/moves", sends={"direction": "up"}),
        change(f"{NODE}/archive"),
        change(f"{NODE}/restoration", answer=409),
        change(f"{VOLUME}/reversal", answer=409, sends={"change": "0"}),
        Row("post /curriculum/nodes/{topic}", (), EVERYBODY, sends={"name": "新名称"}),
        Row(
            "post /curriculum/volumes/{shared volume}/copies",
            KEEPERS,
            OF_THE_SCHOOL,
            answer=409,  # the school has one of this book
            sends={"owner": "{whole}"},
        ),
        Row("get /curriculum/volumes/new", KEEPERS, EVERYBODY),
        Row("post /curriculum/volumes/new", KEEPERS, EVERYBODY, answer=422),
        Row("get /curriculum/imports/template.xlsx", EVERYBODY),
        Row("get /curriculum/imports/new", KEEPERS, EVERYBODY),
        Row("post /curriculum/imports/new", KEEPERS, EVERYBODY, answer=422),
        Row(f"get {UPLOAD}", KEEPER_OF_THE_UPLOAD),
        Row(f"get {UPLOAD}/faults", KEEPER_OF_THE_UPLOAD),
        Row(f"post {UPLOAD}/confirmation", KEEPER_OF_THE_UPLOAD),
        Row(f"post {UPLOAD}/reversal", KEEPER_OF_THE_UPLOAD),
        Row("get /curriculum/picker", EVERYBODY),
        Row("get /curriculum/picker/{topic}", EVERYBODY),
    ],
)
