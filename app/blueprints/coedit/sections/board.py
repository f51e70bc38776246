"""What a page is told about the sections of its document."""

from typing import Any

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.sections.service import sections_of
from app.core.policy import can


def board_of(document: Document, reader: User) -> dict[str, Any]:
    """The template's sections in their order, who writes what, and what the reader may do about it."""
    host = host_of(document)
    may_assign = can(reader, "assign_sections", document)
    return {
        "template": [{"key": each.key, "label": each.label} for each in host.sections(document.id)],
        "sections": {
            section.key: {
                "assignee": _person(section.assignee) if section.assignee else None,
                "done": section.done_at is not None,
                "may_mark": may_assign or can(reader, "mark_done", section),
            }
            for section in sections_of(document)
        },
        "may_assign": may_assign,
        "people": [
            {"id": each.user_id, "name": each.name, "school": each.school}
            for each in (host.colleagues(document.id) if may_assign else ())
        ],
    }


def _person(person: User) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "color": person.color}
