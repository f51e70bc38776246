"""Files to take away."""

from io import BytesIO

from flask import Response, send_file

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), EXCEL, as_attachment=True, download_name=name)
