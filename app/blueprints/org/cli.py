"""`flask create-admin`: the first administrator of an installation, or one more."""

import sys

import click
from flask.cli import with_appcontext

from app.blueprints.accounts import temporary_passwords
from app.blueprints.accounts.passwords import hash_password
from app.blueprints.org.service import founding
from app.blueprints.org.service.people import PersonSheet
from app.core.errors import Invalid
from app.core.policy import SYSTEM
from app.core.uow import unit_of_work


@click.command("create-admin")
@click.option("--account", prompt="Account name (工号)", help="Signs in with it: letters, digits, dots.")
@click.option("--name", prompt="Name (姓名)", help="As colleagues read it.")
@click.option("--district", default="", help="Name of the installation's root, for example 望山县.")
@with_appcontext
def create_admin(account: str, name: str, district: str) -> None:
    """Make an installation administrator and print a temporary password."""
    password = temporary_passwords.draw()
    password_hash = hash_password(password)
    try:
        with unit_of_work():
            founding.create_administrator(
                PersonSheet(name=name, account_name=account), password_hash=password_hash
            )
            if district:
                founding.name_installation(district, actor=SYSTEM)
    except Invalid as refusal:
        sys.exit(str(refusal))
    click.echo(f"{account}  {password}  (to be changed at the first sign-in)")
