"""How the lines about accounts read in the audit log."""

from flask_babel import lazy_gettext as _l

from app.web.audit_words import register_sentences

register_sentences(
    {
        "accounts.signed_in": _l("登录了"),
        "accounts.signed_out": _l("退出了登录"),
        "accounts.sign_in_failed": _l("登录失败：%(whom)s的密码不对"),
        "accounts.second_factor_failed": _l("登录失败：%(whom)s的验证码不对"),
        "accounts.suspended_turned_away": _l("登录被拒绝：账号已停用"),
        "accounts.session_ended": _l("退出了自己的一台设备：%(note)s"),
        "accounts.other_sessions_ended": _l("退出了自己的其他设备"),
        "accounts.signed_out_everywhere": _l("让%(whom)s在所有设备上退出登录"),
        "accounts.password_changed": _l("修改了自己的密码"),
        "accounts.reset_code_issued": _l("给%(whom)s发放了重置码"),
        "accounts.reset_failed": _l("输错了%(whom)s的重置码"),
        "accounts.password_reset": _l("用重置码设置了新密码"),
        "accounts.contact_changed": _l("修改了自己的联系方式"),
        "accounts.second_factor_set": _l("开启了两步验证"),
        "accounts.second_factor_turned_off": _l("关闭了两步验证"),
        "accounts.second_factor_removed": _l("移除了%(whom)s的两步验证"),
        "accounts.recovery_codes_renewed": _l("换了一批恢复码"),
        "accounts.recovery_code_used": _l("用恢复码通过了两步验证"),
        "accounts.account_suspended": _l("停用了%(whom)s的账号"),
        "accounts.account_reactivated": _l("恢复了%(whom)s的账号"),
    }
)
