"""Through the demonstration by its own links, a few pages of each kind."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit


def pages(links_of: Callable[[str], Sequence[str]], alike: int) -> Iterator[str]:
    """Every page that links lead to from the workbench, at most `alike` that differ by numbers only.

    What has no links is no page but a file.
    """
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        links = links_of(path)
        if links:
            yield path
        for link in links:
            kind = re.sub(r"\d+|=[^&]*", "N", link)
            if link not in seen and kinds[kind] < alike and not urlsplit(link).path.startswith("/static/"):
                seen.add(link)
                kinds[kind] += 1
                waiting.append(link)
