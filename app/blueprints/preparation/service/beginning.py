"""A preparation that begins with a template, filled with what is known, or with an empty page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.coedit.drafts import begin_document
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.schema import doc, paragraph
from app.blueprints.curriculum.models import NodeKind
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.belonging import group_of, school_in
from app.blueprints.preparation.service.proposing import HOST, Proposal, propose_preparation
from app.blueprints.preparation.service.repeating import begun_a_moment_ago
from app.blueprints.preparation.service.templates import filled, template_or_missing, templates_for
from app.core.db import db
from app.core.policy import authorize
from app.reference import Entry


def begin_preparation(proposal: Proposal, template_key: str | None, *, actor: User) -> JointPreparation:
    """Without a template: a page with the title and nothing else."""
    authorize(actor, "propose_preparation", proposal.unit)
    if (same := begun_a_moment_ago(proposal, actor=actor)) is not None:
        return same
    if template_key is None:
        return propose_preparation(proposal, doc(paragraph()), actor=actor)
    template = template_or_missing(template_key)
    pm = filled(template, header_of(proposal, actor))
    return propose_preparation(replace(proposal, template_key=template.stamp), pm, actor=actor)


def first_text(preparation: JointPreparation, *, actor: User) -> Document:
    """The text of a preparation that was only planned so far: the usual template of its subject."""
    template = templates_for(preparation.subject)[0]
    known = Proposal(
        title=preparation.title,
        unit=preparation.unit,
        node=preparation.node,
        lead_preparer_id=preparation.lead_preparer_id,
        lesson_type=preparation.lesson_type,
        periods=preparation.periods,
    )
    preparation.template_key = template.stamp
    pm = filled(template, header_of(known, actor))
    return begin_document(HOST, preparation.title, pm=pm, author=actor)


def html_of_draft(pm: dict[str, Any]) -> str:
    return html_of(pm)


def header_of(proposal: Proposal, actor: User) -> dict[str, str]:
    """What the first table of a lesson plan can say without anybody typing it."""
    lead = db.session.get_one(User, proposal.lead_preparer_id or actor.id)
    node = proposal.node
    header = {
        "title": proposal.title,
        "lead": lead.name,
        "school": _school(proposal.unit, lead),
        "periods": str(proposal.periods or ""),
        "lesson_type": _name(reference.lesson_types(), proposal.lesson_type),
    }
    if node is None:
        return header
    unit = node if node.kind is NodeKind.UNIT else node.parent
    return header | {
        "subject": _name(reference.subjects(), node.subject),
        "grade": _name(reference.grades(), node.grade),
        "edition": _name(reference.editions(), node.edition),
        "volume": _name(reference.volumes(), node.volume),
        "unit": unit.name if unit else "",
    }


def _school(unit: OrgUnit, lead: User) -> str:
    """In full, for it is printed. A unit of the group has none: then it is the lead preparer's."""
    return unit.school.name if unit.school else school_in(group_of(unit), lead.id) or ""


def _name(table: Mapping[str, Entry], code: str | None) -> str:
    return table[code].name if code and code in table else ""
