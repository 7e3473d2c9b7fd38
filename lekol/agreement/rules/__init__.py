"""Pure decisions of the agreement: how a pack is read, what a term is, where a commitment stands."""
