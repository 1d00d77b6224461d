"""How passages are found: encoder, vector store, lexical index, hybrid search; build and synchronize."""
