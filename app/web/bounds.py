"""What no form or address of ours ever holds is refused before anybody looks at it."""

import structlog
from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1  # what an integer column holds on every database
MOST_DIGITS = 4000  # what Python reads as a number; between this and the largest id the database says no

log = structlog.get_logger(__name__)


class Id(IntegerConverter):
    """`<int:…>` in addresses: larger numbers are unknown ids, not errors."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def id_in(text: str) -> int:
    """For `args.get(…, type=id_in)`. Raises ValueError where no row can have that number."""
    if not 0 <= (number := int(text)) <= LARGEST_ID:
        raise ValueError
    return number


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_what_cannot_be_stored)
    app.register_error_handler(DataError, _out_of_range)
    app.register_error_handler(OverflowError, _out_of_range)


def _refuse_what_cannot_be_stored() -> None:
    """NUL bytes, which PostgreSQL cannot keep, and absurd numbers. A bank account in a remark is none."""
    if "\0" in request.path:
        raise BadRequest
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            if "\0" in name or "\0" in value or (len(value) > MOST_DIGITS and value.strip().isdigit()):
                raise BadRequest


def _out_of_range(error: Exception) -> ResponseReturnValue:
    """A number or text that does not fit its column came through: the sender's fault, but worth a line."""
    log.warning("a value does not fit its column", endpoint=request.endpoint, error=type(error).__name__)
    from app.web.errors import explain

    return explain(BadRequest())
