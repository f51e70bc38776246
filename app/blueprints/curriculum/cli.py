"""Shell commands of the curriculum."""

import click
from flask.cli import with_appcontext

from app.blueprints.curriculum.service.loading import load_shipped
from app.core.uow import unit_of_work


@click.command("curriculum-load")
@with_appcontext
def curriculum_load() -> None:
    """Bring the shipped curriculum trees up to date; own trees of schools are not touched."""
    with unit_of_work():
        loaded = load_shipped()
    click.echo(f"curriculum: {loaded.added} added, {loaded.changed} changed, {loaded.archived} archived")
