"""How questions are answered: understanding, retrieval, composing, verifying; settings, command line, HTTP API."""
