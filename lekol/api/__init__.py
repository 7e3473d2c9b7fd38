"""The API wall: what machines read, in the name of a person, never more than that person’s pages."""
