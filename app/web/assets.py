"""Addresses of the bundles: names carry a hash of the content, so browsers keep them for a year."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

DIST = Path(__file__).parent.parent / "static" / "dist"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["icon_sheet"] = lambda: asset("icons.svg")


def asset(name: str) -> str:
    """The address of a built file by its plain name (`main.js`, `editor.css`, `icons.svg`).

    Raises KeyError when the bundle has no such file: `npm run build` makes it.
    """
    return url_for("static", filename=f"dist/{built_name(name)}")


def built_name(name: str) -> str:
    """`main.js` is `main-4F2A.js` in this release."""
    path = DIST / "manifest.json"
    return _manifest(path, path.stat().st_mtime_ns)[name]


@lru_cache(maxsize=1)
def _manifest(path: Path, _changed: int) -> dict[str, str]:
    """Read again when it changes: an upgrade replaces the files while the old process still answers."""
    manifest: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return manifest
