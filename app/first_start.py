"""`flask first-start`: what every installation needs before people come; safe to run at each start."""

import click
from flask.cli import with_appcontext

from app import config
from app.blueprints.curriculum.service.loading import load_shipped
from app.blueprints.search.building import ask_for_missing
from app.core.uow import unit_of_work
from app.demo.load.demonstration import Outcome, load_demonstration


@click.command("first-start")
@with_appcontext
def first_start() -> None:
    """Bring the shipped curriculum up to date; with QINGLAN_DEMO, load the demo into an empty database.

    The search index of a new installation is asked for here: a worker that finds none later warns of a loss.
    """
    with unit_of_work():
        load_shipped()
    if config.current().demo and load_demonstration() is Outcome.LOADED:
        click.echo("Loaded the demo: two school groups with their teachers and lessons.")
    ask_for_missing()
