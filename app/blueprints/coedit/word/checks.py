"""What a file must pass before anything opens it: decided by its content, never by its name.

Nothing is written to disk here, and never more is unpacked than the limits below, whatever a file
claims about itself.
"""

import io
import re
import zipfile
import zlib

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from lxml import etree

from app.core.errors import Invalid

_MB = 1024 * 1024
MOST_ENTRIES = 3000
MOST_UNPACKED = 300 * _MB
MOST_XML = 24 * _MB  # all parts of text together; a book has about five
MOST_TAGS = 1_500_000  # of one part: a parsed tag takes a hundred bytes and more
MOST_PART = 100 * _MB
MOST_RATIO = 150  # of one part above some megabytes: honest XML reaches about 30
READ_AT_ONCE = 64 * 1024

_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError, KeyError)
_ENTRY = b"PK\x01\x02"  # begins every line of a zip's table of contents
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = lazy_gettext("这是旧格式的文档（.doc 或 .wps），请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
_FOREIGN: tuple[tuple[bytes, object], ...] = (
    (b"%PDF", lazy_gettext("这是 PDF 文件，请导入 Word 文档（.docx）。")),
    (b"{\\rtf", lazy_gettext("这是 RTF 文件，请用 Word 或 WPS 另存为 .docx 后再导入。")),
    (b"Rar!", lazy_gettext("这是压缩包，请先解压，再导入其中的 Word 文档（.docx）。")),
    (b"7z\xbc\xaf", lazy_gettext("这是压缩包，请先解压，再导入其中的 Word 文档（.docx）。")),
    (b"<", lazy_gettext("这是网页文件，请用 Word 或 WPS 另存为 .docx 后再导入。")),
)
_SIBLINGS = (
    ("xl/workbook.xml", lazy_gettext("这是 Excel 表格，请导入 Word 文档（.docx）。")),
    ("xl/workbook.bin", lazy_gettext("这是 Excel 表格，请导入 Word 文档（.docx）。")),
    ("ppt/presentation.xml", lazy_gettext("这是演示文稿，请导入 Word 文档（.docx）。")),
    ("content.xml", lazy_gettext("这是 OpenDocument 文档，请另存为 .docx 后再导入。")),
)
TYPES_PART = "[Content_Types].xml"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}encoding=[\"']([^\"']+)")
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:/?/?|//|\\\\)", re.IGNORECASE)
_LOCAL = re.compile(r"\s*(?:file:(?:///(?![/\\])|/{0,2}[a-z]:)|[a-z]:)", re.IGNORECASE)  # C:\…\Normal.dotm


def open_word(content: bytes, most_mb: int) -> zipfile.ZipFile:
    """The parts of a .docx that is safe to read. Raises Invalid with what is wrong with it."""
    check_kind(content, most_mb)
    if content.count(_ENTRY) > MOST_ENTRIES:  # before the list of them is built
        raise _too_big_inside()
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except _UNREADABLE as error:
        raise _damaged() from error
    _check_entries(package)
    _check_is_word(package)
    _check_parts(package)
    return package


