r"""`(x-h)^2` as `\left(x-h\right)^2`: the power belongs to the whole bracket, not to its last sign.

Written the short way some readers of Word files (LibreOffice) show an error instead of the formula.
"""

import re

_SIGN = re.compile(r"\\left\s*\\?.|\\right\s*\\?.|\\[bB]igg?[lrm]?\s*\\?.|\\[A-Za-z]+|\\.|.", re.DOTALL)
_PAIRS = {")": "(", "]": "["}
_POWER = re.compile(r"\s*[\^_]")


def with_whole_brackets(latex: str) -> str:
    signs = [(found[0], found.end()) for found in _SIGN.finditer(latex)]
    written = [sign for sign, _end in signs]
    opened: list[tuple[str, int]] = []  # brackets and braces that are still open, and where they stand
    for place, (sign, end) in enumerate(signs):
        if sign in {"(", "[", "{"}:
            opened.append((sign, place))
        elif sign == "}":
            _close_brace(opened)
        elif sign in _PAIRS and opened and opened[-1][0] == _PAIRS[sign]:
            _bracket, start = opened.pop()
            if _POWER.match(latex, end):
                written[start], written[place] = f"\\left{written[start]}", f"\\right{sign}"
    return "".join(written)


def _close_brace(opened: list[tuple[str, int]]) -> None:
    """A bracket that was opened inside of braces cannot be closed outside."""
    while opened and opened.pop()[0] != "{":
        pass
