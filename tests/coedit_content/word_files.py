"""Word files to test with: real structures, made with python-docx and raw OOXML where it has no words."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Twips
from PIL import Image, ImageDraw

DEMO = Path(__file__).parents[2] / "app/demo/files/认识分数教案.docx"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


def element(xml: str) -> Any:
    """One OOXML element; the usual prefixes are declared for it."""
    head, rest = xml.split(">", 1) if not xml.split(">", 1)[0].endswith("/") else (xml[:-2], "")
    closed = f"{head} {_NAMESPACES}>{rest}" if rest else f"{head} {_NAMESPACES}/>"
    return parse_xml(closed)


def fraction(top: int, bottom: int) -> str:
    return (
        f"<m:oMath><m:f><m:num><m:r><m:t>{top}</m:t></m:r></m:num>"
        f"<m:den><m:r><m:t>{bottom}</m:t></m:r></m:den></m:f></m:oMath>"
    )


def picture(width: int = 240, height: int = 120, kind: str = "PNG", **options: Any) -> bytes:
    drawn = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((10, 10, height - 10, height - 10), outline="teal", width=4)
    pen.line((height // 2, 10, height // 2, height - 10), fill="teal", width=4)
    target = io.BytesIO()
    drawn.save(target, kind, **options)
    return target.getvalue()


def word(write: Callable[[Any], None]) -> bytes:
    """A .docx that `write` filled."""
    document = Document()
    write(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def body(*blocks: str) -> bytes:
    """A .docx of nothing but these blocks of OOXML."""

    def write(document: Any) -> None:
        for block in blocks:
            document.element.body.sectPr.addprevious(element(block))

    return word(write)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def line(*inner: str) -> str:
    """A paragraph: of runs, or of words alone."""
    return f"<w:p>{''.join(each if each.startswith('<') else run(each) for each in inner)}</w:p>"


def plain_word() -> bytes:
    return word(lambda document: document.add_paragraph("平均分"))


def word_with_everything() -> bytes:
    def write(document: Any) -> None:
        document.add_paragraph("认识分数", style="Title")
        document.add_heading("教学目标", 2)
        line = document.add_paragraph("能说出")
        line.add_run("分子").underline = True
        line.add_run("分母").bold = True
        line.add_run("2").font.subscript = True
        line.add_run("3").font.superscript = True
        line._p.append(element(fraction(1, 2)))
        document.add_paragraph()._p.append(element(f"<m:oMathPara>{fraction(3, 4)}</m:oMathPara>"))
        for words, style in (("圆片", "List Bullet"), ("彩纸", "List Bullet"), ("导入", "List Number")):
            document.add_paragraph(words, style=style)
        _form(document)
        document.add_picture(io.BytesIO(picture()), width=Cm(6))
        address = "https://example.org/课标"
        link = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        xml = f'<w:hyperlink r:id="{link}"><w:r><w:t>课标</w:t></w:r></w:hyperlink>'
        document.add_paragraph("见")._p.append(element(xml))

    return word(write)


def _form(document: Any) -> None:
    """The head of a lesson plan form and two steps of its 教学过程."""
    table = document.add_table(4, 4, style="Table Grid")
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(3, 2).merge(table.cell(3, 3))
    for (row, column), words in {
        (0, 0): "课题", (0, 1): "认识分数", (1, 0): "年级", (1, 1): "三年级", (1, 2): "主备",
        (1, 3): "林知远", (2, 0): "教学过程", (2, 1): "导入", (2, 2): "分月饼", (2, 3): "说一说",
        (3, 1): "小结",
        (3, 2): "读一读",
    }.items():  # fmt: skip
        table.cell(row, column).text = words


def word_that_pandoc_would_shorten() -> bytes:
    """Pinyin over characters, a text box, words and a picture in one run, an old formula object."""

    def write(document: Any) -> None:
        pinyin = "<w:rt><w:r><w:t>fēn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>分</w:t></w:r></w:rubyBase>"
        document.add_paragraph("读:")._p.append(element(f"<w:r><w:ruby><w:rubyPr/>{pinyin}</w:ruby></w:r>"))
        document.add_paragraph("框外前")._p.append(element(text_box("框里一", "框里二")))
        document.paragraphs[-1].add_run("框外后")
        document.add_paragraph().add_run("图前").add_picture(io.BytesIO(picture()), width=Cm(4))
        part = Part(
            PackURI("/word/media/image9.wmf"),
            "image/x-wmf",
            b"\xd7\xcd\xc6\x9a" + bytes(200),
            document.part.package,
        )
        old = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        shape = f'<v:shape style="width:20pt;height:30pt"><v:imagedata r:id="{old}"/></v:shape>'
        line = document.add_paragraph("式前")
        line._p.append(element(f"<w:r><w:object>{shape}</w:object></w:r>"))
        line.add_run("式后")

    return word(write)


def word_with_chinese_numbers() -> bytes:
    """一、 (一) and ① by Word's numbering, 第1课时 by a heading's style, and a plain 1. 2. list."""
    levels = [
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "(%2)"),
        ("decimalEnclosedCircle", "%3"),
    ]

    def numbering(number: int, levels: list[tuple[str, str]]) -> str:
        described = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (kind, text) in enumerate(levels)
        )
        return f'<w:abstractNum w:abstractNumId="{number}">{described}</w:abstractNum>'

    def numbered(paragraph: Any, number: int, depth: int = 0) -> None:
        xml = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(element(xml))

    def write(document: Any) -> None:
        root = document.part.numbering_part.element
        for number, described in ((90, levels), (91, [("decimal", "第%1课时")]), (92, [("decimal", "%1.")])):
            root.insert(0, element(numbering(number, described)))
            root.append(element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        xml = '<w:numPr><w:numId w:val="91"/></w:numPr>'
        document.styles["Heading 2"].element.get_or_add_pPr().append(element(xml))
        document.add_heading("初步认识", 2)
        for words, depth in (
            ("目标", 0),
            ("过程", 0),
            ("导入", 1),
            ("提问", 2),
            ("折纸", 2),
            ("新授", 1),
            ("反思", 0),
        ):
            numbered(document.add_paragraph(words), 90, depth)
        document.add_heading("简单应用", 2)
        for words in ("圆片", "彩纸"):
            numbered(document.add_paragraph(words), 92)

    return word(write)


def word_with_nested_styles() -> bytes:
    """Lists whose depth only their style says, and levels by hand, which the numbering does not have."""
    lines = (
        ("List Bullet", "准备"),
        ("List Bullet 2", "圆片"),
        ("List Bullet 3", "红色"),
        ("List Bullet 2", "彩纸"),
        ("List Bullet", "过程"),
        ("List Number 2", "折"),
        ("List Number 2", "剪"),
        ("List Number 3", "沿线"),
        ("List Number", "作业"),
    )

    def write(document: Any) -> None:
        for style, words in lines:
            document.add_paragraph(words, style=style)
        document.add_paragraph("分开")
        number = document.styles["List Bullet"].element.pPr.numPr.numId.val
        for style, words, depth in (
            ("List Bullet", "练习", 0),
            ("List Bullet 2", "口算", 1),
            ("List Bullet 2", "带括号", 2),
            ("List Bullet", "笔算", 1),
        ):
            paragraph = document.add_paragraph(words, style=style)
            xml = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(element(xml))

    return word(write)


def text_box(*lines: str) -> str:
    """As Word writes one: the words twice, for itself and for older programs."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    box = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f'<a:graphicData uri="{shape}"><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData>'
        f"</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def changed(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The package with parts replaced, rewritten, added or (None) taken out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            before = old.read(name) if name in old.namelist() else b""
            change = parts.get(name, before)
            if change is not None:
                new.writestr(name, change if isinstance(change, bytes) else change(before))
    return target.getvalue()


