"""Languages: messages are Chinese in the source, English is a catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from flask import Flask, g, has_request_context, session
from flask_babel import Babel, force_locale, format_date, format_datetime

from app import config
from app.core.clock import SCHOOL_ZONE
from app.core.sentences import in_words

LANGUAGES = {"zh": "中文", "en": "English"}
SOURCE = "zh"


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=language, timezone_selector=lambda: str(SCHOOL_ZONE))
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["LANGUAGES"] = LANGUAGES
    app.jinja_env.filters["translated"] = translated
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["long_day"] = long_day
    app.jinja_env.filters["weekday_time"] = weekday_time


def language() -> str:
    """The person's choice, else the choice of this browser session, else the installation's."""
    person = g.get("user")
    for chosen in (
        getattr(person, "language", None),
        session.get("language") if has_request_context() else None,
    ):
        if chosen in LANGUAGES:
            return str(chosen)
    return config.current().language


@contextmanager
def source_words() -> Iterator[None]:
    """For the worker: sentences that are kept as they stand in the source, to be `translated` when read."""
    with force_locale(SOURCE):
        yield


def translated(kept: str | None) -> str:
    """What a job or a row of an import has said, in the language of whoever reads it now."""
    return in_words(kept) if kept else ""


def day(value: date | None) -> str:
    """`2026-11-22`: the form schools write in their records."""
    return format_date(value, "yyyy-MM-dd") if value else ""


def moment(value: datetime | None) -> str:
    """`2026-11-22 15:30` in the school's zone."""
    return format_datetime(value, "yyyy-MM-dd HH:mm") if value else ""


def long_day(value: date) -> str:
    """`2026年11月22日星期日`, as the reader's language says it."""
    return str(format_date(value, "full"))


def weekday_time(value: datetime) -> str:
    """`周三 15:30` in the school's zone: for what happens this week."""
    return str(format_datetime(value, "EEE HH:mm"))
