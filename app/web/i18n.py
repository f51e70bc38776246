"""Languages: messages are Chinese in the source, English is a catalogue."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from flask import Flask, g, has_request_context, session
from flask_babel import Babel, force_locale, format_date, format_datetime, gettext

from app import config
from app.core.clock import SCHOOL_ZONE
from app.core.sentences import taken_apart

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
def speaking(chosen: str | None) -> Iterator[None]:
    """For the worker, where nobody is signed in: sentences in the language of whom they are for."""
    with force_locale(chosen if chosen in LANGUAGES else config.current().language):
        yield


@contextmanager
def source_words() -> Iterator[None]:
    """For the worker: sentences that are kept as they stand in the source, to be `translated` when read."""
    with force_locale(SOURCE):
        yield


def translated(kept: str | None) -> str:
    """What a job or a row of an import has said, in the language of whoever reads it now."""
    return _in_words(*taken_apart(kept)) if kept else ""


def _in_words(source: str, values: Mapping[str, Any]) -> str:
    told = {name: _in_words(*value) if isinstance(value, list) else value for name, value in values.items()}
    return str(gettext(source, **told))


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
