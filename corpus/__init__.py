"""What the assistant knows: documents as data, and the code that reads them into passages and a directory."""
