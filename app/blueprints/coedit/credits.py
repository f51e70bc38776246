"""Whose words stand in a document because they were suggested: said at the words, once adopted for ever."""

import re
from collections.abc import Callable

from flask_babel import gettext as _
from markupsafe import Markup

from app.blueprints.coedit.text.html_write import Credits

Source = Callable[[int], Credits]
_source: Source = lambda _document_id: Credits()  # noqa: E731


def use_credits(source: Source) -> None:
    """The part that knows suggestions tells whose they were."""
    global _source  # noqa: PLW0603
    _source = source


def credits_of(document_id: int) -> Credits:
    return _source(document_id)


def in_language_of_reader(html: Markup) -> Markup:
    """Texts are stored as they are on paper, in Chinese; on a screen their titles follow its language."""
    html = _change(html, _TASK, lambda words: _("已完成") if words == "已完成" else _("未完成"))
    html = _change(html, _ADOPTED, lambda who: _("采纳自 %(who)s", who=who))
    html = _change(html, _LOOK, lambda who: _("%(who)s 建议改格式", who=who))
    return _change(html, _SUGGESTED, lambda who: _("%(who)s 建议", who=who))


_ADOPTED = re.compile(r'(<(?:span|div|tr) [^<>]*title=")采纳自 ([^"<>]*)"')
_TASK = re.compile(r'(<span [^<>]*aria-label=")(已完成|未完成)"')
_LOOK = re.compile(r'(<(?:ins|del) [^<>]*title=")([^"<>]*) 建议改格式"')
_SUGGESTED = re.compile(r'(<(?:ins|del) [^<>]*title=")([^"<>]*) 建议"')


def _change(html: Markup, sign: re.Pattern[str], said: Callable[[Markup], str]) -> Markup:
    """Names in the HTML are escaped already; in the words of a text there is no `<`."""
    changed = sign.sub(lambda found: f'{found[1]}{said(Markup(found[2]))}"', str(html))  # noqa: S704
    return Markup(changed)  # noqa: S704 - it was safe before
