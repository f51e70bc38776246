"""What people set about themselves."""

from app.blueprints.accounts.models import User
from app.core.policy import authorize


def choose_language(user: User, language: str, *, actor: User) -> None:
    authorize(actor, "choose_language", user)
    user.language = language
