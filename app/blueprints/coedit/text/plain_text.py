"""The words of a document: for search, previews and comparisons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.blueprints.coedit.text.schema import CELLS, TEXTBLOCKS, Node


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents. `anchor` is the id that html_of gives the heading."""

    level: int
    text: str
    anchor: str


def text_of(pm: Node) -> str:
    """One line per block; the cells of a table row on one line, separated by tabs."""
    return "\n".join(_lines(pm))


def headings_of(pm: Node) -> list[Heading]:
    """The headings in reading order."""
    found = (node for node in walk(pm) if node["type"] == "heading")
    return [
        Heading(level_of(node), inline_text(node).strip(), f"section-{number}")
        for number, node in enumerate(found, start=1)
    ]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in reading order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.get("content", []))


def level_of(heading: Node) -> int:
    level = heading.get("attrs", {}).get("level", 1)
    return min(max(level, 1), 4) if isinstance(level, int) else 1


def inline_text(node: Node) -> str:
    """The words of a textblock on their own."""
    words = []
    for child in node.get("content", []):
        if child["type"] == "text":
            words.append(child["text"])
        elif child["type"] == "hardBreak":
            words.append("\n")
        elif child["type"] == "inlineMath":
            words.append(readable_latex(latex_of(child)))
    return "".join(words)


def latex_of(node: Node) -> str:
    latex = node.get("attrs", {}).get("latex")
    return latex if isinstance(latex, str) else ""


def _lines(node: Node) -> Iterator[str]:
    kind = node["type"]
    if kind in TEXTBLOCKS:
        yield inline_text(node)
    elif kind == "blockMath":
        yield readable_latex(latex_of(node))
    elif kind == "image":
        return  # what a picture is called belongs to the page, not to the words of the plan
    elif kind == "tableRow":
        cells = (cell for cell in node.get("content", []) if cell["type"] in CELLS)
        yield "\t".join(" ".join(line for line in _cell_lines(cell) if line) for cell in cells)
    else:
        for child in node.get("content", []):
            yield from _lines(child)


def _cell_lines(cell: Node) -> Iterator[str]:
    for child in cell.get("content", []):
        for line in _lines(child):
            yield line.replace("\n", " ").replace("\t", " ")


_COMMANDS = {
    "times": "×", "div": "÷", "cdot": "·", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "leqslant": "≤",
    "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "∼",
    "infty": "∞", "pi": "π", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "theta": "θ",
    "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Omega": "Ω",
    "circ": "°", "angle": "∠", "triangle": "△", "perp": "⊥", "parallel": "∥", "in": "∈", "cup": "∪",
    "cap": "∩", "subset": "⊂", "rightarrow": "→", "to": "→", "Rightarrow": "⇒", "because": "∵",
    "therefore": "∴", "sum": "∑", "int": "∫", "ldots": "…", "cdots": "…", "dots": "…", "quad": " ",
    "qquad": " ",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_WORDS_OF = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|overline|mathit)\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\s*\\([A-Za-z]+)\s*")


def readable_latex(latex: str) -> str:
    r"""`\frac{1}{2}` as a person types it, `1/2`: for search and for pages without scripts."""
    words, before = latex[:2000], ""
    while words != before:  # from the innermost braces outwards
        before = words
        words = _WORDS_OF.sub(r"\1", words)
        words = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", words)
        words = _ROOT.sub(lambda found: f"√{_grouped(found[1])}", words)
    words = re.sub(r"\^\s*(?:\\circ|\{\s*\\circ\s*\})", "°", words)
    words = _COMMAND.sub(lambda found: _COMMANDS.get(found[1], ""), words.replace("\\\\", " "))
    words = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[{}&]", "", words))
    return " ".join(words.split())


def _grouped(words: str) -> str:
    words = words.strip()
    return words if re.fullmatch(r"\w*|\\\w+", words) else f"({words})"
