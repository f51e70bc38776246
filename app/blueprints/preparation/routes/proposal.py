"""Between the form of a new preparation and the proposal that the service understands."""

from flask_babel import gettext as _
from wtforms import SelectChoice

from app.blueprints.accounts.session import current_user
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation.forms import LONGEST_TITLE, ProposalForm, person_choice
from app.blueprints.preparation.service import topics, word
from app.blueprints.preparation.service.belonging import lead_candidates
from app.blueprints.preparation.service.offering import Occasion, Offer, offer_for
from app.blueprints.preparation.service.proposing import Proposal
from app.blueprints.preparation.service.templates import templates_for
from app.core.errors import Invalid
from app.core.jobs import JobState
from app.web.i18n import language, translated


def blank_form(node_id: int | None) -> ProposalForm:
    """Nothing submitted yet: only the topic may be known."""
    return ProposalForm(formdata=None, data={"node_id": node_id})


def resumed_form(job_id: int) -> ProposalForm:
    """The form of a Word import that failed, as it was, with the reason at the file."""
    row = word.import_of(job_id, actor=current_user())
    form = ProposalForm(formdata=None, data=word.read_fields(row.payload["proposal"]) | {"source": "word"})
    if row.state is JobState.FAILED:
        form.word.errors = [translated(row.error) or _("文件没能转换，请用 Word 或 WPS 打开并另存后再试。")]
    return form


def offer_choices(form: ProposalForm, node: CurriculumNode, units: list[OrgUnit]) -> None:
    """What this person may choose, the fitting unit first."""
    units = topics.units_by_fit(units, node)
    me, leads = current_user(), lead_candidates(units)
    form.offer_lesson_types()
    form.unit_id.choices = [SelectChoice(unit.id, _unit_name(unit)) for unit in units]
    form.lead_preparer_id.choices = [
        person_choice(me),
        *(person_choice(each, _unit_name(unit)) for each, unit in leads if each.id != me.id),
    ]
    form.template.choices = [
        SelectChoice(each.key, each.name_in(language())) for each in templates_for(node.subject)
    ]


def offer_people(form: ProposalForm, node: CurriculumNode, units: list[OrgUnit], words: str = "") -> Offer:
    """Whom to ask in, for the unit and the lead preparer that are chosen at the moment."""
    me = current_user()
    fitting = topics.units_by_fit(units, node)
    return offer_for(
        Occasion(
            unit=next((unit for unit in units if unit.id == form.unit_id.data), fitting[0]),
            subject=node.subject,
            lead_id=form.lead_preparer_id.data or me.id,
            whole_unit=bool(form.whole_unit.data),
            present=frozenset({me.id}),
            chosen=form.invited_ids.data or (),
            words=words,
        )
    )


def fill_in_defaults(form: ProposalForm, node: CurriculumNode) -> None:
    """So that somebody with one lesson group only has to press the button."""
    form.title.data = form.title.data or node.name[:LONGEST_TITLE]
    form.unit_id.data = form.unit_id.data or form.unit_id.choices[0].value
    form.lead_preparer_id.data = form.lead_preparer_id.data or current_user().id
    form.template.data = form.template.data or form.template.choices[0].value
    form.lesson_type.data = form.lesson_type.data or ""
    form.periods.data = form.periods.data or node.periods


def usual_values(node: CurriculumNode, units: list[OrgUnit]) -> dict[str, list[str]]:
    """What the form of this topic says before anybody changes it, by the keys of `form_content.ts`."""
    form = blank_form(node.id)
    offer_choices(form, node, units)
    fill_in_defaults(form, node)
    fields = form.title, form.periods, form.unit_id, form.template
    return {f"{field.name}#0": ["" if field.data is None else str(field.data)] for field in fields}


def proposal_in(form: ProposalForm, node: CurriculumNode, units: list[OrgUnit]) -> Proposal:
    unit = next((unit for unit in units if unit.id == form.unit_id.data), None)
    if unit is None:
        raise Invalid(_("请选择备课组。"), {"unit_id": _("请选择备课组。")})
    return Proposal(
        title=form.title.data.strip(),
        unit=unit,
        node=node,
        lead_preparer_id=form.lead_preparer_id.data,
        whole_unit=form.whole_unit.data,
        invited_ids=form.invited_ids.data or (),
        lesson_type=form.lesson_type.data or None,
        periods=form.periods.data,
        discuss_at=form.discuss_at.moment,
        place=(form.place.data or "").strip(),
        circulate_due=form.circulate_due.data,
        finalize_due=form.finalize_due.data,
    )


def _unit_name(unit: OrgUnit) -> str:
    return f"{unit.name} · {unit.school.short_name}" if unit.school else unit.name
