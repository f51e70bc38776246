"""What an import of people did, in words: only what there is to say."""

from flask_babel import gettext as _


def made_words(new: int, updated: int, same: int = 0) -> str:
    """新建 12 人，更新 3 人"""
    return _listed(
        (new, _("新建 %(count)s 人", count=new)),
        (updated, _("更新 %(count)s 人", count=updated)),
        (same, _("没有变化 %(count)s 人", count=same)),
    )


def undone_words(gone: int, back: int, kept: int) -> str:
    """删除 12 人，还原 3 人，保留 1 人"""
    return _listed(
        (gone, _("删除 %(count)s 人", count=gone)),
        (back, _("还原 %(count)s 人", count=back)),
        (kept, _("保留 %(count)s 人", count=kept)),
    )


def _listed(*counted: tuple[int, str]) -> str:
    return str(_("，")).join(str(words) for count, words in counted if count)
