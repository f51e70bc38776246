"""A school group to prepare in."""

import pytest

from app.blueprints.accounts.models import User
from tests.factories import Make
from tests.preparation.factories import World, make_person, make_world


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def lin(make: Make, world: World) -> User:
    """Teaches mathematics in grade three, prepares lessons with her lesson group."""
    return make_person(make, world.third, name="林知远")
