"""Template filters from stored codes to names in the reader's language: `{{ unit.subject|subject_name }}`."""

from collections.abc import Callable, Mapping

from flask import Flask

from app import reference
from app.reference import Entry
from app.web.i18n import language


def init_app(app: Flask) -> None:
    tables: dict[str, Callable[[], Mapping[str, Entry]]] = {
        "stage_name": reference.stages,
        "subject_name": reference.subjects,
        "edition_name": reference.editions,
        "volume_name": reference.volumes,
        "lesson_type_name": reference.lesson_types,
        "resource_type_name": reference.resource_types,
        "title_name": reference.titles,
        "level_name": reference.levels,
    }
    for name, table in tables.items():
        app.jinja_env.filters[name] = _naming(table)
    app.jinja_env.filters["grade_name"] = grade_name
    app.jinja_env.globals["term_no"] = term_no


def grade_name(code: str | None, system: str = "63") -> str:
    """`g3` reads 三年级."""
    return name_of(reference.grades(system), code)


def name_of(table: Mapping[str, Entry], code: str | None) -> str:
    """The name in the reader's language; an unknown code (of an older release) reads as itself."""
    entry = table.get(code or "")
    return entry.name_in(language()) if entry else code or ""


def term_no(no: int) -> str:
    """`第一学期` in Chinese, `term 1` in English."""
    return str(no) if language() == "en" else "一二三"[no - 1 : no]


def _naming(table: Callable[[], Mapping[str, Entry]]) -> Callable[[str | None], str]:
    return lambda code: name_of(table(), code)
