"""Tests of the assistant, over its real corpus."""
