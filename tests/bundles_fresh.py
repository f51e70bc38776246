"""Build the bundles again and fail if what is committed differs: running needs no Node."""

import subprocess
import sys
from pathlib import Path

DIST = Path("app/static/dist")


def contents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(DIST.iterdir())}


def main() -> int:
    before = contents()
    subprocess.run(["npm", "run", "--silent", "build"], check=True)
    after = contents()
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        print("app/static/dist was not up to date; it is now, commit it:", *changed, sep="\n  ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
