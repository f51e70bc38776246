"""HTML that people or converters made, cleaned: the one place that calls it safe to show."""

import re

import markdown
import nh3
from markupsafe import Markup

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl",
    "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "rt",
    "ruby", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "target"},
    "col": {"width", "span"},
    "code": {"class"},
    "div": {"id", "class", "title", "data-type", "data-latex"},
    "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "li": {"data-checked"},
    "del": {"class", "title"},
    "ins": {"class", "title"},
    "ol": {"start"},
    "span": {"id", "class", "title", "data-type", "data-latex", "role", "aria-label"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "tr": {"id", "class", "title"},
    "ul": {"data-type"},
}  # fmt: skip
_CLASSES = {
    "math",
    "table-wrap",
    "task-box",
    "adopted",
    "adopted-break",
    "suggested-insertion",
    "suggested-deletion",
    "suggested-look",
    "suggested-look-before",
}
_ADOPTED_ID = re.compile("adopted-[0-9]{1,16}-[0-9]{1,9}")  # where a list of credits leads
_SCHEMES = {"http", "https", "mailto"}


def cleaned(html: str) -> Markup:
    """The HTML without scripts, styles, foreign pictures and unknown tags; their words stay."""
    return Markup(  # noqa: S704 - this is where it becomes safe
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            attribute_filter=_allowed,
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer nofollow",
        )
    )


def markdown_html(text: str) -> Markup:
    """Markdown, as people write it in notes and comments, as cleaned HTML."""
    return cleaned(markdown.markdown(text, extensions=["extra", "sane_lists", "nl2br"]))


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Pictures only from this installation, classes only those the cleaned HTML needs."""
    if tag == "img" and attribute == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    if attribute == "class":
        kept = [name for name in value.split() if name in _CLASSES or name.startswith("language-")]
        return " ".join(kept) or None
    if attribute == "id" and not tag.startswith("h"):
        return value if _ADOPTED_ID.fullmatch(value) else None
    if attribute == "target":
        return "_blank"
    return value
