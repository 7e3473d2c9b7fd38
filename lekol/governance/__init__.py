"""Committees, programme, yearly report, life of the convention (articles 8 and 10)."""
