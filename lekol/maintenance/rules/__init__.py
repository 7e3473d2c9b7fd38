"""Pure decisions, each citing its clause."""
