"""Timings and memory, measured in one run and shown beside a textbook pipeline: `assistant bench`."""
