"""Files that are not, or not only, a Word lesson plan: one clear sentence each, nothing unpacked, no wait."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask

from app.blueprints.coedit.word import checks as word_checks
from app.blueprints.coedit.word.importing import check_word_upload, read_word
from app.core.errors import Invalid
from app.ports import converter
from tests.coedit_content import word_files
from tests.coedit_content.word_files import changed, plain_word, with_relation

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


class _Unreachable(converter.NullConverter):
    """A converter that no bad file may reach."""

    def word_to_html(self, content: bytes) -> converter.Converted:
        raise AssertionError("a bad file reached the converter")


@pytest.fixture(autouse=True)
def _no_conversion(app: Flask) -> Iterator[None]:
    before = app.extensions["converter"]
    converter.use(app, _Unreachable())
    with app.app_context():
        yield
    converter.use(app, before)


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read_word(content)
    return str(refused.value)


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"hello", "这不是 Word 文档"),
        (word_files.picture(), "这不是 Word 文档"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\xef\xbb\xbf<html><body>", "网页"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (_OLE + "WordDocument".encode("utf-16-le"), ".doc 或 .wps"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (zipped(**{"readme.txt": b"x"}), "只是改了扩展名的压缩包"),
        (zipped(**{"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}), "改了扩展名"),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), "Excel"),
        (zipped(**{"ppt/presentation.xml": b"<x/>"}), "演示文稿"),
        (b"PK\x03\x04" + bytes(100), "已损坏"),
        (plain_word()[:-40], "已损坏"),
    ],
)
def test_other_files_are_named(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_a_file_of_a_hundred_megabytes_is_refused_unread() -> None:
    content = b"PK\x03\x04" + bytes(100 * 1024 * 1024)
    started = time.monotonic()

    assert "超过 20 MB" in refusal(content)
    with pytest.raises(Invalid, match="超过 20 MB"):
        check_word_upload(content)
    assert time.monotonic() - started < 0.5


def test_macros() -> None:
    with_code = changed(plain_word(), {"word/vbaProject.bin": b"code"})

    def enable(types: bytes) -> bytes:
        return types.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")

    assert "宏" in refusal(with_code)
    assert "宏" in refusal(changed(plain_word(), {"[Content_Types].xml": enable}))


@pytest.mark.parametrize(
    ("kind", "target", "part"),
    [
        ("attachedTemplate", "http://evil.example/t.dotm", "settings"),
        ("attachedTemplate", "\\\\evil.example\\share\\t.dotm", "settings"),
        ("attachedTemplate", "file://evil.example/t.dotm", "settings"),
        ("image", "https://evil.example/pixel.png", "document"),
        ("oleObject", "https://evil.example/x.xlsx", "document"),
        ("subDocument", "//evil.example/x.docx", "document"),
        ("frame", "mhtml:http://evil.example/x!y", "webSettings"),
    ],
)
def test_parts_that_live_elsewhere_are_refused(kind: str, target: str, part: str) -> None:
    assert "外部内容" in refusal(with_relation(plain_word(), kind, target, part))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org/课标"),
        ("attachedTemplate", "file:///C:\\Users\\li\\Templates\\教案.dotm"),
        ("attachedTemplate", "D:\\模板\\教案.dotx"),
        ("image", "图片/a.png"),
    ],
)
def test_links_to_click_on_and_paths_of_the_own_computer_are_harmless(kind: str, target: str) -> None:
    word_checks.open_word(with_relation(plain_word(), kind, target), most_mb=20)


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document/>'
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x/>'.encode("utf-16")
    cp037 = b"<?xml version='1.0' encoding='cp037'?><x/>"

    for part in (laughs, hidden, cp037):
        for name in ("word/document.xml", "word/styles.xml", "customXml/item1.xml"):
            assert "不安全的 XML" in refusal(changed(plain_word(), {name: part}))


def test_strict_documents_are_named() -> None:
    def make_strict(document: bytes) -> bytes:
        return document.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert "Strict" in refusal(changed(plain_word(), {"word/document.xml": make_strict}))


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "word\\..\\..\\x", "C:/x"])
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    assert "不正常" in refusal(changed(plain_word(), {name: b"x"}))


def test_two_parts_of_one_name_are_refused() -> None:
    target = io.BytesIO(plain_word())
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", b"<other/>")

    assert "不正常" in refusal(target.getvalue())


def bombs() -> Iterator[tuple[str, bytes]]:
    block = bytes(1024 * 1024)
    yield "one large part", changed(plain_word(), {"word/media/image1.png": block * 400})
    yield "large text", changed(plain_word(), {"word/document.xml": b"<x>" + b" " * 30_000_000 + b"</x>"})
    yield "many tags", changed(plain_word(), {"word/document.xml": b"<x>" + b"<y/>" * 2_000_000 + b"</x>"})
    yield "many parts", changed(plain_word(), {f"word/media/{n}.png": b"" for n in range(4000)})
    parts = {f"word/media/{n}.png": block * 7 for n in range(50)}
    yield "many medium parts", changed(plain_word(), parts)


@pytest.mark.parametrize(("name", "bomb"), list(bombs()))
def test_bombs_are_refused_without_unpacking_them(name: str, bomb: bytes) -> None:
    assert len(bomb) < 2_000_000
    tracemalloc.start()
    started = time.monotonic()

    sentence = refusal(bomb)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "解开后过大" in sentence, name
    assert peak < 60_000_000
    assert time.monotonic() - started < 5


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    bomb = bytearray(changed(plain_word(), {"word/media/image1.png": bytes(50_000_000)}))
    small = struct.pack("<L", 1000)
    real = struct.pack("<L", 50_000_000)
    lying = bytes(bomb).replace(real, small)
    package = word_checks.open_word(lying, most_mb=20)

    with pytest.raises(Invalid, match="已损坏"):
        word_checks.read_part(package, "word/media/image1.png")


def test_nested_archives_are_left_closed() -> None:
    inner = zipped(**{"0.zip": bytes(5_000_000)})

    word_checks.open_word(changed(plain_word(), {"word/embeddings/x.zip": inner}), most_mb=20)
