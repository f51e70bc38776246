"""Open pages look again when somebody was given a section or has finished one."""

from app.blueprints.coedit.news import tell_pages
from app.blueprints.coedit.sections.events import SectionsChanged
from app.core.outbox import subscribe


@subscribe(SectionsChanged)
def show_who_writes_what(event: SectionsChanged) -> None:
    tell_pages(event.document_id, "sections")
