"""Real Excel files, as schools send them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl

HEADERS = ("姓名", "工号", "学校", "部门", "职务", "学科", "职称", "荣誉", "手机号", "邮箱", "入职日期")


def workbook(*rows: Sequence[object], headers: Sequence[str] = HEADERS) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(list(headers))
    for row in rows:
        page.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def teacher(name: str, account: str | int, **given: object) -> list[object]:
    """A row by header name; what is not given stays empty."""
    cells: dict[str, object] = {"姓名": name, "工号": account} | given
    return [cells.get(header) for header in HEADERS]


def read_back(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(content))
    page = book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def multipart(unit_id: int, content: bytes, name: str = "老师.xlsx") -> dict[str, Any]:
    """Arguments of a post. Built by hand: the test client would leave large files open."""
    mark = "----qinglan"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="unit"\r\n\r\n{unit_id}\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return {"data": body, "content_type": f"multipart/form-data; boundary={mark}"}
