"""What the pages of the demonstration weigh, for somebody on the weak line of a village school."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from app.demo.accounts import PASSWORD
from bench.page_weights import ASSET, Line
from tests.installation import Installation
from tests.live import ROOT

pytestmark = pytest.mark.live

KB = 1024
MOST = 200 * KB
ALIKE = 3  # pages of one kind that are looked at
EDITOR = re.compile(r"\| editor \|.* ([\d.]+) \|")


def pages(line: Line) -> Iterator[str]:
    """Every page that links lead to from the workbench, a few of each kind."""
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        links = line.links(path)
        if links:
            yield path
        for link in links:
            kind = re.sub(r"\d+|=[^&]*", "N", link)
            if link not in seen and kinds[kind] < ALIKE and not urlsplit(link).path.startswith("/static/"):
                seen.add(link)
                kinds[kind] += 1
                waiting.append(link)


def test_every_page_of_the_demonstration_is_light(installation: Installation) -> None:
    line = Line(installation.server.url)
    line.sign_in("zhouruoxi", PASSWORD)
    documented = EDITOR.search((ROOT / "docs" / "performance.md").read_text())
    assert documented
    weighed, heavy = 0, []

    for path in pages(line):
        text, weight = line.text(path), line.weigh(path)
        weighed += 1
        has_editor = any("/editor-" in asset for asset in ASSET.findall(text))
        most = float(documented[1]) * KB * 1.05 if has_editor else MOST
        if len(text.encode()) > MOST or weight.total > most:
            heavy.append((path, len(text.encode()) // KB, weight.total // KB))

    assert heavy == []
    assert weighed > 40
