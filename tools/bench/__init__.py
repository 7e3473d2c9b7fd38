"""What Lékol costs as the territory grows: generated bases, pages and measures timed, one report."""
