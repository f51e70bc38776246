"""Keep the index of topics in step with the trees."""

from app.blueprints.curriculum.events import CurriculumChanged
from app.blueprints.curriculum.service.findable import note_topics_of
from app.core.outbox import subscribe


@subscribe(CurriculumChanged)
def index_the_topics(event: CurriculumChanged) -> None:
    note_topics_of(event.volume_id)
