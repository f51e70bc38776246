"""Files to take away."""

from io import BytesIO
from typing import IO
from urllib.parse import quote

from flask import Response, send_file

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(content: bytes, name: str, *, in_ascii: str) -> Response:
    return download(BytesIO(content), name, in_ascii=in_ascii, kind=EXCEL)


def download(content: IO[bytes], name: str, *, in_ascii: str, kind: str | None = None) -> Response:
    """`in_ascii` is the name for whatever cannot read the other: nothing would be left of a Chinese one.
    `kind` is the media type; None: what the name ends in says it."""
    answer = send_file(content, kind, as_attachment=True, download_name=in_ascii)
    names = {"filename": in_ascii, "filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer
