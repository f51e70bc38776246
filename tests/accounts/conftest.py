"""An account with everything filled in, and an office that administers it."""

from collections.abc import Iterator

import pytest

from app.blueprints.accounts import policy
from app.blueprints.accounts.models import User
from tests.accounts.people import HASH
from tests.factories import Make


@pytest.fixture
def teacher(make: Make) -> User:
    return make.user(
        account_name="QH0001", name="林知远", phone="13800001234", email="lin@school.test", password_hash=HASH
    )


@pytest.fixture
def office(make: Make) -> Iterator[User]:
    """Administers everybody but herself, by the predicate that org supplies in the product."""
    person = make.user(account_name="office", name="江望", password_hash=HASH)
    before = policy._administration[0]
    policy.use_administration(lambda actor, user: actor.account_name == "office")
    yield person
    policy.use_administration(before)
