"""Fail when the models say something that no migration has made: `alembic check` on a fresh database."""

import os
import sys
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.util import CommandError


def main() -> int:
    with TemporaryDirectory() as folder:
        os.environ |= {"QINGLAN_DATA_DIR": folder, "QINGLAN_DATABASE_URL": ""}
        config = Config(toml_file="pyproject.toml")
        command.upgrade(config, "head")
        try:
            command.check(config)
        except CommandError as difference:
            print(difference)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
