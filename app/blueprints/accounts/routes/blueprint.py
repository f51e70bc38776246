"""The blueprint that the views of accounts are attached to."""

from flask import Blueprint

from app.blueprints.accounts import demo_accounts

bp = Blueprint("accounts", __name__)
bp.add_app_template_test(demo_accounts.is_shared, "shared_account")
