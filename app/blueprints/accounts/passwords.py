"""Hashing of passwords and reset codes: argon2id, off the event loop, equally slow for everybody.

One hash takes some 30 ms of one core and 19 MiB (OWASP's first choice). Under gevent that would stop
all other people of the process, so it runs in a small pool of real threads; argon2 releases the GIL.
"""

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.threads import off_the_loop

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    return off_the_loop(_hasher.hash, _normal(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one that was stored. Without a stored one: False, after the same work."""
    nobodys = _nobodys_hash()  # made by whoever comes first, known or not
    matches = off_the_loop(_matches, stored or nobodys, _normal(password))
    return matches and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was made with other parameters than today's: then hash again when there is a chance."""
    return _hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Chinese input methods switch to full-width digits unasked; they are the same password."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