def with_relation(content: bytes, kind: str, target: str, part: str = "document") -> bytes:
    """The package with one more external relation of its main part (or its settings)."""
    name = f"word/_rels/{part}.xml.rels"
    relation = (
        f'<Relationship Id="rId900" TargetMode="External" Target="{target}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    ).encode()
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'

    def add(rels: bytes) -> bytes:
        return (rels or empty).replace(b"</Relationships>", relation + b"</Relationships>")

    return changed(content, {name: add})


def word_with_tables() -> bytes:
    """A head of the form, a table with a repeated row, one of steps, one with its steps below a line."""

    def table(document: Any, rows: list[list[str]], widths: list[int], repeated: int = 0) -> Any:
        made = document.add_table(len(rows), len(widths), style="Table Grid")
        for row, line in zip(made.rows, rows, strict=True):
            for cell, words, width in zip(row.cells, line, widths, strict=True):
                cell.text, cell.width = words, Twips(width)
        for row in made.rows[:repeated]:
            row._tr.get_or_add_trPr().append(element("<w:tblHeader/>"))
        return made

    def write(document: Any) -> None:
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Twips(12000), Twips(1000), Twips(1000)
        table(
            document,
            [["课题", "认识分数", "主备", "林知远"], ["年级", "三", "课时", "1"]],
            [1000, 4000, 1000, 4000],
        )
        table(document, [["组", "发现"], ["一", "相等"]], [1000, 2000], repeated=1)
        steps = [["环节", "时 间", "教师活动", "学生活动"], ["导入", "5分钟", "提问", "说一说"]]
        table(document, steps, [850, 950, 5100, 3100])
        below = [["教学过程", "", ""], ["教学环节", "师生活动", "设计意图"], ["导入", "提问", "激趣"]]
        last = table(document, below, [2000, 6000, 2000])
        last.cell(0, 0).merge(last.cell(0, 2))

    return word(write)
