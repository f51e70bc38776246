"""The product's server with the tests' desks: `python tests/coedit/serve.py`, to be killed at will."""

import os
import sys
from pathlib import Path

from gevent import monkey

monkey.patch_all()
sys.path.insert(0, str(Path(__file__).parents[2]))

from app import create_app  # noqa: E402 - the patch comes first
from app.adapters.server import serve  # noqa: E402
from app.blueprints.coedit.room import limits, rooms  # noqa: E402
from tests.coedit.desks import open_for_business  # noqa: E402

rooms.COMPACT_ROWS = 25  # a course of a minute or two is compacted many times
limits.MOST_DOCUMENT_BYTES = int(os.environ.get("TEST_MOST_DOCUMENT_BYTES", limits.MOST_DOCUMENT_BYTES))
app = create_app()
open_for_business()
serve(app)
