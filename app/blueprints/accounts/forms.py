"""What people type about themselves and their accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form

LONGEST_PASSWORD = 128  # hashing a longer one would only cost time


class SignInForm(Form):
    name = StringField(
        _l("账号"),
        [InputRequired(_l("请填写账号。")), Length(max=120)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"),
        [InputRequired(_l("请填写密码。")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
