"""Files to take away."""

from io import BytesIO
from urllib.parse import quote

from flask import Response, send_file

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(content: bytes, name: str, *, in_ascii: str) -> Response:
    """`in_ascii` is the name for whatever cannot read the other: nothing would be left of a Chinese one."""
    answer = send_file(BytesIO(content), EXCEL, as_attachment=True, download_name=in_ascii)
    names = {"filename": in_ascii, "filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer
