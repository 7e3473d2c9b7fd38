"""Incidents under load: the pages and the API with a million tickets, faults by mail, a cyclone’s morning."""
