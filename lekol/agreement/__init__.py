"""The convention: its text as data, its commitments and their live figures (articles 1, 2 and 10)."""
