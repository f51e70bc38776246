"""The product's server with the tests' desks: `python tests/coedit/serve.py`, to be killed at will."""

import sys
from pathlib import Path

from gevent import monkey

monkey.patch_all()
sys.path.insert(0, str(Path(__file__).parents[2]))

from app import create_app  # noqa: E402 - the patch comes first
from app.adapters.server import serve  # noqa: E402
from tests.coedit.desks import open_for_business  # noqa: E402

app = create_app()
open_for_business()
serve(app)
