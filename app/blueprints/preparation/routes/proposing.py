"""Beginning a preparation: a topic, a first text, the people. One page each with and without a topic."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.text.wide_tables import reachable
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation import policy
from app.blueprints.preparation.forms import ProposalForm
from app.blueprints.preparation.routes.blueprint import bp
from app.blueprints.preparation.routes.proposal import (
    blank_form,
    fill_in_defaults,
    offer_choices,
    offer_people,
    proposal_in,
    resumed_form,
    usual_values,
)
from app.blueprints.preparation.service import beginning, topics, word
from app.blueprints.preparation.service.belonging import schools_of
from app.blueprints.preparation.service.earlier import earlier_about
from app.blueprints.preparation.service.offering import Offer
from app.blueprints.preparation.service.proposing import Proposal
from app.blueprints.preparation.service.templates import filled, template_or_missing
from app.core.errors import Forbidden, Invalid, Missing
from app.core.richtext import cleaned
from app.core.uow import unit_of_work
from app.web.bounds import id_in


@bp.get("/new")
@login_required
def new() -> ResponseReturnValue:
    units = _units()
    failed = request.args.get("failed_import", type=int)
    form = resumed_form(failed) if failed else blank_form(request.args.get("node_id", type=int))
    node = topics.topic(current_user(), form.node_id.data)
    if node is None:
        return _choose_topic(units)
    offer_choices(form, node, units)
    fill_in_defaults(form, node)
    return _page(form, node, units, instead_of=_topic_given_up())


@bp.post("/new")
@login_required
def create() -> ResponseReturnValue:
    form, units = ProposalForm(), _units()
    form.settle_source()
    node = topics.topic(current_user(), form.node_id.data)
    if node is None:
        return _choose_topic(units), 422
    offer_choices(form, node, units)
    address = _begun(form, node, units) if form.validate() else None
    if address is None:
        return _page(form, node, units), 422
    return redirect(address, 303)


@bp.get("/new/colleagues")
@login_required
def choose_colleagues() -> ResponseReturnValue:
    """The part of the form that says whom to invite, when something it depends on was changed."""
    form, units = ProposalForm(request.args), _units()
    node = topics.topic(current_user(), form.node_id.data)
    if node is None:
        raise Missing(str(form.node_id.data))
    offer = offer_people(form, node, units, request.args.get("q", "").strip()[:40])
    return render_template("preparation/_colleagues.html", offer=offer, schools=_schools_in(offer))


@bp.get("/templates/<key>")
@login_required
def template(key: str) -> ResponseReturnValue:
    """How a template looks, before somebody chooses it."""
    chosen = template_or_missing(key)
    html = reachable(cleaned(beginning.html_of_draft(filled(chosen, {}))), _("表格，可左右滚动"))
    return render_template("preparation/template.html", template=chosen, html=html)


def _units() -> list[OrgUnit]:
    units = policy.proposable_units(current_user())
    if not units:
        raise Forbidden(_("你还不在任何备课组里，请联系教务处把你加进备课组。"))
    return units


def _begun(form: ProposalForm, node: CurriculumNode, units: list[OrgUnit]) -> str | None:
    """The address to go on to; None if the domain refused, with the reason in the form."""
    begin = _from_word if form.source.data == "word" else _from_scratch
    try:
        return begin(form, proposal_in(form, node, units))
    except Invalid as refusal:
        at_the_file = {"word": str(refusal)} if form.source.data == "word" else {}
        form.refuse(Invalid(str(refusal), refusal.fields or at_the_file))
        return None


def _from_word(form: ProposalForm, proposal: Proposal) -> str:
    file = word.WordFile(form.word.data.filename or "", form.word.data.read())
    with unit_of_work():
        job = word.propose_from_word(proposal, file, actor=current_user())
    return url_for(".word_import", job_id=job.id)


def _from_scratch(form: ProposalForm, proposal: Proposal) -> str:
    key = form.template.data if form.source.data == "template" else None
    with unit_of_work():
        preparation = beginning.begin_preparation(proposal, key, actor=current_user())
    return url_for(".edit", preparation_id=preparation.id)


def _topic_given_up() -> CurriculumNode | None:
    """The form was begun with this one; what was typed there comes along."""
    return topics.topic(current_user(), request.args.get("instead_of", type=id_in))


def _page(
    form: ProposalForm,
    node: CurriculumNode,
    units: list[OrgUnit],
    *,
    instead_of: CurriculumNode | None = None,
) -> str:
    offer = offer_people(form, node, units)
    return render_template(
        "preparation/new.html",
        form=form,
        node=node,
        instead_of=instead_of,
        usual=usual_values(instead_of, units) if instead_of else {},
        earlier=earlier_about(node, units, actor=current_user()),
        offer=offer,
        schools=_schools_in(offer),
    )


def _schools_in(offer: Offer) -> dict[int, str]:
    """Of those who do not stand below their school."""
    nearest = (unit.people for school in offer.schools if school.is_nearest for unit in school.units.values())
    return schools_of({person.id for people in (offer.chosen, offer.found, *nearest) for person in people})


def _choose_topic(units: list[OrgUnit]) -> str:
    if request.args.get("node_id"):
        raise Missing(request.args["node_id"])  # a topic was asked for, and there is none
    words, given_up = request.args.get("q", "").strip()[:60], _topic_given_up()
    return render_template(
        "preparation/choose_topic.html",
        words=words,
        instead_of=given_up.id if given_up else None,
        shelf=topics.shelf_for(current_user(), units, request.args.get("volume", type=id_in)),
        found=topics.topics_found(current_user(), words),
    )
