"""How found topics are shown on the search page; registered in the wiring."""

from collections.abc import Collection, Mapping

from flask import url_for
from flask_babel import lazy_gettext as _l

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.service.findable import (
    KIND,
    all_numbers,
    described,
    visible_rows,
)
from app.blueprints.search.kinds import ResultLink, register_kind
from app.web.i18n import language
from app.web.reference_filters import name_of


def links(actor: User, ids: Collection[int]) -> Mapping[int, ResultLink]:
    return {number: _link(row) for number, row in visible_rows(actor, ids).items()}


def register() -> None:
    register_kind(KIND, label=_l("课题"), load=links, describe=described, numbers=all_numbers, order=2)


def _link(node: CurriculumNode) -> ResultLink:
    """The topic's page lists the preparations of it."""
    parts = [
        _volume(node),
        name_of(reference.editions(), node.edition),
        node.parent.name if node.parent else "",
    ]
    return ResultLink(
        url=url_for("curriculum.node", node_id=node.id),
        title=node.name,
        subtitle=" · ".join(part for part in parts if part),
        chips=(node.owner_unit.name,) if node.owner_unit else (),
    )


def _volume(node: CurriculumNode) -> str:
    """As the pages of the curriculum write it: 数学 三年级上册."""
    space = " " if language() == "en" else ""
    grade, volume = name_of(reference.grades(), node.grade), name_of(reference.volumes(), node.volume)
    return f"{name_of(reference.subjects(), node.subject)} {grade}{space}{volume}"
