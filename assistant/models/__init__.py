"""Optional language models: more fluent answers, in the asker's language, each sentence checked against the sources."""
