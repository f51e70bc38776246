"""A formula in a line of text, in pieces between which a printer may begin a new line."""

import copy
from typing import Any

RELATIONS = frozenset("=≠≈≡<>≤≥≪≫→⇒⇔↔∈∼∝")
_SHELLS = {"math", "semantics", "mrow", "mstyle"}


def pieces_of(formula: Any) -> list[Any]:
    """MathML broken behind each outermost relation, as in print: browsers break no formula by themselves.

    `formula`: a `math` element without namespace. One piece: there is nothing to break.
    """
    row = formula
    while len(row) == 1 and row.tag in _SHELLS and row[0].tag in _SHELLS:
        row = row[0]
    if row.tag == "mstyle":  # what it sets belongs to every piece
        return [formula]
    parts: list[list[Any]] = [[]]
    for child in row:
        parts[-1].append(child)
        if child.tag == "mo" and (child.text or "").strip() in RELATIONS:
            child.set("form", "infix")  # at an end it would stand closer
            parts.append([])
    filled = [part for part in parts if part]
    return [_piece(formula, part) for part in filled] if len(filled) > 1 else [formula]


def _piece(formula: Any, children: list[Any]) -> Any:
    piece = formula.makeelement("math", dict(formula.attrib))
    row = formula.makeelement("mrow", {})
    row.extend([copy.deepcopy(child) for child in children])
    piece.append(row)
    return piece
