"""Two bases linked once more: only what has changed since they were linked whole is compared."""
