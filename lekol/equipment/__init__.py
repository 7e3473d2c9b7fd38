"""The estate: assets, where they are, the slots a standard requires and what fills them (articles 3 and 4)."""
