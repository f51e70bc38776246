"""Real clients against a real server process, which may be killed at any moment."""

import pytest

from tests.coedit.browsers import wait_until
from tests.coedit.conftest import Office

pytestmark = pytest.mark.live


def test_two_pages_converge_and_know_when_they_are_saved(office: Office) -> None:
    ann, bo = office.page("author"), office.page("second")

    ann.type("导入：折纸")
    bo.type("新授", at=0)

    wait_until(lambda: ann.is_saved() and bo.is_saved() and ann.text == bo.text, lambda: (ann.told, bo.told))
    assert set(ann.text) == set("·导入：折纸新授")
    assert office.act("text", office.document) == ann.text
