"""What is exported: a text, what stands above it, and what the text refers to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.blueprints.coedit.text.schema import Node


@dataclass(frozen=True)
class PaperPicture:
    """A picture of the text as it lies in the storage."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        return ".png" if self.media_type == "image/png" else ".jpg"


def without_empty_end(pm: Node) -> Node:
    """Editors keep an empty line at the end: on paper it may cost a page."""
    content = list(pm.get("content", []))
    while len(content) > 1 and content[-1]["type"] == "paragraph" and not content[-1].get("content"):
        content.pop()
    return {**pm, "content": content}


@dataclass(frozen=True)
class Paper:
    """One text to be handed in. `facts` are what a form asks for: 学科, 年级, 主备人 …, in order."""

    title: str
    pm: Node
    facts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, PaperPicture] = field(default_factory=dict)  # by the src in the text
    author: str = ""
    minutes: str = ""  # what stands under a table of steps, {sum} in it; empty: nothing

    def value(self, name: str) -> str | None:
        """What a placeholder of this name stands for; None if nothing does."""
        return self.title if name in {"课题", "标题"} else self.facts.get(name)
