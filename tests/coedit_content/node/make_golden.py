"""Writes golden.json with the real binding: run it when @tiptap/y-tiptap or the schema changes."""

import json
import warnings

from hypothesis.errors import NonInteractiveExampleWarning

from tests.coedit_content.documents import DOCUMENTS, EVERYTHING
from tests.coedit_content.test_encoding import GOLDEN, binding

warnings.simplefilter("ignore", NonInteractiveExampleWarning)
documents = [EVERYTHING, *(DOCUMENTS.example() for _ in range(60))]
documents = [pm for pm in documents if pm is EVERYTHING or 300 < len(json.dumps(pm)) < 3000][:16]
updates = binding({"write": documents})
cases = [{"document": pm, "update": update} for pm, update in zip(documents, updates, strict=True)]
GOLDEN.write_text(json.dumps(cases, ensure_ascii=False) + "\n")
