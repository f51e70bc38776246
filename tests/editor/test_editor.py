"""The editor's TypeScript, run by Node; and its schema beside the server's."""

import json
import subprocess
from pathlib import Path

from app.blueprints.coedit.text.schema import CONTENTS, INLINE, MARKS, NODES, SCHEMA_VERSION

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def node(*arguments: str | Path) -> str:
    """Needs Node and the packages of package.json (`npm ci`): without them nothing here is proved."""
    done = subprocess.run(["node", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bundle(folder: Path, *names: str) -> list[Path]:
    node(HERE / "bundle.mjs", folder, *(HERE / name for name in names))
    return [folder / name.replace(".ts", ".mjs") for name in names]


def test_the_editor_keeps_its_promises(tmp_path: Path) -> None:
    names = sorted(path.name for path in HERE.glob("*.test.ts"))
    assert names
    node("--test", *bundle(tmp_path, *names))


def test_editor_and_server_know_the_same_schema(tmp_path: Path) -> None:
    [program] = bundle(tmp_path, "schema_names.ts")
    editor = json.loads(node(program))

    assert {name: set(attributes) for name, attributes in editor["nodes"].items()} == {
        name: set(attributes) for name, attributes in NODES.items()
    }
    assert {name: set(attributes) for name, attributes in editor["marks"].items()} == {
        name: set(attributes) for name, attributes in MARKS.items()
    }
    assert list(editor["marks"]) == list(MARKS), "marks nest in another order"
    assert set(editor["inline"]) == INLINE
    assert editor["contents"] == {name: sorted(inside) for name, inside in CONTENTS.items()}
    assert (set(editor["NODES"]), set(editor["MARKS"])) == (set(NODES), set(MARKS))
    assert f"SCHEMA_VERSION = {SCHEMA_VERSION};" in (ROOT / "app/static/src/editor/schema.ts").read_text()
