"""Why an update or a join is refused: a code for the page, a sentence for the person."""

import enum

from flask_babel import lazy_gettext as _


class Reason(enum.StrEnum):
    """The codes of `refused`, `revoked`, `not_saved` and failed joins."""

    FORBIDDEN = "forbidden"
    MISSING = "missing"
    SCHEMA = "schema"
    FULL = "full"
    CROWDED = "crowded"
    UNAVAILABLE = "unavailable"
    SIGNED_OUT = "signed_out"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    READ_ONLY = "read_only"
    SUGGEST_ONLY = "suggest_only"
    GAP = "gap"
    FOREIGN = "foreign"
    TOO_FAST = "too_fast"
    DOCUMENT_FULL = "document_full"
    NOT_JOINED = "not_joined"
    CLOSED = "closed"
    CHANGED = "changed"
    NOT_SAVED = "not_saved"


SENTENCES = {
    Reason.FORBIDDEN: _("你没有权限打开这份文档。"),
    Reason.MISSING: _("这份文档不存在。"),
    Reason.SCHEMA: _("编辑器已更新，请刷新页面后继续。"),
    Reason.FULL: _("同时打开这份文档的人太多，请稍后再试。"),
    Reason.CROWDED: _("你在太多窗口里打开了这份文档，请先关掉几个再刷新。"),
    Reason.UNAVAILABLE: _("暂时无法打开文档，正在重试。"),
    Reason.SIGNED_OUT: _("登录已失效，请重新登录。"),
    Reason.TOO_LARGE: _("这次修改太大，无法保存。请分几次粘贴。"),
    Reason.INVALID: _("收到的内容无法识别，没有保存。"),
    Reason.READ_ONLY: _("你只能阅读这份文档，修改没有保存。"),
    Reason.SUGGEST_ONLY: _("你在这份文档里可以提建议，不能直接改动文字；这次修改没有保存。"),
    Reason.GAP: _("有修改没有送达，正在重新同步。"),
    Reason.FOREIGN: _("这些修改属于另一位老师的账号，没有保存。"),
    Reason.TOO_FAST: _("修改过于频繁，正在稍后重试。"),
    Reason.DOCUMENT_FULL: _("文档已达到大小上限，新的修改没有保存。"),
    Reason.NOT_JOINED: _("页面与文档的连接已断开，正在重新连接。"),
    Reason.CLOSED: _("文档已定稿，不能再修改。"),
    Reason.CHANGED: _("你在这份文档中的权限有变化。"),
    Reason.NOT_SAVED: _("服务器暂时无法保存，修改保留在本页，恢复后会自动保存。"),
}


class Refused(Exception):
    """This one update is not taken in; the room lives on."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
