"""Open pages look again; where the text was locked or freed, the rooms judge everybody at once."""

from app.blueprints.coedit.news import judge_pages, tell_pages
from app.blueprints.coedit.presenting.events import PresentingChanged
from app.core.outbox import subscribe


@subscribe(PresentingChanged)
def show_how_it_stands(event: PresentingChanged) -> None:
    if event.rights_changed:
        judge_pages(event.document_id)
    tell_pages(event.document_id, "presenting")
