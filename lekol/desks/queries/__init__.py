"""Read models of the pages: places to choose, rights of a person, what each home shows."""
