"""What teachers of the demonstration do: find their preparation, invite, open it."""

import re

from tests.coedit.browsers import Page
from tests.installation import Installation, Visitor


def preparation_of(visitor: Visitor, title: str) -> int:
    """Found where people look for it: in the list of joint preparations."""
    listed = visitor.get("/preparations", tab="all", page="1").text
    pages = 1 + len(re.findall(r"[?&;]page=\d+", listed))
    for number in range(1, pages + 1):
        listed = visitor.get("/preparations", tab="all", page=str(number)).text
        link = re.search(rf'href="/preparations/(\d+)">{re.escape(title)}<', listed)
        if link:
            return int(link.group(1))
    raise AssertionError(f"{title} is not in the list")


def invite(visitor: Visitor, preparation_id: int, name: str) -> None:
    address = f"/preparations/{preparation_id}/participants"
    found = visitor.get(address, q=name).found(r'name="user_id" value="(\d+)"')
    answer = visitor.post(address, user_id=found)
    assert answer.status == 200
    assert name in answer.text


def document_of(visitor: Visitor, preparation_id: int) -> int:
    return int(visitor.get(f"/preparations/{preparation_id}/edit").found(r'data-document-id="(\d+)"'))


def page_on(installation: Installation, visitor: Visitor, document_id: int) -> Page:
    """An editing page without an editor: real yjs behind a real socket, with this person's cookie."""
    page = Page()
    page.do("connect", url=installation.server.url, cookie=visitor.cookie)
    page.do("join", doc=document_id)
    return page
