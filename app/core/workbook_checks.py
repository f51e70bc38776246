"""Whether uploaded bytes are a plain Excel workbook that is safe to unpack."""

import zipfile
from io import BytesIO

from flask_babel import gettext as _

from app.core.errors import Invalid
from app.core.sentences import said

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls of 1997, and the shell of a password-protected .xlsx
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500


def check_workbook(content: bytes, *, max_bytes: int) -> None:
    """Raise Invalid, saying what is wrong and what to do, unless this is a plain .xlsx file."""
    if not content:
        raise Invalid(_("文件是空的，请重新选择。"))
    if len(content) > max_bytes:
        limit = f"{max_bytes / 1024 / 1024:.0f} MB"
        raise Invalid(said("文件太大，最多 %(limit)s。请拆成几个文件分别上传。", limit=limit))
    if content.startswith(OLE_MAGIC):
        _refuse_ole(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _not_excel() from error


def _refuse_ole(content: bytes) -> None:
    if ENCRYPTED in content:
        raise Invalid(_("这个文件加了密码。请在 Excel 或 WPS 中去掉密码，另存后再上传。"))
    raise Invalid(_("这是旧版 .xls 文件。请在 Excel 或 WPS 中另存为“.xlsx”格式后再上传。"))


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise _not_excel()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(_("文件解开后太大，无法读取。请只保留需要导入的工作表，去掉图片后再上传。"))
    if any(part.flag_bits & 0x1 for part in parts):
        raise Invalid(_("这个文件加了密码。请在 Excel 或 WPS 中去掉密码，另存后再上传。"))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Invalid(_("文件中含有宏。请另存为不含宏的“.xlsx”格式后再上传。"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Invalid(_("文件中有指向其他文件的链接。请把内容复制为“值”，另存后再上传。"))


def _not_excel() -> Invalid:
    return Invalid(_("这不是 Excel 文件（.xlsx）。请下载模板，填写后再上传。"))