def check_kind(content: bytes, most_mb: int) -> None:
    """By size and first bytes alone: quick enough for the request that uploads."""
    if len(content) > most_mb * _MB:
        raise Invalid(_("文件超过 %(most)d MB，无法导入。可以在 Word 中压缩图片后再试。", most=most_mb))
    if not content:
        raise Invalid(_("文件是空的。"))
    if content.startswith(_OLE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Invalid(_("文档设有打开密码，请去掉密码后再导入。") if is_encrypted else str(_OLD_WORD))
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for magic, sentence in _FOREIGN:
        if start.startswith(magic):
            raise Invalid(str(sentence))
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid(_("这不是 Word 文档，请选择 .docx 文件。"))


def read_part(package: zipfile.ZipFile, name: str, most: int = MOST_PART) -> bytes:
    """One unpacked part, never more than `most` bytes, whatever its header promises."""
    unpacked = bytearray()
    try:
        with package.open(name) as part:
            while chunk := part.read(READ_AT_ONCE):
                unpacked += chunk
                if len(unpacked) > most:
                    raise _too_big_inside()
    except _UNREADABLE as error:
        raise _damaged() from error
    return bytes(unpacked)


def parsed(part: bytes) -> etree._Element:
    """An XML part, without entities, external files or network."""
    _check_xml(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged() from error


def main_part_of(package: zipfile.ZipFile) -> str | None:
    """The name of the part with the text: nearly always word/document.xml."""
    names = package.namelist()
    if TYPES_PART not in names or "_rels/.rels" not in names:
        return None
    for relation in parsed(read_part(package, "_rels/.rels", MOST_XML)):
        target = (relation.get("Target") or "").removeprefix("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in names:
            return target if target.startswith("word/") else None
    return None


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_big_inside()
    if any(entry.file_size > max(8 * _MB, MOST_RATIO * entry.compress_size) for entry in entries):
        raise _too_big_inside()
    if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > MOST_XML:
        raise _too_big_inside()
    if len(set(names)) < len(names) or any(_leaves_folder(name) for name in names):
        raise Invalid(_("文件内部的结构不正常，为安全起见没有导入。"))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Invalid(_("文档设有打开密码，请去掉密码后再导入。"))


def _check_is_word(package: zipfile.ZipFile) -> None:
    names = {name.lower() for name in package.namelist()}
    for name, sentence in _SIBLINGS:
        if name in names:
            raise Invalid(str(sentence))
    main = main_part_of(package)
    if main is None:
        raise Invalid(_("这不是 Word 文档，只是改了扩展名的压缩包。"))
    types = read_part(package, TYPES_PART, MOST_XML).lower()
    if b"macroenabled" in types or b"vbaproject" in types or any("vbaproject" in name for name in names):
        raise Invalid(_("文档含有宏，为安全起见没有导入。请另存为不含宏的 .docx 后再试。"))
    if b"purl.oclc.org/ooxml" in read_part(package, main, MOST_XML)[:4096]:
        raise Invalid(_("文档是“Strict Open XML”格式，请另存为普通的 Word 文档（.docx）后再导入。"))


def _check_parts(package: zipfile.ZipFile) -> None:
    left = MOST_XML
    for name in filter(_is_xml, package.namelist()):
        part = read_part(package, name, left)
        left -= len(part)
        _check_xml(part)
        if name.endswith(".rels"):
            _check_links(parsed(part))


def _check_xml(part: bytes) -> None:
    encoding = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    is_utf8 = b"\x00" not in part[:4] and (encoding is None or encoding[1].lower() in {b"utf-8", b"us-ascii"})
    if not is_utf8 or _DECLARATION.search(part):  # in another encoding a declaration could hide
        raise Invalid(_("文件内部含有不安全的 XML 声明，没有导入。"))
    if part.count(b"<") > MOST_TAGS:
        raise _too_big_inside()


def _check_links(relations: etree._Element) -> None:
    """Links to click on are fine; parts that live elsewhere are refused, and never fetched."""
    for relation in relations:
        kind, target = relation.get("Type") or "", relation.get("Target") or ""
        if relation.get("TargetMode") != "External" or kind.endswith("/hyperlink"):
            continue
        if _REMOTE.match(target) and not _LOCAL.match(target):
            raise Invalid(
                _("文档引用了外部内容（模板、图片或文件），为安全起见没有导入。请在 Word 中断开链接后再试。")
            )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _leaves_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _too_big_inside() -> Invalid:
    return Invalid(_("文件解开后过大，可能是恶意文件，没有导入。"))


def _damaged() -> Invalid:
    return Invalid(_("文件已损坏，无法打开。请用 Word 或 WPS 打开并重新保存后再试。"))
