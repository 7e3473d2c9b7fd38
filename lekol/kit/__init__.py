"""What every page is made of: components, charts, pages of lists, exports, the import desk, console commands."""
