"""What Word files hold beside plain words arrives, or leaves a note: nothing vanishes without a word."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.blueprints.coedit.text.content import text_of
from app.blueprints.coedit.text.html_read import UNKNOWN_PICTURE
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node, text_node
from app.blueprints.coedit.word.importing import read_word
from tests.coedit_content.documents import block, text
from tests.coedit_content.word_files import (
    body,
    changed,
    element,
    line,
    picture,
    plain_word,
    run,
    text_box,
    with_relation,
    word,
)

RELATIONS = "word/_rels/document.xml.rels"
TICK = '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def read(*blocks: str) -> list[Node]:
    return list(read_word(body(*blocks)).pm["content"])


def mark(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def field(*instruction: str, inner: str = "") -> str:
    """Word cuts what a field is to do into runs as it likes."""
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in instruction
    )
    return mark("begin", inner) + runs + mark("end")


def drawing(data: str, uri: str = "urn:any") -> str:
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{data}</a:graphicData></a:graphic>'
    return f'<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>{graphic}</wp:inline></w:drawing>'


def over(base: str, reading: str) -> Node:
    return text_node(base, [{"type": "ruby", "attrs": {"text": reading}}])


def shape(kind: str) -> str:
    return f'<wps:wsp><wps:spPr><a:prstGeom prst="{kind}"/></wps:spPr></wps:wsp>'


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ((r"eq \o\ac(○,", "1", ")"), "①"),
        ((r"eq \o\ac(○,正)",), "(正)"),
        ((r"eq \o\ac(□,文)",), "[文]"),
        ((r"EQ 甲\,乙",), "甲,乙"),
        (('SYMBOL 168 \\f "Wingdings" \\s 10.5',), "◻"),
    ],
)
def test_signs_that_are_fields(instruction: tuple[str, ...], shown: str) -> None:
    [found] = read(line("前", field(*instruction), "后"))
    assert text_of(found) == f"前{shown}后"


def test_a_box_to_tick() -> None:
    ticked, empty = read(
        line(field("FORMCHECKBOX", inner=f"<w:ffData>{TICK}</w:ffData>"), "会"),
        line(field("FORMCHECKBOX"), "不会"),
    )
    assert (text_of(ticked), text_of(empty)) == ("☑会", "☐不会")


@pytest.mark.parametrize(
    ("instruction", "latex"),
    [
        (r" EQ \f(1,2) ", r"\frac{1}{2}"),
        (r"EQ \f((a+b)c,2)", r"\frac{(a + b)c}{2}"),
        (r"EQ \r(3,x)", r"\sqrt[3]{x}"),
        (r"EQ \r(2)", r"\sqrt{2}"),
        (r"EQ x\s\up8(2)", "x^{2}"),
    ],
)
def test_formulas_that_are_fields(instruction: str, latex: str) -> None:
    [found] = read(line("得", field(instruction)))
    [formula] = [node for node in walk(found) if node["type"] == "inlineMath"]
    assert formula["attrs"]["latex"].replace("{}^", "^") == latex
    assert read(line("得", f'<w:fldSimple w:instr="{instruction}"/>'))[0]["content"][1] == formula


def test_pinyin_as_wps_writes_it() -> None:
    pinyin = field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(', "pīn", "),拼)")
    [found] = read(line("读", pinyin, "音"))
    assert found["content"][1] == over("拼", "pīn")


@pytest.mark.parametrize("instruction", [r"EQ \f(" * 300, "EQ " + "(" * 3000, r"EQ \o(", r"EQ \f(1", "EQ"])
def test_broken_formulas_stop_nothing(instruction: str) -> None:
    assert text_of({"type": "doc", "content": read(line("前", field(instruction), "后"))})[0] == "前"


def test_a_field_with_a_result_shows_its_result() -> None:
    result = mark("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + mark("separate") + run("5")
    [found] = read(line("第", result + mark("end"), "页"))
    assert text_of(found) == "第5页"


@pytest.mark.parametrize("wrapper", ["customXml", "smartTag", "dir", "bdo"])
def test_words_in_wrappers(wrapper: str) -> None:
    [found] = read(line("前", f"<w:{wrapper}>{run('里')}</w:{wrapper}>", "后"))
    assert text_of(found) == "前里后"


def test_paragraphs_in_custom_xml() -> None:
    assert [text_of(each) for each in read(f"<w:customXml>{line('里')}</w:customXml>", line("外"))] == [
        "里",
        "外",
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        drawing('<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId9"/>'),
        drawing('<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'),
        drawing('<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
                '<a:blip r:link="rId900"/></pic:blipFill></pic:pic>'),
        drawing(shape("triangle")),
        drawing(shape("line") + shape("line")),
        '<w:pict><v:shape id="a"/></w:pict>',
        '<w:object><v:shape id="a"><v:imagedata r:id="rId77"/></v:shape></w:object>',
    ],
)  # fmt: skip
def test_what_cannot_be_shown_leaves_a_note(drawn: str) -> None:
    content = with_relation(body(line("前", f"<w:r>{drawn}</w:r>", "后")), "image", "file:///C:/a.png")
    draft = read_word(content)
    assert (text_of(draft.pm), draft.unreadable_pictures) == (f"前{UNKNOWN_PICTURE}后", 1)


def test_many_shapes_in_one_paragraph_leave_one_note() -> None:
    shapes = [f"<w:r>{drawing(shape('rect'))}</w:r>" for _ in range(3)]
    [found] = read(line("图", *shapes))
    assert text_of(found) == f"图{UNKNOWN_PICTURE}"


@pytest.mark.parametrize(
    "drawn", [drawing(shape("line")), "<w:pict><v:line/></w:pict>", '<w:pict><v:shapetype id="t"/></w:pict>']
)
def test_a_lone_line_is_nothing_to_speak_of(drawn: str) -> None:
    [found] = read(line("前", f"<w:r>{drawn}</w:r>", "后"))
    assert text_of(found) == "前后"


def test_artistic_words_stay_words() -> None:
    [found] = read(line("前", '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'))
    assert text_of(found) == "前艺术字"


def test_the_picture_for_other_programs_stands_for_what_only_word_draws() -> None:
    def write(document: Any) -> None:
        ink = element(
            f"<mc:AlternateContent><mc:Choice>{drawing('<a:ext/>')}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
        )
        shown = document.add_paragraph("前").add_run().add_picture(io.BytesIO(picture()))._inline.getparent()
        shown.addprevious(ink)
        ink[1].append(shown)

    draft = read_word(word(write))
    assert (len(draft.pictures), draft.unreadable_pictures) == (1, 0)


def test_all_text_boxes_of_a_group_are_read() -> None:
    boxes = "".join(
        f"<wps:wsp><wps:txbx><w:txbxContent>{line(words)}</w:txbxContent></wps:txbx></wps:wsp>"
        for words in "甲乙丙"
    )
    grouped = drawing(f"<a:group>{boxes}</a:group>")
    found = read(line("前", f"<w:r>{grouped}</w:r>"), line("后"))
    assert [text_of(each) for each in found] == ["前", "甲", "乙", "丙", "后"]


def test_a_figure_with_words_at_its_corners_leaves_both() -> None:
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{line('A')}</w:txbxContent></wps:txbx></wps:wsp>"
    figure = drawing(f"<a:group>{shape('triangle')}{box}</a:group>")
    found = read(line("如图", f"<w:r>{figure}</w:r>"))
    assert [text_of(each) for each in found] == [f"如图{UNKNOWN_PICTURE}", "A"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("media/image1.png", "../media/image1.png"),
        ("media/image1.png", "/media/image1.png"),
        ("word/pictures/a.png", "pictures/a.png"),
    ],
)
def test_pictures_are_found_wherever_they_lie(name: str, target: str) -> None:
    content = word(lambda document: document.add_picture(io.BytesIO(picture())))
    usual = "word/media/image1.png"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        lies = {usual: None, name: package.read(usual)}

    def there(rels: bytes) -> bytes:
        return rels.replace(b'"media/image1.png"', f'"{target}"'.encode())

    draft = read_word(changed(content, {**lies, RELATIONS: there}))
    assert (len(draft.pictures), draft.unreadable_pictures) == (1, 0)


def test_styles_are_found_under_another_name() -> None:
    content = word(lambda document: document.add_heading("教学目标", 2))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, Any] = {"word/styles.xml": None, "word/styles2.xml": package.read("word/styles.xml")}
    parts[RELATIONS] = lambda rels: rels.replace(b'"styles.xml"', b'"styles2.xml"')
    assert read_word(changed(content, parts)).pm["content"][0]["type"] == "heading"


def test_blanks_to_write_into_stay() -> None:
    [found] = read(line("5 + (   ) = 8，", run("      ", '<w:u w:val="single"/>'), "是"))
    gap = "\u00a0"
    assert found["content"] == [
        text(f"5 + ({gap}{gap} ) = 8，"),
        text(gap * 6, "underline"),
        text("是"),
    ]  # fmt: skip
    [tab] = read(line("填", '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>', "完"))
    assert tab["content"][1] == text(gap * 4, "underline")


def test_dotted_characters_stay_apart_from_the_others() -> None:
    [found] = read(line("给", run("加点", '<w:em w:val="dot"/>'), run("字", '<w:em w:val="none"/>')))
    assert found["content"] == [text("给"), text("加点", "bold"), text("字")]


def test_only_quotations_are_quotations() -> None:
    def set_in(borders: str) -> str:
        return f'<w:p><w:pPr>{borders}<w:ind w:left="420"/></w:pPr>{run("读")}</w:p>'

    left = '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A6A6A6"/></w:pBdr>'
    kinds = [each["type"] for each in read(set_in(""), set_in(left), line("完"))]
    assert kinds == ["paragraph", "blockquote", "paragraph"]


def test_notes_at_the_foot_keep_their_pinyin() -> None:
    ruby = f"<w:ruby><w:rt>{run('fēn')}</w:rt><w:rubyBase>{run('分')}</w:rubyBase></w:ruby>"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    words = line(f"<w:r>{ruby}</w:r>", "开")
    note = f'<w:footnotes {names}><w:footnote w:id="2">{words}</w:footnote></w:footnotes>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = b'<Relationship Id="rId800" Target="footnotes.xml" Type="' + kind + b'"/></Relationships>'
    content = changed(
        body(line("词", '<w:r><w:footnoteReference w:id="2"/></w:r>')),
        {
            "word/footnotes.xml": note.encode(),
            RELATIONS: lambda rels: rels.replace(b"</Relationships>", relation),
        },
    )
    nodes = list(walk(read_word(content).pm))
    assert over("分", "fēn") in nodes


def test_text_boxes_of_older_programs() -> None:
    assert [text_of(each) for each in read(line("前", text_box("里")), line("后"))] == ["前", "里", "后"]


def test_nothing_else_is_taken_for_a_picture() -> None:
    assert read_word(plain_word()).unreadable_pictures == 0
    assert read(line("甲")) == [block("paragraph", text("甲"))]
