"""Sections over the socket: a client with real yjs that knows nothing of our editor's guard."""

import pytest

from tests.coedit.browsers import Page, wait_until
from tests.coedit.conftest import Office

pytestmark = pytest.mark.live

ALL = [["objectives", "教学目标"], ["process", "教学过程"], ["homework", "作业设计"]]


def two_in_a_plan(office: Office) -> tuple[Page, Page]:
    document = office.act("found_divided", office.people["author"])
    pages = office.page("author", join=False), office.page("second", join=False)
    for page in pages:
        page.do("join", doc=document)
    return pages


def all_show(headings: list[list[str]], *pages: Page) -> None:
    def shown() -> list[list[list[str]]]:
        return [page.do("headings") for page in pages]

    wait_until(lambda: shown() == [headings] * len(pages), shown)


def test_a_client_that_deletes_everything_gets_the_headings_back(office: Office) -> None:
    ann, eve = two_in_a_plan(office)
    all_show(ALL, ann, eve)

    eve.do("clear")

    all_show(ALL, ann, eve)
    assert "教学过程的内容" not in ann.paragraphs
    ann.write("（新）", behind="教学过程")
    wait_until(lambda: "教学过程（新）" in eve.paragraphs)
    assert eve.heard("refused") == eve.heard("resync") == []


def test_both_delete_everything_while_away(office: Office) -> None:
    ann, bo = two_in_a_plan(office)
    for page in (ann, bo):
        page.do("offline")
        page.do("clear")
    for page in (ann, bo):
        page.do("online")

    all_show(ALL, ann, bo)


def test_only_what_is_said_to_be_taken_out_goes(office: Office) -> None:
    ann, bo = two_in_a_plan(office)

    ann.do("strike", key="process", without=["process"])
    all_show([ALL[0], ALL[2]], ann, bo)

    bo.do("strike", key="homework", without=["process"])
    all_show([ALL[0], ALL[2]], ann, bo)
    assert ann.paragraphs.count("教学过程的内容") == bo.paragraphs.count("教学过程的内容") == 1
