"""Forms of what several people edit: who saves changes what he changed, not what the page showed long ago.

A page may stand open while a colleague saves. Such a form sends along what it was filled with (`shown`).
Fields nobody touched keep what is stored by now; where both changed the same one, the form comes back.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any, Self

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectFieldBase

from app.core.errors import Invalid
from app.web.forms import Form


class SharedForm(Form):
    """A form that remembers what it was filled with."""

    shown = HiddenField()

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.shown.raw_data is None:
            self._show(self)

    def began_with(self, stored: Form) -> Self:
        """It is filled with a proposal: what counts as changed is what differs from the stored."""
        self._show(stored)
        return self

    def take_in(self, stored: Form) -> None:
        """What others saved meanwhile. Raises Invalid where they and this person changed the same field."""
        shown, now = _shown(self.shown.data), dict(_inputs(stored))
        self._show(stored)
        contested = False
        for name, field in _inputs(self):
            if name not in shown or name not in now or _said(now[name]) in {shown[name], _said(field)}:
                continue
            if _said(field) == shown[name]:
                field.data, field.raw_data = now[name].data, None  # or the page would repeat what was sent
            else:
                field.errors = [*field.errors, _contested(now[name])]
                contested = True
        if contested:
            raise Contested(
                _("你打开这一页以后，别人也保存过。标红的地方两个人都改了；再按“保存”，就以你填的为准。")
            )

    def _show(self, filled: Form) -> None:
        self.shown.data = json.dumps(
            {name: _said(each) for name, each in _inputs(filled)}, ensure_ascii=False
        )


class Contested(Invalid):
    """Two people changed the same field. The form says where."""


def _inputs(fields: Iterable[Field]) -> Iterator[tuple[str, Field]]:
    """What a person can change, also in rows: (name, field)."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from _inputs(field.entries)
        elif isinstance(field, FormField):
            yield from _inputs(field.form)
        elif not isinstance(field, HiddenField):
            yield field.name, field


def _shown(sent: str | None) -> dict[str, str]:
    """Nothing at all from a page that does not send it; what no page of ours sends counts for nothing."""
    try:
        shown = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(shown, dict):
        return {}
    return {name: value for name, value in shown.items() if isinstance(value, str)}


def _said(field: Field) -> str:
    """The value, written the same whether it was stored or sent."""
    value = field.data
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")  # no input sends the seconds
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, list | tuple):
        return " ".join(sorted(map(str, value)))
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def _contested(stored: Field) -> str:
    said = _words(stored)
    if not said:
        return str(_("这一项刚被别人清空，请核对后再保存。"))
    return str(_("这一项刚被别人改成“%(value)s”，请核对后再保存。", value=said))


def _words(field: Field) -> str:
    """As a person reads it on the page."""
    if isinstance(field, BooleanField):
        return str(_("是") if field.data else _("否"))
    if isinstance(field, SelectFieldBase):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "、".join(str(choice[1]) for choice in field.iter_choices() if choice[0] in chosen)
    return _said(field)
