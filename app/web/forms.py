"""The base of all forms: CSRF, and domain refusals shown at the field they belong to."""

from collections.abc import Callable
from typing import Any, Protocol, Self

from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, SelectField, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Invalid


class Shipped(Protocol):
    """The sentences that come with the forms library."""

    def gettext(self, string: str) -> str: ...
    def ngettext(self, singular: str, plural: str, n: int) -> str: ...


class _Words:
    """The shipped sentences, but a plainer one for what is met most often."""

    def __init__(self, shipped: Shipped) -> None:
        self.shipped = shipped

    def gettext(self, string: str) -> str:
        if string == "This field is required.":
            return str(gettext("请填写这一项。"))
        return self.shipped.gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.shipped.ngettext(singular, plural, n)


class Form(FlaskForm):
    """A form whose errors may also come from the domain."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: object) -> object:
            self.locales = [str(get_locale() or "zh")]
            return _Words(super().get_translations(form))

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused: at the named fields, the rest at the top of the form."""
        for name, sentence in error.fields.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, sentence]
        if not any(name in self._fields for name in error.fields):
            self.form_errors.append(str(error))

    def saying(self, sentence: str) -> Self:
        """With what is wrong at the top: nobody has looked at the fields yet."""
        self.form_errors.append(sentence)
        return self


class UploadField(FileField):
    """A file of at most so many bytes: the page says so as soon as a larger one is chosen."""

    def __init__(self, *args: Any, most_bytes: Callable[[], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most_bytes = most_bytes

    def __call__(self, **kwargs: Any) -> Any:
        return super().__call__(**{"data-most-upload": self._most_bytes(), **kwargs})


class LongSelectField(SelectField):
    """A select that may hold a whole school. With scripts, what is typed above it shortens the list."""

    SHORT = 10  # choices that fit on the screen need no search

    @property
    def is_long(self) -> bool:
        return len(list(self.iter_choices())) > self.SHORT


class MultiCheckboxField(SelectMultipleField):
    """Boxes of which several may be ticked. No single box is `required`: browsers would demand them all."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Sent:
    """Refuses a form that came without this text: every page of ours sends it, if only empty, and taking it
    for empty would clear what is stored."""

    def __call__(self, _form: object, field: Field) -> None:
        if not field.raw_data:
            raise StopValidation(str(gettext("请求不完整或已过期，请返回上一页重试。")))


class AtLeastOne:
    """Says what is missing when no box of a group is ticked; unlike InputRequired it marks no box."""

    def __init__(self, sentence: object) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            raise StopValidation(str(self.sentence))
