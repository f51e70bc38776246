"""Pictures of documents: re-encoded, kept by their hash, served to those who may read."""
