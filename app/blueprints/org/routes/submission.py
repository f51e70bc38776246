"""A form that was sent: run the use case in one transaction, or show again what was refused."""

from collections.abc import Callable

from app.core.errors import Invalid
from app.core.uow import unit_of_work
from app.web.forms import Form
from app.web.shared_forms import SharedForm


def accepted(form: Form, use_case: Callable[[], object]) -> bool:
    """Whether the use case went through. The whole of it is one transaction."""
    return accepted_slow(form, lambda: _in_one_transaction(use_case))


def accepted_change(
    form: SharedForm, use_case: Callable[[], object], *, stored: Callable[[], SharedForm]
) -> bool:
    """The same for what several people edit: `stored` makes the form anew, with what is stored by now."""

    def change() -> None:
        form.take_in(stored())
        use_case()

    return accepted(form, change)


def accepted_slow(form: Form, use_case: Callable[[], object]) -> bool:
    """The same for a use case that opens its own transactions, around work that takes long."""
    if not form.validate_on_submit():
        return False
    try:
        use_case()
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


def _in_one_transaction(use_case: Callable[[], object]) -> None:
    with unit_of_work():
        use_case()
