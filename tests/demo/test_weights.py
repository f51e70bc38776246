"""What the pages of the demonstration weigh, for somebody on the weak line of a village school."""

import re

import pytest

from app.demo.accounts import PASSWORD
from bench.page_weights import ASSET, Line
from tests.demo.crawl import pages
from tests.installation import Installation
from tests.live import ROOT

pytestmark = pytest.mark.live

KB = 1024
MOST = 200 * KB
ALIKE = 3  # pages of one kind that are looked at
EDITOR = re.compile(r"\| editor \|.* ([\d.]+) \|")


def test_every_page_of_the_demonstration_is_light(installation: Installation) -> None:
    line = Line(installation.server.url)
    line.sign_in("zhouruoxi", PASSWORD)
    documented = EDITOR.search((ROOT / "docs" / "performance.md").read_text())
    assert documented
    weighed, heavy = 0, []

    for path in pages(line.links, ALIKE):
        text, weight = line.text(path), line.weigh(path)
        weighed += 1
        has_editor = any("/editor-" in asset for asset in ASSET.findall(text))
        most = float(documented[1]) * KB * 1.05 if has_editor else MOST
        if len(text.encode()) > MOST or weight.total > most:
            heavy.append((path, len(text.encode()) // KB, weight.total // KB))

    assert heavy == []
    assert weighed > 40
