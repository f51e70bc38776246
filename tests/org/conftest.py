"""The world of the organisation tests."""

import pytest

from tests.factories import Make
from tests.org.world import World, make_world


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)
