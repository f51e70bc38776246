"""`flask search-rebuild`: ask the worker to build the index again."""

import click
from flask import Flask
from flask.cli import with_appcontext

from app.blueprints.search.building import REBUILD
from app.core.jobs import enqueue
from app.core.uow import unit_of_work


def init_app(app: Flask) -> None:
    app.cli.add_command(search_rebuild)


@click.command("search-rebuild", help="Build the search index again, in the worker.")
@with_appcontext
def search_rebuild() -> None:
    with unit_of_work():
        row = enqueue(REBUILD, {}, owner_id=None)
    click.echo(f"job {row.id} asked for")
