"""How found preparations are shown on the search page; registered in the wiring."""

from collections.abc import Collection, Mapping

from flask import url_for
from flask_babel import lazy_gettext as _l

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.finding import KIND, all_numbers, described, visible_rows
from app.blueprints.preparation.states import SETTLED
from app.blueprints.search.kinds import ResultLink, register_kind
from app.web.filters import label
from app.web.reference_filters import grade_name, name_of


def links(actor: User, ids: Collection[int]) -> Mapping[int, ResultLink]:
    return {number: _link(row) for number, row in visible_rows(actor, ids).items()}


def register() -> None:
    register_kind(KIND, label=_l("集体备课"), load=links, describe=described, numbers=all_numbers)


def _link(preparation: JointPreparation) -> ResultLink:
    page = "preparation.read" if preparation.state in SETTLED else "preparation.show"
    school = preparation.unit.school.short_name if preparation.unit.school else ""
    parts = (
        preparation.lead_preparer.name,
        school,
        name_of(reference.subjects(), preparation.subject),
        grade_name(preparation.grade),
    )
    return ResultLink(
        url=url_for(page, preparation_id=preparation.id),
        title=preparation.title,
        subtitle=" · ".join(part for part in parts if part),
        chips=(label(preparation.state),),
    )
