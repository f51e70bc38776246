"""A form that was sent: run the use case, or show the form again with what was refused."""

from collections.abc import Callable
from typing import TypeVar

from app.core.errors import Invalid, TooMany
from app.web.forms import Form

T = TypeVar("T")


class Submission:
    """`accepted` says whether the use case went through; else show the form again with `status`."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.status = 422
        self.accepted = False

    def run(self, use_case: Callable[[], T]) -> T | None:
        if not self.form.validate_on_submit():
            return None
        try:
            outcome = use_case()
        except Invalid as refusal:
            self.form.refuse(refusal)
            return None
        except TooMany as refusal:
            self.form.form_errors.append(str(refusal))
            self.status = 429
            return None
        self.accepted = True
        return outcome
