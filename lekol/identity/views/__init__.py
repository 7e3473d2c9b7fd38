"""Pages of the accounts: signing in, what is done to an account, tokens of machines."""

from lekol.identity.views.accounts import ClosedAdapter, close, demonstration, follow_address, invite, reopen
from lekol.identity.views.tokens import create_token, revoke_token, tokens, tokens_watched

__all__ = [
    "ClosedAdapter", "close", "create_token", "demonstration", "follow_address", "invite", "reopen", "revoke_token",
    "tokens", "tokens_watched",
]  # fmt: skip
