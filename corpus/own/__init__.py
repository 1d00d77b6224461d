"""The owner's own documents: read from a folder and indexed beside the curated corpus."""
