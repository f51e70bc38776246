"""What the server takes in never ends the editor: its verdict beside that of the editor's own binding."""

import base64
import contextlib
import json
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from app.blueprints.coedit.room.refusals import Refused
from app.blueprints.coedit.room.replica import Replica
from app.blueprints.coedit.text.content import from_pm
from tests.coedit.browsers import NODE_FOLDER, ROOT, require_node
from tests.coedit.structs import FORMAT, STRING, TYPE, VALUES, at_root, beside, inside, sized, update_of
from tests.coedit_content.documents import DOCUMENTS

EVE, ADA = 77, 78
NAMES = ("doc", "text", "paragraph", "tableRow", "image", "bulletList", "hardBreak", "heading", "unheard")
CONTENTS = (
    *((TYPE, b"\x03" + sized(name.encode())) for name in NAMES),
    *[(TYPE, b"\x06")] * 4,
    *[(STRING, sized("字x".encode()))] * 3,
    (FORMAT, sized(b"bold") + sized(b"{}")),
    (VALUES, b"\x01\x7d\x02"),
    (VALUES, b"\x02\x77\x01x\x7e"),
    (1, b"\x01"),  # deleted
)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that asks the binding, bundled with the editor's schema."""
    require_node()
    target = tmp_path_factory.mktemp("verdict") / "verdict.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--loader:.css=empty", "--loader:.woff2=empty"]
    options += ["--loader:.woff=empty", "--loader:.ttf=empty", "--log-level=error", f"--outfile={target}"]
    esbuild = ROOT / "node_modules/.bin/esbuild"
    subprocess.run([esbuild, NODE_FOLDER / "verdict.mjs", *options], check=True, timeout=60)
    return target


def ask(program: Path, cases: list[list[bytes]]) -> list[str | None]:
    encoded = [[base64.b64encode(update).decode() for update in case] for case in cases]
    done = subprocess.run(
        ["node", program],
        input=json.dumps({"cases": encoded}).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    answers: list[str | None] = json.loads(done.stdout)
    return answers


def attempt(chance: Random, earlier: list[tuple[int, int]]) -> bytes:
    """Any struct: at the root, in an earlier one, or beside an earlier one."""
    kind, content = chance.choice(CONTENTS)
    where = chance.choice(["root", "in", "in", "in", "beside"])
    if where == "root" or not earlier:
        return at_root(kind, content)
    if where == "in":
        key = "level" if chance.random() < 0.2 else None
        return inside(chance.choice(earlier), kind, content, key=key)
    return beside(chance.choice(earlier), kind, content)


def taken(seed: int) -> list[bytes]:
    """The updates of two pages that the server lets through, one struct each."""
    chance, replica = Random(seed), Replica()
    earlier, through = list[tuple[int, int]](), list[bytes]()
    for number in range(40):
        client = (EVE, ADA)[number % 2]
        clock = replica.clocks.get(client, 0)
        update = update_of(attempt(chance, earlier), client=client, clock=clock)
        with contextlib.suppress(Refused):
            replica.take(update, replica.shape_of(update))
            earlier.append((client, clock))
            through.append(update)
    return through


def test_the_binding_lives_through_whatever_is_taken_in(verdicts: Path) -> None:
    cases = [taken(seed) for seed in range(400)]

    answers = ask(verdicts, cases)

    failures = [(words, case) for words, case in zip(answers, cases, strict=True) if words]
    assert min(failures, key=lambda failure: len(failure[1]), default=None) is None


@pytest.mark.parametrize(
    "structs",
    [
        [at_root(STRING, sized(b"x"))],
        [at_root(TYPE, b"\x06")],
        [at_root(TYPE, b"\x03\x09paragraph"), inside((EVE, 0), STRING, sized(b"x"))],
        [
            at_root(TYPE, b"\x03\x09paragraph"),
            inside((EVE, 0), TYPE, b"\x06"),
            inside((EVE, 1), TYPE, b"\x06"),
            inside((EVE, 2), STRING, sized(b"x")),
        ],
    ],
    ids=["words at the root", "a text at the root", "words in an element", "a text in a text"],
)
def test_what_is_refused_would_end_the_editor(verdicts: Path, structs: list[bytes]) -> None:
    update = update_of(*structs, client=EVE)
    replica = Replica()

    with pytest.raises(Refused):
        replica.take(update, replica.shape_of(update))

    assert ask(verdicts, [[update]]) != [None]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_whatever_the_editor_may_contain_is_taken_in(pm: dict[str, object]) -> None:
    replica = Replica()
    update = from_pm(pm)

    assert replica.take(update, replica.shape_of(update))
