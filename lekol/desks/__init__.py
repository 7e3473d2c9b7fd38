"""Pages per reader: home of each function, search, perimeter, import desk, help."""
