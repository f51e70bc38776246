"""What is shipped is written as schools write: full-width punctuation among Chinese words."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

CHINESE = "\u3400-\u9fff"
AMONG_CHINESE = re.compile(
    rf"(?<=[{CHINESE}”’》）])[,:;?!](?!//)|[,:;?!](?=[{CHINESE}“‘《（])|\([^()\n\"]*[{CHINESE}][^()\n\"]*\)"
)
FOLDERS = (
    "app/reference/data",
    "app/blueprints/curriculum/data",
    "app/blueprints/preparation/templates_data",
    "app/demo/data",
    "app/demo/plans",
    "app/demo/files",
)


def shipped() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in Path(folder).iterdir() if path.is_file())


def texts_of(path: Path) -> Iterator[str]:
    if path.suffix != ".docx":
        yield path.read_text()
        return
    with ZipFile(path) as word:
        body = word.read("word/document.xml").decode()
    for paragraph in body.split("</w:p>"):
        yield "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.name)
def test_no_narrow_punctuation_among_chinese(path: Path) -> None:
    found = [
        text[max(0, hit.start() - 9) : hit.end() + 5]
        for text in texts_of(path)
        for hit in AMONG_CHINESE.finditer(text)
    ]

    assert found == []
