"""The shipped trees: from the files of the release into the database, as often as one likes."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.blueprints.curriculum.events import CurriculumChanged
from app.blueprints.curriculum.models import CurriculumNode, NodeKind, Place
from app.blueprints.curriculum.service.naming import name_node
from app.core import clock
from app.core.db import db
from app.core.outbox import emit

FOLDER = Path(__file__).parent.parent / "data"


@dataclass
class Loaded:
    """What a run of the loader did, counted in nodes."""

    added: int = 0
    changed: int = 0
    archived: int = 0
    seen: set[str] = field(default_factory=set, repr=False)

    @property
    def touched(self) -> int:
        return self.added + self.changed + self.archived


def shipped_keys() -> list[str]:
    """The source keys of all shipped volumes."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def read_shipped(key: str) -> dict[str, Any]:
    """One shipped volume as its file says."""
    volume: dict[str, Any] = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    return volume


def load_shipped(only: Collection[str] | None = None) -> Loaded:
    """Bring the shared trees to the state of this release. Trees of schools and groups are not touched.

    Shared nodes that the release no longer has are archived, because lessons may refer to them.
    """
    loaded = Loaded()
    for key in shipped_keys() if only is None else only:
        before = loaded.touched
        volume = _load_volume(read_shipped(key), loaded)
        if loaded.touched > before:
            emit(CurriculumChanged(volume_id=volume.id))
    return loaded


def place_of(volume: dict[str, Any]) -> Place:
    names = ("stage", "subject", "grade", "edition", "volume", "revision_year")
    return Place(**{name: volume[name] for name in names})


def _load_volume(shipped: dict[str, Any], loaded: Loaded) -> CurriculumNode:
    key, place = shipped["source_key"], place_of(shipped)
    prefix = CurriculumNode.source_key.startswith(f"{key}/", autoescape=True)
    rows = db.session.scalars(select(CurriculumNode).where((CurriculumNode.source_key == key) | prefix))
    known = {node.source_key or "": node for node in rows}
    volume = _put(known, key, NodeKind.VOLUME, place, {"name": place.name}, 0, None, loaded)
    for at, unit in enumerate(shipped["units"], start=1):
        node = _put(known, f"{key}/{unit['key']}", NodeKind.UNIT, place, unit, at, volume, loaded)
        for below, topic in enumerate(unit["topics"], start=1):
            topic_key = f"{node.source_key}/{topic['key']}"
            _put(known, topic_key, NodeKind.TOPIC, place, topic, below, node, loaded)
    _settle_paths(known)
    _archive_the_rest(known, loaded)
    return volume


def _put(  # noqa: PLR0913, PLR0917 - one shipped line with its surroundings
    known: dict[str, CurriculumNode],
    key: str,
    kind: NodeKind,
    place: Place,
    shipped: dict[str, Any],
    position: int,
    parent: CurriculumNode | None,
    loaded: Loaded,
) -> CurriculumNode:
    loaded.seen.add(key)
    node = known.get(key)
    if node is None:
        node = known[key] = CurriculumNode(kind=kind, source_key=key, name="", **vars(place))
        db.session.add(node)
        loaded.added += 1
    elif (node.name, node.periods, node.position) != (shipped["name"], shipped.get("periods"), position):
        loaded.changed += 1
    if node.name != shipped["name"]:
        name_node(node, shipped["name"])
    node.periods, node.position, node.parent = shipped.get("periods"), position, parent
    node.archived_at = None
    return node


def _settle_paths(known: dict[str, CurriculumNode]) -> None:
    db.session.flush()  # ids become known
    for key in sorted(known, key=lambda key: key.count("/")):
        node = known[key]
        node.path = f"{node.parent.path if node.parent else '/'}{node.id}/"


def _archive_the_rest(known: dict[str, CurriculumNode], loaded: Loaded) -> None:
    for key, node in known.items():
        if key not in loaded.seen and node.archived_at is None:
            node.archived_at = clock.now()
            loaded.archived += 1
