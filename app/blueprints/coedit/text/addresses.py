"""Which addresses a document may point to. Nothing foreign is ever fetched by showing a document."""

import re

UNPLACED = "picture:"  # before the digest of a picture whose document does not exist yet

_OWN_PICTURE = re.compile(r"/documents/(\d{1,18})/images/([0-9a-f]{64})|/files/[\w./-]{1,200}", re.ASCII)
_UNPLACED_PICTURE = re.compile(f"{UNPLACED}([0-9a-f]{{64}})")
_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"\\\x00-\x1f]{1,2000}", re.IGNORECASE)


def picture_address(document_id: int, digest: str) -> str:
    return f"/documents/{document_id}/images/{digest}"


def is_own_picture(src: object) -> bool:
    """Whether `src` is a picture of this installation."""
    return isinstance(src, str) and ".." not in src and _OWN_PICTURE.fullmatch(src) is not None


def picture_in(src: object) -> tuple[int | None, str] | None:
    """The document id (None: not placed yet) and the digest in the address of a document's picture."""
    if not isinstance(src, str):
        return None
    if match := _UNPLACED_PICTURE.fullmatch(src):
        return None, match[1]
    match = _OWN_PICTURE.fullmatch(src)
    return (int(match[1]), match[2]) if match and match[1] else None


def is_safe_link(href: object) -> bool:
    """Web and mail addresses only: no script, no data, nothing relative."""
    return isinstance(href, str) and _LINK.fullmatch(href) is not None
