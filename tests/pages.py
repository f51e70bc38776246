"""A form as a browser would send it from a page that stands open."""

from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


def form_on(page: TestResponse, **changes: str) -> MultiDict[str, str]:
    """What the form of several people holds on this page, with `changes` typed in."""
    found = next(form for form in html.fromstring(page.text).forms if "shown" in form.fields)
    sent = MultiDict([(name, (value or "").removeprefix("\n")) for name, value in found.form_values()])
    for name, value in changes.items():
        assert name in found.fields, f"no {name} on the page"
        sent[name] = value
    return sent
