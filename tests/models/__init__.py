"""Tests of the optional language models."""
