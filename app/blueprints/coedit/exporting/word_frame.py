"""Where a paragraph stands: how wide its place is, how far it is set in, what is around it."""

from dataclasses import dataclass, replace

SET_IN = 420  # twips: two characters


@dataclass(frozen=True)
class Frame:
    width: int  # twips from margin to margin
    height: int = 12_000  # twips a picture may be high
    indent: int = 0
    hanging: bool = False  # the first line begins one step to the left
    numbering: tuple[int, int] | None = None  # list and level: for the first paragraph of an item
    is_quote: bool = False
    is_bold: bool = False
    is_centred: bool = False
    tables: int = 0  # how many tables are around it
    lists: int = 0

    def inside(self, steps: int = 1) -> "Frame":
        """Further in; very deep down nothing moves any more, or no room would be left."""
        indent = self.indent + SET_IN * steps
        return replace(
            self, indent=min(indent, max(self.indent, self.width // 2)), hanging=False, numbering=None
        )

    @property
    def room(self) -> int:
        return max(600, self.width - self.indent)

    def properties(self, style: str = "", more: str = "", end: str = "") -> str:
        """The w:pPr of a paragraph here, in the order of Word's schema."""
        written = f'<w:pStyle w:val="{style}"/>' if style else ""
        if self.numbering:
            number, level = self.numbering
            written += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        if self.is_quote:
            written += '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A6A6A6"/></w:pBdr>'
        written += more
        if self.indent:
            hanging = f' w:hanging="{SET_IN}"' if self.hanging else ' w:firstLineChars="0" w:firstLine="0"'
            written += f'<w:ind w:left="{self.indent}"{hanging}/>'
        if end or self.is_centred:
            written += end or '<w:jc w:val="center"/>'
        return f"<w:pPr>{written}</w:pPr>" if written else ""
