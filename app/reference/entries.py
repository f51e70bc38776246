"""The shapes of what is shipped: a code that never changes, names that may."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One value of a list. The code is stored; name, English name and aliases are for people."""

    code: str
    name: str
    en: str
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> Sequence[str]:
        """Everything a person may write when meaning this entry."""
        return (self.name, self.en, self.code, *self.aliases)

    def name_in(self, language: str) -> str:
        return self.en if language == "en" else self.name


@dataclass(frozen=True, kw_only=True)
class Stage(Entry):
    """A stage of schooling (学段)."""


@dataclass(frozen=True, kw_only=True)
class Grade(Entry):
    """A grade (年级) as one school system counts it: grade six is primary in 六三, junior in 五四."""

    system: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class Subject(Entry):
    """A subject (学科), or a field teachers do research in without lessons of that name.

    `kind`: national, local, integrated (instead of several subjects) or care (no lessons).
    """

    kind: str
    grades: tuple[str, ...]
    grades_54: tuple[str, ...] = ()  # where the five-four system differs
    part_of: str = ""

    def taught_in(self, system: str = "63") -> tuple[str, ...]:
        """The codes of the grades it is taught in."""
        return (self.grades_54 or self.grades) if system == "54" else self.grades


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An edition covers a subject in some stages and school systems, in one or more revisions."""

    subject: str
    stages: tuple[str, ...]
    systems: tuple[str, ...]
    revision_years: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Edition(Entry):
    """A textbook edition (教材版本)."""

    publisher: str
    offers: tuple[Offer, ...]

    def offer(self, subject: str, stage: str) -> Offer | None:
        """What it offers for a subject in a stage, if anything."""
        fitting = (o for o in self.offers if o.subject == subject and stage in o.stages)
        return next(fitting, None)


@dataclass(frozen=True, kw_only=True)
class FileFormat(Entry):
    """A family of file formats (格式) by the endings of its files."""

    extensions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ResourceType(Entry):
    """A kind of teaching resource (资源类型) and the codes of the formats it usually comes in."""

    formats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Title(Entry):
    """A professional title (职称) of the 2015 scheme; `old_names` are those it replaced."""

    rank: int
    old_names: tuple[str, ...] = ()

    @property
    def spellings(self) -> Sequence[str]:
        return (*super().spellings, *self.old_names)


@dataclass(frozen=True, kw_only=True)
class Honour(Entry):
    """An honour (荣誉) and the codes of the levels that give it."""

    levels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Level(Entry):
    """From the lesson group up to the nation (级别)."""

    rank: int
