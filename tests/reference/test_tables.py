"""The shipped lists are complete, consistent and found by the words people use."""

import json
from collections.abc import Callable, Mapping

import pytest

from app import reference
from app.reference import Entry
from app.reference.lookup import spelling_index
from app.reference.tables import FOLDER

TABLES: dict[str, Callable[[], Mapping[str, Entry]]] = {
    "stages": reference.stages,
    "subjects": reference.subjects,
    "editions": reference.editions,
    "volumes": reference.volumes,
    "lesson_types": reference.lesson_types,
    "lesson_kinds": reference.lesson_kinds,
    "resource_types": reference.resource_types,
    "formats": reference.formats,
    "titles": reference.titles,
    "honours": reference.honours,
    "activity_kinds": reference.activity_kinds,
    "levels": reference.levels,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_spelling_means_one_entry(name: str) -> None:
    entries = TABLES[name]()

    assert set(spelling_index(entries).values()) == set(entries)
    assert all(entry.name and entry.en.isascii() for entry in entries.values())


@pytest.mark.parametrize("name", [*TABLES, "grades"])
def test_every_file_names_its_version_and_source_and_repeats_no_code(name: str) -> None:
    content = json.loads((FOLDER / f"{name}.json").read_text())

    codes = [(row["code"], row.get("system")) for row in content["entries"]]
    assert content["version"]
    assert content["source"]
    assert len(codes) == len(set(codes))


def test_every_file_has_a_table() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*TABLES, "grades"}


def test_the_lists_refer_to_each_other_correctly() -> None:
    grades, subjects = reference.grades(), reference.subjects()

    for subject in subjects.values():
        assert set(subject.grades) | set(subject.grades_54) <= set(grades)
        assert not subject.part_of or subject.part_of in subjects
    for edition in reference.editions().values():
        for offer in edition.offers:
            assert offer.subject in subjects
            assert set(offer.stages) <= set(reference.stages())
            assert set(offer.systems) <= set(reference.SYSTEMS)
    for kind in reference.resource_types().values():
        assert set(kind.formats) <= set(reference.formats())
    for honour in reference.honours().values():
        assert set(honour.levels) <= set(reference.levels())


@pytest.mark.parametrize("system", reference.SYSTEMS)
def test_every_subject_of_a_grade_has_an_edition(system: str) -> None:
    for code, grade in reference.grades(system).items():
        for subject in reference.subjects().values():
            if code in subject.taught_in(system):
                assert reference.editions_of(subject.code, grade.stage), (code, subject.code)


def test_grade_six_belongs_to_another_stage_in_the_five_four_system() -> None:
    assert reference.grades("63")["g6"].stage == "primary"
    assert reference.grades("54")["g6"].stage == "junior_middle"
    assert reference.find_grade("初一") == "g7"
    assert reference.find_grade("初一", "54") == "g6"
    assert len(reference.grades("63")) == len(reference.grades("54")) == 15


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (reference.find_subject("道法"), "morality_and_law"),
        (reference.find_subject(" 生物 "), "biology"),
        (reference.find_subject("信息技术"), "information_technology"),
        (reference.find_subject("MATHEMATICS"), "mathematics"),
        (reference.find_subject("魔法"), None),
        (reference.find_grade("3年级"), "g3"),
        (reference.find_grade("八年级"), "g8"),
        (reference.find_grade("初三"), "g9"),
        (reference.find_grade("十年级"), "g10"),
        (reference.find_edition("部编版"), "unified"),
        (reference.find_edition("人教PEP"), "pep"),
        (reference.find_volume("上"), "first"),
        (reference.find_volume("选择性必修2"), "selective_2"),
        (reference.find_title("小学高级教师"), "first"),
        (reference.find_title("中学高级"), "senior"),
        (reference.find_lesson_type("新授"), "new_lesson"),
        (reference.find_lesson_kind("推门课"), "walk_in"),
        (reference.find_resource_type("教案"), "lesson_plan"),
        (reference.find_stage("初中"), "junior_middle"),
        (reference.find_honour("骨干"), "backbone"),
        (reference.find_level("县级"), "district"),
    ],
)
def test_people_are_understood(written: str | None, found: str | None) -> None:
    assert written == found
