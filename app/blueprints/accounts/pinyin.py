"""Sorting keys of Chinese names: lists of people read from a to z, family name first."""

# Family names whose reading differs from the everyday one of the character.
FAMILY_NAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren",
    "华": "hua", "朴": "piao", "盖": "ge", "缪": "miao", "翟": "zhai", "乐": "yue", "员": "yun",
    "冼": "xian", "纪": "ji", "宁": "ning", "谌": "chen", "逄": "pang", "洗": "xian", "卜": "bu",
    "召": "shao", "覃": "qin", "能": "nai", "折": "she", "黑": "he", "秘": "bi", "尹": "yin",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu", "长孙": "zhang sun",
}  # fmt: skip


def sorting_key(name: str) -> str:
    """`林知远` → `lin zhi yuan`. The blanks keep `li wei` before `lian`."""
    from pypinyin import lazy_pinyin  # its dictionary costs start-up time that workers need not pay

    family = next((name[:length] for length in (2, 1) if name[:length] in FAMILY_NAMES), "")
    syllables = [FAMILY_NAMES[family]] if family else []
    syllables += lazy_pinyin(name[len(family) :])
    return " ".join(syllables).lower()[:160]
