"""Outside systems, one folder each; nobody imports them (DESIGN §8)."""
