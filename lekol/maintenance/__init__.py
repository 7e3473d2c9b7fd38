"""Faults and who repairs what: the protocol of article 4."""
