"""Which list an address means: its tab and its filters."""

from flask import request

from app.blueprints.preparation.service.listing import Filters, Tab
from app.web.bounds import id_in


def wanted_list() -> tuple[Tab, Filters]:
    wanted = request.args.get("tab", "")
    tab = Tab(wanted) if wanted in list(Tab) else Tab.UNDER_WAY
    return tab, Filters(
        subject=request.args.get("subject", "")[:30],
        grade=request.args.get("grade", "")[:10],
        school_id=request.args.get("school", type=id_in),
        unit_id=request.args.get("unit", type=id_in),
        person_id=request.args.get("person", type=id_in),
    )
