"""Append-only journal: who did what, when, under which clause."""
