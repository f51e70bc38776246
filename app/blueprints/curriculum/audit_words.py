"""How the lines about the curriculum read in the audit log. They name their thing in words, in the note."""

from flask_babel import lazy_gettext as _l

from app.web.audit_words import register_sentences

register_sentences(
    {
        "curriculum.copied": _l("把课程目录“%(note)s”另存为自己的"),
        "curriculum.added": _l("在课程目录里添加了“%(note)s”"),
        "curriculum.edited": _l("修改了课程目录的“%(note)s”"),
        "curriculum.moved": _l("移动了课程目录的“%(note)s”"),
        "curriculum.archived": _l("归档了课程目录的“%(note)s”"),
        "curriculum.restored": _l("恢复了课程目录的“%(note)s”"),
        "curriculum.imported": _l("从 Excel 导入了课程目录“%(note)s”"),
        "curriculum.undone": _l("撤销了课程目录里最后一次改动：%(note)s"),
        "curriculum.import_undone": _l("撤销了课程目录的导入“%(note)s”"),
    }
)
