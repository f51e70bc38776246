"""The base of all forms: CSRF, and domain refusals shown at the field they belong to."""

from typing import Self

from flask_babel import get_locale
from flask_wtf import FlaskForm

from app.core.errors import Invalid


class Form(FlaskForm):
    """A form whose errors may also come from the domain."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: object) -> object:
            self.locales = [str(get_locale() or "zh")]
            return super().get_translations(form)

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
