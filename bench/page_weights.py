"""What the main pages weigh: `python bench/page_weights.py http://127.0.0.1:5000 ACCOUNT PASSWORD`.

HTML, style sheets and scripts as a first visit fetches them with gzip, in KB; pictures are counted apart.
"""

import gzip
import html
import re
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import NamedTuple

PAGES = {
    "sign-in": "/sign-in",
    "workbench": "/",
    "list of plans": "/preparations?tab=all",
    "search": "/search",
    "curriculum": "/curriculum",
    "schools and people": "/admin",
    "offline page": "/offline",
}
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+\.(?:js|css))"')
LINK = re.compile(r'<a\b[^>]*? href="(/[^"#]*)')
IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+)"')


class Weight(NamedTuple):
    html: int
    css: int
    js: int

    @property
    def total(self) -> int:
        return sum(self)


class Line:
    """One browser without a cache."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._sizes: dict[str, int] = {}

    def sign_in(self, account: str, password: str) -> None:
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.text("/sign-in"))
        assert token is not None
        fields = {"name": account, "password": password, "csrf_token": token[1]}
        self._open("/sign-in", urllib.parse.urlencode(fields).encode())

    def text(self, path: str) -> str:
        return self._open(path)[0].decode()

    def links(self, path: str) -> list[str]:
        """The addresses a page leads to; none if it is a file to take away."""
        content = self._open(path)[0]
        found = LINK.findall(content.decode()) if content.lstrip()[:15].lower() == b"<!doctype html>" else []
        return [html.unescape(each) for each in found]

    def weigh(self, path: str) -> Weight:
        page, size = self._open(path, zipped=True)
        css = js = 0
        for asset in self._closure(set(ASSET.findall(page.decode()))):
            css += self._size(asset) if asset.endswith(".css") else 0
            js += self._size(asset) if asset.endswith(".js") else 0
        return Weight(size, css, js)

    def _closure(self, assets: set[str]) -> set[str]:
        """With the modules that the scripts import at once."""
        waiting, found = list(assets), set(assets)
        while waiting:
            asset = waiting.pop()
            if not asset.endswith(".js"):
                continue
            for name in IMPORTED.findall(self.text(asset)):
                imported = f"/static/dist/{name}"
                if imported not in found:
                    found.add(imported)
                    waiting.append(imported)
        return found

    def _size(self, path: str) -> int:
        if path not in self._sizes:
            self._sizes[path] = self._open(path, zipped=True)[1]
        return self._sizes[path]

    def _open(self, path: str, body: bytes | None = None, *, zipped: bool = False) -> tuple[bytes, int]:
        headers = {"Accept-Encoding": "gzip"} if zipped else {}
        request = urllib.request.Request(self._address + path, body, headers)  # noqa: S310 - our own
        with self._opener.open(request, timeout=60) as answer:
            content = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                return gzip.decompress(content), len(content)
            return content, len(content)


def plans_of(line: Line) -> dict[str, str]:
    """The heaviest reading page of the finished plans, and one that is being written."""
    finished = set(re.findall(r'href="(/preparations/\d+)"', line.text("/preparations?tab=finalized")))
    texts = sorted((f"{plan}/text" for plan in finished), key=lambda path: line.weigh(path).html)
    editors = re.findall(r'href="(/preparations/\d+/edit)"', line.text("/"))
    pages = {"reading page, the heaviest": texts[-1]} if texts else {}
    if editors:
        pages |= {"one plan": editors[0].removesuffix("/edit"), "editor": editors[0]}
    return pages


def main() -> None:
    address, account, password = sys.argv[1:4]
    line = Line(address)
    rows = {"sign-in": line.weigh(PAGES["sign-in"])}
    line.sign_in(account, password)
    for name, path in {**PAGES, **plans_of(line)}.items():
        rows.setdefault(name, line.weigh(path))
    lines = ["| page | HTML | CSS | JS | together |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, weight in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{n / 1024:.1f}" for n in (*weight, weight.total)) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
