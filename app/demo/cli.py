"""flask demo-load"""

import sys
import time

import click
from flask.cli import with_appcontext

from app.demo.load.demonstration import Outcome, load_demonstration


@click.command("demo-load")
@with_appcontext
def demo_load() -> None:
    """Load two invented school groups with their teachers and lessons (into an empty installation)."""
    begun = time.monotonic()
    match load_demonstration():
        case Outcome.LOADED:
            click.echo(f"Demo data loaded in {time.monotonic() - begun:.1f} s.")
        case Outcome.THERE_ALREADY:
            click.echo("The demo data is there already: nothing done.")
        case Outcome.REFUSED:
            sys.exit("Refused: there are people in this installation, and the demo is for an empty one.")
