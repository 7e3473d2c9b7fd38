"""The network: outlets of each room, the Internet link of each school, what it could have (article 3)."""
