"""Accounts, the probe, the API’s page."""

from tests.access.table.visit import Visit

ROWS = (
    Visit("health", open=True),
    Visit("account_login", open=True),
    Visit("account_logout", open=True),
    Visit("account_inactive", open=True),
    Visit("account_reset_password", open=True),
    Visit("account_reset_password_done", open=True),
    Visit("account_reset_password_from_key", lambda world: ("1", "cle-inventee"), open=True),
    Visit("account_reset_password_from_key_done", open=True),
    Visit("account_change_password", without_post=True, ok=302),
    Visit("account_set_password", without_post=True),
    Visit("account_reauthenticate", may=frozenset()),  # only asked of accounts with a password
    Visit("usersessions_list", without_post=True),
    Visit("reference", open=True),
    Visit("api_nowhere", lambda world: ("rien",), open=True, ok=404),
)
