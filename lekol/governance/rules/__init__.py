"""Pure decisions of governance: seats, duty clock, agreement of the parties, shared writing, chain of digests."""
