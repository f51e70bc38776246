"""What a text needs beside its words inside a Word file: links, pictures, numbering, styles."""

import io
from collections.abc import Mapping
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.parts.numbering import NumberingPart

from app.blueprints.coedit.exporting.paper import PaperPicture
from app.blueprints.coedit.exporting.word_sizes import half_points_of
from app.blueprints.coedit.exporting.word_xml import NAMESPACES, parsed, w

TABLE_TEXT = "表格文字"  # a school's own template may define these styles itself
CODE = "代码"
_LEVELS = 9
_STEP = 420  # twips: two characters
_ORDERED = ("%{0}.:decimal", "(%{0}):decimal", "%{0}:decimalEnclosedCircle")
_HEADING_SIZES = {1: 32, 2: 28, 3: 26, 4: 24}  # half points


class WordParts:
    """Adds to an open Word file; answers with the ids to refer to."""

    def __init__(self, document: WordDocument, pictures: Mapping[str, PaperPicture]) -> None:
        self._document = document
        self._pictures = pictures
        self._placed: dict[str, str] = {}
        self._drawings = 1000
        self._numbering: Any = None
        self._bullets: int | None = None
        self._numbered: int | None = None
        self._last_list: Any = None
        self._lists = 0
        self._styles = {str(style.name).lower(): str(style.style_id) for style in document.styles}
        self._sizes: dict[str, int] = {}
        usual = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        self._base = "" if usual is None else str(usual.style_id)
        self._links: dict[str, str] = {}

    def link(self, address: str) -> str:
        """Under ids of our own: python-docx looks through all relations for each new one."""
        if address not in self._links:
            self._links[address] = f"qinglan{len(self._links)}"
            self._document.part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, address, self._links[address], is_external=True
            )
        return self._links[address]

    def picture(self, src: str) -> tuple[str, PaperPicture] | None:
        """The id of a picture and the picture; stored once however often it is shown."""
        picture = self._pictures.get(src)
        if picture is None:
            return None
        if src not in self._placed:
            placed, _image = self._document.part.get_or_add_image(io.BytesIO(picture.content))
            self._placed[src] = str(placed)
        return self._placed[src], picture

    def next_drawing(self) -> int:
        self._drawings += 1
        return self._drawings

    def bullets(self) -> int:
        if self._bullets is None:
            self._bullets = self._new_list(self._add_kind(_bullet_levels()))
        return self._bullets

    def numbered(self, level: int, start: int) -> int:
        """A list that counts for itself, from `start`."""
        if self._numbered is None:
            self._numbered = self._add_kind(_numbered_levels())
        begin = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        return self._new_list(self._numbered, begin)

    def style(self, name: str) -> str:
        """The id of a paragraph style by its name in the file; made plainly if the template has none."""
        if name.lower() not in self._styles:
            style_id = f"Qinglan{len(self._styles)}"
            made = _new_style(name, style_id, self._base)
            self._document.styles.element.extend(parsed([made]))
            self._styles[name.lower()] = style_id
        return self._styles[name.lower()]

    def half_points(self, style_id: str) -> int:
        """How large the words of a paragraph style are; without an id, those of usual paragraphs."""
        style_id = style_id or self._base
        if style_id not in self._sizes:
            self._sizes[style_id] = half_points_of(self._document, style_id)
        return self._sizes[style_id]

    def _add_kind(self, levels: str) -> int:
        root = self._numbering_root()
        number = _highest(root, "abstractNum", "abstractNumId") + 1
        inner = f'<w:multiLevelType w:val="multilevel"/>{levels}'
        kind = f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'
        first = root.find(w("num"))
        where = len(root) if first is None else list(root).index(first)
        root.insert(where, parsed([kind])[0])
        return number

    def _new_list(self, kind: int, more: str = "") -> int:
        root = self._numbering_root()
        self._lists += 1
        made = parsed([f'<w:num w:numId="{self._lists}"><w:abstractNumId w:val="{kind}"/>{more}</w:num>'])
        if self._last_list is None:
            root.append(made[0])
        else:
            self._last_list.addnext(made[0])
        self._last_list = made[0]
        return self._lists

    def _numbering_root(self) -> Any:
        if self._numbering is None:
            self._numbering = _numbering_part(self._document).element
            lists = self._numbering.findall(w("num"))
            self._last_list = lists[-1] if lists else None
            self._lists = _highest(self._numbering, "num", "numId")
        return self._numbering


def _highest(root: Any, kind: str, name: str) -> int:
    """The highest number in use; whatever is none counts as nothing."""
    written = (each.get(w(name)) or "" for each in root.findall(w(kind)))
    return max((int(each) for each in written if each.isascii() and each.isdigit()), default=0)


def _numbering_part(document: WordDocument) -> Any:
    main = document.part
    for relation in main.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part
    empty = f'<w:numbering xmlns:w="{NAMESPACES["w"]}"/>'.encode()
    name = PackURI("/word/numbering.xml")
    part = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, empty, main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part


def _bullet_levels() -> str:
    signs = "●○■"
    return "".join(_level(number, signs[number % 3], "bullet") for number in range(_LEVELS))


def _numbered_levels() -> str:
    kinds = [_ORDERED[number % 3].split(":") for number in range(_LEVELS)]
    return "".join(_level(number, text.format(number + 1), form) for number, (text, form) in enumerate(kinds))


def _level(number: int, text: str, form: str) -> str:
    small = '<w:rPr><w:sz w:val="16"/></w:rPr>' if form == "bullet" else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_STEP * (number + 1)}" w:hanging="{_STEP}"/></w:pPr>{small}</w:lvl>'
    )


def _new_style(name: str, style_id: str, base: str) -> str:
    kind = "" if name.startswith("heading ") else ' w:customStyle="1"'
    formatting = _KNOWN[name] if name in _KNOWN else _heading(int(name[-1]))
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"{based}<w:qFormat/>{formatting}</w:style>"
    )


def _heading(level: int) -> str:
    return (
        '<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="100"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体"/><w:b/>'
        f'<w:sz w:val="{_HEADING_SIZES[level]}"/><w:szCs w:val="{_HEADING_SIZES[level]}"/></w:rPr>'
    )


_KNOWN = {
    TABLE_TEXT: (
        '<w:pPr><w:spacing w:before="20" w:after="20" w:line="276" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
        '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    ),
    CODE: (
        '<w:pPr><w:pBdr><w:left w:val="single" w:sz="12" w:space="6" w:color="BFBFBF"/></w:pBdr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="F5F5F5"/>'
        '<w:spacing w:before="60" w:after="60" w:line="264" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
    ),
}
