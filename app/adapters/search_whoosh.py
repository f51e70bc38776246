"""Full-text search on whoosh: no server, comfortable to some twenty thousand full texts.

It is built into a folder of its own while searches go on with the last one. When it is lost or damaged
`is_complete` says so, and the worker builds it again.
"""

import pickle
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.index import EmptyIndexError, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, ReaderClosed

from app.adapters.search_whoosh_answer import Answer
from app.adapters.search_whoosh_folder import Generations
from app.adapters.search_whoosh_schema import SCHEMA, fields_of
from app.ports.search import Query, Results, SearchDocument, SearchUnavailable

LOCK_SECONDS = 10
GONE = (FileNotFoundError, EmptyIndexError)  # also for a moment, while files are swapped
DAMAGE = (
    WhooshIndexError, CorruptIndexError, ReaderClosed, struct.error, zlib.error, pickle.UnpicklingError,
    EOFError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError,
)  # fmt: skip  # what whoosh raises over files that were cut or overwritten


class WhooshSearch:
    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._opened: tuple[Path, Any] | None = None
        self._opening = threading.Lock()

    @property
    def is_complete(self) -> bool:
        return self._generations.is_built  # damage inside is noticed, and said, by the first search

    def put(self, documents: Iterable[SearchDocument]) -> None:
        rows = _rows(documents)
        with self._writing() as opened:
            _write(opened, rows)

    def remove(self, uids: Iterable[str]) -> None:
        with self._writing() as opened, opened.writer(timeout=LOCK_SECONDS) as writer:
            for uid in set(uids):
                writer.delete_by_term("uid", uid)

    @contextmanager
    def rebuilding(self) -> Iterator["Building"]:
        try:
            building = Building(self._generations.new())
            try:
                yield building
            except BaseException:
                building.give_up()
                raise
            building.finish()
            self._generations.use(building.folder)
        except (LockError, OSError) as error:
            raise SearchUnavailable from error

    def find(self, wanted: Query) -> Results:
        if not wanted.audience:
            return Results(hits=(), total=0)
        try:
            return self._answer(wanted)
        except GONE:  # a build or an optimization has just been finished: once more
            self._opened = None
        with self._judging_damage():
            return self._answer(wanted)

    def _answer(self, wanted: Query) -> Results:
        with self._judging_damage(but=GONE):
            folder = self._generations.current()
            if not folder.exists():
                return Results(hits=(), total=0)
            with self._open(folder).searcher() as searcher:
                return Answer(searcher, wanted).results()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._judging_damage():
            folder = self._generations.current()
            if not folder.exists():
                folder.mkdir(parents=True)
                index.create_in(folder, SCHEMA)
            yield self._open(folder)

    @contextmanager
    def _judging_damage(self, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        """A damaged index is given up, so that it is built again; a disk in trouble may recover."""
        try:
            yield
        except but:
            raise
        except LockError as error:
            raise SearchUnavailable from error
        except (*GONE, *DAMAGE) as error:
            self._opened = None
            if is_sound(self._generations.current()):
                raise  # a fault of ours, which building again would not mend
            self._generations.give_up()
            raise SearchUnavailable from error
        except OSError as error:
            raise SearchUnavailable from error

    def _open(self, folder: Path) -> Any:
        with self._opening:
            if self._opened is None or self._opened[0] != folder:
                self._opened = folder, index.open_dir(folder)
            return self._opened[1]


class Building:
    """A new index beside the one in use; each document is put once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = index.create_in(folder, SCHEMA).writer(timeout=LOCK_SECONDS)

    def put(self, documents: Iterable[SearchDocument]) -> None:
        for row in _rows(documents):
            self._writer.add_document(**row)

    def finish(self) -> None:
        self._writer.commit()

    def give_up(self) -> None:
        self._writer.cancel()


def _rows(documents: Iterable[SearchDocument]) -> list[dict[str, Any]]:
    newest = {document.uid: document for document in documents}  # twice in one writer would store it twice
    return [fields_of(document) for document in newest.values()]


def _write(opened: Any, rows: list[dict[str, Any]]) -> None:
    with opened.writer(timeout=LOCK_SECONDS) as writer:
        for row in rows:
            writer.update_document(**row)


def is_sound(folder: Path) -> bool:
    """Whether everything in the index can be read: slow, asked only after a failure."""
    try:
        with index.open_dir(folder).reader() as reader:
            for _kept in reader.all_stored_fields():
                pass
            for field, term in reader.all_terms():
                reader.term_info(field, term)
    except (OSError, *DAMAGE):
        return False
    return True
