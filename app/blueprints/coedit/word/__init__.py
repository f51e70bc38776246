"""Word files to documents: checked, converted in a sandbox, repaired."""
