"""Conversions by pandoc: in a folder of its own, without network, under limits, ended as a group."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc
from lxml import etree

from app.adapters.cage import Limits, run_caged
from app.ports.converter import ConversionFailed, ConversionTooHeavy, Converted, Notation

__all__ = ["Limits", "PandocConverter"]

LIMITS = Limits()
_MOST_PICTURES = 500
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OMML = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_MARKDOWN = "gfm-tex_math_gfm+tex_math_dollars"
_API_VERSION = [1, 23, 1]  # of pandoc's JSON


class PandocConverter:
    """`program` is for tests; by default the pandoc that comes inside the pypandoc_binary wheel."""

    def __init__(self, program: Sequence[str] = (), limits: Limits = LIMITS) -> None:
        self._program = tuple(program)
        self._limits = limits

    def word_to_html(self, content: bytes) -> Converted:
        with tempfile.TemporaryDirectory(prefix="qinglan-word-") as name:
            folder = Path(name)
            (folder / "in.docx").write_bytes(content)
            options = ("--standalone", "--from=docx", "--to=html", "--mathjax", "--wrap=none")
            kept = ("--extract-media=.", "--track-changes=accept", "--output=out.html", "in.docx")
            self._run(folder, *options, *kept)
            return self._collected(folder)

    def formulas(self, latex: Sequence[str], notation: Notation) -> list[str | None]:
        """One paragraph a formula: in the output each is where it was, read or not."""
        if not latex:
            return []
        blocks = [{"t": "Para", "c": [_math(formula)]} for formula in latex]
        if notation is Notation.WORD:
            package = self._written(blocks, "docx")
            with zipfile.ZipFile(io.BytesIO(package)) as parts:
                root = _parsed(parts.read("word/document.xml"))
            lines = root.findall(f"{_WORD}body/{_WORD}p")
            return _one_each(lines, _OMML, len(latex))
        html = self._written(blocks, "html", "--mathml")
        root = _parsed(b"<lines>" + html.replace(b"&nbsp;", b"&#160;") + b"</lines>")
        return _one_each(root.findall("p"), _MATHML, len(latex))

    def to_markdown(self, blocks: Sequence[Mapping[str, Any]]) -> str:
        return self._written(blocks, _MARKDOWN, "--wrap=none", "--mathjax").decode()

    def _written(self, blocks: Sequence[Mapping[str, Any]], target: str, *options: str) -> bytes:
        tree = {"pandoc-api-version": _API_VERSION, "meta": {}, "blocks": blocks}
        with tempfile.TemporaryDirectory(prefix="qinglan-export-") as name:
            folder = Path(name)
            (folder / "in.json").write_text(json.dumps(tree), "utf-8")
            self._run(folder, "--from=json", f"--to={target}", *options, "--output=out", "in.json")
            try:
                return (folder / "out").read_bytes()
            except FileNotFoundError as error:
                raise ConversionFailed("no output") from error

    def _run(self, folder: Path, *options: str) -> None:
        program = self._program or (pypandoc.get_pandoc_path(),)
        heap = f"-M{self._limits.memory_mb // 2}m"
        run_caged([*program, "+RTS", heap, "-RTS", "--sandbox", *options], folder, self._limits)

    def _collected(self, folder: Path) -> Converted:
        """The HTML and the plain files in the media folder: no link is followed."""
        found = [path for path in sorted((folder / "media").glob("*")) if _is_plain_file(path)]
        most = 4 * self._limits.most_bytes
        if len(found) > _MOST_PICTURES or sum(path.stat().st_size for path in found) > most:
            raise ConversionTooHeavy("too many pictures")
        try:
            html = (folder / "out.html").read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise ConversionFailed("no output") from error
        return Converted(html, {f"media/{path.name}": path.read_bytes() for path in found})


def _math(formula: str) -> dict[str, Any]:
    return {"t": "Math", "c": [{"t": "InlineMath"}, formula]}


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ConversionFailed("unreadable output") from error


def _one_each(lines: list[etree._Element], tag: str, wanted: int) -> list[str | None]:
    if len(lines) != wanted:
        raise ConversionFailed(f"{len(lines)} formulas instead of {wanted}")
    found = [line.find(f".//{tag}") for line in lines]
    return [
        None if formula is None else etree.tostring(formula, encoding="unicode", with_tail=False)
        for formula in found
    ]


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
