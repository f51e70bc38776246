"""The scenarios are told on the demonstration, on a real server."""

from collections.abc import Callable, Iterator

import pytest

from tests.coedit.browsers import Page, require_node
from tests.installation import Installation, Visitor
from tests.scenarios.people import page_on

OpenPage = Callable[[Visitor, int], Page]


@pytest.fixture
def open_page(installation: Installation) -> Iterator[OpenPage]:
    """Opens the editing page of a document for somebody; all are closed afterwards."""
    require_node()
    pages: list[Page] = []

    def open_one(visitor: Visitor, document_id: int) -> Page:
        pages.append(page_on(installation, visitor, document_id))
        return pages[-1]

    yield open_one
    for page in pages:
        page.close()
