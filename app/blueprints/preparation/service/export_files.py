"""One preparation as files: a Word file, a PDF, or Markdown with its pictures beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.exporting.word import docx_of
from app.blueprints.preparation.default_form import HEADLINES, SIGNATURES, Frame, default_form, facts_in
from app.blueprints.preparation.export_models import ExportFormat
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.framing import frame_of
from app.blueprints.preparation.service.papers import file_stem, paper_of
from app.ports import printer
from app.ports.printer import Source


@dataclass(frozen=True)
class NewFile:
    name: str  # with folders, inside a zip
    content: bytes


def files_of(preparation: JointPreparation, form: bytes, wanted: ExportFormat) -> list[NewFile]:
    """`form`: the Word file to print on. Takes seconds. Raises ConversionFailed."""
    return _WRITERS[wanted](paper_of(preparation), form, file_stem(preparation))


def _word(paper: Paper, form: bytes, stem: str) -> list[NewFile]:
    return [NewFile(f"{stem}.docx", docx_of(paper, _fitting(form, paper)))]


def _pdf(paper: Paper, form: bytes, stem: str) -> list[NewFile]:
    """On the school's own form if a machine can read it: that is a Word file."""
    of_words, machine = printer.of_words(), printer.current()
    if of_words and (form != default_form() or machine.reads is Source.WORD):
        return [NewFile(f"{stem}.pdf", of_words.pdf_of(docx_of(paper, _fitting(form, paper)), {}))]
    frame = frame_of(paper.pm)
    source, files = page_of(paper, _form_above(paper, frame), _cells_below(frame))
    return [NewFile(f"{stem}.pdf", machine.pdf_of(source, files))]


def _fitting(form: bytes, paper: Paper) -> bytes:
    """A school's own form is left as it is."""
    return default_form(frame_of(paper.pm)) if form == default_form() else form


def _markdown(paper: Paper, _form: bytes, stem: str) -> list[NewFile]:
    names = {
        src: f"{stem}-图片/{number}{picture.suffix}"
        for number, (src, picture) in enumerate(paper.pictures.items(), start=1)
    }
    addresses = {src: name.replace(" ", "%20") for src, name in names.items()}
    text = NewFile(f"{stem}.md", markdown_of(paper, addresses).encode())
    return [text, *(NewFile(name, paper.pictures[src].content) for src, name in names.items())]


_WRITERS: dict[ExportFormat, Callable[[Paper, bytes, str], list[NewFile]]] = {
    ExportFormat.WORD: _word,
    ExportFormat.PDF: _pdf,
    ExportFormat.MARKDOWN: _markdown,
}


def _form_above(paper: Paper, frame: Frame) -> str:
    """The head of the default form, for a printer that reads pages."""
    rows = [
        "".join(
            f"<th>{words}</th>" if column % 2 == 0 else f"<td>{_filled(words, paper)}</td>"
            for column, words in enumerate(row)
        )
        for row in facts_in(frame)
    ]
    rows.append(f'<th>参备人</th><td colspan="3">{_filled("{{参备人}}", paper)}</td>')
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    below = "" if frame is Frame.FOR_PUPILS else f'<table class="form">{table}</table>'
    return (
        f'<p class="form-title form-school">{_filled(HEADLINES[frame], paper)}</p>'
        f'<p class="form-title form-lesson">{escape(paper.title)}</p>{below}'
    )


def _filled(words: str, paper: Paper) -> str:
    for name in (part.split("}}")[0] for part in words.split("{{")[1:]):
        words = words.replace("{{" + name + "}}", str(escape(paper.value(name) or "")))
    return words


def _cells_below(frame: Frame) -> str:
    if frame is Frame.FOR_PUPILS:
        return ""
    (left, right), (office, _none) = SIGNATURES
    return (
        '<table class="form signatures">'
        f"<tr><th>{left}</th><td></td><th>{right}</th><td></td></tr>"
        f'<tr><th>{office}</th><td colspan="3">签字：　　　　　　　　年　　月　　日</td></tr></table>'
    )
