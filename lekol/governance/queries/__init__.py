"""Read models of governance."""
