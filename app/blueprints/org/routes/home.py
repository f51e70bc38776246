"""The first page of administration: what this person may manage."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.blueprints.accounts.models import User
from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices, overview
from app.blueprints.org.forms.structure import InstallationForm
from app.blueprints.org.policy.authority import runs_something
from app.blueprints.org.reach import reach_of
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted
from app.blueprints.org.service.founding import name_installation, root_unit
from app.web.flash import tell

Card = tuple[str, str, LazyString, LazyString]
GROUPS: Card = (
    "org.groups",
    "building-community",
    _l("集团列表"),
    _l("集团、成员校的加入与状态、校历。"),
)
SCHOOLS: Card = ("org.schools", "school", _l("学校列表"), _l("学制、校区、节次，教研组和备课组。"))
PEOPLE: Card = ("org.people", "users", _l("人员"), _l("查找人员，任命和结束任职。"))
COLLEAGUES: Card = ("org.people", "users", _l("同事"), _l("查找同事，看他们在哪些部门。"))
AUDIT: Card = ("org.audit", "history", _l("审计记录"), _l("谁在什么时候登录，改了哪些账号、任职和部门。"))
IMPORT: Card = (
    "org.imports",
    "file-spreadsheet",
    _l("导入教师"),
    _l("从 Excel 批量建账号：先检查，再确认，可以撤销。"),
)


@bp.get("/")
@login_required
def home() -> ResponseReturnValue:
    """Everybody may look up schools and colleagues; the rest depends on what they manage."""
    actor = current_user()
    return render_template(
        "org/home.html", cards=_cards(actor), manages=runs_something(actor), root=overview.root_for(actor)
    )


def _cards(actor: User) -> list[Card]:
    """Only what there is for this person."""
    reach = reach_of(actor)
    offered = [
        (GROUPS, reach.is_installation_admin or bool(reach.group_ids)),
        (SCHOOLS, reach.is_installation_admin or bool(reach.group_ids | reach.school_ids)),
        (PEOPLE if choices.roles_to_give(actor) else COLLEAGUES, True),
        (IMPORT, bool(choices.units_to_import_for(actor))),
        (AUDIT, overview.may_at_root(actor, "read_audit_log")),
    ]
    return [card for card, for_them in offered if for_them]


@bp.get("/installation")
@login_required
def edit_installation() -> ResponseReturnValue:
    overview.authorize_at_root(current_user(), "name_installation")
    return render_template("org/installation.html", form=InstallationForm(obj=root_unit()))


@bp.post("/installation")
@login_required
def update_installation() -> ResponseReturnValue:
    form = InstallationForm()
    overview.authorize_at_root(current_user(), "name_installation")
    if not accepted(form, lambda: name_installation(form.name.data, actor=current_user())):
        return render_template("org/installation.html", form=form), 422
    tell(_("已保存。"))
    return redirect(url_for(".home"), 303)
