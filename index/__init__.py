"""How passages are found: encoder, vector store, lexical index, hybrid search; build and synchronize."""

import os

# The products here are small: numpy's own threads cost more than they save, and take the cores from other questions.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
