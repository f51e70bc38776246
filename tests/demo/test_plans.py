"""The sample plans are real: complete, in our schema, with minutes that add up, and no two alike."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from app.blueprints.coedit.text.content import from_pm, headings_of, text_of, to_pm
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.schema import CELLS, Node
from app.demo import content

SECTIONS = {
    "教学目标", "学情分析", "教材分析", "教学重点与难点", "教学准备", "教学过程", "板书设计", "作业设计",
}  # fmt: skip
LAYERS = ("基础", "提升", "拓展")
JUNIOR = {"g7", "g8", "g9"}
PREPARATIONS = {row["id"]: row for row in content.preparations()}


def cells_of(table: Node) -> Iterator[list[tuple[str, int]]]:
    """Every row as (text, column) pairs, merged cells repeated in each row they cover."""
    covered: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table["content"]):
        column = 0
        for cell in row["content"]:
            while (number, column) in covered:
                column += 1
            spans = cell.get("attrs", {})
            for down in range(spans.get("rowspan", 1)):
                for right in range(spans.get("colspan", 1)):
                    covered[number + down, column + right] = text_of(cell).strip()
        yield [(text, at) for (line, at), text in sorted(covered.items()) if line == number]


def process_of(plan: Node) -> list[dict[str, str]]:
    """The lesson step by step, as the table of 教学过程 tells it."""
    for table in (node for node in plan["content"] if node["type"] == "table"):
        head, *steps = [{column: text for text, column in row} for row in cells_of(table)]
        if "环节" in head.values():
            return [{head[column]: text for column, text in step.items()} for step in steps]
    raise AssertionError("no table of the process")


def nodes_below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("content", []):
        yield from nodes_below(child)


def test_there_is_a_preparation_for_every_plan_and_the_other_way_round() -> None:
    assert sorted(PREPARATIONS) == content.plan_names()
    assert len(PREPARATIONS) >= 24


@pytest.mark.parametrize("name", content.plan_names())
def test_plan_survives_the_editor_unchanged(name: str) -> None:
    plan = read_html(content.plan(name))

    assert to_pm(from_pm(plan)) == plan


@pytest.mark.parametrize("name", content.plan_names())
def test_plan_loses_no_words_on_the_way_into_the_schema(name: str) -> None:
    source = re.sub(r"<[^>]*>", "", content.plan(name)).replace("&lt;", "<").replace("&gt;", ">")
    shown = "".join(node.get("text", "") for node in nodes_below(read_html(content.plan(name))))

    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", source.replace("&amp;", "&"))


@pytest.mark.parametrize("name", content.plan_names())
def test_plan_has_all_its_sections(name: str) -> None:
    plan = read_html(content.plan(name))
    sections = {heading.text for heading in headings_of(plan)}

    assert sections >= SECTIONS
    assert ("教学反思" in sections) is (PREPARATIONS[name]["state"] in {"finalized", "archived"})
    homework = text_of(plan).split("作业设计\n")[1]
    assert all(layer in homework for layer in LAYERS)


@pytest.mark.parametrize("name", content.plan_names())
def test_minutes_make_a_lesson(name: str) -> None:
    minutes = [int(step["时间"].removesuffix("分钟")) for step in process_of(read_html(content.plan(name)))]

    assert sum(minutes) == (45 if PREPARATIONS[name]["grade"] in JUNIOR else 40)
    assert max(minutes) <= 15


@pytest.mark.parametrize("name", content.plan_names())
def test_remarks_name_steps_of_the_plan_and_find_an_empty_margin(name: str) -> None:
    steps = process_of(read_html(content.plan(name)))

    assert all(step["复备"] == "" for step in steps)
    assert {remark["step"] for remark in PREPARATIONS[name]["remarks"]} <= {step["环节"] for step in steps}


@pytest.mark.parametrize("name", content.plan_names())
def test_plan_is_as_long_as_a_real_one(name: str) -> None:
    assert 900 <= len(re.findall(r"[\u4e00-\u9fff]", content.plan(name))) <= 2000


@pytest.mark.parametrize("name", content.plan_names())
def test_plan_is_set_in_chinese_punctuation(name: str) -> None:
    text = re.sub(r"<[^>]*>", "", content.plan(name))

    assert (
        re.findall(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", re.sub(r"[a-z]+[.?!]", "", text)) == []
    )


def test_no_two_plans_are_alike() -> None:
    texts = {name: re.sub(r"\s", "", text_of(read_html(content.plan(name)))) for name in PREPARATIONS}
    shingles = {name: {text[at : at + 8] for at in range(len(text) - 7)} for name, text in texts.items()}

    alike = {
        (one, other): share
        for one, other in combinations(shingles, 2)
        if (share := len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other])))
        > 0.05
    }
    assert alike == {}


def test_the_plans_use_what_the_editor_can() -> None:
    kinds = {node["type"] for name in PREPARATIONS for node in nodes_below(read_html(content.plan(name)))}
    spans = [
        cell.get("attrs", {})
        for name in PREPARATIONS
        for cell in nodes_below(read_html(content.plan(name)))
        if cell["type"] in CELLS
    ]

    assert kinds >= {
        "taskList",
        "inlineMath",
        "blockMath",
        "orderedList",
        "bulletList",
        "blockquote",
        "table",
    }
    assert any(span.get("rowspan", 1) > 1 for span in spans)
    assert any(span.get("colspan", 1) > 1 for span in spans)
