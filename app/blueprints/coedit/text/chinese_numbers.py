"""Numbers as Word writes them in automatic numbering."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_WESTERN = {"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "ordinal"}
_CIRCLED_FROM = {
    "decimalEnclosedCircle": 0x2460, "decimalEnclosedCircleChinese": 0x2460, "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
}  # fmt: skip
_COUNTING = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
}  # fmt: skip
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def is_western(kind: str) -> bool:
    """Whether a list on a web page can count like this."""
    return kind in _WESTERN


def formatted(number: int, kind: str) -> str:
    """The number in Word's numFmt `kind`; plain digits for kinds and sizes that nobody uses."""
    written = str(number)
    if kind in _COUNTING:
        written = _counted(number, _DIGITS, "十百")
    elif kind == "chineseLegalSimplified":
        written = _counted(number, _LEGAL, "拾佰")
    elif kind == "ideographDigital":
        written = "".join(_DIGITS[int(digit)] for digit in str(number))
    elif kind in _CIRCLED_FROM and 0 < number <= 20:
        written = chr(_CIRCLED_FROM[kind] + number - 1)
    elif kind in {"ideographTraditional", "ideographZodiac"} and number > 0:
        signs = _STEMS if kind == "ideographTraditional" else _BRANCHES
        written = signs[(number - 1) % len(signs)]
    elif kind.endswith("Letter") and 0 < number <= 26:
        written = chr(ord("a") + number - 1)
    elif kind.endswith("Roman") and 0 < number < 400:
        written = _roman(number)
    return written.upper() if kind.startswith("upper") else written


def _counted(number: int, digits: str, units: str) -> str:
    """十, 十二, 二十, 一百零五: as people count; legal forms keep 壹拾."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = digits[hundreds] + units[1] if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds and units[0] == "十" else digits[tens]) + units[0]
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words
