"""Passwords on a slip of paper: drawn by the school, good until their owner has set another one."""

from app.blueprints.accounts import one_time_codes
from app.blueprints.accounts.models import User

LENGTH = 8


def draw() -> str:
    return one_time_codes.in_groups(one_time_codes.draw(LENGTH))


def meant(user: User | None, typed: str) -> str:
    """What stands on the slip, however it is copied; passwords that people have chosen as they are typed.

    Compared is one password in either case, so that the time it takes gives no account away.
    """
    code = one_time_codes.normal(typed)
    is_on_a_slip = len(code) == LENGTH and set(code) <= set(one_time_codes.ALPHABET)
    if user is None or not user.must_change_password or not is_on_a_slip:
        return typed
    return one_time_codes.in_groups(code)
