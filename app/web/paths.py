"""Addresses that came in with a request and are about to be redirected to."""

from urllib.parse import urlsplit


def local_path(candidate: str | None, default: str = "/") -> str:
    """`candidate` if it leads to a page of ours, else `default`: no open redirects.

    Browsers read a backslash as a slash and drop tabs and line ends, so such paths are refused whole.
    """
    if not candidate or not candidate.startswith("/") or candidate.startswith("//"):
        return default
    if "\\" in candidate or any(ord(character) < 32 for character in candidate):
        return default
    parts = urlsplit(candidate)
    return default if parts.scheme or parts.netloc else candidate
