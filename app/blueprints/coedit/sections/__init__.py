"""Who writes which section of a document, and which ones are done."""
