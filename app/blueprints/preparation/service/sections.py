"""The named sections of a plan: which ones its template has, and which words name them in a Word file."""

import re
from functools import cache

from app.blueprints.coedit.hosts import SectionName
from app.blueprints.coedit.text.plain_text import inline_text
from app.blueprints.coedit.text.schema import Node
from app.blueprints.preparation.service.templates import filled, templates

WORDS: dict[str, tuple[str, ...]] = {
    "standards": ("课标要求", "课标依据", "课程标准"),
    "textbook_analysis": ("教材分析", "教材解读", "文本解读"),
    "learner_analysis": ("学情分析", "学生分析"),
    "objectives": ("教学目标", "学习目标", "单元学习目标", "核心素养目标", "教学目的"),
    "key_points": (
        "教学重点与难点",
        "教学重点和难点",
        "教学重点、难点",
        "教学重点难点",
        "教学重难点",
        "重点与难点",
        "重点难点",
        "重难点",
        "教学重点",
    ),
    "difficult_points": ("教学难点",),
    "methods": ("教学方法", "教法学法", "教法与学法", "学法指导"),
    "preparation": ("教学准备", "课前准备", "教具准备", "教具学具"),
    "process": ("教学过程", "教学流程", "教学环节", "教学步骤"),
    "board_design": ("板书设计", "板书"),
    "homework": ("作业设计", "课后作业", "作业布置", "布置作业", "作业与检测"),
    "reflection": ("教学反思", "课后反思", "我的反思", "单元反思", "教学后记"),
    "evaluation": ("评价设计",),
    "literacy_elements": ("人文主题与语文要素",),
    "task_groups": ("学习任务群",),
    "new_words": ("生字词",),
    "reading_aloud": ("朗读与背诵要求",),
    "writing_scaffold": ("习作与口语交际支架",),
    "core_concepts": ("核心概念与素养",),
    "hands_on": ("学具与操作",),
    "common_errors": ("易错点与对策", "易错预案"),
    "tiers": ("分层要求",),
    "theme_and_text": ("主题与语篇",),
    "text_study": ("语篇研读",),
    "language_knowledge": ("语言知识",),
    "inquiry_question": ("探究问题",),
    "experiment": ("实验设计",),
    "safety": ("安全提示",),
    "data_sheet": ("数据记录表",),
    "unit_theme": ("单元主题及分析",),
    "learning_conditions": ("学习条件",),
    "lesson_objectives": ("课时目标",),
    "lessons": ("各课时设计",),
    "self_study": ("自主预习",),
    "cooperation": ("合作探究",),
    "showing": ("展示点拨",),
    "quiz": ("当堂检测",),
    "summary": ("小结", "课堂小结"),
}  # the first of each names the section where no template does
_KEY_OF = {word: key for key, words in WORDS.items() for word in words}
_NUMBER = re.compile(
    r"^(第?[一二三四五六七八九十\d]{1,3}(部分|[、.．:：)）])|[(（][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
_AROUND = " \u3000【】〖〗[]:：*"


def section_name(key: str) -> str:
    return WORDS[key][0] if key in WORDS else key


def sections_of(template_stamp: str | None) -> tuple[SectionName, ...]:
    """What the template has, in its order; without one what every lesson plan has."""
    key = (template_stamp or "").partition("@")[0]
    return _sections_of_layout(key if key in templates() else "lesson_plan")


@cache
def _sections_of_layout(key: str) -> tuple[SectionName, ...]:
    return tuple(_named(node) for node in _sections_in(filled(templates()[key], {})))


def with_sections(pm: Node) -> Node:
    """A document from elsewhere: headings and lines of such words become the sections they name."""
    taken = {section.key for section in map(_named, _sections_in(pm))}
    blocks: list[Node] = []
    for node in pm.get("content", []):
        key = _key_named_by(node)
        if key is None or key in taken or node.get("attrs", {}).get("section"):
            blocks.append(node)
            continue
        taken.add(key)
        level = node.get("attrs", {}).get("level", 2)
        blocks.append(node | {"type": "heading", "attrs": {"level": level, "section": key}})
    return pm | {"content": blocks}


def _key_named_by(node: Node) -> str | None:
    if node["type"] not in {"heading", "paragraph"}:
        return None
    words = _NUMBER.sub("", inline_text(node).strip(_AROUND)).strip(_AROUND)
    return _KEY_OF.get(re.sub(r"\s", "", words))


def _sections_in(pm: Node) -> list[Node]:
    return [node for node in pm.get("content", []) if node.get("attrs", {}).get("section")]


def _named(node: Node) -> SectionName:
    return SectionName(node["attrs"]["section"], inline_text(node).strip())
