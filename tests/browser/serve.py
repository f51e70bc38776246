"""The product's server with a bare page around the editor, to be killed at will."""

import os
import sys
from pathlib import Path

from gevent import monkey

monkey.patch_all()
sys.path.insert(0, str(Path(__file__).parents[2]))

from flask import Flask, abort, render_template_string, url_for  # noqa: E402
from flask.typing import ResponseReturnValue  # noqa: E402

from app import create_app  # noqa: E402 - the patch comes first
from app.adapters.server import serve  # noqa: E402
from app.blueprints.accounts.session import login_required  # noqa: E402
from app.blueprints.coedit.models import Document  # noqa: E402
from app.blueprints.coedit.room import limits  # noqa: E402
from app.core.db import db  # noqa: E402
from app.web.offline import kept_on_device  # noqa: E402
from tests.coedit.desks import open_for_business  # noqa: E402

PAGE = """
{% extends "base.html" %}
{% block title %}{{ document.title }}{% endblock %}
{% block shell %}{% endblock %}
{% block phone_bar %}{% endblock %}
{% block body_class %}{% endblock %}
{% block main %}
  {% set editor_title = document.title %}
  {% set has_history = true %}
  {% include "coedit/_editor.html" %}
{% endblock %}
"""


def add_test_pages(app: Flask) -> None:
    @app.get("/test/<int:document_id>")
    @login_required
    @kept_on_device
    def test_page(document_id: int) -> ResponseReturnValue:
        document = db.session.get(Document, document_id) or abort(404)
        place = url_for("coedit.upload_picture", document_id=document_id)
        return render_template_string(PAGE, document=document, me_school="实验小学", picture_url=place)


limits.MOST_DOCUMENT_BYTES = int(os.environ.get("TEST_MOST_DOCUMENT_BYTES", limits.MOST_DOCUMENT_BYTES))
app = create_app()
add_test_pages(app)
open_for_business()
serve(app)
