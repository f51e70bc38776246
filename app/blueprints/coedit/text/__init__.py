"""What stands in a document: its schema, read from and written to Yjs states, HTML and plain text."""
