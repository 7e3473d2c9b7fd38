"""Accounts and sign-in: a user is the key of one person; rights come from the person’s posts."""
