"""Pinyin over characters, on its way past a converter that drops both: as marked words."""

import re

from lxml import etree

from app.blueprints.coedit.word.xml import all_of, replace, text_element, texts_of

_BEGINS, _OVER, _ENDS = "\ue000\ue001\ue002"  # the converter keeps them
_MARKED = re.compile(f"{_BEGINS}([^{_BEGINS}-{_ENDS}]*){_OVER}([^{_BEGINS}-{_ENDS}]*){_ENDS}")


def marked(base: str, over: str) -> str:
    return f"{_BEGINS}{base}{_OVER}{over}{_ENDS}" if over else base


def write_pinyin_out(part: etree._Element) -> None:
    for ruby in all_of(part, "//w:ruby"):
        base = "".join(texts_of(ruby, "w:rubyBase//w:t/text()"))
        replace(ruby, text_element(marked(base, "".join(texts_of(ruby, "w:rt//w:t/text()")))))


def with_pinyin(html: str) -> str:
    """The converted text with its marked pinyin over the characters again."""
    return _MARKED.sub(r"<ruby>\1<rt>\2</rt></ruby>", html)
