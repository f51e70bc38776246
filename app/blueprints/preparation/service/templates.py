"""Templates of lesson documents: versioned files of the release, filled with what is known already."""

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.blueprints.coedit.text.html_read import read_html
from app.core.errors import Missing

FOLDER = Path(__file__).parent.parent / "templates_data"


class Family(enum.StrEnum):
    LESSON_PLAN = "lesson_plan"  # 教案 / 教学设计
    STUDY_GUIDE = "study_guide"  # 导学案 / 学习任务单
    UNIT_PLAN = "unit_plan"  # 大单元教学设计


@dataclass(frozen=True)
class PreparationTemplate:
    """One layout. `subjects` empty: for all. A changed layout gets a higher version."""

    key: str
    version: int
    family: Family
    name: str
    en: str
    description: str
    subjects: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        return self.en if language == "en" else self.name

    @property
    def stamp(self) -> str:
        """What a preparation remembers: which layout in which version it began with."""
        return f"{self.key}@{self.version}"


@cache
def templates() -> Mapping[str, PreparationTemplate]:
    """All layouts by key, in the order in which they are offered."""
    rows = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    found = [
        PreparationTemplate(
            key=row["key"],
            version=row["version"],
            family=Family(row["family"]),
            name=row["name"],
            en=row["en"],
            description=row["description"],
            subjects=tuple(row.get("subjects", ())),
        )
        for row in rows
    ]
    return {template.key: template for template in found}


def templates_for(subject: str | None) -> list[PreparationTemplate]:
    """Those of the subject first, then those for all."""
    fitting = [each for each in templates().values() if not each.subjects or subject in each.subjects]
    return sorted(fitting, key=lambda each: not each.subjects)


def template_or_missing(key: str) -> PreparationTemplate:
    try:
        return templates()[key]
    except KeyError:
        raise Missing(_("没有这个模板。")) from None


def filled(template: PreparationTemplate, header: Mapping[str, str]) -> dict[str, Any]:
    """The layout as a document; `header` fills the first table, what is not known stays empty."""
    source = (FOLDER / f"{template.key}.html").read_text(encoding="utf-8")
    for name in HEADER:
        source = source.replace(f"{{{name}}}", escape(header.get(name, "")))
    return read_html(source)


HEADER = (
    "title",
    "subject",
    "grade",
    "edition",
    "volume",
    "unit",
    "periods",
    "lesson_type",
    "lead",
    "school",
)
