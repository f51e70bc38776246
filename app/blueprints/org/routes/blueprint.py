"""The blueprint that the administration pages are attached to."""

from flask import Blueprint

bp = Blueprint("org", __name__, url_prefix="/admin")
