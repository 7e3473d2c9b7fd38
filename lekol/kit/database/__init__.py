"""The house’s PostgreSQL backend: a kept connection is checked for nothing, fixed questions are prepared."""
