"""Pinyin over characters, as each format writes it."""

from markupsafe import escape

from app.blueprints.coedit.exporting.word_xml import run
from app.blueprints.coedit.text.schema import Node


def reading_over(node: Node) -> str:
    """What stands over the words of a run; nothing over most."""
    over = [mark.get("attrs", {}).get("text") for mark in node.get("marks", []) if mark["type"] == "ruby"]
    return over[0].strip() if over and isinstance(over[0], str) else ""


def word_ruby(words: str, over: str, properties: str, half_points: int) -> str:
    """A phonetic guide, as Word and WPS make it themselves: half as high, over words of `half_points`."""
    above = max(10, half_points // 2)
    sizes = f'<w:hps w:val="{above}"/><w:hpsRaise w:val="{half_points - 2}"/>'
    sizes += f'<w:hpsBaseText w:val="{half_points}"/>'
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    reading = run(over, f'{fonts}<w:sz w:val="{above}"/><w:szCs w:val="{above}"/>')
    kind = f'<w:rubyPr><w:rubyAlign w:val="center"/>{sizes}<w:lid w:val="zh-CN"/></w:rubyPr>'
    base = run(words, properties)
    outer = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{outer}<w:ruby>{kind}<w:rt>{reading}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"


def html_ruby(over: str) -> tuple[str, str]:
    """What stands before and behind the words; a reader that knows no <ruby> sees `字(zì)`."""
    return "<ruby>", f"<rp>(</rp><rt>{escape(over)}</rt><rp>)</rp></ruby>"
