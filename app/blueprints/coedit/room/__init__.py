"""The room in which a document is written: what arrives is checked, stored, sent on and acknowledged."""
