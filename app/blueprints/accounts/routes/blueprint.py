"""The blueprint that the views of accounts are attached to."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
