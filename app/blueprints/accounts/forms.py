"""What people type about themselves and their accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.blueprints.accounts import password_rules
from app.web.filters import register_labels
from app.web.forms import Form


class SignInForm(Form):
    name = StringField(
        _l("账号"),
        [InputRequired(_l("请填写账号。")), Length(max=120)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"),
        [InputRequired(_l("请填写密码。")), Length(max=password_rules.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class CodeForm(Form):
    """The second step: a code of the app, or a recovery code."""

    code = StringField(
        _l("验证码"),
        [InputRequired(_l("请填写验证码。")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class _CurrentPassword(Form):
    current = PasswordField(
        _l("当前密码"),
        [InputRequired(_l("请填写当前密码。")), Length(max=password_rules.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class _ResetCode(Form):
    name = StringField(
        _l("账号"),
        [InputRequired(_l("请填写账号。")), Length(max=120)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    code = StringField(
        _l("重置码"),
        [InputRequired(_l("请填写重置码。")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    new_password = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请填写新密码。")), Length(max=password_rules.LONGEST)],
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("再输入一次"),
        [EqualTo("new_password", _l("两次输入的密码不一样。"))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(_CurrentPassword, NewPasswordForm):
    """The order of the fields on the page is that of the classes above: what is wrong is named from above."""


class ResetForm(_ResetCode, NewPasswordForm):
    """Account and code, then the new password."""


class ProofForm(Form):
    """Before something that could lock the owner out: it is still the same person who sits there."""

    password = PasswordField(
        _l("当前密码"),
        [InputRequired(_l("请填写当前密码。")), Length(max=password_rules.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class ContactForm(Form):
    """What is wrong with either is judged by the service, so that both are named at once."""

    phone = StringField(_l("手机号"), render_kw={"autocomplete": "tel", "inputmode": "tel", "maxlength": 30})
    forget_phone = BooleanField(_l("删除手机号"))
    email = StringField(
        _l("邮箱"), render_kw={"autocomplete": "email", "inputmode": "email", "maxlength": 120}
    )
    forget_email = BooleanField(_l("删除邮箱"))


register_labels(
    password_rules.Strength,
    {
        password_rules.Strength.WEAK: _l("偏弱"),
        password_rules.Strength.FAIR: _l("还可以"),
        password_rules.Strength.STRONG: _l("很强"),
    },
)
