"""What everybody has: the workbench, the search, their own notifications. Each narrows by itself."""

from tests.rights.cast import EVERYBODY
from tests.rights.table import Row, Table

TABLE = Table(
    blueprints={"workbench", "search", "notifications"},
    cast=("guest", "suspended", "group office", "teacher", "participant", "stranger"),
    rows=[
        Row("get /", EVERYBODY),
        Row("get /search?q=分数", EVERYBODY),
        Row("get /notifications", EVERYBODY),
        Row("get /notifications/bell", EVERYBODY),
        Row("post /notifications/readings", EVERYBODY),
        Row("post /notifications/{participant's notification}/opening", {"participant"}),
    ],
)
