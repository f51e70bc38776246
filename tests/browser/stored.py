"""`python -m tests.browser.stored 1` prints the words of a document as the database has them."""

import sys

from app import create_app
from app.blueprints.coedit.content import to_pm
from app.blueprints.coedit.html_write import html_of
from app.blueprints.coedit.plain_text import text_of
from app.blueprints.coedit.service import load_state

if __name__ == "__main__":
    with create_app().app_context():
        content = to_pm(load_state(int(sys.argv[1])))
        sys.stdout.write(html_of(content) if "--html" in sys.argv else text_of(content))
