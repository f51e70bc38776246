"""What a page is told about presenting."""

from typing import Any

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.presenting.service import hands_of, presenting_of
from app.core.policy import can


def stage_of(document: Document, reader: User) -> dict[str, Any]:
    running = presenting_of(document)
    may_begin = can(reader, "present", document)
    if running is None:
        return {"presenter": None, "may_begin": may_begin, "hands": []}
    schools = {each.user_id: each.school for each in host_of(document).colleagues(document.id)}
    return {
        "presenter": {"id": running.presenter_id, "name": running.presenter.name},
        "locked": running.locked,
        "hands": [
            {
                "id": hand.user_id,
                "name": hand.user.name,
                "school": schools.get(hand.user_id, ""),
                "called": hand.called_at is not None,
            }
            for hand in hands_of(document)
        ],
        "ends_in": running.seconds_left,  # unless the presenter is seen again until then
        "may_begin": may_begin,
        "may_lead": can(reader, "lead", running),
        "may_end": can(reader, "end", running),
    }
