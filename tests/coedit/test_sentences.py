"""Why something was refused is said by the page, in the reader's language; the server's word is a code."""

import re

from flask import Flask, render_template, session

from app.blueprints.coedit.room.refusals import Reason

NEVER_SHOWN = {Reason.GAP, Reason.NOT_JOINED}  # the page asks again by itself


def test_the_page_has_a_sentence_for_every_reason_in_both_languages(app: Flask) -> None:
    for language in ("zh", "en"):
        with app.test_request_context("/"):
            session["language"] = language
            page = render_template("coedit/_sentences.html")
        said = dict(re.findall(r'data-t-reason-([a-z-]+)="([^"]+)"', page))
        wanted = {reason.value.replace("_", "-") for reason in set(Reason) - NEVER_SHOWN}
        assert wanted <= set(said)
        assert all(bool(re.search("[一-鿿]", words)) is (language == "zh") for words in said.values())
